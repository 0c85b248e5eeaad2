// RUN: %values %s
// in x: [0.1] * 4096 + [1e6, 1e6 + 1, 1e6 + 2, 1e6 + 3] * 1024 + [-7e3] * 4096
// in s: [1] * 4096
// in b: [0] * 4096
// out y: [0] * 4096 + [-1.5 / sqrt(1.25 + 1e-5), -0.5 / sqrt(1.25 + 1e-5), 0.5 / sqrt(1.25 + 1e-5), 1.5 / sqrt(1.25 + 1e-5)] * 1024 + [0] * 4096

dlc.model @m {
  func @f(%x: tensor<3x4096xf32>, %s: tensor<4096xf32>, %b: tensor<4096xf32>) -> (y: tensor<3x4096xf32>) {
    %y = layer_norm %x, %s, %b axes 1 epsilon 1.0e-5 : tensor<3x4096xf32>, tensor<4096xf32>, tensor<4096xf32>
    return %y : tensor<3x4096xf32>
  }
}
