//===- Elementwise.td - Operators that compute each element by itself -----===//

#ifndef DLC_ELEMENTWISE_TD
#define DLC_ELEMENTWISE_TD

include "dialects/dlc/Dialect.td"

//===----------------------------------------------------------------------===//
// One operand
//===----------------------------------------------------------------------===//

class Dlc_UnaryOp<string mnemonic, Type type> : Dlc_TensorOp<mnemonic, "Elementwise"> {
  let arguments = (ins type:$input);
  let results = (outs type:$result);
  let assemblyFormat = "$input attr-dict `:` type($input)";
  code shape = [{
    ::mlir::FailureOr<::dlc::Shape> $cppClass::inferShape(Adaptor,
        ::llvm::ArrayRef<::dlc::Shape> operands, ::dlc::ShapeError error) {
      return ::dlc::firstShape(operands, error);
    }
  }];
  let definitions = shape;
}

def Dlc_NegOp : Dlc_UnaryOp<"neg", Dlc_NumberTensor> {
  let summary = "Change the sign";
  let description = [{
    `-x`; integers wrap: the least one stays itself.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = neg %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_AbsOp : Dlc_UnaryOp<"abs", Dlc_NumberTensor> {
  let summary = "Absolute value";
  let description = [{
    `|x|`; integers wrap: the least one stays itself.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = abs %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_ExpOp : Dlc_UnaryOp<"exp", Dlc_FloatTensor> {
  let summary = "Exponential";
  let description = [{
    `e^x`.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = exp %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
}

def Dlc_LogOp : Dlc_UnaryOp<"log", Dlc_FloatTensor> {
  let summary = "Natural logarithm";
  let description = [{
    `ln x`; -inf at 0, NaN below.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = log %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
}

def Dlc_SqrtOp : Dlc_UnaryOp<"sqrt", Dlc_FloatTensor> {
  let summary = "Square root";
  let description = [{
    `x^(1/2)`; NaN below 0.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = sqrt %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
}

def Dlc_RsqrtOp : Dlc_UnaryOp<"rsqrt", Dlc_FloatTensor> {
  let summary = "Reciprocal of the square root";
  let description = [{
    `x^(-1/2)`; inf at 0, NaN below.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = rsqrt %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
}

def Dlc_TanhOp : Dlc_UnaryOp<"tanh", Dlc_FloatTensor> {
  let summary = "Hyperbolic tangent";
  let description = [{
    `tanh x`.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = tanh %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
}

def Dlc_ErfOp : Dlc_UnaryOp<"erf", Dlc_FloatTensor> {
  let summary = "Error function";
  let description = [{
    `2/sqrt(pi)` times the integral of `e^(-t^2)` from 0 to `x`.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = erf %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
}

def Dlc_SigmoidOp : Dlc_UnaryOp<"sigmoid", Dlc_FloatTensor> {
  let summary = "Logistic function";
  let description = [{
    `1 / (1 + e^-x)`.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = sigmoid %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
}

def Dlc_ReluOp : Dlc_UnaryOp<"relu", Dlc_NumberTensor> {
  let summary = "Rectified linear unit";
  let description = [{
    `maximum(x, 0)`; NaN stays NaN.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = relu %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_ApproximationAttr : I32EnumAttr<"Approximation", "formula of gelu", [
    I32EnumAttrCase<"None", 0, "none">, I32EnumAttrCase<"Tanh", 1, "tanh">]> {
  let cppNamespace = "::dlc";
}

def Dlc_GeluOp : Dlc_UnaryOp<"gelu", Dlc_FloatTensor> {
  let summary = "Gaussian error linear unit";
  let description = [{
    `x/2 (1 + erf(x / sqrt 2))`, or with `approximate tanh`
    `x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))`.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = gelu %x : tensor<4xf32>
      %z = gelu %y approximate tanh : tensor<4xf32>
      return %z : tensor<4xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_FloatTensor:$input,
      DefaultValuedAttr<Dlc_ApproximationAttr, "::dlc::Approximation::None">:$approximate);
  let assemblyFormat = "$input (`approximate` $approximate^)? attr-dict `:` type($input)";
}

def Dlc_SiluOp : Dlc_UnaryOp<"silu", Dlc_FloatTensor> {
  let summary = "Sigmoid linear unit, also called swish";
  let description = [{
    `x / (1 + e^-x)`.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = silu %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
}

def Dlc_FloorOp : Dlc_UnaryOp<"floor", Dlc_FloatTensor> {
  let summary = "Largest whole number that is not above";
  let description = [{
    Rounds towards -inf.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = floor %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_NotOp : Dlc_UnaryOp<"not", Dlc_BoolTensor> {
  let summary = "Negation of booleans";
  let description = [{
    True where `x` is false.

    ```mlir
    dlc.func private @f(%x: tensor<4xi1>) -> tensor<4xi1> {
      %y = not %x : tensor<4xi1>
      return %y : tensor<4xi1>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_CastOp : Dlc_UnaryOp<"cast", Dlc_Tensor> {
  let summary = "Another element type";
  let description = [{
    - to a float: the nearest value, ties to even;
    - float to integer: towards zero, clamped to the range of the type, NaN
      becomes 0;
    - integer to a narrower integer: wraps;
    - to bool: `x != 0`; from bool: 0 or 1.

    ```mlir
    dlc.func private @f(%x: tensor<4xf32>) -> tensor<4xbf16> {
      %y = cast %x : tensor<4xf32> to bf16
      return %y : tensor<4xbf16>
    }
    ```
  }];
  let arguments = (ins Dlc_Tensor:$input, TypeAttrOf<Dlc_Element>:$type);
  let assemblyFormat = "$input attr-dict `:` type($input) `to` $type";
  let elementType = "static ::mlir::Type inferElementType(Adaptor adaptor);";
  let hasFolder = 1;
}

//===----------------------------------------------------------------------===//
// Two operands
//===----------------------------------------------------------------------===//

class Dlc_BinaryOp<string mnemonic, Type type, list<Trait> traits = []>
    : Dlc_TensorOp<mnemonic, "Elementwise", traits> {
  let arguments = (ins type:$lhs, type:$rhs);
  let results = (outs type:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($lhs) `,` type($rhs)";
  let hasVerifier = 1;
  let definitions = [{
    ::mlir::FailureOr<::dlc::Shape> $cppClass::inferShape(Adaptor,
        ::llvm::ArrayRef<::dlc::Shape> operands, ::dlc::ShapeError error) {
      return ::dlc::broadcastShapes(operands, error.of(1));
    }
    ::llvm::LogicalResult $cppClass::verify() {
      return ::dlc::verifyElementTypes(getOperation(), 2);
    }
  }];
}

def Dlc_AddOp : Dlc_BinaryOp<"add", Dlc_NumberTensor, [Commutative]> {
  let summary = "Sum";
  let description = [{
    `a + b` with numpy's broadcasting: shapes are aligned at their last axes, an
    extent 1 is stretched. Integers wrap.

    Constraints:
    - (C1) extents are equal or 1; two unknown extents count as equal, only a
      literal 1 is stretched
    - (C2) both operands have one element type

    ```mlir
    dlc.func private @f(%a: tensor<2x4xf32>, %b: tensor<4xf32>) -> tensor<2x4xf32> {
      %y = add %a, %b : tensor<2x4xf32>, tensor<4xf32>
      return %y : tensor<2x4xf32>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_SubOp : Dlc_BinaryOp<"sub", Dlc_NumberTensor> {
  let summary = "Difference";
  let description = [{
    `a - b`, broadcast as `add` does. Integers wrap.

    Constraints:
    - (C1) extents are equal or 1
    - (C2) both operands have one element type

    ```mlir
    dlc.func private @f(%a: tensor<2x4xf32>, %b: tensor<4xf32>) -> tensor<2x4xf32> {
      %y = sub %a, %b : tensor<2x4xf32>, tensor<4xf32>
      return %y : tensor<2x4xf32>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_MulOp : Dlc_BinaryOp<"mul", Dlc_NumberTensor, [Commutative]> {
  let summary = "Product of elements";
  let description = [{
    `a * b`, broadcast as `add` does. Integers wrap.

    Constraints:
    - (C1) extents are equal or 1
    - (C2) both operands have one element type

    ```mlir
    dlc.func private @f(%a: tensor<2x4xf32>, %b: tensor<4xf32>) -> tensor<2x4xf32> {
      %y = mul %a, %b : tensor<2x4xf32>, tensor<4xf32>
      return %y : tensor<2x4xf32>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_DivOp : Dlc_BinaryOp<"div", Dlc_NumberTensor> {
  let summary = "Quotient";
  let description = [{
    `a / b`, broadcast as `add` does. Integers round towards zero and wrap (the
    least one by -1 stays itself); an integer divided by 0 is 0.

    Constraints:
    - (C1) extents are equal or 1
    - (C2) both operands have one element type

    ```mlir
    dlc.func private @f(%a: tensor<2x4xf32>, %b: tensor<4xf32>) -> tensor<2x4xf32> {
      %y = div %a, %b : tensor<2x4xf32>, tensor<4xf32>
      return %y : tensor<2x4xf32>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_MaximumOp : Dlc_BinaryOp<"maximum", Dlc_NumberTensor, [Commutative]> {
  let summary = "Larger of two elements";
  let description = [{
    `max(a, b)`, broadcast as `add` does; NaN where either is NaN.

    Constraints:
    - (C1) extents are equal or 1
    - (C2) both operands have one element type

    ```mlir
    dlc.func private @f(%a: tensor<2x4xf32>, %b: tensor<4xf32>) -> tensor<2x4xf32> {
      %y = maximum %a, %b : tensor<2x4xf32>, tensor<4xf32>
      return %y : tensor<2x4xf32>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_MinimumOp : Dlc_BinaryOp<"minimum", Dlc_NumberTensor, [Commutative]> {
  let summary = "Smaller of two elements";
  let description = [{
    `min(a, b)`, broadcast as `add` does; NaN where either is NaN.

    Constraints:
    - (C1) extents are equal or 1
    - (C2) both operands have one element type

    ```mlir
    dlc.func private @f(%a: tensor<2x4xf32>, %b: tensor<4xf32>) -> tensor<2x4xf32> {
      %y = minimum %a, %b : tensor<2x4xf32>, tensor<4xf32>
      return %y : tensor<2x4xf32>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_PowOp : Dlc_BinaryOp<"pow", Dlc_FloatTensor> {
  let summary = "Power";
  let description = [{
    `a^b` as C's `pow`, broadcast as `add` does.

    Constraints:
    - (C1) extents are equal or 1
    - (C2) both operands have one element type

    ```mlir
    dlc.func private @f(%a: tensor<2x4xf32>, %b: tensor<4xf32>) -> tensor<2x4xf32> {
      %y = pow %a, %b : tensor<2x4xf32>, tensor<4xf32>
      return %y : tensor<2x4xf32>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_AndOp : Dlc_BinaryOp<"and", Dlc_BoolTensor, [Commutative]> {
  let summary = "Both";
  let description = [{
    True where both are, broadcast as `add` does.

    Constraints:
    - (C1) extents are equal or 1
    - (C2) both operands have one element type

    ```mlir
    dlc.func private @f(%a: tensor<2x4xi1>, %b: tensor<4xi1>) -> tensor<2x4xi1> {
      %y = and %a, %b : tensor<2x4xi1>, tensor<4xi1>
      return %y : tensor<2x4xi1>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_OrOp : Dlc_BinaryOp<"or", Dlc_BoolTensor, [Commutative]> {
  let summary = "Either";
  let description = [{
    True where one of both is, broadcast as `add` does.

    Constraints:
    - (C1) extents are equal or 1
    - (C2) both operands have one element type

    ```mlir
    dlc.func private @f(%a: tensor<2x4xi1>, %b: tensor<4xi1>) -> tensor<2x4xi1> {
      %y = or %a, %b : tensor<2x4xi1>, tensor<4xi1>
      return %y : tensor<2x4xi1>
    }
    ```
  }];
  let hasFolder = 1;
}

def Dlc_ComparisonAttr : I32EnumAttr<"Comparison", "order of two elements", [
    I32EnumAttrCase<"Equal", 0, "eq">, I32EnumAttrCase<"NotEqual", 1, "ne">,
    I32EnumAttrCase<"Less", 2, "lt">, I32EnumAttrCase<"LessOrEqual", 3, "le">,
    I32EnumAttrCase<"Greater", 4, "gt">, I32EnumAttrCase<"GreaterOrEqual", 5, "ge">]> {
  let cppNamespace = "::dlc";
}

def Dlc_CompareOp : Dlc_BinaryOp<"compare", Dlc_Tensor> {
  let summary = "Order of two elements: eq ne lt le gt ge";
  let description = [{
    True where the order holds, broadcast as `add` does. With a NaN only `ne`
    holds. `false` is less than `true`.

    Constraints:
    - (C1) extents are equal or 1
    - (C2) both operands have one element type

    ```mlir
    dlc.func private @f(%a: tensor<2x4xf32>, %b: tensor<4xf32>) -> tensor<2x4xi1> {
      %y = compare lt, %a, %b : tensor<2x4xf32>, tensor<4xf32>
      return %y : tensor<2x4xi1>
    }
    ```
  }];
  let arguments = (ins Dlc_ComparisonAttr:$predicate, Dlc_Tensor:$lhs, Dlc_Tensor:$rhs);
  let results = (outs Dlc_BoolTensor:$result);
  let assemblyFormat = "$predicate `,` $lhs `,` $rhs attr-dict `:` type($lhs) `,` type($rhs)";
  let elementType = "static ::mlir::Type inferElementType(Adaptor adaptor);";
}

//===----------------------------------------------------------------------===//
// More operands
//===----------------------------------------------------------------------===//

def Dlc_SelectOp : Dlc_TensorOp<"select", "Elementwise"> {
  let summary = "One of two elements";
  let description = [{
    `a` where the condition is true, else `b`; all three are broadcast as `add`
    does.

    Constraints:
    - (C1) extents are equal or 1
    - (C2) `a` and `b` have one element type

    ```mlir
    dlc.func private @f(%c: tensor<4xi1>, %a: tensor<2x4xf32>, %b: tensor<f32>) -> tensor<2x4xf32> {
      %y = select %c, %a, %b : tensor<4xi1>, tensor<2x4xf32>, tensor<f32>
      return %y : tensor<2x4xf32>
    }
    ```
  }];
  let arguments = (ins Dlc_BoolTensor:$condition, Dlc_Tensor:$lhs, Dlc_Tensor:$rhs);
  let results = (outs Dlc_Tensor:$result);
  let assemblyFormat = "$condition `,` $lhs `,` $rhs attr-dict `:` type($condition) `,` type($lhs) `,` type($rhs)";
  let elementType = "static ::mlir::Type inferElementType(Adaptor adaptor);";
  let hasVerifier = 1;
  let hasFolder = 1;
}

#endif // DLC_ELEMENTWISE_TD
