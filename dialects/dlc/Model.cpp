//===- Model.cpp - Models, their symbols, functions and kernels -----------===//

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/Builders.h"

using namespace dlc;
using namespace mlir;

/// A number, which every element then is, or an attribute, which needs no type of its own: `0.0`, `dense<0.0>`.
static ParseResult parseLiteral(OpAsmParser &parser, Attribute &literal, Type type) {
  SMLoc location = parser.getCurrentLocation();
  if (StringRef word; succeeded(parser.parseOptionalKeyword(
          &word, {"zeros", "ones", "fill", "uniform", "normal", "truncated_normal", "kaiming_uniform", "kaiming_normal",
                  "xavier_uniform", "xavier_normal", "external"})))
    return parser.emitError(location) << "an initialiser begins with #dlc: write `#dlc." << word << "`";
  if (!isAtNumber(parser))
    return parser.parseAttribute(literal, type);
  FloatAttr number;
  return failure(parseNumber(parser, number) || makeSplat(parser, location, number, type, literal));
}

/// `1.0 : tensor<f32>` or an attribute with its type.
static ParseResult parseConstant(OpAsmParser &parser, ElementsAttr &value) {
  if (!isAtNumber(parser))
    return parser.parseAttribute(value);
  SMLoc location = parser.getCurrentLocation();
  FloatAttr number;
  Type type;
  Attribute literal;
  if (parseNumber(parser, number) || parser.parseColonType(type) || makeSplat(parser, location, number, type, literal))
    return failure();
  value = cast<ElementsAttr>(literal);
  return success();
}

static void printConstant(OpAsmPrinter &printer, Operation *, ElementsAttr value) { printer << value; }

#define GET_OP_CLASSES
#include "dialects/dlc/Model.cpp.inc"

