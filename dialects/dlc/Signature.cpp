//===- Signature.cpp - Text of functions and kernels ----------------------===//
//
// `func @f(%x: tensor<?x4xf32> [@batch]) -> (y: tensor<?xf32> [@batch]) { }`:
// arguments are named by their SSA name, results by the word before the colon,
// unknown extents by the dims in brackets. Names and dims are the attributes
// `dlc.name` and `dlc.dims` of arguments and results.
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/Builders.h"
#include "mlir/Interfaces/FunctionImplementation.h"

using namespace dlc;
using namespace mlir;

static constexpr StringLiteral nameKey = "dlc.name";
static constexpr StringLiteral dimsKey = "dlc.dims";

//===----------------------------------------------------------------------===//
// Parsing
//===----------------------------------------------------------------------===//

/// `[@batch, @time]` after a type.
static ParseResult parseDims(OpAsmParser &parser, NamedAttrList &attributes) {
  SmallVector<Attribute> dims;
  auto parseDim = [&]() -> ParseResult {
    StringAttr name;
    if (parser.parseSymbolName(name))
      return failure();
    dims.push_back(FlatSymbolRefAttr::get(name));
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::OptionalSquare, parseDim))
    return failure();
  if (!dims.empty())
    attributes.set(dimsKey, parser.getBuilder().getArrayAttr(dims));
  return success();
}

/// What follows `%x:` or `y:`, which is `type [dims] {attributes}`.
static ParseResult parseTyped(OpAsmParser &parser, Type &type, StringRef name, DictionaryAttr &attrs) {
  NamedAttrList attributes;
  if (parser.parseType(type) || parseDims(parser, attributes) || parser.parseOptionalAttrDict(attributes))
    return failure();
  if (!name.empty() && !attributes.get(nameKey))
    attributes.set(nameKey, parser.getBuilder().getStringAttr(name));
  attrs = attributes.getDictionary(parser.getContext());
  return success();
}

static ParseResult parseArguments(OpAsmParser &parser, SmallVectorImpl<OpAsmParser::Argument> &arguments) {
  auto parseOne = [&]() -> ParseResult {
    OpAsmParser::Argument &argument = arguments.emplace_back();
    if (parser.parseArgument(argument) || parser.parseColon())
      return failure();
    // `%0` is a number, not a name.
    StringRef name = argument.ssaName.name.drop_front();
    if (!name.empty() && llvm::isDigit(name.front()))
      name = {};
    return parseTyped(parser, argument.type, name, argument.attrs);
  };
  return parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, parseOne);
}

/// Whether `name :` follows: `tensor` is a type in `(tensor<f32>)` and a name in
/// `(tensor: tensor<f32>)`. Source buffers end with NUL.
static bool startsWithName(SMLoc location) {
  const char *text = location.getPointer();
  if (*text == '"')
    return true;
  while (llvm::isAlnum(*text) || *text == '_' || *text == '$' || *text == '.')
    ++text;
  while (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r')
    ++text;
  return *text == ':';
}

static ParseResult parseResults(OpAsmParser &parser, SmallVectorImpl<Type> &types,
                                SmallVectorImpl<DictionaryAttr> &attributes) {
  auto parseOne = [&]() -> ParseResult {
    std::string name;
    if (startsWithName(parser.getCurrentLocation()) && (parser.parseKeywordOrString(&name) || parser.parseColon()))
      return failure();
    return parseTyped(parser, types.emplace_back(), name, attributes.emplace_back());
  };
  if (failed(parser.parseOptionalArrow()))
    return success();
  // A single type without name and attributes needs no parentheses; `{` after it is the body.
  if (failed(parser.parseOptionalLParen())) {
    NamedAttrList dims;
    if (parser.parseType(types.emplace_back()) || parseDims(parser, dims))
      return failure();
    attributes.push_back(dims.getDictionary(parser.getContext()));
    return success();
  }
  if (succeeded(parser.parseOptionalRParen()))
    return success();
  return failure(parser.parseCommaSeparatedList(parseOne) || parser.parseRParen());
}

/// From the name on: `@f(...) -> (...)`, attributes and the body.
static ParseResult parseFunction(OpAsmParser &parser, OperationState &result, StringAttr typeName,
                                 StringAttr argAttrsName, StringAttr resAttrsName) {
  StringAttr name;
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<Type> results;
  SmallVector<DictionaryAttr> resultAttributes;
  if (parser.parseSymbolName(name, SymbolTable::getSymbolAttrName(), result.attributes) ||
      parseArguments(parser, arguments) || parseResults(parser, results, resultAttributes) ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes))
    return failure();
  SmallVector<Type> inputs;
  for (const OpAsmParser::Argument &argument : arguments)
    inputs.push_back(argument.type);
  Builder &builder = parser.getBuilder();
  result.addAttribute(typeName, TypeAttr::get(builder.getFunctionType(inputs, results)));
  call_interface_impl::addArgAndResultAttrs(builder, result, arguments, resultAttributes, argAttrsName, resAttrsName);
  return parser.parseRegion(*result.addRegion(), arguments, /*enableNameShadowing=*/true);
}

ParseResult FuncOp::parse(OpAsmParser &parser, OperationState &result) {
  if (succeeded(parser.parseOptionalKeyword("private")))
    result.addAttribute(SymbolTable::getVisibilityAttrName(), parser.getBuilder().getStringAttr("private"));
  return parseFunction(parser, result, getFunctionTypeAttrName(result.name), getArgAttrsAttrName(result.name),
                       getResAttrsAttrName(result.name));
}

