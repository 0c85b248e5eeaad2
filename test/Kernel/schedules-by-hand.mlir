// A schedule that is written by hand is checked before an emitter reads it.
// RUN: dlc-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-pack-operands,dlc-emit-kernels)))'

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{rt.schedule: expected 2 numbers in tile and 4 in block, got 1 and 4}}
    dlc.kernel @short(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.schedule<vector = 8, tile = [4], block = [1, 8, 1, 8]>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{rt.schedule: expected a tile of whole vectors of 8 columns, got 12, and blocks that are not 0}}
    dlc.kernel @part(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.schedule<vector = 8, tile = [4, 12], block = [1, 8, 1, 8]>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{rt.schedule: expected a power of 2 up to 64 for vector, and positive numbers}}
    dlc.kernel @vector(%x: tensor<8xf32>) -> tensor<8xf32> attributes {rt.schedule = #rt.schedule<vector = 7, tile = [1], block = [8]>} {
      %0 = relu %x : tensor<8xf32>
      return %0 : tensor<8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{rt.schedule: expected a block of whole tiles of 4 rows, got 6}}
    dlc.kernel @strip(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.schedule<vector = 8, tile = [4, 8], block = [1, 6, 1, 8]>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{rt.schedule: expected a tile that divides 16 queries, two vectors, got 3}}
    dlc.kernel @queries(%q: tensor<1x1x16x8xf32>) -> tensor<1x1x16x8xf32> attributes {rt.schedule = #rt.schedule<vector = 8, tile = [3, 16], block = [16, 128]>} {
      %0 = attention %q, %q, %q : tensor<1x1x16x8xf32>, tensor<1x1x16x8xf32>, tensor<1x1x16x8xf32>
      return %0 : tensor<1x1x16x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{rt.schedule: expected a tile of 1 column where a vector has 1 element, got 4}}
    dlc.kernel @scalars(%x: tensor<8x8xf32>, %w: tensor<7x8xf32>) -> tensor<8x7xf32> attributes {rt.schedule = #rt.schedule<vector = 1, tile = [4, 4], block = [1, 8, 1, 8]>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<7x8xf32>
      return %0 : tensor<8x7xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{rt.schedule: expected a block of whole vectors of 8 keys, got 12}}
    dlc.kernel @keys(%q: tensor<1x1x16x8xf32>) -> tensor<1x1x16x8xf32> attributes {rt.schedule = #rt.schedule<vector = 8, tile = [4, 16], block = [16, 12]>} {
      %0 = attention %q, %q, %q : tensor<1x1x16x8xf32>, tensor<1x1x16x8xf32>, tensor<1x1x16x8xf32>
      return %0 : tensor<1x1x16x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{rt.schedule: expected at most 4096 elements in a tile, 16777216 in a block and 1024 threads}}
    dlc.kernel @tall(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.schedule<vector = 8, tile = [1048576, 8], block = [1, 8, 1, 8]>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}
