// RUN: %values %s
// The last key is hidden from every row but the last: what it holds does not matter to them.
// in q: [0.1] * 1024
// in k: [0.1] * 1024
// in v: [1.0] * 960 + [nan] * 64
// out y: [1.0] * 960 + [nan] * 64

dlc.model @m {
  func @f(%q: tensor<1x1x16x64xf32>, %k: tensor<1x1x16x64xf32>, %v: tensor<1x1x16x64xf32>) -> (y: tensor<1x1x16x64xf32>) {
    %y = attention %q, %k, %v causal : tensor<1x1x16x64xf32>, tensor<1x1x16x64xf32>, tensor<1x1x16x64xf32>
    return %y : tensor<1x1x16x64xf32>
  }
}
