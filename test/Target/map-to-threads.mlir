// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-map-to-threads)))' | FileCheck %s

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // Extents and constants are computed again, loads are captured, scratch has 64-byte aligned offsets.
    // CHECK-LABEL: func.func private @captures_worker0(
    // CHECK-SAME: %[[X:[a-z0-9]+]]: memref<?xf32> {rt.noalias}, %[[S:[a-z0-9]+]]: f32,
    // CHECK-SAME: %[[BEGIN:[a-z0-9]+]]: index, %[[END:[a-z0-9]+]]: index, %[[SCRATCH:[a-z0-9]+]]: memref<192xi8> {rt.noalias})
    // CHECK-DAG: %[[C0:.*]] = arith.constant 0 : index
    // CHECK-DAG: %[[C64:.*]] = arith.constant 64 : index
    // CHECK-DAG: memref.view %[[SCRATCH]][%[[C0]]][] : memref<192xi8> to memref<3xf32>
    // CHECK-DAG: memref.view %[[SCRATCH]][%[[C64]]][] : memref<192xi8> to memref<20xf32>
    // CHECK: scf.for %[[I:.*]] = %[[BEGIN]] to %[[END]] step
    // CHECK: memref.dim %[[X]]
    // CHECK: memref.store %[[S]], %[[X]][%[[I]]]
    // CHECK-LABEL: func.func private @captures(
    // CHECK: %[[N:.*]] = memref.dim
    // CHECK: %[[L:.*]] = memref.load
    // CHECK: rt.parallel @captures_worker0(%{{.*}}, %[[L]] : memref<?xf32>, f32) count %[[N]] grain 5
    func.func private @captures(%x: memref<?xf32> {rt.noalias}, %y: memref<1xf32>) attributes {rt.cycles = 3000 : i64} {
      %c0 = arith.constant 0 : index
      %n = memref.dim %x, %c0 : memref<?xf32>
      %s = memref.load %y[%c0] : memref<1xf32>
      scf.forall (%i) in (%n) {
        %a = rt.scratch : memref<3xf32>
        %b = rt.scratch : memref<20xf32>
        memref.store %s, %a[%c0] : memref<3xf32>
        memref.store %s, %b[%c0] : memref<20xf32>
        %last = arith.cmpi eq, %i, %n : index
        scf.if %last {
          memref.store %s, %x[%i] : memref<?xf32>
        }
      } {mapping = [#rt.map<worker, 0>]}
      return
    }

    // CHECK-LABEL: func.func private @two_loops_worker0(
    // CHECK-LABEL: func.func private @two_loops_worker1(
    // CHECK-LABEL: func.func private @two_loops(
    // CHECK: rt.parallel @two_loops_worker0
    // CHECK-SAME: grain 1
    // CHECK: scf.for
    // CHECK: rt.parallel @two_loops_worker1
    func.func private @two_loops(%x: memref<8xf32>) attributes {rt.cycles = 1000000 : i64} {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c8 = arith.constant 8 : index
      %zero = arith.constant 0.0 : f32
      scf.forall (%i) in (8) {
        memref.store %zero, %x[%i] : memref<8xf32>
      } {mapping = [#rt.map<worker, 0>]}
      scf.for %k = %c0 to %c8 step %c1 {
        scf.forall (%i) in (8) {
          memref.store %zero, %x[%k] : memref<8xf32>
        } {mapping = [#rt.map<worker, 0>]}
      }
      return
    }

    // CHECK-LABEL: func.func private @no_worker_loop(
    // CHECK-NEXT: return
    func.func private @no_worker_loop(%x: memref<8xf32>) {
      return
    }
  }

  // CHECK: rt.variant @sm_80
  rt.variant @sm_80 #rt.target<cuda, "sm_80"> {
    // CHECK: scf.forall
    func.func private @no_threads_on_cuda(%x: memref<8xf32>) {
      %zero = arith.constant 0.0 : f32
      scf.forall (%i) in (8) {
        memref.store %zero, %x[%i] : memref<8xf32>
      } {mapping = [#rt.map<worker, 0>]}
      return
    }
  }
}
