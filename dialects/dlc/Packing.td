//===- Packing.td - Matrices as panels of columns -------------------------===//

#ifndef DLC_PACKING_TD
#define DLC_PACKING_TD

include "dialects/dlc/Dialect.td"

def Dlc_PackOp : Dlc_TensorOp<"pack", "Movement"> {
  let summary = "A matrix as panels of `tile` rows, each stored column by column";
  let description = [{
    `result[..., p, k, i] = input[..., p tile + i, k]`, 0 past the last row. A
    contraction over `k` then reads `tile` neighbours at a time. Inserted by the
    compiler in front of contractions.

    With `interleave f` groups of f columns lie side by side, which a dot product
    takes at once: `result[..., p, k, i f + j] = input[..., p tile + i, k f + j]`,
    0 past the last column.

    Constraints:
    - (C1) `input` has rank 2 or more
    - (C2) `tile` and `interleave` are positive

    ```mlir
    dlc.func private @f(%w: tensor<10x64xf32>) -> tensor<2x64x8xf32> {
      %y = pack %w tile 8 : tensor<10x64xf32>
      return %y : tensor<2x64x8xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_Tensor:$input, I64Attr:$tile, DefaultValuedAttr<I64Attr, "1">:$interleave);
  let results = (outs Dlc_Tensor:$result);
  let assemblyFormat = "$input `tile` $tile (`interleave` $interleave^)? attr-dict `:` type($input)";
  let hasVerifier = 1;
}

def Dlc_UnpackOp : Dlc_TensorOp<"unpack", "Movement"> {
  let summary = "The matrix that `pack` has put into panels";
  let description = [{
    `result[..., n, k] = input[..., n / tile, k, n mod tile]` for n < `rows`,
    where `tile` is the last extent of `input`. Of groups of f columns,
    `interleave f columns c`, it is `input[..., n / tile, k / f, (n mod tile) f + k mod f]`
    for k < c.

    Constraints:
    - (C1) `input` has rank 3 or more and a known last extent
    - (C2) `rows` is not negative and at most panels times tile
    - (C3) `interleave` divides the last extent of `input`, and `columns` are as many as its groups hold

    ```mlir
    dlc.func private @f(%p: tensor<2x64x8xf32>) -> tensor<10x64xf32> {
      %y = unpack %p rows 10 : tensor<2x64x8xf32>
      return %y : tensor<10x64xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_Tensor:$input, I64Attr:$rows, DefaultValuedAttr<I64Attr, "1">:$interleave,
                       OptionalAttr<I64Attr>:$columns);
  let results = (outs Dlc_Tensor:$result);
  let assemblyFormat = "$input `rows` $rows (`interleave` $interleave^ `columns` $columns)? attr-dict `:` type($input)";
  let declarations = [{
    /// Rows of a panel.
    int64_t getTile();
  }];
  let hasVerifier = 1;
}

#endif // DLC_PACKING_TD
