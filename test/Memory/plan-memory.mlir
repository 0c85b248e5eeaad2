// What is planned also passes the independent check.
// RUN: dlc-opt %s --pass-pipeline="builtin.module(rt.model(rt.variant(dlc-plan-memory{report},dlc-verify-plan)))" -verify-diagnostics | FileCheck %s

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
    // CHECK-LABEL: rt.program @reuse_when_dead() arena 896 bound 896
    // CHECK: rt.slot at 0 :
    // CHECK: rt.slot at 448 :
    // CHECK: rt.slot at 0 :
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
