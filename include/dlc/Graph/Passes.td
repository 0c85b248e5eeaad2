//===- Passes.td - Passes of the Graph stage, in the order they run ---===//

#ifndef DLC_GRAPH_PASSES_TD
#define DLC_GRAPH_PASSES_TD

include "mlir/Pass/PassBase.td"

def SimplifyGraph : Pass<"dlc-simplify-graph", "dlc::FuncOp"> {
  let summary = "Cancel movements, merge operators and drop what is not used";
  let description = [{
    Folds, removes dead operators and common subexpressions, and rewrites:
    transposes, reshapes and casts after each other become one; broadcasts that
    elementwise operators do by themselves vanish, also in literals of extents 1;
    transposes and pads go into
    matmul and conv2d; matmul with a weight becomes linear, an addition its bias;
    divisions and powers become products where these are exact.

    ```mlir
    dlc.func private @f(%a: tensor<2x3xf32>, %b: tensor<4x3xf32>) -> tensor<2x4xf32> {
      %0 = transpose %b [1, 0] : tensor<4x3xf32>
      %1 = matmul %a, %0 : tensor<2x3xf32>, tensor<3x4xf32>
      return %1 : tensor<2x4xf32>
    }
    // ==>
    dlc.func private @f(%a: tensor<2x3xf32>, %b: tensor<4x3xf32>) -> tensor<2x4xf32> {
      %0 = matmul %a, %b transpose_b : tensor<2x3xf32>, tensor<4x3xf32>
      return %0 : tensor<2x4xf32>
    }
    ```
  }];
}

def FoldBatchNorm : Pass<"dlc-fold-batch-norm", "dlc::FuncOp"> {
  let summary = "Put batch_norm into the weights before it, or make it a scale and a shift";
  let description = [{
    With `factor = scale / sqrt(variance + epsilon)` a batch norm is
    `x * factor + (bias - mean * factor)`. Weights and statistics that are
    parameters take the factor in: what they become depends on parameters only.

    ```mlir
    dlc.func private @f(%x: tensor<?x2xf32>, %s: tensor<2xf32>, %b: tensor<2xf32>, %m: tensor<2xf32>, %v: tensor<2xf32>)
        -> tensor<?x2xf32> {
      %0 = batch_norm %x, %s, %b, %m, %v : tensor<?x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>
      return %0 : tensor<?x2xf32>
    }
    // ==>
    dlc.func private @f(%x: tensor<?x2xf32>, %s: tensor<2xf32>, %b: tensor<2xf32>, %m: tensor<2xf32>, %v: tensor<2xf32>)
        -> tensor<?x2xf32> {
      %epsilon = constant dense<1.0e-5> : tensor<f32>
      %safe = add %v, %epsilon : tensor<2xf32>, tensor<f32>
      %root = rsqrt %safe : tensor<2xf32>
      %factor = mul %s, %root : tensor<2xf32>, tensor<2xf32>
      %centred = sub %x, %m : tensor<?x2xf32>, tensor<2xf32>
      %scaled = mul %centred, %factor : tensor<?x2xf32>, tensor<2xf32>
      %0 = add %scaled, %b : tensor<?x2xf32>, tensor<2xf32>
      return %0 : tensor<?x2xf32>
    }
    ```
  }];
}

def FoldConstants : Pass<"dlc-fold-constants", "dlc::FuncOp"> {
  let summary = "Replace operators on literals by what the evaluator computes";
  let description = [{
    Up to limits on bytes and work, of one operator and of the function: a
    literal may be short and mean much.

    ```mlir
    dlc.func private @f() -> tensor<2xf32> {
      %0 = constant dense<[1.0, 4.0]> : tensor<2xf32>
      %1 = sqrt %0 : tensor<2xf32>
      return %1 : tensor<2xf32>
    }
    // ==>
    dlc.func private @f() -> tensor<2xf32> {
      %0 = constant dense<[1.0, 2.0]> : tensor<2xf32>
      return %0 : tensor<2xf32>
    }
    ```
  }];
}