ParseResult KernelOp::parse(OpAsmParser &parser, OperationState &result) {
  return parseFunction(parser, result, getFunctionTypeAttrName(result.name), getArgAttrsAttrName(result.name),
                       getResAttrsAttrName(result.name));
}

//===----------------------------------------------------------------------===//
// Printing
//===----------------------------------------------------------------------===//

static StringRef nameIn(DictionaryAttr attributes) {
  auto name = attributes ? attributes.getAs<StringAttr>(nameKey) : StringAttr();
  return name ? name.getValue() : StringRef();
}

static ArrayRef<Attribute> dimsIn(DictionaryAttr attributes) {
  auto dims = attributes ? attributes.getAs<ArrayAttr>(dimsKey) : ArrayAttr();
  return dims ? dims.getValue() : ArrayRef<Attribute>();
}

/// `type [dims] {attributes}`. The name is among the attributes only where
/// `shown`, the name already printed, is another one.
static void printTyped(OpAsmPrinter &printer, Type type, DictionaryAttr attributes, StringRef shown) {
  printer << type;
  ArrayRef<Attribute> dims = dimsIn(attributes);
  if (!dims.empty()) {
    printer << " [";
    llvm::interleaveComma(dims, printer, [&](Attribute dim) { printer << dim; });
    printer << "]";
  }
  SmallVector<StringRef> elided = {dimsKey};
  if (nameIn(attributes) == shown)
    elided.push_back(nameKey);
  if (attributes)
    printer.printOptionalAttrDict(attributes.getValue(), elided);
}

static void printArguments(OpAsmPrinter &printer, FunctionOpInterface op) {
  printer << '(';
  llvm::interleaveComma(op.getArguments(), printer, [&](BlockArgument argument) {
    std::string shown;
    llvm::raw_string_ostream stream(shown);
    printer.printOperand(argument, stream);
    // With its location, where locations are printed.
    printer.printRegionArgument(argument, {}, /*omitType=*/true);
    printer << ": ";
    printTyped(printer, argument.getType(), op.getArgAttrDict(argument.getArgNumber()), StringRef(shown).drop_front());
  });
  printer << ')';
}

static void printResults(OpAsmPrinter &printer, FunctionOpInterface op) {
  ArrayRef<Type> types = op.getResultTypes();
  if (types.empty())
    return;
  printer << " -> ";
  DictionaryAttr first = op.getResultAttrDict(0);
  bool bare = types.size() == 1 && (!first || first.size() == (first.contains(dimsKey) ? 1 : 0));
  printer << (bare ? "" : "(");
  for (auto [index, type] : llvm::enumerate(types)) {
    DictionaryAttr attributes = op.getResultAttrDict(index);
    StringRef name = nameIn(attributes);
    printer << (index ? ", " : "");
    if (!name.empty()) {
      printer.printKeywordOrString(name);
      printer << ": ";
    }
    printTyped(printer, type, attributes, name);
  }
  printer << (bare ? "" : ")");
}

static void printBody(OpAsmPrinter &printer, FunctionOpInterface op, ArrayRef<StringRef> elided) {
  function_interface_impl::printFunctionAttributes(printer, op, elided);
  printer << ' ';
  printer.printRegion(op.getFunctionBody(), /*printEntryBlockArgs=*/false);
}

void FuncOp::print(OpAsmPrinter &printer) {
  printer << (isPrivate() ? " private " : " ");
  printer.printSymbolName(getSymName());
  auto function = cast<FunctionOpInterface>(getOperation());
  printArguments(printer, function);
  printResults(printer, function);
  StringRef elided[] = {getSymVisibilityAttrName(), getFunctionTypeAttrName(), getArgAttrsAttrName(),
                        getResAttrsAttrName()};
  printBody(printer, function, elided);
}

void KernelOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printer.printSymbolName(getSymName());
  auto function = cast<FunctionOpInterface>(getOperation());
  printArguments(printer, function);
  printResults(printer, function);
  StringRef elided[] = {getFunctionTypeAttrName(), getArgAttrsAttrName(), getResAttrsAttrName()};
  printBody(printer, function, elided);
}

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

static void nameArguments(FunctionOpInterface op, OpAsmSetValueNameFn setName) {
  for (BlockArgument argument : op.getFunctionBody().getArguments())
    if (StringRef name = nameIn(op.getArgAttrDict(argument.getArgNumber())); !name.empty())
      setName(argument, name);
}

StringRef FuncOp::getDefaultDialect() { return "dlc"; }
StringRef KernelOp::getDefaultDialect() { return "dlc"; }

void FuncOp::getAsmBlockArgumentNames(Region &, OpAsmSetValueNameFn setName) {
  nameArguments(cast<FunctionOpInterface>(getOperation()), setName);
}

void KernelOp::getAsmBlockArgumentNames(Region &, OpAsmSetValueNameFn setName) {
  nameArguments(cast<FunctionOpInterface>(getOperation()), setName);
}

StringRef FuncOp::getArgumentName(unsigned index) { return nameIn(getArgAttrDict(index)); }
StringRef FuncOp::getResultName(unsigned index) { return nameIn(getResultAttrDict(index)); }
ArrayRef<Attribute> FuncOp::getArgumentDims(unsigned index) { return dimsIn(getArgAttrDict(index)); }
ArrayRef<Attribute> FuncOp::getResultDims(unsigned index) { return dimsIn(getResultAttrDict(index)); }
