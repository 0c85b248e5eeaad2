//===- Number.h - Numbers as people write them ----------------------------===//

#pragma once

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/OpImplementation.h"

namespace dlc {

/// Whether a number comes next: a digit, a sign, `inf` or `nan`.
bool isAtNumber(mlir::AsmParser &parser);

/// `1`, `1.0`, `1e-5`, `-2.5E+3`, `-inf`, `nan`. MLIR's own numbers need a point before an exponent and have
/// infinities in hexadecimal alone, whose width here nobody could know: hexadecimal is an error.
mlir::ParseResult parseNumber(mlir::AsmParser &parser, mlir::FloatAttr &number);
void printNumber(mlir::AsmPrinter &printer, mlir::FloatAttr number);
inline void printNumber(mlir::OpAsmPrinter &printer, mlir::Operation *, mlir::FloatAttr number) {
  printNumber(printer, number);
}

/// A tensor of `type` with every element `number`; an error at `location` where the type cannot hold it.
mlir::ParseResult makeSplat(mlir::AsmParser &parser, llvm::SMLoc location, mlir::FloatAttr number, mlir::Type type,
                            mlir::Attribute &splat);

} // namespace dlc
