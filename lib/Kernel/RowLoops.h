//===- RowLoops.h - Loops over the rows that a reduction sees -------------===//
//
// The dimensions of a tensor are reduced or kept; a row is all elements of the
// reduced ones. Where the last dimension is reduced, lanes run along the row and
// several accumulators ("slots") hide latency; where it is kept, lanes run
// across rows side by side and each slot holds rows of its own. The algorithms
// say what one vector does and need not know which.
//===----------------------------------------------------------------------===//

#pragma once

#include "lib/Kernel/EmitElement.h"

namespace dlc {

/// What is reduced together: one row, or `points.size() * lanes` rows side by side.
struct Rows {
  llvm::SmallVector<Point> points; ///< coordinates of the tensor; those of reduced dimensions unset
  mlir::Value mask;                ///< of rows side by side; null: all lanes are rows
};

/// One vector of the rows.
struct RowStep {
  Point point;
  mlir::Value mask; ///< null: all lanes in bounds
  unsigned slot;
  unsigned ordinal; ///< counts the vectors of a row that is unrolled
};

class RowLoops {
public:
  RowLoops(KernelFunction &function, mlir::Value tensor, llvm::ArrayRef<bool> reduced);

  int64_t lanes;
  unsigned slots;
  bool along;                             ///< lanes run along the row
  llvm::SmallVector<unsigned> dimensions; ///< that are reduced
  bool unrolled = false;                  ///< a row is so short that its loop is unrolled

  /// The worker loop. `enter` is called once at its start, `body` for rows until all are done.
  void forEachRows(llvm::function_ref<void(mlir::OpBuilder &)> enter,
                   llvm::function_ref<void(mlir::OpBuilder &, const Rows &)> body);

  /// Visits the vectors of the rows in order. `initial` holds the same number of
  /// values for each slot, slot after slot; `body` gets and returns those of its slot.
  using StepBody = llvm::function_ref<llvm::SmallVector<mlir::Value>(
      mlir::OpBuilder &, const RowStep &, mlir::ValueRange)>;
  llvm::SmallVector<mlir::Value> forEachStep(mlir::OpBuilder &builder, const Rows &rows,
                                             mlir::ValueRange initial, StepBody body);

  /// Number of elements of a row, if known; and as a value.
  std::optional<int64_t> knownLength() const;
  mlir::Value length();

private:
  struct Cursor {
    const Rows &rows;
    StepBody body;
    llvm::SmallVector<mlir::Value> indices; ///< of the reduced dimensions that loops stand around
  };
  llvm::SmallVector<mlir::Value> emitNest(mlir::OpBuilder &builder, Cursor &cursor,
                                          mlir::ValueRange carried);
  llvm::SmallVector<mlir::Value> emitAlong(mlir::OpBuilder &builder, Cursor &cursor,
                                           mlir::ValueRange carried);
  llvm::SmallVector<mlir::Value> emitAcross(mlir::OpBuilder &builder, Cursor &cursor,
                                            mlir::ValueRange carried);
  void step(mlir::OpBuilder &builder, Cursor &cursor, unsigned slot, unsigned ordinal,
            mlir::Value index, mlir::Value mask, llvm::SmallVectorImpl<mlir::Value> &carried);
  void emitBlock(mlir::OpBuilder &builder, Point point, mlir::Value column,
                 llvm::function_ref<void(mlir::OpBuilder &, const Rows &)> body);
  std::optional<int64_t> knownExtent(unsigned dimension) const;

  KernelFunction &function;
  mlir::Value tensor;
  llvm::SmallVector<unsigned> outer; ///< kept dimensions that loops run over
};

} // namespace dlc
