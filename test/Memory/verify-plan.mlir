// A plan that is right passes unchanged: memory reused after its last read, in place where allowed, state committed.
// RUN: dlc-opt %s --pass-pipeline="builtin.module(rt.model(rt.variant(dlc-verify-plan)))" -o %t
// RUN: dlc-opt %s -o %t.before
// RUN: diff %t %t.before

rt.model @m {
  rt.state @s : tensor<16xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 0
  rt.entry @f(x: tensor<16xf32>, label: tensor<4xi64>) -> (y: tensor<16xf32>)
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @k(memref<16xf32>, memref<16xf32>)
    func.func private @relu(memref<16xf32>, memref<16xf32>)
    func.func private @shape(memref<4x4xf32>, memref<16xf32>)
    rt.program @f() arena 128 bound 128 {
      %x = rt.argument 0 : memref<16xf32> extents affine_map<() -> ()>
      %label = rt.argument 1 : memref<4xi64> extents affine_map<() -> ()>
      %y = rt.argument 2 : memref<16xf32> extents affine_map<() -> ()>
      %s = rt.get @s : memref<16xf32>
      rt.check %label in 0 to 4, "label" : memref<4xi64>
      %0 = rt.slot at 0 : memref<16xf32> extents affine_map<() -> ()>
      %1 = rt.slot at 64 : memref<16xf32> extents affine_map<() -> ()>
      %2 = rt.slot at 0 : memref<16xf32> extents affine_map<() -> ()>
      rt.launch @k ins(%x : memref<16xf32>) outs(%0 : memref<16xf32>)
      rt.launch @relu ins(%0 : memref<16xf32>) outs(%0 : memref<16xf32>) reuse [0]
      rt.launch @k ins(%0 : memref<16xf32>) outs(%1 : memref<16xf32>)
      rt.launch @k ins(%1 : memref<16xf32>) outs(%2 : memref<16xf32>)
      %view = rt.view %2 : memref<16xf32> to memref<4x4xf32>
      rt.launch @shape ins(%view : memref<4x4xf32>) outs(%y : memref<16xf32>)
      rt.copy %1 to %s commit : memref<16xf32> to memref<16xf32>
      rt.return
    }
  }
}
