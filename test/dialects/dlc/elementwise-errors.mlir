// RUN: dlc-opt %s --split-input-file --verify-diagnostics

dlc.func private @add_c1(%a: tensor<2x3xf32>, %b: tensor<2x4xf32>) {
  // expected-error @+1 {{(C1) expected extents that are equal or 1, got 3 and 4 on axis -1}}
  %y = add %a, %b : tensor<2x3xf32>, tensor<2x4xf32>
  return
}

// -----

dlc.func private @add_c2(%a: tensor<4xf32>, %b: tensor<4xf64>) {
  // expected-error @+1 {{(C2) expected all operands to have one element type, got 'f32' and 'f64'; convert one of them with cast}}
  %y = add %a, %b : tensor<4xf32>, tensor<4xf64>
  return
}

// -----

dlc.func private @sub_c1(%a: tensor<2x3xf32>, %b: tensor<2x4xf32>) {
  // expected-error @+1 {{(C1) expected extents that are equal or 1, got 3 and 4 on axis -1}}
  %y = sub %a, %b : tensor<2x3xf32>, tensor<2x4xf32>
  return
}

// -----

dlc.func private @sub_c2(%a: tensor<4xf32>, %b: tensor<4xf64>) {
  // expected-error @+1 {{(C2) expected all operands to have one element type, got 'f32' and 'f64'; convert one of them with cast}}
  %y = sub %a, %b : tensor<4xf32>, tensor<4xf64>
  return
}

// -----

dlc.func private @mul_c1(%a: tensor<2x3xf32>, %b: tensor<2x4xf32>) {
  // expected-error @+1 {{(C1) expected extents that are equal or 1, got 3 and 4 on axis -1}}
  %y = mul %a, %b : tensor<2x3xf32>, tensor<2x4xf32>
  return
}

// -----

dlc.func private @mul_c2(%a: tensor<4xf32>, %b: tensor<4xf64>) {
  // expected-error @+1 {{(C2) expected all operands to have one element type, got 'f32' and 'f64'; convert one of them with cast}}
  %y = mul %a, %b : tensor<4xf32>, tensor<4xf64>
  return
}

// -----

dlc.func private @div_c1(%a: tensor<2x3xf32>, %b: tensor<2x4xf32>) {
  // expected-error @+1 {{(C1) expected extents that are equal or 1, got 3 and 4 on axis -1}}
  %y = div %a, %b : tensor<2x3xf32>, tensor<2x4xf32>
  return
}

// -----

dlc.func private @div_c2(%a: tensor<4xf32>, %b: tensor<4xf64>) {
  // expected-error @+1 {{(C2) expected all operands to have one element type, got 'f32' and 'f64'; convert one of them with cast}}
  %y = div %a, %b : tensor<4xf32>, tensor<4xf64>
  return
}

// -----

dlc.func private @maximum_c1(%a: tensor<2x3xf32>, %b: tensor<2x4xf32>) {
  // expected-error @+1 {{(C1) expected extents that are equal or 1, got 3 and 4 on axis -1}}
  %y = maximum %a, %b : tensor<2x3xf32>, tensor<2x4xf32>
  return
}

// -----

dlc.func private @maximum_c2(%a: tensor<4xf32>, %b: tensor<4xf64>) {
  // expected-error @+1 {{(C2) expected all operands to have one element type, got 'f32' and 'f64'; convert one of them with cast}}
  %y = maximum %a, %b : tensor<4xf32>, tensor<4xf64>
  return
}

// -----

dlc.func private @minimum_c1(%a: tensor<2x3xf32>, %b: tensor<2x4xf32>) {
  // expected-error @+1 {{(C1) expected extents that are equal or 1, got 3 and 4 on axis -1}}
  %y = minimum %a, %b : tensor<2x3xf32>, tensor<2x4xf32>
  return
}

// -----

