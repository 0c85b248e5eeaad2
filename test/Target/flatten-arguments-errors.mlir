// RUN: dlc-opt %s --dlc-flatten-arguments --verify-diagnostics

// expected-error @below {{takes a buffer with gaps, 'memref<4xf32, strided<[2]>>'; expected one of identity layout}}
func.func private @k(%x: memref<4xf32, strided<[2]>>) {
  return
}
