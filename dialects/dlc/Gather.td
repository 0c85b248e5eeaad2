//===- Gather.td - Elements at indices that are data ----------------------===//

#ifndef DLC_GATHER_TD
#define DLC_GATHER_TD

include "dialects/dlc/Dialect.td"

def Dlc_GatherOp : Dlc_TensorOp<"gather", "Gather"> {
  let summary = "Slices of a tensor at given indices of one axis";
  let description = [{
    The axis is replaced by the axes of `indices`: `result[a..., i..., b...] =
    data[a..., indices[i...], b...]`. An index out of [0, extent) fails the call
    with BAD_DATA.

    Constraints:
    - (C1) `axis` is in [-rank, rank) of `data`

    ```mlir
    dlc.func private @f(%data: tensor<9x64xf32>, %i: tensor<?x3xi64>) -> tensor<?x3x64xf32> {
      %y = gather %data, %i axis 0 : tensor<9x64xf32>, tensor<?x3xi64>
      return %y : tensor<?x3x64xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_Tensor:$data, Dlc_IndexTensor:$indices, I64Attr:$axis);
  let results = (outs Dlc_Tensor:$result);
  let assemblyFormat = "$data `,` $indices `axis` $axis attr-dict `:` type($data) `,` type($indices)";
  let declarations = [{
    /// The axis counted from the first.
    int64_t getPositiveAxis();
  }];
}

def Dlc_EmbeddingOp : Dlc_TensorOp<"embedding", "Gather"> {
  let summary = "Rows of a table";
  let description = [{
    `result[i..., d] = table[ids[i...], d]`. An id out of [0, rows) fails the
    call with BAD_DATA.

    Constraints:
    - (C1) `table` has rank 2

    ```mlir
    dlc.func private @f(%ids: tensor<?x7xi64>, %table: tensor<100x64xf32>) -> tensor<?x7x64xf32> {
      %y = embedding %ids, %table : tensor<?x7xi64>, tensor<100x64xf32>
      return %y : tensor<?x7x64xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_IndexTensor:$ids,       // (...)
                       Dlc_FloatTensor:$table);    // (V, D)
  let results = (outs Dlc_FloatTensor:$result);    // (..., D)
  let assemblyFormat = "$ids `,` $table attr-dict `:` type($ids) `,` type($table)";
  let elementType = "static ::mlir::Type inferElementType(Adaptor adaptor);";
}

#endif // DLC_GATHER_TD
