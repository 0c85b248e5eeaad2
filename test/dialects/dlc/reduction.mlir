// RUN: dlc-opt %s | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --mlir-print-op-generic | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --canonicalize | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: @reduce
dlc.func private @reduce(%x: tensor<?x8x5x5xf32>, %b: tensor<3x4xi1>)
    -> (tensor<?x8xf32>, tensor<?x1x5x1xf32>, tensor<f32>, tensor<4xi1>) {
  // CHECK: reduce mean, {{.*}} axes [2, 3] : tensor<?x8x5x5xf32>
  %0 = reduce mean, %x axes [2, 3] : tensor<?x8x5x5xf32>
  // CHECK: reduce sum, {{.*}} axes [1, -1] keep : tensor<?x8x5x5xf32>
  %1 = reduce sum, %x axes [1, -1] keep : tensor<?x8x5x5xf32>
  // CHECK: reduce prod, {{.*}} axes [0, 1, 2, 3] : tensor<?x8x5x5xf32>
  %2 = reduce prod, %x axes [0, 1, 2, 3] : tensor<?x8x5x5xf32>
  // CHECK: reduce max, {{.*}} axes [0] : tensor<3x4xi1>
  %3 = reduce max, %b axes [0] : tensor<3x4xi1>
  return %0, %1, %2, %3 : tensor<?x8xf32>, tensor<?x1x5x1xf32>, tensor<f32>, tensor<4xi1>
}

// Results have names of their own.
// CHECK-LABEL: @moments
dlc.func private @moments(%x: tensor<?x8x5x5xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<?x8x1x5xf32>) {
  // CHECK: %mean, %variance = {{.*}}moments {{.*}} axes [0, 2, -1] : tensor<?x8x5x5xf32>
  %0, %1 = moments %x axes [0, 2, -1] : tensor<?x8x5x5xf32>
  // CHECK: %mean_0, %variance_1 = {{.*}}moments {{.*}} axes [2] keep : tensor<?x8x5x5xf32>
  %2:2 = moments %x axes [2] keep : tensor<?x8x5x5xf32>
  // CHECK: return %mean, %variance, %variance_1 :
  return %0, %1, %2#1 : tensor<8xf32>, tensor<8xf32>, tensor<?x8x1x5xf32>
}

// CHECK-LABEL: @argmax
dlc.func private @argmax(%x: tensor<?x10xf32>) -> (tensor<?xi64>, tensor<1x10xi64>) {
  // CHECK: argmax {{.*}} axis 1 : tensor<?x10xf32>
  %0 = argmax %x axis 1 : tensor<?x10xf32>
  // CHECK: argmax {{.*}} axis -2 keep : tensor<?x10xf32>
  %1 = argmax %x axis -2 keep : tensor<?x10xf32>
  return %0, %1 : tensor<?xi64>, tensor<1x10xi64>
}

// FOLD-LABEL: @along_no_axis(
// FOLD-SAME: %[[X:[^:]+]]: tensor<4xf32>
dlc.func private @along_no_axis(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = reduce sum, %x axes [] : tensor<4xf32>
  // FOLD-NEXT: return %[[X]]
  return %0 : tensor<4xf32>
}
