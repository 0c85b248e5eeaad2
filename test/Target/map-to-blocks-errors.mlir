// RUN: dlc-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-map-to-blocks)))'

rt.model @m {
  rt.variant @sm_80 #rt.target<cuda, "sm_80"> {
    func.func private @store_of_all(%x: memref<8xf32>) attributes {rt.threads = 128 : i64} {
      %zero = arith.constant 0.0 : f32
      scf.forall (%i) in (8) {
        // expected-error @below {{stores outside thread loops, where every thread of the block would; move it into one}}
        memref.store %zero, %x[%i] : memref<8xf32>
      } {mapping = [#rt.map<worker, 0>]}
      return
    }
  }
}

// -----

rt.model @m {
  rt.variant @sm_80 #rt.target<cuda, "sm_80"> {
    func.func private @store_of_none(%x: memref<8xf32>) {
      %zero = arith.constant 0.0 : f32
      %c0 = arith.constant 0 : index
      // expected-error @below {{stores outside worker loops, which no block runs; move it into one}}
      memref.store %zero, %x[%c0] : memref<8xf32>
      return
    }
  }
}

// -----

rt.model @m {
  rt.variant @sm_80 #rt.target<cuda, "sm_80"> {
    // expected-error @below {{needs `rt.threads`, the threads of one block, 1 to 1024}}
    func.func private @no_threads() {
      scf.forall (%i) in (8) {
      } {mapping = [#rt.map<worker, 0>]}
      return
    }
  }
}

// -----

rt.model @m {
  rt.variant @sm_80 #rt.target<cuda, "sm_80"> {
    func.func private @scratch() attributes {rt.threads = 128 : i64} {
      scf.forall (%i) in (8) {
        // expected-error @below {{has no place in a block; keep the values in registers of a thread}}
        %s = rt.scratch : memref<8xf32>
      } {mapping = [#rt.map<worker, 0>]}
      return
    }
  }
}

// -----

rt.model @m {
  rt.variant @sm_80 #rt.target<cuda, "sm_80"> {
    func.func private @two_dimensions(%x: memref<8x8xf32>) attributes {rt.threads = 128 : i64} {
      %zero = arith.constant 0.0 : f32
      scf.forall (%w) in (8) {
        // expected-error @below {{mapped to threads must be one loop from 0 in steps of 1 without results; tile it so}}
        scf.forall (%i, %j) in (8, 8) {
          memref.store %zero, %x[%i, %j] : memref<8x8xf32>
        } {mapping = [#rt.map<thread, 0>, #rt.map<thread, 1>]}
      } {mapping = [#rt.map<worker, 0>]}
      return
    }
  }
}
