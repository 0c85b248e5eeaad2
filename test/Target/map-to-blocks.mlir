// RUN: dlc-opt %s --split-input-file --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-map-to-blocks)))' | FileCheck %s

// CHECK-LABEL: rt.variant @sm_90a
// CHECK: builtin.module attributes {rt.target = #rt.target<cuda, "sm_90a">}
// CHECK: gpu.module @kernels
rt.model @m {
  rt.variant @sm_90a #rt.target<cuda, "sm_90a"> {
    // CHECK: memref.global "private" constant @literal_0
    memref.global "private" constant @literal_0 : memref<2xf32> = dense<[1.0, 2.0]>

    // A buffer is a pointer and its unknown extents, a block one iteration of the worker loop.
    // CHECK: gpu.func @add_block0(%[[X:.*]]: !llvm.ptr, %{{.*}}: index, %[[Y:.*]]: !llvm.ptr, %{{.*}}: index) kernel
    // CHECK-SAME: known_block_size = array<i32: 64, 1, 1>
    // CHECK-DAG: llvm.insertvalue %[[X]]
    // CHECK-DAG: llvm.insertvalue %[[Y]]
    // CHECK: %[[BLOCK:.*]] = gpu.block_id x
    // CHECK: %[[THREAD:.*]] = gpu.thread_id x
    // CHECK: %[[LANES:.*]] = arith.constant 64 : index
    // CHECK-DAG: %[[COUNT:.*]] = memref.dim
    // CHECK-DAG: %[[LITERALS:.*]] = memref.get_global @literal_0
    // CHECK: memref.load %[[LITERALS]][%[[BLOCK]]]
    // CHECK: scf.for %[[I:.*]] = %[[THREAD]] to %[[COUNT]] step %[[LANES]] {
    // CHECK: memref.load %{{.*}}[%[[I]]]
    // CHECK: memref.store %{{.*}}, %{{.*}}[%[[BLOCK]], %[[I]]]
    // CHECK: gpu.return
    // CHECK: gpu.func @add_block1(%{{.*}}: f32, %{{.*}}: !llvm.ptr) kernel
    //
    // The function keeps its loops: their length is the grid.
    // CHECK: func.func private @add(
    // CHECK: scf.forall (%{{.*}}) in (2)
    func.func private @add(%x: memref<?xf32>, %y: memref<2x?xf32>, %z: memref<4xf32>) attributes {rt.threads = 64 : i64} {
      %c0 = arith.constant 0 : index
      %n = memref.dim %x, %c0 : memref<?xf32>
      %literals = memref.get_global @literal_0 : memref<2xf32>
      %first = memref.load %x[%c0] : memref<?xf32>
      scf.forall (%w) in (2) {
        %offset = memref.load %literals[%w] : memref<2xf32>
        scf.forall (%i) in (%n) {
          %a = memref.load %x[%i] : memref<?xf32>
          %b = arith.addf %a, %offset : f32
          memref.store %b, %y[%w, %i] : memref<2x?xf32>
        } {mapping = [#rt.map<thread, 0>]}
      } {mapping = [#rt.map<worker, 0>]}
      scf.forall (%w) in (1) {
        scf.forall (%i) in (4) {
          memref.store %first, %z[%i] : memref<4xf32>
        } {mapping = [#rt.map<thread, 0>]}
      } {mapping = [#rt.map<worker, 0>]}
      return
    }

    // CHECK: func.func private @no_worker_loop
    func.func private @no_worker_loop(%x: memref<8xf32>) {
      return
    }
  }

  // CPU variants are for dlc-map-to-threads.
  // CHECK: rt.variant @x86_64_v2
  // CHECK-NOT: gpu
  rt.variant @x86_64_v2 #rt.target<cpu, "x86-64-v2"> {
    func.func private @fill(%x: memref<8xf32>) {
      %zero = arith.constant 0.0 : f32
      scf.forall (%i) in (8) {
        memref.store %zero, %x[%i] : memref<8xf32>
      } {mapping = [#rt.map<worker, 0>]}
      return
    }
  }
}
