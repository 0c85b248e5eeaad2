//===- Tile.h - The steps that register tiles are made of -----------------===//

#pragma once

#include "dlc/Kernel/Machine.h"

namespace dlc {

/// How a step of a register tile is computed; the emitter of tiles has code for each.
enum class StepKind { MultiplyAdd, DotOfPairs };

/// A row of the table of steps.
struct TileStep {
  StepKind kind;
  llvm::StringLiteral name;
  int64_t depth, interleave; ///< as in rt::TileAttr
  int64_t leastWidth;        ///< sums of a vector
};

/// The row that a tile of vectors of `width` sums is of, where the machine has it; else null.
const TileStep *findStep(const Machine &machine, rt::TileAttr tile, int64_t width);

/// The names of the steps that a machine has, as messages list them.
std::string stepNames(const Machine &machine);

/// A tile of multiply-adds, one product for each sum.
rt::TileAttr multiplyAddTile(int64_t rows, int64_t columns, mlir::Type element);

/// A tile of dot products of two bf16, added to sums of f32.
rt::TileAttr dotTile(mlir::MLIRContext *context, int64_t rows, int64_t columns);

/// Whether dot products of pairs do a contraction good: its operands are bf16, the pairs of its left side lie side by
/// side, and those of the right are packed so or are rows that can be interleaved.
bool suitsDots(mlir::Operation *contraction);

/// Neighbours of the contracted dimension that may lie side by side in the packed right side: as the tile has it, but 1
/// where a window of a convolution has an odd number of channels, so that pairs would be of two pixels.
int64_t interleaveOf(mlir::Operation *contraction, rt::TileAttr tile);

/// Type that an element has in registers: bf16 and f16 are computed in f32.
mlir::Type registerType(mlir::Type element);

} // namespace dlc
