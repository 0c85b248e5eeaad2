//===- Passes.td - Passes of the Kernel stage, in the order they run ---===//

#ifndef DLC_KERNEL_PASSES_TD
#define DLC_KERNEL_PASSES_TD

include "mlir/Pass/PassBase.td"

def CheckTargets : Pass<"dlc-check-targets", "dlc::ModelOp"> {
  let summary = "Refuse operators that a target cannot compile";
  let description = [{
    The model is valid, but no code can be made of it: an error says so at the
    operator, with what to write instead. What passes compiles. The model is not
    changed.

    ```mlir
    dlc.model @m {
      kernel @exp(%x: tensor<4xf32>) -> tensor<4xf32> {
        %0 = exp %x : tensor<4xf32>
        return %0 : tensor<4xf32>
      }
    }
    // ==>
    dlc.model @m {
      kernel @exp(%x: tensor<4xf32>) -> tensor<4xf32> {
        %0 = exp %x : tensor<4xf32>
        return %0 : tensor<4xf32>
      }
    }
    ```
  }];
  let options = [
    ListOption<"targets", "targets", "std::string", "as those of dlc-create-variants">
  ];
}

def CreateVariants : Pass<"dlc-create-variants", "mlir::ModuleOp"> {
  let summary = "Turn each model into the signature of an artefact and one variant per target";
  let description = [{
    Every variant gets the kernels, a program per entry and an empty program
    `@prepare`. Extents become affine maps of the model's dims. Initialisers
    become bytes of a file, a rule or a literal; indices of `gather` and
    `embedding` are checked against the extent they go into.

    ```mlir
    dlc.model @m {
      dim @n = 1 to 8
      parameter @b : tensor<4xf32> = #dlc.zeros
      kernel @add(%x: tensor<?x4xf32>, %b: tensor<4xf32>) -> tensor<?x4xf32> {
        %0 = add %x, %b : tensor<?x4xf32>, tensor<4xf32>
        return %0 : tensor<?x4xf32>
      }
      func @f(%x: tensor<?x4xf32> [@n]) -> (y: tensor<?x4xf32> [@n]) {
        %b = read @b : tensor<4xf32>
        %0 = launch @add(%x, %b) : (tensor<?x4xf32>, tensor<4xf32>) -> tensor<?x4xf32>
        return %0 : tensor<?x4xf32>
      }
    }
    // ==>
    rt.model @m {
      rt.dim @n = 1 to 8
      rt.parameter @b : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "b" stream 0
      rt.entry @f(x: tensor<?x4xf32> [@n]) -> (y: tensor<?x4xf32> [@n])
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @add(%x: tensor<?x4xf32>, %b: tensor<4xf32>) -> tensor<?x4xf32> {
          %0 = add %x, %b : tensor<?x4xf32>, tensor<4xf32>
          return %0 : tensor<?x4xf32>
        }
        rt.program @prepare() {
          rt.return
        }
        rt.program @f(%x: tensor<?x4xf32> {rt.extents = affine_map<()[n] -> (n)>}) -> tensor<?x4xf32> {
          %b = rt.get @b : tensor<4xf32>
          %0 = rt.launch @add ins(%x, %b : tensor<?x4xf32>, tensor<4xf32>) outs() -> tensor<?x4xf32> extents [affine_map<()[n] -> (n)>]
          rt.return %0 : tensor<?x4xf32>
        }
      }
    }
    ```
  }];
  let dependentDialects = ["dlc::rt::RtDialect"];
  let options = [
    ListOption<"targets", "targets", "std::string",
               "x86-64-v2, x86-64-v3, x86-64-v4, sm_80, sm_90a ...; x86-64-v3 where none is given">
  ];
}

