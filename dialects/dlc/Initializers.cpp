//===- Initializers.cpp - Attributes that say how a parameter starts ------===//
//
// The mnemonic of a random initialiser is its family (`#dlc.kaiming_uniform`),
// so these are parsed here; all others by what tblgen wrote.
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace dlc;
using namespace mlir;

#define GET_ATTRDEF_CLASSES
#include "dialects/dlc/Attributes.cpp.inc"

void DlcDialect::addInitializers() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialects/dlc/Attributes.cpp.inc"
      >();
}

/// Families whose width is written, not taken from the shape.
static bool hasBounds(Distribution family) {
  return family == Distribution::Uniform || family == Distribution::Normal || family == Distribution::TruncatedNormal;
}

/// `<` behind an initialiser that has numbers; an error that shows how it is written where they are missing.
static ParseResult parseNumbersBegin(AsmParser &parser, const Twine &example) {
  SMLoc location = parser.getCurrentLocation();
  if (succeeded(parser.parseOptionalLess()))
    return success();
  return parser.emitError(location) << "expected its numbers in angle brackets: write `#dlc." << example << "`";
}

Attribute FillAttr::parse(AsmParser &parser, Type) {
  FloatAttr value;
  if (parseNumbersBegin(parser, "fill<0.5>") || parseNumber(parser, value) || parser.parseGreater())
    return {};
  return get(parser.getContext(), value);
}

void FillAttr::print(AsmPrinter &printer) const {
  printer << '<';
  printNumber(printer, getValue());
  printer << '>';
}

static Attribute parseRandom(AsmParser &parser, Distribution family) {
  FloatAttr a, b;
  StringRef example = family == Distribution::Uniform ? "<-1, 1>" : "<0, 1>";
  if (hasBounds(family) &&
      (parseNumbersBegin(parser, stringifyDistribution(family) + example) || parseNumber(parser, a) ||
       parser.parseComma() || parseNumber(parser, b) || parser.parseGreater()))
    return {};
  return RandomAttr::get(parser.getContext(), family, a, b);
}

static void printRandom(AsmPrinter &printer, RandomAttr random) {
  printer << stringifyDistribution(random.getFamily());
  if (!hasBounds(random.getFamily()))
    return;
  printer << '<';
  printNumber(printer, random.getA());
  printer << ", ";
  printNumber(printer, random.getB());
  printer << '>';
}

Attribute DlcDialect::parseAttribute(DialectAsmParser &parser, Type type) const {
  SMLoc location = parser.getCurrentLocation();
  Attribute attribute;
  StringRef mnemonic;
  OptionalParseResult parsed = generatedAttributeParser(parser, &mnemonic, type, attribute);
  if (parsed.has_value())
    return attribute;
  if (std::optional<Distribution> family = symbolizeDistribution(mnemonic))
    return parseRandom(parser, *family);
  parser.emitError(location)
      << "unknown attribute '#dlc." << mnemonic
      << "': there are zeros, ones, fill<0.5>, uniform<-1, 1>, normal<0, 1>, "
         "truncated_normal<0, 1>, kaiming_uniform, kaiming_normal, xavier_uniform, xavier_normal "
         "and external<\"file.safetensors\", \"key\">";
  return {};
}

void DlcDialect::printAttribute(Attribute attribute, DialectAsmPrinter &printer) const {
  if (auto random = dyn_cast<RandomAttr>(attribute))
    return printRandom(printer, random);
  (void)generatedAttributePrinter(attribute, printer);
}
