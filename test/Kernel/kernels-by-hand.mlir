// What emitters rely on is checked of kernels that are written by hand, as dlc-fuse-kernels makes no such ones.
// RUN: dlc-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-pack-operands,dlc-emit-kernels)))'

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{has no rt.schedule: run dlc-schedule-kernels before}}
    dlc.kernel @unscheduled(%x: tensor<8xf32>) -> tensor<8xf32> {
      %0 = relu %x : tensor<8xf32>
      return %0 : tensor<8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{returns nothing; expected a result to write}}
    dlc.kernel @nothing(%x: tensor<8xf32>) attributes {rt.schedule = #rt.pointwise<width = 8, block = 8, interleave = 4, column_vectors = 8, least_columns = 64, unroll = 7>} {
      %0 = relu %x : tensor<8xf32>
      return
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    dlc.kernel @two(%x: tensor<4x8xf32>) -> tensor<4xf32> attributes {rt.schedule = #rt.reduction<width = 8, block = 8, accumulators = 4, unroll = 8, chunk = 32768, least_chunks = 4, most_chunks = 256, many_rows = 64, scratch = 131072, prefetch = 4096>} {
      %0 = softmax %x axis 1 : tensor<4x8xf32>
      // expected-error @+1 {{in a kernel whose anchor is 'softmax'; expected elementwise operators and movement around one anchor}}
      %1 = reduce sum, %0 axes [1] : tensor<4x8xf32>
      return %1 : tensor<4xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    dlc.kernel @moved(%x: tensor<4x8xf32>) -> tensor<4x4xf32> attributes {rt.schedule = #rt.reduction<width = 8, block = 8, accumulators = 4, unroll = 8, chunk = 32768, least_chunks = 4, most_chunks = 256, many_rows = 64, scratch = 131072, prefetch = 4096>} {
      %0 = softmax %x axis 1 : tensor<4x8xf32>
      // expected-error @+1 {{takes other elements of what its kernel's anchor 'softmax' computes than the one at the place of its own; expected it in another kernel}}
      %1 = slice %0 offsets [0, 4] ends [4, 8] : tensor<4x8xf32>
      return %1 : tensor<4x4xf32>
    }
  }
}

// -----

// Both elements of a square matrix and those of its transpose.
rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    dlc.kernel @turned(%x: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.reduction<width = 8, block = 8, accumulators = 4, unroll = 8, chunk = 32768, least_chunks = 4, most_chunks = 256, many_rows = 64, scratch = 131072, prefetch = 4096>} {
      %0 = softmax %x axis 1 : tensor<8x8xf32>
      %1 = transpose %0 [1, 0] : tensor<8x8xf32>
      // expected-error @+1 {{takes other elements of what its kernel's anchor}}
      %2 = add %0, %1 : tensor<8x8xf32>, tensor<8x8xf32>
      return %2 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{result #1 is not computed from that of its anchor 'softmax'; expected a kernel of its own}}
    dlc.kernel @beside(%x: tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>) attributes {rt.schedule = #rt.reduction<width = 8, block = 8, accumulators = 4, unroll = 8, chunk = 32768, least_chunks = 4, most_chunks = 256, many_rows = 64, scratch = 131072, prefetch = 4096>} {
      %0 = softmax %x axis 1 : tensor<4x8xf32>
      %1 = relu %x : tensor<4x8xf32>
      return %0, %1 : tensor<4x8xf32>, tensor<4x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{result #1 has type 'tensor<4xf32>', the first 'tensor<8xf32>'; expected results of equal extents}}
    dlc.kernel @unequal(%x: tensor<8xf32>, %y: tensor<4xf32>) -> (tensor<8xf32>, tensor<4xf32>) attributes {rt.schedule = #rt.pointwise<width = 8, block = 8, interleave = 4, column_vectors = 8, least_columns = 64, unroll = 7>} {
      %0 = relu %x : tensor<8xf32>
      %1 = relu %y : tensor<4xf32>
      return %0, %1 : tensor<8xf32>, tensor<4xf32>
    }
  }
}
