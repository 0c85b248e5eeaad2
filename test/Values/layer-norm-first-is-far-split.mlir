// RUN: %values %s
// in x: [5555.5] + [0.7, -0.7] * 2 ** 17
// in s: [1] * 262145
// in b: [0] * 262145
// out y: (lambda m, d: [(5555.5 - m) / d] + [(0.7 - m) / d, (-0.7 - m) / d] * 2 ** 17)(5555.5 / 262145, sqrt((5555.5 ** 2 + 2 ** 18 * 0.49) / 262145 - (5555.5 / 262145) ** 2 + 1e-5))

dlc.model @m {
  func @f(%x: tensor<1x262145xf32>, %s: tensor<262145xf32>, %b: tensor<262145xf32>) -> (y: tensor<1x262145xf32>) {
    %y = layer_norm %x, %s, %b axes 1 epsilon 1.0e-5 : tensor<1x262145xf32>, tensor<262145xf32>, tensor<262145xf32>
    return %y : tensor<1x262145xf32>
  }
}
