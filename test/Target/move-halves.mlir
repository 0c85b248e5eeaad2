// RUN: dlc-opt %s --dlc-move-halves | FileCheck %s

// CHECK-LABEL: llvm.func @store
llvm.func @store(%p: !llvm.ptr, %mask: vector<8xi1>, %x: vector<8xf16>) {
  // CHECK: %[[BITS:.*]] = llvm.bitcast %{{.*}} : vector<8xf16> to vector<8xi16>
  // CHECK: llvm.intr.masked.store %[[BITS]]
  llvm.intr.masked.store %x, %p, %mask {alignment = 2 : i32} : vector<8xf16>, vector<8xi1> into !llvm.ptr
  llvm.return
}
// CHECK-LABEL: llvm.func @gather
llvm.func @gather(%p: vector<8x!llvm.ptr>, %mask: vector<8xi1>) -> vector<8xbf16> {
  // CHECK: llvm.intr.masked.gather {{.*}} -> vector<8xi16>
  // CHECK: llvm.bitcast {{.*}} : vector<8xi16> to vector<8xbf16>
  %0 = llvm.intr.masked.gather %p, %mask {alignment = 2 : i32} : (vector<8x!llvm.ptr>, vector<8xi1>) -> vector<8xbf16>
  llvm.return %0 : vector<8xbf16>
}
// CHECK-LABEL: llvm.func @no_floats_of_32_bits
llvm.func @no_floats_of_32_bits(%p: !llvm.ptr, %mask: vector<8xi1>, %x: vector<8xf32>) {
  // CHECK-NOT: llvm.bitcast
  // CHECK: llvm.return
  llvm.intr.masked.store %x, %p, %mask {alignment = 4 : i32} : vector<8xf32>, vector<8xi1> into !llvm.ptr
  llvm.return
}
