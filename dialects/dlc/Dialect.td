//===- Dialect.td - The dlc dialect, its attributes and op base class -----===//

#ifndef DLC_DIALECT_TD
#define DLC_DIALECT_TD

include "dialects/dlc/Interfaces.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinAttributeInterfaces.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Dlc_Dialect : Dialect {
  let name = "dlc";
  let cppNamespace = "::dlc";
  let summary = "What a network means: models, their functions and tensor operators";
  let description = [{
    A file holds one or more `dlc.model`s. Inside a model the prefix `dlc.` is
    left out. Parameters and state are symbols, functions are entry points,
    everything between a `read` and a `write` is pure.
  }];
  let hasConstantMaterializer = 1;
  // One registration function per family: each stands in its own file and compiles by itself.
  let extraClassDeclaration = [{
    void addAttentionOps();
    void addContractionOps();
    void addElementwiseOps();
    void addGatherOps();
    void addMovementOps();
    void addNormalizationOps();
    void addPackingOps();
    void addPoolingOps();
    void addReductionOps();
    void addWinogradOps();
    void addModel();
    void addInitializers();
    ::mlir::Attribute parseAttribute(::mlir::DialectAsmParser &parser, ::mlir::Type type) const override;
    void printAttribute(::mlir::Attribute attribute, ::mlir::DialectAsmPrinter &printer) const override;
  }];
}

//===----------------------------------------------------------------------===//
// Types an operator accepts
//===----------------------------------------------------------------------===//

def Dlc_Float : AnyTypeOf<[F64, F32, BF16, F16]>;
def Dlc_Integer : AnyTypeOf<[I64, I32, I8]>;
def Dlc_Bool : TypeAlias<I1, "bool">;

def Dlc_Element : AnyTypeOf<[Dlc_Float, Dlc_Integer, Dlc_Bool]>;
def Dlc_Tensor : RankedTensorOf<[Dlc_Float, Dlc_Integer, Dlc_Bool]>;
def Dlc_NumberTensor : RankedTensorOf<[Dlc_Float, Dlc_Integer]>;
def Dlc_FloatTensor : RankedTensorOf<[Dlc_Float]>;
def Dlc_IntegerTensor : RankedTensorOf<[Dlc_Integer]>;
def Dlc_IndexTensor : RankedTensorOf<[I64, I32]>;
def Dlc_BoolTensor : RankedTensorOf<[I1]>;

//===----------------------------------------------------------------------===//
// Initialisers of parameters and state
//===----------------------------------------------------------------------===//

class Dlc_Attr<string name, string mnemonicText> : AttrDef<Dlc_Dialect, name> {
  let mnemonic = mnemonicText;
}

def Dlc_ZerosAttr : Dlc_Attr<"Zeros", "zeros"> {
  let summary = "All elements 0";
}
def Dlc_OnesAttr : Dlc_Attr<"Ones", "ones"> {
  let summary = "All elements 1";
}
def Dlc_FillAttr : Dlc_Attr<"Fill", "fill"> {
  let summary = "All elements one value: `#dlc.fill<0.5>`";
  let parameters = (ins "::mlir::FloatAttr":$value);
  let hasCustomAssemblyFormat = 1;
}

def Dlc_DistributionEnum : I32EnumAttr<"Distribution", "family a random initialiser draws from", [
    I32EnumAttrCase<"Uniform", 0, "uniform">,
    I32EnumAttrCase<"Normal", 1, "normal">,
    I32EnumAttrCase<"TruncatedNormal", 2, "truncated_normal">,
    I32EnumAttrCase<"KaimingUniform", 3, "kaiming_uniform">,
    I32EnumAttrCase<"KaimingNormal", 4, "kaiming_normal">,
    I32EnumAttrCase<"XavierUniform", 5, "xavier_uniform">,
    I32EnumAttrCase<"XavierNormal", 6, "xavier_normal">]> {
  let cppNamespace = "::dlc";
  let genSpecializedAttr = 0;
}

def Dlc_RandomAttr : AttrDef<Dlc_Dialect, "Random"> {
  let attrName = "dlc.random";
  let summary = "Elements drawn at random (Philox): `#dlc.kaiming_uniform`, `#dlc.normal<0.0, 0.02>`";
  let description = [{
    The mnemonic is the family. `#dlc.uniform<A, B>` draws from [A, B);
    `#dlc.normal<MEAN, DEVIATION>` and `#dlc.truncated_normal<MEAN, DEVIATION>`
    (cut at two deviations) from a bell; the others take their width from the
    shape: with fan_in = elements per output channel and fan_out = elements per
    input channel, `kaiming_*` has variance 2 / fan_in and `xavier_*`
    2 / (fan_in + fan_out).
  }];
  let parameters = (ins "::dlc::Distribution":$family,
                        OptionalParameter<"::mlir::FloatAttr">:$a,
                        OptionalParameter<"::mlir::FloatAttr">:$b);
}

def Dlc_ExternalAttr : Dlc_Attr<"External", "external"> {
  let summary = "A tensor of a safetensors file: `#dlc.external<\"f.safetensors\", \"key\">`";
  let description = [{
    The path is relative to the folder of the model and may not leave it. The
    bytes are mapped, never read into an attribute.
  }];
  let parameters = (ins StringRefParameter<"path as written">:$path,
                        StringRefParameter<"key in the file">:$key);
  let assemblyFormat = "`<` $path `,` $key `>`";
}

//===----------------------------------------------------------------------===//
// Base class of operators on tensors
//===----------------------------------------------------------------------===//

