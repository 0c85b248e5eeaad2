//===- Passes.td - Passes of the Target stage, in the order they run ------===//

#ifndef DLC_TARGET_PASSES_TD
#define DLC_TARGET_PASSES_TD

include "mlir/Pass/PassBase.td"

def MarkNoAlias : Pass<"dlc-mark-no-alias", "::dlc::rt::VariantOp"> {
  let summary = "Mark kernel arguments that overlap no other argument in any launch";
  let description = [{
    A buffer that a launch reuses in place reaches the kernel as an input and
    as an output. Every other pointer is `noalias`, without which LLVM neither
    hoists loads nor keeps values in registers across stores.

    ```mlir
    // dlc-opt --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-mark-no-alias)))'
    rt.model @m {
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        func.func private @relu(%x: memref<4xf32>, %y: memref<4xf32>) {
          return
        }
        rt.program @prepare() arena 128 bound 128 {
          %x = rt.slot at 64 : memref<4xf32> extents affine_map<() -> ()>
          %y = rt.slot at 0 : memref<4xf32> extents affine_map<() -> ()>
          rt.launch @relu ins(%x : memref<4xf32>) outs(%y : memref<4xf32>)
          rt.return
        }
      }
    }
    // ==>
    rt.model @m {
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        func.func private @relu(%x: memref<4xf32> {rt.noalias}, %y: memref<4xf32> {rt.noalias}) {
          return
        }
        rt.program @prepare() arena 128 bound 128 {
          %x = rt.slot at 64 : memref<4xf32> extents affine_map<() -> ()>
          %y = rt.slot at 0 : memref<4xf32> extents affine_map<() -> ()>
          rt.launch @relu ins(%x : memref<4xf32>) outs(%y : memref<4xf32>)
          rt.return
        }
      }
    }
    ```
  }];
}

