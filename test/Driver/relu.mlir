// From planned buffers to a library that C calls: two levels, a prepared value, a worker loop with scratch.
//
// RUN: rm -rf %t && mkdir -p %t/a %t/b
// RUN: dlc --from=memory %s -o %t/a/relu.so
// RUN: cc -std=c99 -Wall -Wextra -pedantic -Werror -I%t/a %S/Inputs/relu.c -o %t/relu %t/a/relu.so
// RUN: env LD_LIBRARY_PATH=%t/a %t/relu
// RUN: env LD_LIBRARY_PATH=%t/a DLC_CPU_LEVEL=x86-64-v2 DLC_THREADS=2 %t/relu
// RUN: c++ -std=c++11 -Wall -Wextra -pedantic -Werror -fsyntax-only -x c++ %t/a/relu.h
//
// The same bytes from another folder, by one thread or several.
// RUN: cp %s %t/b/relu.mlir && cd %t/b && dlc --from=memory relu.mlir --jobs=1 -o relu.so
// RUN: cmp %t/a/relu.so %t/b/relu.so && cmp %t/a/relu.h %t/b/relu.h
//
// Nothing but the interface leaves, nothing but libc of 2018 is asked for.
// RUN: llvm-nm -D --defined-only --format=just-symbols %t/a/relu.so | FileCheck %s --check-prefix=EXPORTS
// EXPORTS: dlc_module_get
// EXPORTS-NEXT: m_bytes
// EXPORTS-NEXT: m_create
// EXPORTS-NEXT: m_destroy
// EXPORTS-NEXT: m_forward
// EXPORTS-NEXT: m_forward_dl
// EXPORTS-NEXT: m_get
// EXPORTS-NEXT: m_load
// EXPORTS-NEXT: m_load_memory
// EXPORTS-NEXT: m_message
// EXPORTS-NEXT: m_module_get
// EXPORTS-NEXT: m_reserve
// EXPORTS-NEXT: m_reset
// EXPORTS-NEXT: m_save
// EXPORTS-NEXT: m_save_memory
// EXPORTS-NEXT: m_seed
// EXPORTS-NEXT: m_set
// EXPORTS-NEXT: m_share
// EXPORTS-NOT: {{.}}
// Profilers see which kernel they are in.
// RUN: llvm-nm %t/a/relu.so | FileCheck %s --check-prefix=NAMES
// NAMES: t {{.*}}relu{{.*}}worker0.kernel
// RUN: llvm-readelf -d %t/a/relu.so | FileCheck %s --check-prefix=DYNAMIC
// DYNAMIC-NOT: NEEDED{{.*}}{{stdc|gcc|unwind}}
// RUN: llvm-readelf -V %t/a/relu.so | FileCheck %s --check-prefix=VERSIONS --implicit-check-not=GLIBC_2.29 --implicit-check-not=GLIBC_2.3{{[0-9]}}
// VERSIONS: GLIBC_2.2.5
// RUN: llvm-readelf -lW %t/a/relu.so | FileCheck %s --check-prefix=SEGMENTS
// SEGMENTS-DAG: GNU_STACK {{.*}} RW 
// SEGMENTS-DAG: GNU_RELRO
// RUN: llvm-readelf -rW %t/a/relu.so | grep R_X86_64 | grep -vE 'RELATIVE|TLSDESC +[0-9a-f]+$' | not grep -v '@GLIBC_'

