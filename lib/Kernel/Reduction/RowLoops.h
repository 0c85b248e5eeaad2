//===- RowLoops.h - Loops over the rows that a reduction sees -------------===//
//
// The dimensions of a tensor are reduced or kept; a row is all elements of the
// reduced ones. Where the last dimension is reduced, lanes run along the row and
// several accumulators ("slots") hide latency; where it is kept, lanes run
// across rows side by side and each slot holds rows of its own. The algorithms
// say what one vector does and need not know which.
//
// Few rows that are very long are cut into chunks, so that several workers find
// something to do. Where they are cut follows from the shape alone: what chunks
// leave is combined in their order, and bits do not depend on threads.
//===----------------------------------------------------------------------===//

#pragma once

#include "lib/Kernel/Emit/EmitElement.h"

namespace dlc {

/// What is reduced together: one row, or `points.size() * lanes` rows side by side.
struct Rows {
  llvm::SmallVector<Point> points; ///< coordinates of the tensor; those of reduced dimensions unset
  mlir::Value mask;                ///< of rows side by side; null: all lanes are rows
  mlir::Value chunk;               ///< that is visited of them; null: all
};

/// How rows are cut: a reduced dimension, its extent in each chunk but the last.
struct RowSplit {
  unsigned dimension;
  int64_t extent, count;
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

  int64_t width;
  unsigned slots;
  bool vectorsAlongRow;                   ///< lanes run along the row
  llvm::SmallVector<unsigned> dimensions; ///< that are reduced
  bool unrolled = false;                  ///< a row is so short that its loop is unrolled
  std::optional<RowSplit> split;          ///< of rows that are worth it

  /// The worker loop. `enter` is called once at its start, `body` for rows until all are done.
  using RowsBody = llvm::function_ref<void(mlir::OpBuilder &, const Rows &)>;
  void forEachRows(llvm::function_ref<void(mlir::OpBuilder &)> enter, RowsBody body);

  /// Where rows are split: a worker loop over their chunks, and one over rows whose
  /// `body` takes a step for each chunk.
  void forEachChunk(RowsBody body);
  void forEachRowsOfChunks(RowsBody body);

  /// Visits the vectors of the rows in order. `initial` holds the same number of
  /// values for each slot, slot after slot; `body` gets and returns those of its slot.
  /// Along a row there may be fewer slots than `slots`, for a body that needs many registers.
  using StepBody =
      llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::OpBuilder &, const RowStep &, mlir::ValueRange)>;
  llvm::SmallVector<mlir::Value> forEachStep(mlir::OpBuilder &builder, const Rows &rows, mlir::ValueRange initial,
                                             StepBody body, unsigned most = ~0U);
  /// Sets of values that `forEachStep` carries.
  unsigned slotsOf(const Rows &rows, unsigned most = ~0U) const {
    return vectorsAlongRow ? std::min(slots, most) : rows.points.size();
  }

  /// Number of elements of a row, if known; and as a value.
  std::optional<int64_t> knownLength() const;
  mlir::Value length();
  /// Extents of the dimensions that stay, of rows that are split.
  llvm::SmallVector<int64_t> keptExtents() const;

private:
  /// Part of a reduced dimension.
  struct Range {
    mlir::Value lower, length;
  };
  struct Cursor {
    const Rows &rows;
    StepBody body;
    unsigned slots;
    llvm::SmallVector<mlir::Value> indices; ///< of the reduced dimensions that loops stand around
  };
  llvm::SmallVector<mlir::Value> emitNest(mlir::OpBuilder &builder, Cursor &cursor, mlir::ValueRange carried);
  llvm::SmallVector<mlir::Value> emitAlongRow(mlir::OpBuilder &builder, Cursor &cursor, mlir::ValueRange carried);
  llvm::SmallVector<mlir::Value> emitAcrossRows(mlir::OpBuilder &builder, Cursor &cursor, mlir::ValueRange carried);
  void step(mlir::OpBuilder &builder, Cursor &cursor, unsigned slot, unsigned ordinal, mlir::Value index,
            mlir::Value mask, llvm::SmallVectorImpl<mlir::Value> &carried);
  Range rangeOf(mlir::OpBuilder &builder, const Rows &rows, unsigned dimension);
  std::optional<RowSplit> chooseSplit() const;
  /// `size` of a unit in elements; `chunks` per unit, if any.
  void emitUnits(int64_t size, int64_t chunks, llvm::function_ref<void(mlir::OpBuilder &)> enter, RowsBody body);
  void emitUnit(mlir::OpBuilder &builder, mlir::Value unit, llvm::ArrayRef<mlir::Value> basis, bool isChunk,
                RowsBody body);
  void emitBlock(mlir::OpBuilder &builder, Rows rows, mlir::Value column, RowsBody body);
  std::optional<int64_t> knownExtent(unsigned dimension) const;

  KernelFunction &function;
  rt::ReductionScheduleAttr schedule;
  mlir::Value tensor;
  llvm::SmallVector<unsigned> outer; ///< kept dimensions that loops run over
  int64_t rowsAtOnce = 1;            ///< columns of a block of rows side by side
};

} // namespace dlc
