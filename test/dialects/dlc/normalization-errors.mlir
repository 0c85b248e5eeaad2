// RUN: dlc-opt %s --split-input-file --verify-diagnostics

dlc.func private @batch_norm_c1(%x: tensor<8xf32>) {
  // expected-error @+1 {{(C1) expected input (N, C, ...) of rank 2 or more, got 'tensor<8xf32>'}}
  %y = batch_norm %x, %x, %x, %x, %x : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
  return
}

// -----

dlc.func private @batch_norm_c2(%x: tensor<2x8x5xf32>, %c: tensor<8xf32>, %d: tensor<5xf32>) {
  // expected-error @+1 {{(C2) expected scale, bias, mean and variance (C) for input (N, C, ...), got 'tensor<5xf32>' for 'tensor<2x8x5xf32>'}}
  %y = batch_norm %x, %c, %c, %c, %d : tensor<2x8x5xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<5xf32>
  return
}

// -----

dlc.func private @batch_norm_c3(%x: tensor<2x8x5xf32>, %c: tensor<8xf32>, %d: tensor<8xf64>) {
  // expected-error @+1 {{(C3) expected all operands to have one element type, got 'f32' and 'f64'}}
  %y = batch_norm %x, %c, %c, %c, %d : tensor<2x8x5xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf64>
  return
}

// -----

dlc.func private @batch_norm_c4(%x: tensor<2x8x5xf32>, %c: tensor<8xf32>) {
  // expected-error @+1 {{(C4) expected epsilon not to be negative}}
  %y = batch_norm %x, %c, %c, %c, %c epsilon -1.0 : tensor<2x8x5xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
  return
}

// -----

dlc.func private @softmax_c1(%x: tensor<2x3xf32>) {
  // expected-error @+1 {{(C1) expected an axis in [-2, 2), got 2}}
  %y = softmax %x axis 2 : tensor<2x3xf32>
  return
}

// -----

dlc.func private @softmax_of_a_scalar(%x: tensor<f32>) {
  // expected-error @+1 {{expected an axis in [0, 0), got 0}}
  %y = softmax %x axis 0 : tensor<f32>
  return
}

// -----

dlc.func private @layer_norm_c1(%x: tensor<2x7x64xf32>, %s: tensor<64xf32>) {
  // expected-error @+1 {{(C1) expected axes in [1, 3] for input 'tensor<2x7x64xf32>', got 4}}
  %y = layer_norm %x, %s, %s axes 4 : tensor<2x7x64xf32>, tensor<64xf32>, tensor<64xf32>
  return
}

// -----

dlc.func private @layer_norm_c2(%x: tensor<2x7x64xf32>, %s: tensor<7xf32>, %b: tensor<64xf32>) {
  // expected-error @+1 {{(C2) expected scale and bias of the last 1 extents of input 'tensor<2x7x64xf32>', got 'tensor<7xf32>'}}
  %y = layer_norm %x, %s, %b axes 1 : tensor<2x7x64xf32>, tensor<7xf32>, tensor<64xf32>
  return
}

// -----

dlc.func private @layer_norm_c3(%x: tensor<2x7x64xf32>, %s: tensor<64xbf16>, %b: tensor<64xf32>) {
  // expected-error @+1 {{(C3) expected all operands to have one element type, got 'f32' and 'bf16'}}
  %y = layer_norm %x, %s, %b axes 1 : tensor<2x7x64xf32>, tensor<64xbf16>, tensor<64xf32>
  return
}

// -----

dlc.func private @layer_norm_c4(%x: tensor<2x7x64xf32>, %s: tensor<64xf32>) {
  // expected-error @+1 {{(C4) expected epsilon not to be negative}}
  %y = layer_norm %x, %s, %s axes 1 epsilon nan : tensor<2x7x64xf32>, tensor<64xf32>, tensor<64xf32>
  return
}
