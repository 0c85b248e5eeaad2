//===- Passes.td - Passes of the Memory stage, in the order they run ------===//

#ifndef DLC_MEMORY_PASSES_TD
#define DLC_MEMORY_PASSES_TD

include "mlir/Pass/PassBase.td"

def OrderLaunches : Pass<"dlc-order-launches", "::dlc::rt::VariantOp"> {
  let summary = "Order launches so that fewer bytes are alive at once";
  let description = [{
    A beam search over the orders the data allow, of a width that does not
    depend on time or machine. Programs are still on tensors, so any order of
    definitions before uses means the same. The order in the source is kept
    unless another one has a lower peak: neighbours in the source share caches.

    Here `%big` is consumed before the next one is made:

    ```mlir
    // dlc-opt --pass-pipeline="builtin.module(rt.model(rt.variant(dlc-order-launches)))"
    rt.model @m {
      rt.entry @f(x: tensor<4xf32>) -> (y: tensor<8xf32>)
      rt.variant @v #rt.target<cpu, "x86-64-v3"> {
        func.func private @widen(memref<4xf32>, memref<1024xf32>)
        func.func private @sum(memref<1024xf32>, memref<4xf32>)
        func.func private @join(memref<4xf32>, memref<4xf32>, memref<8xf32>)
        rt.program @f(%x: tensor<4xf32>) -> tensor<8xf32> {
          %0 = rt.launch @widen ins(%x : tensor<4xf32>) outs() -> tensor<1024xf32> extents [affine_map<() -> ()>]
          %1 = rt.launch @widen ins(%x : tensor<4xf32>) outs() -> tensor<1024xf32> extents [affine_map<() -> ()>]
          %2 = rt.launch @sum ins(%0 : tensor<1024xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
          %3 = rt.launch @sum ins(%1 : tensor<1024xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
          %4 = rt.launch @join ins(%2, %3 : tensor<4xf32>, tensor<4xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>]
          rt.return %4 : tensor<8xf32>
        }
      }
    }
    // ==>
    rt.model @m {
      rt.entry @f(x: tensor<4xf32>) -> (y: tensor<8xf32>)
      rt.variant @v #rt.target<cpu, "x86-64-v3"> {
        func.func private @widen(memref<4xf32>, memref<1024xf32>)
        func.func private @sum(memref<1024xf32>, memref<4xf32>)
        func.func private @join(memref<4xf32>, memref<4xf32>, memref<8xf32>)
        rt.program @f(%x: tensor<4xf32>) -> tensor<8xf32> {
          %0 = rt.launch @widen ins(%x : tensor<4xf32>) outs() -> tensor<1024xf32> extents [affine_map<() -> ()>]
          %2 = rt.launch @sum ins(%0 : tensor<1024xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
          %1 = rt.launch @widen ins(%x : tensor<4xf32>) outs() -> tensor<1024xf32> extents [affine_map<() -> ()>]
          %3 = rt.launch @sum ins(%1 : tensor<1024xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
          %4 = rt.launch @join ins(%2, %3 : tensor<4xf32>, tensor<4xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>]
          rt.return %4 : tensor<8xf32>
        }
      }
    }
    ```
  }];
  let dependentDialects = ["::dlc::rt::RtDialect"];
}

