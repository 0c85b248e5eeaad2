// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%x: tensor<?x37xf32> [@n]) -> (y: tensor<?x37xf32> [@n]) {
    %y = relu %x : tensor<?x37xf32>
    return %y : tensor<?x37xf32>
  }
  func @f64(%x: tensor<?xf64> [@n]) -> (y: tensor<?xf64> [@n]) {
    %y = relu %x : tensor<?xf64>
    return %y : tensor<?xf64>
  }
  func @bf16(%x: tensor<3x?xbf16> [@n]) -> (y: tensor<3x?xbf16> [@n]) {
    %y = relu %x : tensor<3x?xbf16>
    return %y : tensor<3x?xbf16>
  }
  func @f16(%x: tensor<5x33xf16>) -> (y: tensor<5x33xf16>) {
    %y = relu %x : tensor<5x33xf16>
    return %y : tensor<5x33xf16>
  }
  func @i64(%x: tensor<?x3xi64> [@n]) -> (y: tensor<?x3xi64> [@n]) {
    %y = relu %x : tensor<?x3xi64>
    return %y : tensor<?x3xi64>
  }
  func @i32(%x: tensor<?xi32> [@n]) -> (y: tensor<?xi32> [@n]) {
    %y = relu %x : tensor<?xi32>
    return %y : tensor<?xi32>
  }
  func @i8(%x: tensor<7x19xi8>) -> (y: tensor<7x19xi8>) {
    %y = relu %x : tensor<7x19xi8>
    return %y : tensor<7x19xi8>
  }
  func @scalar(%x: tensor<f32>) -> (y: tensor<f32>) {
    %y = relu %x : tensor<f32>
    return %y : tensor<f32>
  }
  func @large(%x: tensor<129x257xf32>) -> (y: tensor<129x257xf32>) {
    %y = relu %x : tensor<129x257xf32>
    return %y : tensor<129x257xf32>
  }
}
