// A schedule that is written by hand is checked before an emitter reads it.
// RUN: dlc-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-pack-operands,dlc-emit-kernels)))'

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{rt.schedule: expected the schedule of kernels around 'linear', got #rt.pointwise<width = 8, block = 8, interleave = 4, column_vectors = 8, least_columns = 64, unroll = 7>; without one dlc-schedule-kernels chooses it}}
    dlc.kernel @family(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.pointwise<width = 8, block = 8, interleave = 4, column_vectors = 8, least_columns = 64, unroll = 7>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{rt.schedule: expected the schedule of pointwise kernels, got 3 : i64; without one dlc-schedule-kernels chooses it}}
    dlc.kernel @number(%x: tensor<8xf32>) -> tensor<8xf32> attributes {rt.schedule = 3} {
      %0 = relu %x : tensor<8xf32>
      return %0 : tensor<8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected columns in whole vectors of 8, got 12}}
    dlc.kernel @part(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 4, columns = 12, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 8, panel_block = 1, depth_block = 8, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected a power of 2 up to 64 for width, got 7}}
    dlc.kernel @width(%x: tensor<8xf32>) -> tensor<8xf32> attributes {rt.schedule = #rt.pointwise<width = 7, block = 8, interleave = 4, column_vectors = 8, least_columns = 64, unroll = 7>} {
      %0 = relu %x : tensor<8xf32>
      return %0 : tensor<8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected a block of whole tiles of 4 rows, got 6}}
    dlc.kernel @strip(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 4, columns = 8, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 6, panel_block = 1, depth_block = 8, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected rows that divide the 16 queries of a worker, got 3}}
    dlc.kernel @queries(%q: tensor<1x1x16x8xf32>) -> tensor<1x1x16x8xf32> attributes {rt.schedule = #rt.attention<width = 8, rows = 3, columns = 16, key_block = 128, few_queries = 4, row_key_block = 512, row_keys = 8, row_vectors = 8>} {
      %0 = attention %q, %q, %q : tensor<1x1x16x8xf32>, tensor<1x1x16x8xf32>, tensor<1x1x16x8xf32>
      return %0 : tensor<1x1x16x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected 1 column where a vector has 1 element, got 4}}
    dlc.kernel @scalars(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.contraction<width = 1, tile = <rows = 4, columns = 4, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 8, panel_block = 1, depth_block = 8, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected key_block in whole vectors of 8, got 12}}
    dlc.kernel @keys(%q: tensor<1x1x16x8xf32>) -> tensor<1x1x16x8xf32> attributes {rt.schedule = #rt.attention<width = 8, rows = 4, columns = 16, key_block = 12, few_queries = 4, row_key_block = 512, row_keys = 8, row_vectors = 8>} {
      %0 = attention %q, %q, %q : tensor<1x1x16x8xf32>, tensor<1x1x16x8xf32>, tensor<1x1x16x8xf32>
      return %0 : tensor<1x1x16x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected rows from 1 to 4096, got 1048576}}
    dlc.kernel @tall(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 1048576, columns = 8, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 8, panel_block = 1, depth_block = 8, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected depth_block from 0 to 16777216, got -1}}
    dlc.kernel @depth(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 4, columns = 8, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 8, panel_block = 1, depth_block = -1, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected threads from 1 to 1024, got 2048}}
    dlc.kernel @threads(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 4, columns = 8, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 8, panel_block = 1, depth_block = 8, pack_panels = 4, tile_panels = 4, threads = 2048>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected at most 4096 elements in a tile, got 1024 x 8}}
    dlc.kernel @large(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 1024, columns = 8, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 1024, panel_block = 1, depth_block = 8, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected a tile of steps that x86-64-v3 has, multiply-add, got #rt.tile<rows = 4}}
    dlc.kernel @step(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 4, columns = 8, depth = 4, interleave = 4, left = i8, right = i8, accumulator = i32, result = f32>, batch_block = 1, row_block = 8, panel_block = 1, depth_block = 8, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected a tile whose result is 'f32' for 'linear', got 'f64'}}
    dlc.kernel @result(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 4, columns = 8, depth = 1, interleave = 1, left = f64, right = f64, accumulator = f64, result = f64>, batch_block = 1, row_block = 8, panel_block = 1, depth_block = 8, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected a depth of whole groups of 2 neighbours, got 1}}
    dlc.kernel @groups(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 4, columns = 8, depth = 1, interleave = 2, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 8, panel_block = 1, depth_block = 8, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected numbers as elements of a tile, got 'index'}}
    dlc.kernel @numbers(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 4, columns = 8, depth = 1, interleave = 1, left = index, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 8, panel_block = 1, depth_block = 8, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @+1 {{expected depth_block in whole steps of 2, got 7}}
    dlc.kernel @steps(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 4, columns = 8, depth = 2, interleave = 2, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 8, panel_block = 1, depth_block = 7, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v4 #rt.target<cpu, "x86-64-v4"> {
    // expected-error @+1 {{expected a tile of steps that x86-64-v4 has, multiply-add, got}}
    dlc.kernel @no_dots(%x: tensor<8x8xbf16>, %w: tensor<8x8xbf16>) -> tensor<8x8xbf16> attributes {rt.schedule = #rt.contraction<width = 16, tile = <rows = 4, columns = 16, depth = 2, interleave = 2, left = bf16, right = bf16, accumulator = f32, result = f32>, batch_block = 1, row_block = 8, panel_block = 1, depth_block = 8, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xbf16>, tensor<8x8xbf16>
      return %0 : tensor<8x8xbf16>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v4_bf16 #rt.target<cpu, "x86-64-v4-bf16"> {
    // expected-error @+1 {{expected a tile of steps that x86-64-v4-bf16 has, multiply-add, dot of bf16 pairs, got}}
    dlc.kernel @narrow(%x: tensor<8x8xbf16>, %w: tensor<8x8xbf16>) -> tensor<8x8xbf16> attributes {rt.schedule = #rt.contraction<width = 2, tile = <rows = 4, columns = 16, depth = 2, interleave = 2, left = bf16, right = bf16, accumulator = f32, result = f32>, batch_block = 1, row_block = 8, panel_block = 1, depth_block = 8, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xbf16>, tensor<8x8xbf16>
      return %0 : tensor<8x8xbf16>
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v4_bf16 #rt.target<cpu, "x86-64-v4-bf16"> {
    // expected-error @+1 {{expected operands of 'bf16' for the dot of bf16 pairs, got 'f32'}}
    dlc.kernel @operands(%x: tensor<8x8xf32>, %w: tensor<8x8xf32>) -> tensor<8x8xf32> attributes {rt.schedule = #rt.contraction<width = 16, tile = <rows = 4, columns = 16, depth = 2, interleave = 2, left = bf16, right = bf16, accumulator = f32, result = f32>, batch_block = 1, row_block = 8, panel_block = 1, depth_block = 8, pack_panels = 4, tile_panels = 4>} {
      %0 = linear %x, %w : tensor<8x8xf32>, tensor<8x8xf32>
      return %0 : tensor<8x8xf32>
    }
  }
}
