// RUN: dlc-opt %s --split-input-file --verify-diagnostics

dlc.func private @linear_c1(%x: tensor<4xf32>) {
  // expected-error @+1 {{(C1) expected input (..., in) and weight (out, in)}}
  %y = linear %x, %x : tensor<4xf32>, tensor<4xf32>
  return
}

// -----

dlc.func private @linear_c2(%x: tensor<?x4xf32>, %w: tensor<8x5xf32>) {
  // expected-error @+1 {{(C2) expected the last extent of input to be that of weight (out, in), got 'tensor<?x4xf32>' and 'tensor<8x5xf32>'}}
  %y = linear %x, %w : tensor<?x4xf32>, tensor<8x5xf32>
  return
}

// -----

dlc.func private @linear_c3(%x: tensor<?x4xf32>, %w: tensor<8x4xf32>, %b: tensor<4xf32>) {
  // expected-error @+1 {{(C3) expected bias (out) for weight (out, in), got 'tensor<4xf32>' and 'tensor<8x4xf32>'}}
  %y = linear %x, %w, %b : tensor<?x4xf32>, tensor<8x4xf32>, tensor<4xf32>
  return
}

// -----

dlc.func private @linear_c4(%x: tensor<?x4xf32>, %w: tensor<8x4xf16>) {
  // expected-error @+1 {{(C4) expected all operands to have one element type, got 'f32' and 'f16'}}
  %y = linear %x, %w : tensor<?x4xf32>, tensor<8x4xf16>
  return
}

// -----

dlc.func private @matmul_c1(%x: tensor<4xf32>, %w: tensor<8x4xf32>) {
  // expected-error @+1 {{(C1) expected two operands of rank 2 or more}}
  %y = matmul %x, %w : tensor<4xf32>, tensor<8x4xf32>
  return
}

// -----

dlc.func private @matmul_c2(%x: tensor<2x4x4xf32>, %w: tensor<3x4x4xf32>) {
  // expected-error @+1 {{(C2) expected extents that are equal or 1, got 2 and 3 on axis -1}}
  %y = matmul %x, %w : tensor<2x4x4xf32>, tensor<3x4x4xf32>
  return
}

// -----

dlc.func private @matmul_c3(%x: tensor<4x5xf32>, %w: tensor<4x5xf32>) {
  // expected-error @+1 {{(C3) expected equal extents of the axis that is summed, got 'tensor<4x5xf32>' and 'tensor<4x5xf32>'}}
  %y = matmul %x, %w : tensor<4x5xf32>, tensor<4x5xf32>
  return
}

// -----

dlc.func private @matmul_c4(%x: tensor<4x5xf32>, %w: tensor<5x4xf64>) {
  // expected-error @+1 {{(C4) expected all operands to have one element type, got 'f32' and 'f64'}}
  %y = matmul %x, %w : tensor<4x5xf32>, tensor<5x4xf64>
  return
}

// -----

dlc.func private @conv2d_c1_rank(%x: tensor<1x4x8x8xf32>, %w: tensor<4x3x3xf32>) {
  // expected-error @+1 {{(C1) expected input (N, C, H, W) and weight (O, C/groups, R, S)}}
  %y = conv2d %x, %w : tensor<1x4x8x8xf32>, tensor<4x3x3xf32>
  return
}

// -----

dlc.func private @conv2d_c1_count(%x: tensor<1x4x8x8xf32>, %w: tensor<8x4x3x3xf32>) {
  // expected-error @+1 {{(C1) expected 2 strides, 2 dilations and 4 paddings (top, left, bottom, right)}}
  %y = conv2d %x, %w strides [1] : tensor<1x4x8x8xf32>, tensor<8x4x3x3xf32>
  return
}

// -----

dlc.func private @conv2d_c1_stride(%x: tensor<1x4x8x8xf32>, %w: tensor<8x4x3x3xf32>) {
  // expected-error @+1 {{(C1) expected extents and padding in [0, 2^31), strides and dilations in [1, 2^31)}}
  %y = conv2d %x, %w strides [0, 1] : tensor<1x4x8x8xf32>, tensor<8x4x3x3xf32>
  return
}

