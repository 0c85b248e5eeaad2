//===- VectorAxis.h - Along which axis a kernel's inputs lie ----------------===//
//
// A vector of the result lies along its last axis. Followed back through a
// transpose it may cross the rows of an input, where one load becomes a gather:
// the input lies along another axis of the result.
//===----------------------------------------------------------------------===//

#pragma once

#include "lib/Kernel/Emit/EmitElement.h"

namespace dlc {

/// The result axis that a coordinate of a value depends on (-1: none), and whether the coordinate moves by exactly 1
/// when the index along that axis does.
struct Follows {
  int64_t axis = -1;
  bool byOne = false;
  bool operator==(const Follows &other) const { return axis == other.axis && byOne == other.byOne; }
};
using Axes = llvm::SmallVector<Follows, 4>;

/// A value of the kernel, and how its coordinates follow those of the result.
struct Aligned {
  mlir::Value value;
  Axes axes;

  /// The value's point where the result is at `result`.
  Point point(mlir::OpBuilder &builder, mlir::Location loc, const Point &result) const;
};

/// A kernel whose inputs lie along another axis of the result than its vectors.
struct TransposedReads {
  unsigned last; ///< the result's last axis that is longer than 1
  unsigned axis; ///< what the inputs lie along
  /// Values nearest the results none of whose inputs lies along `last`: to be
  /// computed along `axis` and transposed. Behind them are only elementwise operators.
  llvm::SmallVector<Aligned> transposed;
  /// The inputs that lie along `axis`, where only transposes and elementwise
  /// operators are behind them; else empty.
  llvm::SmallVector<Aligned> inputs;
};

/// Nothing where no input crosses the lanes, or how they lie is not known.
std::optional<TransposedReads> findTransposedReads(KernelFunction &function);

} // namespace dlc
