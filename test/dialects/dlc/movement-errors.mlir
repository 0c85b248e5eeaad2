// RUN: dlc-opt %s --split-input-file --verify-diagnostics

dlc.func private @reshape_c1(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C1) expected numbers of -1 or more, and 0 only at an axis of the operand, got -2 at 0}}
  %y = reshape %x shape [-2, 3] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @reshape_c1_copy(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C1) expected numbers of -1 or more, and 0 only at an axis of the operand, got 0 at 2}}
  %y = reshape %x shape [2, 3, 0] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @reshape_c2(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C2) expected at most one -1 in the shape}}
  %y = reshape %x shape [-1, -1] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @reshape_c3(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C3) expected as many elements as the operand has, got 'tensor<7xf32>' of 'tensor<2x3xf32>'}}
  %y = reshape %x shape [7] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @reshape_c3_remainder(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C3) expected as many elements as the operand has, got 'tensor<4x1xf32>' of 'tensor<2x3xf32>'}}
  %y = reshape %x shape [4, -1] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @reshape_too_large(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{expected extents whose product is below 2^63}}
  %y = reshape %x shape [4611686018427387904, 4611686018427387904, -1] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @transpose_c1(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C1) expected a permutation that names each axis of the operand once}}
  %y = transpose %x [0, 0] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @transpose_c1_range(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C1) expected a permutation that names each axis of the operand once}}
  %y = transpose %x [0, 2] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @transpose_c1_count(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C1) expected a permutation that names each axis of the operand once}}
  %y = transpose %x [0] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @broadcast_c1(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C1) expected one operand and a shape of at least its rank}}
  %y = broadcast %x shape [3] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @broadcast_c1_keep(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C1) expected numbers of -1 or more, and -1 only at an axis of the operand, got -1 at 0}}
  %y = broadcast %x shape [-1, 2, 3] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @broadcast_c2(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C2) expected extents of the operand to be 1 or those of the shape, got 'tensor<2x3xf32>' to [4, 2, 4]}}
  %y = broadcast %x shape [4, 2, 4] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @slice_c1(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C1) expected 2 offsets, ends and strides, one per axis}}
  %y = slice %x offsets [0] ends [end] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @slice_c2(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C2) expected positive strides, and numbers below 2^48}}
  %y = slice %x offsets [0, 0] ends [2, 3] strides [1, 0] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @slice_c3_order(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C3) expected each offset not to be above its end on axis 1}}
  %y = slice %x offsets [0, 2] ends [2, 1] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @slice_c3_end(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C3) expected 0 <= offset <= end <= extent, got offset 0 and end 4 on axis 1 of 'tensor<2x3xf32>'}}
  %y = slice %x offsets [0, 0] ends [2, 4] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @slice_c3_offset(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C3) expected 0 <= offset <= end <= extent, got offset -1 and end 3 on axis 1}}
  %y = slice %x offsets [0, -4] ends [2, 3] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @concat_c1(%a: tensor<2xf32>, %b: tensor<2x2xf32>) {
  // expected-error @+1 {{(C1) expected operands of one rank and an axis}}
  %y = concat %a, %b axis 0 : tensor<2xf32>, tensor<2x2xf32>
  return
}

// -----

dlc.func private @concat_c2(%a: tensor<2xf32>) {
  // expected-error @+1 {{(C2) expected an axis in [-1, 1), got 1}}
  %y = concat %a, %a axis 1 : tensor<2xf32>, tensor<2xf32>
  return
}

// -----

dlc.func private @concat_c3(%a: tensor<2x2xf32>, %b: tensor<2x3xf32>) {
  // expected-error @+1 {{(C3) expected equal extents on all axes but 0, got 'tensor<2x2xf32>' and 'tensor<2x3xf32>'}}
  %y = concat %a, %b axis 0 : tensor<2x2xf32>, tensor<2x3xf32>
  return
}

// -----

dlc.func private @concat_c4(%a: tensor<2xf32>, %b: tensor<2xi8>) {
  // expected-error @+1 {{(C4) expected all operands to have one element type, got 'f32' and 'i8'}}
  %y = concat %a, %b axis 0 : tensor<2xf32>, tensor<2xi8>
  return
}

// -----

dlc.func private @pad_c1(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C1) expected one operand and, per axis, one number in low and high}}
  %y = pad %x low [0] high [0, 0] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @pad_c2(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C2) expected numbers in [0, 2^48), got -1 and 0}}
  %y = pad %x low [0, -1] high [0, 0] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @pad_c3_whole(%x: tensor<2x3xi8>) {
  // expected-error @+1 {{(C3) expected a value of type 'i8', got 5.000000e-01}}
  %y = pad %x low [0, 0] high [0, 1] value 0.5 : tensor<2x3xi8>
  return
}

// -----

dlc.func private @pad_c3_range(%x: tensor<2x3xi8>) {
  // expected-error @+1 {{(C3) expected a value of type 'i8', got 1.280000e+02}}
  %y = pad %x low [0, 0] high [0, 1] value 128.0 : tensor<2x3xi8>
  return
}

// -----

dlc.func private @pad_c3_bool(%x: tensor<2x3xi1>) {
  // expected-error @+1 {{(C3) expected a value of type 'i1'}}
  %y = pad %x low [0, 0] high [0, 1] value -1.0 : tensor<2x3xi1>
  return
}
