// RUN: dlc-opt %s --verify-diagnostics --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-lower-to-runtime)))'

rt.model @m {
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // expected-error @below {{has no arena; run dlc-plan-memory first}}
    rt.program @prepare() {
      rt.return
    }
  }
}
