// RUN: dlc-opt %s | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --mlir-print-op-generic | dlc-opt | FileCheck %s

// CHECK-LABEL: @softmax
dlc.func private @softmax(%x: tensor<?x10xf32>) -> tensor<?x10xf32> {
  // CHECK: softmax {{.*}} axis -1 : tensor<?x10xf32>
  %0 = softmax %x axis -1 : tensor<?x10xf32>
  return %0 : tensor<?x10xf32>
}

// CHECK-LABEL: @layer_norm
dlc.func private @layer_norm(%x: tensor<?x7x64xf32>, %s: tensor<64xf32>, %t: tensor<7x64xf32>) -> tensor<?x7x64xf32> {
  // CHECK: layer_norm {{.*}} epsilon 1.000000e-03 : tensor<?x7x64xf32>, tensor<64xf32>, tensor<64xf32>
  %0 = layer_norm %x, %s, %s axes 1 epsilon 1.0e-3 : tensor<?x7x64xf32>, tensor<64xf32>, tensor<64xf32>
  // CHECK: layer_norm {{.*}} axes 2 : tensor<?x7x64xf32>, tensor<7x64xf32>
  %1 = layer_norm %0, %t axes 2 : tensor<?x7x64xf32>, tensor<7x64xf32>
  return %1 : tensor<?x7x64xf32>
}

// CHECK-LABEL: @batch_norm
dlc.func private @batch_norm(%x: tensor<?x8x5x5xf32>, %c: tensor<8xf32>) -> tensor<?x8x5x5xf32> {
  // CHECK: batch_norm {{.*}} epsilon 1.000000e-03 : tensor<?x8x5x5xf32>, tensor<8xf32>,
  %0 = batch_norm %x, %c, %c, %c, %c epsilon 1.0e-3
    : tensor<?x8x5x5xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
  return %0 : tensor<?x8x5x5xf32>
}
