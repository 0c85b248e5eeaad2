// Keys that a mask hides do not matter, whatever they and their values hold; few queries and many.
// RUN: %values %s
// in q: [0.5] * 40
// in one: [0.5] * 4
// in k: [0.1] * 8 + [nan] * 4 + [inf] * 4 + [0.1] * 4
// in v: [1.0] * 4 + [3.0] * 4 + [nan] * 4 + [-inf] * 4 + [nan] * 4
// in added: [0.0, 0.0, -inf, -inf, -inf]
// in seen: [True, True, False, False, False]
// out a: [2.0] * 40
// out b: [2.0] * 40
// out c: [2.0] * 4
// out d: [2.0] * 4

dlc.model @m {
  func @f(%q: tensor<1x1x10x4xf32>, %one: tensor<1x1x1x4xf32>, %k: tensor<1x1x5x4xf32>, %v: tensor<1x1x5x4xf32>, %added: tensor<1x5xf32>, %seen: tensor<1x5xi1>) -> (a: tensor<1x1x10x4xf32>, b: tensor<1x1x10x4xf32>, c: tensor<1x1x1x4xf32>, d: tensor<1x1x1x4xf32>) {
    %a = attention %q, %k, %v, %added : tensor<1x1x10x4xf32>, tensor<1x1x5x4xf32>, tensor<1x1x5x4xf32>, tensor<1x5xf32>
    %b = attention %q, %k, %v, %seen : tensor<1x1x10x4xf32>, tensor<1x1x5x4xf32>, tensor<1x1x5x4xf32>, tensor<1x5xi1>
    %c = attention %one, %k, %v, %added : tensor<1x1x1x4xf32>, tensor<1x1x5x4xf32>, tensor<1x1x5x4xf32>, tensor<1x5xf32>
    %d = attention %one, %k, %v, %seen : tensor<1x1x1x4xf32>, tensor<1x1x5x4xf32>, tensor<1x1x5x4xf32>, tensor<1x5xi1>
    return %a, %b, %c, %d : tensor<1x1x10x4xf32>, tensor<1x1x10x4xf32>, tensor<1x1x1x4xf32>, tensor<1x1x1x4xf32>
  }
}
