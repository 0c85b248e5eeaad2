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

Attribute FillAttr::parse(AsmParser &parser, Type) {
  FloatAttr value;
  if (parser.parseLess() || parseNumber(parser, value) || parser.parseGreater())
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
  if (hasBounds(family) && (parser.parseLess() || parseNumber(parser, a) || parser.parseComma() ||
                            parseNumber(parser, b) || parser.parseGreater()))
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
  parser.emitError(location) << "unknown attribute '#dlc." << mnemonic << "'";
  return {};
}

void DlcDialect::printAttribute(Attribute attribute, DialectAsmPrinter &printer) const {
  if (auto random = dyn_cast<RandomAttr>(attribute))
    return printRandom(printer, random);
  (void)generatedAttributePrinter(attribute, printer);
}
