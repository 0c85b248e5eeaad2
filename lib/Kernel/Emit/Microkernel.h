//===- Microkernel.h - A register tile of a contraction -------------------===//

#pragma once

#include "lib/Kernel/Schedule/Tile.h"
#include "mlir/IR/Builders.h"

namespace dlc {

/// One loop of the contracted dimensions.
struct ContractionLoop {
  mlir::Value lower, upper;
  int64_t step = 1;
};

/// Operands of a register tile. `k` holds one index per contraction loop.
struct TileOperands {
  /// Scalar of row `row` of the left side or, where it varies with the columns as in a depthwise convolution, the
  /// vector of row and column.
  llvm::function_ref<mlir::Value(mlir::OpBuilder &, unsigned row, unsigned column, mlir::ValueRange k)> left;
  /// Vector `column` of the right side.
  llvm::function_ref<mlir::Value(mlir::OpBuilder &, unsigned column, mlir::ValueRange k)> right;
  bool leftVaries = false;
  /// Where the left side is 0 the right side does not count, whatever it holds: 0 * NaN would be NaN.
  bool skipsZeros = false;
  /// How a step adds products to the sums. Of a dot of pairs `left` yields vectors too, of pairs side by side.
  StepKind step = StepKind::MultiplyAdd;
};

/// accumulators[row * columns + column] += left[row] * right[column] over the
/// loops. Accumulators are carried by the loops as 1-D vectors (scalars where the
/// right side is scalar), so they stay in registers: no 2-D vectors, scalar loads
/// of the left side that fold into broadcasts.
llvm::SmallVector<mlir::Value> emitMicrokernel(mlir::OpBuilder &builder, mlir::Location loc, unsigned rows,
                                               unsigned columns, llvm::ArrayRef<ContractionLoop> loops,
                                               mlir::ValueRange accumulators, const TileOperands &operands);

/// a * b + c on floats (fused) or integers, scalars or vectors.
mlir::Value emitMultiplyAdd(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value a, mlir::Value b, mlir::Value c);

} // namespace dlc
