// RUN: dlc-opt %s --split-input-file --verify-diagnostics

dlc.func private @gather_c1(%x: tensor<2x3xf32>, %i: tensor<4xi64>) {
  // expected-error @+1 {{(C1) expected an axis in [-2, 2), got 2}}
  %y = gather %x, %i axis 2 : tensor<2x3xf32>, tensor<4xi64>
  return
}

// -----

dlc.func private @gather_by_floats(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{operand #1 must be ranked tensor of 64-bit signless integer or 32-bit signless integer values}}
  %y = gather %x, %x axis 1 : tensor<2x3xf32>, tensor<2x3xf32>
  return
}

// -----

dlc.func private @embedding_c1(%x: tensor<2xf32>, %i: tensor<4xi64>) {
  // expected-error @+1 {{(C1) expected ids and table (rows, columns)}}
  %y = embedding %i, %x : tensor<4xi64>, tensor<2xf32>
  return
}
