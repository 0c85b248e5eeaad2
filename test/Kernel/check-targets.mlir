// RUN: dlc-opt %s --dlc-check-targets=targets=x86-64-v3,sm_80 --split-input-file --verify-diagnostics

dlc.model @doubles {
  kernel @exp(%x: tensor<4xf64>) -> tensor<4xf64> {
    // expected-error@+1 {{of f64 has no instruction on GPUs; cast the operand to f32, or compile for --target=cpu}}
    %0 = exp %x : tensor<4xf64>
    // expected-error@+1 {{of f64 has no instruction on GPUs}}
    %1 = gelu %0 approximate tanh : tensor<4xf64>
    %2 = sqrt %1 : tensor<4xf64>
    return %2 : tensor<4xf64>
  }
  kernel @narrow(%x: tensor<4xf16>) -> tensor<4xf16> {
    %0 = exp %x : tensor<4xf16>
    return %0 : tensor<4xf16>
  }
}

// -----

dlc.model @power {
  kernel @pow(%x: tensor<4xf32>) -> tensor<4xf32> {
    // expected-error@+1 {{of floats has no instruction on GPUs; write it as mul, sqrt, exp or log}}
    %0 = pow %x, %x : tensor<4xf32>, tensor<4xf32>
    return %0 : tensor<4xf32>
  }
}

// -----

dlc.model @attention {
  kernel @attention(%q: tensor<1x2x5x16xf32>, %k: tensor<1x2x5x16xf32>) -> tensor<1x2x5x16xf32> {
    // expected-error@+1 {{has no code for GPUs yet; write it as matmul and softmax, or compile for --target=cpu}}
    %0 = attention %q, %k, %k : tensor<1x2x5x16xf32>, tensor<1x2x5x16xf32>, tensor<1x2x5x16xf32>
    return %0 : tensor<1x2x5x16xf32>
  }
}

// -----

dlc.model @heads {
  kernel @attention(%q: tensor<1x2x5x?xf32>, %k: tensor<1x2x5x?xf32>) -> tensor<1x2x5x?xf32> {
    // expected-error@+1 {{expected a known head size, got 'tensor<1x2x5x?xf32>'; write the last extent of the query as a number}}
    %0 = attention %q, %k, %k : tensor<1x2x5x?xf32>, tensor<1x2x5x?xf32>, tensor<1x2x5x?xf32>
    return %0 : tensor<1x2x5x?xf32>
  }
}

// -----

dlc.model @tiles {
  kernel @known(%x: tensor<1x8x8x4xf32>, %u: tensor<16x3x4xf32>) -> tensor<1x6x6x3xf32> {
    // expected-error@+1 {{has no code for GPUs; write it as conv2d, or compile for --target=cpu}}
    %0 = winograd_conv2d %x, %u output 2 : tensor<1x8x8x4xf32>, tensor<16x3x4xf32>
    return %0 : tensor<1x6x6x3xf32>
  }
  kernel @unknown(%x: tensor<1x8x8x4xf32>, %u: tensor<16x?x4xf32>) -> tensor<1x6x6x?xf32> {
    // expected-error@+1 {{expected a weight of known extents, got 'tensor<16x?x4xf32>'; write its extents as numbers}}
    %0 = winograd_conv2d %x, %u output 2 : tensor<1x8x8x4xf32>, tensor<16x?x4xf32>
    return %0 : tensor<1x6x6x?xf32>
  }
}
