// RUN: dlc-opt %s --dlc-fold-constants --split-input-file --verify-diagnostics | FileCheck %s

// CHECK-LABEL: @chain
// CHECK-NEXT: constant dense<[3.000000e+00, 7.000000e+00]> : tensor<2xf32>
// CHECK-NEXT: return
dlc.func private @chain() -> tensor<2xf32> {
  %0 = constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
  %1 = reduce sum, %0 axes [1] : tensor<2x2xf32>
  return %1 : tensor<2xf32>
}

// CHECK-LABEL: @integers
// CHECK-NEXT: constant dense<[0, 1]> : tensor<2xi64>
dlc.func private @integers() -> tensor<2xi64> {
  %0 = constant dense<[[1.0, 0.0], [3.0, 4.0]]> : tensor<2x2xf32>
  %1 = argmax %0 axis 1 : tensor<2x2xf32>
  return %1 : tensor<2xi64>
}

// Every result of an operator becomes a literal.
// CHECK-LABEL: @several_results
// CHECK-NEXT: constant dense<[2.000000e+00, 4.000000e+00]> : tensor<2xf32>
// CHECK-NEXT: constant dense<[1.000000e+00, 9.000000e+00]> : tensor<2xf32>
// CHECK-NEXT: return
dlc.func private @several_results() -> (tensor<2xf32>, tensor<2xf32>) {
  %0 = constant dense<[[1.0, 3.0], [7.0, 1.0]]> : tensor<2x2xf32>
  %1, %2 = moments %0 axes [1] : tensor<2x2xf32>
  return %1, %2 : tensor<2xf32>, tensor<2xf32>
}

// CHECK-LABEL: @no_operand_is_data
// CHECK: add
dlc.func private @no_operand_is_data(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = constant dense<1.0> : tensor<2xf32>
  %1 = add %x, %0 : tensor<2xf32>, tensor<2xf32>
  return %1 : tensor<2xf32>
}

// A bomb of bytes: 2^40 elements.
// CHECK-LABEL: @no_bytes
// CHECK: broadcast
dlc.func private @no_bytes() -> tensor<1048576x1048576xi8> {
  %0 = constant dense<1> : tensor<i8>
  %1 = broadcast %0 shape [1048576, 1048576] : tensor<i8>
  return %1 : tensor<1048576x1048576xi8>
}

// A bomb of operands: little text, little result.
// CHECK-LABEL: @no_operands
// CHECK: reduce
dlc.func private @no_operands() -> tensor<f32> {
  %0 = constant dense<1.0> : tensor<65536x65536xf32>
  %1 = reduce sum, %0 axes [0, 1] : tensor<65536x65536xf32>
  return %1 : tensor<f32>
}

// A bomb of work.
// CHECK-LABEL: @no_work
// CHECK: matmul
dlc.func private @no_work() -> tensor<256x256xf32> {
  %0 = constant dense<1.0> : tensor<256x256xf32>
  %1 = matmul %0, %0 : tensor<256x256xf32>, tensor<256x256xf32>
  return %1 : tensor<256x256xf32>
}

// -----

dlc.func private @out_of_range() -> tensor<1xf32> {
  %0 = constant dense<[1.0, 2.0]> : tensor<2xf32>
  %1 = constant dense<2> : tensor<1xi64>
  // expected-error @below {{expected indices in [0, 2), got 2}}
  %2 = gather %0, %1 axis 0 : tensor<2xf32>, tensor<1xi64>
  return %2 : tensor<1xf32>
}
