//===- EmitContraction.cpp - Kernels around linear, matmul or conv2d ------===//
//
// Workers take blocks of (batch, rows, panels of columns). Inside a block the
// contracted dimension is cut into blocks if it is long; then for each panel of
// columns the register tiles go down the rows, so that the panel stays in the
// first caches. A tile starts from zero, the last block of k ends it: the
// kernel's other operators are applied to the accumulators and the results are
// stored. Between blocks of k partial sums rest in scratch. On GPUs the tiles of a
// block are dealt to its threads, k is whole and nothing is packed.
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Contraction/ContractionKernel.h"
#include "lib/Kernel/Emit/Families.h"
#include "lib/Kernel/Emit/Loops.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;

ContractionKernel::ContractionKernel(KernelOp kernel)
    : function(kernel), loc(function.loc), machine(machineOf(kernel->getParentOfType<rt::VariantOp>().getTarget())),
      view(ContractionView::create(function)) {
  auto schedule = function.schedule<rt::ContractionScheduleAttr>();
  width = schedule.getWidth();
  tile = schedule.getTile();
  tileRows = tile.getRows(), tileColumns = tile.getColumns();
  vectors = tileColumns / width;
  batchBlock = schedule.getBatchBlock(), rowBlock = schedule.getRowBlock();
  panelBlock = schedule.getPanelBlock(), depthBlock = schedule.getDepthBlock();
  packPanels = schedule.getPackPanels(), tilePanels = schedule.getTilePanels();
  step = findStep(machine, tile, width)->kind;
  element = tile.getResult();
  vectorType = width > 1 ? Type(VectorType::get({width}, element)) : element;
  packedElement = element;
  if (step == StepKind::DotOfPairs) {
    packedElement = function.builder.getI32Type();
    panels = findPanels();
  }
}

Value ContractionKernel::index(OpBuilder &at, int64_t value) { return arith::ConstantIndexOp::create(at, loc, value); }
Value ContractionKernel::add(OpBuilder &at, Value a, int64_t b) {
  return b ? at.createOrFold<arith::AddIOp>(loc, a, index(at, b)) : a;
}
Value ContractionKernel::mul(OpBuilder &at, Value a, int64_t b) {
  return at.createOrFold<arith::MulIOp>(loc, a, index(at, b));
}

/// Panels side by side that fill the registers of a full tile.
unsigned ContractionKernel::panelsPerTile(unsigned rows) const {
  return std::clamp<int64_t>(tileRows / rows, 1, tilePanels);
}

//===----------------------------------------------------------------------===//
// Workers
//===----------------------------------------------------------------------===//

/// Rows of the left side that are as registers have them, one behind the other, and stay in the first cache together.
bool ContractionKernel::isReadInPlace() {
  Value buffer = function.buffer(view->left);
  return buffer && view->leftRowStride > 0 && cast<MemRefType>(buffer.getType()).getElementType() == tile.getLeft() &&
         !crowdsCache(machine, tileRows, view->leftRowStride * tile.getLeft().getIntOrFloatBitWidth() / 8);
}

void ContractionKernel::emit() {
  OpBuilder &builder = function.builder;
  std::optional<int64_t> columns = getConstantIntValue(view->columns);
  masked = !columns || *columns % tileColumns != 0;
  batchExtent = index(builder, 1);
  for (Value extent : view->batch)
    batchExtent = builder.createOrFold<arith::MulIOp>(loc, batchExtent, extent);
  panelExtent = emitCeilDiv(builder, loc, view->columns, tileColumns);

  std::optional<int64_t> depth = getConstantIntValue(view->inner.front());
  std::optional<int64_t> rows = getConstantIntValue(view->rows);
  // Needed where k is cut; worth it where the strip is read many times over and its rows do not lie well as they are.
  bool isCut = depth && *depth > depthBlock;
  bool pays = panelBlock >= packPanels && !isReadInPlace();
  packsLeft = view->inner.size() == 1 && depth && depthBlock > 0 && batchBlock == 1 && tileRows > 1 &&
              (!rows || *rows >= tileRows) && width > 1 && (isCut || pays);

  Value outerTiles = emitCeilDiv(builder, loc, batchExtent, batchBlock);
  Value rowTiles = emitCeilDiv(builder, loc, view->rows, rowBlock);
  Value blocks = builder.createOrFold<arith::MulIOp>(loc, outerTiles, rowTiles);
  Value panelTiles = emitCeilDiv(builder, loc, panelExtent, panelBlock);
  // One multiply-add of vectors a cycle, 16 bytes of the right side; an extent that is not known counts as 64.
  int64_t loadCycles = function.threads() > 1 ? 1 : width * element.getIntOrFloatBitWidth() / (16 * 8);
  int64_t cycles = std::max(batchBlock * rowBlock, loadCycles) * panelBlock * vectors;
  for (Value extent : view->inner)
    cycles *= getConstantIntValue(extent).value_or(64);
  cycles = llvm::divideCeil(cycles, tile.getDepth());
  Value count = builder.createOrFold<arith::MulIOp>(loc, blocks, panelTiles);
  function.forWorkers(count, cycles, [&](OpBuilder &at, Value worker) {
    auto tiles = emitDelinearize(at, loc, worker, {outerTiles, rowTiles, panelTiles});
    auto range = [&](unsigned position, int64_t size, Value extent) -> Range {
      Value lower = mul(at, tiles[position], size);
      Value upper = at.createOrFold<arith::MinSIOp>(loc, add(at, lower, size), extent);
      return {lower, upper};
    };
    emitBlock(at,
              {range(0, batchBlock, batchExtent), range(1, rowBlock, view->rows), range(2, panelBlock, panelExtent)});
  });
  function.finish();
}