def ChooseAlgorithms : Pass<"dlc-choose-algorithms", "dlc::rt::VariantOp"> {
  let summary = "Compute an operator by several launches where that is faster";
  let description = [{
    Convolutions by windows of 3 x 3 with stride 1 in the Winograd domain: weights
    are transformed by a launch in front of each launch of the kernel, padding of
    the image is taken over. By default the cost model of `lib/Kernel/Schedule`
    chooses, for f32 and weights that depend on parameters only.

    Linears of few rows and columns and a long depth: a launch multiplies pieces of
    the depth, a batch of them, so that each may have a thread, and the kernel adds
    up their products.

    ```mlir
    // dlc-opt --pass-pipeline=builtin.module(rt.model(rt.variant(dlc-choose-algorithms{convolution=winograd2})))
    rt.model @m {
      rt.parameter @w : tensor<16x8x3x3xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
      rt.entry @f(x: tensor<1x12x12x8xf32>) -> (y: tensor<1x12x12x16xf32>)
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @pad(%x: tensor<1x12x12x8xf32>) -> tensor<1x14x14x8xf32> {
          %0 = pad %x low [0, 1, 1, 0] high [0, 1, 1, 0] : tensor<1x12x12x8xf32>
          return %0 : tensor<1x14x14x8xf32>
        }
        dlc.kernel @conv2d(%x: tensor<1x14x14x8xf32>, %w: tensor<16x8x3x3xf32>) -> tensor<1x12x12x16xf32> {
          %0 = transpose %x [0, 3, 1, 2] : tensor<1x14x14x8xf32>
          %1 = conv2d %0, %w : tensor<1x8x14x14xf32>, tensor<16x8x3x3xf32>
          %2 = transpose %1 [0, 2, 3, 1] : tensor<1x16x12x12xf32>
          return %2 : tensor<1x12x12x16xf32>
        }
        rt.program @f(%x: tensor<1x12x12x8xf32>) -> tensor<1x12x12x16xf32> {
          %w = rt.get @w : tensor<16x8x3x3xf32>
          %0 = rt.launch @pad ins(%x : tensor<1x12x12x8xf32>) outs() -> tensor<1x14x14x8xf32> extents [affine_map<() -> ()>]
          %1 = rt.launch @conv2d ins(%0, %w : tensor<1x14x14x8xf32>, tensor<16x8x3x3xf32>) outs() -> tensor<1x12x12x16xf32> extents [affine_map<() -> ()>]
          rt.return %1 : tensor<1x12x12x16xf32>
        }
      }
    }
    // ==>
    ...
        dlc.kernel @winograd2_weights_128_f32(%...: tensor<128x9xf32>) -> tensor<16x128xf32> {
    ... = cast %... : tensor<128x9xf32> to f64
    ... = matmul ...
    ...
        dlc.kernel @conv2d(%x: tensor<1x12x12x8xf32>, %w: tensor<16x16x8xf32>) -> tensor<1x12x12x16xf32> {
          %0 = winograd_conv2d %x, %w output 2 padding [1, 1, 1, 1] : tensor<1x12x12x8xf32>, tensor<16x16x8xf32>
          return %0 : tensor<1x12x12x16xf32>
        }
    ...
          %1 = rt.view %0 : tensor<16x8x3x3xf32> to tensor<128x9xf32>
          %2 = rt.launch @winograd2_weights_128_f32 ins(%1 : tensor<128x9xf32>) outs() -> tensor<16x128xf32> extents [...]
          %3 = rt.view %2 : tensor<16x128xf32> to tensor<16x16x8xf32>
          %4 = rt.launch @conv2d ins(%arg0, %3 : tensor<1x12x12x8xf32>, tensor<16x16x8xf32>) outs() -> tensor<1x12x12x16xf32> extents [...]
    ...
    ```
  }];
  let dependentDialects = ["dlc::rt::RtDialect"];
  let options = [
    Option<"convolution", "convolution", "::dlc::Convolution", "::dlc::Convolution::Auto",
           "Convolutions by windows of 3 x 3 with stride 1:",
           [{::llvm::cl::values(
               clEnumValN(::dlc::Convolution::Auto, "auto", "by estimated time and error"),
               clEnumValN(::dlc::Convolution::Direct, "direct", "window by window"),
               clEnumValN(::dlc::Convolution::Winograd, "winograd", "in tiles of 4 x 4 pixels"),
               clEnumValN(::dlc::Convolution::Winograd2, "winograd2", "in tiles of 2 x 2 pixels"))}]>,
    Option<"depthPieces", "depth-pieces", "int64_t", "0",
           "Pieces that the depth of a linear is cut into where they divide it; 0: chosen, 1: none">,
    Option<"report", "report", "bool", "false", "Remark on what was chosen and why">
  ];
}

