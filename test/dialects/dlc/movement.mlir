// RUN: dlc-opt %s | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --mlir-print-op-generic | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --canonicalize | FileCheck %s --check-prefix=FOLD

// Copied extents cancel: -1 is known beside unknown ones.
// CHECK-LABEL: @reshape
dlc.func private @reshape(%x: tensor<?x?x64xf32>, %y: tensor<?x12xi8>)
    -> (tensor<?x?x8x8xf32>, tensor<?x64xf32>, tensor<?x4xi8>, tensor<2x6xi8>) {
  // CHECK: reshape {{.*}} shape [0, 0, 8, -1] : tensor<?x?x64xf32>
  %0 = reshape %x shape [0, 0, 8, -1] : tensor<?x?x64xf32>
  // CHECK: reshape {{.*}} shape [-1, 64] : tensor<?x?x64xf32>
  %1 = reshape %x shape [-1, 64] : tensor<?x?x64xf32>
  // CHECK: reshape {{.*}} shape [-1, 4] : tensor<?x12xi8>
  %2 = reshape %y shape [-1, 4] : tensor<?x12xi8>
  // CHECK: reshape {{.*}} shape [2, 6] : tensor<?x12xi8>
  %3 = reshape %y shape [2, 6] : tensor<?x12xi8>
  return %0, %1, %2, %3 : tensor<?x?x8x8xf32>, tensor<?x64xf32>, tensor<?x4xi8>, tensor<2x6xi8>
}

// CHECK-LABEL: @reshape_of_scalars
dlc.func private @reshape_of_scalars(%x: tensor<f32>, %y: tensor<0x3xf32>) -> (tensor<1x1xf32>, tensor<f32>, tensor<0x3xf32>) {
  // CHECK: reshape {{.*}} shape [1, -1] : tensor<f32>
  %0 = reshape %x shape [1, -1] : tensor<f32>
  // CHECK: reshape {{.*}} shape [] : tensor<1x1xf32>
  %1 = reshape %0 shape [] : tensor<1x1xf32>
  // CHECK: reshape {{.*}} shape [0, -1] : tensor<0x3xf32>
  %2 = reshape %y shape [0, -1] : tensor<0x3xf32>
  return %0, %1, %2 : tensor<1x1xf32>, tensor<f32>, tensor<0x3xf32>
}

// CHECK-LABEL: @transpose
dlc.func private @transpose(%x: tensor<?x7x64xf32>) -> tensor<64x?x7xf32> {
  // CHECK: transpose {{.*}} [2, 0, 1] : tensor<?x7x64xf32>
  %0 = transpose %x [2, 0, 1] : tensor<?x7x64xf32>
  return %0 : tensor<64x?x7xf32>
}

// CHECK-LABEL: @broadcast
dlc.func private @broadcast(%x: tensor<?x1xf32>) -> tensor<3x?x5xf32> {
  // CHECK: broadcast {{.*}} shape [3, -1, 5] : tensor<?x1xf32>
  %0 = broadcast %x shape [3, -1, 5] : tensor<?x1xf32>
  return %0 : tensor<3x?x5xf32>
}

// Bounds that both count from the end, or from the start, leave extents known.
// CHECK-LABEL: @slice
dlc.func private @slice(%x: tensor<?x9xf32>) -> (tensor<?x4xf32>, tensor<2x3xf32>, tensor<?x5xf32>) {
  // CHECK: slice {{.*}} offsets [0, 1] ends [end, -1] strides [1, 2] : tensor<?x9xf32>
  %0 = slice %x offsets [0, 1] ends [end, -1] strides [1, 2] : tensor<?x9xf32>
  // CHECK: slice {{.*}} offsets [-2, 1] ends [end, 4] : tensor<?x9xf32>
  %1 = slice %x offsets [-2, 1] ends [end, 4] : tensor<?x9xf32>
  // CHECK: slice {{.*}} offsets [1, 0] ends [-1, end] strides [2, 2] : tensor<?x9xf32>
  %2 = slice %x offsets [1, 0] ends [-1, end] strides [2, 2] : tensor<?x9xf32>
  return %0, %1, %2 : tensor<?x4xf32>, tensor<2x3xf32>, tensor<?x5xf32>
}

