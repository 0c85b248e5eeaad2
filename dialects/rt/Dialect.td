//===- Dialect.td - The rt dialect ----------------------------------------===//

#ifndef RT_DIALECT_TD
#define RT_DIALECT_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/OpBase.td"

def Rt_Dialect : Dialect {
  let name = "rt";
  let cppNamespace = "::dlc::rt";
  let summary = "What is executed: launches of kernels on buffers of one arena";
  let description = [{
    The stage Kernel turns a `dlc.model` into a `rt.model`: the signature of the
    artefact (dims, parameters, state, entries) and one `rt.variant` per CPU
    level or GPU arch, each with kernels (`func.func`) and programs. Extents are
    affine maps whose symbols are the model's dims in order of declaration:
    `affine_map<()[batch] -> (batch)>`, one result per `?` of a type.
  }];
  let useDefaultAttributePrinterParser = 1;
}

class Rt_Attr<string name, string mnemonicText, list<Trait> traits = []> : AttrDef<Rt_Dialect, name, traits> {
  let mnemonic = mnemonicText;
}
class Rt_Op<string mnemonic, list<Trait> traits = []> : Op<Rt_Dialect, mnemonic, traits>;

#endif
