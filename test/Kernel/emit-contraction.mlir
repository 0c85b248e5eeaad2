// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-emit-kernels,canonicalize,cse)))' | FileCheck %s

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // The accumulators of a 2 x 2 tile are carried by the loop over k; bias and
    // relu are applied to them.
    // CHECK-LABEL: func.func private @tile
    // CHECK-NOT: memref.alloc
    // CHECK: scf.for {{.*}} iter_args({{.*}}) -> (vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>)
    // CHECK-COUNT-4: arith.mulf {{.*}} fastmath<contract>
    // CHECK: scf.yield
    // CHECK-COUNT-2: vector.load {{.*}} : memref<16xf32>
    // CHECK-COUNT-4: vector.store
    dlc.kernel @tile(%x: tensor<2x64xf32>, %p: tensor<1x64x16xf32>, %b: tensor<16xf32>) -> tensor<2x16xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 2, columns = 16, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 2, panel_block = 1, depth_block = 0, pack_panels = 4, tile_panels = 4>} {
      %w = unpack %p rows 16 : tensor<1x64x16xf32>
      %0 = linear %x, %w, %b : tensor<2x64xf32>, tensor<16x64xf32>, tensor<16xf32>
      %1 = relu %0 : tensor<2x16xf32>
      return %1 : tensor<2x16xf32>
    }
    // Ten columns: stores are masked, loads of the padded panel are not.
    // CHECK-LABEL: func.func private @masked
    // CHECK: vector.load {{.*}} memref<1x64x16xf32>
    // CHECK: vector.constant_mask [2] : vector<8xi1>
    // CHECK: vector.maskedstore
    dlc.kernel @masked(%x: tensor<1x64xf32>, %p: tensor<1x64x16xf32>) -> tensor<1x10xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 1, columns = 16, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 1, panel_block = 1, depth_block = 0, pack_panels = 4, tile_panels = 4>} {
      %w = unpack %p rows 10 : tensor<1x64x16xf32>
      %0 = linear %x, %w : tensor<1x64xf32>, tensor<10x64xf32>
      return %0 : tensor<1x10xf32>
    }
    // A long k is cut; partial sums rest in scratch, the left side is transposed on its way there.
    // CHECK-LABEL: func.func private @long_depth
    // CHECK: rt.scratch : memref<88xf32>
    // CHECK: rt.scratch : memref<2x8xf32>
    // CHECK: scf.for {{.*}} step %c32
    // CHECK: vector.shuffle {{.*}} [0, 1, 2, 3, 8, 9, 10, 11] : vector<8xf32>, vector<8xf32>
    dlc.kernel @long_depth(%x: tensor<2x128xf32>, %w: tensor<128x8xf32>) -> tensor<2x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 2, columns = 8, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 2, panel_block = 1, depth_block = 32, pack_panels = 4, tile_panels = 4>} {
      %0 = matmul %x, %w : tensor<2x128xf32>, tensor<128x8xf32>
      return %0 : tensor<2x8xf32>
    }
    // A depthwise convolution multiplies vectors of channels: nothing is broadcast.
    // CHECK-LABEL: func.func private @depthwise
    // CHECK-NOT: vector.broadcast
    // CHECK: vector.load %{{.*}} : memref<1x9x9x8xf32>
    dlc.kernel @depthwise(%x: tensor<1x9x9x8xf32>, %p: tensor<1x9x8xf32>) -> tensor<1x7x7x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 7, columns = 8, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 7, row_block = 7, panel_block = 1, depth_block = 0, pack_panels = 4, tile_panels = 4>} {
      %m = unpack %p rows 8 : tensor<1x9x8xf32>
      %t = reshape %m shape [8, 3, 3, 1] : tensor<8x9xf32>
      %w = transpose %t [0, 3, 1, 2] : tensor<8x3x3x1xf32>
      %c = transpose %x [0, 3, 1, 2] : tensor<1x9x9x8xf32>
      %0 = conv2d %c, %w groups 8 : tensor<1x8x9x9xf32>, tensor<8x1x3x3xf32>
      %1 = transpose %0 [0, 2, 3, 1] : tensor<1x8x7x7xf32>
      return %1 : tensor<1x7x7x8xf32>
    }
    // Channels by themselves that are all one element: where no padding is, it is in all lanes.
    // CHECK-LABEL: func.func private @depthwise_of_one
    // CHECK: scf.if {{.*}} -> (vector<8xf32>)
    // CHECK: memref.load %{{.*}} : memref<1x1x1x1xf32>
    // CHECK: vector.broadcast {{.*}} : f32 to vector<8xf32>
    dlc.kernel @depthwise_of_one(%x: tensor<1x1x1x1xf32>, %w: tensor<8x1x3x3xf32>) -> tensor<1x8x5x5xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 2, columns = 8, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 2, panel_block = 1, depth_block = 0, pack_panels = 4, tile_panels = 4>} {
      %b = broadcast %x shape [1, 8, 5, 5] : tensor<1x1x1x1xf32>
      %0 = conv2d %b, %w padding [1, 1, 1, 1] groups 8 : tensor<1x8x5x5xf32>, tensor<8x1x3x3xf32>
      return %0 : tensor<1x8x5x5xf32>
    }
    // A convolution reads its input in place: no im2col buffer.
    // CHECK-LABEL: func.func private @convolution
    // CHECK-NOT: rt.scratch
    // CHECK: memref.load %{{.*}} : memref<1x9x9x3xf32>
    dlc.kernel @convolution(%x: tensor<1x9x9x3xf32>, %p: tensor<1x75x8xf32>) -> tensor<1x5x5x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 5, columns = 8, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 5, row_block = 5, panel_block = 1, depth_block = 0, pack_panels = 4, tile_panels = 4>} {
      %m = unpack %p rows 8 : tensor<1x75x8xf32>
      %t = reshape %m shape [8, 5, 5, 3] : tensor<8x75xf32>
      %w = transpose %t [0, 3, 1, 2] : tensor<8x5x5x3xf32>
      %c = transpose %x [0, 3, 1, 2] : tensor<1x9x9x3xf32>
      %0 = conv2d %c, %w : tensor<1x3x9x9xf32>, tensor<8x3x5x5xf32>
      %1 = transpose %0 [0, 2, 3, 1] : tensor<1x8x5x5xf32>
      return %1 : tensor<1x5x5x8xf32>
    }
  }  rt.variant @x86_64_v4_bf16 #rt.target<cpu, "x86-64-v4-bf16"> {
    // Pairs of a row in all lanes, those of columns as they are packed; the last of 5 is one beside a 0.
    // CHECK-LABEL: func.func private @pairs
    // CHECK: scf.for {{.*}} iter_args({{.*}}) -> (vector<8xf32>)
    // CHECK-DAG: vector.load {{.*}} : memref<1x3x16xbf16>, vector<16xbf16>
    // CHECK-DAG: vector.load {{.*}} : memref<1x5xbf16>, vector<2xbf16>
    // CHECK-DAG: vector.broadcast {{.*}} : i32 to vector<8xi32>
    // CHECK: x86vector.avx512.dot {{.*}} : vector<16xbf16> -> vector<8xf32>
    // CHECK: memref.load {{.*}} : memref<1x5xbf16>
    // CHECK: x86vector.avx512.dot
    dlc.kernel @pairs(%x: tensor<1x5xbf16>, %p: tensor<1x3x16xbf16>) -> tensor<1x8xbf16> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 1, columns = 8, depth = 2, interleave = 2, left = bf16, right = bf16, accumulator = f32, result = f32>, batch_block = 1, row_block = 1, panel_block = 1, depth_block = 0, pack_panels = 4, tile_panels = 4>} {
      %w = unpack %p rows 8 interleave 2 columns 5 : tensor<1x3x16xbf16>
      %0 = linear %x, %w : tensor<1x5xbf16>, tensor<8x5xbf16>
      return %0 : tensor<1x8xbf16>
    }
    // A right side that is not packed is interleaved in registers.
    // CHECK-LABEL: func.func private @interleaved
    // CHECK: vector.interleave {{.*}} : vector<8xbf16> -> vector<16xbf16>
    // CHECK: x86vector.avx512.dot
    dlc.kernel @interleaved(%x: tensor<1x6xbf16>, %w: tensor<6x8xbf16>) -> tensor<1x8xbf16> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 1, columns = 8, depth = 2, interleave = 2, left = bf16, right = bf16, accumulator = f32, result = f32>, batch_block = 1, row_block = 1, panel_block = 1, depth_block = 0, pack_panels = 4, tile_panels = 4>} {
      %0 = matmul %x, %w : tensor<1x6xbf16>, tensor<6x8xbf16>
      return %0 : tensor<1x8xbf16>
    }
  }
}
