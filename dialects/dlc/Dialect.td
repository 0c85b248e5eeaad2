//===- Dialect.td - The dlc dialect, its attributes and op base classes ---===//

#ifndef DLC_DIALECT_TD
#define DLC_DIALECT_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"

def Dlc_Dialect : Dialect {
  let name = "dlc";
  let cppNamespace = "::dlc";
  let summary = "Tensor operations of a neural network";
  // One registration function per op family: each stands in its own file and compiles by itself.
  let extraClassDeclaration = [{
    void addElementwiseOps();
  }];
}

class Dlc_Op<string mnemonic, list<Trait> traits = []> : Op<Dlc_Dialect, mnemonic, traits>;

#endif // DLC_DIALECT_TD