def PropagateLayout : Pass<"dlc-propagate-layout", "dlc::FuncOp"> {
  let summary = "Keep images with their channels last between operators";
  let description = [{
    Convolutions and pools get a transpose from channels-last in front and one to
    channels-last behind, which join their kernels; between them transposes cancel,
    elementwise operators and concat let them pass. Padding of convolutions becomes `pad`,
    windows of one pixel become `linear`.
    Pools that no convolution stands before or behind are left as they are.

    ```mlir
    dlc.func private @f(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6xf32> {
      %0 = conv2d %x, %w : tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>
      %1 = relu %0 : tensor<1x6x6x6xf32>
      %2 = reduce mean, %1 axes [2, 3] : tensor<1x6x6x6xf32>
      return %2 : tensor<1x6xf32>
    }
    // ==>
    dlc.func private @f(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6xf32> {
      %0 = transpose %x [0, 2, 3, 1] : tensor<1x4x8x8xf32>
      %1 = transpose %0 [0, 3, 1, 2] : tensor<1x8x8x4xf32>
      %2 = conv2d %1, %w : tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>
      %3 = transpose %2 [0, 2, 3, 1] : tensor<1x6x6x6xf32>
      %4 = relu %3 : tensor<1x6x6x6xf32>
      %5 = reduce mean, %4 axes [1, 2] : tensor<1x6x6x6xf32>
      return %5 : tensor<1x6xf32>
    }
    ```
  }];
}

def FuseKernels : Pass<"dlc-fuse-kernels", "dlc::ModelOp"> {
  let summary = "Outline operators into kernels, each around one anchor, and launch them";
  let description = [{
    Contractions, attention, windows and gathers take elementwise consumers of
    their result's shape as epilogue; row operators take elementwise producers
    and consumers of their shape; what is left becomes elementwise chains, which
    also read through transposes, slices and broadcasts. Literals are copied
    into kernels, reshapes stay outside as views. What depends on parameters only
    is never mixed with what depends on data. Operators that did not join are
    reported as missed remarks (`--remarks-filter=dlc-fuse-kernels`).

    ```mlir
    dlc.model @m {
      func @f(%x: tensor<?x4xf32>, %w: tensor<2x4xf32>) -> tensor<?x2xf32> {
        %0 = linear %x, %w : tensor<?x4xf32>, tensor<2x4xf32>
        %1 = relu %0 : tensor<?x2xf32>
        return %1 : tensor<?x2xf32>
      }
    }
    // ==>
    dlc.model @m {
      kernel @linear_relu(%x: tensor<?x4xf32>, %w: tensor<2x4xf32>) -> tensor<?x2xf32> {
        %0 = linear %x, %w : tensor<?x4xf32>, tensor<2x4xf32>
        %1 = relu %0 : tensor<?x2xf32>
        return %1 : tensor<?x2xf32>
      }
      func @f(%x: tensor<?x4xf32>, %w: tensor<2x4xf32>) -> tensor<?x2xf32> {
        %0 = launch @linear_relu(%x, %w) : (tensor<?x4xf32>, tensor<2x4xf32>) -> tensor<?x2xf32>
        return %0 : tensor<?x2xf32>
      }
    }
    ```
  }];
}

def DedupeKernels : Pass<"dlc-dedupe-kernels", "dlc::ModelOp"> {
  let summary = "Keep one of several kernels whose bodies are equal";
  let description = [{
    Bodies are compared without locations and argument names: twelve equal
    layers launch the kernels of one.

    ```mlir
    dlc.model @m {
      kernel @relu(%x: tensor<4xf32>) -> tensor<4xf32> {
        %0 = relu %x : tensor<4xf32>
        return %0 : tensor<4xf32>
      }
      kernel @relu_0(%h: tensor<4xf32>) -> tensor<4xf32> {
        %0 = relu %h : tensor<4xf32>
        return %0 : tensor<4xf32>
      }
      func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
        %0 = launch @relu(%x) : (tensor<4xf32>) -> tensor<4xf32>
        %1 = launch @relu_0(%0) : (tensor<4xf32>) -> tensor<4xf32>
        return %1 : tensor<4xf32>
      }
    }
    // ==>
    dlc.model @m {
      kernel @relu(%x: tensor<4xf32>) -> tensor<4xf32> {
        %0 = relu %x : tensor<4xf32>
        return %0 : tensor<4xf32>
      }
      func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
        %0 = launch @relu(%x) : (tensor<4xf32>) -> tensor<4xf32>
        %1 = launch @relu(%0) : (tensor<4xf32>) -> tensor<4xf32>
        return %1 : tensor<4xf32>
      }
    }
    ```
  }];
}

#endif // DLC_GRAPH_PASSES_TD
