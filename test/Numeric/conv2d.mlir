// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 5
  func @f32(%x: tensor<?x3x9x11xf32> [@n], %w: tensor<5x3x3x3xf32>, %b: tensor<5xf32>)
      -> (y: tensor<?x5x7x9xf32> [@n]) {
    %y = conv2d %x, %w, %b
      : tensor<?x3x9x11xf32>, tensor<5x3x3x3xf32>, tensor<5xf32>
    return %y : tensor<?x5x7x9xf32>
  }
  func @f64(%x: tensor<?x2x5x5xf64> [@n], %w: tensor<3x2x3x3xf64>, %b: tensor<3xf64>)
      -> (y: tensor<?x3x3x3xf64> [@n]) {
    %y = conv2d %x, %w, %b
      : tensor<?x2x5x5xf64>, tensor<3x2x3x3xf64>, tensor<3xf64>
    return %y : tensor<?x3x3x3xf64>
  }
  func @bf16(%x: tensor<?x16x6x7xbf16> [@n], %w: tensor<17x16x3x3xbf16>, %b: tensor<17xbf16>)
      -> (y: tensor<?x17x6x7xbf16> [@n]) {
    %y = conv2d %x, %w, %b padding [1, 1, 1, 1]
      : tensor<?x16x6x7xbf16>, tensor<17x16x3x3xbf16>, tensor<17xbf16>
    return %y : tensor<?x17x6x7xbf16>
  }
  func @f16(%x: tensor<2x4x5x6xf16>, %w: tensor<8x4x1x1xf16>, %b: tensor<8xf16>) -> (y: tensor<2x8x5x6xf16>) {
    %y = conv2d %x, %w, %b
      : tensor<2x4x5x6xf16>, tensor<8x4x1x1xf16>, tensor<8xf16>
    return %y : tensor<2x8x5x6xf16>
  }
  func @no_bias(%x: tensor<?x5x8x8xf32> [@n], %w: tensor<16x5x3x3xf32>) -> (y: tensor<?x16x6x6xf32> [@n]) {
    %y = conv2d %x, %w
      : tensor<?x5x8x8xf32>, tensor<16x5x3x3xf32>
    return %y : tensor<?x16x6x6xf32>
  }
  func @pointwise(%x: tensor<?x33x4x5xf32> [@n], %w: tensor<20x33x1x1xf32>, %b: tensor<20xf32>)
      -> (y: tensor<?x20x4x5xf32> [@n]) {
    %y = conv2d %x, %w, %b
      : tensor<?x33x4x5xf32>, tensor<20x33x1x1xf32>, tensor<20xf32>
    return %y : tensor<?x20x4x5xf32>
  }
  func @pointwise_strided(%x: tensor<?x8x7x7xf32> [@n], %w: tensor<16x8x1x1xf32>) -> (y: tensor<?x16x4x4xf32> [@n]) {
    %y = conv2d %x, %w strides [2, 2]
      : tensor<?x8x7x7xf32>, tensor<16x8x1x1xf32>
    return %y : tensor<?x16x4x4xf32>
  }
  func @strided(%x: tensor<?x3x15x13xf32> [@n], %w: tensor<16x3x7x7xf32>, %b: tensor<16xf32>)
      -> (y: tensor<?x16x8x7xf32> [@n]) {
    %y = conv2d %x, %w, %b strides [2, 2] padding [3, 3, 3, 3]
      : tensor<?x3x15x13xf32>, tensor<16x3x7x7xf32>, tensor<16xf32>
    return %y : tensor<?x16x8x7xf32>
  }
  func @uneven_padding(%x: tensor<?x2x5x6xf32> [@n], %w: tensor<3x2x3x2xf32>, %b: tensor<3xf32>)
      -> (y: tensor<?x3x6x6xf32> [@n]) {
    %y = conv2d %x, %w, %b padding [2, 1, 1, 0]
      : tensor<?x2x5x6xf32>, tensor<3x2x3x2xf32>, tensor<3xf32>
    return %y : tensor<?x3x6x6xf32>
  }
  func @dilated(%x: tensor<?x4x11x12xf32> [@n], %w: tensor<6x4x3x3xf32>, %b: tensor<6xf32>)
      -> (y: tensor<?x6x7x8xf32> [@n]) {
    %y = conv2d %x, %w, %b dilations [2, 2]
      : tensor<?x4x11x12xf32>, tensor<6x4x3x3xf32>, tensor<6xf32>
    return %y : tensor<?x6x7x8xf32>
  }
  func @grouped(%x: tensor<?x6x7x7xf32> [@n], %w: tensor<9x2x3x3xf32>, %b: tensor<9xf32>)
      -> (y: tensor<?x9x7x7xf32> [@n]) {
    %y = conv2d %x, %w, %b padding [1, 1, 1, 1] groups 3
      : tensor<?x6x7x7xf32>, tensor<9x2x3x3xf32>, tensor<9xf32>
    return %y : tensor<?x9x7x7xf32>
  }
  func @wide_groups(%x: tensor<?x10x6x9xf32> [@n], %w: tensor<74x5x3x2xf32>, %b: tensor<74xf32>)
      -> (y: tensor<?x74x4x8xf32> [@n]) {
    %y = conv2d %x, %w, %b groups 2
      : tensor<?x10x6x9xf32>, tensor<74x5x3x2xf32>, tensor<74xf32>
    return %y : tensor<?x74x4x8xf32>
  }
  func @depthwise(%x: tensor<?x19x8x9xf32> [@n], %w: tensor<19x1x3x3xf32>, %b: tensor<19xf32>)
      -> (y: tensor<?x19x8x9xf32> [@n]) {
    %y = conv2d %x, %w, %b padding [1, 1, 1, 1] groups 19
      : tensor<?x19x8x9xf32>, tensor<19x1x3x3xf32>, tensor<19xf32>
    return %y : tensor<?x19x8x9xf32>
  }
  func @depthwise_strided(%x: tensor<?x16x9x9xf32> [@n], %w: tensor<32x1x5x5xf32>, %b: tensor<32xf32>)
      -> (y: tensor<?x32x3x3xf32> [@n]) {
    %y = conv2d %x, %w, %b strides [2, 2] groups 16
      : tensor<?x16x9x9xf32>, tensor<32x1x5x5xf32>, tensor<32xf32>
    return %y : tensor<?x32x3x3xf32>
  }
  func @wide(%x: tensor<1x64x14x14xf32>, %w: tensor<64x64x3x3xf32>, %b: tensor<64xf32>)
      -> (y: tensor<1x64x14x14xf32>) {
    %y = conv2d %x, %w, %b padding [1, 1, 1, 1]
      : tensor<1x64x14x14xf32>, tensor<64x64x3x3xf32>, tensor<64xf32>
    return %y : tensor<1x64x14x14xf32>
  }
  func @window_is_image(%x: tensor<?x3x4x4xf32> [@n], %w: tensor<7x3x4x4xf32>, %b: tensor<7xf32>)
      -> (y: tensor<?x7x1x1xf32> [@n]) {
    %y = conv2d %x, %w, %b
      : tensor<?x3x4x4xf32>, tensor<7x3x4x4xf32>, tensor<7xf32>
    return %y : tensor<?x7x1x1xf32>
  }
}