void DlcDialect::addModel() {
  addInitializers();
  addOperations<
#define GET_OP_LIST
#include "dialects/dlc/Model.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Symbols
//===----------------------------------------------------------------------===//

Operation *dlc::resolveSymbol(SymbolTableCollection &tables, Operation *from, SymbolRefAttr symbol) {
  for (Operation *scope = from->getParentOp(); scope; scope = scope->getParentOp()) {
    if (!scope->hasTrait<OpTrait::SymbolTable>())
      continue;
    Operation *found = tables.lookupSymbolIn(scope, symbol.getRootReference());
    if (!found)
      continue;
    if (symbol.getNestedReferences().empty())
      return found;
    // Through an instance to the functions of its block.
    auto instance = dyn_cast<InstanceOp>(found);
    if (!instance || symbol.getNestedReferences().size() != 1)
      return nullptr;
    auto block = dyn_cast_or_null<BlockOp>(tables.lookupSymbolIn(scope, instance.getBlockAttr()));
    return block ? tables.lookupSymbolIn(block, symbol.getLeafReference()) : nullptr;
  }
  return nullptr;
}

/// Type of a parameter or state; null for any other op.
static RankedTensorType symbolType(Operation *op) {
  if (auto parameter = dyn_cast_or_null<ParameterOp>(op))
    return dyn_cast<RankedTensorType>(parameter.getType());
  if (auto state = dyn_cast_or_null<StateOp>(op))
    return dyn_cast<RankedTensorType>(state.getType());
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Scopes
//===----------------------------------------------------------------------===//

StringRef ModelOp::getDefaultDialect() { return "dlc"; }
StringRef BlockOp::getDefaultDialect() { return "dlc"; }

//===----------------------------------------------------------------------===//
// dim
//===----------------------------------------------------------------------===//

ParseResult DimOp::parse(OpAsmParser &parser, OperationState &result) {
  StringAttr name;
  if (parser.parseSymbolName(name, getSymNameAttrName(result.name), result.attributes))
    return failure();
  // A range may be left out, and so may its end.
  int64_t min = 1, max = INT64_MAX;
  auto example = [&](int64_t low, int64_t high) {
    return ("write `dim @" + name.getValue() + " = " + Twine(low) + " to " + Twine(high) + "`").str();
  };
  if (succeeded(parser.parseOptionalEqual())) {
    SMLoc at = parser.getCurrentLocation();
    OptionalParseResult least = parser.parseOptionalInteger(min);
    if (!least.has_value())
      return parser.emitError(at) << "expected the least extent: " << example(1, 64);
    if (failed(*least))
      return failure();
    at = parser.getCurrentLocation();
    if (failed(parser.parseOptionalKeyword("to")))
      return parser.emitError(at) << "expected 'to': a dim has a range, " << example(1, min > 1 ? min : 64);
    at = parser.getCurrentLocation();
    if (failed(parser.parseOptionalQuestion())) {
      OptionalParseResult greatest = parser.parseOptionalInteger(max);
      if (!greatest.has_value())
        return parser.emitError(at) << "expected the greatest extent: " << example(min, std::max<int64_t>(64, min))
                                    << ", or `?` for none";
      if (failed(*greatest))
        return failure();
    }
  }
  if (parser.parseOptionalAttrDict(result.attributes))
    return failure();
  result.addAttribute(getMinAttrName(result.name), parser.getBuilder().getI64IntegerAttr(min));
  result.addAttribute(getMaxAttrName(result.name), parser.getBuilder().getI64IntegerAttr(max));
  return success();
}

void DimOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printer.printSymbolName(getSymName());
  printer << " = " << getMin() << " to ";
  if (int64_t max = getMax(); max == INT64_MAX)
    printer << '?';
  else
    printer << max;
  printer.printOptionalAttrDict((*this)->getAttrs(), {getSymNameAttrName(), getMinAttrName(), getMaxAttrName()});
}

LogicalResult DimOp::verify() {
  int64_t min = getMin(), max = getMax();
  if (min < 0 || min > max)
    return emitOpError("(C1) range ") << min << " to " << max
                                      << " is empty or negative: write the least extent, `to`, "
                                         "the greatest";
  if (max > maxTensorBytes && max != INT64_MAX)
    return emitOpError("(C2) range ends at ") << max << ", an extent is at most " << maxTensorBytes;
  if (min > maxTensorBytes)
    return emitOpError("(C2) range begins at ") << min << ", an extent is at most " << maxTensorBytes;
  return success();
}

//===----------------------------------------------------------------------===//
// parameter, state
//===----------------------------------------------------------------------===//

template <typename Op>
static ParseResult parseTensorSymbol(OpAsmParser &parser, OperationState &result) {
  SMLoc location = parser.getCurrentLocation();
  StringAttr name;
  Type type;
  Attribute initial;
  if (parser.parseSymbolName(name, Op::getSymNameAttrName(result.name), result.attributes) ||
      parser.parseColonType(type))
    return failure();
  if (failed(parser.parseOptionalEqual()))
    return parser.emitError(location) << "@" << name.getValue()
                                      << " has no initial value: write e.g. `= #dlc.zeros` after its type";
  if (parseLiteral(parser, initial, type))
    return failure();
  result.addAttribute(Op::getTypeAttrName(result.name), TypeAttr::get(type));
  result.addAttribute(Op::getInitialAttrName(result.name), initial);
  if (succeeded(parser.parseOptionalKeyword("key"))) {
    StringAttr key;
    if (parser.parseAttribute(key))
      return failure();
    result.addAttribute(Op::getKeyAttrName(result.name), key);
  }
  return parser.parseOptionalAttrDict(result.attributes);
}

template <typename Op>
static void printTensorSymbol(OpAsmPrinter &printer, Op op) {
  printer << ' ';
  printer.printSymbolName(op.getSymName());
  printer << " : " << op.getType() << " = ";
  printer.printAttributeWithoutType(op.getInitial());
  if (StringAttr key = op.getKeyAttr())
    printer << " key " << key;
  printer.printOptionalAttrDict(
      op->getAttrs(), {op.getSymNameAttrName(), op.getTypeAttrName(), op.getInitialAttrName(), op.getKeyAttrName()});
}

ParseResult ParameterOp::parse(OpAsmParser &parser, OperationState &result) {
  return parseTensorSymbol<ParameterOp>(parser, result);
}
ParseResult StateOp::parse(OpAsmParser &parser, OperationState &result) {
  return parseTensorSymbol<StateOp>(parser, result);
}
void ParameterOp::print(OpAsmPrinter &printer) { printTensorSymbol(printer, *this); }
void StateOp::print(OpAsmPrinter &printer) { printTensorSymbol(printer, *this); }

std::optional<int64_t> dlc::bytesOf(RankedTensorType type) {
  // Not Type::getIntOrFloatBitWidth alone: a bool takes a byte.
  int64_t bytes = std::max<int64_t>(1, type.getElementTypeBitWidth() / 8);
  if (llvm::is_contained(type.getShape(), 0))
    return 0;
  for (int64_t extent : type.getShape())
    if (ShapedType::isDynamic(extent) || llvm::MulOverflow(bytes, extent, bytes) || bytes > maxTensorBytes)
      return std::nullopt;
  return bytes;
}

static LogicalResult verifyRandom(Operation *op, RankedTensorType type, RandomAttr random) {
  if (!isa<FloatType>(type.getElementType()))
    return op->emitOpError("(C5) initialiser #dlc.")
           << stringifyDistribution(random.getFamily()) << " draws floats, the elements are " << type.getElementType()
           << ": use #dlc.zeros or a literal";
  // Without parameters the width comes from inputs and outputs.
  if (!random.getA() && type.getRank() < 2)
    return op->emitOpError("(C5) initialiser #dlc.")
           << stringifyDistribution(random.getFamily()) << " takes its width from inputs and outputs, " << type
           << " has less than two axes: use #dlc.uniform<A, B> or #dlc.zeros";
  if (!random.getA())
    return success();
  double a = random.getA().getValueAsDouble(), b = random.getB().getValueAsDouble();
  if (!std::isfinite(a) || !std::isfinite(b))
    return op->emitOpError("(C5) initialiser ") << random << " is not finite";
  if (random.getFamily() == Distribution::Uniform && a > b)
    return op->emitOpError("(C5) initialiser ")
           << random << " has its bounds in the wrong order: the lower one is first";
  if (random.getFamily() != Distribution::Uniform && b < 0)
    return op->emitOpError("(C5) initialiser ") << random << " has a negative deviation";
  return success();
}

static LogicalResult verifyFill(Operation *op, RankedTensorType type, FillAttr fill) {
  double value = fill.getValue().getValueAsDouble();
  auto integer = dyn_cast<IntegerType>(type.getElementType());
  if (!integer)
    return success();
  double limit = integer.getWidth() == 1 ? 1 : std::ldexp(1.0, integer.getWidth() - 1);
  bool fits = integer.getWidth() == 1 ? value == 0 || value == 1 : value >= -limit && value < limit;
  if (!fits || value != std::trunc(value))
    return op->emitOpError("(C6) initialiser ") << fill << " is no value of element type " << type.getElementType();
  return success();
}

static LogicalResult verifyTensorSymbol(Operation *op, Type anyType, Attribute initial) {
  auto type = cast<RankedTensorType>(anyType);
  if (!type.hasStaticShape())
    return op->emitOpError("(C1) has type ") << type << ", expected known extents: write numbers for `?`";
  if (!bytesOf(type))
    return op->emitOpError("(C2) has type ") << type << ", more than " << maxTensorBytes << " bytes";
  if (auto dense = dyn_cast<DenseElementsAttr>(initial)) {
    if (dense.getType() != type)
      return op->emitOpError("(C4) has type ") << type << ", its initial value " << dense.getType();
    return success();
  }
  if (auto random = dyn_cast<RandomAttr>(initial))
    return verifyRandom(op, type, random);
  if (auto fill = dyn_cast<FillAttr>(initial))
    return verifyFill(op, type, fill);
  if (!isa<ZerosAttr, OnesAttr, ExternalAttr>(initial))
    return op->emitOpError("(C3) has initial value ")
           << initial
           << ", expected e.g. #dlc.zeros, #dlc.kaiming_uniform, #dlc.external<\"FILE\", \"KEY\"> "
              "or "
           << "dense<...>";
  return success();
}

LogicalResult ParameterOp::verify() { return verifyTensorSymbol(*this, getType(), getInitial()); }
LogicalResult StateOp::verify() { return verifyTensorSymbol(*this, getType(), getInitial()); }

//===----------------------------------------------------------------------===//
// model, block
//===----------------------------------------------------------------------===//

static LogicalResult verifyDeclarations(Operation *op) {
  for (Operation &member : op->getRegion(0).front())
    if (!isa<DimOp, ParameterOp, StateOp, BlockOp, InstanceOp, FuncOp, KernelOp>(member))
      return member.emitOpError("(C1) stands in a ")
             << op->getName().stripDialect() << ", expected declarations such as `parameter` and `func` there";
  return success();
}

LogicalResult ModelOp::verifyRegions() { return verifyDeclarations(*this); }
LogicalResult BlockOp::verifyRegions() { return verifyDeclarations(*this); }

//===----------------------------------------------------------------------===//
// instance
//===----------------------------------------------------------------------===//

LogicalResult InstanceOp::verifySymbolUses(SymbolTableCollection &tables) {
  if (!isa_and_nonnull<BlockOp>(resolveSymbol(tables, *this, getBlockAttr())))
    return emitOpError("(C1) there is no block ") << getBlockAttr() << " in the model";
  return success();
}

//===----------------------------------------------------------------------===//
// func, kernel, return
//===----------------------------------------------------------------------===//

static LogicalResult verifyTyped(Operation *op, const Twine &what, Type type, DictionaryAttr attributes) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor)
    return op->emitOpError() << "(C2) " << what << " has type " << type << ", expected a tensor of known rank";
  if (!attributes)
    return success();
  Attribute name = attributes.get("dlc.name");
  if (name && !isa<StringAttr>(name))
    return op->emitOpError() << "(C3) " << what << " has dlc.name " << name << ", expected a string";
  Attribute dims = attributes.get("dlc.dims");
  if (!dims)
    return success();
  auto list = dyn_cast<ArrayAttr>(dims);
  if (!list || !llvm::all_of(list, llvm::IsaPred<FlatSymbolRefAttr>))
    return op->emitOpError() << "(C4) " << what << " has dlc.dims " << dims << ", expected an array of symbols";
  if (list.size() != size_t(tensor.getNumDynamicDims()))
    return op->emitOpError() << "(C4) " << what << " of type " << type << " has " << tensor.getNumDynamicDims()
                             << " unknown extents, " << list.size() << " are named: one name per `?`, in order";
  return success();
}

