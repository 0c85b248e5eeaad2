//===- RowPartials.h - What the chunks of split rows leave ----------------===//
//
// One worker loop reduces chunks and puts what they give into memory that belongs
// to the launch; the next combines it, first chunk first.
//===----------------------------------------------------------------------===//

#pragma once

#include "lib/Kernel/Reduction/RowLoops.h"

namespace dlc {

class RowPartials {
public:
  /// `types`: of the registers that a row is reduced to. `loops` has a split.
  RowPartials(KernelFunction &function, const RowLoops &loops, llvm::ArrayRef<mlir::Type> types);

  /// `values` of the chunk, point after point.
  void put(mlir::OpBuilder &builder, const Rows &rows, mlir::ValueRange values);

  /// Combines the values of one point, those so far with those of the next chunk.
  using Merge = llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::OpBuilder &, mlir::ValueRange sofar,
                                                                  mlir::ValueRange next)>;
  llvm::SmallVector<mlir::Value> combine(mlir::OpBuilder &builder, const Rows &rows, Merge merge);

private:
  Point place(mlir::Value chunk, const Point &point) const;
  llvm::SmallVector<mlir::Value> get(mlir::OpBuilder &builder, const Rows &rows, mlir::Value chunk);

  KernelFunction &function;
  const RowLoops &loops;
  llvm::SmallVector<mlir::Type> types;
  llvm::SmallVector<mlir::Value> buffers; ///< (chunks, kept dimensions), one per type
};

} // namespace dlc