// CHECK-LABEL: @concat
dlc.func private @concat(%a: tensor<?x3xf32>, %b: tensor<2x4xf32>, %c: tensor<2x?xf32>)
    -> (tensor<2x10xf32>, tensor<2x?xf32>) {
  // CHECK: concat {{.*}} axis 1 : tensor<?x3xf32>, tensor<2x4xf32>, tensor<?x3xf32>
  %0 = concat %a, %b, %a axis 1 : tensor<?x3xf32>, tensor<2x4xf32>, tensor<?x3xf32>
  // CHECK: concat {{.*}} axis -1 : tensor<2x4xf32>, tensor<2x?xf32>
  %1 = concat %b, %c axis -1 : tensor<2x4xf32>, tensor<2x?xf32>
  return %0, %1 : tensor<2x10xf32>, tensor<2x?xf32>
}

// CHECK-LABEL: @pad
dlc.func private @pad(%x: tensor<?x5xf32>, %i: tensor<2xi8>) -> (tensor<?x8xf32>, tensor<3xi8>) {
  // CHECK: pad {{.*}} low [0, 1] high [0, 2] value -inf : tensor<?x5xf32>
  %0 = pad %x low [0, 1] high [0, 2] value -inf : tensor<?x5xf32>
  // CHECK: pad {{.*}} low [0] high [1] : tensor<2xi8>
  %1 = pad %i low [0] high [1] value 0.0 : tensor<2xi8>
  return %0, %1 : tensor<?x8xf32>, tensor<3xi8>
}

//===----------------------------------------------------------------------===//
// Folds
//===----------------------------------------------------------------------===//

// FOLD-LABEL: @moves_nothing(
// FOLD-SAME: %[[X:[^:]+]]: tensor<?x?x6xf32>
dlc.func private @moves_nothing(%x: tensor<?x?x6xf32>) -> tensor<?x?x6xf32> {
  %0 = reshape %x shape [0, 0, -1] : tensor<?x?x6xf32>
  %1 = transpose %0 [0, 1, 2] : tensor<?x?x6xf32>
  %2 = broadcast %1 shape [-1, -1, 6] : tensor<?x?x6xf32>
  %3 = slice %2 offsets [0, 0, 0] ends [end, end, 6] : tensor<?x?x6xf32>
  %4 = concat %3 axis 0 : tensor<?x?x6xf32>
  %5 = pad %4 low [0, 0, 0] high [0, 0, 0] : tensor<?x?x6xf32>
  // FOLD-NEXT: return %[[X]]
  return %5 : tensor<?x?x6xf32>
}

// Equal types with two unknown extents need not be equal shapes.
// FOLD-LABEL: @no_identity_of_unknown_extents(
dlc.func private @no_identity_of_unknown_extents(%x: tensor<?x?xf32>) -> tensor<?x?xf32> {
  // FOLD-NEXT: transpose
  %0 = transpose %x [1, 0] : tensor<?x?xf32>
  // FOLD-NEXT: slice
  %1 = slice %0 offsets [0, 1] ends [end, end] : tensor<?x?xf32>
  return %1 : tensor<?x?xf32>
}

// FOLD-LABEL: @reshape_of_reshape(
// FOLD-SAME: %[[X:[^:]+]]: tensor<?x4x6xf32>
dlc.func private @reshape_of_reshape(%x: tensor<?x4x6xf32>) -> (tensor<?x8xf32>, tensor<?x4x6xf32>) {
  // FOLD: %[[ONE:.*]] = reshape %[[X]] shape [-1, 8]
  %0 = reshape %x shape [0, 24] : tensor<?x4x6xf32>
  %1 = reshape %0 shape [-1, 8] : tensor<?x24xf32>
  %2 = reshape %0 shape [-1, 4, 6] : tensor<?x24xf32>
  // FOLD: return %[[ONE]], %[[X]]
  return %1, %2 : tensor<?x8xf32>, tensor<?x4x6xf32>
}

// FOLD-LABEL: @transpose_of_transpose(
// FOLD-SAME: %[[X:[^:]+]]: tensor<2x3x4xf32>
dlc.func private @transpose_of_transpose(%x: tensor<2x3x4xf32>) -> (tensor<2x3x4xf32>, tensor<4x3x2xf32>) {
  %0 = transpose %x [1, 2, 0] : tensor<2x3x4xf32>
  %1 = transpose %0 [2, 0, 1] : tensor<3x4x2xf32>
  // FOLD: %[[T:.*]] = transpose %[[X]] [2, 1, 0]
  %2 = transpose %0 [1, 0, 2] : tensor<3x4x2xf32>
  // FOLD: return %[[X]], %[[T]]
  return %1, %2 : tensor<2x3x4xf32>, tensor<4x3x2xf32>
}
