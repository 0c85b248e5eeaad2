//===- WinogradTransform.h - Patches to points, sums to pixels ------------===//

#pragma once

#include "mlir/IR/Builders.h"

namespace dlc {

/// M x MT of a square x of registers, where M has rows as long as x is wide: first down each column of x, then along
/// each row of what that gives, which lies in `half`, a memref of (side, side, lanes), in between.
struct WinogradTransform {
  llvm::ArrayRef<double> matrix; ///< M, one row after the other
  int64_t side;                  ///< registers down and across x
  mlir::Type type;               ///< of a register
  mlir::Value half;

  /// `column` gives the registers of a column of x, `store` takes those of the result, numbered row by row.
  void emit(mlir::OpBuilder &at, mlir::Location loc,
            llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::OpBuilder &, mlir::Value column)> column,
            llvm::function_ref<void(mlir::OpBuilder &, mlir::Value number, mlir::Value value)> store) const;

private:
  llvm::SmallVector<mlir::Value> apply(mlir::OpBuilder &at, mlir::Location loc, mlir::ValueRange registers) const;
};

} // namespace dlc
