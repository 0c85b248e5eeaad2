// RUN: dlc-opt %s --dlc-simplify-graph | FileCheck %s
// RUN: dlc-opt %s --pass-pipeline='builtin.module(dlc.model(dlc.func(dlc-simplify-graph)))' | FileCheck %s --check-prefix=MODEL

//===- Movement ---===//

// CHECK-LABEL: @transposes
// CHECK-NEXT: transpose %{{.*}} [1, 2, 0]
// CHECK-NEXT: return
dlc.func private @transposes(%x: tensor<2x3x4xf32>) -> tensor<3x4x2xf32> {
  %0 = transpose %x [2, 1, 0] : tensor<2x3x4xf32>
  %1 = transpose %0 [1, 0, 2] : tensor<4x3x2xf32>
  return %1 : tensor<3x4x2xf32>
}

// CHECK-LABEL: @unit_transpose
// CHECK-NEXT: reshape %{{.*}} shape [-1, 4, 1]
// CHECK-NEXT: return
dlc.func private @unit_transpose(%x: tensor<?x1x4xf32>) -> tensor<?x4x1xf32> {
  %0 = transpose %x [0, 2, 1] : tensor<?x1x4xf32>
  return %0 : tensor<?x4x1xf32>
}

// Two extents that a reshape cannot infer.
// CHECK-LABEL: @no_unit_transpose
// CHECK-NEXT: transpose
dlc.func private @no_unit_transpose(%x: tensor<?x1x?xf32>) -> tensor<?x?x1xf32> {
  %0 = transpose %x [0, 2, 1] : tensor<?x1x?xf32>
  return %0 : tensor<?x?x1xf32>
}

// CHECK-LABEL: @reshapes
// CHECK-NEXT: reshape %{{.*}} shape [0, 2, 12]
// CHECK-NEXT: return
dlc.func private @reshapes(%x: tensor<?x4x6xf32>) -> tensor<?x2x12xf32> {
  %0 = reshape %x shape [0, 24] : tensor<?x4x6xf32>
  %1 = reshape %0 shape [0, 2, -1] : tensor<?x24xf32>
  return %1 : tensor<?x2x12xf32>
}

// A 0 that copies an extent the first reshape made.
// CHECK-LABEL: @no_reshapes
// CHECK-COUNT-2: reshape
dlc.func private @no_reshapes(%x: tensor<?x?x6xf32>) -> tensor<?x2x3xf32> {
  %0 = reshape %x shape [-1, 6] : tensor<?x?x6xf32>
  %1 = reshape %0 shape [0, 2, 3] : tensor<?x6xf32>
  return %1 : tensor<?x2x3xf32>
}

// CHECK-LABEL: @sink_reshape
// CHECK-NEXT: linear
// CHECK-NEXT: relu
// CHECK-NEXT: reshape
dlc.func private @sink_reshape(%x: tensor<?x4xf32>, %w: tensor<6x4xf32>) -> tensor<?x2x3xf32> {
  %0 = linear %x, %w : tensor<?x4xf32>, tensor<6x4xf32>
  %1 = reshape %0 shape [0, 2, 3] : tensor<?x6xf32>
  %2 = relu %1 : tensor<?x2x3xf32>
  return %2 : tensor<?x2x3xf32>
}

// CHECK-LABEL: @drop_broadcast
// CHECK-NEXT: add %{{.*}}, %{{.*}} : tensor<3x4xf32>, tensor<4xf32>
dlc.func private @drop_broadcast(%x: tensor<3x4xf32>, %b: tensor<4xf32>) -> tensor<3x4xf32> {
  %0 = broadcast %b shape [3, -1] : tensor<4xf32>
  %1 = add %x, %0 : tensor<3x4xf32>, tensor<3x4xf32>
  return %1 : tensor<3x4xf32>
}

// The other operand is stretched by it.
// CHECK-LABEL: @no_drop_broadcast
// CHECK-NEXT: broadcast
dlc.func private @no_drop_broadcast(%x: tensor<1x4xf32>, %b: tensor<4xf32>) -> tensor<3x4xf32> {
  %0 = broadcast %b shape [3, -1] : tensor<4xf32>
  %1 = add %x, %0 : tensor<1x4xf32>, tensor<3x4xf32>
  return %1 : tensor<3x4xf32>
}

//===- Contractions ---===//

