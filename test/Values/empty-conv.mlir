// RUN: %values %s
// bits y: []

dlc.model @m {
  func @f(%x: tensor<0x3x5x5xf32>, %w: tensor<4x3x3x3xf32>) -> (y: tensor<0x4x3x3xf32>) {
    %y = conv2d %x, %w : tensor<0x3x5x5xf32>, tensor<4x3x3x3xf32>
    return %y : tensor<0x4x3x3xf32>
  }
}
