// RUN: dlc-opt %s -o %t && dlc-opt %t | diff - %t
// RUN: dlc-opt %s -mlir-print-op-generic | dlc-opt | diff - %t
// RUN: dlc-opt %s -mlir-print-debuginfo | dlc-opt | diff - %t
// RUN: FileCheck %s < %t

// CHECK: dlc.model @all {
dlc.model @all {
  // CHECK-NEXT: dim @batch = 1 to 512
  dim @batch = 1 to 512
  // CHECK-NEXT: dim @time = 0 to ?
  dim @time = 0 to ?
  // CHECK-NEXT: dim @rows = 1 to ?
  dim @rows
  // CHECK-NEXT: parameter @external : tensor<128x64xf32> = #dlc.external<"m.safetensors", "fc.weight">
  parameter @external : tensor<128x64xf32> = #dlc.external<"m.safetensors", "fc.weight">
  // CHECK-NEXT: parameter @zeros : tensor<128xf32> = #dlc.zeros key "fc.bias"
  parameter @zeros : tensor<128xf32> = #dlc.zeros key "fc.bias"
  // CHECK-NEXT: = #dlc.ones
  parameter @ones : tensor<128xf32> = #dlc.ones
  // CHECK-NEXT: = #dlc.fill<5.000000e-01>
  parameter @fill : tensor<128xf32> = #dlc.fill<0.5>
  // CHECK-NEXT: = #dlc.uniform<-1.000000e-01, 1.000000e-01>
  parameter @uniform : tensor<128xf32> = #dlc.uniform<-0.1, 0.1>
  // CHECK-NEXT: = #dlc.normal<0.000000e+00, 2.000000e-02>
  parameter @normal : tensor<2xbf16> = #dlc.normal<0.0, 0.02>
  // CHECK-NEXT: = #dlc.truncated_normal<0.000000e+00, 2.000000e-02>
  parameter @truncated_normal : tensor<2xf32> = #dlc.truncated_normal<0.0, 0.02>
  // CHECK-NEXT: = #dlc.kaiming_uniform
  parameter @kaiming_uniform : tensor<2x4xf32> = #dlc.kaiming_uniform
  // CHECK-NEXT: = #dlc.kaiming_normal
  parameter @kaiming_normal : tensor<2x4xf32> = #dlc.kaiming_normal
  // CHECK-NEXT: = #dlc.xavier_uniform
  parameter @xavier_uniform : tensor<2x4xf32> = #dlc.xavier_uniform
  // CHECK-NEXT: = #dlc.xavier_normal
  parameter @xavier_normal : tensor<2x4xf32> = #dlc.xavier_normal
  // CHECK-NEXT: parameter @literal : tensor<2xi64> = dense<[1, 2]>
  parameter @literal : tensor<2xi64> = dense<[1, 2]>
  // CHECK-NEXT: state @mean : tensor<4xf32> = dense<0.000000e+00>
  state @mean : tensor<4xf32> = dense<0.0>
  // CHECK-NEXT: block @layer {
  block @layer {
    parameter @bias : tensor<4xf32> = #dlc.zeros
    // CHECK: func @apply(%x: tensor<?x4xf32> [@batch]) -> tensor<?x4xf32> {
    func @apply(%x: tensor<?x4xf32> [@batch]) -> tensor<?x4xf32> {
      // CHECK-NEXT: read @bias : tensor<4xf32>
      %b = read @bias : tensor<4xf32>
      return %x : tensor<?x4xf32>
    }
  }
  // CHECK: instance @h0 of @layer
  instance @h0 of @layer
  // CHECK: func @forward(%x: tensor<?x4xf32> [@batch], %odd_name: tensor<f32> {dlc.name = "odd name"})
  // CHECK-SAME: -> (index: tensor<?x4xf32> [@batch], "a b": tensor<f32>) {
  func @forward(%x: tensor<?x4xf32> [@batch], %0: tensor<f32> {dlc.name = "odd name"})
      -> (index: tensor<?x4xf32> [@batch], "a b": tensor<f32>) {
    // CHECK-NEXT: call @h0::@apply(%x) : (tensor<?x4xf32>) -> tensor<?x4xf32>
    %1 = call @h0::@apply(%x) : (tensor<?x4xf32>) -> tensor<?x4xf32>
    // CHECK-NEXT: constant dense<5.000000e-01> : tensor<4xf32>
    %2 = constant dense<0.5> : tensor<4xf32>
    // CHECK-NEXT: write @mean, %{{.*}} : tensor<4xf32>
    write @mean, %2 : tensor<4xf32>
    return %1, %0 : tensor<?x4xf32>, tensor<f32>
  }
  // CHECK: func private @two(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  func private @two(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
    return %x, %x : tensor<4xf32>, tensor<4xf32>
  }
  // CHECK: func @nothing() {
  func @nothing() {
    return
  }
  // CHECK: kernel @relu(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  kernel @relu(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
    return %x : tensor<?x4xf32>
  }
  func @launches(%x: tensor<?x4xf32> [@batch]) -> (y: tensor<?x4xf32> [@batch]) {
    // CHECK: launch @relu(%x) : (tensor<?x4xf32>) -> tensor<?x4xf32>
    %0 = launch @relu(%x) : (tensor<?x4xf32>) -> tensor<?x4xf32>
    return %0 : tensor<?x4xf32>
  }
}
