// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-emit-kernels,canonicalize,cse)))' --split-input-file --verify-diagnostics | FileCheck %s

#s = #rt.attention<width = 8, rows = 4, columns = 16, key_block = 128, few_queries = 4, row_key_block = 512, row_keys = 8, row_vectors = 8>
rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // Scores of 128 keys and 16 queries are in scratch; nothing is combined across lanes.
    // CHECK-LABEL: func.func private @plain
    // CHECK: scf.forall
    // CHECK-DAG: rt.scratch : memref<64x16xf32>
    // CHECK-DAG: rt.scratch : memref<128x16xf32>
    // CHECK-NOT: vector.reduction
    // CHECK-NOT: vector<8xi32>
    // CHECK: scf.for {{.*}} to %c128 step %c4 iter_args
    // CHECK: scf.for {{.*}} to %c64 step %c1 iter_args
    // CHECK: arith.divf
    // CHECK: #rt.map<worker, 0>
    dlc.kernel @plain(%q: tensor<1x12x128x64xf32>, %k: tensor<1x12x128x64xf32>, %v: tensor<1x12x128x64xf32>) -> tensor<1x12x128x64xf32> attributes {rt.schedule = #s} {
      %0 = attention %q, %k, %v : tensor<1x12x128x64xf32>, tensor<1x12x128x64xf32>, tensor<1x12x128x64xf32>
      return %0 : tensor<1x12x128x64xf32>
    }
    // The loop over blocks of keys ends with the last key that a query of the block sees.
    // CHECK-LABEL: func.func private @causal
    // CHECK: %[[SEEN:.*]] = arith.maxsi
    // CHECK: scf.for {{.*}} to %[[SEEN]] step %c128 iter_args
    // CHECK: arith.cmpi sle, {{.*}} : vector<8xi32>
    dlc.kernel @causal(%q: tensor<1x12x?x64xf32>, %k: tensor<1x12x?x64xf32>) -> tensor<1x12x?x64xf32> attributes {rt.schedule = #s} {
      %0 = attention %q, %k, %k causal : tensor<1x12x?x64xf32>, tensor<1x12x?x64xf32>, tensor<1x12x?x64xf32>
      return %0 : tensor<1x12x?x64xf32>
    }
    // Four heads of queries share one of keys.
    // CHECK-LABEL: func.func private @grouped
    // CHECK: arith.divui {{.*}}, %c4
    dlc.kernel @grouped(%q: tensor<1x8x32x64xf32>, %k: tensor<1x2x32x64xf32>) -> tensor<1x8x32x64xf32> attributes {rt.schedule = #s} {
      %0 = attention %q, %k, %k : tensor<1x8x32x64xf32>, tensor<1x2x32x64xf32>, tensor<1x2x32x64xf32>
      return %0 : tensor<1x8x32x64xf32>
    }
    // Keys of 16 bits are converted once per block, into scratch.
    // CHECK-LABEL: func.func private @converted
    // CHECK: rt.scratch : memref<128x64xf32>
    // CHECK: arith.extf {{.*}} : vector<8xbf16> to vector<8xf32>
    // CHECK: vector.store {{.*}} : memref<128x64xf32>
    dlc.kernel @converted(%q: tensor<1x2x32x64xbf16>, %k: tensor<1x2x32x64xbf16>) -> tensor<1x2x32x64xbf16> attributes {rt.schedule = #s} {
      %0 = attention %q, %k, %k : tensor<1x2x32x64xbf16>, tensor<1x2x32x64xbf16>, tensor<1x2x32x64xbf16>
      return %0 : tensor<1x2x32x64xbf16>
    }
    // A mask that all queries share is one scalar per key.
    // CHECK-LABEL: func.func private @masked
    // CHECK: memref.load {{.*}} : memref<2x1x1x32xi8>
    // CHECK: arith.cmpi ne
    dlc.kernel @masked(%q: tensor<2x2x32x64xf32>, %k: tensor<2x2x32x64xf32>, %m: tensor<2x1x1x32xi1>) -> tensor<2x2x32x64xf32> attributes {rt.schedule = #s} {
      %0 = attention %q, %k, %k, %m : tensor<2x2x32x64xf32>, tensor<2x2x32x64xf32>, tensor<2x2x32x64xf32>, tensor<2x1x1x32xi1>
      return %0 : tensor<2x2x32x64xf32>
    }
    // A mask of queries and keys is read as it lies and transposed in registers, 24 shuffles per square.
    // CHECK-LABEL: func.func private @mask_transposed
    // CHECK: rt.scratch : memref<128x16xf32>
    // CHECK-NOT: vector.gather
    // CHECK-COUNT-8: vector.load %arg2[%{{.*}}] : memref<32x32xf32>, vector<8xf32>
    // CHECK-COUNT-24: vector.shuffle
    // CHECK-NOT: vector.gather
    // CHECK: return
    dlc.kernel @mask_transposed(%q: tensor<2x2x32x64xf32>, %k: tensor<2x2x32x64xf32>, %m: tensor<32x32xf32>) -> tensor<2x2x32x64xf32> attributes {rt.schedule = #s} {
      %0 = attention %q, %k, %k, %m : tensor<2x2x32x64xf32>, tensor<2x2x32x64xf32>, tensor<2x2x32x64xf32>, tensor<32x32xf32>
      return %0 : tensor<2x2x32x64xf32>
    }
    // Weights of a short block of keys are written as whole vectors.
    // CHECK-LABEL: func.func private @short_blocks
    // CHECK: rt.scratch : memref<32xf32>
    // CHECK-NEXT: rt.scratch : memref<16xf32>
    dlc.kernel @short_blocks(%q: tensor<1x2x1x32xf32>, %k: tensor<1x2x20x32xf32>) -> tensor<1x2x1x32xf32> attributes {rt.schedule = #rt.attention<width = 16, rows = 4, columns = 16, key_block = 16, few_queries = 4, row_key_block = 7, row_keys = 8, row_vectors = 8>} {
      %0 = attention %q, %k, %k : tensor<1x2x1x32xf32>, tensor<1x2x20x32xf32>, tensor<1x2x20x32xf32>
      return %0 : tensor<1x2x1x32xf32>
    }
    // One query: lanes run along the head for scores and values, along keys for the mask and the exponentials.
    // CHECK-LABEL: func.func private @decode
    // CHECK: rt.scratch : memref<512xf32>
    // CHECK: scf.for {{.*}} step %c512
    // CHECK: scf.for {{.*}} step %c8
    // CHECK-COUNT-8: vector.load %arg1[%{{.*}}] : memref<1x12x1024x64xf32>, vector<8xf32>
    // CHECK-COUNT-8: vector.reduction <add>
    // CHECK: vector.load {{.*}} : memref<1x1024xf32>, vector<8xf32>
    // CHECK: vector.reduction <maxnumf>
    // CHECK: arith.bitcast {{.*}} : vector<8xi32> to vector<8xf32>
    // CHECK: scf.for {{.*}} step %c1 iter_args
    // CHECK-COUNT-8: vector.load %arg2[%{{.*}}] : memref<1x12x1024x64xf32>, vector<8xf32>
    // CHECK: arith.divf
    dlc.kernel @decode(%q: tensor<1x12x1x64xf32>, %k: tensor<1x12x1024x64xf32>, %v: tensor<1x12x1024x64xf32>, %m: tensor<1x1024xf32>) -> tensor<1x12x1x64xf32> attributes {rt.schedule = #s} {
      %0 = attention %q, %k, %v, %m : tensor<1x12x1x64xf32>, tensor<1x12x1024x64xf32>, tensor<1x12x1024x64xf32>, tensor<1x1024xf32>
      return %0 : tensor<1x12x1x64xf32>
    }
    // CHECK-NOT: dlc.
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    dlc.kernel @unknown_head(%q: tensor<1x2x4x?xf32>) -> tensor<1x2x4x?xf32> attributes {rt.schedule = #rt.attention<width = 8, rows = 4, columns = 16, key_block = 128, few_queries = 4, row_key_block = 512, row_keys = 8, row_vectors = 8>} {
      // expected-error @below {{expected a known head size, got 'tensor<1x2x4x?xf32>'; write the last extent of the query as a number}}
      %0 = attention %q, %q, %q scale 1.0 : tensor<1x2x4x?xf32>, tensor<1x2x4x?xf32>, tensor<1x2x4x?xf32>
      return %0 : tensor<1x2x4x?xf32>
    }
  }
}
