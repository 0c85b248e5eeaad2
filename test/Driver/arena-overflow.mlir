// Dims as far as int64 goes: an arena that cannot be counted is a status, where extents are reserved and where bytes are
// asked for, and never one that has wrapped around.
//
// RUN: rm -rf %t && mkdir -p %t
// RUN: dlc --from=memory %s -o %t/outer.so
// RUN: cc -std=c99 -Wall -Wextra -pedantic -Werror -I%t %S/Inputs/arena-overflow.c -o %t/outer %t/outer.so
// RUN: env LD_LIBRARY_PATH=%t %t/outer
// RUN: FileCheck %s --input-file=%t/outer.h
// CHECK: #define OUTER_ARENA_BYTES(threads, n_, m_) \
// CHECK-NEXT: (int64_t)(n_) * (int64_t)(m_) * INT64_C(4)

rt.model @outer {
  rt.dim @n = 1 to 9223372036854775807
  rt.dim @m = 1 to 9223372036854775807
  rt.entry @f(x: tensor<?xf32> [@n], y: tensor<?xf32> [@m]) -> (z: tensor<?xf32> [@n])
  rt.variant @v #rt.target<cpu, "x86-64-v2"> {
    func.func private @product(%x: memref<?xf32>, %y: memref<?xf32>, %z: memref<?x?xf32>) attributes {rt.cycles = 1 : i64} {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %n = memref.dim %x, %c0 : memref<?xf32>
      %m = memref.dim %y, %c0 : memref<?xf32>
      scf.for %i = %c0 to %n step %c1 {
        scf.for %j = %c0 to %m step %c1 {
          %0 = memref.load %x[%i] : memref<?xf32>
          %1 = memref.load %y[%j] : memref<?xf32>
          %2 = arith.mulf %0, %1 : f32
          memref.store %2, %z[%i, %j] : memref<?x?xf32>
        }
      }
      return
    }
    func.func private @sum(%x: memref<?x?xf32>, %z: memref<?xf32>) attributes {rt.cycles = 1 : i64} {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %zero = arith.constant 0.0 : f32
      %n = memref.dim %x, %c0 : memref<?x?xf32>
      %m = memref.dim %x, %c1 : memref<?x?xf32>
      scf.for %i = %c0 to %n step %c1 {
        %0 = scf.for %j = %c0 to %m step %c1 iter_args(%sum = %zero) -> f32 {
          %1 = memref.load %x[%i, %j] : memref<?x?xf32>
          %2 = arith.addf %sum, %1 : f32
          scf.yield %2 : f32
        }
        memref.store %0, %z[%i] : memref<?xf32>
      }
      return
    }
    rt.program @prepare() arena 0 bound 0 {
      rt.return
    }
    rt.program @f() arena affine_map<()[n, m] -> (((n * m * 4) ceildiv 64) * 64)> bound 64 {
      %x = rt.argument 0 : memref<?xf32> extents affine_map<()[n, m] -> (n)>
      %y = rt.argument 1 : memref<?xf32> extents affine_map<()[n, m] -> (m)>
      %z = rt.argument 2 : memref<?xf32> extents affine_map<()[n, m] -> (n)>
      %0 = rt.slot at 0 : memref<?x?xf32> extents affine_map<()[n, m] -> (n, m)>
      rt.launch @product ins(%x, %y : memref<?xf32>, memref<?xf32>) outs(%0 : memref<?x?xf32>)
      rt.launch @sum ins(%0 : memref<?x?xf32>) outs(%z : memref<?xf32>)
      rt.return
    }
  }
}
