//===- Rt.cpp - The rt dialect: registration, syntax and local verifiers --===//

#include "dialects/rt/Rt.h"
#include "dialects/rt/Limits.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/Interfaces/FunctionImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace dlc::rt;

/// A number, or a map whose largest result counts.
static ParseResult parseArena(OpAsmParser &parser, AffineMapAttr &arena) {
  int64_t number;
  OptionalParseResult isNumber = parser.parseOptionalInteger(number);
  if (!isNumber.has_value())
    return parser.parseAttribute(arena);
  arena = AffineMapAttr::get(AffineMap::getConstantMap(number, parser.getContext()));
  return *isNumber;
}

static void printArena(OpAsmPrinter &printer, Operation *, AffineMapAttr arena) {
  if (arena.getValue().isSingleConstant())
    printer << arena.getValue().getSingleConstantResult();
  else
    printer << arena;
}

#include "dialects/rt/AttrInterfaces.cpp.inc"
#include "dialects/rt/Dialect.cpp.inc"
#include "dialects/rt/Enums.cpp.inc"
#define GET_ATTRDEF_CLASSES
#include "dialects/rt/Attributes.cpp.inc"
#define GET_OP_CLASSES
#include "dialects/rt/Ops.cpp.inc"

void RtDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialects/rt/Attributes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "dialects/rt/Ops.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

int64_t MapAttr::getMappingId() const { return static_cast<int64_t>(getLevel()); }
bool MapAttr::isLinearMapping() const { return false; }
int64_t MapAttr::getRelativeIndex() const { return getDimension(); }

/// `<` kind `,` a `,` b `>`
Attribute InitAttr::parse(AsmParser &parser, Type) {
  StringRef word;
  SMLoc location;
  APFloat a(APFloat::IEEEdouble()), b(APFloat::IEEEdouble());
  if (parser.parseLess() || parser.getCurrentLocation(&location) || parser.parseKeyword(&word))
    return {};
  std::optional<InitKind> kind = symbolizeInitKind(word);
  if (!kind) {
    parser.emitError(location) << "expected constant, uniform, normal or truncated_normal, got " << word;
    return {};
  }
  if (parser.parseComma() || parser.parseFloat(APFloat::IEEEdouble(), a) || parser.parseComma() ||
      parser.parseFloat(APFloat::IEEEdouble(), b) || parser.parseGreater())
    return {};
  Type f64 = Float64Type::get(parser.getContext());
  return get(parser.getContext(), *kind, FloatAttr::get(f64, a), FloatAttr::get(f64, b));
}

void InitAttr::print(AsmPrinter &printer) const {
  printer << '<' << stringifyInitKind(getKind()) << ", ";
  printer.printFloat(getA().getValue());
  printer << ", ";
  printer.printFloat(getB().getValue());
  printer << '>';
}

//===----------------------------------------------------------------------===//
// Signature
//===----------------------------------------------------------------------===//

/// What passes look up by name has one.
static LogicalResult verifyMembers(Operation *op) {
  for (Operation &member : op->getRegion(0).front())
    if (!isa<SymbolOpInterface, ModuleOp>(member))
      return member.emitOpError() << "does not stand in " << op->getName() << "; expects what has a name";
  return success();
}

LogicalResult ModelOp::verifyRegions() { return verifyMembers(*this); }
LogicalResult VariantOp::verifyRegions() { return verifyMembers(*this); }

LogicalResult DimOp::verify() {
  int64_t min = getMin(), max = getMax();
  if (min < 0 || max < min)
    return emitOpError() << "expects 0 <= min <= max, got " << min << " to " << max;
  return success();
}

/// What has a size in memory and a type in C: a type of any other width would be taken for bytes.
static bool isElement(Type type) {
  return type.isF64() || type.isF32() || type.isBF16() || type.isF16() || type.isSignlessInteger(64) ||
         type.isSignlessInteger(32) || type.isSignlessInteger(8) || type.isSignlessInteger(1);
}

/// A tensor that lives as long as an instance: of known size, which an address can count.
static LogicalResult verifyStored(Operation *op, ShapedType type) {
  std::optional<int64_t> bytes = getUpperBytes(type, AffineMap::get(op->getContext()), {});
  if (isElement(type.getElementType()) && bytes && *bytes <= maxBytes)
    return success();
  return op->emitOpError() << "expects elements of f64, f32, bf16, f16, i64, i32, i8 or i1 and at most " << maxBytes
                           << " bytes, got " << type;
}

