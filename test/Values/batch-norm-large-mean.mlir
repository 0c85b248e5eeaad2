// mean * factor is beyond what f32 holds in the first channel, and cancels in the second.
// RUN: %values %s
// in x: [2**100, 2**100 + 2**80, -2**100, 1e6, 1e6 + 1, 1e6 - 2]
// in s: [1, 3]
// in b: [0, 0.5]
// in mu: [2**100, 1e6]
// in va: [2**-60, 4]
// out y: [0, 2**110, -inf, 0.5, 2, -2.5]

dlc.model @m {
  func @f(%x: tensor<1x2x3xf32>, %s: tensor<2xf32>, %b: tensor<2xf32>, %mu: tensor<2xf32>, %va: tensor<2xf32>) -> (y: tensor<1x2x3xf32>) {
    %y = batch_norm %x, %s, %b, %mu, %va epsilon 1.0e-30 : tensor<1x2x3xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>
    return %y : tensor<1x2x3xf32>
  }
}
