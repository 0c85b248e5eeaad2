// RUN: dlc-run %s --verify=reference

dlc.model @b3 {
  dim @o = 1 to 16
  func @f(%x: tensor<1x3x8x8xf32>, %w: tensor<?x3x3x3xf32> [@o]) -> (y: tensor<1x?x6x6xf32> [@o]) {
    %y = conv2d %x, %w : tensor<1x3x8x8xf32>, tensor<?x3x3x3xf32>
    return %y : tensor<1x?x6x6xf32>
  }
}
