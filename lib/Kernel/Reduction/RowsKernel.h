//===- RowsKernel.h - A kernel whose anchor sees whole rows ---------------===//
//
// What the algorithms share: passes over rows or over their chunks, loads through
// the operators before the anchor, stores through those behind it. Each algorithm is a
// member function in the file of its kind.
//===----------------------------------------------------------------------===//

#pragma once

#include "lib/Kernel/Emit/Combine.h"
#include "lib/Kernel/Reduction/RowPartials.h"

namespace dlc {

class RowsKernel {
public:
  RowsKernel(KernelOp kernel, mlir::Operation *anchor);

  void emit();

private:
  void emitReduce(ReduceOp op);
  void emitMoments(MomentsOp op);
  void emitArgmax(ArgmaxOp op);
  void emitSoftmax(SoftmaxOp op);
  void emitLayerNorm(LayerNormOp op);

  /// Rows, or their chunks first, are reduced to registers of `types`, which are merged and stored.
  using ReduceRows = llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::OpBuilder &, const Rows &)>;
  using StoreRows = llvm::function_ref<void(mlir::OpBuilder &, const Rows &, llvm::ArrayRef<mlir::Value>)>;
  void reduceRows(llvm::ArrayRef<mlir::Type> types, ReduceRows reduce, RowPartials::Merge merge, StoreRows store);

  /// Passes over rows, or over their chunks, one after the other. A pass gets what those before it gave, a few
  /// registers per row, combined by their combiners; the last gives nothing. It writes rows, or elements per row.
  using Results = llvm::ArrayRef<llvm::SmallVector<mlir::Value>>;
  struct Pass {
    llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::OpBuilder &, const Rows &, Results)> emit;
    Combiner combiner = {Reduction::Sum};
    unsigned count = 1;  ///< registers per row
    bool ofRows = false; ///< seen as a whole, not by chunks
  };
  void emitPasses(llvm::function_ref<void(mlir::OpBuilder &)> enter, llvm::ArrayRef<Pass> passes);

  /// The operand's elements; where lanes run along rows, those past the end are `outside`.
  mlir::Value load(mlir::OpBuilder &at, const RowStep &step, mlir::Value outside);
  llvm::SmallVector<mlir::Value> loadFirst(mlir::OpBuilder &at, const Rows &rows, unsigned along = 0,
                                           int64_t count = 1);
  mlir::Value inside(mlir::OpBuilder &at, const RowStep &step, mlir::Value value, mlir::Value outside);
  using ElementAt = llvm::function_ref<mlir::Value(mlir::OpBuilder &, const RowStep &)>;
  using ElementsAt = llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::OpBuilder &, const RowStep &)>;
  llvm::SmallVector<mlir::Value> accumulate(mlir::OpBuilder &at, const Rows &rows, Combiner combiner, ElementAt element,
                                            unsigned most = ~0U);
  llvm::SmallVector<mlir::Value> accumulate(mlir::OpBuilder &at, const Rows &rows, Combiner combiner, unsigned count,
                                            ElementsAt elements, unsigned most = ~0U);
  llvm::SmallVector<mlir::Value> findLargest(mlir::OpBuilder &at, const Rows &rows, unsigned axis, mlir::Type integer);
  llvm::SmallVector<mlir::Value> perSlot(mlir::OpBuilder &at, const Rows &rows, llvm::ArrayRef<mlir::Value> values);
  void storeReduced(mlir::OpBuilder &at, const Rows &rows, llvm::ArrayRef<mlir::Value> values, bool keep);
  void store(mlir::OpBuilder &at, const Point &point, mlir::Value mask, llvm::ArrayRef<mlir::Value> values);
  void prefetch(mlir::OpBuilder &at, const RowStep &step);
  mlir::Value lengthAs(mlir::OpBuilder &builder, mlir::Type type);

  /// Of one row, or one per lane: mean and variance of distances from `center`, and whether it is so far from the mean
  /// that this has cost digits.
  struct Moments {
    mlir::Value center, mean, variance, isFar;
  };
  llvm::SmallVector<mlir::Value> addUpDistances(mlir::OpBuilder &at, const Rows &rows,
                                                llvm::ArrayRef<mlir::Value> centers, ElementAt elementAt);
  Moments momentsOf(mlir::OpBuilder &at, mlir::Value center, mlir::ValueRange sums, mlir::Value share);
  llvm::SmallVector<Moments> momentsOf(mlir::OpBuilder &at, llvm::ArrayRef<mlir::Value> centers, mlir::ValueRange sums,
                                       mlir::Value share);
  llvm::SmallVector<mlir::Value> loadCenters(mlir::OpBuilder &at, const Rows &rows);
  void scaleRows(LayerNormOp op, mlir::OpBuilder &at, const Rows &rows, const Moments &moments, ElementAt elementAt);

  KernelFunction function;
  mlir::Operation *anchor;
  mlir::Value input;
  mlir::Location loc;
  RowLoops loops;
  mlir::Type element, vectorType; ///< of one element, and of a vector of them
};

} // namespace dlc