// CHECK-LABEL: @matmul_of_transposes
// CHECK-NEXT: matmul %{{.*}}, %{{.*}} transpose_a : tensor<2x5x3xf32>, tensor<2x5x4xf32>
dlc.func private @matmul_of_transposes(%a: tensor<2x5x3xf32>, %b: tensor<2x5x4xf32>) -> tensor<2x3x4xf32> {
  %0 = transpose %a [0, 2, 1] : tensor<2x5x3xf32>
  %1 = transpose %b [0, 2, 1] : tensor<2x5x4xf32>
  %2 = matmul %0, %1 transpose_b : tensor<2x3x5xf32>, tensor<2x4x5xf32>
  return %2 : tensor<2x3x4xf32>
}

// CHECK-LABEL: @no_matmul_of_other_transpose
// CHECK-NEXT: transpose
dlc.func private @no_matmul_of_other_transpose(%a: tensor<3x2x5xf32>, %b: tensor<2x5x4xf32>) -> tensor<2x3x4xf32> {
  %0 = transpose %a [1, 0, 2] : tensor<3x2x5xf32>
  %1 = matmul %0, %b : tensor<2x3x5xf32>, tensor<2x5x4xf32>
  return %1 : tensor<2x3x4xf32>
}

// MODEL-LABEL: dlc.model @weights
dlc.model @weights {
  parameter @w : tensor<4x2xf32> = #dlc.zeros
  parameter @b : tensor<2xf32> = #dlc.zeros
  // MODEL: func @matmul_with_weight
  // MODEL: %[[T:.*]] = transpose %{{.*}} [1, 0]
  // MODEL: linear %{{.*}}, %[[T]], %{{.*}} : tensor<3x4xf32>, tensor<2x4xf32>, tensor<2xf32>
  // MODEL-NEXT: return
  func @matmul_with_weight(%x: tensor<3x4xf32>) -> (y: tensor<3x2xf32>) {
    %w = read @w : tensor<4x2xf32>
    %b = read @b : tensor<2xf32>
    %0 = matmul %x, %w : tensor<3x4xf32>, tensor<4x2xf32>
    %1 = add %b, %0 : tensor<2xf32>, tensor<3x2xf32>
    return %1 : tensor<3x2xf32>
  }
}

// CHECK-LABEL: @conv2d_of_pad
// CHECK-NEXT: conv2d %{{.*}}, %{{.*}} padding [1, 2, 4, 4] :
dlc.func private @conv2d_of_pad(%x: tensor<1x1x4x4xf32>, %w: tensor<1x1x3x3xf32>) -> tensor<1x1x7x8xf32> {
  %0 = pad %x low [0, 0, 1, 1] high [0, 0, 3, 3] : tensor<1x1x4x4xf32>
  %1 = conv2d %0, %w padding [0, 1, 1, 1] : tensor<1x1x8x8xf32>, tensor<1x1x3x3xf32>
  return %1 : tensor<1x1x7x8xf32>
}

// CHECK-LABEL: @no_conv2d_of_other_pad
// CHECK-NEXT: pad
dlc.func private @no_conv2d_of_other_pad(%x: tensor<1x1x4x4xf32>, %w: tensor<1x1x3x3xf32>) -> tensor<1x1x6x6xf32> {
  %0 = pad %x low [0, 0, 2, 2] high [0, 0, 2, 2] value 1.0 : tensor<1x1x4x4xf32>
  %1 = conv2d %0, %w : tensor<1x1x8x8xf32>, tensor<1x1x3x3xf32>
  return %1 : tensor<1x1x6x6xf32>
}

//===- Elementwise ---===//

// CHECK-LABEL: @silu
// CHECK-NEXT: silu
// CHECK-NEXT: return
dlc.func private @silu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = sigmoid %x : tensor<4xf32>
  %1 = mul %0, %x : tensor<4xf32>, tensor<4xf32>
  return %1 : tensor<4xf32>
}

// CHECK-LABEL: @divisions
// CHECK: %[[C:.*]] = constant dense<2.500000e-01>
// CHECK: %[[R:.*]] = rsqrt
// CHECK: %[[M:.*]] = mul %{{.*}}, %[[R]]
// CHECK: mul %[[M]], %[[C]]
dlc.func private @divisions(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
  %c = constant dense<4.0> : tensor<f32>
  %0 = sqrt %y : tensor<4xf32>
  %1 = div %x, %0 : tensor<4xf32>, tensor<4xf32>
  %2 = div %1, %c : tensor<4xf32>, tensor<f32>
  return %2 : tensor<4xf32>
}

