// What dlc-run does with a model, with an artefact, and with mistakes.
// RUN: dlc-run %s --verify=reference | FileCheck %s --check-prefix=VERIFIED
// VERIFIED: forward y max error
// VERIFIED: count n max error
// VERIFIED: verified against the reference: {{[0-9]+}} cases on x86-64-v2{{.*}}, 1, 2 and 3 threads; 0 mismatches

// An error in what was computed is found.
// RUN: not dlc-run %s forward --verify=reference --inject=error | FileCheck %s --check-prefix=WRONG
// WRONG: MISMATCH forward(batch = {{[0-9]+}}) x86-64-v2, 1 thread: y f32[{{[0-9]+}}, 3]: rms error
// WRONG: FAILED against the reference

// Code that touches what is not its own does not survive.
// RUN: not --crash dlc-run %s forward --verify=reference --inject=overrun

// RUN: dlc %s -o %t.so
// RUN: dlc-run %t.so --list | FileCheck %s --check-prefix=LIST
// LIST: sample, by dlc
// LIST: forward(x: f32[batch, 2]) -> (y: f32[batch, 3])
// LIST: count() -> (n: i64[])
// LIST: batch: 1 to 8
// LIST: w: f32[3, 2]
// LIST: calls: i64[]
// LIST: x86-64-v2, x86-64-v3, x86-64-v4

// Outputs of one run are inputs of another.
// RUN: dlc-run %t.so forward --random-inputs=1 --dim=batch=2 --outputs=%t.safetensors
// RUN: not dlc-run %t.so forward --inputs=%t.safetensors 2>&1 | FileCheck %s --check-prefix=NAMES
// NAMES: has no tensor 'x', an argument of 'forward'
// RUN: dlc-run %t.so forward --random-inputs=1 --dim=batch=2 | FileCheck %s --check-prefix=PRINTED
// PRINTED: y f32[2, 3]:
// RUN: dlc-run %t.so count | FileCheck %s --check-prefix=COUNT
// COUNT: n i64[]: 1
// RUN: dlc-run %s forward --bench --threads=1 | FileCheck %s --check-prefix=BENCH
// BENCH: forward: median {{[0-9.]+}} us, p1 {{[0-9.]+}} us, p99 {{[0-9.]+}} us
// BENCH: GFLOP/s
// BENCH: bytes: parameters 64,

// RUN: not dlc-run %t.so --random-inputs=1 2>&1 | FileCheck %s --check-prefix=ENTRY
// ENTRY: 'sample' has several entries; name one of: forward, count, stretch
// RUN: not dlc-run %t.so forward 2>&1 | FileCheck %s --check-prefix=INPUTS
// INPUTS: 'forward' takes 1 argument: give --inputs=FILE or --random-inputs=SEED
// RUN: not dlc-run %t.so forward --random-inputs=1 --dim=batch=9 2>&1 | FileCheck %s --check-prefix=DIM
// DIM: --dim=batch=9: expected 1 to 8
// RUN: not dlc-run %s --verify=reference --dim=batch=9 2>&1 | FileCheck %s --check-prefix=DIM
// RUN: not dlc-run %s --verify=reference --dim=batches=1 2>&1 | FileCheck %s --check-prefix=NO-DIM
// NO-DIM: --dim=batches: the model has no such dim
// RUN: not dlc-run %s stretch --random-inputs=1 --dim=n=68719476736 2>&1 | FileCheck %s --check-prefix=ROOM
// ROOM: dlc-run: arguments and results of 'stretch' take 1024.0 GiB, this machine has
// RUN: not dlc-run %t.safetensors --list 2>&1 | FileCheck %s --check-prefix=LIBRARY
// LIBRARY: as a shared library

dlc.model @sample {
  dim @batch = 1 to 8
  dim @n = 1 to 68719476736
  parameter @w : tensor<3x2xf32> = #dlc.normal<0.0, 1.0>
  state @calls : tensor<i64> = dense<0>
  func @forward(%x: tensor<?x2xf32> [@batch]) -> (y: tensor<?x3xf32> [@batch]) {
    %w = read @w : tensor<3x2xf32>
    %y = linear %x, %w : tensor<?x2xf32>, tensor<3x2xf32>
    return %y : tensor<?x3xf32>
  }
  func @count() -> (n: tensor<i64>) {
    %before = read @calls : tensor<i64>
    %one = constant dense<1> : tensor<i64>
    %n = add %before, %one : tensor<i64>, tensor<i64>
    write @calls, %n : tensor<i64>
    return %n : tensor<i64>
  }
  func @stretch(%x: tensor<?xf64> [@n]) -> (y: tensor<?xf64> [@n]) {
    %y = relu %x : tensor<?xf64>
    return %y : tensor<?xf64>
  }
}
