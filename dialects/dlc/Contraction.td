//===- Contraction.td - Sums of products ----------------------------------===//

#ifndef DLC_CONTRACTION_TD
#define DLC_CONTRACTION_TD

include "dialects/dlc/Dialect.td"

def Dlc_LinearOp : Dlc_TensorOp<"linear", "Contraction"> {
  let summary = "Fully connected layer: x w' + b";
  let description = [{
    `result[..., o] = sum over i of input[..., i] * weight[o, i] + bias[o]`.

    Constraints:
    - (C1) `input` has rank 1 or more, `weight` rank 2
    - (C2) the last extent of `input` is that of `weight`
    - (C3) `bias` has rank 1 and the first extent of `weight`
    - (C4) all operands have one element type

    ```mlir
    dlc.func private @f(%x: tensor<?x64xf32>, %w: tensor<10x64xf32>, %b: tensor<10xf32>) -> tensor<?x10xf32> {
      %y = linear %x, %w, %b : tensor<?x64xf32>, tensor<10x64xf32>, tensor<10xf32>
      return %y : tensor<?x10xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_FloatTensor:$input,            // (..., in)
                       Dlc_FloatTensor:$weight,           // (out, in)
                       Optional<Dlc_FloatTensor>:$bias);  // (out)
  let results = (outs Dlc_FloatTensor:$result);           // (..., out)
  let assemblyFormat = "operands attr-dict `:` type(operands)";
  let hasVerifier = 1;
}

def Dlc_MatmulOp : Dlc_TensorOp<"matmul", "Contraction"> {
  let summary = "Product of matrices";
  let description = [{
    `result[..., m, n] = sum over k of lhs[..., m, k] * rhs[..., k, n]`. Leading
    axes are broadcast as `add` does. `transpose_a` takes `lhs` as (..., k, m),
    `transpose_b` takes `rhs` as (..., n, k).

    Constraints:
    - (C1) both operands have rank 2 or more
    - (C2) leading extents are equal or 1
    - (C3) the extents of k are equal
    - (C4) both operands have one element type

    ```mlir
    dlc.func private @f(%a: tensor<8x4x16xf32>, %b: tensor<5x16xf32>) -> tensor<8x4x5xf32> {
      %y = matmul %a, %b transpose_b : tensor<8x4x16xf32>, tensor<5x16xf32>
      return %y : tensor<8x4x5xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_FloatTensor:$lhs,      // (..., m, k)
                       Dlc_FloatTensor:$rhs,      // (..., k, n)
                       UnitAttr:$transpose_a, UnitAttr:$transpose_b);
  let results = (outs Dlc_FloatTensor:$result);   // (..., m, n)
  let assemblyFormat = [{
    $lhs `,` $rhs (`transpose_a` $transpose_a^)? (`transpose_b` $transpose_b^)? attr-dict
    `:` type($lhs) `,` type($rhs)
  }];
  let hasVerifier = 1;
}

def Dlc_Conv2dOp : Dlc_TensorOp<"conv2d", "Contraction"> {
  let summary = "Convolution of images";
  let description = [{
    `result[n, o, y, x] = bias[o] + sum over i, r, s of weight[o, i, r, s] *
    input[n, g C/groups + i, y strides[0] + r dilations[0] - top, x strides[1] +
    s dilations[1] - left]`, where `g` is the group of channel `o` and elements
    outside `input` are 0. `padding` is top, left, bottom, right.

    Constraints:
    - (C1) `input` and `weight` have rank 4; `strides` and `dilations` hold 2
      positive numbers, `padding` holds 4 that are not negative
    - (C2) `groups` is positive and divides the channels of `input` and of the result
    - (C3) channels of `input` are `groups` times the second extent of `weight`
    - (C4) the window (dilated) fits into the padded image
    - (C5) `bias` has rank 1 and the first extent of `weight`
    - (C6) all operands have one element type

    ```mlir
    dlc.func private @f(%x: tensor<?x3x32x32xf32>, %w: tensor<8x3x3x3xf32>, %b: tensor<8xf32>)
        -> tensor<?x8x16x16xf32> {
      %y = conv2d %x, %w, %b strides [2, 2] padding [1, 1, 1, 1]
        : tensor<?x3x32x32xf32>, tensor<8x3x3x3xf32>, tensor<8xf32>
      return %y : tensor<?x8x16x16xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_FloatTensor:$input,            // (N, C, H, W)
                       Dlc_FloatTensor:$weight,           // (O, C/groups, R, S)
                       Optional<Dlc_FloatTensor>:$bias,   // (O)
                       DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$padding,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
                       DefaultValuedAttr<I64Attr, "1">:$groups);
  let results = (outs Dlc_FloatTensor:$result);           // (N, O, H', W')
  let assemblyFormat = [{
    operands (`strides` $strides^)? (`padding` $padding^)? (`dilations` $dilations^)?
    (`groups` $groups^)? attr-dict `:` type(operands)
  }];
  let declarations = [{
    /// Each channel is convolved by itself, to one channel.
    bool isDepthwise();
  }];
  let hasVerifier = 1;
}

#endif // DLC_CONTRACTION_TD
