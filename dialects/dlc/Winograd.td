//===- Winograd.td - Convolutions with fewer products ---------------------===//

#ifndef DLC_WINOGRAD_TD
#define DLC_WINOGRAD_TD

include "dialects/dlc/Dialect.td"

def Dlc_WinogradConv2dOp : Dlc_TensorOp<"winograd_conv2d", "Winograd"> {
  let summary = "Convolution by windows of 3 x 3, its weights in the Winograd domain";
  let description = [{
    A tile of `output` x `output` pixels of the result takes the patch `d` of a =
    `output` + 2 pixels a side: with the matrices of `winogradMatrices`,
    `result = bias + AT (sum over c of weight[., o, c] * (BT d B)[c]) A`, product by
    product, where `weight[., o, c]` is `G w G^T` of the window `w` of channels o
    and c. Elements outside `input` are 0. `padding` is top, left, bottom, right.
    Inserted by the compiler for convolutions of many channels: a * a products
    give `output` * `output` pixels, where a window needs nine for each.

    Source: A. Lavin, S. Gray, Fast Algorithms for Convolutional Neural Networks,
    2015.

    Constraints:
    - (C1) `input` and `weight` have ranks 4 and 3; `padding` holds 4 numbers that
      are not negative
    - (C2) `output` is 2 or 4, and the first extent of `weight` is a * a
    - (C3) the last extents of `input` and `weight` are equal
    - (C4) a window fits into the padded image
    - (C5) `bias` has rank 1 and the second extent of `weight`
    - (C6) all operands have one element type, f32 or f64

    ```mlir
    dlc.func private @f(%x: tensor<?x28x28x64xf32>, %u: tensor<36x128x64xf32>) -> tensor<?x28x28x128xf32> {
      %y = winograd_conv2d %x, %u output 4 padding [1, 1, 1, 1] : tensor<?x28x28x64xf32>, tensor<36x128x64xf32>
      return %y : tensor<?x28x28x128xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_FloatTensor:$input,            // (N, H, W, C)
                       Dlc_FloatTensor:$weight,           // (a a, O, C)
                       Optional<Dlc_FloatTensor>:$bias,   // (O)
                       I64Attr:$output,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$padding);
  let results = (outs Dlc_FloatTensor:$result);           // (N, H', W', O)
  let assemblyFormat = "operands `output` $output (`padding` $padding^)? attr-dict `:` type(operands)";
  let hasVerifier = 1;
}

#endif // DLC_WINOGRAD_TD
