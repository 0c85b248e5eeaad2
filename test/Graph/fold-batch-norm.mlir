// RUN: dlc-opt %s --pass-pipeline='builtin.module(dlc.model(dlc.func(dlc-fold-batch-norm)))' | FileCheck %s

// CHECK-LABEL: dlc.model @m
dlc.model @m {
  dim @n = 1 to 8
  parameter @w : tensor<2x3x3x3xf32> = #dlc.zeros
  parameter @l : tensor<2x4xf32> = #dlc.zeros
  parameter @h : tensor<2x4xf16> = #dlc.ones
  parameter @g : tensor<2xf16> = #dlc.ones
  parameter @c : tensor<2xf32> = #dlc.zeros
  state @s : tensor<2xf32> = #dlc.zeros

  // CHECK: func @conv2d
  // CHECK: %[[R:.*]] = rsqrt
  // CHECK: %[[F:.*]] = mul %{{.*}}, %[[R]]
  // CHECK: %[[F4:.*]] = reshape %[[F]] shape [-1, 1, 1, 1]
  // CHECK: %[[W:.*]] = mul %{{.*}}, %[[F4]]
  // CHECK: %[[D:.*]] = sub
  // CHECK: %[[DF:.*]] = mul %[[D]], %[[F]]
  // CHECK: %[[B:.*]] = add %{{.*}}, %[[DF]]
  // CHECK: %[[Y:.*]] = conv2d %x, %[[W]], %[[B]] strides [2, 2] padding [1, 1, 1, 1]
  // CHECK-NEXT: return %[[Y]]
  func @conv2d(%x: tensor<?x3x8x8xf32> [@n]) -> (y: tensor<?x2x4x4xf32> [@n]) {
    %w = read @w : tensor<2x3x3x3xf32>
    %c = read @c : tensor<2xf32>
    %0 = conv2d %x, %w, %c strides [2, 2] padding [1, 1, 1, 1] : tensor<?x3x8x8xf32>, tensor<2x3x3x3xf32>, tensor<2xf32>
    %1 = batch_norm %0, %c, %c, %c, %c : tensor<?x2x4x4xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>
    return %1 : tensor<?x2x4x4xf32>
  }

  // CHECK: func @linear
  // CHECK: %[[F2:.*]] = reshape %{{.*}} shape [-1, 1]
  // CHECK: %[[W:.*]] = mul %{{.*}}, %[[F2]]
  // CHECK: %[[MF:.*]] = mul
  // CHECK: %[[B:.*]] = sub %{{.*}}, %[[MF]]
  // CHECK: linear %x, %[[W]], %[[B]]
  // CHECK-NEXT: return
  func @linear(%x: tensor<?x4xf32> [@n]) -> (y: tensor<?x2xf32> [@n]) {
    %w = read @l : tensor<2x4xf32>
    %c = read @c : tensor<2xf32>
    %0 = linear %x, %w : tensor<?x4xf32>, tensor<2x4xf32>
    %1 = batch_norm %0, %c, %c, %c, %c : tensor<?x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>
    return %1 : tensor<?x2xf32>
  }

  // Channels are not what linear yields last.
  // CHECK: func @no_rank_3
  // CHECK: linear %x, %{{.*}} : tensor<5x2x4xf32>, tensor<2x4xf32>
  // CHECK: add
  func @no_rank_3(%x: tensor<5x2x4xf32>) -> (y: tensor<5x2x2xf32>) {
    %w = read @l : tensor<2x4xf32>
    %c = read @c : tensor<2xf32>
    %0 = linear %x, %w : tensor<5x2x4xf32>, tensor<2x4xf32>
    %1 = batch_norm %0, %c, %c, %c, %c : tensor<5x2x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>
    return %1 : tensor<5x2x2xf32>
  }

  // The layer's own result is needed too.
  // CHECK: func @no_second_use
  // CHECK: %[[L:.*]] = linear
  // CHECK: %[[D:.*]] = sub %[[L]]
  // CHECK: %[[S:.*]] = mul %[[D]]
  // CHECK: %[[A:.*]] = add %[[S]]
  // CHECK: return %[[L]], %[[A]]
  func @no_second_use(%x: tensor<?x4xf32> [@n]) -> (y: tensor<?x2xf32> [@n], z: tensor<?x2xf32> [@n]) {
    %w = read @l : tensor<2x4xf32>
    %c = read @c : tensor<2xf32>
    %0 = linear %x, %w : tensor<?x4xf32>, tensor<2x4xf32>
    %1 = batch_norm %0, %c, %c, %c, %c : tensor<?x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>
    return %0, %1 : tensor<?x2xf32>, tensor<?x2xf32>
  }

  // Statistics that are state may change between calls.
  // CHECK: func @no_state
  // CHECK: conv2d %x, %{{.*}} : tensor<?x3x8x8xf32>, tensor<2x3x3x3xf32>
  // CHECK: %[[M:.*]] = reshape %{{.*}} shape [-1, 1, 1]
  // CHECK: %[[D:.*]] = sub %{{.*}}, %[[M]]
  // CHECK: %[[F:.*]] = reshape %{{.*}} shape [-1, 1, 1]
  // CHECK: mul %[[D]], %[[F]]
  // CHECK: add
  func @no_state(%x: tensor<?x3x8x8xf32> [@n]) -> (y: tensor<?x2x6x6xf32> [@n]) {
    %w = read @w : tensor<2x3x3x3xf32>
    %c = read @c : tensor<2xf32>
    %s = read @s : tensor<2xf32>
    %0 = conv2d %x, %w : tensor<?x3x8x8xf32>, tensor<2x3x3x3xf32>
    %1 = batch_norm %0, %c, %c, %s, %s : tensor<?x2x6x6xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>
    return %1 : tensor<?x2x6x6xf32>
  }

  // A factor may be more than f16 holds: it is f32, and the weights stay.
  // CHECK: func @no_factor_in_halves
  // CHECK: linear %x, %{{.*}} : tensor<?x4xf16>, tensor<2x4xf16>
  // CHECK: mul %{{.*}} : tensor<?x2xf32>, tensor<2xf32>
  // CHECK: cast %{{.*}} : tensor<?x2xf32> to f16
  func @no_factor_in_halves(%x: tensor<?x4xf16> [@n]) -> (y: tensor<?x2xf16> [@n]) {
    %w = read @h : tensor<2x4xf16>
    %c = read @g : tensor<2xf16>
    %0 = linear %x, %w : tensor<?x4xf16>, tensor<2x4xf16>
    %1 = batch_norm %0, %c, %c, %c, %c : tensor<?x2xf16>, tensor<2xf16>, tensor<2xf16>, tensor<2xf16>, tensor<2xf16>
    return %1 : tensor<?x2xf16>
  }
}
