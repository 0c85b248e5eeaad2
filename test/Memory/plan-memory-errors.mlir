// RUN: dlc-opt %s --pass-pipeline="builtin.module(rt.model(rt.variant(dlc-plan-memory)))" -split-input-file -verify-diagnostics

rt.model @too_large {
  rt.dim @n = 4611686018427387903 to 4611686018427387904
  rt.entry @f(x: tensor<?xf32> [@n]) -> (y: tensor<?xf32> [@n])
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<?xf32>, memref<?xf32>)
    rt.program @f() {
      %x = rt.argument 0 : memref<?xf32> extents affine_map<()[n] -> (n)>
      %y = rt.argument 1 : memref<?xf32> extents affine_map<()[n] -> (n)>
      // expected-error @+1 {{needs more memory than can be addressed; expects the arena to be below 2^61 bytes at the lower ends of the ranges of the dims}}
      %0 = rt.slot : memref<?xf32> extents affine_map<()[n] -> (n)>
      rt.launch @k ins(%x : memref<?xf32>) outs(%0 : memref<?xf32>)
      rt.launch @k ins(%0 : memref<?xf32>) outs(%y : memref<?xf32>)
      rt.return
    }
  }
}

// -----

rt.model @read_before_write {
  rt.entry @f() -> (y: tensor<4xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<4xf32>, memref<4xf32>)
    rt.program @f() {
      %y = rt.argument 0 : memref<4xf32> extents affine_map<() -> ()>
      // expected-note @+1 {{the slot}}
      %0 = rt.slot : memref<4xf32> extents affine_map<() -> ()>
      // expected-error @+1 {{reads a slot before anything is written to it}}
      rt.launch @k ins(%0 : memref<4xf32>) outs(%y : memref<4xf32>)
      rt.return
    }
  }
}
