// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-hoist-parameters)))' | FileCheck %s
// Nothing is left to do for a second run.
// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-hoist-parameters,dlc-hoist-parameters)))' | FileCheck %s

// CHECK-LABEL: rt.model @m
// A value prepared from two parameters, one prepared with a view, one from none.
// CHECK-DAG: rt.prepared @w.mul : tensor<2x4xf32> from [@w, @s]
// CHECK-DAG: rt.prepared @s.exp : tensor<2xf32> from [@s]
// CHECK-DAG: rt.prepared @literal.ones : tensor<2xf32> from []
// CHECK-NOT: rt.prepared
// CHECK: rt.program @prepare() {
// CHECK-DAG: %[[W:.*]] = rt.get @w
// CHECK-DAG: %[[S:.*]] = rt.get @s
// CHECK: %[[E:.*]] = rt.launch @exp ins(%[[S]]
// CHECK: %[[V:.*]] = rt.view %[[E]]
// CHECK: %[[M:.*]] = rt.launch @mul ins(%[[W]], %[[V]]
// CHECK-DAG: rt.put @w.mul, %[[M]]
// CHECK-DAG: rt.put @s.exp, %[[E]]
// CHECK: rt.return

// CHECK: rt.program @f(%[[X:.*]]: tensor<2x4xf32>)
// CHECK-NEXT: %[[P:.*]] = rt.get @w.mul
// CHECK-NEXT: %[[R:.*]] = rt.launch @mul4 ins(%[[X]], %[[P]]
// CHECK-NEXT: rt.return %[[R]]

// Another program shares what is prepared; a view of a parameter stays where it is.
// CHECK: rt.program @g(
// CHECK-NOT: rt.launch @exp
// CHECK-DAG: rt.get @s.exp
// CHECK-DAG: rt.get @w.mul
// CHECK-DAG: rt.get @literal.ones
// CHECK-DAG: rt.get @w :
// CHECK-DAG: rt.view {{.*}} to tensor<4x2xf32>
// CHECK: rt.return

// State changes between calls.
// CHECK: rt.program @no_state(
// CHECK: rt.get @state
// CHECK: rt.launch @exp
// CHECK: rt.put @state
rt.model @m {
  rt.parameter @w : tensor<2x4xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.parameter @s : tensor<2xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.state @state : tensor<2xf32> = #rt.init<constant, 0.0, 0.0> key "state" stream 2
  rt.entry @f(x: tensor<2x4xf32>) -> (y: tensor<2x4xf32>)
  rt.entry @g() -> (a: tensor<2xf32>, b: tensor<2x4xf32>, c: tensor<4x2xf32>, d: tensor<2xf32>)
  rt.entry @no_state() -> (y: tensor<2xf32>)
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    dlc.kernel @exp(%s: tensor<2xf32>) -> tensor<2xf32> {
      %0 = exp %s : tensor<2xf32>
      return %0 : tensor<2xf32>
    }
    dlc.kernel @mul(%w: tensor<2x4xf32>, %s: tensor<2x1xf32>) -> tensor<2x4xf32> {
      %0 = mul %w, %s : tensor<2x4xf32>, tensor<2x1xf32>
      return %0 : tensor<2x4xf32>
    }
    dlc.kernel @mul4(%w: tensor<2x4xf32>, %s: tensor<2x4xf32>) -> tensor<2x4xf32> {
      %0 = mul %w, %s : tensor<2x4xf32>, tensor<2x4xf32>
      return %0 : tensor<2x4xf32>
    }
    dlc.kernel @ones() -> tensor<2xf32> {
      %0 = constant dense<1.0> : tensor<2xf32>
      return %0 : tensor<2xf32>
    }
    rt.program @prepare() {
      rt.return
    }
    rt.program @f(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
      %w = rt.get @w : tensor<2x4xf32>
      %s = rt.get @s : tensor<2xf32>
      %0 = rt.launch @exp ins(%s : tensor<2xf32>) outs() -> tensor<2xf32> extents [affine_map<() -> ()>]
      %1 = rt.view %0 : tensor<2xf32> to tensor<2x1xf32>
      %2 = rt.launch @mul ins(%w, %1 : tensor<2x4xf32>, tensor<2x1xf32>) outs() -> tensor<2x4xf32> extents [affine_map<() -> ()>]
      %3 = rt.launch @mul4 ins(%x, %2 : tensor<2x4xf32>, tensor<2x4xf32>) outs() -> tensor<2x4xf32> extents [affine_map<() -> ()>]
      rt.return %3 : tensor<2x4xf32>
    }
    rt.program @g() -> (tensor<2xf32>, tensor<2x4xf32>, tensor<4x2xf32>, tensor<2xf32>) {
      %s = rt.get @s : tensor<2xf32>
      %w = rt.get @w : tensor<2x4xf32>
      %0 = rt.launch @exp ins(%s : tensor<2xf32>) outs() -> tensor<2xf32> extents [affine_map<() -> ()>]
      %1 = rt.view %0 : tensor<2xf32> to tensor<2x1xf32>
      %2 = rt.launch @mul ins(%w, %1 : tensor<2x4xf32>, tensor<2x1xf32>) outs() -> tensor<2x4xf32> extents [affine_map<() -> ()>]
      %3 = rt.view %w : tensor<2x4xf32> to tensor<4x2xf32>
      %4 = rt.launch @ones ins() outs() -> tensor<2xf32> extents [affine_map<() -> ()>]
      rt.return %0, %2, %3, %4 : tensor<2xf32>, tensor<2x4xf32>, tensor<4x2xf32>, tensor<2xf32>
    }
    rt.program @no_state() -> tensor<2xf32> {
      %s = rt.get @state : tensor<2xf32>
      %0 = rt.launch @exp ins(%s : tensor<2xf32>) outs() -> tensor<2xf32> extents [affine_map<() -> ()>]
      rt.put @state, %0 : tensor<2xf32>
      rt.return %0 : tensor<2xf32>
    }
  }
}
