// What is planned also passes the independent check.
// RUN: dlc-opt %s --pass-pipeline="builtin.module(rt.model(rt.variant(dlc-plan-memory{report},dlc-verify-plan)))" -verify-diagnostics | FileCheck %s

// CHECK: #[[TWO:.*]] = affine_map<()[s0] -> (((s0 * 4) ceildiv 64) * 128)>
// CHECK: #[[STACKS:.*]] = affine_map<()[s0, s1] -> (s0 * 768 + s1 * 256 + 128, (s0 * s1) * 512 + s1 * 256 + 128)>
rt.model @m {
  rt.dim @n = 1 to 100
  rt.parameter @w : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.entry @reuse_when_dead(x: tensor<?xf32> [@n]) -> (y: tensor<?xf32> [@n])
  rt.entry @through_views() -> (y: tensor<16xf32>)
  rt.entry @empty() -> ()
  rt.entry @no_dims_shrink(x: tensor<?xf32> [@n]) -> (y: tensor<4xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<?xf32>, memref<?xf32>)
    func.func private @copy(memref<16xf32>, memref<16xf32>)
    func.func private @flat(memref<4x4xf32>, memref<16xf32>)
    func.func private @sum(memref<?xf32>, memref<4xf32>)

    // 100 floats are 400 bytes, 448 with what is left of the last line; the third is alive after the first is dead.
    // CHECK: rt.program @reuse_when_dead() arena #[[TWO]] bound 896
    // CHECK: %[[A:.*]] = rt.slot at 0 :
    // CHECK: rt.slot at 0 :
    // CHECK: rt.slot at 0 above(%{{.*}}, %[[A]] : memref<?xf32>, memref<?xf32>) :
    // expected-remark @+1 {{v, reuse_when_dead: arena of 896 bytes for 3 slots, 1.000 of the bound; copies: 0}}
    rt.program @reuse_when_dead() {
      %x = rt.argument 0 : memref<?xf32> extents affine_map<()[n] -> (n)>
      %y = rt.argument 1 : memref<?xf32> extents affine_map<()[n] -> (n)>
      %0 = rt.slot : memref<?xf32> extents affine_map<()[n] -> (n)>
      %1 = rt.slot : memref<?xf32> extents affine_map<()[n] -> (n)>
      %2 = rt.slot : memref<?xf32> extents affine_map<()[n] -> (n)>
      rt.launch @k ins(%x : memref<?xf32>) outs(%0 : memref<?xf32>)
      rt.launch @k ins(%0 : memref<?xf32>) outs(%1 : memref<?xf32>)
      rt.launch @k ins(%1 : memref<?xf32>) outs(%2 : memref<?xf32>)
      rt.launch @k ins(%2 : memref<?xf32>) outs(%y : memref<?xf32>)
      rt.return
    }

    // A slot lives as long as its views.
    // CHECK-LABEL: rt.program @through_views() arena 128 bound 128
    // CHECK: rt.slot at 0 :
    // CHECK: rt.slot at 64 :
    // expected-remark @+1 {{v, through_views: arena of 128 bytes for 2 slots, 1.000 of the bound; copies: 1}}
    rt.program @through_views() {
      %y = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %w = rt.get @w : memref<16xf32>
      %0 = rt.slot : memref<16xf32> extents affine_map<() -> ()>
      // expected-remark @+1 {{copies 'memref<16xf32>'}}
      rt.copy %w to %0 : memref<16xf32> to memref<16xf32>
      %view = rt.view %0 : memref<16xf32> to memref<4x4xf32>
      %1 = rt.slot : memref<16xf32> extents affine_map<() -> ()>
      rt.launch @copy ins(%w : memref<16xf32>) outs(%1 : memref<16xf32>)
      rt.launch @flat ins(%view : memref<4x4xf32>) outs(%y : memref<16xf32>)
      rt.return
    }

    // CHECK-LABEL: rt.program @empty() arena 0 bound 0
    // expected-remark @+1 {{v, empty: arena of 0 bytes for 0 slots, 1.000 of the bound; copies: 0}}
    rt.program @empty() {
      rt.return
    }

    // An extent that falls while the dim grows is largest at the dim's lower end: 4 * (101 - 1) bytes.
    // CHECK-LABEL: rt.program @no_dims_shrink() arena 448 bound 448
    // expected-remark @+1 {{v, no_dims_shrink: arena of 448 bytes for 1 slots}}
    rt.program @no_dims_shrink() {
      %x = rt.argument 0 : memref<?xf32> extents affine_map<()[n] -> (n)>
      %y = rt.argument 1 : memref<4xf32> extents affine_map<() -> ()>
      %0 = rt.slot : memref<?xf32> extents affine_map<()[n] -> (101 - n)>
      rt.launch @k ins(%x : memref<?xf32>) outs(%0 : memref<?xf32>)
      rt.launch @sum ins(%0 : memref<?xf32>) outs(%y : memref<4xf32>)
      rt.return
    }
  }
}

