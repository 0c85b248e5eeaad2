//===- ContractionKernel.h - A kernel around linear, matmul or conv2d -----===//

#pragma once

#include "lib/Kernel/Contraction/ContractionView.h"
#include "lib/Kernel/Emit/Microkernel.h"
#include "lib/Kernel/Schedule/Schedule.h"

namespace dlc {

/// A half-open range of index values.
struct Range {
  mlir::Value lower, upper;
};

/// What one worker computes.
struct Block {
  Range batch, rows, panels; ///< panels count `tileColumns` columns each
};

/// One block of the contracted dimension. Flags are null where known at compile
/// time to be true.
struct KBlock {
  mlir::SmallVector<ContractionLoop> loops;
  mlir::Value isFirst, isLast;
  mlir::Value packed; ///< left side as (rows / tileRows, steps of depth, tileRows) in a row, or null
};

/// Where a register tile is.
struct TilePlace {
  mlir::ValueRange batch;
  mlir::SmallVector<mlir::Value> rows, columns; ///< of each row; the first of each vector
  mlir::SmallVector<mlir::Value> masks;         ///< lanes of each vector that are columns; null: all
  mlir::Value group;                            ///< of rows in the packed left side
};

class ContractionKernel {
public:
  explicit ContractionKernel(KernelOp kernel);

  void emit();

private:
  bool isReadInPlace();
  void emitBlock(mlir::OpBuilder &at, const Block &block);
  void emitKBlock(mlir::OpBuilder &at, const Block &block, const KBlock &kBlock);
  void emitPanels(mlir::OpBuilder &at, const Block &block, const KBlock &kBlock, mlir::Value row, unsigned rows);
  void emitTile(mlir::OpBuilder &at, const Block &block, const KBlock &kBlock, mlir::ValueRange batch, mlir::Value row,
                unsigned rows, mlir::Value column, unsigned columns);
  void emitTilesByThread(mlir::OpBuilder &at, const Block &block, const KBlock &kBlock);
  mlir::SmallVector<mlir::Value> contract(mlir::OpBuilder &at, const Block &block, const KBlock &kBlock,
                                          mlir::ValueRange batch, mlir::Value row, unsigned rows, mlir::Value column,
                                          unsigned columns, mlir::ValueRange accumulators);
  mlir::SmallVector<mlir::Value> contractPairs(mlir::OpBuilder &at, const KBlock &kBlock, const TilePlace &place,
                                               mlir::ValueRange accumulators);
  mlir::Value leftPairs(mlir::OpBuilder &at, const KBlock &kBlock, const TilePlace &place, unsigned row,
                        unsigned column, mlir::ValueRange k, bool isWhole);
  mlir::Value readLeftPairs(mlir::OpBuilder &at, const TilePlace &place, unsigned column, const Point &point,
                            const Point &next, mlir::Value k, bool isWhole);
  mlir::Value rightPairs(mlir::OpBuilder &at, const TilePlace &place, unsigned column, mlir::ValueRange k,
                         bool isWhole);
  mlir::Value asPairs(mlir::OpBuilder &at, mlir::Value values, mlir::Value mask);
  mlir::Value interleave(mlir::OpBuilder &at, mlir::Value first, mlir::Value second);
  mlir::Value findPanels();
  void emitEpilogue(mlir::OpBuilder &at, mlir::ValueRange batch, mlir::Value row, unsigned rows, mlir::Value column,
                    unsigned columns, mlir::ValueRange accumulators);
  void packLeft(mlir::OpBuilder &at, const Block &block, const KBlock &kBlock);
  mlir::Value packedIndex(mlir::OpBuilder &at, mlir::Value group, mlir::Value k);
  mlir::SmallVector<mlir::Value> loadPartial(mlir::OpBuilder &at, const Block &block, mlir::Value row,
                                             mlir::Value column, unsigned rows, unsigned columns);
  void storePartial(mlir::OpBuilder &at, const Block &block, mlir::Value row, mlir::Value column, unsigned rows,
                    unsigned columns, mlir::ValueRange accumulators);
  mlir::SmallVector<unsigned> restSizes();
  unsigned panelsPerTile(unsigned rows) const;
  mlir::Value columnMask(mlir::OpBuilder &at, mlir::Value column);
  mlir::SmallVector<mlir::Value> delinearize(mlir::OpBuilder &at, mlir::Value index);

  mlir::Value index(mlir::OpBuilder &at, int64_t value);
  mlir::Value add(mlir::OpBuilder &at, mlir::Value a, int64_t b);
  mlir::Value mul(mlir::OpBuilder &at, mlir::Value a, int64_t b);

  KernelFunction function;
  mlir::Location loc;
  const Machine &machine;
  std::unique_ptr<ContractionView> view;
  int64_t width, tileRows, tileColumns, vectors;
  int64_t batchBlock, rowBlock, panelBlock, depthBlock;
  int64_t packPanels, tilePanels;
  rt::TileAttr tile;
  StepKind step;
  mlir::Type element, vectorType; ///< of sums
  mlir::Type packedElement;       ///< what a step takes of a row of the left side, as one number
  bool masked = true;             ///< the last panel is not full
  bool packsLeft = false;
  int64_t packedDepth = 0, packedSteps = 0; ///< of the contracted dimension at a time, and steps over it
  mlir::Value panels;  ///< the matrix that `unpack` makes of a right side whose pairs lie side by side, or null
  mlir::Value partial; ///< (rowBlock, columns of a block) between blocks of k
  mlir::Value batchExtent, panelExtent;
};

} // namespace dlc
