//===- Transpose.h - Transpose a square of registers ----------------------===//

#pragma once

#include "mlir/IR/Builders.h"

namespace dlc {

/// Element j of vector i becomes element i of vector j. As many vectors as each
/// has elements, a power of two. n log2(n) shuffles of two vectors: at step s the
/// blocks of s x s off the diagonal change places (J. O. Eklundh, "A fast computer
/// method for matrix transposing", IEEE Transactions on Computers, 1972).
llvm::SmallVector<mlir::Value> emitTranspose(mlir::OpBuilder &builder, mlir::Location loc,
                                             llvm::SmallVector<mlir::Value> vectors);

} // namespace dlc