/// A parameter or state is static and has an initial value of a known kind.
template <typename SymbolOp>
static LogicalResult verifyTensorSymbol(SymbolOp op) {
  auto type = cast<RankedTensorType>(op.getType());
  if (!type.hasStaticShape())
    return op.emitOpError() << "expects a static shape, got " << type;
  if (failed(verifyStored(op, type)))
    return failure();
  Attribute initial = op.getInitial();
  if (auto literal = dyn_cast<ElementsAttr>(initial)) {
    if (literal.getShapedType() != type)
      return op.emitOpError() << "expects a literal of type " << type << ", got " << literal.getShapedType();
    return success();
  }
  auto file = dyn_cast<FileAttr>(initial);
  if (!file)
    return isa<InitAttr>(initial) ? success()
                                  : op.emitOpError("expects #rt.file, #rt.init or a dense literal as initial value");
  std::optional<int64_t> bytes = getUpperBytes(type, AffineMap::get(op.getContext()), {});
  if (file.getOffset() < 0 || !bytes || *bytes != file.getBytes())
    return op.emitOpError() << "expects the bytes of " << type << " at an offset of at least 0, got " << file.getBytes()
                            << " bytes at " << file.getOffset();
  return success();
}

LogicalResult ParameterOp::verify() { return verifyTensorSymbol(*this); }
LogicalResult StateOp::verify() { return verifyTensorSymbol(*this); }

/// `(` [name `:` type [`[` @dim {`,` @dim} `]`] {`,` ...}] `)`
static ParseResult parseNamedTypes(OpAsmParser &parser, SmallVector<Type> &types, ArrayAttr &names, ArrayAttr &dims) {
  SmallVector<Attribute> nameList, dimList;
  auto parseOne = [&]() -> ParseResult {
    std::string name;
    SmallVector<Attribute> dimsOfOne;
    auto parseDim = [&]() -> ParseResult {
      StringAttr dim;
      if (parser.parseSymbolName(dim))
        return failure();
      dimsOfOne.push_back(FlatSymbolRefAttr::get(dim));
      return success();
    };
    if (parser.parseKeywordOrString(&name) || parser.parseColonType(types.emplace_back()) ||
        parser.parseCommaSeparatedList(AsmParser::Delimiter::OptionalSquare, parseDim))
      return failure();
    nameList.push_back(parser.getBuilder().getStringAttr(name));
    dimList.push_back(parser.getBuilder().getArrayAttr(dimsOfOne));
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, parseOne))
    return failure();
  names = parser.getBuilder().getArrayAttr(nameList);
  dims = parser.getBuilder().getArrayAttr(dimList);
  return success();
}

static void printNamedTypes(OpAsmPrinter &printer, TypeRange types, ArrayAttr names, ArrayAttr dims) {
  printer << '(';
  llvm::interleaveComma(llvm::zip_equal(types, names, dims), printer, [&](auto one) {
    auto [type, name, dimsOfOne] = one;
    printer.printKeywordOrString(cast<StringAttr>(name).getValue());
    printer << ": " << type;
    if (auto array = cast<ArrayAttr>(dimsOfOne); !array.empty()) {
      printer << " [";
      llvm::interleaveComma(array, printer, [&](Attribute dim) { printer << dim; });
      printer << ']';
    }
  });
  printer << ')';
}

ParseResult EntryOp::parse(OpAsmParser &parser, OperationState &result) {
  StringAttr name;
  SmallVector<Type> arguments, results;
  ArrayAttr argumentNames, resultNames, argumentDims, resultDims;
  if (parser.parseSymbolName(name, getSymNameAttrName(result.name), result.attributes) ||
      parseNamedTypes(parser, arguments, argumentNames, argumentDims) || parser.parseArrow() ||
      parseNamedTypes(parser, results, resultNames, resultDims) ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes))
    return failure();
  Type type = parser.getBuilder().getFunctionType(arguments, results);
  result.addAttribute(getFunctionTypeAttrName(result.name), TypeAttr::get(type));
  result.addAttribute(getArgumentNamesAttrName(result.name), argumentNames);
  result.addAttribute(getResultNamesAttrName(result.name), resultNames);
  result.addAttribute(getArgumentDimsAttrName(result.name), argumentDims);
  result.addAttribute(getResultDimsAttrName(result.name), resultDims);
  return success();
}

void EntryOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printer.printSymbolName(getSymName());
  printNamedTypes(printer, getFunctionType().getInputs(), getArgumentNames(), getArgumentDims());
  printer << " -> ";
  printNamedTypes(printer, getFunctionType().getResults(), getResultNames(), getResultDims());
  printer.printOptionalAttrDictWithKeyword((*this)->getAttrs(), getAttributeNames());
}