template <typename Op>
static LogicalResult verifyFunction(Op op) {
  // The interface's own verifier runs after this one.
  ArrayAttr arguments = op.getArgAttrsAttr(), results = op.getResAttrsAttr();
  if ((arguments && arguments.size() != op.getArgumentTypes().size()) ||
      (results && results.size() != op.getResultTypes().size()))
    return op.emitOpError("has attributes for another number of arguments or results than its type");
  for (auto [index, type] : llvm::enumerate(op.getArgumentTypes()))
    if (failed(verifyTyped(op, "argument #" + Twine(index), type, op.getArgAttrDict(index))))
      return failure();
  for (auto [index, type] : llvm::enumerate(op.getResultTypes()))
    if (failed(verifyTyped(op, "result #" + Twine(index), type, op.getResultAttrDict(index))))
      return failure();
  Region &body = op.getBody();
  if (!body.empty() && !llvm::hasSingleElement(body))
    return op.emitOpError("(C1) has ") << body.getBlocks().size() << " blocks, expected one";
  if (body.empty() || !body.front().mightHaveTerminator() || !isa<ReturnOp>(body.front().back()))
    return op.emitOpError("(C1) does not end in `return`");
  return success();
}

LogicalResult FuncOp::verify() { return verifyFunction(*this); }

