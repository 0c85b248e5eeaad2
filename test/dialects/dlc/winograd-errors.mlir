// RUN: dlc-opt %s --split-input-file --verify-diagnostics

dlc.func private @winograd_conv2d_c1(%x: tensor<1x8x8x4xf32>, %u: tensor<16x3x4x1xf32>) {
  // expected-error @+1 {{(C1) expected input (N, H, W, C), weight (a a, O, C) and 4 paddings (top, left, bottom, right)}}
  %y = winograd_conv2d %x, %u output 2 : tensor<1x8x8x4xf32>, tensor<16x3x4x1xf32>
  return
}

// -----

dlc.func private @winograd_conv2d_c2(%x: tensor<1x8x8x4xf32>, %u: tensor<16x3x4xf32>) {
  // expected-error @+1 {{(C2) expected output 2 or 4 and weight (16, O, C) or (36, O, C), got output 4 and 'tensor<16x3x4xf32>'}}
  %y = winograd_conv2d %x, %u output 4 : tensor<1x8x8x4xf32>, tensor<16x3x4xf32>
  return
}

// -----

dlc.func private @winograd_conv2d_c2_output(%x: tensor<1x8x8x4xf32>, %u: tensor<25x3x4xf32>) {
  // expected-error @+1 {{(C2) expected output 2 or 4 and weight (16, O, C) or (36, O, C), got output 3}}
  %y = winograd_conv2d %x, %u output 3 : tensor<1x8x8x4xf32>, tensor<25x3x4xf32>
  return
}

// -----

dlc.func private @winograd_conv2d_c3(%x: tensor<1x8x8x4xf32>, %u: tensor<16x3x5xf32>) {
  // expected-error @+1 {{(C3) expected weight (a a, O, C) for input (N, H, W, C), got 'tensor<16x3x5xf32>' and 'tensor<1x8x8x4xf32>'}}
  %y = winograd_conv2d %x, %u output 2 : tensor<1x8x8x4xf32>, tensor<16x3x5xf32>
  return
}

// -----

dlc.func private @winograd_conv2d_c4(%x: tensor<1x2x8x4xf32>, %u: tensor<16x3x4xf32>) {
  // expected-error @+1 {{(C4) expected a window that fits into the padded image, got 'tensor<1x2x8x4xf32>'}}
  %y = winograd_conv2d %x, %u output 2 : tensor<1x2x8x4xf32>, tensor<16x3x4xf32>
  return
}

// -----

dlc.func private @winograd_conv2d_c5(%x: tensor<1x8x8x4xf32>, %u: tensor<16x3x4xf32>, %b: tensor<4xf32>) {
  // expected-error @+1 {{(C5) expected bias (O) for weight (a a, O, C), got 'tensor<4xf32>' and 'tensor<16x3x4xf32>'}}
  %y = winograd_conv2d %x, %u, %b output 2 : tensor<1x8x8x4xf32>, tensor<16x3x4xf32>, tensor<4xf32>
  return
}

// -----

dlc.func private @winograd_conv2d_c6(%x: tensor<1x8x8x4xf16>, %u: tensor<16x3x4xf16>) {
  // expected-error @+1 {{(C6) expected elements of f32 or f64, got 'tensor<1x8x8x4xf16>'}}
  %y = winograd_conv2d %x, %u output 2 : tensor<1x8x8x4xf16>, tensor<16x3x4xf16>
  return
}
