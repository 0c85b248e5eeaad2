// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 1 to 32
  dim @s = 1 to 32
  func @f32(%q: tensor<2x3x?x16xf32> [@n], %k: tensor<2x3x?x16xf32> [@s], %v: tensor<2x3x?x16xf32> [@s])
      -> (y: tensor<2x3x?x16xf32> [@n]) {
    %y = attention %q, %k, %v : tensor<2x3x?x16xf32>, tensor<2x3x?x16xf32>, tensor<2x3x?x16xf32>
    return %y : tensor<2x3x?x16xf32>
  }
  func @f64(%q: tensor<2x3x?x16xf64> [@n], %k: tensor<2x3x?x16xf64> [@s], %v: tensor<2x3x?x16xf64> [@s])
      -> (y: tensor<2x3x?x16xf64> [@n]) {
    %y = attention %q, %k, %v : tensor<2x3x?x16xf64>, tensor<2x3x?x16xf64>, tensor<2x3x?x16xf64>
    return %y : tensor<2x3x?x16xf64>
  }
  func @bf16(%q: tensor<2x3x?x16xbf16> [@n], %k: tensor<2x3x?x16xbf16> [@s], %v: tensor<2x3x?x16xbf16> [@s])
      -> (y: tensor<2x3x?x16xbf16> [@n]) {
    %y = attention %q, %k, %v : tensor<2x3x?x16xbf16>, tensor<2x3x?x16xbf16>, tensor<2x3x?x16xbf16>
    return %y : tensor<2x3x?x16xbf16>
  }
  func @f16(%q: tensor<2x3x?x16xf16> [@n], %k: tensor<2x3x?x16xf16> [@s], %v: tensor<2x3x?x16xf16> [@s])
      -> (y: tensor<2x3x?x16xf16> [@n]) {
    %y = attention %q, %k, %v : tensor<2x3x?x16xf16>, tensor<2x3x?x16xf16>, tensor<2x3x?x16xf16>
    return %y : tensor<2x3x?x16xf16>
  }
  func @causal(%q: tensor<2x2x?x8xf32> [@n], %k: tensor<2x2x?x8xf32> [@n], %v: tensor<2x2x?x8xf32> [@n])
      -> (y: tensor<2x2x?x8xf32> [@n]) {
    %y = attention %q, %k, %v causal : tensor<2x2x?x8xf32>, tensor<2x2x?x8xf32>, tensor<2x2x?x8xf32>
    return %y : tensor<2x2x?x8xf32>
  }
  func @causal_decode(%q: tensor<1x2x1x16xf32>, %k: tensor<1x2x?x16xf32> [@s], %v: tensor<1x2x?x16xf32> [@s])
      -> (y: tensor<1x2x1x16xf32>) {
    %y = attention %q, %k, %v causal : tensor<1x2x1x16xf32>, tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>
    return %y : tensor<1x2x1x16xf32>
  }
  func @grouped(%q: tensor<2x6x?x8xf32> [@n], %k: tensor<2x2x?x8xf32> [@s], %v: tensor<2x2x?x8xf32> [@s])
      -> (y: tensor<2x6x?x8xf32> [@n]) {
    %y = attention %q, %k, %v : tensor<2x6x?x8xf32>, tensor<2x2x?x8xf32>, tensor<2x2x?x8xf32>
    return %y : tensor<2x6x?x8xf32>
  }
  func @grouped_causal(%q: tensor<1x4x9x20xf32>, %k: tensor<1x1x9x20xf32>, %v: tensor<1x1x9x20xf32>)
      -> (y: tensor<1x4x9x20xf32>) {
    %y = attention %q, %k, %v causal : tensor<1x4x9x20xf32>, tensor<1x1x9x20xf32>, tensor<1x1x9x20xf32>
    return %y : tensor<1x4x9x20xf32>
  }
  func @scaled(%q: tensor<1x2x5x7xf32>, %k: tensor<1x2x6x7xf32>, %v: tensor<1x2x6x7xf32>)
      -> (y: tensor<1x2x5x7xf32>) {
    %y = attention %q, %k, %v scale 0.5 : tensor<1x2x5x7xf32>, tensor<1x2x6x7xf32>, tensor<1x2x6x7xf32>
    return %y : tensor<1x2x5x7xf32>
  }
  func @bool_mask(%q: tensor<2x2x5x8xf32>, %k: tensor<2x2x7x8xf32>, %v: tensor<2x2x7x8xf32>, %mask: tensor<5x7xi1>)
      -> (y: tensor<2x2x5x8xf32>) {
    %y = attention %q, %k, %v, %mask : tensor<2x2x5x8xf32>, tensor<2x2x7x8xf32>, tensor<2x2x7x8xf32>, tensor<5x7xi1>
    return %y : tensor<2x2x5x8xf32>
  }
  func @float_mask(%q: tensor<2x2x5x8xf32>, %k: tensor<2x2x7x8xf32>, %v: tensor<2x2x7x8xf32>, %mask: tensor<2x1x5x7xf32>)
      -> (y: tensor<2x2x5x8xf32>) {
    %y = attention %q, %k, %v, %mask : tensor<2x2x5x8xf32>, tensor<2x2x7x8xf32>, tensor<2x2x7x8xf32>, tensor<2x1x5x7xf32>
    return %y : tensor<2x2x5x8xf32>
  }
  // Several blocks of queries and keys, none of them full.
  func @long_mask(%q: tensor<2x2x37x8xf32>, %k: tensor<2x2x150x8xf32>, %v: tensor<2x2x150x8xf32>, %mask: tensor<2x1x37x150xi1>)
      -> (y: tensor<2x2x37x8xf32>) {
    %y = attention %q, %k, %v, %mask : tensor<2x2x37x8xf32>, tensor<2x2x150x8xf32>, tensor<2x2x150x8xf32>, tensor<2x1x37x150xi1>
    return %y : tensor<2x2x37x8xf32>
  }
  func @causal_mask(%q: tensor<1x2x?x8xf32> [@n], %k: tensor<1x2x?x8xf32> [@n], %v: tensor<1x2x?x8xf32> [@n], %mask: tensor<?x?xf32> [@n, @n])
      -> (y: tensor<1x2x?x8xf32> [@n]) {
    %y = attention %q, %k, %v, %mask causal : tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<?x?xf32>
    return %y : tensor<1x2x?x8xf32>
  }
  func @mask_f64(%q: tensor<1x2x9x5xf64>, %k: tensor<1x2x?x5xf64> [@s], %v: tensor<1x2x?x5xf64> [@s], %mask: tensor<9x?xf64> [@s])
      -> (y: tensor<1x2x9x5xf64>) {
    %y = attention %q, %k, %v, %mask : tensor<1x2x9x5xf64>, tensor<1x2x?x5xf64>, tensor<1x2x?x5xf64>, tensor<9x?xf64>
    return %y : tensor<1x2x9x5xf64>
  }
  func @mask_bf16(%q: tensor<1x2x9x5xbf16>, %k: tensor<1x2x?x5xbf16> [@s], %v: tensor<1x2x?x5xbf16> [@s], %mask: tensor<2x9x?xbf16> [@s])
      -> (y: tensor<1x2x9x5xbf16>) {
    %y = attention %q, %k, %v, %mask : tensor<1x2x9x5xbf16>, tensor<1x2x?x5xbf16>, tensor<1x2x?x5xbf16>, tensor<2x9x?xbf16>
    return %y : tensor<1x2x9x5xbf16>
  }
  func @mask_of_queries(%q: tensor<1x2x9x8xf32>, %k: tensor<1x2x7x8xf32>, %v: tensor<1x2x7x8xf32>, %mask: tensor<9x1xf32>)
      -> (y: tensor<1x2x9x8xf32>) {
    %y = attention %q, %k, %v, %mask : tensor<1x2x9x8xf32>, tensor<1x2x7x8xf32>, tensor<1x2x7x8xf32>, tensor<9x1xf32>
    return %y : tensor<1x2x9x8xf32>
  }
  func @batch(%q: tensor<?x2x5x8xf32> [@n], %k: tensor<?x2x5x8xf32> [@n], %v: tensor<?x2x5x8xf32> [@n])
      -> (y: tensor<?x2x5x8xf32> [@n]) {
    %y = attention %q, %k, %v : tensor<?x2x5x8xf32>, tensor<?x2x5x8xf32>, tensor<?x2x5x8xf32>
    return %y : tensor<?x2x5x8xf32>
  }
  func @long_rows(%q: tensor<1x2x33x64xf32>, %k: tensor<1x2x300x64xf32>, %v: tensor<1x2x300x64xf32>)
      -> (y: tensor<1x2x33x64xf32>) {
    %y = attention %q, %k, %v : tensor<1x2x33x64xf32>, tensor<1x2x300x64xf32>, tensor<1x2x300x64xf32>
    return %y : tensor<1x2x33x64xf32>
  }
  func @wide_head(%q: tensor<1x1x4x80xf32>, %k: tensor<1x1x6x80xf32>, %v: tensor<1x1x6x80xf32>)
      -> (y: tensor<1x1x4x80xf32>) {
    %y = attention %q, %k, %v : tensor<1x1x4x80xf32>, tensor<1x1x6x80xf32>, tensor<1x1x6x80xf32>
    return %y : tensor<1x1x4x80xf32>
  }
}