class Dlc_Op<string mnemonic, list<Trait> traits = []> : Op<Dlc_Dialect, mnemonic, traits>;

/// Holds before an op's own verifier runs, which thereby may rely on ranks and
/// lengths that inference checks. (The interface checks the same, but later.)
def Dlc_HasInferredType : PredOpTrait<"its operands and attributes give its result type",
    CPred<"::llvm::succeeded(::mlir::detail::verifyInferredResultTypes(&$_op))">>;

/// What the two classes of operators on tensors below have in common. Types are
/// derived from `inference`, see Shape.h.
class Dlc_AnyTensorOp<string mnemonic, string roleName, list<Trait> traits, bit definesReads>
    : Dlc_Op<mnemonic, traits # [Pure, Dlc_HasInferredType,
          DeclareOpInterfaceMethods<InferTypeOpInterface, ["inferReturnTypes"]>,
          DeclareOpInterfaceMethods<Dlc_TensorOpInterface,
                                    !if(definesReads, ["getReads"], []<string>)>]> {
  /// Element types of the results, what else an op's C++ section defines, and what follows from it.
  code elementType = "";
  code inference = "";
  code resultDefinitions = "";
  /// What an op declares and defines beyond the above.
  code declarations = "";
  code definitions = "";
  let extraClassDeclaration = elementType # inference # declarations;
  let extraClassDefinition = [{
    ::llvm::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *context,
        std::optional<::mlir::Location> location, ::mlir::ValueRange operands,
        ::mlir::DictionaryAttr attributes, ::mlir::OpaqueProperties properties,
        ::mlir::RegionRange regions, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::dlc::inferTypes<$cppClass>(context, location, operands, attributes,
                                          properties, regions, types);
    }
    ::dlc::Role $cppClass::getRole() { return ::dlc::Role::}] # roleName # [{; }
  }] # resultDefinitions # definitions;
}

/// A pure operator on tensors with one result. The op's C++ section gives, in
/// this order: `inferShape`, `inferElementType` (default: that of the first
/// operand), `verify`, `fold`, `evaluate`, `getReads` (of movement and gathers,
/// or where `definesReads`), and later its gradient.
class Dlc_TensorOp<string mnemonic, string roleName, list<Trait> traits = [],
                   bit definesReads = !or(!eq(roleName, "Movement"), !eq(roleName, "Gather"))>
    : Dlc_AnyTensorOp<mnemonic, roleName, traits, definesReads> {
  /// An op whose element type is not that of its first operand declares
  /// `inferElementType` here and defines it.
  let elementType = [{
    static ::mlir::Type inferElementType(Adaptor adaptor) {
      return ::dlc::elementTypeOf(adaptor.getOperands());
    }
  }];
  let inference = [{
    static ::mlir::FailureOr<::dlc::Shape> inferShape(Adaptor adaptor,
        ::llvm::ArrayRef<::dlc::Shape> operands, ::dlc::ShapeError error);
    static ::mlir::FailureOr<::llvm::SmallVector<::dlc::Shape>> inferShapes(Adaptor adaptor,
        ::llvm::ArrayRef<::dlc::Shape> operands, ::dlc::ShapeError error) {
      return ::dlc::aloneOf(inferShape(adaptor, operands, error));
    }
    static ::mlir::Type inferElementType(Adaptor adaptor, unsigned) { return inferElementType(adaptor); }
    ::mlir::FailureOr<::dlc::Tensor> evaluate(::llvm::ArrayRef<::dlc::Tensor> operands);
  }];
  let resultDefinitions = [{
    ::mlir::FailureOr<::llvm::SmallVector<::dlc::Shape>> $cppClass::getResultShapes(
        ::llvm::ArrayRef<::dlc::Shape> operands) {
      return inferShapes(Adaptor(*this), operands, ::dlc::ShapeError(getLoc(), getOperation()->getOperandTypes()));
    }
    ::mlir::FailureOr<::llvm::SmallVector<::dlc::Tensor>> $cppClass::evaluateResults(
        ::llvm::ArrayRef<::dlc::Tensor> operands) {
      return ::dlc::aloneOf(evaluate(operands));
    }
  }];
}

/// A pure operator on tensors with several results, which print under their own
/// names. Its section gives `inferShapes`, `inferElementType` of the result of a
/// number (default: that of the first operand), `getAsmResultNames`, `verify` and
/// `evaluateResults`.
class Dlc_TensorsOp<string mnemonic, string roleName, list<Trait> traits = []>
    : Dlc_AnyTensorOp<mnemonic, roleName,
                      traits # [DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>], 0> {
  let elementType = [{
    static ::mlir::Type inferElementType(Adaptor adaptor, unsigned) {
      return ::dlc::elementTypeOf(adaptor.getOperands());
    }
  }];
  let inference = [{
    static ::mlir::FailureOr<::llvm::SmallVector<::dlc::Shape>> inferShapes(Adaptor adaptor,
        ::llvm::ArrayRef<::dlc::Shape> operands, ::dlc::ShapeError error);
  }];
  let resultDefinitions = [{
    ::mlir::FailureOr<::llvm::SmallVector<::dlc::Shape>> $cppClass::getResultShapes(
        ::llvm::ArrayRef<::dlc::Shape> operands) {
      return inferShapes(Adaptor(*this), operands, ::dlc::ShapeError(getLoc(), getOperation()->getOperandTypes()));
    }
  }];
}

#endif // DLC_DIALECT_TD
