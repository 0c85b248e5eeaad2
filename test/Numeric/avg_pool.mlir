// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 5
  dim @h = 1 to 32
  dim @w = 1 to 300
  func @f32(%x: tensor<?x5x8x9xf32> [@n]) -> (y: tensor<?x5x4x4xf32> [@n]) {
    %y = avg_pool %x window [2, 2] strides [2, 2] : tensor<?x5x8x9xf32>
    return %y : tensor<?x5x4x4xf32>
  }
  func @f64(%x: tensor<?x5x8x9xf64> [@n]) -> (y: tensor<?x5x4x4xf64> [@n]) {
    %y = avg_pool %x window [2, 2] strides [2, 2] : tensor<?x5x8x9xf64>
    return %y : tensor<?x5x4x4xf64>
  }
  func @bf16(%x: tensor<?x5x8x9xbf16> [@n]) -> (y: tensor<?x5x4x4xbf16> [@n]) {
    %y = avg_pool %x window [2, 2] strides [2, 2] : tensor<?x5x8x9xbf16>
    return %y : tensor<?x5x4x4xbf16>
  }
  func @f16(%x: tensor<?x5x8x9xf16> [@n]) -> (y: tensor<?x5x4x4xf16> [@n]) {
    %y = avg_pool %x window [2, 2] strides [2, 2] : tensor<?x5x8x9xf16>
    return %y : tensor<?x5x4x4xf16>
  }
  func @overlapping(%x: tensor<?x3x7x9xf32> [@n]) -> (y: tensor<?x3x4x5xf32> [@n]) {
    %y = avg_pool %x window [3, 3] strides [2, 2] padding [1, 1, 1, 1] : tensor<?x3x7x9xf32>
    return %y : tensor<?x3x4x5xf32>
  }
  func @uneven(%x: tensor<2x17x6x5xf32>) -> (y: tensor<2x17x7x5xf32>) {
    %y = avg_pool %x window [2, 3] strides [1, 1] padding [1, 1, 1, 1] : tensor<2x17x6x5xf32>
    return %y : tensor<2x17x7x5xf32>
  }
  func @global(%x: tensor<?x33x7x7xf32> [@n]) -> (y: tensor<?x33x1x1xf32> [@n]) {
    %y = avg_pool %x window [7, 7] strides [1, 1] : tensor<?x33x7x7xf32>
    return %y : tensor<?x33x1x1xf32>
  }
  func @count_include_pad(%x: tensor<?x3x7x9xf32> [@n]) -> (y: tensor<?x3x4x5xf32> [@n]) {
    %y = avg_pool %x window [3, 3] strides [2, 2] padding [1, 1, 1, 1] count_include_pad : tensor<?x3x7x9xf32>
    return %y : tensor<?x3x4x5xf32>
  }
  // Behind a convolution channels are last.
  func @f32_of_conv(%x: tensor<?x5x8x9xf32> [@n], %w: tensor<5x5x1x1xf32>) -> (y: tensor<?x5x4x4xf32> [@n]) {
    %0 = conv2d %x, %w : tensor<?x5x8x9xf32>, tensor<5x5x1x1xf32>
    %y = avg_pool %0 window [2, 2] strides [2, 2] : tensor<?x5x8x9xf32>
    return %y : tensor<?x5x4x4xf32>
  }
  func @f64_of_conv(%x: tensor<?x5x8x9xf64> [@n], %w: tensor<5x5x1x1xf64>) -> (y: tensor<?x5x4x4xf64> [@n]) {
    %0 = conv2d %x, %w : tensor<?x5x8x9xf64>, tensor<5x5x1x1xf64>
    %y = avg_pool %0 window [2, 2] strides [2, 2] : tensor<?x5x8x9xf64>
    return %y : tensor<?x5x4x4xf64>
  }
  func @bf16_of_conv(%x: tensor<?x5x8x9xbf16> [@n], %w: tensor<5x5x1x1xbf16>) -> (y: tensor<?x5x4x4xbf16> [@n]) {
    %0 = conv2d %x, %w : tensor<?x5x8x9xbf16>, tensor<5x5x1x1xbf16>
    %y = avg_pool %0 window [2, 2] strides [2, 2] : tensor<?x5x8x9xbf16>
    return %y : tensor<?x5x4x4xbf16>
  }
  func @f16_of_conv(%x: tensor<?x5x8x9xf16> [@n], %w: tensor<5x5x1x1xf16>) -> (y: tensor<?x5x4x4xf16> [@n]) {
    %0 = conv2d %x, %w : tensor<?x5x8x9xf16>, tensor<5x5x1x1xf16>
    %y = avg_pool %0 window [2, 2] strides [2, 2] : tensor<?x5x8x9xf16>
    return %y : tensor<?x5x4x4xf16>
  }
  func @overlapping_of_conv(%x: tensor<?x19x7x9xf32> [@n], %w: tensor<19x19x1x1xf32>) -> (y: tensor<?x19x4x5xf32> [@n]) {
    %0 = conv2d %x, %w : tensor<?x19x7x9xf32>, tensor<19x19x1x1xf32>
    %y = avg_pool %0 window [3, 3] strides [2, 2] padding [1, 1, 1, 1] : tensor<?x19x7x9xf32>
    return %y : tensor<?x19x4x5xf32>
  }
  func @uneven_of_conv(%x: tensor<2x17x6x5xf32>, %w: tensor<17x17x1x1xf32>) -> (y: tensor<2x17x7x5xf32>) {
    %0 = conv2d %x, %w : tensor<2x17x6x5xf32>, tensor<17x17x1x1xf32>
    %y = avg_pool %0 window [2, 3] strides [1, 1] padding [1, 1, 1, 1] : tensor<2x17x6x5xf32>
    return %y : tensor<2x17x7x5xf32>
  }
  func @global_of_conv(%x: tensor<?x33x7x7xf32> [@n], %w: tensor<33x33x1x1xf32>) -> (y: tensor<?x33x1x1xf32> [@n]) {
    %0 = conv2d %x, %w : tensor<?x33x7x7xf32>, tensor<33x33x1x1xf32>
    %y = avg_pool %0 window [7, 7] strides [1, 1] : tensor<?x33x7x7xf32>
    return %y : tensor<?x33x1x1xf32>
  }
  func @count_include_pad_of_conv(%x: tensor<?x3x7x9xf32> [@n], %w: tensor<3x3x1x1xf32>) -> (y: tensor<?x3x4x5xf32> [@n]) {
    %0 = conv2d %x, %w : tensor<?x3x7x9xf32>, tensor<3x3x1x1xf32>
    %y = avg_pool %0 window [3, 3] strides [2, 2] padding [1, 1, 1, 1] count_include_pad : tensor<?x3x7x9xf32>
    return %y : tensor<?x3x4x5xf32>
  }
  func @in_front_of_conv(%x: tensor<?x5x8x9xf32> [@n], %w: tensor<5x5x1x1xf32>) -> (y: tensor<?x5x4x4xf32> [@n]) {
    %0 = avg_pool %x window [2, 2] strides [2, 2] : tensor<?x5x8x9xf32>
    %y = conv2d %0, %w : tensor<?x5x4x4xf32>, tensor<5x5x1x1xf32>
    return %y : tensor<?x5x4x4xf32>
  }
  func @any_image(%x: tensor<2x3x?x?xf32> [@h, @w]) -> (y: tensor<2x3x?x?xf32> [@h, @w]) {
    %y = avg_pool %x window [3, 3] strides [1, 1] padding [1, 1, 1, 1] : tensor<2x3x?x?xf32>
    return %y : tensor<2x3x?x?xf32>
  }
  func @wide_image(%x: tensor<1x2x5x601xf32>) -> (y: tensor<1x2x3x301xf32>) {
    %y = avg_pool %x window [3, 3] strides [2, 2] padding [1, 1, 1, 1] : tensor<1x2x5x601xf32>
    return %y : tensor<1x2x3x301xf32>
  }
}
