//===- Interfaces.td - What every tensor operator can do ------------------===//

#ifndef DLC_INTERFACES_TD
#define DLC_INTERFACES_TD

include "mlir/IR/OpBase.td"

def Dlc_TensorOpInterface : OpInterface<"TensorOpInterface"> {
  let cppNamespace = "::dlc";
  let description = [{
    A pure operator on tensors with any number of results: its role in a kernel,
    the extents of its results and their reference values.
  }];
  let methods = [
    InterfaceMethod<[{
      What the operator is to a kernel; fusion and code generation go by it.
    }], "::dlc::Role", "getRole">,
    InterfaceMethod<[{
      Extents of each result as affine expressions, from those of the operands.
      Fails only where `inferReturnTypes` would have failed.
    }], "::mlir::FailureOr<::llvm::SmallVector<::dlc::Shape>>", "getResultShapes",
        (ins "::llvm::ArrayRef<::dlc::Shape>":$operands)>,
    InterfaceMethod<[{
      Which operand elements an element of the result needs, for operands of
      these shapes; nothing where it needs more than a few (a reduction). That
      of an elementwise operator follows from numpy's broadcast. An operator that
      has reads has one result.
    }], "::std::optional<::dlc::ElementReads>", "getReads",
        (ins "::llvm::ArrayRef<::dlc::Shape>":$operands), "", [{
          return ::dlc::elementwiseReads($_op.getOperation(), operands);
        }]>,
    InterfaceMethod<[{
      The reference value of each result: f64 for floats, exact for integers.
      Written for reading. They have the extents `getResultShapes` gives. Fails
      with a message where data is out of range (an index).
    }], "::mlir::FailureOr<::llvm::SmallVector<::dlc::Tensor>>", "evaluateResults",
        (ins "::llvm::ArrayRef<::dlc::Tensor>":$operands)>,
  ];
}

def Dlc_DifferentiableInterface : OpInterface<"DifferentiableInterface"> {
  let cppNamespace = "::dlc";
  let description = [{
    The gradient of an operator: the last of its five sections.
  }];
  let methods = [
    InterfaceMethod<[{
      Cotangents of the operands from that of the result; null where an
      operand has none (an index).
    }], "::llvm::SmallVector<::mlir::Value>", "differentiate",
        (ins "::mlir::OpBuilder &":$builder, "::mlir::Value":$cotangent)>,
  ];
}

#endif // DLC_INTERFACES_TD