def CollapseAxes : Pass<"dlc-collapse-axes", "dlc::rt::VariantOp"> {
  let summary = "Make the leading axes of kernels around linear one axis of rows";
  let description = [{
    Where each other operator of the kernel is elementwise and each value has all
    the leading axes or repeats along all of them, they are one to all. Launches
    pass views.

    ```mlir
    // dlc-opt --pass-pipeline=builtin.module(rt.model(rt.variant(dlc-collapse-axes)))
    rt.model @m {
      rt.dim @t = 1 to 50
      rt.parameter @w : tensor<4x8xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
      rt.entry @f(x: tensor<?x1x8xf32> [@t]) -> (y: tensor<?x1x4xf32> [@t])
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @linear(%x: tensor<?x1x8xf32>, %w: tensor<4x8xf32>) -> tensor<?x1x4xf32> {
          %0 = linear %x, %w : tensor<?x1x8xf32>, tensor<4x8xf32>
          return %0 : tensor<?x1x4xf32>
        }
        rt.program @f(%x: tensor<?x1x8xf32> {rt.extents = affine_map<()[t] -> (t)>}) -> tensor<?x1x4xf32> {
          %w = rt.get @w : tensor<4x8xf32>
          %0 = rt.launch @linear ins(%x, %w : tensor<?x1x8xf32>, tensor<4x8xf32>) outs() -> tensor<?x1x4xf32> extents [affine_map<()[t] -> (t)>]
          rt.return %0 : tensor<?x1x4xf32>
        }
      }
    }
    // ==>
    ...
        dlc.kernel @linear(%x: tensor<?x8xf32>, %w: tensor<4x8xf32>) -> tensor<?x4xf32> {
          %0 = linear %x, %w : tensor<?x8xf32>, tensor<4x8xf32>
          return %0 : tensor<?x4xf32>
        }
    ...
          %1 = rt.view %... : tensor<?x1x8xf32> to tensor<?x8xf32> extents #map
          %2 = rt.launch @linear ins(%1, %0 : tensor<?x8xf32>, tensor<4x8xf32>) outs() -> tensor<?x4xf32> extents [#map]
          %3 = rt.view %2 : tensor<?x4xf32> to tensor<?x1x4xf32> extents #map
          rt.return %3 : tensor<?x1x4xf32>
    ...
    ```
  }];
}

def ScheduleKernels : Pass<"dlc-schedule-kernels", "dlc::rt::VariantOp"> {
  let summary = "Give each kernel the schedule that the cost model chooses for the target";
  let description = [{
    Sets `rt.schedule`; one that stands there already is kept, so that a schedule
    can be given by hand.

    ```mlir
    // dlc-opt --pass-pipeline=builtin.module(rt.model(rt.variant(dlc-schedule-kernels)))
    rt.model @m {
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @relu(%x: tensor<?xf32>) -> tensor<?xf32> {
          %0 = relu %x : tensor<?xf32>
          return %0 : tensor<?xf32>
        }
      }
    }
    // ==>
    rt.model @m {
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @relu(%x: tensor<?xf32>) -> tensor<?xf32> attributes {rt.schedule = #rt.pointwise<width = 8, block = 8192, interleave = 4, column_vectors = 8, least_columns = 64, unroll = 7>} {
          %0 = relu %x : tensor<?xf32>
          return %0 : tensor<?xf32>
        }
      }
    }
    ```
  }];
  let dependentDialects = ["dlc::rt::RtDialect"];
}