LogicalResult FuncOp::verifySymbolUses(SymbolTableCollection &tables) {
  // A function outside a model has no dims to name.
  if (!(*this)->getParentOfType<ModelOp>())
    return success();
  auto verifyDims = [&](ArrayRef<Attribute> dims) -> LogicalResult {
    for (Attribute dim : dims)
      if (!isa_and_nonnull<DimOp>(resolveSymbol(tables, *this, cast<FlatSymbolRefAttr>(dim))))
        return emitOpError("(C5) there is no dim ") << dim << " in the model: write `dim " << dim << " = 1 to 64`";
    return success();
  };
  for (unsigned index = 0; index < getNumArguments(); ++index)
    if (failed(verifyDims(getArgumentDims(index))))
      return failure();
  for (unsigned index = 0; index < getNumResults(); ++index)
    if (failed(verifyDims(getResultDims(index))))
      return failure();
  return success();
}

LogicalResult KernelOp::verify() {
  if (failed(verifyFunction(*this)))
    return failure();
  for (Operation &op : getBody().front())
    if (!isa<TensorOpInterface, ConstantOp, ReturnOp>(op))
      return op.emitOpError("(C5) in a kernel: expected tensor operators and constants only");
  return success();
}

LogicalResult ReturnOp::verify() {
  auto function = cast<FunctionOpInterface>((*this)->getParentOp());
  ArrayRef<Type> results = function.getResultTypes();
  if (results.size() != getNumOperands())
    return emitOpError("(C1) has ") << getNumOperands() << " values, @"
                                    << SymbolTable::getSymbolName(function).getValue() << " returns " << results.size();
  for (auto [index, result, value] : llvm::enumerate(results, getOperandTypes()))
    if (result != value)
      return emitOpError("(C1) value #") << index << " has type " << value << ", @"
                                         << SymbolTable::getSymbolName(function).getValue() << " returns " << result;
  return success();
}