dlc.func private @minimum_c2(%a: tensor<4xf32>, %b: tensor<4xf64>) {
  // expected-error @+1 {{(C2) expected all operands to have one element type, got 'f32' and 'f64'; convert one of them with cast}}
  %y = minimum %a, %b : tensor<4xf32>, tensor<4xf64>
  return
}

// -----

dlc.func private @pow_c1(%a: tensor<2x3xf32>, %b: tensor<2x4xf32>) {
  // expected-error @+1 {{(C1) expected extents that are equal or 1, got 3 and 4 on axis -1}}
  %y = pow %a, %b : tensor<2x3xf32>, tensor<2x4xf32>
  return
}

// -----

dlc.func private @pow_c2(%a: tensor<4xf32>, %b: tensor<4xf64>) {
  // expected-error @+1 {{(C2) expected all operands to have one element type, got 'f32' and 'f64'; convert one of them with cast}}
  %y = pow %a, %b : tensor<4xf32>, tensor<4xf64>
  return
}

// -----

dlc.func private @and_c1(%a: tensor<2x3xi1>, %b: tensor<2x4xi1>) {
  // expected-error @+1 {{(C1) expected extents that are equal or 1, got 3 and 4 on axis -1}}
  %y = and %a, %b : tensor<2x3xi1>, tensor<2x4xi1>
  return
}

// -----

dlc.func private @and_c2(%a: tensor<4xi1>, %b: tensor<4xi8>) {
  // expected-error @+1 {{operand #1 must be ranked tensor of 1-bit signless integer values}}
  %y = and %a, %b : tensor<4xi1>, tensor<4xi8>
  return
}

// -----

dlc.func private @or_c1(%a: tensor<2x3xi1>, %b: tensor<2x4xi1>) {
  // expected-error @+1 {{(C1) expected extents that are equal or 1, got 3 and 4 on axis -1}}
  %y = or %a, %b : tensor<2x3xi1>, tensor<2x4xi1>
  return
}

// -----

dlc.func private @or_c2(%a: tensor<4xi1>, %b: tensor<4xi8>) {
  // expected-error @+1 {{operand #1 must be ranked tensor of 1-bit signless integer values}}
  %y = or %a, %b : tensor<4xi1>, tensor<4xi8>
  return
}

// -----

dlc.func private @compare_c1(%a: tensor<2x3xf32>, %b: tensor<2x4xf32>) {
  // expected-error @+1 {{(C1) expected extents that are equal or 1, got 3 and 4 on axis -1}}
  %y = compare lt, %a, %b : tensor<2x3xf32>, tensor<2x4xf32>
  return
}

// -----

dlc.func private @compare_c2(%a: tensor<4xf32>, %b: tensor<4xf64>) {
  // expected-error @+1 {{(C2) expected all operands to have one element type, got 'f32' and 'f64'; convert one of them with cast}}
  %y = compare lt, %a, %b : tensor<4xf32>, tensor<4xf64>
  return
}

// -----

dlc.func private @select_c1(%c: tensor<2xi1>, %a: tensor<3xf32>) {
  // expected-error @+1 {{(C1) expected extents that are equal or 1, got 2 and 3 on axis -1}}
  %y = select %c, %a, %a : tensor<2xi1>, tensor<3xf32>, tensor<3xf32>
  return
}

// -----

dlc.func private @select_c2(%c: tensor<2xi1>, %a: tensor<2xf32>, %b: tensor<2xi8>) {
  // expected-error @+1 {{(C2) expected both values to have one element type, got 'f32' and 'i8'}}
  %y = select %c, %a, %b : tensor<2xi1>, tensor<2xf32>, tensor<2xi8>
  return
}

// -----

dlc.func private @float_math_on_floats_only(%a: tensor<2xi32>) {
  // expected-error @+1 {{operand #0 must be ranked tensor of }}
  %y = exp %a : tensor<2xi32>
  return
}

// -----

dlc.func private @cast_to_no_element(%a: tensor<2xi32>) {
  // expected-error @+1 {{attribute 'type' failed to satisfy constraint}}
  %y = cast %a : tensor<2xi32> to index
  return
}
