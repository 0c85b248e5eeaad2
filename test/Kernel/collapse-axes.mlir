// The leading axes of linear become one where they are one to the other operators too.
// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-collapse-axes)))' | FileCheck %s

rt.model @m {
  rt.dim @n = 1 to 8
  rt.dim @t = 1 to 50
  rt.parameter @w : tensor<4x8xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.entry @f(x: tensor<?x?x8xf32> [@n, @t], r: tensor<?x?x4xf32> [@n, @t]) -> (y: tensor<?x?x4xf32> [@n, @t])
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // An operator before, one after, values that repeat along all axes or have all, a literal.
    // CHECK: dlc.kernel @all(%x: tensor<?x8xf32>, %w: tensor<4x8xf32>, %b: tensor<4xf32>, %one: tensor<1x4xf32>, %r: tensor<?x4xf32>) -> tensor<?x4xf32> {
    // CHECK: linear %{{.*}}, %w, %b : tensor<?x8xf32>, tensor<4x8xf32>, tensor<4xf32>
    // CHECK: constant dense<{{\[\[}}1.000000e+00, 2.000000e+00, 3.000000e+00, 4.000000e+00]]> : tensor<1x4xf32>
    dlc.kernel @all(%x: tensor<?x?x8xf32>, %w: tensor<4x8xf32>, %b: tensor<4xf32>, %one: tensor<1x1x4xf32>, %r: tensor<?x?x4xf32>) -> tensor<?x?x4xf32> {
      %0 = relu %x : tensor<?x?x8xf32>
      %1 = linear %0, %w, %b : tensor<?x?x8xf32>, tensor<4x8xf32>, tensor<4xf32>
      %2 = constant dense<[[[1.0, 2.0, 3.0, 4.0]]]> : tensor<1x1x4xf32>
      %3 = mul %1, %2 : tensor<?x?x4xf32>, tensor<1x1x4xf32>
      %4 = add %3, %one : tensor<?x?x4xf32>, tensor<1x1x4xf32>
      %5 = add %4, %r : tensor<?x?x4xf32>, tensor<?x?x4xf32>
      return %5 : tensor<?x?x4xf32>
    }
    // One that repeats along the first axis only, movement, and leading axes of its own keep theirs.
    // CHECK: dlc.kernel @some(%x: tensor<2x3x8xf32>,
    dlc.kernel @some(%x: tensor<2x3x8xf32>, %w: tensor<4x8xf32>, %r: tensor<3x4xf32>) -> tensor<2x3x4xf32> {
      %0 = linear %x, %w : tensor<2x3x8xf32>, tensor<4x8xf32>
      %1 = add %0, %r : tensor<2x3x4xf32>, tensor<3x4xf32>
      return %1 : tensor<2x3x4xf32>
    }
    // CHECK: dlc.kernel @moved(%x: tensor<2x3x8xf32>,
    dlc.kernel @moved(%x: tensor<2x3x8xf32>, %w: tensor<4x8xf32>) -> tensor<3x2x4xf32> {
      %0 = linear %x, %w : tensor<2x3x8xf32>, tensor<4x8xf32>
      %1 = transpose %0 [1, 0, 2] : tensor<2x3x4xf32>
      return %1 : tensor<3x2x4xf32>
    }
    // CHECK: dlc.kernel @wider(%x: tensor<1x3x8xf32>,
    dlc.kernel @wider(%x: tensor<1x3x8xf32>, %w: tensor<4x8xf32>, %r: tensor<2x3x8xf32>) -> tensor<1x3x4xf32> {
      %0 = linear %x, %w : tensor<1x3x8xf32>, tensor<4x8xf32>
      %1 = neg %r : tensor<2x3x8xf32>
      return %0 : tensor<1x3x4xf32>
    }
    // CHECK: rt.program @f(
    // CHECK: %[[X:.*]] = rt.view %{{.*}} : tensor<?x?x8xf32> to tensor<?x8xf32> extents #[[ROWS:.*]]
    // CHECK: %[[ONE:.*]] = rt.view %{{.*}} : tensor<1x1x4xf32> to tensor<1x4xf32>
    // CHECK: %[[R:.*]] = rt.view %{{.*}} : tensor<?x?x4xf32> to tensor<?x4xf32> extents #[[ROWS]]
    // CHECK: %[[Y:.*]] = rt.launch @all ins(%[[X]], %{{.*}}, %{{.*}}, %[[ONE]], %[[R]] : {{.*}}) outs() -> tensor<?x4xf32> extents [#[[ROWS]]]
    // CHECK: rt.view %[[Y]] : tensor<?x4xf32> to tensor<?x?x4xf32>
    rt.program @f(%x: tensor<?x?x8xf32> {rt.extents = affine_map<()[n, t] -> (n, t)>}, %r: tensor<?x?x4xf32> {rt.extents = affine_map<()[n, t] -> (n, t)>}) -> tensor<?x?x4xf32> {
      %w = rt.get @w : tensor<4x8xf32>
      %b = rt.launch @bias ins() outs() -> tensor<4xf32> extents [affine_map<()[n, t] -> ()>]
      %one = rt.view %b : tensor<4xf32> to tensor<1x1x4xf32>
      %0 = rt.launch @all ins(%x, %w, %b, %one, %r : tensor<?x?x8xf32>, tensor<4x8xf32>, tensor<4xf32>, tensor<1x1x4xf32>, tensor<?x?x4xf32>) outs() -> tensor<?x?x4xf32> extents [affine_map<()[n, t] -> (n, t)>]
      rt.return %0 : tensor<?x?x4xf32>
    }
    dlc.kernel @bias() -> tensor<4xf32> {
      %0 = constant dense<0.0> : tensor<4xf32>
      %1 = exp %0 : tensor<4xf32>
      return %1 : tensor<4xf32>
    }
  }
}