def AssignBuffers : Pass<"dlc-assign-buffers", "::dlc::rt::VariantOp"> {
  let summary = "Give every value of a program a buffer: an argument, a symbol's memory or a slot of the arena";
  let description = [{
    Results are computed where they are returned, prepared values where they are
    kept. A launch works in place where its `reuse` names an input that nobody
    needs any more. Views cost nothing. What remains is an explicit `rt.copy`: a value that is returned
    twice, an argument or parameter that is returned as it is, and new state,
    which is committed at the end, when no check has failed. In a program without
    checks, which cannot fail, new state is computed in place where its old value
    is not needed any more.

    Order of launches decides what is alive: run dlc-order-launches before.

    ```mlir
    // dlc-opt --pass-pipeline="builtin.module(rt.model(rt.variant(dlc-assign-buffers)))"
    rt.model @m {
      rt.dim @n = 1 to 512
      rt.entry @forward(x: tensor<?x2xf32> [@n]) -> (y: tensor<?x4xf32> [@n])
      rt.variant @v #rt.target<cpu, "x86-64-v3"> {
        func.func private @linear(memref<?x2xf32>, memref<?x4xf32>)
        func.func private @softmax(memref<?x4xf32>, memref<?x4xf32>)
        rt.program @forward(%x: tensor<?x2xf32> {rt.extents = affine_map<()[n] -> (n)>}) -> tensor<?x4xf32> {
          %0 = rt.launch @linear ins(%x : tensor<?x2xf32>) outs() -> tensor<?x4xf32> extents [affine_map<()[n] -> (n)>]
          %1 = rt.launch @softmax ins(%0 : tensor<?x4xf32>) outs() -> tensor<?x4xf32> extents [affine_map<()[n] -> (n)>]
          rt.return %1 : tensor<?x4xf32>
        }
      }
    }
    // ==>
    rt.model @m {
      rt.dim @n = 1 to 512
      rt.entry @forward(x: tensor<?x2xf32> [@n]) -> (y: tensor<?x4xf32> [@n])
      rt.variant @v #rt.target<cpu, "x86-64-v3"> {
        func.func private @linear(memref<?x2xf32>, memref<?x4xf32>)
        func.func private @softmax(memref<?x4xf32>, memref<?x4xf32>)
        rt.program @forward() {
          %x = rt.argument 0 : memref<?x2xf32> extents affine_map<()[n] -> (n)>
          %y = rt.argument 1 : memref<?x4xf32> extents affine_map<()[n] -> (n)>
          %0 = rt.slot : memref<?x4xf32> extents affine_map<()[n] -> (n)>
          rt.launch @linear ins(%x : memref<?x2xf32>) outs(%0 : memref<?x4xf32>)
          rt.launch @softmax ins(%0 : memref<?x4xf32>) outs(%y : memref<?x4xf32>)
          rt.return
        }
      }
    }
    ```
  }];
  let dependentDialects = ["::dlc::rt::RtDialect"];
}

