// RUN: dlc-opt %s --verify-diagnostics --dlc-expand-math

// expected-error @below {{has no rt.target, which says what the processor can do}}
module {}