def PackOperands : Pass<"dlc-pack-operands", "dlc::rt::VariantOp"> {
  let summary = "Pass right sides of contractions as panels, packed at the launch";
  let description = [{
    The kernel unpacks what it is given, the launch of a pack kernel stands in
    front of each of its launches. A right side whose columns lie side by side is
    packed only where that costs nothing at run time, because it depends on
    parameters.

    ```mlir
    // dlc-opt --pass-pipeline=builtin.module(rt.model(rt.variant(dlc-pack-operands)))
    rt.model @m {
      rt.parameter @w : tensor<20x64xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
      rt.entry @f(x: tensor<4x64xf32>) -> (y: tensor<4x20xf32>)
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @linear(%x: tensor<4x64xf32>, %w: tensor<20x64xf32>) -> tensor<4x20xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 4, columns = 16, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 48, panel_block = 2, depth_block = 64, pack_panels = 4, tile_panels = 4>} {
          %0 = linear %x, %w : tensor<4x64xf32>, tensor<20x64xf32>
          return %0 : tensor<4x20xf32>
        }
        rt.program @prepare() {
          rt.return
        }
        rt.program @f(%x: tensor<4x64xf32>) -> tensor<4x20xf32> {
          %w = rt.get @w : tensor<20x64xf32>
          %0 = rt.launch @linear ins(%x, %w : tensor<4x64xf32>, tensor<20x64xf32>) outs() -> tensor<4x20xf32> extents [affine_map<() -> ()>]
          rt.return %0 : tensor<4x20xf32>
        }
      }
    }
    // ==>
    ...
        dlc.kernel @linear(%x: tensor<4x64xf32>, %w: tensor<2x64x16xf32>) -> tensor<4x20xf32> ...
          %0 = unpack %w rows 20 : tensor<2x64x16xf32>
          %1 = linear %x, %0 : tensor<4x64xf32>, tensor<20x64xf32>
    ...
          %1 = rt.launch @pack_20_64_rows_by_16_f32 ins(%0 : tensor<20x64xf32>) outs() -> tensor<2x64x16xf32> extents [...]
    ...
    ```
  }];
  let dependentDialects = ["dlc::rt::RtDialect"];
}

def HoistParameters : Pass<"dlc-hoist-parameters", "dlc::rt::VariantOp"> {
  let summary = "Compute what depends on parameters only once, in @prepare";
  let description = [{
    Launches of a program whose inputs come from parameters move to `@prepare`;
    the program gets the result as a prepared value. Equal ones are shared
    between programs. A view of a parameter costs nothing and stays.

    ```mlir
    // dlc-opt --pass-pipeline=builtin.module(rt.model(rt.variant(dlc-hoist-parameters)))
    rt.model @m {
      rt.parameter @w : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
      rt.entry @f() -> (y: tensor<4xf32>)
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @exp(%w: tensor<4xf32>) -> tensor<4xf32> {
          %0 = exp %w : tensor<4xf32>
          return %0 : tensor<4xf32>
        }
        rt.program @prepare() {
          rt.return
        }
        rt.program @f() -> tensor<4xf32> {
          %w = rt.get @w : tensor<4xf32>
          %0 = rt.launch @exp ins(%w : tensor<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
          rt.return %0 : tensor<4xf32>
        }
      }
    }
    // ==>
    rt.model @m {
      rt.parameter @w : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
      rt.entry @f() -> (y: tensor<4xf32>)
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        rt.prepared @w.exp : tensor<4xf32> from [@w]
        dlc.kernel @exp(%w: tensor<4xf32>) -> tensor<4xf32> {
          %0 = exp %w : tensor<4xf32>
          return %0 : tensor<4xf32>
        }
        rt.program @prepare() {
          %w = rt.get @w : tensor<4xf32>
          %0 = rt.launch @exp ins(%w : tensor<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
          rt.put @w.exp, %0 : tensor<4xf32>
          rt.return
        }
        rt.program @f() -> tensor<4xf32> {
          %0 = rt.get @w.exp : tensor<4xf32>
          rt.return %0 : tensor<4xf32>
        }
      }
    }
    ```
  }];
}