/// One name per type and one dim per `?`.
static LogicalResult verifyNamedTypes(EntryOp op, StringRef what, TypeRange types, ArrayAttr names, ArrayAttr dims) {
  if (names.size() != types.size() || dims.size() != types.size())
    return op.emitOpError() << "expects a name and a list of dims for each " << what << ", got " << names.size()
                            << " names and " << dims.size() << " lists for " << types.size();
  for (auto [type, name, dimsOfOne] : llvm::zip_equal(types, names, dims)) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor)
      return op.emitOpError() << what << " " << name << ": expects a ranked tensor, got " << type;
    if (!isElement(tensor.getElementType()))
      return op.emitOpError() << what << " " << name
                              << ": expects elements of f64, f32, bf16, f16, i64, i32, i8 or i1, got " << type;
    auto array = dyn_cast<ArrayAttr>(dimsOfOne);
    if (!array || !llvm::all_of(array, llvm::IsaPred<FlatSymbolRefAttr>))
      return op.emitOpError() << what << " " << name << ": expects a list of dims, got " << dimsOfOne;
    if (array.size() != static_cast<size_t>(tensor.getNumDynamicDims()))
      return op.emitOpError() << what << " " << name << ": expects one dim for each of the "
                              << tensor.getNumDynamicDims() << " '?' of " << tensor << ", got " << array.size();
  }
  return success();
}

LogicalResult EntryOp::verify() {
  FunctionType type = getFunctionType();
  if (failed(verifyNamedTypes(*this, "argument", type.getInputs(), getArgumentNames(), getArgumentDims())))
    return failure();
  return verifyNamedTypes(*this, "result", type.getResults(), getResultNames(), getResultDims());
}

LogicalResult EntryOp::verifySymbolUses(SymbolTableCollection &tables) {
  for (Attribute lists : {getArgumentDimsAttr(), getResultDimsAttr()})
    for (Attribute list : cast<ArrayAttr>(lists))
      for (Attribute dim : cast<ArrayAttr>(list))
        if (!tables.lookupNearestSymbolFrom<DimOp>(*this, cast<FlatSymbolRefAttr>(dim)))
          return emitOpError() << "names " << dim << ", which is not an rt.dim of the model";
  return success();
}

LogicalResult PreparedOp::verifySymbolUses(SymbolTableCollection &tables) {
  if (failed(verifyStored(*this, cast<ShapedType>(getType()))))
    return failure();
  for (auto parameter : getParameters().getAsRange<FlatSymbolRefAttr>())
    if (!tables.lookupNearestSymbolFrom<ParameterOp>((*this)->getParentOp()->getParentOp(), parameter))
      return emitOpError() << "is prepared from " << parameter << ", which is not an rt.parameter of the model";
  // rt.get looks in the variant first: a symbol of the model would be hidden.
  if (tables.lookupSymbolIn((*this)->getParentOp()->getParentOp(), getSymNameAttr()))
    return emitOpError("has the name of a symbol of the model; expects another one");
  return success();
}

//===----------------------------------------------------------------------===//
// Program
//===----------------------------------------------------------------------===//

/// @name `(` arguments `)` [`->` results] [`arena` n `bound` n] [`attributes` {...}] body
ParseResult ProgramOp::parse(OpAsmParser &parser, OperationState &result) {
  Builder &builder = parser.getBuilder();
  StringAttr name;
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<Type> resultTypes;
  SmallVector<DictionaryAttr> resultAttrs;
  bool isVariadic = false;
  if (parser.parseSymbolName(name, getSymNameAttrName(result.name), result.attributes) ||
      function_interface_impl::parseFunctionSignatureWithArguments(parser, /*allowVariadic=*/false, arguments,
                                                                   isVariadic, resultTypes, resultAttrs))
    return failure();
  SmallVector<Type> argumentTypes;
  for (OpAsmParser::Argument &argument : arguments)
    argumentTypes.push_back(argument.type);
  result.addAttribute(getFunctionTypeAttrName(result.name),
                      TypeAttr::get(builder.getFunctionType(argumentTypes, resultTypes)));
  call_interface_impl::addArgAndResultAttrs(builder, result, arguments, resultAttrs, getArgAttrsAttrName(result.name),
                                            getResAttrsAttrName(result.name));
  if (succeeded(parser.parseOptionalKeyword("arena"))) {
    AffineMapAttr arena;
    if (parseArena(parser, arena))
      return failure();
    result.addAttribute(getArenaAttrName(result.name), arena);
  }
  if (succeeded(parser.parseOptionalKeyword("bound"))) {
    int64_t bound;
    if (parser.parseInteger(bound))
      return failure();
    result.addAttribute(getBoundAttrName(result.name), builder.getI64IntegerAttr(bound));
  }
  return failure(parser.parseOptionalAttrDictWithKeyword(result.attributes) ||
                 parser.parseRegion(*result.addRegion(), arguments, /*enableNameShadowing=*/true));
}

void ProgramOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printer.printSymbolName(getSymName());
  function_interface_impl::printFunctionSignature(printer, *this, getArgumentTypes(), /*isVariadic=*/false,
                                                  getResultTypes());
  if (getArena()) {
    printer << " arena ";
    printArena(printer, *this, getArenaAttr());
  }
  if (getBound())
    printer << " bound " << *getBound();
  printer.printOptionalAttrDictWithKeyword((*this)->getAttrs(), getAttributeNames());
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

bool ProgramOp::isOnBuffers() {
  for (Operation &op : getBody().front()) {
    if (isa<ArgumentOp, SlotOp>(op))
      return true;
    for (Type type : llvm::concat<const Type>(op.getOperandTypes(), op.getResultTypes()))
      return isa<MemRefType>(type);
  }
  return false;
}

AffineMap ProgramOp::getArgumentExtents(unsigned index) {
  if (auto extents = getArgAttrOfType<AffineMapAttr>(index, extentsAttrName))
    return extents.getValue();
  return AffineMap::get(getContext());
}

//===----------------------------------------------------------------------===//
// Launch, view, check and buffers
//===----------------------------------------------------------------------===//

/// One result of `extents` per `?` of `type`, and symbols only.
static LogicalResult verifyExtents(Operation *op, Type type, AffineMap extents) {
  auto shaped = cast<ShapedType>(type);
  if (extents.getNumDims() == 0 && extents.getNumResults() == shaped.getNumDynamicDims())
    return success();
  return op->emitOpError() << "expects extents over symbols with one result for each of the "
                           << shaped.getNumDynamicDims() << " '?' of " << type << ", got "
                           << AffineMapAttr::get(extents);
}

LogicalResult LaunchOp::verify() {
  // C1
  bool onBuffers = llvm::any_of(llvm::concat<Value>(getInputs(), getOutputs()),
                                [](Value value) { return isa<MemRefType>(value.getType()); });
  if (onBuffers && (!getValues().empty() || llvm::any_of(getInputs().getTypes(), llvm::IsaPred<RankedTensorType>)))
    return emitOpError("expects either tensors as inputs and results, or memrefs as inputs and outputs, got both");
  // C2
  if (!onBuffers) {
    ArrayAttr extents = getExtentsAttr();
    if ((extents ? extents.size() : 0) != getValues().size())
      return emitOpError() << "expects extents for each of the " << getValues().size() << " results, got "
                           << (extents ? extents.size() : 0);
    for (auto [type, map] :
         llvm::zip_equal(getValues().getTypes(), extents ? extents.getValue() : ArrayRef<Attribute>()))
      if (failed(verifyExtents(*this, type, cast<AffineMapAttr>(map).getValue())))
        return failure();
  }
  // C3
  std::optional<ArrayRef<int64_t>> reuse = getReuse();
  if (!reuse)
    return success();
  int64_t results = getValues().size() + getOutputs().size(), inputs = getInputs().size();
  if (static_cast<int64_t>(reuse->size()) != results)
    return emitOpError() << "expects reuse for each of the " << results << " results, got " << reuse->size();
  llvm::SmallDenseSet<int64_t> taken;
  for (int64_t input : *reuse)
    if (input < -1 || input >= inputs || (input >= 0 && !taken.insert(input).second))
      return emitOpError() << "expects reuse to name each of the " << inputs << " inputs at most once, got " << input;
  return success();
}

