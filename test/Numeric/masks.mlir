// RUN: dlc-run %s --verify=reference --special-values

// Elements that only some lanes of a vector ask for, beside others that all ask for, and operands that do not move with
// the lane where other coordinates lie outside of them.
dlc.model @masks {
  func @columns(%x: tensor<5x1xf32>, %z: tensor<5x3xf32>) -> (y: tensor<5x6xf32>) {
    %y = concat %x, %z, %x, %x axis 1 : tensor<5x1xf32>, tensor<5x3xf32>, tensor<5x1xf32>, tensor<5x1xf32>
    return %y : tensor<5x6xf32>
  }
  func @pad_and_whole(%x: tensor<1xf32>, %z: tensor<4xf32>) -> (y: tensor<4xf32>) {
    %p = pad %x low [2] high [1] : tensor<1xf32>
    %s = add %p, %x : tensor<4xf32>, tensor<1xf32>
    %y = mul %s, %z : tensor<4xf32>, tensor<4xf32>
    return %y : tensor<4xf32>
  }
  // What Pad of mode "edge" becomes.
  func @edge(%x: tensor<3x9xf32>) -> (y: tensor<3x13xf32>) {
    %l = slice %x offsets [0, 0] ends [3, 1] : tensor<3x9xf32>
    %r = slice %x offsets [0, -1] ends [3, end] : tensor<3x9xf32>
    %y = concat %l, %l, %x, %r, %r axis 1
      : tensor<3x1xf32>, tensor<3x1xf32>, tensor<3x9xf32>, tensor<3x1xf32>, tensor<3x1xf32>
    return %y : tensor<3x13xf32>
  }
  func @conv(%x: tensor<2x3x4x5xf32>, %r: tensor<2x1x4x1xf32>, %w: tensor<6x3x3x3xf32>) -> (y: tensor<2x6x4x5xf32>) {
    %a = mul %x, %r : tensor<2x3x4x5xf32>, tensor<2x1x4x1xf32>
    %y = conv2d %a, %w padding [1, 1, 1, 1] : tensor<2x3x4x5xf32>, tensor<6x3x3x3xf32>
    return %y : tensor<2x6x4x5xf32>
  }
  func @depthwise(%r: tensor<1x4x1x1xf32>, %w: tensor<4x1x3x3xf32>) -> (y: tensor<1x4x5x5xf32>) {
    %a = broadcast %r shape [1, 4, 5, 5] : tensor<1x4x1x1xf32>
    %y = conv2d %a, %w padding [1, 1, 1, 1] groups 4 : tensor<1x4x5x5xf32>, tensor<4x1x3x3xf32>
    return %y : tensor<1x4x5x5xf32>
  }
  func @depthwise_of_one(%r: tensor<1xf32>, %w: tensor<4x1x3x3xf32>) -> (y: tensor<1x4x5x5xf32>) {
    %a = broadcast %r shape [1, 4, 5, 5] : tensor<1xf32>
    %y = conv2d %a, %w padding [1, 1, 1, 1] groups 4 : tensor<1x4x5x5xf32>, tensor<4x1x3x3xf32>
    return %y : tensor<1x4x5x5xf32>
  }
  func @channel_of_one(%r: tensor<2x1x5x1xf32>, %z: tensor<2x1x5x7xf32>, %w: tensor<1x1x3x3xf32>) -> (y: tensor<2x1x5x7xf32>) {
    %a = mul %r, %z : tensor<2x1x5x1xf32>, tensor<2x1x5x7xf32>
    %y = conv2d %a, %w padding [1, 1, 1, 1] : tensor<2x1x5x7xf32>, tensor<1x1x3x3xf32>
    return %y : tensor<2x1x5x7xf32>
  }
  func @norm_of_one(%x: tensor<1x1x1x1xf32>, %c: tensor<6xf32>, %v: tensor<6xf32>) -> (y: tensor<2x6x1x1xf32>) {
    %a = broadcast %x shape [2, 6, 1, 1] : tensor<1x1x1x1xf32>
    %w = mul %v, %v : tensor<6xf32>, tensor<6xf32>
    %y = batch_norm %a, %c, %c, %c, %w epsilon 1.0 : tensor<2x6x1x1xf32>, tensor<6xf32>, tensor<6xf32>, tensor<6xf32>, tensor<6xf32>
    return %y : tensor<2x6x1x1xf32>
  }
}