def PlanMemory : Pass<"dlc-plan-memory", "::dlc::rt::VariantOp"> {
  let summary = "Place every slot of a program at an offset of one arena";
  let description = [{
    Live ranges of slots are packed greedily, by size and by first use, into the
    smallest gap that holds them; where the better of both needs over 1.02 times
    the bound, a search of at most `nodes` nodes looks for a lower one. Sizes are
    those of the largest extents (of numbers below where a range goes further than
    can be counted), rounded up to 64 bytes.

    Where all slots have a known size the offsets are constants. Else the packing
    only says which slot lies above which: a slot starts where the highest of those
    below it that live at the same time ends, for any extents. `arena` says how many
    bytes the program needs when no extent is above its dim, `bound` the most bytes
    that are alive at once: no plan can need less.

    Fails where a program needs more bytes than 63 bits count at the lower ends of
    the ranges.

    ```mlir
    // dlc-opt --pass-pipeline="builtin.module(rt.model(rt.variant(dlc-plan-memory)))"
    rt.model @m {
      rt.dim @n = 1 to 512
      rt.entry @f(x: tensor<?x2xf32> [@n]) -> (y: tensor<?x2xf32> [@n])
      rt.variant @v #rt.target<cpu, "x86-64-v3"> {
        func.func private @k(memref<?x2xf32>, memref<?x2xf32>)
        rt.program @f() {
          %x = rt.argument 0 : memref<?x2xf32> extents affine_map<()[n] -> (n)>
          %y = rt.argument 1 : memref<?x2xf32> extents affine_map<()[n] -> (n)>
          %0 = rt.slot : memref<?x2xf32> extents affine_map<()[n] -> (n)>
          %1 = rt.slot : memref<?x2xf32> extents affine_map<()[n] -> (n)>
          rt.launch @k ins(%x : memref<?x2xf32>) outs(%0 : memref<?x2xf32>)
          rt.launch @k ins(%0 : memref<?x2xf32>) outs(%1 : memref<?x2xf32>)
          rt.launch @k ins(%1 : memref<?x2xf32>) outs(%y : memref<?x2xf32>)
          rt.return
        }
      }
    }
    // ==>
    rt.model @m {
      rt.dim @n = 1 to 512
      rt.entry @f(x: tensor<?x2xf32> [@n]) -> (y: tensor<?x2xf32> [@n])
      rt.variant @v #rt.target<cpu, "x86-64-v3"> {
        func.func private @k(memref<?x2xf32>, memref<?x2xf32>)
        rt.program @f() arena affine_map<()[n] -> (((n * 8) ceildiv 64) * 128)> bound 8192 {
          %0 = rt.slot at 0 : memref<?x2xf32> extents affine_map<()[n] -> (n)>
          %1 = rt.slot at 0 above(%0 : memref<?x2xf32>) : memref<?x2xf32> extents affine_map<()[n] -> (n)>
          %x = rt.argument 0 : memref<?x2xf32> extents affine_map<()[n] -> (n)>
          %y = rt.argument 1 : memref<?x2xf32> extents affine_map<()[n] -> (n)>
          rt.launch @k ins(%x : memref<?x2xf32>) outs(%0 : memref<?x2xf32>)
          rt.launch @k ins(%0 : memref<?x2xf32>) outs(%1 : memref<?x2xf32>)
          rt.launch @k ins(%1 : memref<?x2xf32>) outs(%y : memref<?x2xf32>)
          rt.return
        }
      }
    }
    ```
  }];
  let dependentDialects = ["::dlc::rt::RtDialect"];
  let options = [
    Option<"nodes", "nodes", "int64_t", "100000", "Nodes of the search tree, for each program">,
    Option<"report", "report", "bool", "false", "Remark on each program: bytes, ratio to the bound, copies">,
  ];
}

def VerifyPlan : Pass<"dlc-verify-plan", "::dlc::rt::VariantOp"> {
  let summary = "Check that every byte a program reads is the one that was written for it";
  let description = [{
    Executes each program on a shadow of the arena that knows which slots still
    hold what was written to them: two slots share no byte only where that holds
    for all extents. Knows nothing of live ranges, so it finds what dlc-plan-memory
    or dlc-assign-buffers got wrong: a slot that is read before it is written or
    after another one has overwritten it, one that two outputs of a launch share,
    one beyond the arena (at samples of the extents), a view larger than its source, and an output that overlaps
    an input although `reuse` does not allow it. Changes nothing.

    ```mlir
    // dlc-opt --pass-pipeline="builtin.module(rt.model(rt.variant(dlc-verify-plan)))"
    rt.model @m {
      rt.entry @f(x: tensor<4xf32>) -> (y: tensor<4xf32>)
      rt.variant @v #rt.target<cpu, "x86-64-v3"> {
        func.func private @k(memref<4xf32>, memref<4xf32>)
        rt.program @f() arena 64 bound 64 {
          %x = rt.argument 0 : memref<4xf32> extents affine_map<() -> ()>
          %y = rt.argument 1 : memref<4xf32> extents affine_map<() -> ()>
          %0 = rt.slot at 0 : memref<4xf32> extents affine_map<() -> ()>
          rt.launch @k ins(%x : memref<4xf32>) outs(%0 : memref<4xf32>)
          rt.launch @k ins(%0 : memref<4xf32>) outs(%y : memref<4xf32>)
          rt.return
        }
      }
    }
    // ==>
    ...
    ```
  }];
  let dependentDialects = ["::dlc::rt::RtDialect"];
}

#endif // DLC_MEMORY_PASSES_TD
