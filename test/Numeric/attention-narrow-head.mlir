// A head of one element: lanes beyond it hold nothing, whatever the key is.
// RUN: dlc-run %s --verify=reference --random-inputs=3 --special-values
// RUN: dlc-run %s --verify=reference --random-inputs=7 --special-values
dlc.model @m {
  func @one(%q: tensor<5x1x1x1xf32>, %k: tensor<5x1x15x1xf32>, %v: tensor<5x1x15x1xf32>) -> (y: tensor<5x1x1x1xf32>) {
    %a = abs %q : tensor<5x1x1x1xf32>
    %n = neg %a : tensor<5x1x1x1xf32>
    %y = attention %n, %k, %v : tensor<5x1x1x1xf32>, tensor<5x1x15x1xf32>, tensor<5x1x15x1xf32>
    return %y : tensor<5x1x1x1xf32>
  }
  func @causal(%q: tensor<3x2x2x1xf16>, %k: tensor<3x2x9x1xf16>, %v: tensor<3x2x9x1xf16>) -> (y: tensor<3x2x2x1xf16>) {
    %y = attention %q, %k, %v causal : tensor<3x2x2x1xf16>, tensor<3x2x9x1xf16>, tensor<3x2x9x1xf16>
    return %y : tensor<3x2x2x1xf16>
  }
  func @three(%q: tensor<3x2x2x3xf64>, %k: tensor<3x2x9x3xf64>, %v: tensor<3x2x9x3xf64>) -> (y: tensor<3x2x2x3xf64>) {
    %y = attention %q, %k, %v causal : tensor<3x2x2x3xf64>, tensor<3x2x9x3xf64>, tensor<3x2x9x3xf64>
    return %y : tensor<3x2x2x3xf64>
  }
}
