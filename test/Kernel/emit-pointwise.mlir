// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-emit-kernels,canonicalize,cse)))' | FileCheck %s

#s = #rt.pointwise<width = 8, block = 1024, interleave = 4, column_vectors = 8, least_columns = 64, unroll = 7>
rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // The bias is a row that repeats, the rest of the extent is masked.
    // CHECK-LABEL: func.func private @broadcast
    // CHECK: scf.forall
    // CHECK: vector.load %{{.*}} : memref<?x?xf32>
    // CHECK: vector.load %{{.*}} : memref<?xf32>
    // CHECK: scf.if
    // CHECK: vector.maskedload
    // CHECK: vector.maskedstore
    // CHECK: #rt.map<worker, 0>
    dlc.kernel @broadcast(%x: tensor<?x?xf32>, %b: tensor<?xf32>) -> tensor<?x?xf32> attributes {rt.schedule = #s} {
      %0 = add %x, %b : tensor<?x?xf32>, tensor<?xf32>
      return %0 : tensor<?x?xf32>
    }
    // Read along the input's rows, written along the result's.
    // CHECK-LABEL: func.func private @transposed
    // CHECK-NOT: vector.gather
    // CHECK-COUNT-8: vector.load %{{.*}} : memref<8x16xf32>
    // CHECK-COUNT-24: vector.shuffle
    // CHECK-COUNT-8: vector.store %{{.*}} : memref<16x8xf32>
    dlc.kernel @transposed(%x: tensor<8x16xf32>) -> tensor<16x8xf32> attributes {rt.schedule = #s} {
      %0 = transpose %x [1, 0] : tensor<8x16xf32>
      return %0 : tensor<16x8xf32>
    }
    // Unknown extents: rows past the end repeat the last one; the rest of the columns comes one by one.
    // CHECK-LABEL: func.func private @transposed_unknown
    // CHECK-COUNT-24: vector.shuffle
    // CHECK-COUNT-8: vector.store
    // CHECK: scf.for
    // CHECK: vector.gather
    // CHECK: arith.minsi
    // CHECK-COUNT-8: vector.maskedstore
    dlc.kernel @transposed_unknown(%x: tensor<?x?xf32>) -> tensor<?x?xf32> attributes {rt.schedule = #s} {
      %0 = transpose %x [1, 0] : tensor<?x?xf32>
      return %0 : tensor<?x?xf32>
    }
    // What lies along the result joins behind the square.
    // CHECK-LABEL: func.func private @transposed_add
    // CHECK-NOT: vector.gather
    // CHECK: vector.shuffle
    // CHECK: vector.load %{{.*}} : memref<16x8xf32>
    // CHECK: arith.addf
    dlc.kernel @transposed_add(%x: tensor<8x16xf32>, %y: tensor<16x8xf32>) -> tensor<16x8xf32> attributes {rt.schedule = #s} {
      %0 = transpose %x [1, 0] : tensor<8x16xf32>
      %1 = add %0, %y : tensor<16x8xf32>, tensor<16x8xf32>
      return %1 : tensor<16x8xf32>
    }
    // Pixels of three channels are one run of memory.
    // CHECK-LABEL: func.func private @interleaved
    // CHECK-COUNT-3: vector.load %{{.*}} : memref<3x16xf32>
    // CHECK-COUNT-6: vector.shuffle
    // CHECK-COUNT-3: vector.store %{{.*}} : memref<16x3xf32>, vector<8xf32>
    dlc.kernel @interleaved(%x: tensor<3x16xf32>) -> tensor<16x3xf32> attributes {rt.schedule = #s} {
      %0 = transpose %x [1, 0] : tensor<3x16xf32>
      return %0 : tensor<16x3xf32>
    }
    // CHECK-LABEL: func.func private @deinterleaved
    // CHECK-COUNT-3: vector.load %{{.*}} : memref<16x3xf32>, vector<8xf32>
    // CHECK-COUNT-6: vector.shuffle
    // CHECK-COUNT-3: vector.store %{{.*}} : memref<3x16xf32>
    dlc.kernel @deinterleaved(%x: tensor<16x3xf32>) -> tensor<3x16xf32> attributes {rt.schedule = #s} {
      %0 = transpose %x [1, 0] : tensor<16x3xf32>
      return %0 : tensor<3x16xf32>
    }
    // The id is one scalar per row, clamped into the table.
    // CHECK-LABEL: func.func private @embedding
    // CHECK: memref.load %{{.*}} : memref<4xi64>
    // CHECK: arith.minsi
    // CHECK: arith.maxsi
    // CHECK: vector.load %{{.*}} : memref<100x64xf32>
    dlc.kernel @embedding(%i: tensor<4xi64>, %t: tensor<100x64xf32>) -> tensor<4x64xf32> attributes {rt.schedule = #s} {
      %0 = embedding %i, %t : tensor<4xi64>, tensor<100x64xf32>
      return %0 : tensor<4x64xf32>
    }
    // A bool is a byte in memory.
    // CHECK-LABEL: func.func private @boolean
    // CHECK-SAME: memref<16xi8>
    // CHECK: arith.extui
    dlc.kernel @boolean(%x: tensor<16xf32>) -> tensor<16xi1> attributes {rt.schedule = #s} {
      %0 = compare lt, %x, %x : tensor<16xf32>, tensor<16xf32>
      return %0 : tensor<16xi1>
    }
    // CHECK-LABEL: func.func private @rank_zero
    // CHECK: memref.store
    dlc.kernel @rank_zero(%x: tensor<f32>) -> tensor<f32> attributes {rt.schedule = #s} {
      %0 = exp %x : tensor<f32>
      return %0 : tensor<f32>
    }
    // A literal that is not one repeated value is a constant of the variant.
    // CHECK-LABEL: func.func private @literal
    // CHECK: memref.get_global @literal_0 : memref<4xf32>
    dlc.kernel @literal(%x: tensor<4xf32>) -> tensor<4xf32> attributes {rt.schedule = #s} {
      %c = constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>
      %0 = add %x, %c : tensor<4xf32>, tensor<4xf32>
      return %0 : tensor<4xf32>
    }
  }
}
