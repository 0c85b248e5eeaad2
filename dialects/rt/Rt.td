//===- Rt.td - What is executed: launches, buffers and where they live ----===//

#ifndef RT_RT_TD
#define RT_RT_TD

include "dialects/rt/Dialect.td"
include "dialects/rt/Schedules.td"
include "mlir/Dialect/SCF/IR/DeviceMappingInterface.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinAttributeInterfaces.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/OpBase.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/FunctionInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

def Rt_DeviceEnum : I32EnumAttr<"DeviceKind", "kind of processor", [
    I32EnumAttrCase<"CPU", 0, "cpu">, I32EnumAttrCase<"CUDA", 1, "cuda">]> {
  let cppNamespace = "::dlc::rt";
  let genSpecializedAttr = 0;
}

def Rt_TargetAttr : Rt_Attr<"Target", "target"> {
  let summary = "What a variant is compiled for: `#rt.target<cpu, \"x86-64-v3\">`";
  let description = [{
    `arch` is a level of the x86-64 psABI ("x86-64-v2", "x86-64-v3",
    "x86-64-v4") or a compute capability ("sm_80", "sm_90a").
  }];
  let parameters = (ins EnumParameter<Rt_DeviceEnum>:$device, StringRefParameter<>:$arch);
  let assemblyFormat = "`<` $device `,` $arch `>`";
}

def Rt_MappingEnum : I32EnumAttr<"MappingLevel", "level of parallelism", [
    I32EnumAttrCase<"Worker", 0, "worker">, I32EnumAttrCase<"Thread", 1, "thread">]> {
  let cppNamespace = "::dlc::rt";
  let genSpecializedAttr = 0;
}

def Rt_MapAttr : Rt_Attr<"Map", "map", [DeclareAttrInterfaceMethods<DeviceMappingAttrInterface>]> {
  let summary = "Level an scf.forall runs on: `#rt.map<worker>` thread or block, `#rt.map<thread>` GPU thread";
  let parameters = (ins EnumParameter<Rt_MappingEnum>:$level, "int64_t":$dimension);
  let assemblyFormat = "`<` $level `,` $dimension `>`";
}

def Rt_FileAttr : Rt_Attr<"File", "file"> {
  let summary = "Initial bytes in a file: `#rt.file<\"digits.safetensors\", 128, 32768>` (path, offset, bytes)";
  let parameters = (ins StringRefParameter<>:$path, "int64_t":$offset, "int64_t":$bytes);
  let assemblyFormat = "`<` $path `,` $offset `,` $bytes `>`";
}

def Rt_InitEnum : I32EnumAttr<"InitKind", "how initial values are generated", [
    I32EnumAttrCase<"Constant", 0, "constant">, I32EnumAttrCase<"Uniform", 1, "uniform">,
    I32EnumAttrCase<"Normal", 2, "normal">, I32EnumAttrCase<"TruncatedNormal", 3, "truncated_normal">]> {
  let cppNamespace = "::dlc::rt";
  let genSpecializedAttr = 0;
}

def Rt_InitAttr : Rt_Attr<"Init", "init"> {
  let summary = "Initial values by rule: constant (a), uniform in [a, b), normal (mean a, deviation b)";
  let description = "`#rt.init<uniform, -0.1, 0.1>`; a and b are f64.";
  let parameters = (ins EnumParameter<Rt_InitEnum>:$kind, "::mlir::FloatAttr":$a, "::mlir::FloatAttr":$b);
  let hasCustomAssemblyFormat = 1;
}

//===----------------------------------------------------------------------===//
// The artefact's signature
//===----------------------------------------------------------------------===//

def Rt_ModelOp : Rt_Op<"model", [IsolatedFromAbove, NoTerminator, SingleBlock, Symbol, SymbolTable, NoRegionArguments]> {
  let summary = "One artefact";
  let description = "Holds symbols only, as a variant does beside its module of code.";
  let arguments = (ins SymbolNameAttr:$sym_name);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$sym_name attr-dict-with-keyword $body";
  let hasRegionVerifier = 1;
}

def Rt_DimOp : Rt_Op<"dim", [Symbol, HasParent<"ModelOp">]> {
  let summary = "A named extent: `rt.dim @batch = 1 to 512`; its position is its symbol in extents";
  let arguments = (ins SymbolNameAttr:$sym_name, I64Attr:$min, I64Attr:$max);
  let assemblyFormat = "$sym_name `=` $min `to` $max attr-dict";
  let hasVerifier = 1;
}

