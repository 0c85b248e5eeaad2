// What a pass must leave alone although it looks like what it rewrites.
// RUN: dlc-run %s --verify=reference
dlc.model @m {
  parameter @w : tensor<5x4xf32> = #dlc.normal<0, 1>
  parameter @b : tensor<5xf32> = #dlc.normal<0, 1>
  parameter @c : tensor<5xf32> = #dlc.normal<0, 1>
  parameter @k : tensor<6x4x3x3xf32> = #dlc.normal<0, 1>

  // A linear layer that has a bias already.
  func @two_biases(%x: tensor<3x4xf32>) -> (y: tensor<3x5xf32>) {
    %w = read @w : tensor<5x4xf32>
    %b = read @b : tensor<5xf32>
    %c = read @c : tensor<5xf32>
    %0 = linear %x, %w, %b : tensor<3x4xf32>, tensor<5x4xf32>, tensor<5xf32>
    %y = add %0, %c : tensor<3x5xf32>, tensor<5xf32>
    return %y : tensor<3x5xf32>
  }
  // A mean over height and width that keeps them, behind a convolution.
  func @kept_axes(%x: tensor<2x4x8x7xf32>) -> (y: tensor<2x6x1x1xf32>) {
    %k = read @k : tensor<6x4x3x3xf32>
    %0 = conv2d %x, %k : tensor<2x4x8x7xf32>, tensor<6x4x3x3xf32>
    %y = reduce mean, %0 axes [2, 3] keep : tensor<2x6x6x5xf32>
    return %y : tensor<2x6x1x1xf32>
  }
}