def MapToThreads : Pass<"dlc-map-to-threads", "::dlc::rt::VariantOp"> {
  let summary = "Outline each worker loop of a kernel into a function of an iteration range";
  let description = [{
    The loop becomes `rt.parallel`, its body a worker function of the captured
    values, the first and the last iteration and the worker's scratch. What is
    cheap to compute again (extents, constants, views) is not captured.
    `rt.scratch` becomes a 64-byte aligned offset. The grain is the number of
    iterations worth a thread: 50,000 cycles, about 20 microseconds.

    ```mlir
    // dlc-opt --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-map-to-threads)))'
    rt.model @m {
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        func.func private @fill(%y: memref<8xf32>) attributes {rt.cycles = 100 : i64} {
          %c = arith.constant 1.0 : f32
          scf.forall (%i) in (8) {
            memref.store %c, %y[%i] : memref<8xf32>
          } {mapping = [#rt.map<worker, 0>]}
          return
        }
      }
    }
    // ==>
    rt.model @m {
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        func.func private @fill_worker0(%y: memref<8xf32>, %begin: index, %end: index, %scratch: memref<0xi8> {rt.noalias}) {
          %c1 = arith.constant 1 : index
          scf.for %i = %begin to %end step %c1 {
            %c = arith.constant 1.0 : f32
            memref.store %c, %y[%i] : memref<8xf32>
          }
          return
        }
        func.func private @fill(%y: memref<8xf32>) attributes {rt.cycles = 100 : i64} {
          %c8 = arith.constant 8 : index
          rt.parallel @fill_worker0(%y : memref<8xf32>) count %c8 grain 150
          return
        }
      }
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect", "::mlir::memref::MemRefDialect",
                           "::mlir::scf::SCFDialect"];
}

def MapToBlocks : Pass<"dlc-map-to-blocks", "::dlc::rt::VariantOp"> {
  let summary = "Make each worker loop of a CUDA kernel a GPU kernel of blocks and threads";
  let description = [{
    A block is one iteration of the worker loop, so the grid is their number. Of
    the iterations of a thread loop each thread of it takes every `rt.threads`-th. Arguments are bare pointers and unknown extents. Functions
    and programs stay: they say how many blocks there are and in which order
    kernels run. All threads compute what stands outside thread loops, so nothing
    may be stored there, and a block has no `rt.scratch`.

    ```mlir
    // dlc-opt --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-map-to-blocks)))'
    rt.model @m {
      rt.variant @sm_80 #rt.target<cuda, "sm_80"> {
        func.func private @fill(%y: memref<8x8xf32>) attributes {rt.threads = 128 : i64} {
          %c = arith.constant 1.0 : f32
          scf.forall (%i) in (8) {
            scf.forall (%j) in (8) {
              memref.store %c, %y[%i, %j] : memref<8x8xf32>
            } {mapping = [#rt.map<thread, 0>]}
          } {mapping = [#rt.map<worker, 0>]}
          return
        }
      }
    }
    // ==>
    module {
      rt.model @m {
        rt.variant @sm_80 #rt.target<cuda, "sm_80"> {
          builtin.module attributes {rt.target = #rt.target<cuda, "sm_80">} {
            gpu.module @kernels {
              gpu.func @fill_block0(%arg0: !llvm.ptr) kernel attributes {known_block_size = array<i32: 128, 1, 1>} {
                ...
                %block_id_x = gpu.block_id x
                %thread_id_x = gpu.thread_id x
                %c128 = arith.constant 128 : index
                ...
                scf.for %arg1 = %thread_id_x to %c8 step %c128 {
                  memref.store %cst, ...[%block_id_x, %arg1] : memref<8x8xf32>
                }
                gpu.return
              }
            }
          }
          func.func private @fill(%arg0: memref<8x8xf32>) attributes {rt.threads = 128 : i64} {
            ...
          }
        }
      }
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::gpu::GPUDialect", "::mlir::LLVM::LLVMDialect",
                           "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect"];
}

def LowerToRuntime : Pass<"dlc-lower-to-runtime", "::dlc::rt::VariantOp"> {
  let summary = "Turn programs into functions of a dlc_abi_frame and parallel loops into calls of the runtime";
  let description = [{
    Kernels move into a `builtin.module` inside the variant, and each program
    becomes a function `<variant>_<program>` there: buffers are loaded from the
    frame, launches are calls, the result is the frame's error word. What the
    module table must know of a program stays in the variant as `rt.compiled`.

    ```mlir
    // dlc-opt --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-lower-to-runtime)))'
    rt.model @m {
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        rt.program @prepare() arena 64 bound 64 {
          rt.return
        }
      }
    }
    // ==>
    rt.model @m {
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        builtin.module attributes {rt.target = #rt.target<cpu, "x86-64-v3">} {
          func.func @x86_64_v3_prepare(%frame: !llvm.ptr {llvm.noalias}) -> i32 {
            %error = llvm.getelementptr %frame[76] : (!llvm.ptr) -> !llvm.ptr, i8
            %0 = llvm.load %error : !llvm.ptr -> i32
            return %0 : i32
          }
        }
        rt.compiled @prepare arena 64 scratch 0 checks []
      }
    }
    ```
  }];
  let dependentDialects = ["::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::LLVM::LLVMDialect", "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect"];
}

def FlattenArguments : Pass<"dlc-flatten-arguments", "::mlir::ModuleOp"> {
  let summary = "Pass memref arguments as a bare pointer and their unknown extents";
  let description = [{
    Arguments are contiguous, so pointer and extents are all there is to know,
    and `noalias` can be said of a pointer, not of a descriptor.

    ```mlir
    func.func private @f(%x: memref<8xf32> {rt.noalias}) {
      return
    }
    // ==>
    module {
      func.func private @f(%arg0: !llvm.ptr {llvm.noalias}) {
        ...
        return
      }
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::LLVM::LLVMDialect", "::mlir::memref::MemRefDialect"];
}

def ExpandMath : Pass<"dlc-expand-math", "::mlir::ModuleOp"> {
  let summary = "Expand f32 functions to polynomials and bf16, f16 to what the level has";
  let description = [{
    Left to LLVM, a vector `exp` is one call of libm per element and a bf16
    conversion a call of a function that old systems do not have. f64
    functions stay calls of libm. The module's `rt.target` says what is there.

    ```mlir
    module attributes {rt.target = #rt.target<cpu, "x86-64-v3">} {
      func.func @f(%x: bf16) -> f32 {
        %0 = arith.extf %x : bf16 to f32
        return %0 : f32
      }
    }
    // ==>
    module attributes {rt.target = #rt.target<cpu, "x86-64-v3">} {
      func.func @f(%x: bf16) -> f32 {
        %c16 = arith.constant 16 : i32
        %0 = arith.bitcast %x : bf16 to i16
        %1 = arith.extui %0 : i16 to i32
        %2 = arith.shli %1, %c16 : i32
        %3 = arith.bitcast %2 : i32 to f32
        return %3 : f32
      }
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::math::MathDialect", "::mlir::vector::VectorDialect"];
}

def MoveHalves : Pass<"dlc-move-halves", "::mlir::ModuleOp"> {
  let summary = "Move bf16 and f16 as 16-bit integers";
  let description = [{
    Loads, stores, selects, shuffles and arguments of blocks. LLVM takes masked
    moves of 16-bit floats apart where a mask is constant, and makes phis of
    them; then it converts each element there and back by a function that old
    systems do not have.

    ```mlir
    llvm.func @f(%p: !llvm.ptr, %mask: vector<8xi1>, %rest: vector<8xbf16>) -> vector<8xbf16> {
      %0 = llvm.intr.masked.load %p, %mask, %rest {alignment = 2 : i32} : (!llvm.ptr, vector<8xi1>, vector<8xbf16>) -> vector<8xbf16>
      llvm.return %0 : vector<8xbf16>
    }
    // ==>
    llvm.func @f(%p: !llvm.ptr, %mask: vector<8xi1>, %rest: vector<8xbf16>) -> vector<8xbf16> {
      %0 = llvm.bitcast %rest : vector<8xbf16> to vector<8xi16>
      %1 = llvm.intr.masked.load %p, %mask, %0 {alignment = 2 : i32} : (!llvm.ptr, vector<8xi1>, vector<8xi16>) -> vector<8xi16>
      %2 = llvm.bitcast %1 : vector<8xi16> to vector<8xbf16>
      llvm.return %2 : vector<8xbf16>
    }
    ```
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

#endif // DLC_TARGET_PASSES_TD