// 1/3 is not exact.
// CHECK-LABEL: @no_division
// CHECK: div
dlc.func private @no_division(%x: tensor<4xf32>) -> tensor<4xf32> {
  %c = constant dense<3.0> : tensor<f32>
  %0 = div %x, %c : tensor<4xf32>, tensor<f32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: @power
// CHECK: mul %[[X:.*]], %[[X]]
// CHECK-NEXT: return
dlc.func private @power(%x: tensor<4xf32>) -> tensor<4xf32> {
  %c = constant dense<2.0> : tensor<f32>
  %0 = pow %x, %c : tensor<4xf32>, tensor<f32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: @casts
// CHECK-NEXT: cast %{{.*}} : tensor<4xbf16> to f64
// CHECK-NEXT: return
dlc.func private @casts(%x: tensor<4xbf16>) -> tensor<4xf64> {
  %0 = cast %x : tensor<4xbf16> to f32
  %1 = cast %0 : tensor<4xf32> to f64
  return %1 : tensor<4xf64>
}

// CHECK-LABEL: @no_casts
// CHECK-COUNT-2: cast
dlc.func private @no_casts(%x: tensor<4xf32>) -> tensor<4xf64> {
  %0 = cast %x : tensor<4xf32> to bf16
  %1 = cast %0 : tensor<4xbf16> to f64
  return %1 : tensor<4xf64>
}

// CHECK-LABEL: @select_not(
// CHECK-SAME: %[[C:.*]]: tensor<4xi1>, %[[A:.*]]: tensor<4xf32>, %[[B:.*]]: tensor<4xf32>)
// CHECK-NEXT: select %[[C]], %[[B]], %[[A]]
dlc.func private @select_not(%c: tensor<4xi1>, %a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %0 = not %c : tensor<4xi1>
  %1 = select %0, %a, %b : tensor<4xi1>, tensor<4xf32>, tensor<4xf32>
  return %1 : tensor<4xf32>
}

// CHECK-LABEL: @literals(
// CHECK-NEXT: %[[ONE:.*]] = constant dense<1.000000e+00> : tensor<f32>
// CHECK-NEXT: %[[SUM:.*]] = add %{{.*}}, %[[ONE]] : tensor<?x3xf32>, tensor<f32>
// CHECK-NEXT: maximum %[[SUM]], %[[ONE]] : tensor<?x3xf32>, tensor<f32>
dlc.func private @literals(%x: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %0 = constant dense<1.0> : tensor<1x1xf32>
  %1 = constant dense<1.0> : tensor<1xf32>
  %2 = add %x, %0 : tensor<?x3xf32>, tensor<1x1xf32>
  %3 = maximum %1, %2 : tensor<1xf32>, tensor<?x3xf32>
  return %3 : tensor<?x3xf32>
}

// The literal gives the result its rank, or more than one number.
// CHECK-LABEL: @no_literals(
// CHECK: constant dense<1.000000e+00> : tensor<1x1x1xf32>
// CHECK: constant dense<2.000000e+00> : tensor<1x3xf32>
dlc.func private @no_literals(%x: tensor<2x3xf32>) -> tensor<1x2x3xf32> {
  %0 = constant dense<1.0> : tensor<1x1x1xf32>
  %1 = constant dense<2.0> : tensor<1x3xf32>
  %2 = add %x, %1 : tensor<2x3xf32>, tensor<1x3xf32>
  %3 = add %2, %0 : tensor<2x3xf32>, tensor<1x1x1xf32>
  return %3 : tensor<1x2x3xf32>
}

//===- Rows ---===//

// Nobody needs the variance.
// CHECK-LABEL: @mean_of_moments
// CHECK-NEXT: reduce mean, %{{.*}} axes [0, 2] keep
// CHECK-NEXT: return
dlc.func private @mean_of_moments(%x: tensor<?x3x4xf32>) -> tensor<1x3x1xf32> {
  %mean, %variance = moments %x axes [0, 2] keep : tensor<?x3x4xf32>
  return %mean : tensor<1x3x1xf32>
}

// CHECK-LABEL: @no_mean_of_moments
// CHECK-NEXT: moments
dlc.func private @no_mean_of_moments(%x: tensor<?x3x4xf32>) -> tensor<1x3x1xf32> {
  %mean, %variance = moments %x axes [0, 2] keep : tensor<?x3x4xf32>
  return %variance : tensor<1x3x1xf32>
}

//===- Functions ---===//

// Equal and unused operators.
// CHECK-LABEL: @once
// CHECK-NEXT: %[[E:.*]] = exp
// CHECK-NEXT: add %[[E]], %[[E]]
// CHECK-NEXT: return
dlc.func private @once(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = exp %x : tensor<4xf32>
  %1 = exp %x : tensor<4xf32>
  %2 = tanh %x : tensor<4xf32>
  %3 = add %0, %1 : tensor<4xf32>, tensor<4xf32>
  return %3 : tensor<4xf32>
}
