//===- Transpose.h - Transpose registers ----------------------------------===//

#pragma once

#include "mlir/IR/Builders.h"

namespace dlc {

/// Element j of vector i becomes element i of vector j. As many vectors as each
/// has elements, a power of two. n log2(n) shuffles of two vectors: at step s the
/// blocks of s x s off the diagonal change places (J. O. Eklundh, "A fast computer
/// method for matrix transposing", IEEE Transactions on Computers, 1972).
llvm::SmallVector<mlir::Value> emitTranspose(mlir::OpBuilder &builder, mlir::Location loc,
                                             llvm::SmallVector<mlir::Value> vectors);

/// The few vectors of equal length as rows of a matrix, whose columns one after the
/// other fill as many vectors; and back. n - 1 shuffles for each of n vectors.
llvm::SmallVector<mlir::Value> emitInterleave(mlir::OpBuilder &builder, mlir::Location loc,
                                              llvm::ArrayRef<mlir::Value> rows);
llvm::SmallVector<mlir::Value> emitDeinterleave(mlir::OpBuilder &builder, mlir::Location loc,
                                                llvm::ArrayRef<mlir::Value> vectors);

} // namespace dlc