// -----

dlc.func private @conv2d_c1_dilation(%x: tensor<1x4x8x8xf32>, %w: tensor<8x4x3x3xf32>) {
  // expected-error @+1 {{(C1) expected extents and padding in [0, 2^31), strides and dilations in [1, 2^31)}}
  %y = conv2d %x, %w dilations [1, -1] : tensor<1x4x8x8xf32>, tensor<8x4x3x3xf32>
  return
}

// -----

dlc.func private @conv2d_c1_padding(%x: tensor<1x4x8x8xf32>, %w: tensor<8x4x3x3xf32>) {
  // expected-error @+1 {{(C1) expected extents and padding in [0, 2^31)}}
  %y = conv2d %x, %w padding [0, 0, -1, 0] : tensor<1x4x8x8xf32>, tensor<8x4x3x3xf32>
  return
}

// -----

dlc.func private @conv2d_c2_positive(%x: tensor<1x4x8x8xf32>, %w: tensor<8x4x3x3xf32>) {
  // expected-error @+1 {{(C2) expected groups to be positive, got 0}}
  %y = conv2d %x, %w groups 0 : tensor<1x4x8x8xf32>, tensor<8x4x3x3xf32>
  return
}

// -----

dlc.func private @conv2d_c2_divides(%x: tensor<1x4x8x8xf32>, %w: tensor<8x4x3x3xf32>) {
  // expected-error @+1 {{(C2) expected groups to divide the channels, got 4 channels in 3 groups}}
  %y = conv2d %x, %w groups 3 : tensor<1x4x8x8xf32>, tensor<8x4x3x3xf32>
  return
}

// -----

dlc.func private @conv2d_c3(%x: tensor<1x4x8x8xf32>, %w: tensor<8x4x3x3xf32>) {
  // expected-error @+1 {{(C3) expected weight (O, C/groups, R, S) for 4 channels in 2 groups, got 'tensor<8x4x3x3xf32>'}}
  %y = conv2d %x, %w groups 2 : tensor<1x4x8x8xf32>, tensor<8x4x3x3xf32>
  return
}

// -----

dlc.func private @conv2d_c4(%x: tensor<1x4x8x8xf32>, %w: tensor<8x4x9x9xf32>) {
  // expected-error @+1 {{(C4) expected a window that is not empty and fits into the padded image, got weight 'tensor<8x4x9x9xf32>' on 'tensor<1x4x8x8xf32>'}}
  %y = conv2d %x, %w : tensor<1x4x8x8xf32>, tensor<8x4x9x9xf32>
  return
}

// -----

dlc.func private @conv2d_c4_far(%x: tensor<1x4x8x8xf32>, %w: tensor<8x4x20x20xf32>) {
  // expected-error @+1 {{no result type exists: an extent would be negative or the tensor too large}}
  %y = conv2d %x, %w : tensor<1x4x8x8xf32>, tensor<8x4x20x20xf32>
  return
}

// -----

dlc.func private @conv2d_c5(%x: tensor<1x4x8x8xf32>, %w: tensor<8x4x3x3xf32>, %b: tensor<4xf32>) {
  // expected-error @+1 {{(C5) expected bias (O) for weight (O, C/groups, R, S), got 'tensor<4xf32>' and 'tensor<8x4x3x3xf32>'}}
  %y = conv2d %x, %w, %b : tensor<1x4x8x8xf32>, tensor<8x4x3x3xf32>, tensor<4xf32>
  return
}

// -----

dlc.func private @conv2d_c6(%x: tensor<1x4x8x8xf32>, %w: tensor<8x4x3x3xf16>) {
  // expected-error @+1 {{(C6) expected all operands to have one element type, got 'f32' and 'f16'}}
  %y = conv2d %x, %w : tensor<1x4x8x8xf32>, tensor<8x4x3x3xf16>
  return
}