rt.model @m {
  rt.dim @n = 1 to 100000
  rt.parameter @w : tensor<64xf32> = #rt.init<constant, 2.0, 0.0> key "w" stream 0
  rt.parameter @bias : tensor<4xf32> = dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32> key "bias" stream 1
  rt.entry @forward(x: tensor<?x64xf32> [@n]) -> (y: tensor<?x64xf32> [@n])
  rt.variant @x86_64_v2 #rt.target<cpu, "x86-64-v2"> {
    rt.prepared @w.half : tensor<64xf32> from [@w]
    func.func private @halve(%w: memref<64xf32>, %out: memref<64xf32>) {
      %half = arith.constant dense<0.5> : vector<64xf32>
      %c0 = arith.constant 0 : index
      %v = vector.load %w[%c0] : memref<64xf32>, vector<64xf32>
      %h = arith.mulf %v, %half : vector<64xf32>
      vector.store %h, %out[%c0] : memref<64xf32>, vector<64xf32>
      return
    }
    func.func private @axpy_relu(%x: memref<?x64xf32>, %w: memref<64xf32>, %bias: memref<4xf32>, %y: memref<?x64xf32>)
        attributes {rt.cycles = 100 : i64} {
      %c0 = arith.constant 0 : index
      %c8 = arith.constant 8 : index
      %c64 = arith.constant 64 : index
      %zero = arith.constant dense<0.0> : vector<8xf32>
      %n = memref.dim %x, %c0 : memref<?x64xf32>
      %bias3 = memref.load %bias[%c0] : memref<4xf32>
      %offset = vector.broadcast %bias3 : f32 to vector<8xf32>
      scf.forall (%i) in (%n) {
        %s = rt.scratch : memref<64xf32>
        scf.for %j = %c0 to %c64 step %c8 {
          %a = vector.load %x[%i, %j] : memref<?x64xf32>, vector<8xf32>
          %b = vector.load %w[%j] : memref<64xf32>, vector<8xf32>
          %c = arith.mulf %a, %b : vector<8xf32>
          %d = arith.addf %c, %a : vector<8xf32>
          %e = arith.addf %d, %offset : vector<8xf32>
          vector.store %e, %s[%j] : memref<64xf32>, vector<8xf32>
        }
        scf.for %j = %c0 to %c64 step %c8 {
          %a = vector.load %s[%j] : memref<64xf32>, vector<8xf32>
          %p = arith.cmpf ogt, %a, %zero : vector<8xf32>
          %r = arith.select %p, %a, %zero : vector<8xi1>, vector<8xf32>
          vector.store %r, %y[%i, %j] : memref<?x64xf32>, vector<8xf32>
        }
      } {mapping = [#rt.map<worker, 0>]}
      return
    }
    rt.program @prepare() arena 0 bound 0 {
      %w = rt.get @w : memref<64xf32>
      %h = rt.get @w.half : memref<64xf32>
      rt.launch @halve ins(%w : memref<64xf32>) outs(%h : memref<64xf32>)
      rt.return
    }
    rt.program @forward() arena 0 bound 0 {
      %x = rt.argument 0 : memref<?x64xf32> extents affine_map<()[n] -> (n)>
      %y = rt.argument 1 : memref<?x64xf32> extents affine_map<()[n] -> (n)>
      %h = rt.get @w.half : memref<64xf32>
      %b = rt.get @bias : memref<4xf32>
      rt.launch @axpy_relu ins(%x, %h, %b : memref<?x64xf32>, memref<64xf32>, memref<4xf32>) outs(%y : memref<?x64xf32>)
      rt.return
    }
  }
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    rt.prepared @w.half : tensor<64xf32> from [@w]
    func.func private @halve(%w: memref<64xf32>, %out: memref<64xf32>) {
      %half = arith.constant dense<0.5> : vector<64xf32>
      %c0 = arith.constant 0 : index
      %v = vector.load %w[%c0] : memref<64xf32>, vector<64xf32>
      %h = arith.mulf %v, %half : vector<64xf32>
      vector.store %h, %out[%c0] : memref<64xf32>, vector<64xf32>
      return
    }
    func.func private @axpy_relu(%x: memref<?x64xf32>, %w: memref<64xf32>, %bias: memref<4xf32>, %y: memref<?x64xf32>)
        attributes {rt.cycles = 100 : i64} {
      %c0 = arith.constant 0 : index
      %c8 = arith.constant 8 : index
      %c64 = arith.constant 64 : index
      %zero = arith.constant dense<0.0> : vector<8xf32>
      %n = memref.dim %x, %c0 : memref<?x64xf32>
      %bias3 = memref.load %bias[%c0] : memref<4xf32>
      %offset = vector.broadcast %bias3 : f32 to vector<8xf32>
      scf.forall (%i) in (%n) {
        %s = rt.scratch : memref<64xf32>
        scf.for %j = %c0 to %c64 step %c8 {
          %a = vector.load %x[%i, %j] : memref<?x64xf32>, vector<8xf32>
          %b = vector.load %w[%j] : memref<64xf32>, vector<8xf32>
          %c = arith.mulf %a, %b : vector<8xf32>
          %d = arith.addf %c, %a : vector<8xf32>
          %e = arith.addf %d, %offset : vector<8xf32>
          vector.store %e, %s[%j] : memref<64xf32>, vector<8xf32>
        }
        scf.for %j = %c0 to %c64 step %c8 {
          %a = vector.load %s[%j] : memref<64xf32>, vector<8xf32>
          %p = arith.cmpf ogt, %a, %zero : vector<8xf32>
          %r = arith.select %p, %a, %zero : vector<8xi1>, vector<8xf32>
          vector.store %r, %y[%i, %j] : memref<?x64xf32>, vector<8xf32>
        }
      } {mapping = [#rt.map<worker, 0>]}
      return
    }
    rt.program @prepare() arena 0 bound 0 {
      %w = rt.get @w : memref<64xf32>
      %h = rt.get @w.half : memref<64xf32>
      rt.launch @halve ins(%w : memref<64xf32>) outs(%h : memref<64xf32>)
      rt.return
    }
    rt.program @forward() arena 0 bound 0 {
      %x = rt.argument 0 : memref<?x64xf32> extents affine_map<()[n] -> (n)>
      %y = rt.argument 1 : memref<?x64xf32> extents affine_map<()[n] -> (n)>
      %h = rt.get @w.half : memref<64xf32>
      %b = rt.get @bias : memref<4xf32>
      rt.launch @axpy_relu ins(%x, %h, %b : memref<?x64xf32>, memref<64xf32>, memref<4xf32>) outs(%y : memref<?x64xf32>)
      rt.return
    }
  }
}