/// C4: what the kernel takes and returns is what is passed, in order; kernels on pointers have no such arguments.
LogicalResult LaunchOp::verifySymbolUses(SymbolTableCollection &tables) {
  auto kernel = tables.lookupNearestSymbolFrom<FunctionOpInterface>(*this, getKernelAttr());
  if (!kernel)
    return emitOpError() << "launches " << getKernelAttr() << ", which is not a kernel of the variant";
  SmallVector<Type> taken(kernel.getArgumentTypes());
  bool isOnTensors = !kernel.getResultTypes().empty() || llvm::any_of(taken, llvm::IsaPred<RankedTensorType>);
  llvm::append_range(taken, kernel.getResultTypes());
  if (!llvm::all_of(taken,
                    [&](Type type) { return isOnTensors ? isa<RankedTensorType>(type) : isa<MemRefType>(type); }))
    return isOnTensors ? emitOpError() << "launches " << getKernelAttr() << ", which takes and returns " << taken
                                       << "; expects a kernel on tensors or one on memrefs"
                       : success();
  SmallVector<Type> types(getInputs().getTypes());
  llvm::append_range(types, getOutputs().getTypes());
  llvm::append_range(types, getValues().getTypes());
  if (types.size() != taken.size() || (isOnTensors && getInputs().size() != kernel.getNumArguments()))
    return emitOpError() << "passes " << types.size() << " inputs and outputs to " << getKernelAttr()
                         << ", which takes " << taken.size();
  for (auto [index, type, argument] : llvm::enumerate(types, taken)) {
    auto given = cast<ShapedType>(type), expected = cast<ShapedType>(argument);
    Type element = isOnTensors ? given.getElementType() : getStorageType(given.getElementType());
    auto buffer = dyn_cast<MemRefType>(argument);
    if (given.getShape() != expected.getShape() || element != expected.getElementType() ||
        (buffer && !buffer.getLayout().isIdentity()))
      return emitOpError() << "passes " << type << " as argument " << index << " of " << getKernelAttr()
                           << ", which takes " << argument;
  }
  return success();
}

void LaunchOp::getEffects(SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &effects) {
  for (OpOperand &input : getInputsMutable())
    if (isa<MemRefType>(input.get().getType()))
      effects.emplace_back(MemoryEffects::Read::get(), &input);
  for (OpOperand &output : getOutputsMutable())
    effects.emplace_back(MemoryEffects::Write::get(), &output);
}

LogicalResult ViewOp::verify() {
  auto from = cast<ShapedType>(getSource().getType()), to = cast<ShapedType>(getType());
  if (isa<MemRefType>(from) != isa<MemRefType>(to) || from.getElementType() != to.getElementType())
    return emitOpError() << "expects source and result to differ in shape only, got " << from << " and " << to;
  if (from.hasStaticShape() && to.hasStaticShape() && from.getNumElements() != to.getNumElements())
    return emitOpError() << "expects as many elements in the result as in the source, got " << from << " and " << to;
  return verifyExtents(*this, to, getExtents().value_or(AffineMap::get(getContext())));
}

/// A view of a view is a view of the source; a view under the same shape is the source.
OpFoldResult ViewOp::fold(FoldAdaptor) {
  if (auto inner = getSource().getDefiningOp<ViewOp>()) {
    getSourceMutable().assign(inner.getSource());
    return getResult();
  }
  bool isStatic = cast<ShapedType>(getType()).hasStaticShape();
  return isStatic && getSource().getType() == getType() ? getSource() : nullptr;
}

LogicalResult CheckOp::verify() {
  // C1
  if (!cast<ShapedType>(getValue().getType()).getElementType().isSignlessInteger())
    return emitOpError() << "expects integers, got " << getValue().getType();
  // C2
  if (std::optional<AffineMap> extent = getExtent(); extent && (extent->getNumResults() != 1 || extent->getNumDims()))
    return emitOpError() << "expects an extent with one result and no dims of its own, got " << getExtentAttr();
  return success();
}

/// Writes whether the call fails, so it is never dead.
void CheckOp::getEffects(SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &effects) {
  effects.emplace_back(MemoryEffects::Write::get());
  if (isa<MemRefType>(getValue().getType()))
    effects.emplace_back(MemoryEffects::Read::get(), &getValueMutable());
}

LogicalResult ArgumentOp::verify() {
  if (static_cast<int64_t>(getIndex()) < 0)
    return emitOpError() << "expects an index of at least 0, got " << static_cast<int64_t>(getIndex());
  return verifyExtents(*this, getType(), getExtents());
}

LogicalResult SlotOp::verify() {
  // C1
  if (std::optional<int64_t> offset = getOffset(); offset && (*offset < 0 || *offset % slotAlignment != 0))
    return emitOpError() << "expects an offset that is a multiple of " << slotAlignment << ", got " << *offset;
  // C2
  if (!getAbove().empty() && !getOffset())
    return emitOpError("lies above others without an offset");
  for (Value below : getAbove())
    if (!below.getDefiningOp<SlotOp>())
      return emitOpError() << "expects to lie above slots, got " << below.getType() << " of another op";
  return verifyExtents(*this, getType(), getExtents());
}

LogicalResult CopyOp::verify() {
  if (getSource().getType() != getTarget().getType())
    return emitOpError() << "expects source and target of one type, got " << getSource().getType() << " and "
                         << getTarget().getType();
  return success();
}
