// RUN: dlc-run %s --verify=reference --special-values
// Up to four queries are taken one at a time.

dlc.model @numeric {
  dim @b = 1 to 4
  dim @s = 1 to 32
  func @f32(%q: tensor<?x3x1x16xf32> [@b], %k: tensor<?x3x?x16xf32> [@b, @s], %v: tensor<?x3x?x16xf32> [@b, @s])
      -> (y: tensor<?x3x1x16xf32> [@b]) {
    %y = attention %q, %k, %v : tensor<?x3x1x16xf32>, tensor<?x3x?x16xf32>, tensor<?x3x?x16xf32>
    return %y : tensor<?x3x1x16xf32>
  }
  func @f64(%q: tensor<2x3x1x11xf64>, %k: tensor<2x3x?x11xf64> [@s], %v: tensor<2x3x?x11xf64> [@s])
      -> (y: tensor<2x3x1x11xf64>) {
    %y = attention %q, %k, %v : tensor<2x3x1x11xf64>, tensor<2x3x?x11xf64>, tensor<2x3x?x11xf64>
    return %y : tensor<2x3x1x11xf64>
  }
  func @bf16(%q: tensor<2x3x2x24xbf16>, %k: tensor<2x3x?x24xbf16> [@s], %v: tensor<2x3x?x24xbf16> [@s])
      -> (y: tensor<2x3x2x24xbf16>) {
    %y = attention %q, %k, %v : tensor<2x3x2x24xbf16>, tensor<2x3x?x24xbf16>, tensor<2x3x?x24xbf16>
    return %y : tensor<2x3x2x24xbf16>
  }
  func @f16(%q: tensor<2x3x1x20xf16>, %k: tensor<2x3x?x20xf16> [@s], %v: tensor<2x3x?x20xf16> [@s])
      -> (y: tensor<2x3x1x20xf16>) {
    %y = attention %q, %k, %v : tensor<2x3x1x20xf16>, tensor<2x3x?x20xf16>, tensor<2x3x?x20xf16>
    return %y : tensor<2x3x1x20xf16>
  }
  // Two queries of four see no key of two: zeros.
  func @causal(%q: tensor<1x2x4x16xf32>, %k: tensor<1x2x?x16xf32> [@s], %v: tensor<1x2x?x16xf32> [@s])
      -> (y: tensor<1x2x4x16xf32>) {
    %y = attention %q, %k, %v causal : tensor<1x2x4x16xf32>, tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>
    return %y : tensor<1x2x4x16xf32>
  }
  func @causal_short(%q: tensor<1x2x4x16xf32>, %k: tensor<1x2x2x16xf32>, %v: tensor<1x2x2x16xf32>)
      -> (y: tensor<1x2x4x16xf32>) {
    %y = attention %q, %k, %v causal : tensor<1x2x4x16xf32>, tensor<1x2x2x16xf32>, tensor<1x2x2x16xf32>
    return %y : tensor<1x2x4x16xf32>
  }
  func @grouped(%q: tensor<2x6x3x8xf32>, %k: tensor<2x2x?x8xf32> [@s], %v: tensor<2x2x?x8xf32> [@s])
      -> (y: tensor<2x6x3x8xf32>) {
    %y = attention %q, %k, %v causal : tensor<2x6x3x8xf32>, tensor<2x2x?x8xf32>, tensor<2x2x?x8xf32>
    return %y : tensor<2x6x3x8xf32>
  }
  func @scaled(%q: tensor<1x2x1x7xf32>, %k: tensor<1x2x6x7xf32>, %v: tensor<1x2x6x7xf32>)
      -> (y: tensor<1x2x1x7xf32>) {
    %y = attention %q, %k, %v scale 0.5 : tensor<1x2x1x7xf32>, tensor<1x2x6x7xf32>, tensor<1x2x6x7xf32>
    return %y : tensor<1x2x1x7xf32>
  }
  func @bool_mask(%q: tensor<2x2x3x8xf32>, %k: tensor<2x2x19x8xf32>, %v: tensor<2x2x19x8xf32>, %mask: tensor<3x19xi1>)
      -> (y: tensor<2x2x3x8xf32>) {
    %y = attention %q, %k, %v, %mask : tensor<2x2x3x8xf32>, tensor<2x2x19x8xf32>, tensor<2x2x19x8xf32>, tensor<3x19xi1>
    return %y : tensor<2x2x3x8xf32>
  }
  func @float_mask(%q: tensor<2x2x1x8xf32>, %k: tensor<2x2x7x8xf32>, %v: tensor<2x2x7x8xf32>, %mask: tensor<2x1x1x7xf32>)
      -> (y: tensor<2x2x1x8xf32>) {
    %y = attention %q, %k, %v, %mask : tensor<2x2x1x8xf32>, tensor<2x2x7x8xf32>, tensor<2x2x7x8xf32>, tensor<2x1x1x7xf32>
    return %y : tensor<2x2x1x8xf32>
  }
  func @mask_of_queries(%q: tensor<2x2x3x8xf32>, %k: tensor<2x2x7x8xf32>, %v: tensor<2x2x7x8xf32>, %mask: tensor<2x1x3x1xf32>)
      -> (y: tensor<2x2x3x8xf32>) {
    %y = attention %q, %k, %v, %mask : tensor<2x2x3x8xf32>, tensor<2x2x7x8xf32>, tensor<2x2x7x8xf32>, tensor<2x1x3x1xf32>
    return %y : tensor<2x2x3x8xf32>
  }
  // Several blocks of keys, the last one not full.
  func @many_keys(%q: tensor<1x2x1x64xf32>, %k: tensor<1x2x1301x64xf32>, %v: tensor<1x2x1301x64xf32>)
      -> (y: tensor<1x2x1x64xf32>) {
    %y = attention %q, %k, %v : tensor<1x2x1x64xf32>, tensor<1x2x1301x64xf32>, tensor<1x2x1301x64xf32>
    return %y : tensor<1x2x1x64xf32>
  }
  // More vectors along the head than are summed at a time.
  func @wide_head(%q: tensor<1x1x2x150xf32>, %k: tensor<1x1x600x150xf32>, %v: tensor<1x1x600x150xf32>)
      -> (y: tensor<1x1x2x150xf32>) {
    %y = attention %q, %k, %v : tensor<1x1x2x150xf32>, tensor<1x1x600x150xf32>, tensor<1x1x600x150xf32>
    return %y : tensor<1x1x2x150xf32>
  }
  // Operators before and behind.
  func @fused(%q: tensor<1x1x2x16xf32>, %k: tensor<1x9x2x16xf32>, %v: tensor<1x9x2x16xf32>, %r: tensor<1x1x2x16xf32>)
      -> (y: tensor<1x1x2x16xf32>) {
    %0 = transpose %q [0, 2, 1, 3] : tensor<1x1x2x16xf32>
    %1 = transpose %k [0, 2, 1, 3] : tensor<1x9x2x16xf32>
    %2 = transpose %v [0, 2, 1, 3] : tensor<1x9x2x16xf32>
    %3 = attention %0, %1, %2 : tensor<1x2x1x16xf32>, tensor<1x2x9x16xf32>, tensor<1x2x9x16xf32>
    %4 = transpose %3 [0, 2, 1, 3] : tensor<1x2x1x16xf32>
    %y = add %4, %r : tensor<1x1x2x16xf32>, tensor<1x1x2x16xf32>
    return %y : tensor<1x1x2x16xf32>
  }
}
