// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-schedule-kernels)))' | FileCheck %s

rt.model @m {
  rt.variant @x86_64_v4 #rt.target<cpu, "x86-64-v4"> {
    // 32 registers: 12 rows x 2 vectors of 16 where the rows are unknown.
    // CHECK-LABEL: dlc.kernel @rows_unknown
    // CHECK-SAME: #rt.contraction<width = 16, tile = <rows = 12, columns = 32, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 48, panel_block = 4, depth_block = 64, pack_panels = 4, tile_panels = 4>
    dlc.kernel @rows_unknown(%x: tensor<?x64xf32>, %w: tensor<128x64xf32>) -> tensor<?x128xf32> {
      %0 = linear %x, %w : tensor<?x64xf32>, tensor<128x64xf32>
      return %0 : tensor<?x128xf32>
    }
    // 26 rows are cut into 13 + 13, not 14 + 12.
    // CHECK-LABEL: dlc.kernel @rows_equalised
    // CHECK-SAME: rows = 13, columns = 32
    dlc.kernel @rows_equalised(%x: tensor<26x64xf32>, %w: tensor<128x64xf32>) -> tensor<26x128xf32> {
      %0 = linear %x, %w : tensor<26x64xf32>, tensor<128x64xf32>
      return %0 : tensor<26x128xf32>
    }
    // Few columns: one vector is enough.
    // CHECK-LABEL: dlc.kernel @few_columns
    // CHECK-SAME: rows = 12, columns = 16
    dlc.kernel @few_columns(%x: tensor<?x64xf32>, %w: tensor<10x64xf32>) -> tensor<?x10xf32> {
      %0 = linear %x, %w : tensor<?x64xf32>, tensor<10x64xf32>
      return %0 : tensor<?x10xf32>
    }
    // CHECK-LABEL: dlc.kernel @long_depth
    // CHECK-SAME: batch_block = 1, row_block = 48, panel_block = 2, depth_block = 512
    dlc.kernel @long_depth(%x: tensor<?x2048xf32>, %w: tensor<64x2048xf32>) -> tensor<?x64xf32> {
      %0 = linear %x, %w : tensor<?x2048xf32>, tensor<64x2048xf32>
      return %0 : tensor<?x64xf32>
    }
    // Two strips are too few for many threads: columns are cut too, then strips again.
    // CHECK-LABEL: dlc.kernel @few_rows
    // CHECK-SAME: batch_block = 1, row_block = 26, panel_block = 4, depth_block = 64
    dlc.kernel @few_rows(%x: tensor<100x64xf32>, %w: tensor<512x64xf32>) -> tensor<100x512xf32> {
      %0 = linear %x, %w : tensor<100x64xf32>, tensor<512x64xf32>
      return %0 : tensor<100x512xf32>
    }
    // CHECK-LABEL: dlc.kernel @many_rows
    // CHECK-SAME: batch_block = 1, row_block = 56, panel_block = 16, depth_block = 64
    dlc.kernel @many_rows(%x: tensor<2400x64xf32>, %w: tensor<512x64xf32>) -> tensor<2400x512xf32> {
      %0 = linear %x, %w : tensor<2400x64xf32>, tensor<512x64xf32>
      return %0 : tensor<2400x512xf32>
    }
    // f64 has half the lanes.
    // CHECK-LABEL: dlc.kernel @double
    // CHECK-SAME: width = 8
    dlc.kernel @double(%x: tensor<?xf64>) -> tensor<?xf64> {
      %0 = exp %x : tensor<?xf64>
      return %0 : tensor<?xf64>
    }
    // CHECK-LABEL: dlc.kernel @attended
    // CHECK-SAME: #rt.attention<width = 16, rows = 8, columns = 32, key_block = 128, few_queries = 4, row_key_block = 512, row_keys = 8, row_vectors = 8>
    dlc.kernel @attended(%q: tensor<1x2x64x32xf32>) -> tensor<1x2x64x32xf32> {
      %0 = attention %q, %q, %q : tensor<1x2x64x32xf32>, tensor<1x2x64x32xf32>, tensor<1x2x64x32xf32>
      return %0 : tensor<1x2x64x32xf32>
    }
    // CHECK-LABEL: dlc.kernel @largest
    // CHECK-SAME: #rt.reduction<width = 16, block = 8192, accumulators = 4, unroll = 8, chunk = 32768, least_chunks = 4, most_chunks = 256, many_rows = 64, scratch = 131072, prefetch = 4096>
    dlc.kernel @largest(%x: tensor<?x64xf32>) -> tensor<?xf32> {
      %0 = reduce max, %x axes [1] : tensor<?x64xf32>
      return %0 : tensor<?xf32>
    }
    // CHECK-LABEL: dlc.kernel @pooled
    // CHECK-SAME: #rt.pooling<width = 16, block = 8192, chunk_columns = 256, unroll = 32>
    dlc.kernel @pooled(%x: tensor<1x1x16x16xf32>) -> tensor<1x1x8x8xf32> {
      %0 = max_pool %x window [2, 2] strides [2, 2] : tensor<1x1x16x16xf32>
      return %0 : tensor<1x1x8x8xf32>
    }
    // 36 tiles of 4 x 4 pixels are two blocks of 18, of two tiles of 9 rows each.
    // CHECK-LABEL: dlc.kernel @tiles_of_pixels
    // CHECK-SAME: #rt.winograd<width = 16, rows = 9, columns = 32, tile_block = 18, panel_piece = 2, panel_block = 2, depth_block = 32>
    dlc.kernel @tiles_of_pixels(%x: tensor<1x26x26x64xf32>, %u: tensor<36x64x64xf32>) -> tensor<1x24x24x64xf32> {
      %0 = winograd_conv2d %x, %u output 4 : tensor<1x26x26x64xf32>, tensor<36x64x64xf32>
      return %0 : tensor<1x24x24x64xf32>
    }
    // A schedule given by hand is kept.
    // CHECK-LABEL: dlc.kernel @by_hand
    // CHECK-SAME: #rt.pointwise<width = 4, block = 7, interleave = 4, column_vectors = 8, least_columns = 64, unroll = 7>
    dlc.kernel @by_hand(%x: tensor<?xf32>) -> tensor<?xf32> attributes {rt.schedule = #rt.pointwise<width = 4, block = 7, interleave = 4, column_vectors = 8, least_columns = 64, unroll = 7>} {
      %0 = exp %x : tensor<?xf32>
      return %0 : tensor<?xf32>
    }
  }
  rt.variant @x86_64_v4_bf16 #rt.target<cpu, "x86-64-v4-bf16"> {
    // Pairs side by side: a step adds two products. An odd depth is rounded up, a long one cut at twice as many.
    // CHECK-LABEL: dlc.kernel @pairs
    // CHECK-SAME: tile = <rows = 12, columns = 32, depth = 2, interleave = 2, left = bf16, right = bf16, accumulator = f32, result = f32>
    // CHECK-SAME: depth_block = 64
    dlc.kernel @pairs(%x: tensor<?x63xbf16>, %w: tensor<128x63xbf16>) -> tensor<?x128xbf16> {
      %0 = linear %x, %w : tensor<?x63xbf16>, tensor<128x63xbf16>
      return %0 : tensor<?x128xbf16>
    }
    // CHECK-LABEL: dlc.kernel @channels_last
    // CHECK-SAME: depth = 2
    dlc.kernel @channels_last(%x: tensor<1x9x9x4xbf16>, %w: tensor<8x4x3x3xbf16>) -> tensor<1x8x7x7xbf16> {
      %t = transpose %x [0, 3, 1, 2] : tensor<1x9x9x4xbf16>
      %0 = conv2d %t, %w : tensor<1x4x9x9xbf16>, tensor<8x4x3x3xbf16>
      return %0 : tensor<1x8x7x7xbf16>
    }
    // Neighbours of the depth do not lie side by side, are of two pixels, or are of another type.
    // CHECK-LABEL: dlc.kernel @transposed
    // CHECK-SAME: depth = 1, interleave = 1, left = f32
    dlc.kernel @transposed(%x: tensor<64x8xbf16>, %w: tensor<64x32xbf16>) -> tensor<8x32xbf16> {
      %0 = matmul %x, %w transpose_a : tensor<64x8xbf16>, tensor<64x32xbf16>
      return %0 : tensor<8x32xbf16>
    }
    // CHECK-LABEL: dlc.kernel @odd_channels
    // CHECK-SAME: depth = 1
    dlc.kernel @odd_channels(%x: tensor<1x9x9x3xbf16>, %w: tensor<8x3x3x3xbf16>) -> tensor<1x8x7x7xbf16> {
      %t = transpose %x [0, 3, 1, 2] : tensor<1x9x9x3xbf16>
      %0 = conv2d %t, %w : tensor<1x3x9x9xbf16>, tensor<8x3x3x3xbf16>
      return %0 : tensor<1x8x7x7xbf16>
    }
    // CHECK-LABEL: dlc.kernel @floats
    // CHECK-SAME: depth = 1
    dlc.kernel @floats(%x: tensor<8x64xf32>, %w: tensor<32x64xf32>) -> tensor<8x32xf32> {
      %0 = linear %x, %w : tensor<8x64xf32>, tensor<32x64xf32>
      return %0 : tensor<8x32xf32>
    }
  }
  rt.variant @x86_64_v2 #rt.target<cpu, "x86-64-v2"> {
    // CHECK-LABEL: dlc.kernel @sixteen_registers
    // CHECK-SAME: #rt.contraction<width = 4, tile = <rows = 6, columns = 8
    dlc.kernel @sixteen_registers(%x: tensor<?x64xf32>, %w: tensor<128x64xf32>) -> tensor<?x128xf32> {
      %0 = linear %x, %w : tensor<?x64xf32>, tensor<128x64xf32>
      return %0 : tensor<?x128xf32>
    }
  }
}
