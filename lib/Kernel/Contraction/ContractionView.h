//===- ContractionView.h - linear, matmul and conv2d as one loop nest -----===//
//
//   result[batch, row, column] = sum over k of left[batch, row, k] * right[batch, column, k]
//
// `batch` runs over batch dimensions (and output rows and groups of convolutions),
// `row` over what the left side varies with, `column` over what vectors lie along.
//===----------------------------------------------------------------------===//

#pragma once

#include "lib/Kernel/Emit/EmitElement.h"

namespace dlc {

class ContractionView {
public:
  virtual ~ContractionView() = default;
  static std::unique_ptr<ContractionView> create(KernelFunction &function);

  mlir::Value left, right, bias;        ///< operands; bias may be null
  llvm::SmallVector<mlir::Value> batch; ///< extents
  mlir::Value rows, columns;            ///< extents
  llvm::SmallVector<mlir::Value> inner; ///< extents of the contracted loops
  int64_t leftRowStride = 0;            ///< elements from row to row of `left` where its depth is its last axis, else 0
  bool leftVaries = false;              ///< `left` depends on the column: depthwise convolutions

  /// Points of the operands. `column` may move with the lanes.
  virtual Point leftPoint(mlir::OpBuilder &at, mlir::ValueRange batch, mlir::Value row, Coordinate column,
                          mlir::ValueRange k) = 0;
  virtual Point rightPoint(mlir::OpBuilder &at, mlir::ValueRange batch, Coordinate column, mlir::ValueRange k) = 0;
  virtual Point resultPoint(mlir::OpBuilder &at, mlir::ValueRange batch, mlir::Value row, Coordinate column) = 0;
  /// Point of the bias, one value per column.
  virtual Point biasPoint(mlir::OpBuilder &, mlir::ValueRange, Coordinate column) { return {column}; }
  /// Whether the left point lies inside `left`, for padding; null: always.
  virtual mlir::Value leftInBounds(mlir::OpBuilder &, const Point &) { return {}; }
};

} // namespace dlc
