// RUN: dlc-run %s --verify=reference

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%x: tensor<?x7x5xf32> [@n]) -> (y: tensor<?x5x7xf32> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xf32>
    return %y : tensor<?x5x7xf32>
  }
  func @bf16(%x: tensor<?x7x5xbf16> [@n]) -> (y: tensor<?x5x7xbf16> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xbf16>
    return %y : tensor<?x5x7xbf16>
  }
  func @i64(%x: tensor<?x7x5xi64> [@n]) -> (y: tensor<?x5x7xi64> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xi64>
    return %y : tensor<?x5x7xi64>
  }
  func @i8(%x: tensor<?x7x5xi8> [@n]) -> (y: tensor<?x5x7xi8> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xi8>
    return %y : tensor<?x5x7xi8>
  }
  func @i1(%x: tensor<?x7x5xi1> [@n]) -> (y: tensor<?x5x7xi1> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xi1>
    return %y : tensor<?x5x7xi1>
  }
  func @f64(%x: tensor<?x7x5xf64> [@n]) -> (y: tensor<?x5x7xf64> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xf64>
    return %y : tensor<?x5x7xf64>
  }
  func @f16(%x: tensor<?x7x5xf16> [@n]) -> (y: tensor<?x5x7xf16> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xf16>
    return %y : tensor<?x5x7xf16>
  }
  func @i32(%x: tensor<?x7x5xi32> [@n]) -> (y: tensor<?x5x7xi32> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xi32>
    return %y : tensor<?x5x7xi32>
  }
  func @matrix(%x: tensor<?x37xf32> [@n]) -> (y: tensor<37x?xf32> [@n]) {
    %y = transpose %x [1, 0] : tensor<?x37xf32>
    return %y : tensor<37x?xf32>
  }
  func @reverse(%x: tensor<3x?x5x2xf32> [@n]) -> (y: tensor<2x5x?x3xf32> [@n]) {
    %y = transpose %x [3, 2, 1, 0] : tensor<3x?x5x2xf32>
    return %y : tensor<2x5x?x3xf32>
  }
  func @heads(%x: tensor<?x9x4x8xf32> [@n]) -> (y: tensor<?x4x9x8xf32> [@n]) {
    %y = transpose %x [0, 2, 1, 3] : tensor<?x9x4x8xf32>
    return %y : tensor<?x4x9x8xf32>
  }
  func @large(%x: tensor<65x131xf32>) -> (y: tensor<131x65xf32>) {
    %y = transpose %x [1, 0] : tensor<65x131xf32>
    return %y : tensor<131x65xf32>
  }
  func @identity(%x: tensor<?x3xf32> [@n]) -> (y: tensor<?x3xf32> [@n]) {
    %y = transpose %x [0, 1] : tensor<?x3xf32>
    return %y : tensor<?x3xf32>
  }
}
