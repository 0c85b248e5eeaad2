// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-emit-kernels,canonicalize,cse)))' | FileCheck %s

#s = #rt.pooling<width = 8, block = 1024, chunk_columns = 256, unroll = 32>
#scalar = #rt.pooling<width = 1, block = 1024, chunk_columns = 256, unroll = 32, threads = 128>
rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // Without padding nothing is filled and no row is clamped.
    // CHECK-LABEL: func.func private @no_padding
    // CHECK: %[[ROW:.*]] = rt.scratch : memref<{{.*}}xf32>
    // CHECK-NOT: scf.if
    // CHECK: vector.load {{.*}} : memref<?x6x24x24xf32>, vector<8xf32>
    // CHECK: vector.load {{.*}} : memref<?x6x24x24xf32>, vector<8xf32>
    // CHECK: vector.store {{.*}}, %[[ROW]]
    // CHECK: vector.load %[[ROW]][{{.*}}, vector<16xf32>
    // CHECK: vector.shuffle {{.*}} [0, 2, 4, 6, 8, 10, 12, 14]
    // CHECK: vector.shuffle {{.*}} [1, 3, 5, 7, 9, 11, 13, 15]
    // CHECK: #rt.map<worker, 0>
    dlc.kernel @no_padding(%x: tensor<?x6x24x24xf32>) -> tensor<?x6x12x12xf32> attributes {rt.schedule = #s} {
      %0 = max_pool %x window [2, 2] strides [2, 2] : tensor<?x6x24x24xf32>
      return %0 : tensor<?x6x12x12xf32>
    }
    // The padding of a row is filled once per worker; rows at the border are fewer.
    // CHECK-LABEL: func.func private @padded
    // CHECK: memref.store
    // CHECK: scf.for
    // CHECK: scf.if
    dlc.kernel @padded(%x: tensor<?x64x112x112xf32>) -> tensor<?x64x56x56xf32> attributes {rt.schedule = #s} {
      %0 = max_pool %x window [3, 3] strides [2, 2] padding [1, 1, 1, 1] : tensor<?x64x112x112xf32>
      %1 = relu %0 : tensor<?x64x56x56xf32>
      return %1 : tensor<?x64x56x56xf32>
    }
    // Windows at the border hold fewer elements: the mean divides by their number.
    // CHECK-LABEL: func.func private @mean_without_padding
    // CHECK: arith.sitofp
    // CHECK: arith.divf
    dlc.kernel @mean_without_padding(%x: tensor<?x8x16x16xf32>) -> tensor<?x8x16x16xf32> attributes {rt.schedule = #s} {
      %0 = avg_pool %x window [3, 3] strides [1, 1] padding [1, 1, 1, 1] : tensor<?x8x16x16xf32>
      return %0 : tensor<?x8x16x16xf32>
    }
    // All windows hold nine.
    // CHECK-LABEL: func.func private @mean_with_padding
    // CHECK-NOT: arith.divf
    // CHECK: arith.mulf
    // CHECK-NOT: arith.divf
    // CHECK: return
    dlc.kernel @mean_with_padding(%x: tensor<?x8x16x16xf32>) -> tensor<?x8x16x16xf32> attributes {rt.schedule = #s} {
      %0 = avg_pool %x window [3, 3] strides [1, 1] padding [1, 1, 1, 1] count_include_pad : tensor<?x8x16x16xf32>
      return %0 : tensor<?x8x16x16xf32>
    }
    // A row of unknown length is cut into chunks, so that scratch has a size.
    // CHECK-LABEL: func.func private @unknown_width
    // CHECK: rt.scratch : memref<{{[0-9]+}}xf32>
    // CHECK: scf.for {{.*}} step %c256
    dlc.kernel @unknown_width(%x: tensor<1x8x?x?xf32>) -> tensor<1x8x?x?xf32> attributes {rt.schedule = #s} {
      %0 = max_pool %x window [2, 2] strides [2, 2] : tensor<1x8x?x?xf32>
      return %0 : tensor<1x8x?x?xf32>
    }
    // A GPU's threads take one element each.
    // CHECK-LABEL: func.func private @elements
    // CHECK-NOT: rt.scratch
    // CHECK: scf.forall
    // CHECK: scf.forall {{.*}} in (144)
    // CHECK: #rt.map<thread, 0>
    // CHECK: #rt.map<worker, 0>
    dlc.kernel @elements(%x: tensor<?x6x24x24xf32>) -> tensor<?x6x12x12xf32> attributes {rt.schedule = #scalar} {
      %0 = max_pool %x window [2, 2] strides [2, 2] : tensor<?x6x24x24xf32>
      return %0 : tensor<?x6x12x12xf32>
    }
    // Channels side by side: lanes are channels, windows are clamped.
    // CHECK-LABEL: func.func private @channels_last
    // CHECK-NOT: rt.scratch
    // CHECK-NOT: vector.gather
    // CHECK: scf.for {{.*}} to %c64 step %c8
    // CHECK: scf.if
    // CHECK-COUNT-9: vector.load {{.*}} : memref<?x112x112x64xf32>, vector<8xf32>
    // CHECK: vector.store {{.*}} : memref<?x56x56x64xf32>, vector<8xf32>
    dlc.kernel @channels_last(%x: tensor<?x112x112x64xf32>) -> tensor<?x56x56x64xf32> attributes {rt.schedule = #s} {
      %0 = transpose %x [0, 3, 1, 2] : tensor<?x112x112x64xf32>
      %1 = max_pool %0 window [3, 3] strides [2, 2] padding [1, 1, 1, 1] : tensor<?x64x112x112xf32>
      %2 = transpose %1 [0, 2, 3, 1] : tensor<?x64x56x56xf32>
      return %2 : tensor<?x56x56x64xf32>
    }
    // CHECK-NOT: dlc.
  }
}
