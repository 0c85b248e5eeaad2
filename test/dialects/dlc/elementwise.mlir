// RUN: dlc-opt %s | dlc-opt | FileCheck %s

// CHECK-LABEL: func.func @relu
// CHECK: dlc.relu %{{.*}} : tensor<4xf32>
func.func @relu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = dlc.relu %x : tensor<4xf32>
  return %y : tensor<4xf32>
}
