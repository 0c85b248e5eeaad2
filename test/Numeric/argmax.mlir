// RUN: dlc-run %s --verify=reference --special-values
// Of equal elements the first counts.

dlc.model @numeric {
  dim @n = 1 to 64
  func @f32(%x: tensor<?x37xf32> [@n]) -> (y: tensor<?xi64> [@n]) {
    %y = argmax %x axis 1 : tensor<?x37xf32>
    return %y : tensor<?xi64>
  }
  func @f64(%x: tensor<?x37xf64> [@n]) -> (y: tensor<?xi64> [@n]) {
    %y = argmax %x axis 1 : tensor<?x37xf64>
    return %y : tensor<?xi64>
  }
  func @bf16(%x: tensor<?x37xbf16> [@n]) -> (y: tensor<?xi64> [@n]) {
    %y = argmax %x axis 1 : tensor<?x37xbf16>
    return %y : tensor<?xi64>
  }
  func @f16(%x: tensor<?x37xf16> [@n]) -> (y: tensor<?xi64> [@n]) {
    %y = argmax %x axis 1 : tensor<?x37xf16>
    return %y : tensor<?xi64>
  }
  func @i64(%x: tensor<?x37xi64> [@n]) -> (y: tensor<?xi64> [@n]) {
    %y = argmax %x axis 1 : tensor<?x37xi64>
    return %y : tensor<?xi64>
  }
  func @i32(%x: tensor<?x37xi32> [@n]) -> (y: tensor<?xi64> [@n]) {
    %y = argmax %x axis 1 : tensor<?x37xi32>
    return %y : tensor<?xi64>
  }
  func @i8(%x: tensor<?x37xi8> [@n]) -> (y: tensor<?xi64> [@n]) {
    %y = argmax %x axis 1 : tensor<?x37xi8>
    return %y : tensor<?xi64>
  }
  func @first_axis(%x: tensor<5x?xf32> [@n]) -> (y: tensor<?xi64> [@n]) {
    %y = argmax %x axis 0 : tensor<5x?xf32>
    return %y : tensor<?xi64>
  }
  func @keep(%x: tensor<?x3x5xf32> [@n]) -> (y: tensor<?x1x5xi64> [@n]) {
    %y = argmax %x axis 1 keep : tensor<?x3x5xf32>
    return %y : tensor<?x1x5xi64>
  }
  func @one(%x: tensor<?x1xf32> [@n]) -> (y: tensor<?xi64> [@n]) {
    %y = argmax %x axis -1 : tensor<?x1xf32>
    return %y : tensor<?xi64>
  }
  func @equal(%x: tensor<?x9xf32> [@n]) -> (y: tensor<?xi64> [@n]) {
    %whole = floor %x : tensor<?x9xf32>
    %y = argmax %whole axis 1 : tensor<?x9xf32>
    return %y : tensor<?xi64>
  }
}
