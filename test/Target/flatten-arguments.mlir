// RUN: dlc-opt %s --dlc-flatten-arguments | FileCheck %s

// CHECK-LABEL: func.func private @extents(
// CHECK-SAME: %[[P:.*]]: !llvm.ptr {llvm.noalias}, %[[N:.*]]: index, %[[M:.*]]: index, %[[S:.*]]: f32, %[[Q:.*]]: !llvm.ptr)
// CHECK: arith.index_cast %[[N]] : index to i64
// CHECK: memref.store %[[S]], %{{.*}} : memref<?x8x?xf32>
func.func private @extents(%x: memref<?x8x?xf32> {rt.noalias}, %s: f32, %y: memref<f32>) {
  %c0 = arith.constant 0 : index
  memref.store %s, %x[%c0, %c0, %c0] : memref<?x8x?xf32>
  memref.store %s, %y[] : memref<f32>
  return
}

// CHECK-LABEL: func.func @caller(
// CHECK-SAME: %{{.*}}: !llvm.ptr, %{{.*}}: index, %{{.*}}: index, %{{.*}}: f32, %{{.*}}: !llvm.ptr)
// CHECK: call @extents(%{{.*}}) : (!llvm.ptr, index, index, f32, !llvm.ptr) -> ()
func.func @caller(%x: memref<?x8x?xf32>, %s: f32, %y: memref<f32>) {
  call @extents(%x, %s, %y) : (memref<?x8x?xf32>, f32, memref<f32>) -> ()
  return
}
