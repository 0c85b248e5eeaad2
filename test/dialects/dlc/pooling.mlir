// RUN: dlc-opt %s | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --mlir-print-op-generic | dlc-opt | FileCheck %s

// CHECK-LABEL: @pools
dlc.func private @pools(%x: tensor<?x8x29x?xf32>, %i: tensor<1x1x4x4xi8>)
    -> (tensor<?x8x14x?xf32>, tensor<?x8x15x?xf32>, tensor<1x1x2x2xi8>) {
  // CHECK: max_pool {{.*}} window [2, 2] strides [2, 2] : tensor<?x8x29x?xf32>
  %0 = max_pool %x window [2, 2] strides [2, 2] : tensor<?x8x29x?xf32>
  // CHECK: avg_pool {{.*}} window [3, 3] strides [2, 2] padding [1, 1, 1, 1] count_include_pad : tensor<?x8x29x?xf32>
  %1 = avg_pool %x window [3, 3] strides [2, 2] padding [1, 1, 1, 1] count_include_pad : tensor<?x8x29x?xf32>
  // CHECK: max_pool {{.*}} : tensor<1x1x4x4xi8>
  %2 = max_pool %i window [2, 2] strides [2, 2] : tensor<1x1x4x4xi8>
  return %0, %1, %2 : tensor<?x8x14x?xf32>, tensor<?x8x15x?xf32>, tensor<1x1x2x2xi8>
}