// Two dims: what is larger depends on them. Where nothing bounds a dim the order is that of a number inside its range.
rt.model @stacks {
  rt.dim @n = 0 to 100
  rt.dim @m = 1 to 9223372036854775807
  rt.entry @f(x: tensor<?x64xf32> [@n], y: tensor<?x64xf32> [@m]) -> (z: tensor<32xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @known(memref<?x64xf32>, memref<32xf32>)
    func.func private @copy(memref<?x64xf32>, memref<?x64xf32>)
    func.func private @wide(memref<?x64xf32>, memref<?x192xf32>)
    func.func private @outer(memref<?x64xf32>, memref<?x64xf32>, memref<?x?x128xf32>)
    func.func private @sum(memref<?x?x128xf32>, memref<?x64xf32>, memref<32xf32>)
    func.func private @end(memref<?x192xf32>, memref<?x64xf32>, memref<32xf32>, memref<32xf32>)
    // CHECK: rt.program @f() arena #[[STACKS]]
    // CHECK: %[[OUTER:.*]] = rt.slot at 0 : memref<?x?x128xf32>
    // CHECK: %[[WIDE:.*]] = rt.slot at 0 : memref<?x192xf32>
    // CHECK: %[[COPY:.*]] = rt.slot at 0 above(%[[WIDE]], %[[OUTER]] :
    // CHECK: rt.slot at 0 above(%[[COPY]] : memref<?x64xf32>) : memref<32xf32>
    // expected-remark @+1 {{v, f: arena of 53955526784 bytes for 4 slots, 1.000 of the bound; copies: 0}}
    rt.program @f() {
      %x = rt.argument 0 : memref<?x64xf32> extents affine_map<()[n, m] -> (n)>
      %y = rt.argument 1 : memref<?x64xf32> extents affine_map<()[n, m] -> (m)>
      %z = rt.argument 2 : memref<32xf32> extents affine_map<() -> ()>
      %0 = rt.slot : memref<32xf32> extents affine_map<() -> ()>
      %1 = rt.slot : memref<?x64xf32> extents affine_map<()[n, m] -> (m)>
      %2 = rt.slot : memref<?x?x128xf32> extents affine_map<()[n, m] -> (n, m)>
      %3 = rt.slot : memref<?x192xf32> extents affine_map<()[n, m] -> (n)>
      rt.launch @known ins(%x : memref<?x64xf32>) outs(%0 : memref<32xf32>)
      rt.launch @copy ins(%y : memref<?x64xf32>) outs(%1 : memref<?x64xf32>)
      rt.launch @outer ins(%x, %y : memref<?x64xf32>, memref<?x64xf32>) outs(%2 : memref<?x?x128xf32>)
      rt.launch @sum ins(%2, %1 : memref<?x?x128xf32>, memref<?x64xf32>) outs(%z : memref<32xf32>)
      rt.launch @wide ins(%x : memref<?x64xf32>) outs(%3 : memref<?x192xf32>)
      rt.launch @end ins(%3, %1, %0 : memref<?x192xf32>, memref<?x64xf32>, memref<32xf32>) outs(%z : memref<32xf32>)
      rt.return
    }
  }
}
