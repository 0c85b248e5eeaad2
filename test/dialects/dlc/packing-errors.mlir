// RUN: dlc-opt %s --split-input-file --verify-diagnostics

dlc.func private @pack_c1(%x: tensor<4xf32>) {
  // expected-error @+1 {{(C1) expected an input of rank 2 or more, got 'tensor<4xf32>'}}
  %y = pack %x tile 8 : tensor<4xf32>
  return
}

// -----

dlc.func private @pack_c2(%x: tensor<4x4xf32>) {
  // expected-error @+1 {{(C2) expected a positive tile and interleave}}
  %y = pack %x tile 0 : tensor<4x4xf32>
  return
}

// -----

dlc.func private @unpack_c1(%x: tensor<2x4x?xf32>) {
  // expected-error @+1 {{(C1) expected an input of rank 3 or more whose last extent is known}}
  %y = unpack %x rows 8 : tensor<2x4x?xf32>
  return
}

// -----

dlc.func private @unpack_c2_negative(%x: tensor<2x4x8xf32>) {
  // expected-error @+1 {{(C2) expected a number of rows that is not negative}}
  %y = unpack %x rows -1 : tensor<2x4x8xf32>
  return
}

// -----

dlc.func private @unpack_c2(%x: tensor<2x4x8xf32>) {
  // expected-error @+1 {{(C2) expected at most 16 rows, got 17}}
  %y = unpack %x rows 17 : tensor<2x4x8xf32>
  return
}

// -----

dlc.func private @pack_c2_interleave(%x: tensor<4x4xf32>) {
  // expected-error @+1 {{(C2) expected a positive tile and interleave}}
  %y = pack %x tile 4 interleave 0 : tensor<4x4xf32>
  return
}

// -----

dlc.func private @unpack_c3(%x: tensor<2x4x9xf32>) {
  // expected-error @+1 {{(C3) expected an interleave that divides the last extent}}
  %y = unpack %x rows 8 interleave 2 columns 8 : tensor<2x4x9xf32>
  return
}

// -----

dlc.func private @unpack_c3_columns(%x: tensor<2x4x8xf32>) {
  // expected-error @+1 {{(C3) expected columns that fill the groups}}
  %y = unpack %x rows 8 interleave 2 columns 9 : tensor<2x4x8xf32>
  return
}
