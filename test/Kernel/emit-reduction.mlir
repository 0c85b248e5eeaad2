// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-emit-kernels,canonicalize,cse)))' | FileCheck %s

#s = #rt.reduction<width = 8, block = 1024, accumulators = 4, unroll = 8, chunk = 32768, least_chunks = 4, most_chunks = 256, many_rows = 64, scratch = 131072, prefetch = 4096>
#one = #rt.reduction<width = 8, block = 1024, accumulators = 1, unroll = 8, chunk = 32768, least_chunks = 4, most_chunks = 256, many_rows = 64, scratch = 131072, prefetch = 4096>
#short = #rt.reduction<width = 8, block = 8192, accumulators = 4, unroll = 8, chunk = 32, least_chunks = 2, most_chunks = 256, many_rows = 64, scratch = 131072, prefetch = 4096>
rt.model @m {
  rt.entry @sum(x: tensor<1048576xf32>) -> (y: tensor<f32>)
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // Exponentials go to the destination, where the last pass scales them: no scratch, three loops.
    // CHECK-LABEL: func.func private @softmax_in_destination
    // CHECK-NOT: rt.scratch
    // CHECK: scf.forall
    // CHECK: scf.for {{.*}} step %c32
    // CHECK: vector.reduction <maxnumf>
    // CHECK: scf.for {{.*}} step %c8
    // CHECK: vector.store {{.*}}, %[[Y:.*]][
    // CHECK: vector.reduction <add>
    // CHECK: scf.for {{.*}} step %c32
    // CHECK: vector.load %[[Y]][
    // CHECK: vector.store {{.*}}, %[[Y]][
    // CHECK: #rt.map<worker, 0>
    dlc.kernel @softmax_in_destination(%x: tensor<?x1024xf32>) -> tensor<?x1024xf32> attributes {rt.schedule = #s} {
      %0 = softmax %x axis -1 : tensor<?x1024xf32>
      return %0 : tensor<?x1024xf32>
    }
    // Where the destination is narrower or an operator follows, a row of scratch holds them.
    // CHECK-LABEL: func.func private @softmax_in_scratch
    // CHECK: rt.scratch : memref<1024xf32>
    // CHECK: arith.truncf
    dlc.kernel @softmax_in_scratch(%x: tensor<?x1024xbf16>) -> tensor<?x1024xbf16> attributes {rt.schedule = #s} {
      %0 = softmax %x axis -1 : tensor<?x1024xbf16>
      return %0 : tensor<?x1024xbf16>
    }
    // Ten elements are one vector under a mask: loaded once, stored once.
    // CHECK-LABEL: func.func private @softmax_in_registers
    // CHECK: vector.load
    // CHECK: vector.maskedload
    // CHECK-NOT: load
    // CHECK: vector.store
    // CHECK: vector.maskedstore
    // CHECK-NOT: store
    dlc.kernel @softmax_in_registers(%x: tensor<?x10xf32>) -> tensor<?x10xf32> attributes {rt.schedule = #s} {
      %0 = softmax %x axis 1 : tensor<?x10xf32>
      return %0 : tensor<?x10xf32>
    }
    // Of unknown length and narrow: exponentials are computed twice.
    // CHECK-LABEL: func.func private @softmax_computed_again
    // CHECK-NOT: rt.scratch
    // CHECK: vector.reduction <add>
    // CHECK: arith.bitcast
    // CHECK: return
    dlc.kernel @softmax_computed_again(%x: tensor<?x?xbf16>) -> tensor<?x?xbf16> attributes {rt.schedule = #s} {
      %0 = softmax %x axis 1 : tensor<?x?xbf16>
      return %0 : tensor<?x?xbf16>
    }
    // Operators in front are computed once, then the row is held.
    // CHECK-LABEL: func.func private @norm_of_sum
    // CHECK: scf.for
    // CHECK: arith.addf
    // CHECK: vector.store
    // CHECK: vector.reduction <add>
    // CHECK: vector.reduction <add>
    // CHECK: math.sqrt
    dlc.kernel @norm_of_sum(%x: tensor<?x768xf32>, %y: tensor<?x768xf32>, %s: tensor<768xf32>, %b: tensor<768xf32>) -> tensor<?x768xf32> attributes {rt.schedule = #s} {
      %0 = add %x, %y : tensor<?x768xf32>, tensor<?x768xf32>
      %1 = layer_norm %0, %s, %b axes 1 epsilon 1.0e-5 : tensor<?x768xf32>, tensor<768xf32>, tensor<768xf32>
      return %1 : tensor<?x768xf32>
    }
    // Sums and sums of squares in one pass, in another only where its center was far from the mean. While the last pass
    // reads what is in the cache, memory of results to come is fetched: a line per two vectors.
    // CHECK-LABEL: func.func private @norm(
    // CHECK-NOT: memref.prefetch
    // CHECK-COUNT-2: vector.reduction <add>
    // CHECK: %[[FAR:.*]] = arith.cmpf ugt
    // CHECK: scf.if %[[FAR]] -> (f32, f32) {
    // CHECK-COUNT-2: vector.reduction <add>
    // CHECK-NOT: memref.prefetch
    // CHECK: math.sqrt
    // CHECK: scf.for
    // CHECK-COUNT-2: memref.prefetch %{{.*}}, write, locality<3>, data
    // CHECK-NOT: memref.prefetch
    // CHECK: return
    dlc.kernel @norm(%x: tensor<?x768xf32>, %s: tensor<768xf32>, %b: tensor<768xf32>) -> tensor<?x768xf32> attributes {rt.schedule = #s} {
      %0 = layer_norm %x, %s, %b axes 1 epsilon 1.0e-5 : tensor<?x768xf32>, tensor<768xf32>, tensor<768xf32>
      return %0 : tensor<?x768xf32>
    }
    // The last dimension is kept: lanes run across rows, nothing is combined.
    // CHECK-LABEL: func.func private @sum_of_columns
    // CHECK: scf.for {{.*}} = %c0 to %c100 step %c1 iter_args
    // CHECK-COUNT-4: vector.load
    // CHECK-NOT: vector.reduction
    // CHECK: return
    dlc.kernel @sum_of_columns(%x: tensor<100x64xf32>) -> tensor<64xf32> attributes {rt.schedule = #s} {
      %0 = reduce sum, %x axes [0] : tensor<100x64xf32>
      return %0 : tensor<64xf32>
    }
    // One long row: 32 chunks, then one worker adds up what they left. The launch brings the memory for it.
    // CHECK-LABEL: func.func private @long_sum(
    // CHECK-SAME: memref<1048576xf32>, %[[Y:.*]]: memref<f32>, %[[PARTIAL:.*]]: memref<32xf32>)
    // CHECK: scf.forall (%[[CHUNK:.*]]) in (32)
    // CHECK: arith.muli %[[CHUNK]], %c32768
    // CHECK: memref.store %{{.*}}, %[[PARTIAL]][%[[CHUNK]]]
    // CHECK: scf.forall (%{{.*}}) in (1)
    // CHECK: scf.for %[[NEXT:.*]] = %c1 to %c32
    // CHECK: memref.load %[[PARTIAL]][%[[NEXT]]]
    // CHECK: memref.store %{{.*}}, %[[Y]][]
    dlc.kernel @long_sum(%x: tensor<1048576xf32>) -> tensor<f32> attributes {rt.schedule = #s} {
      %0 = reduce sum, %x axes [0] : tensor<1048576xf32>
      return %0 : tensor<f32>
    }
    // CHECK-LABEL: rt.program @sum
    // CHECK: %[[SUM:.*]]:2 = rt.launch @long_sum {{.*}} -> tensor<f32>, tensor<32xf32>
    // CHECK: rt.return %[[SUM]]#0
    rt.program @sum(%x: tensor<1048576xf32>) -> tensor<f32> {
      %0 = rt.launch @long_sum ins(%x : tensor<1048576xf32>) outs() -> tensor<f32> extents [affine_map<() -> ()>]
      rt.return %0 : tensor<f32>
    }
    // Columns are reduced by chunk too.
    // CHECK-LABEL: func.func private @long_columns
    // CHECK-SAME: memref<98x64xf32>)
    dlc.kernel @long_columns(%x: tensor<100000x64xf32>) -> tensor<64xf32> attributes {rt.schedule = #s} {
      %0 = reduce sum, %x axes [0] : tensor<100000x64xf32>
      return %0 : tensor<64xf32>
    }
    // Each pass is a loop over chunks that begins with what the passes before it have left.
    // CHECK-LABEL: func.func private @long_softmax(
    // CHECK-SAME: %[[Y:[a-z0-9]*]]: memref<1048576xf32>, %[[LARGEST:[a-z0-9]*]]: memref<32xf32>, %[[SUMS:[a-z0-9]*]]: memref<32xf32>)
    // CHECK-NOT: rt.scratch
    // CHECK: scf.forall (%[[A:.*]]) in (32)
    // CHECK: memref.store %{{.*}}, %[[LARGEST]][%[[A]]]
    // CHECK: scf.forall (%[[B:.*]]) in (32)
    // CHECK: memref.load %[[LARGEST]]
    // CHECK: vector.store %{{.*}}, %[[Y]]
    // CHECK: memref.store %{{.*}}, %[[SUMS]][%[[B]]]
    // CHECK: scf.forall (%{{.*}}) in (32)
    // CHECK-NOT: memref.load %[[LARGEST]]
    // CHECK: memref.load %[[SUMS]]
    // CHECK: vector.load %[[Y]]
    // CHECK: vector.store %{{.*}}, %[[Y]]
    dlc.kernel @long_softmax(%x: tensor<1048576xf32>) -> tensor<1048576xf32> attributes {rt.schedule = #s} {
      %0 = softmax %x axis 0 : tensor<1048576xf32>
      return %0 : tensor<1048576xf32>
    }
    // Rows enough for all workers stay whole.
    // CHECK-LABEL: func.func private @many_long_rows
    // CHECK-SAME: memref<64x1048576xf32>, %{{[a-z0-9]*}}: memref<64xf32>)
    dlc.kernel @many_long_rows(%x: tensor<64x1048576xf32>) -> tensor<64xf32> attributes {rt.schedule = #s} {
      %0 = reduce sum, %x axes [1] : tensor<64x1048576xf32>
      return %0 : tensor<64xf32>
    }
    // What follows sees the reduced value, also along an extent of 1.
    // CHECK-LABEL: func.func private @mean_kept
    // CHECK: vector.reduction <add>
    // CHECK: %[[MEAN:.*]] = arith.divf
    // CHECK: math.sqrt %[[MEAN]]
    dlc.kernel @mean_kept(%x: tensor<?x100xf32>) -> tensor<?x1xf32> attributes {rt.schedule = #s} {
      %0 = reduce mean, %x axes [1] keep : tensor<?x100xf32>
      %1 = sqrt %0 : tensor<?x1xf32>
      return %1 : tensor<?x1xf32>
    }
    // Any: bits are combined, bytes are stored.
    // CHECK-LABEL: func.func private @any
    // CHECK: vector.reduction <or>, {{.*}} : vector<8xi1> into i1
    // CHECK: arith.extui
    dlc.kernel @any(%x: tensor<3x64xi1>) -> tensor<3xi1> attributes {rt.schedule = #s} {
      %0 = reduce max, %x axes [1] : tensor<3x64xi1>
      return %0 : tensor<3xi1>
    }
    // The least index of those that hold the largest element.
    // CHECK-LABEL: func.func private @argmax
    // CHECK: vector.reduction <maxnumf>
    // CHECK: vector.reduction <minsi>, {{.*}} : vector<8xi32> into i32
    // CHECK: arith.extsi {{.*}} : i32 to i64
    dlc.kernel @argmax(%x: tensor<?x10xf32>) -> tensor<?xi64> attributes {rt.schedule = #s} {
      %0 = argmax %x axis 1 : tensor<?x10xf32>
      return %0 : tensor<?xi64>
    }
    // Both sums in one loop; the row is read again where its first element was far from the mean.
    // CHECK-LABEL: func.func private @moments
    // CHECK: scf.for {{.*}} iter_args({{.*}}, {{.*}}) -> (vector<8xf32>, vector<8xf32>)
    // CHECK: %[[MEAN:.*]] = arith.addf
    // CHECK: scf.if %{{.*}} -> (f32, f32) {
    // CHECK: memref.store {{.*}}, %arg1
    // CHECK: math.sqrt
    // CHECK: memref.store {{.*}}, %arg2
    // CHECK-NOT: memref.store
    // CHECK: return
    dlc.kernel @moments(%x: tensor<?x1000xf32>) -> (tensor<?xf32>, tensor<?xf32>) attributes {rt.schedule = #one} {
      %0, %1 = moments %x axes [1] : tensor<?x1000xf32>
      %2 = sqrt %1 : tensor<?xf32>
      return %0, %2 : tensor<?xf32>, tensor<?xf32>
    }
    // A chunk of a row that is short is a part of it.
    // CHECK-LABEL: func.func private @chunks_of_short_row
    // CHECK: scf.for %[[CHUNK:.*]] = %c0 to %c2 step
    // CHECK: arith.muli %[[CHUNK]]
    dlc.kernel @chunks_of_short_row(%x: tensor<64xf32>) -> tensor<f32> attributes {rt.schedule = #short} {
      %0 = reduce sum, %x axes [0] : tensor<64xf32>
      return %0 : tensor<f32>
    }
    // CHECK-NOT: dlc.
  }
}
