//===- Model.td - Models, their symbols, functions and kernels ------------===//

#ifndef DLC_MODEL_TD
#define DLC_MODEL_TD

include "dialects/dlc/Dialect.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/RegionKindInterface.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/CallInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/FunctionInterfaces.td"

/// Ops inside leave the prefix `dlc.` out.
def Dlc_DefaultDialect : DeclareOpInterfaceMethods<OpAsmOpInterface, ["getDefaultDialect"]>;
def Dlc_FunctionNames : DeclareOpInterfaceMethods<OpAsmOpInterface,
    ["getDefaultDialect", "getAsmBlockArgumentNames"]>;

def Dlc_ModelOp : Dlc_Op<"model", [IsolatedFromAbove, NoTerminator, SingleBlock, Symbol, SymbolTable,
                                   NoRegionArguments, Dlc_DefaultDialect]> {
  let summary = "One network: dims, parameters, state, blocks and functions";
  let description = [{
    Constraints, of `block` too:
    - (C1) The body holds declarations only.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$sym_name attr-dict-with-keyword $body";
  let hasRegionVerifier = 1;
}

def Dlc_DimOp : Dlc_Op<"dim", [Symbol, HasParent<"ModelOp">]> {
  let summary = "A named extent and its range: `dim @batch = 1 to 512`";
  let description = [{
    `dim @time = 0 to ?` has no upper end, and `dim @time` is `dim @time = 1 to ?`: what is reserved bounds it.

    Constraints:
    - (C1) 0 <= min <= max.
    - (C2) min <= 2^40, and max where there is an upper end.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, I64Attr:$min, I64Attr:$max);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def Dlc_ParameterOp : Dlc_Op<"parameter", [Symbol, ParentOneOf<["ModelOp", "BlockOp"]>]> {
  let summary = "A trained tensor: `parameter @w : tensor<4x2xf32> = #dlc.zeros`";
  let description = [{
    `key` is the name in a checkpoint where it differs from the symbol
    (`h0.wq` of an instance, an imported name).

    Constraints, of `state` too:
    - (C1) All extents are known.
    - (C2) The tensor has at most 2^40 bytes.
    - (C3) `initial` is an initialiser of the dialect or a dense literal.
    - (C4) A dense literal has the type of the tensor.
    - (C5) Random elements are floats, their deviation is not negative, their
      bounds are in order and finite.
    - (C6) What `fill` says is a value of the element type.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<Dlc_Tensor>:$type,
                       AnyAttr:$initial, OptionalAttr<StrAttr>:$key);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def Dlc_StateOp : Dlc_Op<"state", [Symbol, ParentOneOf<["ModelOp", "BlockOp"]>]> {
  let summary = "A mutable tensor that is not trained: `state @mean : tensor<4xf32> = #dlc.zeros`";
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<Dlc_Tensor>:$type,
                       AnyAttr:$initial, OptionalAttr<StrAttr>:$key);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def Dlc_BlockOp : Dlc_Op<"block", [IsolatedFromAbove, NoTerminator, SingleBlock, Symbol, SymbolTable,
                                   NoRegionArguments, HasParent<"ModelOp">, Dlc_DefaultDialect]> {
  let summary = "A piece of network that is used several times through instances";
  let arguments = (ins SymbolNameAttr:$sym_name);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$sym_name attr-dict-with-keyword $body";
  let hasRegionVerifier = 1;
}

def Dlc_InstanceOp : Dlc_Op<"instance", [Symbol, HasParent<"ModelOp">,
                                         DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "One use of a block with parameters of its own: `instance @h0 of @layer`";
  let description = [{
    Constraints:
    - (C1) `block` is a block of the model.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, FlatSymbolRefAttr:$block);
  let assemblyFormat = "$sym_name `of` $block attr-dict";
}

def Dlc_FuncOp : Dlc_Op<"func", [IsolatedFromAbove, AutomaticAllocationScope, FunctionOpInterface,
                                 Symbol, DeclareOpInterfaceMethods<SymbolUserOpInterface>,
                                 Dlc_FunctionNames]> {
  let summary = "A function of the model; an entry point unless private";
  let description = [{
    `func @f(%x: tensor<?x4xf32> [@batch]) -> (y: tensor<?x2xf32> [@batch]) { ... }`

    Argument and result attributes: `dlc.name` (string), `dlc.dims` (array of
    symbols, one per `?` in order). Private functions and functions outside a
    model may leave them out. A symbol is looked up in the block, then in the
    model.

    Constraints:
    - (C1) The body is one block that ends in `return`.
    - (C2) Arguments and results are tensors.
    - (C3) `dlc.name` is a string.
    - (C4) `dlc.dims` names one dim per unknown extent.
    - (C5) These dims are dims of the model.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type,
                       OptionalAttr<StrAttr>:$sym_visibility,
                       OptionalAttr<DictArrayAttr>:$arg_attrs,
                       OptionalAttr<DictArrayAttr>:$res_attrs);
  let regions = (region AnyRegion:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    ::llvm::ArrayRef<::mlir::Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ::llvm::ArrayRef<::mlir::Type> getResultTypes() { return getFunctionType().getResults(); }
    ::mlir::Region *getCallableRegion() { return &getBody(); }
    /// Name of argument or result `index`; empty where there is none.
    ::llvm::StringRef getArgumentName(unsigned index);
    ::llvm::StringRef getResultName(unsigned index);
    /// Dims of the `?`s, in order; empty where they are not named.
    ::llvm::ArrayRef<::mlir::Attribute> getArgumentDims(unsigned index);
    ::llvm::ArrayRef<::mlir::Attribute> getResultDims(unsigned index);
  }];
}

def Dlc_ReturnOp : Dlc_Op<"return", [Pure, Terminator, ReturnLike, ParentOneOf<["FuncOp", "KernelOp"]>]> {
  let summary = "Values of a function or kernel";
  let description = [{
    Constraints:
    - (C1) As many values as results, of the results' types.
  }];
  let arguments = (ins Variadic<Dlc_Tensor>:$values);
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
  let hasVerifier = 1;
}

def Dlc_ReadOp : Dlc_Op<"read", [MemoryEffects<[MemRead]>,
                                 DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "The value of a parameter or state";
  let description = [{
    Constraints:
    - (C1) `symbol` is a parameter or state of the block or the model.
    - (C2) The value has its type.
  }];
  let arguments = (ins FlatSymbolRefAttr:$symbol);
  let results = (outs Dlc_Tensor:$value);
  let assemblyFormat = "$symbol `:` type($value) attr-dict";
}

def Dlc_WriteOp : Dlc_Op<"write", [MemoryEffects<[MemWrite]>,
                                   DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Update state: `write @mean, %m : tensor<4xf32>`";
  let description = [{
    Constraints:
    - (C1) `symbol` is state of the block or the model.
    - (C2) The value has its type.
  }];
  let arguments = (ins FlatSymbolRefAttr:$symbol, Dlc_Tensor:$value);
  let assemblyFormat = "$symbol `,` $value `:` type($value) attr-dict";
}

def Dlc_CallOp : Dlc_Op<"call", [MemoryEffects<[MemRead, MemWrite]>,
                                 DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Call a function of the model or of an instance: `call @h0::@apply(%x)`";
  let description = [{
    Constraints:
    - (C1) `callee` is a function of the model or of an instance's block.
    - (C2) Operands and results are what the function takes and returns; an
      unknown extent goes where any extent is taken, a known one where the same
      or an unknown one is.
  }];
  let arguments = (ins SymbolRefAttr:$callee, Variadic<Dlc_Tensor>:$operands);
  let results = (outs Variadic<Dlc_Tensor>:$values);
  let assemblyFormat = "$callee `(` $operands `)` attr-dict `:` functional-type($operands, $values)";
}

def Dlc_ConstantOp : Dlc_Op<"constant", [Pure, ConstantLike, AllTypesMatch<["value", "result"]>]> {
  let summary = "A literal: `constant 0.5 : tensor<f32>`, `constant dense<[1, 2]> : tensor<2xi64>`";
  let arguments = (ins ElementsAttr:$value);
  let results = (outs Dlc_Tensor:$result);
  let description = [{
    Constraints:
    - (C1) `value` is dense.
  }];
  let assemblyFormat = "attr-dict custom<Constant>($value)";
  let hasFolder = 1;
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Kernels: what the stage Graph produces
//===----------------------------------------------------------------------===//

def Dlc_KernelOp : Dlc_Op<"kernel", [IsolatedFromAbove, FunctionOpInterface, Symbol, Dlc_FunctionNames]> {
  let summary = "A fused group of operators that becomes one loop nest";
  let description = [{
    Pure: holds tensor operators and constants only. The operator that is not
    elementwise, movement or a gather, its anchor, decides how code is generated.
    Two kernels with equal bodies are one.

    Constraints:
    - (C1) The body is one block that ends in `return`.
    - (C2) Arguments and results are tensors.
    - (C3) `dlc.name` is a string.
    - (C4) `dlc.dims` names one dim per unknown extent.
    - (C5) The body holds tensor operators and constants only.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type,
                       OptionalAttr<DictArrayAttr>:$arg_attrs,
                       OptionalAttr<DictArrayAttr>:$res_attrs);
  let regions = (region AnyRegion:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    ::llvm::ArrayRef<::mlir::Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ::llvm::ArrayRef<::mlir::Type> getResultTypes() { return getFunctionType().getResults(); }
    ::mlir::Region *getCallableRegion() { return &getBody(); }
  }];
}

def Dlc_LaunchOp : Dlc_Op<"launch", [Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Apply a kernel: `launch @k(%x, %w) : (tensor<..>, ..) -> tensor<..>`";
  let description = [{
    Constraints:
    - (C1) `kernel` is a kernel.
    - (C2) Operands and results have the types of its signature, up to extents
      that are unknown on one side.
  }];
  let arguments = (ins FlatSymbolRefAttr:$kernel, Variadic<Dlc_Tensor>:$operands);
  let results = (outs Variadic<Dlc_Tensor>:$values);
  let assemblyFormat = "$kernel `(` $operands `)` attr-dict `:` functional-type($operands, $values)";
}

#endif // DLC_MODEL_TD
