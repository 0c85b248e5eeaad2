// RUN: dlc-opt %s --split-input-file --verify-diagnostics

dlc.func private @attention_c1(%q: tensor<2x8x5x16xf32>, %k: tensor<2x2x7x16xf32>, %v: tensor<7x16xf32>) {
  // expected-error @+1 {{(C1) expected query (B, Hq, T, D), key and value (B, Hkv, S, D)}}
  %y = attention %q, %k, %v : tensor<2x8x5x16xf32>, tensor<2x2x7x16xf32>, tensor<7x16xf32>
  return
}

// -----

dlc.func private @attention_c2_batch(%q: tensor<2x8x5x16xf32>, %k: tensor<3x2x7x16xf32>, %v: tensor<3x2x7x16xf32>) {
  // expected-error @+1 {{(C2) expected query (B, Hq, T, D), key and value (B, Hkv, S, D), got 'tensor<2x8x5x16xf32>', 'tensor<3x2x7x16xf32>'}}
  %y = attention %q, %k, %v : tensor<2x8x5x16xf32>, tensor<3x2x7x16xf32>, tensor<3x2x7x16xf32>
  return
}

// -----

dlc.func private @attention_c2_depth(%q: tensor<2x8x5x16xf32>, %k: tensor<2x2x7x8xf32>, %v: tensor<2x2x7x8xf32>) {
  // expected-error @+1 {{(C2) expected query (B, Hq, T, D), key and value (B, Hkv, S, D), got}}
  %y = attention %q, %k, %v : tensor<2x8x5x16xf32>, tensor<2x2x7x8xf32>, tensor<2x2x7x8xf32>
  return
}

// -----

dlc.func private @attention_c2_value(%q: tensor<2x8x5x16xf32>, %k: tensor<2x2x7x16xf32>, %v: tensor<2x2x6x16xf32>) {
  // expected-error @+1 {{(C2) expected query (B, Hq, T, D), key and value (B, Hkv, S, D), got 'tensor<2x8x5x16xf32>', 'tensor<2x2x7x16xf32>' and 'tensor<2x2x6x16xf32>'}}
  %y = attention %q, %k, %v : tensor<2x8x5x16xf32>, tensor<2x2x7x16xf32>, tensor<2x2x6x16xf32>
  return
}

// -----

dlc.func private @attention_c3(%q: tensor<2x8x5x16xf32>, %k: tensor<2x3x7x16xf32>, %v: tensor<2x3x7x16xf32>) {
  // expected-error @+1 {{(C3) expected the heads of query to be a multiple of those of key, got 8 and 3}}
  %y = attention %q, %k, %v : tensor<2x8x5x16xf32>, tensor<2x3x7x16xf32>, tensor<2x3x7x16xf32>
  return
}

// -----

dlc.func private @attention_c3_none(%q: tensor<2x8x5x16xf32>, %k: tensor<2x0x7x16xf32>, %v: tensor<2x0x7x16xf32>) {
  // expected-error @+1 {{(C3) expected the heads of query to be a multiple of those of key, got 8 and 0}}
  %y = attention %q, %k, %v : tensor<2x8x5x16xf32>, tensor<2x0x7x16xf32>, tensor<2x0x7x16xf32>
  return
}

// -----

dlc.func private @attention_c4(%q: tensor<2x8x5x16xf32>, %k: tensor<2x2x7x16xf32>, %v: tensor<2x2x7x16xf32>, %m: tensor<5x7xi8>) {
  // expected-error @+1 {{(C4) expected a mask of 'f32' or i1, got 'i8'}}
  %y = attention %q, %k, %v, %m : tensor<2x8x5x16xf32>, tensor<2x2x7x16xf32>, tensor<2x2x7x16xf32>, tensor<5x7xi8>
  return
}

// -----

dlc.func private @attention_c5(%q: tensor<2x8x5x16xf32>, %k: tensor<2x2x7x16xf32>, %v: tensor<2x2x7x16xf32>, %m: tensor<7x5xi1>) {
  // expected-error @+1 {{(C5) expected a mask that can be broadcast to (B, Hq, T, S), got 'tensor<7x5xi1>'}}
  %y = attention %q, %k, %v, %m : tensor<2x8x5x16xf32>, tensor<2x2x7x16xf32>, tensor<2x2x7x16xf32>, tensor<7x5xi1>
  return
}

// -----

dlc.func private @attention_c5_rank(%q: tensor<2x8x5x16xf32>, %k: tensor<2x2x7x16xf32>, %v: tensor<2x2x7x16xf32>, %m: tensor<1x1x1x5x7xi1>) {
  // expected-error @+1 {{(C5) expected a mask that can be broadcast to (B, Hq, T, S)}}
  %y = attention %q, %k, %v, %m : tensor<2x8x5x16xf32>, tensor<2x2x7x16xf32>, tensor<2x2x7x16xf32>, tensor<1x1x1x5x7xi1>
  return
}

// -----

dlc.func private @attention_c6(%q: tensor<2x8x5x16xf32>, %k: tensor<2x2x7x16xf16>, %v: tensor<2x2x7x16xf32>) {
  // expected-error @+1 {{(C6) expected query, key and value to have one element type, got 'f32' and 'f16'}}
  %y = attention %q, %k, %v : tensor<2x8x5x16xf32>, tensor<2x2x7x16xf16>, tensor<2x2x7x16xf32>
  return
}