def EmitKernels : Pass<"dlc-emit-kernels", "dlc::rt::VariantOp"> {
  let summary = "Make loops of each kernel, by the family of its anchor";
  let description = [{
    The anchor is the operator that is not elementwise, movement or a gather; its
    role decides the family. The other operators of the kernel are computed on
    elements in registers, where the loops load them or before they store them.

    Contraction: linear, matmul and conv2d. Register tiles of 1-D vectors are
    carried through the loops over k, the other operators of the kernel applied to
    the accumulators.

    ```mlir
    // dlc-opt --pass-pipeline=builtin.module(rt.model(rt.variant(dlc-emit-kernels,canonicalize,cse)))
    rt.model @m {
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @linear_relu(%x: tensor<1x64xf32>, %p: tensor<1x64x8xf32>) -> tensor<1x8xf32> attributes {rt.schedule = #rt.contraction<width = 8, tile = <rows = 1, columns = 8, depth = 1, interleave = 1, left = f32, right = f32, accumulator = f32, result = f32>, batch_block = 1, row_block = 1, panel_block = 1, depth_block = 64, pack_panels = 4, tile_panels = 4>} {
          %w = unpack %p rows 8 : tensor<1x64x8xf32>
          %0 = linear %x, %w : tensor<1x64xf32>, tensor<8x64xf32>
          %1 = relu %0 : tensor<1x8xf32>
          return %1 : tensor<1x8xf32>
        }
      }
    }
    // ==>
    ...
      func.func private @linear_relu(...
        scf.forall (%...) in (1) {
    ... = scf.for %... = %c0 to %c64 step %c1 iter_args(%... = %...) -> (vector<8xf32>) {
    ... fastmath<contract> : vector<8xf32>
    ... arith.cmpf ogt...
    ...vector.store ...
        } {mapping = [#rt.map<worker, 0>]}
    ...
    ```

    Reduction: reduce, moments, argmax, softmax and layer_norm. A few passes over a row
    that stays in the first cache. Lanes run along the
    row or, where the last dimension is kept, across rows. A short row stays in
    registers, a longer one in the destination or in scratch memory.

    Where few rows are very long, each pass over them is a worker loop over their
    chunks, which begins with combining in order what the chunks left in the passes
    before, in memory that each launch gets for it, as a result that nobody reads.
    Chunks follow from the shape.

    ```mlir
    // dlc-opt --pass-pipeline=builtin.module(rt.model(rt.variant(dlc-emit-kernels,canonicalize,cse)))
    rt.model @m {
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @largest(%x: tensor<5x8xf32>) -> tensor<5xf32> attributes {rt.schedule = #rt.reduction<width = 8, block = 8, accumulators = 4, unroll = 8, chunk = 32768, least_chunks = 4, most_chunks = 256, many_rows = 64, scratch = 131072, prefetch = 4096>} {
          %0 = reduce max, %x axes [1] : tensor<5x8xf32>
          return %0 : tensor<5xf32>
        }
      }
    }
    // ==>
    ...
      func.func private @largest(%...: memref<5x8xf32>, %...: memref<5xf32>) ...
        scf.forall (%...) in (5) {
    ... = vector.load %...[%..., %c0] : memref<5x8xf32>, vector<8xf32>
    ... = vector.reduction <maxnumf>, ... : vector<8xf32> into f32
    ...memref.store %..., %...[%...] : memref<5xf32>
        } {mapping = [#rt.map<worker, 0>]}
    ...
    ```

    Pooling: max_pool and avg_pool.
    Windows are reduced down the columns, into a row of scratch memory that holds
    the padding too, then along that row.

    ```mlir
    // dlc-opt --pass-pipeline=builtin.module(rt.model(rt.variant(dlc-emit-kernels,canonicalize,cse)))
    rt.model @m {
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @pool(%x: tensor<1x1x16x16xf32>) -> tensor<1x1x8x8xf32> attributes {rt.schedule = #rt.pooling<width = 8, block = 64, chunk_columns = 256, unroll = 32>} {
          %0 = max_pool %x window [2, 2] strides [2, 2] : tensor<1x1x16x16xf32>
          return %0 : tensor<1x1x8x8xf32>
        }
      }
    }
    // ==>
    ...
      func.func private @pool(%...: memref<1x1x16x16xf32>, %...: memref<1x1x8x8xf32>) ...
        scf.forall (%...) in (1) {
    ...rt.scratch : memref<...xf32>
    ... = vector.load %... : memref<1x1x16x16xf32>, vector<8xf32>
    ...vector.store ...
    ... = vector.load %... : memref<...xf32>, vector<16xf32>
    ... = vector.shuffle %..., %... [0, 2, 4, 6, 8, 10, 12, 14] : vector<16xf32>, vector<16xf32>
    ... = vector.shuffle %..., %... [1, 3, 5, 7, 9, 11, 13, 15] : vector<16xf32>, vector<16xf32>
    ...vector.store %..., %... : memref<1x1x8x8xf32>, vector<8xf32>
    ...
    ```

    Attention.
    Online softmax over blocks of keys, for a block of queries per worker. The
    scores of a block stay in scratch memory.

    ```mlir
    // dlc-opt --pass-pipeline=builtin.module(rt.model(rt.variant(dlc-emit-kernels,canonicalize,cse)))
    rt.model @m {
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @attend(%q: tensor<1x1x16x8xf32>, %k: tensor<1x1x64x8xf32>, %v: tensor<1x1x64x8xf32>) -> tensor<1x1x16x8xf32> attributes {rt.schedule = #rt.attention<width = 8, rows = 4, columns = 16, key_block = 64, few_queries = 4, row_key_block = 512, row_keys = 8, row_vectors = 8>} {
          %0 = attention %q, %k, %v : tensor<1x1x16x8xf32>, tensor<1x1x64x8xf32>, tensor<1x1x64x8xf32>
          return %0 : tensor<1x1x16x8xf32>
        }
      }
    }
    // ==>
    ...
      func.func private @attend(%...: memref<1x1x16x8xf32>, %...: memref<1x1x64x8xf32>, %...: memref<1x1x64x8xf32>, %...: memref<1x1x16x8xf32>) ...
        scf.forall (%...) in (1) {
    ...rt.scratch : memref<64x16xf32>
    ...arith.mulf ... fastmath<contract> : vector<8xf32>
    ...arith.divf ...
        } {mapping = [#rt.map<worker, 0>]}
    ...
    ```

    Pointwise: no anchor.
    One loop nest over the results; each element is followed back to the
    arguments.

    ```mlir
    // dlc-opt --pass-pipeline=builtin.module(rt.model(rt.variant(dlc-emit-kernels,canonicalize,cse)))
    rt.model @m {
      rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
        dlc.kernel @add(%x: tensor<64xf32>, %y: tensor<64xf32>) -> tensor<64xf32> attributes {rt.schedule = #rt.pointwise<width = 8, block = 64, interleave = 4, column_vectors = 8, least_columns = 64, unroll = 7>} {
          %0 = add %x, %y : tensor<64xf32>, tensor<64xf32>
          return %0 : tensor<64xf32>
        }
      }
    }
    // ==>
    ...
      func.func private @add(%...: memref<64xf32>, %...: memref<64xf32>, %...: memref<64xf32>) ...
        scf.forall (%...) in (1) {
    ...
            %... = vector.load %...[%...] : memref<64xf32>, vector<8xf32>
            %... = vector.load %...[%...] : memref<64xf32>, vector<8xf32>
            %... = arith.addf %..., %... : vector<8xf32>
            vector.store %..., %...[%...] : memref<64xf32>, vector<8xf32>
    ...
    ```
  }];
  let dependentDialects = [
    "dlc::rt::RtDialect", "mlir::affine::AffineDialect", "mlir::arith::ArithDialect",
    "mlir::func::FuncDialect", "mlir::math::MathDialect", "mlir::memref::MemRefDialect",
    "mlir::scf::SCFDialect", "mlir::vector::VectorDialect", "mlir::x86vector::X86VectorDialect"];
}

#endif // DLC_KERNEL_PASSES_TD
