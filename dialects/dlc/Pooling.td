//===- Pooling.td - Reductions of a sliding window ------------------------===//

#ifndef DLC_POOLING_TD
#define DLC_POOLING_TD

include "dialects/dlc/Dialect.td"

class Dlc_PoolOp<string mnemonic, Type type> : Dlc_TensorOp<mnemonic, "Pooling"> {
  let arguments = (ins type:$input,               // (N, C, H, W)
                       DenseI64ArrayAttr:$window, DenseI64ArrayAttr:$strides,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$padding);
  let results = (outs type:$result);              // (N, C, H', W')
  let assemblyFormat = [{
    $input `window` $window `strides` $strides (`padding` $padding^)? attr-dict `:` type($input)
  }];
  let hasVerifier = 1;
}

def Dlc_MaxPoolOp : Dlc_PoolOp<"max_pool", Dlc_NumberTensor> {
  let summary = "Largest element of each window";
  let description = [{
    `padding` is top, left, bottom, right; padded places do not take part. NaN
    where the window holds a NaN.

    Constraints:
    - (C1) `input` has rank 4; `window` and `strides` hold 2 positive numbers,
      `padding` holds 4 that are not negative
    - (C2) each padding is less than the window, so that no window is empty
    - (C3) the window fits into the padded image

    ```mlir
    dlc.func private @f(%x: tensor<?x8x28x28xf32>) -> tensor<?x8x14x14xf32> {
      %y = max_pool %x window [2, 2] strides [2, 2] : tensor<?x8x28x28xf32>
      return %y : tensor<?x8x14x14xf32>
    }
    ```
  }];
}

def Dlc_AvgPoolOp : Dlc_PoolOp<"avg_pool", Dlc_FloatTensor> {
  let summary = "Mean of each window";
  let description = [{
    `padding` is top, left, bottom, right; padded places do not take part unless
    `count_include_pad` counts them as zeros.

    Constraints: those of `max_pool`.
    - (C1) `input` has rank 4; `window` and `strides` hold 2 positive numbers,
      `padding` holds 4 that are not negative
    - (C2) each padding is less than the window
    - (C3) the window fits into the padded image

    ```mlir
    dlc.func private @f(%x: tensor<?x8x28x28xf32>) -> tensor<?x8x14x14xf32> {
      %y = avg_pool %x window [3, 3] strides [2, 2] padding [1, 1, 1, 1] count_include_pad
        : tensor<?x8x28x28xf32>
      return %y : tensor<?x8x14x14xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_FloatTensor:$input,    // (N, C, H, W)
                       DenseI64ArrayAttr:$window, DenseI64ArrayAttr:$strides,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$padding,
                       UnitAttr:$count_include_pad);
  let assemblyFormat = [{
    $input `window` $window `strides` $strides (`padding` $padding^)?
    (`count_include_pad` $count_include_pad^)? attr-dict `:` type($input)
  }];
}

#endif // DLC_POOLING_TD
