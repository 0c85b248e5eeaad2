// RUN: dlc-opt %s --split-input-file --verify-diagnostics

dlc.func private @reduce_c1(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C1) expected axes in [-2, 2), got -3}}
  %y = reduce sum, %x axes [-3] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @reduce_c2(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C2) expected each axis once, got [1, -1]}}
  %y = reduce sum, %x axes [1, -1] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @reduce_c3_mean(%x: tensor<2x3xi32>) {
  // expected-error @+1 {{(C3) expected mean of floats, got 'i32'; convert the operand with cast}}
  %y = reduce mean, %x axes [1] : tensor<2x3xi32>
  return
}

// -----

dlc.func private @reduce_c3_booleans(%x: tensor<2x3xi1>) {
  // expected-error @+1 {{(C3) expected max (any) or min (all) of booleans, got sum}}
  %y = reduce sum, %x axes [1] : tensor<2x3xi1>
  return
}

// -----

dlc.func private @moments_c1(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C1) expected axes in [-2, 2), got 2}}
  %mean, %variance = moments %x axes [2] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @moments_c2(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C2) expected axes, each once, got [0, -2]}}
  %mean, %variance = moments %x axes [0, -2] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @moments_c2_none(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C2) expected axes, each once, got []}}
  %mean, %variance = moments %x axes [] : tensor<2x3xf32>
  return
}

// -----

dlc.func private @argmax_c1(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C1) expected axes in [-2, 2), got 2}}
  %y = argmax %x axis 2 : tensor<2x3xf32>
  return
}

// -----

dlc.func private @argmax_c2(%x: tensor<2x0xf32>) {
  // expected-error @+1 {{(C2) expected an axis that is not empty, got axis 1 of 'tensor<2x0xf32>'}}
  %y = argmax %x axis 1 : tensor<2x0xf32>
  return
}
