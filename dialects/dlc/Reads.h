//===- Reads.h - Which operand elements an element of a result needs ------===//
//
// Of an operator that is elementwise, movement or a gather: affine expressions of
// the result's coordinates, and where they are valid. Emitters, the analysis of
// vector axes, fusion and checks go by these, not by the operator's name.
//===----------------------------------------------------------------------===//

#pragma once

#include "dialects/dlc/Shape.h"

namespace dlc {

/// An element of an operand that an element of the result may need.
struct ElementRead {
  unsigned operand;
  /// One coordinate per axis of the operand. Dimensions are the result's coordinates, then what the lookups
  /// found; symbols are those of the operands' shapes.
  Shape at;
  /// Axes along which `at` may lie outside of the operand. The read is valid where it lies inside.
  llvm::SmallVector<unsigned, 2> bounded;
};

/// An elementwise operator computes with all of `reads`; another one yields the first that is valid, or `otherwise`.
struct ElementReads {
  /// Integers that are coordinates: lookup k is dimension `rank of the result + k`, alone in a coordinate of a read.
  llvm::SmallVector<ElementRead, 1> lookups = {};
  llvm::SmallVector<ElementRead, 4> reads = {};
  double otherwise = 0;
  /// Coordinates are inside only where the result has elements: a reshape of nothing may have any extents.
  bool whereFilled = false;
  /// A vector never crosses a multiple of what a coordinate is divided by, and all of it may be read.
  bool inTiles = false;
};

/// A read of the operand that numpy's broadcast repeats: shapes are aligned at their last axes, a literal 1 stretches.
ElementRead repeatedRead(unsigned operand, const Shape &from, const Shape &result);

/// Reads of an elementwise operator, each operand repeated to the result; nothing for other operators.
std::optional<ElementReads> elementwiseReads(mlir::Operation *op, llvm::ArrayRef<Shape> operands);

/// Reads of any operator, for extents of the types alone. Nothing where it has none.
std::optional<ElementReads> readsOf(mlir::Operation *op);

/// Axis i of the result is axis `permutation[i]` of the operand, which is all that a movement does; else nothing.
std::optional<llvm::SmallVector<int64_t>> permutationOf(mlir::Operation *op);

/// Whether a movement reads an element of an operand for several elements of its result.
bool repeatsElements(mlir::Operation *op);

} // namespace dlc
