//===- ArenaExpression.h - Bytes of an arena, in C and as code ------------===//

#pragma once

#include "mlir/IR/AffineMap.h"
#include "llvm/IR/IRBuilder.h"

namespace dlc {

/// `sum`, of the largest extents, as an expression of C on int64_t; `dims` are the macro's arguments.
std::string printArenaSum(mlir::AffineExpr sum, llvm::ArrayRef<std::string> dims);

/// Emits the body of int64_t arena(const int64_t *extents): the largest result of `arena`, -1 where 63 bits do not hold
/// it.
void emitArenaFunction(mlir::AffineMap arena, llvm::Function *function, llvm::IRBuilder<> &builder);

} // namespace dlc
