// The signature of an artefact and every attribute print as they are written.
// RUN: dlc-opt %s | dlc-opt | FileCheck %s

// CHECK-LABEL: rt.model @signature
rt.model @signature {
  // CHECK: rt.dim @batch = 1 to 512
  rt.dim @batch = 1 to 512
  // CHECK: rt.parameter @w : tensor<4x2xf32> = #rt.file<"m.safetensors", 128, 32> key "fc.weight" stream 0
  rt.parameter @w : tensor<4x2xf32> = #rt.file<"m.safetensors", 128, 32> key "fc.weight" stream 0
  // CHECK: rt.parameter @b : tensor<4xf32> = #rt.init<uniform, -1.250000e-01, 1.250000e-01> key "b" stream 1
  rt.parameter @b : tensor<4xf32> = #rt.init<uniform, -0.125, 0.125> key "b" stream 1
  // CHECK: rt.state @count : tensor<2xi64> = dense<0> : tensor<2xi64> key "count" stream 2
  rt.state @count : tensor<2xi64> = dense<0> : tensor<2xi64> key "count" stream 2
  // CHECK: rt.entry @forward(image: tensor<?x2xf32> [@batch], "no-1": tensor<f32>) -> (logits: tensor<?x4xf32> [@batch])
  rt.entry @forward(image: tensor<?x2xf32> [@batch], "no-1": tensor<f32>) -> (logits: tensor<?x4xf32> [@batch])
  // CHECK: rt.entry @nothing() -> ()
  rt.entry @nothing() -> ()
}

// CHECK-LABEL: rt.model @targets
rt.model @targets {
  // CHECK: rt.variant @v3 #rt.target<cpu, "x86-64-v3">
  rt.variant @v3 #rt.target<cpu, "x86-64-v3"> {}
  // CHECK: rt.variant @sm_90a #rt.target<cuda, "sm_90a">
  rt.variant @sm_90a #rt.target<cuda, "sm_90a"> {
    // CHECK: rt.scratch : memref<4x16xf32>
    func.func private @kernel() attributes {schedule = #rt.contraction<width = 16, tile = <rows = 12, columns = 32, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 120, panel_block = 512, depth_block = 512, pack_panels = 4, tile_panels = 4>} {
      scf.forall (%i) in (4) {
        %0 = rt.scratch : memref<4x16xf32>
        // CHECK: memref.store
        %c0 = arith.constant 0 : index
        %zero = arith.constant 0.0 : f32
        memref.store %zero, %0[%c0, %c0] : memref<4x16xf32>
      // CHECK: {mapping = [#rt.map<worker, 0>]}
      } {mapping = [#rt.map<worker, 0>]}
      return
    }
  }
}
