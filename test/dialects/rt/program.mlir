// A program before and after the stage Memory prints as it is written.
// RUN: dlc-opt %s | dlc-opt | FileCheck %s

rt.model @m {
  rt.dim @n = 1 to 512
  rt.parameter @w : tensor<4x2xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @mean : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "mean" stream 1
  rt.entry @forward(x: tensor<?x2xf32> [@n], label: tensor<?xi64> [@n]) -> (y: tensor<?x4xf32> [@n])
  // CHECK-LABEL: rt.variant @tensors
  rt.variant @tensors #rt.target<cpu, "x86-64-v3"> {
    // CHECK: rt.prepared @w.packed : tensor<8xf32> from [@w]
    rt.prepared @w.packed : tensor<8xf32> from [@w]
    func.func private @pack(memref<4x2xf32>, memref<8xf32>)
    func.func private @linear(memref<?x2xf32>, memref<8xf32>, memref<?x4xf32>, memref<4xf32>)
    func.func private @relu(memref<?x4xf32>, memref<?x4xf32>)
    // CHECK: rt.program @prepare() {
    rt.program @prepare() {
      %w = rt.get @w : tensor<4x2xf32>
      // CHECK: rt.launch @pack ins(%{{.*}} : tensor<4x2xf32>) outs() -> tensor<8xf32> extents [#{{.*}}]
      %0 = rt.launch @pack ins(%w : tensor<4x2xf32>) outs() -> tensor<8xf32> extents [affine_map<()[n] -> ()>]
      // CHECK: rt.put @w.packed, %{{.*}} : tensor<8xf32>
      rt.put @w.packed, %0 : tensor<8xf32>
      rt.return
    }
    // CHECK: rt.program @forward(%{{.*}}: tensor<?x2xf32> {rt.extents = #{{.*}}}, %{{.*}}: tensor<?xi64> {rt.extents = #{{.*}}}) -> tensor<?x4xf32> {
    rt.program @forward(%x: tensor<?x2xf32> {rt.extents = affine_map<()[n] -> (n)>},
                        %label: tensor<?xi64> {rt.extents = affine_map<()[n] -> (n)>}) -> tensor<?x4xf32> {
      // CHECK: rt.check %{{.*}} in 0 to 4, "label out of range" : tensor<?xi64>
      rt.check %label in 0 to 4, "label out of range" : tensor<?xi64>
      %w = rt.get @w.packed : tensor<8xf32>
      %0:2 = rt.launch @linear ins(%x, %w : tensor<?x2xf32>, tensor<8xf32>) outs() -> tensor<?x4xf32>, tensor<4xf32>
          extents [affine_map<()[n] -> (n)>, affine_map<()[n] -> ()>]
      // CHECK: reuse [0]
      %1 = rt.launch @relu ins(%0#0 : tensor<?x4xf32>) outs() -> tensor<?x4xf32> extents [affine_map<()[n] -> (n)>] reuse [0]
      // CHECK: rt.view %{{.*}} : tensor<?x4xf32> to tensor<?x2x2xf32> extents
      %2 = rt.view %1 : tensor<?x4xf32> to tensor<?x2x2xf32> extents affine_map<()[n] -> (n)>
      %3 = rt.view %2 : tensor<?x2x2xf32> to tensor<?x4xf32> extents affine_map<()[n] -> (n)>
      rt.put @mean, %0#1 : tensor<4xf32>
      rt.return %3 : tensor<?x4xf32>
    }
  }
  // CHECK-LABEL: rt.variant @buffers
  rt.variant @buffers #rt.target<cpu, "x86-64-v3"> {
    func.func private @linear(memref<?x2xf32>, memref<4x2xf32>, memref<?x4xf32>, memref<4xf32>)
    // CHECK: rt.program @forward() arena 64 bound 64 {
    rt.program @forward() arena 64 bound 64 {
      // CHECK: rt.argument 0 : memref<?x2xf32> extents
      %x = rt.argument 0 : memref<?x2xf32> extents affine_map<()[n] -> (n)>
      %y = rt.argument 2 : memref<?x4xf32> extents affine_map<()[n] -> (n)>
      %w = rt.get @w : memref<4x2xf32>
      %mean = rt.get @mean : memref<4xf32>
      // CHECK: rt.slot at 0 : memref<4xf32> extents
      %0 = rt.slot at 0 : memref<4xf32> extents affine_map<()[n] -> ()>
      // CHECK: rt.launch @linear ins(%{{.*}} : memref<?x2xf32>, memref<4x2xf32>) outs(%{{.*}} : memref<?x4xf32>, memref<4xf32>)
      rt.launch @linear ins(%x, %w : memref<?x2xf32>, memref<4x2xf32>) outs(%y, %0 : memref<?x4xf32>, memref<4xf32>)
      // CHECK: rt.copy %{{.*}} to %{{.*}} commit : memref<4xf32> to memref<4xf32>
      rt.copy %0 to %mean commit : memref<4xf32> to memref<4xf32>
      rt.return
    }
  }
}