void ContractionKernel::emitBlock(OpBuilder &at, const Block &block) {
  KBlock kBlock;
  for (Value extent : view->inner)
    kBlock.loops.push_back({index(at, 0), extent});
  std::optional<int64_t> extent = getConstantIntValue(view->inner.front());
  bool blocked = packsLeft && *extent > depthBlock;
  if (packsLeft) {
    packedDepth = std::min(*extent, depthBlock);
    packedSteps = llvm::divideCeil(packedDepth, tile.getDepth());
    int64_t slack = width * (tileRows + 1); // see packLeft
    auto type = MemRefType::get({rowBlock * packedSteps + slack}, packedElement);
    kBlock.packed = rt::ScratchOp::create(at, loc, type);
  }
  if (function.threads() > 1)
    return emitTilesByThread(at, block, kBlock);
  if (!blocked)
    return emitKBlock(at, block, kBlock);
  auto type = MemRefType::get({rowBlock, panelBlock * tileColumns}, element);
  partial = rt::ScratchOp::create(at, loc, type);
  emitLoop(at, loc, index(at, 0), view->inner.front(), packedDepth, [&](OpBuilder &nested, Value lower) {
    KBlock part = kBlock;
    Value end = add(nested, lower, packedDepth);
    Value upper = nested.createOrFold<arith::MinSIOp>(loc, end, view->inner.front());
    part.loops.front() = {lower, upper};
    part.isFirst = arith::CmpIOp::create(nested, loc, arith::CmpIPredicate::eq, lower, index(nested, 0));
    part.isLast = arith::CmpIOp::create(nested, loc, arith::CmpIPredicate::eq, upper, view->inner.front());
    emitKBlock(nested, block, part);
  });
}

//===----------------------------------------------------------------------===//
// Tiles of one block
//===----------------------------------------------------------------------===//

/// Heights of the tiles below the full ones: exact where the rows are known.
SmallVector<unsigned> ContractionKernel::restSizes() {
  SmallVector<unsigned> sizes;
  if (auto rows = getConstantIntValue(view->rows)) {
    if (*rows % tileRows)
      sizes.push_back(*rows % tileRows);
    return sizes;
  }
  for (unsigned size = llvm::bit_floor<unsigned>(tileRows - 1); tileRows > 1 && size; size /= 2)
    sizes.push_back(size);
  return sizes;
}

void ContractionKernel::emitKBlock(OpBuilder &at, const Block &block, const KBlock &kBlock) {
  if (packsLeft)
    packLeft(at, block, kBlock);
  Value extent = at.createOrFold<arith::SubIOp>(loc, block.rows.upper, block.rows.lower);
  Value rest = at.createOrFold<arith::RemSIOp>(loc, extent, index(at, tileRows));
  Value end = at.createOrFold<arith::SubIOp>(loc, block.rows.upper, rest);
  emitLoop(at, loc, block.panels.lower, block.panels.upper, 1, [&](OpBuilder &panelAt, Value panel) {
    emitLoop(panelAt, loc, block.batch.lower, block.batch.upper, 1, [&](OpBuilder &outerAt, Value o) {
      SmallVector<Value> batch = delinearize(outerAt, o);
      emitLoop(outerAt, loc, block.rows.lower, end, tileRows, [&](OpBuilder &rowAt, Value row) {
        emitTile(rowAt, block, kBlock, batch, row, tileRows, mul(rowAt, panel, tileColumns), vectors);
      });
    });
  });
  KBlock direct = kBlock; // rows below the full tiles are read in place
  direct.packed = {};
  bool exact = getConstantIntValue(view->rows).has_value();
  Value row = end;
  for (unsigned size : restSizes()) {
    Value bits = exact ? rest : arith::AndIOp::create(at, loc, rest, index(at, size)).getResult();
    Value any = arith::CmpIOp::create(at, loc, arith::CmpIPredicate::eq, bits, index(at, size));
    auto branch = scf::IfOp::create(at, loc, any, false);
    OpBuilder nested = branch.getThenBodyBuilder();
    emitPanels(nested, block, direct, row, size);
    row = arith::AddIOp::create(at, loc, row, bits);
  }
}

