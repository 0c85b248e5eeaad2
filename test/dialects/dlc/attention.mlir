// RUN: dlc-opt %s | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --mlir-print-op-generic | dlc-opt | FileCheck %s

// CHECK-LABEL: @attention
dlc.func private @attention(%q: tensor<?x8x5x16xf32>, %k: tensor<4x2x?x16xf32>, %m: tensor<5x?xi1>, %n: tensor<1x1x?xf32>)
    -> tensor<4x8x5x16xf32> {
  // CHECK: attention {{.*}} scale 1.250000e-01 causal : tensor<?x8x5x16xf32>, tensor<4x2x?x16xf32>, tensor<4x2x?x16xf32>
  %0 = attention %q, %k, %k scale 0.125 causal : tensor<?x8x5x16xf32>, tensor<4x2x?x16xf32>, tensor<4x2x?x16xf32>
  // CHECK: attention {{.*}} : tensor<4x8x5x16xf32>, tensor<4x2x?x16xf32>, tensor<4x2x?x16xf32>, tensor<5x?xi1>
  %1 = attention %0, %k, %k, %m : tensor<4x8x5x16xf32>, tensor<4x2x?x16xf32>, tensor<4x2x?x16xf32>, tensor<5x?xi1>
  // CHECK: attention {{.*}} : tensor<4x8x5x16xf32>, tensor<4x2x?x16xf32>, tensor<4x2x?x16xf32>, tensor<1x1x?xf32>
  %2 = attention %1, %k, %k, %n : tensor<4x8x5x16xf32>, tensor<4x2x?x16xf32>, tensor<4x2x?x16xf32>, tensor<1x1x?xf32>
  return %2 : tensor<4x8x5x16xf32>
}
