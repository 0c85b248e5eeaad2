// RUN: dlc-opt %s --dlc-dedupe-kernels | FileCheck %s

// CHECK: kernel @a(%x:
// CHECK-NOT: kernel @b(
// CHECK: kernel @other_attribute(
// CHECK: kernel @other_type(
// CHECK: kernel @other_wiring(
// CHECK: kernel @other_literal(
dlc.model @m {
  kernel @a(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
    %c = constant dense<1.0> : tensor<f32>
    %0 = sub %x, %y : tensor<4xf32>, tensor<4xf32>
    %1 = gelu %0 : tensor<4xf32>
    %2 = add %1, %c : tensor<4xf32>, tensor<f32>
    return %2 : tensor<4xf32>
  }
  kernel @b(%h: tensor<4xf32>, %w: tensor<4xf32>) -> tensor<4xf32> {
    %c = constant dense<1.0> : tensor<f32>
    %0 = sub %h, %w : tensor<4xf32>, tensor<4xf32>
    %1 = gelu %0 : tensor<4xf32>
    %2 = add %1, %c : tensor<4xf32>, tensor<f32>
    return %2 : tensor<4xf32>
  }
  kernel @other_attribute(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
    %c = constant dense<1.0> : tensor<f32>
    %0 = sub %x, %y : tensor<4xf32>, tensor<4xf32>
    %1 = gelu %0 approximate tanh : tensor<4xf32>
    %2 = add %1, %c : tensor<4xf32>, tensor<f32>
    return %2 : tensor<4xf32>
  }
  kernel @other_type(%x: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
    %c = constant dense<1.0> : tensor<f32>
    %0 = sub %x, %y : tensor<?xf32>, tensor<?xf32>
    %1 = gelu %0 : tensor<?xf32>
    %2 = add %1, %c : tensor<?xf32>, tensor<f32>
    return %2 : tensor<?xf32>
  }
  kernel @other_wiring(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
    %c = constant dense<1.0> : tensor<f32>
    %0 = sub %y, %x : tensor<4xf32>, tensor<4xf32>
    %1 = gelu %0 : tensor<4xf32>
    %2 = add %1, %c : tensor<4xf32>, tensor<f32>
    return %2 : tensor<4xf32>
  }
  kernel @other_literal(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
    %c = constant dense<2.0> : tensor<f32>
    %0 = sub %x, %y : tensor<4xf32>, tensor<4xf32>
    %1 = gelu %0 : tensor<4xf32>
    %2 = add %1, %c : tensor<4xf32>, tensor<f32>
    return %2 : tensor<4xf32>
  }
  // CHECK: launch @a(%x, %y)
  // CHECK: launch @a(
  // CHECK: launch @other_attribute(
  // CHECK: launch @other_wiring(
  // CHECK: launch @other_literal(
  func @f(%x: tensor<4xf32>, %y: tensor<4xf32>) -> (z: tensor<4xf32>) {
    %0 = launch @a(%x, %y) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %1 = launch @b(%0, %y) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %2 = launch @other_attribute(%1, %y) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %3 = launch @other_wiring(%2, %y) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %4 = launch @other_literal(%3, %y) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    return %4 : tensor<4xf32>
  }
}
