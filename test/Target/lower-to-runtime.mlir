// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-lower-to-runtime)))' | FileCheck %s

rt.model @m {
  rt.dim @n = 1 to 100
  rt.parameter @w : tensor<4xf32> = #rt.init<constant, 1.0, 0.0> key "w" stream 0
  rt.state @s : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.entry @forward(label: tensor<?xi32> [@n]) -> (y: tensor<?x4xf32> [@n])
  // CHECK: rt.variant @x86_64_v3
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // CHECK: module attributes {rt.target = #rt.target<cpu, "x86-64-v3">}
    // CHECK-DAG: llvm.func @dlc_parallel_for(!llvm.ptr, !llvm.ptr, !llvm.ptr, i64, i64)
    rt.prepared @half : tensor<4xf32> from [@w]

    // A worker stays out of line; its thread function unpacks the captured block.
    // CHECK: func.func private @k_worker0.kernel(%{{.*}}: memref<?x4xf32>, %{{.*}}: index, %{{.*}}: index, %{{.*}}: memref<64xi8>)
    // CHECK-SAME: passthrough = ["noinline"]
    func.func private @k_worker0(%y: memref<?x4xf32>, %begin: index, %end: index, %scratch: memref<64xi8>) { return }
    // CHECK: llvm.func internal @k_worker0.kernel_thread(%[[BLOCK:.*]]: !llvm.ptr, %{{.*}}: i64, %{{.*}}: i64, %{{.*}}: !llvm.ptr)
    // CHECK: llvm.getelementptr %[[BLOCK]][8]
    // CHECK: call @k_worker0.kernel

    // A kernel takes the frame; little work is a direct call.
    // CHECK: func.func private @k.kernel(%[[FRAME:.*]]: !llvm.ptr, %{{.*}}: memref<?x4xf32>)
    // CHECK: %[[BLOCK:.*]] = llvm.alloca %{{.*}} x !llvm.array<2 x i64>
    // CHECK: %[[SMALL:.*]] = arith.cmpi slt, %{{.*}}, %c1000
    // CHECK: scf.if %[[SMALL]]
    // CHECK: func.call @k_worker0.kernel
    // CHECK: else
    // CHECK: %[[THREAD:.*]] = llvm.mlir.addressof @k_worker0.kernel_thread
    // CHECK: llvm.call @dlc_parallel_for(%[[FRAME]], %[[THREAD]], %[[BLOCK]],
    func.func private @k(%y: memref<?x4xf32>) {
      %c0 = arith.constant 0 : index
      %n = memref.dim %y, %c0 : memref<?x4xf32>
      rt.parallel @k_worker0(%y : memref<?x4xf32>) count %n grain 500
      return
    }

    // A count that is known decides at once.
    // CHECK: func.func private @always_small.kernel(
    // CHECK-NOT: dlc_parallel_for
    // CHECK: call @k_worker0.kernel
    // CHECK: return
    func.func private @always_small(%y: memref<?x4xf32>) {
      %c10 = arith.constant 10 : index
      rt.parallel @k_worker0(%y : memref<?x4xf32>) count %c10 grain 500
      return
    }

    // CHECK: func.func @x86_64_v3_prepare(%[[FRAME:.*]]: !llvm.ptr {llvm.noalias}) -> i32
    rt.program @prepare() arena 0 bound 0 {
      // CHECK: llvm.getelementptr %[[FRAME]][0]
      %w = rt.get @w : memref<4xf32>
      // CHECK: llvm.getelementptr %[[FRAME]][8]
      %h = rt.get @half : memref<4xf32>
      // CHECK: "llvm.intr.memcpy"
      rt.copy %w to %h : memref<4xf32> to memref<4xf32>
      rt.return
    }

    // CHECK: func.func @x86_64_v3_forward(%[[FRAME:.*]]: !llvm.ptr {llvm.noalias}) -> i32
    rt.program @forward() arena 64 bound 64 {
      %label = rt.argument 0 : memref<?xi32> extents affine_map<()[n] -> (n)>
      %y = rt.argument 1 : memref<?x4xf32> extents affine_map<()[n] -> (n)>
      // CHECK: llvm.getelementptr %[[FRAME]][32]
      %t = rt.slot at 0 : memref<4xf32> extents affine_map<() -> ()>
      // Above a slot of as many floats as the call has labels, rounded up to 64 bytes.
      // CHECK: %[[BYTES:.*]] = arith.addi %{{.*}}, %{{.*}} : i64
      // CHECK: %[[ROUNDED:.*]] = arith.andi %[[BYTES]], %{{.*}} : i64
      // CHECK: %[[END:.*]] = arith.addi %{{.*}}, %[[ROUNDED]] : i64
      // CHECK: arith.maxsi %{{.*}}, %[[END]] : i64
      %below = rt.slot at 64 : memref<?xf32> extents affine_map<()[n] -> (n)>
      %above = rt.slot at 0 above(%below : memref<?xf32>) : memref<4xf32> extents affine_map<() -> ()>
      %s = rt.get @s : memref<4xf32>
      // CHECK: %[[WRONG:.*]] = scf.for
      // CHECK: arith.extsi
      // CHECK: arith.cmpi slt
      // CHECK: arith.cmpi sge
      // CHECK: arith.select %[[WRONG]], %c1_i32
      rt.check %label in 0 to 10, "m.mlir:3:4: gather" : memref<?xi32>
      // CHECK: %[[N:.*]] = arith.index_cast %{{.*}} : index to i64
      // CHECK: %[[LOW:.*]] = arith.subi %{{.*}}, %[[N]]
      // CHECK: arith.cmpi slt, %{{.*}}, %[[LOW]]
      // CHECK: arith.cmpi sge, %{{.*}}, %[[N]]
      // CHECK: arith.select %{{.*}}, %c2_i32
      rt.check %label in -100 to 100 extent affine_map<()[n] -> (n)>, "wraps" : memref<?xi32>
      // CHECK: call @k.kernel(%[[FRAME]],
      rt.launch @k ins() outs(%y : memref<?x4xf32>)
      // CHECK: %[[GOOD:.*]] = arith.cmpi eq
      // CHECK: scf.if %[[GOOD]]
      // CHECK: "llvm.intr.memcpy"
      rt.copy %t to %s commit : memref<4xf32> to memref<4xf32>
      // CHECK: llvm.getelementptr %[[FRAME]][76]
      // CHECK: return %{{.*}} : i32
      rt.return
    }
    // CHECK: rt.compiled @prepare arena 0 scratch 64 checks []
    // CHECK: rt.compiled @forward arena 64 scratch 64 checks [#rt.checked<0, 0, 10, -1, "m.mlir:3:4: gather">, #rt.checked<0, -100, 100, 0, "wraps">]
  }
}
