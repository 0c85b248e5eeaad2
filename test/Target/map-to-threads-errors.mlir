// RUN: dlc-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-map-to-threads)))'

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    func.func private @two_dimensions(%x: memref<8x8xf32>) attributes {rt.cycles = 10 : i64} {
      %zero = arith.constant 0.0 : f32
      // expected-error @below {{mapped to workers must be one loop from 0 in steps of 1 without results}}
      scf.forall (%i, %j) in (8, 8) {
        memref.store %zero, %x[%i, %j] : memref<8x8xf32>
      } {mapping = [#rt.map<worker, 0>, #rt.map<worker, 1>]}
      return
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @below {{needs `rt.cycles`, the cycles of one iteration}}
    func.func private @no_cycles(%x: memref<8xf32>) {
      %zero = arith.constant 0.0 : f32
      scf.forall (%i) in (8) {
        memref.store %zero, %x[%i] : memref<8xf32>
      } {mapping = [#rt.map<worker, 0>]}
      return
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    func.func private @no_size(%x: memref<8xindex>) attributes {rt.cycles = 10 : i64} {
      scf.forall (%i) in (8) {
        // expected-error @below {{expects numbers without gaps of at most 140737488355328 bytes together, got 'memref<8xindex>'}}
        %0 = rt.scratch : memref<8xindex>
        memref.store %i, %0[%i] : memref<8xindex>
      } {mapping = [#rt.map<worker, 0>]}
      return
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    func.func private @too_large(%x: memref<8xf32>) attributes {rt.cycles = 10 : i64} {
      %zero = arith.constant 0.0 : f32
      scf.forall (%i) in (8) {
        // expected-error @below {{got 'memref<4611686018427387904x8xf32>'}}
        %0 = rt.scratch : memref<4611686018427387904x8xf32>
        memref.store %zero, %0[%i, %i] : memref<4611686018427387904x8xf32>
      } {mapping = [#rt.map<worker, 0>]}
      return
    }
  }
}
