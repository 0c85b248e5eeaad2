//===- Number.cpp - Numbers as people write them --------------------------===//

#include "dialects/dlc/Number.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include <cmath>

using namespace dlc;
using namespace mlir;

/// What follows in the text: the buffer ends with a NUL.
static StringRef rest(AsmParser &parser) { return parser.getCurrentLocation().getPointer(); }

bool dlc::isAtNumber(AsmParser &parser) {
  StringRef text = rest(parser);
  return text.starts_with("-") || text.starts_with("inf") || text.starts_with("nan") ||
         (!text.empty() && llvm::isDigit(text.front()));
}

/// The number at the start of `text`: digits, perhaps a point and more of them, perhaps an exponent.
static StringRef spell(StringRef text) {
  size_t length = 0;
  auto skipDigits = [&] {
    while (length < text.size() && llvm::isDigit(text[length]))
      ++length;
  };
  skipDigits();
  if (length < text.size() && text[length] == '.') {
    ++length;
    skipDigits();
  }
  StringRef exponent = text.drop_front(length);
  if (exponent.consume_front_insensitive("e")) {
    if (exponent.starts_with("-") || exponent.starts_with("+"))
      exponent = exponent.drop_front();
    if (!exponent.empty() && llvm::isDigit(exponent.front())) {
      length = exponent.data() - text.data();
      skipDigits();
    }
  }
  return text.take_front(length);
}

/// Takes the tokens of which MLIR's lexer makes a number that ends at `end`.
static ParseResult consume(AsmParser &parser, StringRef spelling) {
  const char *end = spelling.end();
  if (spelling.contains('.')) {
    double ignored;
    if (parser.parseFloat(ignored))
      return failure();
  }
  while (parser.getCurrentLocation().getPointer() < end) {
    StringRef keyword;
    APInt ignored;
    if (succeeded(parser.parseOptionalMinus()) || succeeded(parser.parseOptionalPlus()) ||
        succeeded(parser.parseOptionalKeyword(&keyword)))
      continue;
    OptionalParseResult digits = parser.parseOptionalDecimalInteger(ignored);
    if (!digits.has_value() || failed(*digits))
      return parser.emitError(parser.getCurrentLocation(), "expected a number, such as 1.0, 1e-5 or -inf");
  }
  return success();
}

ParseResult dlc::parseNumber(AsmParser &parser, FloatAttr &number) {
  bool isNegative = succeeded(parser.parseOptionalMinus());
  SMLoc location = parser.getCurrentLocation();
  double value = 0;
  StringRef text = rest(parser);
  if (succeeded(parser.parseOptionalKeyword("inf"))) {
    value = INFINITY;
  } else if (succeeded(parser.parseOptionalKeyword("nan"))) {
    value = NAN;
  } else {
    if (text.starts_with_insensitive("0x"))
      return parser.emitError(location, "a number in hexadecimal says not of how many bits it is; write it in decimal, "
                                        "or inf, -inf or nan");
    StringRef spelling = spell(text);
    if (spelling.empty())
      return parser.emitError(location, "expected a number, such as 1.0, 1e-5 or -inf");
    if (spelling.getAsDouble(value) || !std::isfinite(value))
      return parser.emitError(location) << "no f64 is as large as " << spelling << "; write inf for infinity";
    if (consume(parser, spelling))
      return failure();
  }
  number = parser.getBuilder().getF64FloatAttr(isNegative ? -value : value);
  return success();
}

void dlc::printNumber(AsmPrinter &printer, FloatAttr number) {
  double value = number.getValueAsDouble();
  if (std::isfinite(value))
    return printer.printAttributeWithoutType(number);
  printer << (std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
}

ParseResult dlc::makeSplat(AsmParser &parser, SMLoc location, FloatAttr number, Type type, Attribute &splat) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor || !tensor.hasStaticShape())
    return parser.emitError(location) << "a number makes a tensor of known extents, such as tensor<4xf32>, got "
                                      << type;
  double value = number.getValueAsDouble();
  Type element = tensor.getElementType();
  if (auto real = dyn_cast<FloatType>(element)) {
    APFloat rounded(value);
    bool inexact;
    rounded.convert(real.getFloatSemantics(), APFloat::rmNearestTiesToEven, &inexact);
    splat = DenseElementsAttr::get(tensor, rounded);
    return success();
  }
  auto whole = dyn_cast<IntegerType>(element);
  double limit = whole ? std::ldexp(1.0, std::min(whole.getWidth() - (whole.getWidth() > 1), 53u)) : 0;
  if (!whole || value != std::trunc(value) || value < (whole.getWidth() > 1 ? -limit : 0) || value >= limit)
    return parser.emitError(location) << "no " << element << " is " << value
                                      << "; write a whole number that it can hold"
                                      << " (large ones as dense<...>)";
  splat = DenseElementsAttr::get(tensor, APInt(whole.getWidth(), static_cast<int64_t>(value), /*isSigned=*/true,
                                               /*implicitTrunc=*/true));
  return success();
}
