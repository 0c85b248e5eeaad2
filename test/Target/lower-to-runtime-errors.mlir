// RUN: dlc-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-lower-to-runtime)))'

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @below {{has no arena; run dlc-plan-memory first}}
    rt.program @prepare() {
      rt.return
    }
  }
}

// -----

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    func.func private @inner(%begin: index, %end: index, %scratch: memref<0xi8>) {
      return
    }
    func.func private @outer(%begin: index, %end: index, %scratch: memref<0xi8>) {
      // expected-error @below {{does not stand in a kernel; expected it outside of workers}}
      rt.parallel @inner() count %end grain 1
      return
    }
    func.func private @k() {
      %n = arith.constant 4 : index
      rt.parallel @outer() count %n grain 1
      return
    }
  }
}
