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
  let arguments = (ins SymbolNameAttr:$sym_name);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$sym_name attr-dict-with-keyword $body";
}

def Dlc_DimOp : Dlc_Op<"dim", [Symbol, HasParent<"ModelOp">]> {
  let summary = "A named extent and its range: `dim @batch = 1 to 512`";
  let arguments = (ins SymbolNameAttr:$sym_name, I64Attr:$min, I64Attr:$max);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def Dlc_ParameterOp : Dlc_Op<"parameter", [Symbol, ParentOneOf<["ModelOp", "BlockOp"]>]> {
  let summary = "A trained tensor: `parameter @w : tensor<4x2xf32> = #dlc.zeros`";
  let description = [{
    `key` is the name in a checkpoint where it differs from the symbol
    (`h0.wq` of an instance, an imported name).
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
}

def Dlc_InstanceOp : Dlc_Op<"instance", [Symbol, HasParent<"ModelOp">]> {
  let summary = "One use of a block with parameters of its own: `instance @h0 of @layer`";
  let arguments = (ins SymbolNameAttr:$sym_name, FlatSymbolRefAttr:$block);
  let assemblyFormat = "$sym_name `of` $block attr-dict";
}

def Dlc_FuncOp : Dlc_Op<"func", [IsolatedFromAbove, AutomaticAllocationScope, FunctionOpInterface,
                                 Symbol, Dlc_FunctionNames]> {
  let summary = "A function of the model; an entry point unless private";
  let description = [{
    `func @f(%x: tensor<?x4xf32> [@batch]) -> (y: tensor<?x2xf32> [@batch]) { ... }`

    Argument and result attributes: `dlc.name` (string), `dlc.dims` (array of
    symbols, one per `?` in order). Private functions and functions outside a
    model may leave them out.
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
  let arguments = (ins Variadic<Dlc_Tensor>:$values);
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
  let hasVerifier = 1;
}

def Dlc_ReadOp : Dlc_Op<"read", [MemoryEffects<[MemRead]>,
                                 DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "The value of a parameter or state";
  let arguments = (ins FlatSymbolRefAttr:$symbol);
  let results = (outs Dlc_Tensor:$value);
  let assemblyFormat = "$symbol `:` type($value) attr-dict";
}

def Dlc_WriteOp : Dlc_Op<"write", [MemoryEffects<[MemWrite]>,
                                   DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Update state: `write @mean, %m : tensor<4xf32>`";
  let arguments = (ins FlatSymbolRefAttr:$symbol, Dlc_Tensor:$value);
  let assemblyFormat = "$symbol `,` $value `:` type($value) attr-dict";
}

def Dlc_CallOp : Dlc_Op<"call", [MemoryEffects<[MemRead, MemWrite]>,
                                 DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Call a function of the model or of an instance: `call @h0::@apply(%x)`";
  let arguments = (ins SymbolRefAttr:$callee, Variadic<Dlc_Tensor>:$operands);
  let results = (outs Variadic<Dlc_Tensor>:$values);
  let assemblyFormat = "$callee `(` $operands `)` attr-dict `:` functional-type($operands, $values)";
}

def Dlc_ConstantOp : Dlc_Op<"constant", [Pure, ConstantLike, AllTypesMatch<["value", "result"]>]> {
  let summary = "A literal: `constant dense<0.5> : tensor<f32>`";
  let arguments = (ins ElementsAttr:$value);
  let results = (outs Dlc_Tensor:$result);
  let assemblyFormat = "attr-dict $value";
  let hasFolder = 1;
}

//===----------------------------------------------------------------------===//
// Kernels: what the stage Graph produces
//===----------------------------------------------------------------------===//

def Dlc_KernelOp : Dlc_Op<"kernel", [IsolatedFromAbove, FunctionOpInterface, Symbol, Dlc_FunctionNames]> {
  let summary = "A fused group of operators that becomes one loop nest";
  let description = [{
    Pure: holds tensor operators and constants only. `anchor` is the mnemonic of
    the operator that decides how code is generated. Two kernels with equal
    bodies are one.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type,
                       StrAttr:$anchor,
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
  let arguments = (ins FlatSymbolRefAttr:$kernel, Variadic<Dlc_Tensor>:$operands);
  let results = (outs Variadic<Dlc_Tensor>:$values);
  let assemblyFormat = "$kernel `(` $operands `)` attr-dict `:` functional-type($operands, $values)";
}

#endif // DLC_MODEL_TD
