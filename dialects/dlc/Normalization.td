//===- Normalization.td - Operators that bring elements to one scale ------===//

#ifndef DLC_NORMALIZATION_TD
#define DLC_NORMALIZATION_TD

include "dialects/dlc/Dialect.td"

def Dlc_SoftmaxOp : Dlc_TensorOp<"softmax", "Reduction"> {
  let summary = "Exponentials that sum to 1 along an axis";
  let description = [{
    `e^(x - m) / sum of e^(x - m)`, where `m` is the largest element along the
    axis.

    Constraints:
    - (C1) `axis` is in [-rank, rank)

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

def Dlc_LayerNormOp : Dlc_TensorOp<"layer_norm", "Reduction"> {
  let summary = "Normalise rows by their own statistics";
  let description = [{
    Over the last `axes` axes: `(x - mean) / sqrt(variance + epsilon) * scale +
    bias`, where the variance is the mean of squared differences.

    Constraints:
    - (C1) `axes` is in [1, rank]
    - (C2) `scale` and `bias` have the extents of the last `axes` axes
    - (C3) all operands have one element type
    - (C4) `epsilon` is not negative

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
  let assemblyFormat = "operands (`axes` $axes^)? (`epsilon` custom<Number>($epsilon)^)? attr-dict `:` type(operands)";
  let hasVerifier = 1;
}

def Dlc_BatchNormOp : Dlc_TensorOp<"batch_norm", "Elementwise", [], true> {
  let summary = "Normalise channels by given statistics";
  let description = [{
    `(x - mean) / sqrt(variance + epsilon) * scale + bias`, where the channel of
    an element is its index on axis 1.

    Constraints:
    - (C1) `input` has rank 2 or more
    - (C2) `scale`, `bias`, `mean` and `variance` have rank 1 and the extent of axis 1
    - (C3) all operands have one element type
    - (C4) `epsilon` is not negative

    ```mlir
    dlc.func private @f(%x: tensor<?x8x5x5xf32>, %c: tensor<8xf32>) -> tensor<?x8x5x5xf32> {
      %y = batch_norm %x, %c, %c, %c, %c epsilon 1.0e-5
        : tensor<?x8x5x5xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
      return %y : tensor<?x8x5x5xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_FloatTensor:$input,     // (N, C, ...)
                       Dlc_FloatTensor:$scale,     // (C)
                       Dlc_FloatTensor:$bias,      // (C)
                       Dlc_FloatTensor:$mean,      // (C)
                       Dlc_FloatTensor:$variance,  // (C)
                       DefaultValuedAttr<F64Attr, "1.0e-5">:$epsilon);
  let results = (outs Dlc_FloatTensor:$result);    // (N, C, ...)
  let assemblyFormat = "operands (`epsilon` custom<Number>($epsilon)^)? attr-dict `:` type(operands)";
  let hasVerifier = 1;
}

#endif // DLC_NORMALIZATION_TD