class Rt_TensorSymbol<string mnemonic> : Rt_Op<mnemonic, [Symbol, HasParent<"ModelOp">]> {
  let description = [{
    `initial` is `#rt.file` (mapped bytes), `#rt.init` (a rule; `stream` is the
    Philox stream) or a dense literal. `key` is the name in checkpoints.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<AnyRankedTensor>:$type, AnyAttr:$initial,
                       StrAttr:$key, I64Attr:$stream);
  let assemblyFormat = "$sym_name `:` $type `=` $initial `key` $key `stream` $stream attr-dict";
  let hasVerifier = 1;
}
def Rt_ParameterOp : Rt_TensorSymbol<"parameter"> { let summary = "A parameter, static shape"; }
def Rt_StateOp : Rt_TensorSymbol<"state"> { let summary = "Mutable state, static shape"; }

def Rt_EntryOp : Rt_Op<"entry", [Symbol, HasParent<"ModelOp">,
                                 DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Signature of an entry, equal in all variants";
  let description = [{
    `rt.entry @forward(image: tensor<?x64xf32> [@batch]) -> (logits: tensor<?x10xf32> [@batch])`.
    Each variant has a program of this name.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type,
                       StrArrayAttr:$argument_names, StrArrayAttr:$result_names,
                       ArrayAttr:$argument_dims, ArrayAttr:$result_dims);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def Rt_VariantOp : Rt_Op<"variant", [IsolatedFromAbove, NoTerminator, SingleBlock, Symbol, SymbolTable,
                                     NoRegionArguments, HasParent<"ModelOp">]> {
  let summary = "Kernels and programs for one CPU level or GPU arch";
  let description = [{
    `rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> { kernels, programs }`.
    Programs: one per entry, and `@prepare`, which computes every `rt.prepared`
    value from parameters when an instance is created.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, Rt_TargetAttr:$target);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$sym_name qualified($target) attr-dict-with-keyword $body";
  let hasRegionVerifier = 1;
}

def Rt_PreparedOp : Rt_Op<"prepared", [Symbol, HasParent<"VariantOp">,
                                       DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "A tensor that `@prepare` computes from parameters only: packed, folded or transformed weights";
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<AnyStaticShapeTensor>:$type,
                       FlatSymbolRefArrayAttr:$parameters);
  let assemblyFormat = "$sym_name `:` $type `from` $parameters attr-dict";
}

//===----------------------------------------------------------------------===//
// Programs
//===----------------------------------------------------------------------===//

def Rt_ProgramOp : Rt_Op<"program", [IsolatedFromAbove, FunctionOpInterface, Symbol, SingleBlock,
                                     HasParent<"VariantOp">, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "What one entry executes in one variant";
  let description = [{
    After the stage Kernel: values are tensors, everything between `rt.get` and
    `rt.put` is pure, arguments and results are those of the entry. Argument
    attribute `rt.extents` (an affine map) gives each `?` of the argument.

    After the stage Memory: no arguments and results; buffers are memrefs made
    by `rt.argument`, `rt.get` and `rt.slot`; `arena` is the bytes the slots
    need: a number, or a map whose largest result counts, of the largest extents
    of a call, with each of which it grows. `bound` is the largest sum of live
    bytes, each slot rounded up to 64, at the extents that the plan was made for.

    Constraints:
    - (C1) every op is an op of `rt` that stands in a program;
    - (C2) all values are tensors, or all are memrefs of identity layout;
    - (C3) on tensors: `rt.argument`, `rt.slot` and `rt.copy` do not occur,
      every argument with a `?` has `rt.extents`, and `rt.return` has the types
      of the results;
    - (C4) on buffers: no arguments, no results, no `rt.put`;
    - (C5) with `arena`, every slot has an offset, and the other way round;
    - (C6) `@prepare` has neither arguments nor results; any other program has
      the types and extents of its entry (on buffers: each `rt.argument`), over dims of the model.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type,
                       OptionalAttr<AffineMapAttr>:$arena, OptionalAttr<I64Attr>:$bound,
                       OptionalAttr<DictArrayAttr>:$arg_attrs, OptionalAttr<DictArrayAttr>:$res_attrs);
  let regions = (region AnyRegion:$body);
  let hasCustomAssemblyFormat = 1;
  let hasRegionVerifier = 1;
  let extraClassDeclaration = [{
    ::llvm::ArrayRef<::mlir::Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ::llvm::ArrayRef<::mlir::Type> getResultTypes() { return getFunctionType().getResults(); }
    ::mlir::Region *getCallableRegion() { return &getBody(); }
    /// The program that computes prepared values, not an entry.
    bool isPrepare() { return getSymName() == "prepare"; }
    /// After dlc-assign-buffers: values are memrefs.
    bool isOnBuffers();
    /// Extents of argument `index`; a map without results where its shape is static.
    ::mlir::AffineMap getArgumentExtents(unsigned index);
  }];
}

def Rt_Value : AnyTypeOf<[AnyRankedTensor, AnyMemRef]>;

def Rt_ReturnOp : Rt_Op<"return", [Pure, Terminator, ReturnLike, HasParent<"ProgramOp">]> {
  let summary = "Results of a program";
  let arguments = (ins Variadic<AnyRankedTensor>:$values);
  let assemblyFormat = "($values^ `:` type($values))? attr-dict";
}

def Rt_GetOp : Rt_Op<"get", [Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "A parameter, state or prepared value: `rt.get @w : tensor<4x2xf32>`";
  let description = [{
    On tensors the value at the start of the call: pure, since `rt.put` takes
    effect at the end. On buffers the memory it lives in.
  }];
  let arguments = (ins FlatSymbolRefAttr:$symbol);
  let results = (outs Rt_Value:$value);
  let assemblyFormat = "$symbol `:` type($value) attr-dict";
}

def Rt_PutOp : Rt_Op<"put", [DeclareOpInterfaceMethods<SymbolUserOpInterface>,
                             MemoryEffects<[MemWrite]>]> {
  let summary = "New value of a state (or, in @prepare, of a prepared value)";
  let description = "Takes effect when the program has ended well. At most one per symbol and program.";
  let arguments = (ins FlatSymbolRefAttr:$symbol, AnyRankedTensor:$value);
  let assemblyFormat = "$symbol `,` $value `:` type($value) attr-dict";
}

def Rt_LaunchOp : Rt_Op<"launch", [DeclareOpInterfaceMethods<SymbolUserOpInterface>,
                                   DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
                                   AttrSizedOperandSegments]> {
  let summary = "Run a kernel";
  let description = [{
    On tensors: `%y = rt.launch @k ins(%x, %w : ...) outs() -> tensor<?x4xf32> extents [map]`, pure; `extents`
    has one affine map per result. On buffers: `rt.launch @k ins(..) outs(%y : memref<..>)`.
    The kernel takes inputs, then outputs, as memrefs. `reuse[i]` is the input
    whose buffer result i may take over, or -1: the kernel reads each element of
    that input before it writes the element of the result at the same place.

    Constraints:
    - (C1) inputs are tensors and there are no outputs, or inputs are memrefs
      and there are no results;
    - (C2) `extents` has one map per result, each with one result per `?`;
    - (C3) `reuse` has one element per result, -1 or the index of an input, no
      input twice;
    - (C4) the kernel is a function of the variant; once its arguments are
      memrefs they are the inputs and outputs in shape and element type.
  }];
  let arguments = (ins FlatSymbolRefAttr:$kernel, Variadic<Rt_Value>:$inputs, Variadic<AnyMemRef>:$outputs,
                       OptionalAttr<AffineMapArrayAttr>:$extents, OptionalAttr<DenseI64ArrayAttr>:$reuse);
  let results = (outs Variadic<AnyRankedTensor>:$values);
  let assemblyFormat = [{
    $kernel `ins` `(` ($inputs^ `:` type($inputs))? `)` `outs` `(` ($outputs^ `:` type($outputs))? `)`
    (`->` type($values)^)? (`extents` $extents^)? (`reuse` $reuse^)? attr-dict
  }];
  let hasVerifier = 1;
}

def Rt_ViewOp : Rt_Op<"view", [Pure]> {
  let summary = "The same row-major elements under another shape; no bytes move";
  let arguments = (ins Rt_Value:$source, OptionalAttr<AffineMapAttr>:$extents);
  let results = (outs Rt_Value:$result);
  let assemblyFormat = "$source `:` type($source) `to` type($result) (`extents` $extents^)? attr-dict";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Rt_CheckOp : Rt_Op<"check", [DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "Every element of an integer tensor lies in [low, high); else the call fails with BAD_DATA and `message`";
  let description = [{
    `rt.check %i in 0 to 8 extent affine_map<()[n] -> (n)>, "message" : tensor<4xi64>`: where the bound is not known before
    the call, `extent` is it and `high` its upper end.

    Constraints:
    - (C1) `value` holds integers;
    - (C2) `extent` has one result and takes dims of the model as symbols only.
  }];
  let arguments = (ins Rt_Value:$value, I64Attr:$low, I64Attr:$high, StrAttr:$message,
                       OptionalAttr<AffineMapAttr>:$extent);
  let assemblyFormat = [{
    $value `in` $low `to` $high (`extent` $extent^)? `,` $message `:` type($value) attr-dict
  }];
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Buffers: after the stage Memory
//===----------------------------------------------------------------------===//

def Rt_ArgumentOp : Rt_Op<"argument", [Pure, HasParent<"ProgramOp">]> {
  let summary = "Buffer of argument or, counted on, result `index` of the entry";
  let arguments = (ins I64Attr:$index, AffineMapAttr:$extents);
  let results = (outs AnyMemRef:$buffer);
  let assemblyFormat = "$index `:` type($buffer) `extents` $extents attr-dict";
  let hasVerifier = 1;
}

def Rt_SlotOp : Rt_Op<"slot", [HasParent<"ProgramOp">]> {
  let summary = "Buffer in the arena; no offset before dlc-plan-memory";
  let description = [{
    Starts at `offset` or, if that is more, where the highest of the slots `above` ends, rounded up to 64: so a slot
    follows the extents of the call. An allocation to MLIR: two slots of one type are two buffers.

    Constraints:
    - (C1) the offset is a multiple of 64;
    - (C2) `above` are slots, and there is an offset.
  }];
  let arguments = (ins OptionalAttr<I64Attr>:$offset, Variadic<AnyMemRef>:$above, AffineMapAttr:$extents);
  let results = (outs Res<AnyMemRef, "", [MemAlloc]>:$buffer);
  let assemblyFormat = "(`at` $offset^)? (`above` `(` $above^ `:` type($above) `)`)? `:` type($buffer) "
                       "`extents` $extents attr-dict";
  let hasVerifier = 1;
}

def Rt_CopyOp : Rt_Op<"copy", [HasParent<"ProgramOp">]> {
  let summary = "Copy a buffer; `commit`: only when no check has failed (state)";
  let arguments = (ins Arg<AnyMemRef, "", [MemRead]>:$source, Arg<AnyMemRef, "", [MemWrite]>:$target, UnitAttr:$commit);
  let assemblyFormat = "$source `to` $target (`commit` $commit^)? `:` type($source) `to` type($target) attr-dict";
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Inside kernels
//===----------------------------------------------------------------------===//

def Rt_ScratchOp : Rt_Op<"scratch"> {
  let summary = "A static buffer of this worker's scratch memory; only inside the worker loop of a kernel";
  let results = (outs Res<AnyStaticShapeMemRef, "", [MemAlloc]>:$buffer);
  let assemblyFormat = "`:` type($buffer) attr-dict";
}

//===----------------------------------------------------------------------===//
// Inside the stage Target
//===----------------------------------------------------------------------===//

def Rt_ParallelOp : Rt_Op<"parallel", [DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Run a worker function over iterations [0, count), by threads if there are two grains of them";
  let description = [{
    `rt.parallel @k_worker0(%x, %n : memref<?xf32>, index) count %count grain 500`. The worker takes what is captured,
    the first iteration, the one after the last, and its scratch, a memref of bytes.
  }];
  let arguments = (ins FlatSymbolRefAttr:$worker, Variadic<AnyType>:$captured, Index:$count, I64Attr:$grain);
  let assemblyFormat = "$worker `(` ($captured^ `:` type($captured))? `)` `count` $count `grain` $grain attr-dict";
}

def Rt_CheckedAttr : Rt_Attr<"Checked", "checked"> {
  let summary = "An rt.check in compiled code: `#rt.checked<0, 0, 10, -1, \"label\">`";
  let description = "Argument or -1, low, high, the dim that high is or -1, message.";
  let parameters = (ins "int64_t":$argument, "int64_t":$low, "int64_t":$high, "int64_t":$dim,
                        StringRefParameter<>:$message);
  let assemblyFormat = "`<` $argument `,` $low `,` $high `,` $dim `,` $message `>`";
}

def Rt_CompiledOp : Rt_Op<"compiled", [Symbol, HasParent<"VariantOp">]> {
  let summary = "What the module table says of a program that has become a function of the variant's module";
  let description = [{
    The function is called `<variant>_<program>`. `arena`, as of the program, and `scratch` (per worker) are bytes; check i of the variant,
    counted over its programs in order, sets the frame's error word to i + 1.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, AffineMapAttr:$arena, I64Attr:$scratch,
                       TypedArrayAttrBase<Rt_CheckedAttr, "checks">:$checks);
  let assemblyFormat = "$sym_name `arena` custom<Arena>($arena) `scratch` $scratch `checks` $checks attr-dict";
}

#endif // RT_RT_TD
