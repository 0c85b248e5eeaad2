//===- Rt.td - The rt dialect: what is executed ---===//

#ifndef DLC_RT_TD
#define DLC_RT_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"

def Rt_Dialect : Dialect {
  let name = "rt";
  let cppNamespace = "::dlc::rt";
  let summary = "What an artefact executes";
}

class Rt_Op<string mnemonic, list<Trait> traits = []> : Op<Rt_Dialect, mnemonic, traits>;

def Rt_CopyOp : Rt_Op<"copy"> {
  let summary = "Copy one buffer to another";
  let arguments = (ins AnyMemRef:$source, AnyMemRef:$destination);
  let assemblyFormat = "$source `to` $destination attr-dict `:` type($source) `to` type($destination)";
}

#endif // DLC_RT_TD
