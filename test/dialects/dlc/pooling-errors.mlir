// RUN: dlc-opt %s --split-input-file --verify-diagnostics

dlc.func private @max_pool_c1_rank(%x: tensor<4x4xf32>) {
  // expected-error @+1 {{(C1) expected input (N, C, H, W)}}
  %y = max_pool %x window [2, 2] strides [2, 2] : tensor<4x4xf32>
  return
}

// -----

dlc.func private @max_pool_c1_count(%x: tensor<1x1x4x4xf32>) {
  // expected-error @+1 {{(C1) expected window [H, W], strides [H, W] and padding [top, left, bottom, right]}}
  %y = max_pool %x window [2, 2, 2] strides [2, 2] : tensor<1x1x4x4xf32>
  return
}

// -----

dlc.func private @max_pool_c1_window(%x: tensor<1x1x4x4xf32>) {
  // expected-error @+1 {{(C1) expected a window that is not empty}}
  %y = max_pool %x window [0, 2] strides [2, 2] : tensor<1x1x4x4xf32>
  return
}

// -----

dlc.func private @max_pool_c1_stride(%x: tensor<1x1x4x4xf32>) {
  // expected-error @+1 {{(C1) expected extents and padding in [0, 2^31), strides and dilations in [1, 2^31)}}
  %y = max_pool %x window [2, 2] strides [2, 0] : tensor<1x1x4x4xf32>
  return
}

// -----

dlc.func private @max_pool_c2(%x: tensor<1x1x4x4xf32>) {
  // expected-error @+1 {{(C2) expected each padding to be less than the window, got 2 for a window of 2}}
  %y = max_pool %x window [2, 2] strides [2, 2] padding [0, 0, 2, 0] : tensor<1x1x4x4xf32>
  return
}

// -----

dlc.func private @max_pool_c3(%x: tensor<1x1x4x4xf32>) {
  // expected-error @+1 {{(C3) expected the window to fit into the padded image, got window [5, 5] on 'tensor<1x1x4x4xf32>'}}
  %y = max_pool %x window [5, 5] strides [1, 1] : tensor<1x1x4x4xf32>
  return
}

// -----

dlc.func private @avg_pool_c1_rank(%x: tensor<4x4xf32>) {
  // expected-error @+1 {{(C1) expected input (N, C, H, W)}}
  %y = avg_pool %x window [2, 2] strides [2, 2] : tensor<4x4xf32>
  return
}

// -----

dlc.func private @avg_pool_c1_count(%x: tensor<1x1x4x4xf32>) {
  // expected-error @+1 {{(C1) expected window [H, W], strides [H, W] and padding [top, left, bottom, right]}}
  %y = avg_pool %x window [2, 2, 2] strides [2, 2] : tensor<1x1x4x4xf32>
  return
}

// -----

dlc.func private @avg_pool_c1_window(%x: tensor<1x1x4x4xf32>) {
  // expected-error @+1 {{(C1) expected a window that is not empty}}
  %y = avg_pool %x window [0, 2] strides [2, 2] : tensor<1x1x4x4xf32>
  return
}

// -----

dlc.func private @avg_pool_c1_stride(%x: tensor<1x1x4x4xf32>) {
  // expected-error @+1 {{(C1) expected extents and padding in [0, 2^31), strides and dilations in [1, 2^31)}}
  %y = avg_pool %x window [2, 2] strides [2, 0] : tensor<1x1x4x4xf32>
  return
}

// -----

dlc.func private @avg_pool_c2(%x: tensor<1x1x4x4xf32>) {
  // expected-error @+1 {{(C2) expected each padding to be less than the window, got 2 for a window of 2}}
  %y = avg_pool %x window [2, 2] strides [2, 2] padding [0, 0, 2, 0] : tensor<1x1x4x4xf32>
  return
}

// -----

dlc.func private @avg_pool_c3(%x: tensor<1x1x4x4xf32>) {
  // expected-error @+1 {{(C3) expected the window to fit into the padded image, got window [5, 5] on 'tensor<1x1x4x4xf32>'}}
  %y = avg_pool %x window [5, 5] strides [1, 1] : tensor<1x1x4x4xf32>
  return
}
