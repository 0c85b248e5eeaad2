// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-schedule-kernels)))' | FileCheck %s

rt.model @m {
  rt.variant @x86_64_v4 #rt.target<cpu, "x86-64-v4"> {
    // 32 registers: 12 rows x 2 vectors of 16 where the rows are unknown.
    // CHECK-LABEL: dlc.kernel @rows_unknown
    // CHECK-SAME: #rt.schedule<vector = 16, tile = [12, 32], block = [1, 48, 4, 64]>
    dlc.kernel @rows_unknown(%x: tensor<?x64xf32>, %w: tensor<128x64xf32>) -> tensor<?x128xf32> {
      %0 = linear %x, %w : tensor<?x64xf32>, tensor<128x64xf32>
      return %0 : tensor<?x128xf32>
    }
    // 26 rows are cut into 13 + 13, not 14 + 12.
    // CHECK-LABEL: dlc.kernel @rows_equalised
    // CHECK-SAME: tile = [13, 32]
    dlc.kernel @rows_equalised(%x: tensor<26x64xf32>, %w: tensor<128x64xf32>) -> tensor<26x128xf32> {
      %0 = linear %x, %w : tensor<26x64xf32>, tensor<128x64xf32>
      return %0 : tensor<26x128xf32>
    }
    // Few columns: one vector is enough.
    // CHECK-LABEL: dlc.kernel @few_columns
    // CHECK-SAME: tile = [12, 16]
    dlc.kernel @few_columns(%x: tensor<?x64xf32>, %w: tensor<10x64xf32>) -> tensor<?x10xf32> {
      %0 = linear %x, %w : tensor<?x64xf32>, tensor<10x64xf32>
      return %0 : tensor<?x10xf32>
    }
    // CHECK-LABEL: dlc.kernel @long_depth
    // CHECK-SAME: block = [1, 48, 2, 512]
    dlc.kernel @long_depth(%x: tensor<?x2048xf32>, %w: tensor<64x2048xf32>) -> tensor<?x64xf32> {
      %0 = linear %x, %w : tensor<?x2048xf32>, tensor<64x2048xf32>
      return %0 : tensor<?x64xf32>
    }
    // Two strips are too few for many threads: columns are cut too, then strips again.
    // CHECK-LABEL: dlc.kernel @few_rows
    // CHECK-SAME: block = [1, 26, 4, 64]
    dlc.kernel @few_rows(%x: tensor<100x64xf32>, %w: tensor<512x64xf32>) -> tensor<100x512xf32> {
      %0 = linear %x, %w : tensor<100x64xf32>, tensor<512x64xf32>
      return %0 : tensor<100x512xf32>
    }
    // CHECK-LABEL: dlc.kernel @many_rows
    // CHECK-SAME: block = [1, 56, 16, 64]
    dlc.kernel @many_rows(%x: tensor<2400x64xf32>, %w: tensor<512x64xf32>) -> tensor<2400x512xf32> {
      %0 = linear %x, %w : tensor<2400x64xf32>, tensor<512x64xf32>
      return %0 : tensor<2400x512xf32>
    }
    // f64 has half the lanes.
    // CHECK-LABEL: dlc.kernel @double
    // CHECK-SAME: vector = 8
    dlc.kernel @double(%x: tensor<?xf64>) -> tensor<?xf64> {
      %0 = exp %x : tensor<?xf64>
      return %0 : tensor<?xf64>
    }
    // A schedule given by hand is kept.
    // CHECK-LABEL: dlc.kernel @by_hand
    // CHECK-SAME: #rt.schedule<vector = 4, tile = [1], block = [7]>
    dlc.kernel @by_hand(%x: tensor<?xf32>) -> tensor<?xf32> attributes {rt.schedule = #rt.schedule<vector = 4, tile = [1], block = [7]>} {
      %0 = exp %x : tensor<?xf32>
      return %0 : tensor<?xf32>
    }
  }
  rt.variant @x86_64_v2 #rt.target<cpu, "x86-64-v2"> {
    // CHECK-LABEL: dlc.kernel @sixteen_registers
    // CHECK-SAME: #rt.schedule<vector = 4, tile = [6, 8]
    dlc.kernel @sixteen_registers(%x: tensor<?x64xf32>, %w: tensor<128x64xf32>) -> tensor<?x128xf32> {
      %0 = linear %x, %w : tensor<?x64xf32>, tensor<128x64xf32>
      return %0 : tensor<?x128xf32>
    }
  }
}
