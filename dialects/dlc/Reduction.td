//===- Reduction.td - Operators that see whole rows -----------------------===//

#ifndef DLC_REDUCTION_TD
#define DLC_REDUCTION_TD

include "dialects/dlc/Dialect.td"

def Dlc_ReductionAttr : I32EnumAttr<"Reduction", "how elements are combined", [
    I32EnumAttrCase<"Sum", 0, "sum">, I32EnumAttrCase<"Mean", 1, "mean">,
    I32EnumAttrCase<"Max", 2, "max">, I32EnumAttrCase<"Min", 3, "min">,
    I32EnumAttrCase<"Prod", 4, "prod">]> {
  let cppNamespace = "::dlc";
}

def Dlc_ReduceOp : Dlc_TensorOp<"reduce", "Reduction"> {
  let summary = "Combine elements along axes: sum mean max min prod";
  let description = [{
    The axes vanish, or with `keep` become 1. A negative axis counts from the
    last. Of no elements the sum is 0, the product 1, the mean NaN, max and min
    are the least and the largest value of the type (infinities for floats).
    Integers wrap; of booleans `max` is "any", `min` is "all". Global pooling is
    `reduce mean, %x axes [2, 3]`.

    Constraints:
    - (C1) each axis is in [-rank, rank)
    - (C2) no axis is named twice
    - (C3) `mean` takes floats; booleans have `max` and `min` only

    ```mlir
    dlc.func private @f(%x: tensor<?x8x5x5xf32>) -> tensor<?x8xf32> {
      %y = reduce mean, %x axes [2, 3] : tensor<?x8x5x5xf32>
      return %y : tensor<?x8xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_ReductionAttr:$kind, Dlc_Tensor:$input, DenseI64ArrayAttr:$axes, UnitAttr:$keep);
  let results = (outs Dlc_Tensor:$result);
  let assemblyFormat = "$kind `,` $input `axes` $axes (`keep` $keep^)? attr-dict `:` type($input)";
  let declarations = [{
    /// Per axis of the input: is it reduced?
    ::llvm::SmallVector<bool> getReducedAxes();
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Dlc_MomentsOp : Dlc_TensorsOp<"moments", "Reduction"> {
  let summary = "Mean and variance along axes";
  let description = [{
    The variance is the mean of squared differences from the mean, as `batch_norm`
    and `layer_norm` understand it. The axes vanish, or with `keep` become 1. A
    negative axis counts from the last. Of no elements both are NaN. The
    statistics of a batch of images are `moments %x axes [0, 2, 3]`.

    Constraints:
    - (C1) each axis is in [-rank, rank)
    - (C2) there is an axis, and none is named twice

    ```mlir
    dlc.func private @f(%x: tensor<?x8x5x5xf32>, %c: tensor<8xf32>) -> tensor<?x8x5x5xf32> {
      %mean, %variance = moments %x axes [0, 2, 3] : tensor<?x8x5x5xf32>
      %y = batch_norm %x, %c, %c, %mean, %variance
        : tensor<?x8x5x5xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
      return %y : tensor<?x8x5x5xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_FloatTensor:$input, DenseI64ArrayAttr:$axes, UnitAttr:$keep);
  let results = (outs Dlc_FloatTensor:$mean, Dlc_FloatTensor:$variance);
  let assemblyFormat = "$input `axes` $axes (`keep` $keep^)? attr-dict `:` type($input)";
  let declarations = [{
    /// Per axis of the input: is it reduced?
    ::llvm::SmallVector<bool> getReducedAxes();
  }];
  let hasVerifier = 1;
}

def Dlc_ArgmaxOp : Dlc_TensorOp<"argmax", "Reduction"> {
  let summary = "Index of the largest element along an axis";
  let description = [{
    The first one where several are equal; a NaN counts as largest. The axis
    vanishes, or with `keep` becomes 1.

    Constraints:
    - (C1) `axis` is in [-rank, rank)
    - (C2) the extent of the axis is not 0

    ```mlir
    dlc.func private @f(%x: tensor<?x10xf32>) -> tensor<?xi64> {
      %y = argmax %x axis 1 : tensor<?x10xf32>
      return %y : tensor<?xi64>
    }
    ```
  }];
  let arguments = (ins Dlc_NumberTensor:$input, I64Attr:$axis, UnitAttr:$keep);
  let results = (outs RankedTensorOf<[I64]>:$result);
  let assemblyFormat = "$input `axis` $axis (`keep` $keep^)? attr-dict `:` type($input)";
  let elementType = "static ::mlir::Type inferElementType(Adaptor adaptor);";
  let declarations = [{
    /// The axis counted from the first.
    int64_t getPositiveAxis();
  }];
  let hasVerifier = 1;
}

#endif // DLC_REDUCTION_TD
