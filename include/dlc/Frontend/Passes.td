//===- Passes.td - Passes of the Frontend stage, in the order they run ---===//

#ifndef DLC_FRONTEND_PASSES_TD
#define DLC_FRONTEND_PASSES_TD

include "mlir/Pass/PassBase.td"

def CheckNames : Pass<"dlc-check-names", "mlir::ModuleOp"> {
  let summary = "Refuse what the headers of a file cannot export";
  let description = [{
    The functions, types and macros of all models of the file are different, no
    words of C or C++ and none of the names that headers of the C library and
    of POSIX declare. The models are not changed.

    ```mlir
    dlc.model @m {
      func @forward(%x: tensor<f32>) -> (y: tensor<f32>) {
        return %x : tensor<f32>
      }
    }
    // ==>
    dlc.model @m {
      func @forward(%x: tensor<f32>) -> (y: tensor<f32>) {
        return %x : tensor<f32>
      }
    }
    ```
  }];
}

def CheckModel : Pass<"dlc-check-model", "dlc::ModelOp"> {
  let summary = "Refuse entries that a C header cannot declare";
  let description = [{
    An entry has a name for each argument, result and unknown extent. As
    identifiers of C they are different. The model is not changed.

    ```mlir
    dlc.model @m {
      dim @batch = 1 to 64
      func @forward(%x: tensor<?xf32> [@batch]) -> (y: tensor<?xf32> [@batch]) {
        return %x : tensor<?xf32>
      }
    }
    // ==>
    dlc.model @m {
      dim @batch = 1 to 64
      func @forward(%x: tensor<?xf32> [@batch]) -> (y: tensor<?xf32> [@batch]) {
        return %x : tensor<?xf32>
      }
    }
    ```
  }];
}

def CheckWeights : Pass<"dlc-check-weights", "dlc::ModelOp"> {
  let summary = "Refuse external weights that are missing, malformed or of another shape";
  let description = [{
    A file of weights is a regular file inside the model's folder, valid
    safetensors, and has each key with the parameter's element type and shape.
    Inside a block the key is prefixed with the instance: `wq` of `@h0` is
    `h0.wq`. The model is not changed.

    ```mlir
    dlc.model @m {
      parameter @w : tensor<4xf32> = #dlc.zeros
    }
    // ==>
    dlc.model @m {
      parameter @w : tensor<4xf32> = #dlc.zeros
    }
    ```
  }];
  let options = [
    Option<"folder", "folder", "std::string", "\".\"", "Folder of the model; paths are relative to it">,
  ];
}

def Functionalize : Pass<"dlc-functionalize", "dlc::ModelOp"> {
  let summary = "Turn entries into pure functions: expand instances and calls, forward writes to reads";
  let description = [{
    Parameters and state of an instance become the model's, `@h0.wq`. Calls are
    replaced by what they call. In an entry each symbol is then read at most
    once, at the start, and each state written at most once, at the end. Blocks,
    instances and private functions are gone. Types of values become as exact as
    the arguments of each call allow.

    Extents are followed as expressions of the dims: where a function names an
    extent, it must be that dim.

    ```mlir
    dlc.model @m {
      block @layer {
        parameter @w : tensor<4xf32> = #dlc.zeros
        func @apply(%x: tensor<4xf32>) -> tensor<4xf32> {
          %w = read @w : tensor<4xf32>
          %0 = add %x, %w : tensor<4xf32>, tensor<4xf32>
          return %0 : tensor<4xf32>
        }
      }
      instance @h0 of @layer
      func @forward(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {
        %0 = call @h0::@apply(%x) : (tensor<4xf32>) -> tensor<4xf32>
        %1 = call @h0::@apply(%0) : (tensor<4xf32>) -> tensor<4xf32>
        return %1 : tensor<4xf32>
      }
    }
    // ==>
    dlc.model @m {
      parameter @h0.w : tensor<4xf32> = #dlc.zeros
      func @forward(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {
        %w = read @h0.w : tensor<4xf32>
        %0 = add %x, %w : tensor<4xf32>, tensor<4xf32>
        %1 = add %0, %w : tensor<4xf32>, tensor<4xf32>
        return %1 : tensor<4xf32>
      }
    }
    ```
  }];
}

def CheckExtents : Pass<"dlc-check-extents", "dlc::ModelOp"> {
  let summary = "Refuse entries that fail for some extents of the dims' ranges, or hold tensors that are too large";
  let description = [{
    Each operator is verified with concrete extents: every dim at the lower end
    of its range, every dim at the upper end, and dims that differ from each
    other, so that two dims that must be equal are found. The model is not
    changed.

    ```mlir
    dlc.model @m {
      dim @n = 1 to 64
      func @forward(%x: tensor<?xf32> [@n], %y: tensor<?xf32> [@n]) -> (z: tensor<?xf32> [@n]) {
        %0 = add %x, %y : tensor<?xf32>, tensor<?xf32>
        return %0 : tensor<?xf32>
      }
    }
    // ==>
    dlc.model @m {
      dim @n = 1 to 64
      func @forward(%x: tensor<?xf32> [@n], %y: tensor<?xf32> [@n]) -> (z: tensor<?xf32> [@n]) {
        %0 = add %x, %y : tensor<?xf32>, tensor<?xf32>
        return %0 : tensor<?xf32>
      }
    }
    ```
  }];
}

#endif // DLC_FRONTEND_PASSES_TD
