// RUN: %values %s
// in x: [5555.5] + [0.7, -0.7] * 2 ** 11
// in s: [1] * 4097
// in b: [0] * 4097
// out y: (lambda m, d: [(5555.5 - m) / d] + [(0.7 - m) / d, (-0.7 - m) / d] * 2 ** 11)(5555.5 / 4097, sqrt((5555.5 ** 2 + 2 ** 12 * 0.49) / 4097 - (5555.5 / 4097) ** 2 + 1e-5))

dlc.model @m {
  func @f(%x: tensor<1x4097xf32>, %s: tensor<4097xf32>, %b: tensor<4097xf32>) -> (y: tensor<1x4097xf32>) {
    %y = layer_norm %x, %s, %b axes 1 epsilon 1.0e-5 : tensor<1x4097xf32>, tensor<4097xf32>, tensor<4097xf32>
    return %y : tensor<1x4097xf32>
  }
}
