//===- Movement.td - Results made of operand elements and constants -------===//

#ifndef DLC_MOVEMENT_TD
#define DLC_MOVEMENT_TD

include "dialects/dlc/Dialect.td"

def Dlc_ReshapeOp : Dlc_TensorOp<"reshape", "Movement"> {
  let summary = "The same row-major elements under other extents";
  let description = [{
    In `shape` a 0 copies the extent of the same axis, one -1 stands for what is
    left.

    Constraints:
    - (C1) numbers in `shape` are -1 or more; 0 stands at an axis of `input`
    - (C2) there is at most one -1
    - (C3) `input` and result have equally many elements

    ```mlir
    dlc.func private @f(%x: tensor<?x7x64xf32>) -> tensor<?x7x8x8xf32> {
      %y = reshape %x shape [0, 0, 8, -1] : tensor<?x7x64xf32>
      return %y : tensor<?x7x8x8xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_Tensor:$input, DenseI64ArrayAttr:$shape);
  let results = (outs Dlc_Tensor:$result);
  let assemblyFormat = "$input `shape` $shape attr-dict `:` type($input)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Dlc_TransposeOp : Dlc_TensorOp<"transpose", "Movement"> {
  let summary = "Axes in another order";
  let description = [{
    Axis `i` of the result is axis `permutation[i]` of `input`.

    Constraints:
    - (C1) `permutation` names each axis of `input` once

    ```mlir
    dlc.func private @f(%x: tensor<?x7x64xf32>) -> tensor<?x64x7xf32> {
      %y = transpose %x [0, 2, 1] : tensor<?x7x64xf32>
      return %y : tensor<?x64x7xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_Tensor:$input, DenseI64ArrayAttr:$permutation);
  let results = (outs Dlc_Tensor:$result);
  let assemblyFormat = "$input $permutation attr-dict `:` type($input)";
  let hasFolder = 1;
}

def Dlc_BroadcastOp : Dlc_TensorOp<"broadcast", "Movement"> {
  let summary = "Repeat elements along axes";
  let description = [{
    Shapes are aligned at their last axes. In `shape` a -1 keeps the extent of
    `input`; another number is the extent of `input` or stretches a literal 1.

    Constraints:
    - (C1) `shape` has at least the rank of `input`, its numbers are -1 or more; -1
      stands at an axis of `input`
    - (C2) an extent of `input` is 1 or that of `shape`

    ```mlir
    dlc.func private @f(%x: tensor<1x64xf32>) -> tensor<3x7x64xf32> {
      %y = broadcast %x shape [3, 7, -1] : tensor<1x64xf32>
      return %y : tensor<3x7x64xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_Tensor:$input, DenseI64ArrayAttr:$shape);
  let results = (outs Dlc_Tensor:$result);
  let assemblyFormat = "$input `shape` $shape attr-dict `:` type($input)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Dlc_SliceOp : Dlc_TensorOp<"slice", "Movement"> {
  let summary = "Every n-th element between two indices of each axis";
  let description = [{
    `result[i] = input[offsets + i * strides]` while the index is below `ends`.
    Negative offsets and ends count from the end of the axis; `end` is the end
    itself (in C++ the largest int64_t). Strides left out are 1.

    Constraints:
    - (C1) `offsets`, `ends` and `strides` have one number per axis
    - (C2) strides are positive
    - (C3) 0 <= offset <= end <= extent, as far as these are known

    ```mlir
    dlc.func private @f(%x: tensor<?x9x64xf32>) -> tensor<?x4x64xf32> {
      %y = slice %x offsets [0, 1, 0] ends [end, -1, 64] strides [1, 2, 1] : tensor<?x9x64xf32>
      return %y : tensor<?x4x64xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_Tensor:$input, DenseI64ArrayAttr:$offsets, DenseI64ArrayAttr:$ends,
                       OptionalAttr<DenseI64ArrayAttr>:$strides);
  let results = (outs Dlc_Tensor:$result);
  let assemblyFormat = [{
    $input `offsets` $offsets `ends` custom<Ends>($ends) (`strides` $strides^)? attr-dict `:` type($input)
  }];
  let declarations = [{
    /// In `ends`: the end of the axis.
    static constexpr int64_t kEnd = INT64_MAX;
    /// The stride of an axis, also where strides are left out.
    int64_t getStride(unsigned axis);
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Dlc_ConcatOp : Dlc_TensorOp<"concat", "Movement"> {
  let summary = "Tensors one after the other along an axis";
  let description = [{
    A negative axis counts from the last.

    Constraints:
    - (C1) there is an operand, all have one rank
    - (C2) `axis` is in [-rank, rank)
    - (C3) extents of the other axes are equal
    - (C4) all operands have one element type

    ```mlir
    dlc.func private @f(%a: tensor<?x3xf32>, %b: tensor<?x4xf32>) -> tensor<?x7xf32> {
      %y = concat %a, %b axis 1 : tensor<?x3xf32>, tensor<?x4xf32>
      return %y : tensor<?x7xf32>
    }
    ```
  }];
  let arguments = (ins Variadic<Dlc_Tensor>:$inputs, I64Attr:$axis);
  let results = (outs Dlc_Tensor:$result);
  let assemblyFormat = "$inputs `axis` $axis attr-dict `:` type($inputs)";
  let declarations = [{
    /// The axis counted from the first.
    int64_t getPositiveAxis();
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Dlc_PadOp : Dlc_TensorOp<"pad", "Movement"> {
  let summary = "A frame of one value around a tensor";
  let description = [{
    `low[i]` elements before and `high[i]` after axis `i`.

    Constraints:
    - (C1) `low` and `high` have one number per axis
    - (C2) they are not negative
    - (C3) `value` is an element of the type (for integers: whole and in range)

    ```mlir
    dlc.func private @f(%x: tensor<?x5xf32>) -> tensor<?x8xf32> {
      %y = pad %x low [0, 1] high [0, 2] value 0.0 : tensor<?x5xf32>
      return %y : tensor<?x8xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_Tensor:$input, DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high,
                       DefaultValuedAttr<F64Attr, "0.0">:$value);
  let results = (outs Dlc_Tensor:$result);
  let assemblyFormat = "$input `low` $low `high` $high (`value` custom<Number>($value)^)? attr-dict `:` type($input)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

#endif // DLC_MOVEMENT_TD