//===----------------------------------------------------------------------===//
// read, write
//===----------------------------------------------------------------------===//

LogicalResult ReadOp::verifySymbolUses(SymbolTableCollection &tables) {
  RankedTensorType type = symbolType(resolveSymbol(tables, *this, getSymbolAttr()));
  if (!type)
    return emitOpError("(C1) there is no parameter or state ") << getSymbolAttr();
  if (type != getValue().getType())
    return emitOpError("(C2) yields ") << getValue().getType() << ", " << getSymbolAttr() << " has type " << type;
  return success();
}

LogicalResult WriteOp::verifySymbolUses(SymbolTableCollection &tables) {
  Operation *symbol = resolveSymbol(tables, *this, getSymbolAttr());
  if (!isa_and_nonnull<StateOp>(symbol))
    return emitOpError("(C1) there is no state ")
           << getSymbolAttr() << (isa_and_nonnull<ParameterOp>(symbol) ? ": a parameter is only read" : "");
  RankedTensorType type = symbolType(symbol);
  if (type != getValue().getType())
    return emitOpError("(C2) writes ") << getValue().getType() << ", " << getSymbolAttr() << " has type " << type;
  return success();
}

//===----------------------------------------------------------------------===//
// call, launch
//===----------------------------------------------------------------------===//

/// Element types and known extents agree.
static bool fits(Type one, Type other) {
  auto a = dyn_cast<RankedTensorType>(one), b = dyn_cast<RankedTensorType>(other);
  return a && b && a.getElementType() == b.getElementType() && succeeded(verifyCompatibleShape(a, b));
}

static LogicalResult verifySignature(Operation *op, SymbolRefAttr callee, FunctionType type) {
  auto verifyList = [&](StringRef what, TypeRange given, TypeRange expected) -> LogicalResult {
    if (given.size() != expected.size())
      return op->emitOpError("(C2) has ")
             << given.size() << " " << what << "s, " << callee << " has " << expected.size();
    for (auto [index, a, b] : llvm::enumerate(given, expected))
      if (!fits(a, b))
        return op->emitOpError() << "(C2) " << what << " #" << index << " has type " << a << ", that of " << callee
                                 << " is " << b;
    return success();
  };
  if (failed(verifyList("argument", op->getOperandTypes(), type.getInputs())))
    return failure();
  return verifyList("result", op->getResultTypes(), type.getResults());
}

LogicalResult CallOp::verifySymbolUses(SymbolTableCollection &tables) {
  auto function = dyn_cast_or_null<FuncOp>(resolveSymbol(tables, *this, getCallee()));
  if (!function)
    return emitOpError("(C1) there is no function ") << getCallee() << " in the model";
  return verifySignature(*this, getCallee(), function.getFunctionType());
}

LogicalResult LaunchOp::verifySymbolUses(SymbolTableCollection &tables) {
  auto kernel = dyn_cast_or_null<KernelOp>(resolveSymbol(tables, *this, getKernelAttr()));
  if (!kernel)
    return emitOpError("(C1) there is no kernel ") << getKernelAttr();
  return verifySignature(*this, getKernelAttr(), kernel.getFunctionType());
}

//===----------------------------------------------------------------------===//
// constant
//===----------------------------------------------------------------------===//

LogicalResult ConstantOp::verify() {
  if (!isa<DenseElementsAttr>(getValue()))
    return emitOpError("(C1) has value ") << getValue() << ", expected dense<...>";
  return success();
}

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }
