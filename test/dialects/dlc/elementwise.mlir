// RUN: dlc-opt %s | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --mlir-print-op-generic | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --canonicalize | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: @unary
dlc.func private @unary(%x: tensor<?x4xf32>, %i: tensor<4xi8>, %b: tensor<i1>) -> tensor<?x4xf32> {
  // CHECK: neg %{{.*}} : tensor<?x4xf32>
  %0 = neg %x : tensor<?x4xf32>
  // CHECK: abs %{{.*}} : tensor<?x4xf32>
  %1 = abs %0 : tensor<?x4xf32>
  // CHECK: exp %{{.*}} : tensor<?x4xf32>
  %2 = exp %1 : tensor<?x4xf32>
  // CHECK: log %{{.*}} : tensor<?x4xf32>
  %3 = log %2 : tensor<?x4xf32>
  // CHECK: sqrt %{{.*}} : tensor<?x4xf32>
  %4 = sqrt %3 : tensor<?x4xf32>
  // CHECK: rsqrt %{{.*}} : tensor<?x4xf32>
  %5 = rsqrt %4 : tensor<?x4xf32>
  // CHECK: tanh %{{.*}} : tensor<?x4xf32>
  %6 = tanh %5 : tensor<?x4xf32>
  // CHECK: erf %{{.*}} : tensor<?x4xf32>
  %7 = erf %6 : tensor<?x4xf32>
  // CHECK: sigmoid %{{.*}} : tensor<?x4xf32>
  %8 = sigmoid %7 : tensor<?x4xf32>
  // CHECK: relu %{{.*}} : tensor<?x4xf32>
  %9 = relu %8 : tensor<?x4xf32>
  // CHECK: gelu %{{.*}} : tensor<?x4xf32>
  %10 = gelu %9 : tensor<?x4xf32>
  // CHECK: gelu %{{.*}} approximate tanh : tensor<?x4xf32>
  %11 = gelu %10 approximate tanh : tensor<?x4xf32>
  // CHECK: silu %{{.*}} : tensor<?x4xf32>
  %12 = silu %11 : tensor<?x4xf32>
  // CHECK: floor %{{.*}} : tensor<?x4xf32>
  %13 = floor %12 : tensor<?x4xf32>
  // CHECK: relu %{{.*}} : tensor<4xi8>
  %14 = relu %i : tensor<4xi8>
  // CHECK: not %{{.*}} : tensor<i1>
  %15 = not %b : tensor<i1>
  return %13 : tensor<?x4xf32>
}

// A known extent says what the unknown one beside it is; 1 says nothing.
// CHECK-LABEL: @unknown_beside_known
dlc.func private @unknown_beside_known(%x: tensor<?x?xf32>, %y: tensor<5x1xf32>) -> tensor<5x?xf32> {
  // CHECK: %[[SUM:.*]] = add %{{.*}}, %{{.*}} : tensor<?x?xf32>, tensor<5x1xf32>
  %0 = add %x, %y : tensor<?x?xf32>, tensor<5x1xf32>
  // CHECK: add %{{.*}}, %[[SUM]] : tensor<5x1xf32>, tensor<5x?xf32>
  %1 = add %y, %0 : tensor<5x1xf32>, tensor<5x?xf32>
  return %1 : tensor<5x?xf32>
}

// CHECK-LABEL: @element_types
dlc.func private @element_types(%a: tensor<2xf64>, %b: tensor<2xf32>, %c: tensor<2xbf16>, %d: tensor<2xf16>,
                                %e: tensor<2xi64>, %f: tensor<2xi32>, %g: tensor<2xi8>) {
  // CHECK: add {{.*}} : tensor<2xf64>, tensor<2xf64>
  %0 = add %a, %a : tensor<2xf64>, tensor<2xf64>
  // CHECK: sub {{.*}} : tensor<2xf32>, tensor<2xf32>
  %1 = sub %b, %b : tensor<2xf32>, tensor<2xf32>
  // CHECK: mul {{.*}} : tensor<2xbf16>, tensor<2xbf16>
  %2 = mul %c, %c : tensor<2xbf16>, tensor<2xbf16>
  // CHECK: div {{.*}} : tensor<2xf16>, tensor<2xf16>
  %3 = div %d, %d : tensor<2xf16>, tensor<2xf16>
  // CHECK: maximum {{.*}} : tensor<2xi64>, tensor<2xi64>
  %4 = maximum %e, %e : tensor<2xi64>, tensor<2xi64>
  // CHECK: minimum {{.*}} : tensor<2xi32>, tensor<2xi32>
  %5 = minimum %f, %f : tensor<2xi32>, tensor<2xi32>
  // CHECK: add {{.*}} : tensor<2xi8>, tensor<2xi8>
  %6 = add %g, %g : tensor<2xi8>, tensor<2xi8>
  // CHECK: pow {{.*}} : tensor<2xf32>, tensor<2xf32>
  %7 = pow %b, %b : tensor<2xf32>, tensor<2xf32>
  return
}

// Aligned at the last axes; a known extent says more than an unknown one; only a literal 1 stretches.
// CHECK-LABEL: @broadcasts
dlc.func private @broadcasts(%a: tensor<?x1x4xf32>, %b: tensor<3x?xf32>, %c: tensor<f32>, %d: tensor<?xf32>)
    -> (tensor<?x3x4xf32>, tensor<?x1x4xf32>, tensor<?xf32>) {
  %0 = add %a, %b : tensor<?x1x4xf32>, tensor<3x?xf32>
  %1 = add %c, %a : tensor<f32>, tensor<?x1x4xf32>
  %2 = add %d, %d : tensor<?xf32>, tensor<?xf32>
  // CHECK: return {{.*}} : tensor<?x3x4xf32>, tensor<?x1x4xf32>, tensor<?xf32>
  return %0, %1, %2 : tensor<?x3x4xf32>, tensor<?x1x4xf32>, tensor<?xf32>
}

// CHECK-LABEL: @logic
dlc.func private @logic(%a: tensor<2x1xf32>, %b: tensor<3xf32>, %c: tensor<3xi1>) -> tensor<2x3xf32> {
  // CHECK: compare eq, {{.*}} : tensor<2x1xf32>, tensor<3xf32>
  %0 = compare eq, %a, %b : tensor<2x1xf32>, tensor<3xf32>
  // CHECK: compare ne, {{.*}} : tensor<2x1xf32>, tensor<3xf32>
  %1 = compare ne, %a, %b : tensor<2x1xf32>, tensor<3xf32>
  // CHECK: and {{.*}} : tensor<2x3xi1>, tensor<2x3xi1>
  %2 = and %0, %1 : tensor<2x3xi1>, tensor<2x3xi1>
  // CHECK: or {{.*}} : tensor<2x3xi1>, tensor<3xi1>
  %3 = or %2, %c : tensor<2x3xi1>, tensor<3xi1>
  // CHECK: select {{.*}} : tensor<2x3xi1>, tensor<2x1xf32>, tensor<3xf32>
  %4 = select %3, %a, %b : tensor<2x3xi1>, tensor<2x1xf32>, tensor<3xf32>
  return %4 : tensor<2x3xf32>
}

// CHECK-LABEL: @casts
dlc.func private @casts(%x: tensor<?xf32>) -> tensor<?xi1> {
  // CHECK: cast {{.*}} : tensor<?xf32> to bf16
  %0 = cast %x : tensor<?xf32> to bf16
  // CHECK: cast {{.*}} : tensor<?xbf16> to i8
  %1 = cast %0 : tensor<?xbf16> to i8
  // CHECK: cast {{.*}} : tensor<?xi8> to i1
  %2 = cast %1 : tensor<?xi8> to i1
  return %2 : tensor<?xi1>
}

//===----------------------------------------------------------------------===//
// Folds
//===----------------------------------------------------------------------===//

// FOLD-LABEL: @done_twice(
// FOLD-SAME: %[[X:[^:]+]]: tensor<4xf32>, %[[B:[^:]+]]: tensor<4xi1>
dlc.func private @done_twice(%x: tensor<4xf32>, %b: tensor<4xi1>)
    -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xi1>) {
  %0 = neg %x : tensor<4xf32>
  %neg = neg %0 : tensor<4xf32>
  // FOLD-DAG: %[[ABS:.*]] = abs %[[X]]
  %1 = abs %x : tensor<4xf32>
  %abs = abs %1 : tensor<4xf32>
  // FOLD-DAG: %[[RELU:.*]] = relu %[[X]]
  %2 = relu %x : tensor<4xf32>
  %relu = relu %2 : tensor<4xf32>
  // FOLD-DAG: %[[FLOOR:.*]] = floor %[[X]]
  %3 = floor %x : tensor<4xf32>
  %floor = floor %3 : tensor<4xf32>
  %4 = not %b : tensor<4xi1>
  %not = not %4 : tensor<4xi1>
  // FOLD: return %[[X]], %[[ABS]], %[[RELU]], %[[FLOOR]], %[[B]]
  return %neg, %abs, %relu, %floor, %not : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xi1>
}

// FOLD-LABEL: @neutral_elements(
// FOLD-SAME: %[[X:[^:]+]]: tensor<?x4xf32>, %[[I:[^:]+]]: tensor<4xi32>
dlc.func private @neutral_elements(%x: tensor<?x4xf32>, %i: tensor<4xi32>) -> (tensor<?x4xf32>, tensor<4xi32>) {
  %zero = constant dense<0.0> : tensor<f32>
  %negative = constant dense<-0.0> : tensor<f32>
  %one = constant dense<1.0> : tensor<4xf32>
  %two = constant dense<1> : tensor<4xi32>
  %0 = add %negative, %x : tensor<f32>, tensor<?x4xf32>
  %1 = sub %0, %zero : tensor<?x4xf32>, tensor<f32>
  %2 = mul %one, %1 : tensor<4xf32>, tensor<?x4xf32>
  %3 = div %2, %one : tensor<?x4xf32>, tensor<4xf32>
  %4 = pow %3, %one : tensor<?x4xf32>, tensor<4xf32>
  %5 = cast %4 : tensor<?x4xf32> to f32
  %6 = maximum %5, %5 : tensor<?x4xf32>, tensor<?x4xf32>
  %7 = minimum %6, %6 : tensor<?x4xf32>, tensor<?x4xf32>
  %8 = mul %i, %two : tensor<4xi32>, tensor<4xi32>
  // FOLD-NEXT: return %[[X]], %[[I]]
  return %7, %8 : tensor<?x4xf32>, tensor<4xi32>
}

// A neutral element that stretches the other operand stays.
// FOLD-LABEL: @no_identity_across_a_broadcast(
dlc.func private @no_identity_across_a_broadcast(%x: tensor<1x4xf32>) -> tensor<3x4xf32> {
  %zero = constant dense<0.0> : tensor<3x4xf32>
  // FOLD: add
  %0 = add %x, %zero : tensor<1x4xf32>, tensor<3x4xf32>
  return %0 : tensor<3x4xf32>
}

// FOLD-LABEL: @decided(
// FOLD-SAME: %[[C:[^:]+]]: tensor<4xi1>, %[[A:[^:]+]]: tensor<4xf32>, %[[B:[^:]+]]: tensor<4xf32>
dlc.func private @decided(%c: tensor<4xi1>, %a: tensor<4xf32>, %b: tensor<4xf32>)
    -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xi1>, tensor<4xi1>) {
  %true = constant dense<true> : tensor<i1>
  %false = constant dense<false> : tensor<i1>
  %0 = select %true, %a, %b : tensor<i1>, tensor<4xf32>, tensor<4xf32>
  %1 = select %false, %a, %b : tensor<i1>, tensor<4xf32>, tensor<4xf32>
  %2 = select %c, %a, %a : tensor<4xi1>, tensor<4xf32>, tensor<4xf32>
  %3 = and %c, %c : tensor<4xi1>, tensor<4xi1>
  %4 = or %c, %c : tensor<4xi1>, tensor<4xi1>
  // FOLD-NEXT: return %[[A]], %[[B]], %[[A]], %[[C]], %[[C]]
  return %0, %1, %2, %3, %4 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xi1>, tensor<4xi1>
}