/// All panels of one strip of rows, several side by side.
void ContractionKernel::emitPanels(OpBuilder &at, const Block &block, const KBlock &kBlock, Value row, unsigned rows) {
  unsigned step = panelsPerTile(rows);
  Value extent = at.createOrFold<arith::SubIOp>(loc, block.panels.upper, block.panels.lower);
  Value rest = at.createOrFold<arith::RemSIOp>(loc, extent, index(at, step));
  Value end = at.createOrFold<arith::SubIOp>(loc, block.panels.upper, rest);
  auto emitRange = [&](Value lower, Value upper, unsigned panels) {
    emitLoop(at, loc, lower, upper, panels, [&](OpBuilder &panelAt, Value panel) {
      emitLoop(panelAt, loc, block.batch.lower, block.batch.upper, 1, [&](OpBuilder &outerAt, Value o) {
        emitTile(outerAt, block, kBlock, delinearize(outerAt, o), row, rows, mul(outerAt, panel, tileColumns),
                 panels * vectors);
      });
    });
  };
  emitRange(block.panels.lower, end, step);
  if (step > 1)
    emitRange(end, block.panels.upper, 1);
}

/// Lanes side by side take panels side by side. A tile that is not full is computed element by element.
void ContractionKernel::emitTilesByThread(OpBuilder &at, const Block &block, const KBlock &kBlock) {
  auto extent = [&](const Range &range) { return at.createOrFold<arith::SubIOp>(loc, range.upper, range.lower); };
  Value strips = emitCeilDiv(at, loc, extent(block.rows), tileRows);
  SmallVector<Value> basis{extent(block.batch), strips, extent(block.panels)};
  Value count = at.createOrFold<arith::MulIOp>(loc, basis[0], basis[1]);
  count = at.createOrFold<arith::MulIOp>(loc, count, basis[2]);
  function.forThreads(at, count, [&](OpBuilder &inner, Value tile) {
    auto indices = emitDelinearize(inner, loc, tile, basis);
    Value o = arith::AddIOp::create(inner, loc, block.batch.lower, indices[0]);
    SmallVector<Value> batch = delinearize(inner, o);
    Value row = arith::AddIOp::create(inner, loc, block.rows.lower, mul(inner, indices[1], tileRows));
    Value panel = arith::AddIOp::create(inner, loc, block.panels.lower, indices[2]);
    Value column = mul(inner, panel, tileColumns);
    auto end = [&](Value lower, int64_t size, Value upper) -> Value {
      return inner.createOrFold<arith::MinSIOp>(loc, add(inner, lower, size), upper);
    };
    Value rowEnd = end(row, tileRows, block.rows.upper), columnEnd = end(column, tileColumns, view->columns);
    auto isFull = [&](Value lower, Value upper, int64_t size) -> Value {
      Value whole = add(inner, lower, size);
      return inner.createOrFold<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, whole, upper);
    };
    Value full =
        inner.createOrFold<arith::AndIOp>(loc, isFull(row, rowEnd, tileRows), isFull(column, columnEnd, tileColumns));
    scf::IfOp::create(
        inner, loc, full,
        [&](OpBuilder &nested, Location) {
          emitTile(nested, block, kBlock, batch, row, tileRows, column, vectors);
          scf::YieldOp::create(nested, loc);
        },
        [&](OpBuilder &nested, Location) {
          emitLoop(nested, loc, row, rowEnd, 1, [&](OpBuilder &rowAt, Value r) {
            emitLoop(rowAt, loc, column, columnEnd, 1,
                     [&](OpBuilder &columnAt, Value c) { emitTile(columnAt, block, kBlock, batch, r, 1, c, 1); });
          });
          scf::YieldOp::create(nested, loc);
        });
  });
}

SmallVector<Value> ContractionKernel::delinearize(OpBuilder &at, Value index) {
  if (view->batch.size() <= 1)
    return SmallVector<Value>(view->batch.size(), index);
  return emitDelinearize(at, loc, index, view->batch);
}

LogicalResult dlc::emitContraction(KernelOp kernel, Operation *) {
  ContractionKernel(kernel).emit();
  return success();
}
