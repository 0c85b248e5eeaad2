// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%x: tensor<4x11xf32>) -> (y: tensor<2x5xf32>) {
    %y = slice %x offsets [1, 3] ends [3, 8] : tensor<4x11xf32>
    return %y : tensor<2x5xf32>
  }
  func @bf16(%x: tensor<4x11xbf16>) -> (y: tensor<2x5xbf16>) {
    %y = slice %x offsets [1, 3] ends [3, 8] : tensor<4x11xbf16>
    return %y : tensor<2x5xbf16>
  }
  func @i64(%x: tensor<4x11xi64>) -> (y: tensor<2x5xi64>) {
    %y = slice %x offsets [1, 3] ends [3, 8] : tensor<4x11xi64>
    return %y : tensor<2x5xi64>
  }
  func @i8(%x: tensor<4x11xi8>) -> (y: tensor<2x5xi8>) {
    %y = slice %x offsets [1, 3] ends [3, 8] : tensor<4x11xi8>
    return %y : tensor<2x5xi8>
  }
  func @i1(%x: tensor<4x11xi1>) -> (y: tensor<2x5xi1>) {
    %y = slice %x offsets [1, 3] ends [3, 8] : tensor<4x11xi1>
    return %y : tensor<2x5xi1>
  }
  func @strided(%x: tensor<9x17xf32>) -> (y: tensor<4x4xf32>) {
    %y = slice %x offsets [1, 2] ends [9, 17] strides [2, 4] : tensor<9x17xf32>
    return %y : tensor<4x4xf32>
  }
  func @empty(%x: tensor<3x5xf32>) -> (y: tensor<3x0xf32>) {
    %y = slice %x offsets [0, 2] ends [3, 2] : tensor<3x5xf32>
    return %y : tensor<3x0xf32>
  }
  func @all(%x: tensor<3x5xf32>) -> (y: tensor<3x5xf32>) {
    %y = slice %x offsets [0, 0] ends [3, 5] : tensor<3x5xf32>
    return %y : tensor<3x5xf32>
  }
  func @image(%x: tensor<2x3x8x9xf32>) -> (y: tensor<2x1x4x4xf32>) {
    %y = slice %x offsets [0, 1, 2, 3] ends [2, 2, 6, 7] : tensor<2x3x8x9xf32>
    return %y : tensor<2x1x4x4xf32>
  }
}
