//===- Tile.h - The steps that register tiles are made of -----------------===//

#pragma once

#include "dlc/Kernel/Machine.h"

namespace dlc {

/// How a step of a register tile is computed; the emitter of tiles has code for each.
enum class StepKind { MultiplyAdd };

/// A row of the table of steps.
struct TileStep {
  StepKind kind;
  llvm::StringLiteral name;
  int64_t depth, interleave; ///< as in rt::TileAttr
};

/// The row that a tile is of; null where there is none.
const TileStep *findStep(rt::TileAttr tile);

/// The names of the steps, as messages list them.
std::string stepNames();

/// A tile of multiply-adds, one product for each sum.
rt::TileAttr multiplyAddTile(int64_t rows, int64_t columns, mlir::Type element);

/// Type that an element has in registers: bf16 and f16 are computed in f32.
mlir::Type registerType(mlir::Type element);

} // namespace dlc
