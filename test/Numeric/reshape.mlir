// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%x: tensor<?x6x5xf32> [@n]) -> (y: tensor<?x3x10xf32> [@n]) {
    %y = reshape %x shape [0, 3, 10] : tensor<?x6x5xf32>
    return %y : tensor<?x3x10xf32>
  }
  func @bf16(%x: tensor<?x6x5xbf16> [@n]) -> (y: tensor<?x3x10xbf16> [@n]) {
    %y = reshape %x shape [0, 3, 10] : tensor<?x6x5xbf16>
    return %y : tensor<?x3x10xbf16>
  }
  func @i64(%x: tensor<?x6x5xi64> [@n]) -> (y: tensor<?x3x10xi64> [@n]) {
    %y = reshape %x shape [0, 3, 10] : tensor<?x6x5xi64>
    return %y : tensor<?x3x10xi64>
  }
  func @i8(%x: tensor<?x6x5xi8> [@n]) -> (y: tensor<?x3x10xi8> [@n]) {
    %y = reshape %x shape [0, 3, 10] : tensor<?x6x5xi8>
    return %y : tensor<?x3x10xi8>
  }
  func @i1(%x: tensor<?x6x5xi1> [@n]) -> (y: tensor<?x3x10xi1> [@n]) {
    %y = reshape %x shape [0, 3, 10] : tensor<?x6x5xi1>
    return %y : tensor<?x3x10xi1>
  }
  func @infer(%x: tensor<4x?x3xf32> [@n]) -> (y: tensor<?x12xf32> [@n]) {
    %y = reshape %x shape [-1, 12] : tensor<4x?x3xf32>
    return %y : tensor<?x12xf32>
  }
  func @to_scalar(%x: tensor<1x1xf32>) -> (y: tensor<f32>) {
    %y = reshape %x shape [] : tensor<1x1xf32>
    return %y : tensor<f32>
  }
  func @between(%x: tensor<?x6xf32> [@n]) -> (y: tensor<?x2x3xf32> [@n]) {
    %r = relu %x : tensor<?x6xf32>
    %s = reshape %r shape [0, 2, 3] : tensor<?x6xf32>
    %y = neg %s : tensor<?x2x3xf32>
    return %y : tensor<?x2x3xf32>
  }
}
