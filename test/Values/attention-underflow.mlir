// A key that is seen has a weight, also where it is 0 in f32: e^-220 times infinity is infinity. A hidden one has none.
// RUN: %values %s
// in q: [10.0] * 40
// in one: [10.0] * 4
// in k: [1.0] * 4 + [-10.0] * 4 + [0.1] * 4
// in v: [1.0] * 4 + [inf] * 4 + [nan] * 4
// in added: [0.0, 0.0, -inf]
// out a: [inf] * 40
// out b: [inf] * 4

dlc.model @m {
  func @f(%q: tensor<1x1x10x4xf32>, %one: tensor<1x1x1x4xf32>, %k: tensor<1x1x3x4xf32>, %v: tensor<1x1x3x4xf32>, %added: tensor<1x3xf32>) -> (a: tensor<1x1x10x4xf32>, b: tensor<1x1x1x4xf32>) {
    %a = attention %q, %k, %v, %added : tensor<1x1x10x4xf32>, tensor<1x1x3x4xf32>, tensor<1x1x3x4xf32>, tensor<1x3xf32>
    %b = attention %one, %k, %v, %added : tensor<1x1x1x4xf32>, tensor<1x1x3x4xf32>, tensor<1x1x3x4xf32>, tensor<1x3xf32>
    return %a, %b : tensor<1x1x10x4xf32>, tensor<1x1x1x4xf32>
  }
}
