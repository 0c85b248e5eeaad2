// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%x: tensor<?x1xf32> [@n]) -> (y: tensor<?x5xf32> [@n]) {
    %y = broadcast %x shape [-1, 5] : tensor<?x1xf32>
    return %y : tensor<?x5xf32>
  }
  func @bf16(%x: tensor<?x1xbf16> [@n]) -> (y: tensor<?x5xbf16> [@n]) {
    %y = broadcast %x shape [-1, 5] : tensor<?x1xbf16>
    return %y : tensor<?x5xbf16>
  }
  func @i64(%x: tensor<?x1xi64> [@n]) -> (y: tensor<?x5xi64> [@n]) {
    %y = broadcast %x shape [-1, 5] : tensor<?x1xi64>
    return %y : tensor<?x5xi64>
  }
  func @i8(%x: tensor<?x1xi8> [@n]) -> (y: tensor<?x5xi8> [@n]) {
    %y = broadcast %x shape [-1, 5] : tensor<?x1xi8>
    return %y : tensor<?x5xi8>
  }
  func @i1(%x: tensor<?x1xi1> [@n]) -> (y: tensor<?x5xi1> [@n]) {
    %y = broadcast %x shape [-1, 5] : tensor<?x1xi1>
    return %y : tensor<?x5xi1>
  }
  func @scalar(%x: tensor<f32>) -> (y: tensor<3x5xf32>) {
    %y = broadcast %x shape [3, 5] : tensor<f32>
    return %y : tensor<3x5xf32>
  }
  func @leading(%x: tensor<7xf32>) -> (y: tensor<4x3x7xf32>) {
    %y = broadcast %x shape [4, 3, 7] : tensor<7xf32>
    return %y : tensor<4x3x7xf32>
  }
  func @middle(%x: tensor<?x1x5xf32> [@n]) -> (y: tensor<?x3x5xf32> [@n]) {
    %y = broadcast %x shape [-1, 3, 5] : tensor<?x1x5xf32>
    return %y : tensor<?x3x5xf32>
  }
}
