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

def Dlc_ReduceOp : Dlc_TensorOp<"reduce", "Rows"> {
  let summary = "Combine elements along axes: sum mean max min prod";
  let description = [{
    The axes vanish, or with `keep` become 1. A negative axis counts from the
    last. Of no elements the sum is 0, the product 1, the mean NaN, max and min
    are the least and the largest value of the type (infinities for floats).
    Integers wrap; of booleans `max` is "any", `min` is "all". Global pooling is
    `reduce mean, %x axes [2, 3]`.

    Constraints:
    1. each axis is in [-rank, rank)
    2. no axis is named twice
    3. `mean` takes floats; booleans have `max` and `min` only

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

def Dlc_ArgmaxOp : Dlc_TensorOp<"argmax", "Rows"> {
  let summary = "Index of the largest element along an axis";
  let description = [{
    The first one where several are equal; a NaN counts as largest. The axis
    vanishes, or with `keep` becomes 1.

    Constraints:
    1. `axis` is in [-rank, rank)
    2. the extent of the axis is not 0

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

def Dlc_SoftmaxOp : Dlc_TensorOp<"softmax", "Rows"> {
  let summary = "Exponentials that sum to 1 along an axis";
  let description = [{
    `e^(x - m) / sum of e^(x - m)`, where `m` is the largest element along the
    axis.

    Constraints:
    1. `axis` is in [-rank, rank)

    ```mlir
    dlc.func private @f(%x: tensor<?x10xf32>) -> tensor<?x10xf32> {
      %y = softmax %x axis -1 : tensor<?x10xf32>
      return %y : tensor<?x10xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_FloatTensor:$input, I64Attr:$axis);
  let results = (outs Dlc_FloatTensor:$result);
  let assemblyFormat = "$input `axis` $axis attr-dict `:` type($input)";
  let declarations = [{
    /// The axis counted from the first.
    int64_t getPositiveAxis();
  }];
  let hasVerifier = 1;
}

def Dlc_LayerNormOp : Dlc_TensorOp<"layer_norm", "Rows"> {
  let summary = "Normalise rows by their own statistics";
  let description = [{
    Over the last `axes` axes: `(x - mean) / sqrt(variance + epsilon) * scale +
    bias`, where the variance is the mean of squared differences.

    Constraints:
    1. `axes` is in [1, rank]
    2. `scale` and `bias` have the extents of the last `axes` axes
    3. all operands have one element type
    4. `epsilon` is not negative

    ```mlir
    dlc.func private @f(%x: tensor<?x7x64xf32>, %s: tensor<64xf32>, %b: tensor<64xf32>) -> tensor<?x7x64xf32> {
      %y = layer_norm %x, %s, %b axes 1 epsilon 1.0e-5
        : tensor<?x7x64xf32>, tensor<64xf32>, tensor<64xf32>
      return %y : tensor<?x7x64xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_FloatTensor:$input,            // (..., D)
                       Dlc_FloatTensor:$scale,            // (D)
                       Optional<Dlc_FloatTensor>:$bias,   // (D)
                       DefaultValuedAttr<I64Attr, "1">:$axes,
                       DefaultValuedAttr<F64Attr, "1.0e-5">:$epsilon);
  let results = (outs Dlc_FloatTensor:$result);           // (..., D)
  let assemblyFormat = "operands (`axes` $axes^)? (`epsilon` $epsilon^)? attr-dict `:` type(operands)";
  let hasVerifier = 1;
}

#endif // DLC_REDUCTION_TD
