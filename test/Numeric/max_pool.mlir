// RUN: dlc-run %s --verify=reference

dlc.model @numeric {
  dim @n = 0 to 5
  func @f32(%x: tensor<?x5x8x9xf32> [@n]) -> (y: tensor<?x5x4x4xf32> [@n]) {
    %y = max_pool %x window [2, 2] strides [2, 2] : tensor<?x5x8x9xf32>
    return %y : tensor<?x5x4x4xf32>
  }
  func @f64(%x: tensor<?x5x8x9xf64> [@n]) -> (y: tensor<?x5x4x4xf64> [@n]) {
    %y = max_pool %x window [2, 2] strides [2, 2] : tensor<?x5x8x9xf64>
    return %y : tensor<?x5x4x4xf64>
  }
  func @bf16(%x: tensor<?x5x8x9xbf16> [@n]) -> (y: tensor<?x5x4x4xbf16> [@n]) {
    %y = max_pool %x window [2, 2] strides [2, 2] : tensor<?x5x8x9xbf16>
    return %y : tensor<?x5x4x4xbf16>
  }
  func @f16(%x: tensor<?x5x8x9xf16> [@n]) -> (y: tensor<?x5x4x4xf16> [@n]) {
    %y = max_pool %x window [2, 2] strides [2, 2] : tensor<?x5x8x9xf16>
    return %y : tensor<?x5x4x4xf16>
  }
  func @i32(%x: tensor<?x5x8x9xi32> [@n]) -> (y: tensor<?x5x4x4xi32> [@n]) {
    %y = max_pool %x window [2, 2] strides [2, 2] : tensor<?x5x8x9xi32>
    return %y : tensor<?x5x4x4xi32>
  }
  func @i8(%x: tensor<?x5x8x9xi8> [@n]) -> (y: tensor<?x5x4x4xi8> [@n]) {
    %y = max_pool %x window [2, 2] strides [2, 2] : tensor<?x5x8x9xi8>
    return %y : tensor<?x5x4x4xi8>
  }
  func @overlapping(%x: tensor<?x3x7x9xf32> [@n]) -> (y: tensor<?x3x4x5xf32> [@n]) {
    %y = max_pool %x window [3, 3] strides [2, 2] padding [1, 1, 1, 1] : tensor<?x3x7x9xf32>
    return %y : tensor<?x3x4x5xf32>
  }
  func @uneven(%x: tensor<2x17x6x5xf32>) -> (y: tensor<2x17x7x5xf32>) {
    %y = max_pool %x window [2, 3] strides [1, 1] padding [1, 1, 1, 1] : tensor<2x17x6x5xf32>
    return %y : tensor<2x17x7x5xf32>
  }
  func @global(%x: tensor<?x33x7x7xf32> [@n]) -> (y: tensor<?x33x1x1xf32> [@n]) {
    %y = max_pool %x window [7, 7] strides [1, 1] : tensor<?x33x7x7xf32>
    return %y : tensor<?x33x1x1xf32>
  }
}
