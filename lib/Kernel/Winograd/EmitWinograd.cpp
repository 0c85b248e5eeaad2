//===- EmitWinograd.cpp - Convolutions with fewer products ----------------===//
//
// A worker takes a block of tiles and a piece of the columns, channels of the result. It transforms the patches of its
// tiles into as many matrices (tiles, channels) as a patch has points, multiplies each by the weights of its point, and
// transforms the sums of each tile back into pixels, to which the kernel's other operators are applied. Patches and
// sums of a block stay in the second cache. Tiles that are not there repeat the last one, columns that are not there
// are zeros of the packed weights: neither is stored. Sums over channels are cut, so that their error does not grow
// with the channels (docs/numerics.md).
//===----------------------------------------------------------------------===//

#include "dialects/dlc/WinogradMatrices.h"
#include "lib/Kernel/Emit/Combine.h"
#include "lib/Kernel/Emit/EmitElement.h"
#include "lib/Kernel/Emit/Families.h"
#include "lib/Kernel/Emit/Loops.h"
#include "lib/Kernel/Emit/Microkernel.h"
#include "lib/Kernel/Winograd/WinogradTransform.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;

namespace {

/// Where a tile is: its image and the first pixel of its result and, padding counted, of its patch.
struct Tile {
  Value image, top, left, patchTop, patchLeft;
};

/// A panel of the weights of one point, where its sums go, and the panel after it.
struct Panel {
  Value point, number, column;
  Value nextPoint, next;
};

class WinogradKernel {
public:
  WinogradKernel(KernelOp kernel, WinogradConv2dOp op);
  void emit();

private:
  void emitWorker(OpBuilder &at, Value block, Value piece);
  Tile locate(OpBuilder &at, Value number);
  void transformPatches(OpBuilder &at, Value first);
  void transformPatch(OpBuilder &at, const Tile &tile, Value row, bool isInside);
  void prefetchPatch(OpBuilder &at, Value number);
  void multiply(OpBuilder &at, Value first, Value firstPanel, Value hasNext);
  void accumulate(OpBuilder &at, const Panel &panel, Value row);
  void prefetchPanel(OpBuilder &at, const Panel &panel, Value row, Value channel);
  void storePixels(OpBuilder &at, Value first, Value firstPanel);
  void transformSums(OpBuilder &at, Value row);

  Value index(OpBuilder &at, int64_t value) { return arith::ConstantIndexOp::create(at, loc, value); }
  Value add(OpBuilder &at, Value a, Value b) { return at.createOrFold<arith::AddIOp>(loc, a, b); }
  Value add(OpBuilder &at, Value a, int64_t b) { return b ? add(at, a, index(at, b)) : a; }
  Value mul(OpBuilder &at, Value a, int64_t b) { return at.createOrFold<arith::MulIOp>(loc, a, index(at, b)); }
  Value scratch(OpBuilder &at, ArrayRef<int64_t> shape) {
    return rt::ScratchOp::create(at, loc, MemRefType::get(shape, element));
  }

  KernelFunction function;
  WinogradConv2dOp op;
  Location loc;
  const WinogradMatrices &matrices;
  int64_t width, tileRows, tileColumns; ///< of the register tile
  int64_t blockTiles, piecePanels, blockPanels, blockDepth;
  int64_t output, side; ///< pixels of a tile and of its patch
  int64_t channels, columns, panels;
  int64_t patchStride, sumStride; ///< from tile to tile
  bool isPacked;                  ///< the weight has zeros up to whole panels
  Type element, vectorType;
  SmallVector<Value> grid; ///< images, tiles down, tiles across
  Value tiles;
  Value patches; ///< (points, tiles of a block times patchStride)
  Value sums;    ///< (points, tiles of a block times sumStride)
  Value half;    ///< (side, side) vectors between the two halves of a transform
  Value pixels;  ///< (output * output, columns of a block)
};

WinogradKernel::WinogradKernel(KernelOp kernel, WinogradConv2dOp op)
    : function(kernel), op(op), loc(function.loc), matrices(winogradMatrices(op.getOutput())), width(function.width()),
      output(op.getOutput()), side(output + 2), channels(op.getWeight().getType().getDimSize(2)),
      columns(op.getWeight().getType().getDimSize(1)) {
  auto schedule = function.schedule<rt::WinogradScheduleAttr>();
  tileRows = schedule.getRows();
  tileColumns = schedule.getColumns();
  blockTiles = schedule.getTileBlock();
  piecePanels = schedule.getPanelPiece();
  blockPanels = schedule.getPanelBlock();
  blockDepth = schedule.getDepthBlock();
  panels = llvm::divideCeil(columns, tileColumns);
  isPacked = op.getWeight().getDefiningOp<UnpackOp>() != nullptr;
  if (blockDepth == 0)
    blockDepth = std::max<int64_t>(1, channels);
  element = op.getType().getElementType();
  vectorType = width == 1 ? element : VectorType::get({width}, element);
  // A line more than whole vectors: rows a multiple of 4096 bytes apart would share the sets of the first cache.
  patchStride = llvm::alignTo(channels, width) + width;
  sumStride = blockPanels * tileColumns + width;
}

//===----------------------------------------------------------------------===//
// Workers
//===----------------------------------------------------------------------===//

void WinogradKernel::emit() {
  OpBuilder &builder = function.builder;
  SmallVector<Value> extents = function.extents(op.getResult());
  grid = {extents[0], emitCeilDiv(builder, loc, extents[1], output), emitCeilDiv(builder, loc, extents[2], output)};
  tiles = builder.createOrFold<arith::MulIOp>(loc, grid[0], grid[1]);
  tiles = builder.createOrFold<arith::MulIOp>(loc, tiles, grid[2]);
  Value blocks = emitCeilDiv(builder, loc, tiles, blockTiles);
  Value pieces = index(builder, llvm::divideCeil(panels, piecePanels));
  int64_t cycles = side * side * blockTiles * channels * piecePanels * tileColumns / width;
  Value count = builder.createOrFold<arith::MulIOp>(loc, blocks, pieces);
  function.forWorkers(count, cycles, [&](OpBuilder &at, Value worker) {
    auto split = emitDelinearize(at, loc, worker, {blocks, pieces});
    emitWorker(at, mul(at, split[0], blockTiles), mul(at, split[1], piecePanels));
  });
  function.finish();
}

void WinogradKernel::emitWorker(OpBuilder &at, Value first, Value firstPanel) {
  patches = scratch(at, {side * side, blockTiles * patchStride + width});
  sums = scratch(at, {side * side, blockTiles * sumStride + width});
  half = scratch(at, {side, side, width});
  pixels = scratch(at, {output * output, blockPanels * tileColumns});
  transformPatches(at, first);
  Value end = add(at, firstPanel, piecePanels);
  if (panels % piecePanels)
    end = at.createOrFold<arith::MinSIOp>(loc, end, index(at, panels));
  Value hasNext;
  if (getConstantIntValue(tiles).value_or(blockTiles + 1) > blockTiles)
    hasNext = arith::CmpIOp::create(at, loc, arith::CmpIPredicate::slt, add(at, first, blockTiles), tiles);
  emitLoop(at, loc, firstPanel, end, blockPanels, [&](OpBuilder &inner, Value panel) {
    Value asks = hasNext;
    if (hasNext) {
      Value isFirst = arith::CmpIOp::create(inner, loc, arith::CmpIPredicate::eq, panel, firstPanel);
      asks = arith::AndIOp::create(inner, loc, hasNext, isFirst);
    }
    multiply(inner, first, panel, asks);
    storePixels(inner, first, panel);
  });
}

Tile WinogradKernel::locate(OpBuilder &at, Value number) {
  auto split = emitDelinearize(at, loc, number, grid);
  Tile tile;
  tile.image = split[0];
  tile.top = mul(at, split[1], output);
  tile.left = mul(at, split[2], output);
  tile.patchTop = add(at, tile.top, -op.getPadding()[0]);
  tile.patchLeft = add(at, tile.left, -op.getPadding()[1]);
  return tile;
}

//===----------------------------------------------------------------------===//
// Patches
//===----------------------------------------------------------------------===//

void WinogradKernel::transformPatches(OpBuilder &at, Value first) {
  Value last = add(at, tiles, -1);
  emitLoop(at, loc, index(at, 0), index(at, blockTiles), 1, [&](OpBuilder &inner, Value row) {
    Value number = add(inner, first, row);
    Tile tile = locate(inner, arith::MinSIOp::create(inner, loc, number, last));
    Value inside;
    for (auto [position, dimension] : {std::pair(tile.patchTop, 1u), std::pair(tile.patchLeft, 2u)}) {
      Value room =
          arith::SubIOp::create(inner, loc, function.extent(inner, op.getInput(), dimension), index(inner, side));
      Value low = arith::CmpIOp::create(inner, loc, arith::CmpIPredicate::sge, position, index(inner, 0));
      Value high = arith::CmpIOp::create(inner, loc, arith::CmpIPredicate::sle, position, room);
      Value both = arith::AndIOp::create(inner, loc, low, high);
      inside = inside ? arith::AndIOp::create(inner, loc, inside, both).getResult() : both;
    }
    auto branch = scf::IfOp::create(inner, loc, inside, /*withElseRegion=*/true);
    OpBuilder then = branch.getThenBodyBuilder(), otherwise = branch.getElseBodyBuilder();
    transformPatch(then, tile, row, /*isInside=*/true);
    transformPatch(otherwise, tile, row, /*isInside=*/false);
  });
}

/// Asks for the pixels of one tile of the next block, but for columns that it shares with the tile before. Products
/// leave memory idle, and rows of patches are short runs, which no processor foresees.
void WinogradKernel::prefetchPatch(OpBuilder &at, Value number) {
  Value buffer = function.buffer(op.getInput());
  if (!buffer)
    return;
  Tile tile = locate(at, arith::MinSIOp::create(at, loc, number, add(at, tiles, -1)));
  auto inside = [&](OpBuilder &inner, Value position, unsigned dimension) -> Value {
    Value last = add(inner, function.extent(inner, op.getInput(), dimension), -1);
    Value low = arith::MaxSIOp::create(inner, loc, position, index(inner, 0));
    return arith::MinSIOp::create(inner, loc, low, last);
  };
  int64_t line = 64 / (element.getIntOrFloatBitWidth() / 8);
  emitLoop(at, loc, index(at, 0), index(at, side), 1, [&](OpBuilder &rowAt, Value i) {
    Value y = inside(rowAt, add(rowAt, tile.patchTop, i), 1);
    emitLoop(rowAt, loc, index(rowAt, side - output), index(rowAt, side), 1, [&](OpBuilder &pixelAt, Value j) {
      Value x = inside(pixelAt, add(pixelAt, tile.patchLeft, j), 2);
      emitLoop(pixelAt, loc, index(pixelAt, 0), index(pixelAt, channels), line, [&](OpBuilder &inner, Value channel) {
        memref::PrefetchOp::create(inner, loc, buffer, ValueRange{tile.image, y, x, channel}, /*isWrite=*/false,
                                   /*localityHint=*/2, /*isDataCache=*/true);
      });
    });
  });
}

/// BT d B of a vector of channels at a time.
void WinogradKernel::transformPatch(OpBuilder &at, const Tile &tile, Value row, bool isInside) {
  Value height = function.extent(at, op.getInput(), 1), across = function.extent(at, op.getInput(), 2);
  auto isBelow = [&](OpBuilder &inner, Value position, Value extent) -> Value {
    return arith::CmpIOp::create(inner, loc, arith::CmpIPredicate::ult, position, extent);
  };
  SmallVector<Value> rows, rowsInside;
  for (int64_t i = 0; i < side; ++i) {
    rows.push_back(add(at, tile.patchTop, i));
    rowsInside.push_back(isInside ? Value() : isBelow(at, rows.back(), height));
  }
  Value target = mul(at, row, patchStride);
  emitVectorLoop(at, loc, index(at, 0), index(at, channels), width, [&](OpBuilder &inner, Value channel, Value mask) {
    Value position = add(inner, target, channel);
    auto column = [&](OpBuilder &deep, Value j) {
      Value x = add(deep, tile.patchLeft, j);
      Value columnInside = isInside ? Value() : isBelow(deep, x, across);
      SmallVector<Value> column;
      for (int64_t i = 0; i < side; ++i) {
        auto pixel = [&](OpBuilder &builder) {
          ElementEmitter emitter(function, builder, width);
          Point point = {{tile.image}, {rows[i]}, {x}, {channel, width > 1}};
          return emitter.splat(emitter.emit(op.getInput(), point, mask));
        };
        if (isInside) {
          column.push_back(pixel(deep));
          continue;
        }
        Value isThere = arith::AndIOp::create(deep, loc, rowsInside[i], columnInside);
        auto branch = scf::IfOp::create(
            deep, loc, isThere,
            [&](OpBuilder &builder, Location) { scf::YieldOp::create(builder, loc, pixel(builder)); },
            [&](OpBuilder &builder, Location) {
              scf::YieldOp::create(builder, loc, emitConstant(builder, loc, vectorType, 0.0));
            });
        column.push_back(branch.getResult(0));
      }
      return column;
    };
    auto store = [&](OpBuilder &deep, Value point, Value value) {
      emitStore(deep, loc, value, patches, {point, position});
    };
    WinogradTransform{matrices.input, side, vectorType, half}.emit(inner, loc, column, store);
  });
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

/// Sums of a block of panels, from `firstPanel` on, of the tiles from `first` on. Where `hasNext` holds the patches of
/// the next block of tiles are asked for meanwhile; null: there is none.
void WinogradKernel::multiply(OpBuilder &at, Value first, Value firstPanel, Value hasNext) {
  Value end = add(at, firstPanel, blockPanels);
  if (panels % blockPanels)
    end = at.createOrFold<arith::MinSIOp>(loc, end, index(at, panels));
  int64_t share = llvm::divideCeil(blockTiles, side * side);
  emitLoop(at, loc, index(at, 0), index(at, side * side), 1, [&](OpBuilder &pointAt, Value point) {
    if (hasNext) {
      auto branch = scf::IfOp::create(pointAt, loc, hasNext, /*withElseRegion=*/false);
      OpBuilder then = branch.getThenBodyBuilder();
      Value following = add(then, add(then, first, blockTiles), mul(then, point, share));
      emitLoop(then, loc, following, add(then, following, share), 1,
               [&](OpBuilder &inner, Value tile) { prefetchPatch(inner, tile); });
    }
    emitLoop(pointAt, loc, firstPanel, end, 1, [&](OpBuilder &panelAt, Value panel) {
      Panel place;
      place.point = point;
      place.number = panel;
      place.column = mul(panelAt, arith::SubIOp::create(panelAt, loc, panel, firstPanel), tileColumns);
      Value following = add(panelAt, panel, 1);
      Value isLast = arith::CmpIOp::create(panelAt, loc, arith::CmpIPredicate::eq, following, end);
      Value lastPoint = index(panelAt, side * side - 1);
      Value nextPoint = arith::MinSIOp::create(panelAt, loc, add(panelAt, point, 1), lastPoint);
      place.nextPoint = arith::SelectOp::create(panelAt, loc, isLast, nextPoint, point);
      place.next = arith::SelectOp::create(panelAt, loc, isLast, firstPanel, following);
      emitLoop(panelAt, loc, index(panelAt, 0), index(panelAt, blockTiles), tileRows,
               [&](OpBuilder &rowAt, Value row) { accumulate(rowAt, place, row); });
    });
  });
}

/// Asks for a part of the next panel of weights, of which each register tile of this one takes an equal share: the
/// first would wait for all of it. A panel is one run of memory, so that the index of its columns counts over all of
/// it.
void WinogradKernel::prefetchPanel(OpBuilder &at, const Panel &panel, Value row, Value channel) {
  auto unpack = op.getWeight().getDefiningOp<UnpackOp>();
  Value buffer = unpack ? function.buffer(unpack.getInput()) : Value();
  if (!buffer)
    return;
  int64_t share = llvm::divideCeil(tileColumns * tileRows, blockTiles);
  Value tile = arith::DivUIOp::create(at, loc, row, index(at, tileRows));
  Value position = mul(at, add(at, mul(at, tile, channels), channel), share);
  if (share * blockTiles > tileColumns * tileRows)
    position = arith::MinSIOp::create(at, loc, position, index(at, channels * tileColumns - 1));
  int64_t line = 64 / (element.getIntOrFloatBitWidth() / 8);
  for (int64_t part = 0; part < share; part += line)
    memref::PrefetchOp::create(at, loc, buffer,
                               ValueRange{panel.nextPoint, panel.next, index(at, 0), add(at, position, part)},
                               /*isWrite=*/false, /*localityHint=*/2, /*isDataCache=*/true);
}

/// One register tile. Each cut of the channels is summed from zero, the first ends in memory, the others are added.
void WinogradKernel::accumulate(OpBuilder &at, const Panel &panel, Value row) {
  int64_t vectors = tileColumns / width;
  auto cut = [&](OpBuilder &inner, Value lower, Value upper, bool isFirst) {
    auto left = [&](OpBuilder &deep, unsigned r, unsigned, ValueRange k) -> Value {
      Value position = add(deep, mul(deep, add(deep, row, r), patchStride), k.front());
      return memref::LoadOp::create(deep, loc, patches, ValueRange{panel.point, position});
    };
    auto right = [&](OpBuilder &deep, unsigned c, ValueRange k) -> Value {
      ElementEmitter emitter(function, deep, width);
      if (c == 0)
        prefetchPanel(deep, panel, row, k.front());
      Value first = add(deep, mul(deep, panel.number, tileColumns), c * width), mask;
      if (columns % tileColumns && !isPacked)
        mask = vector::CreateMaskOp::create(deep, loc, VectorType::get({width}, deep.getI1Type()),
                                            arith::SubIOp::create(deep, loc, index(deep, columns), first).getResult());
      return emitter.splat(emitter.emit(op.getWeight(), {{panel.point}, {first, width > 1}, {k.front()}}, mask));
    };
    Value zero = arith::ConstantOp::create(inner, loc, inner.getZeroAttr(vectorType));
    SmallVector<Value> accumulators(tileRows * vectors, zero);
    accumulators = emitMicrokernel(inner, loc, tileRows, vectors, {{lower, upper}}, accumulators, {left, right});
    for (int64_t i = 0; i < tileRows * vectors; ++i) {
      Value position = add(inner, mul(inner, add(inner, row, i / vectors), sumStride), panel.column);
      SmallVector<Value> place = {panel.point, add(inner, position, i % vectors * width)};
      Value sum = accumulators[i];
      if (!isFirst)
        sum = arith::AddFOp::create(inner, loc, emitLoad(inner, loc, vectorType, sums, place), sum);
      emitStore(inner, loc, sum, sums, place);
    }
  };
  cut(at, index(at, 0), index(at, std::min(blockDepth, channels)), /*isFirst=*/true);
  if (channels > blockDepth)
    emitLoop(at, loc, index(at, blockDepth), index(at, channels), blockDepth, [&](OpBuilder &inner, Value lower) {
      Value upper = add(inner, lower, blockDepth);
      if (channels % blockDepth)
        upper = inner.createOrFold<arith::MinSIOp>(loc, upper, index(inner, channels));
      cut(inner, lower, upper, /*isFirst=*/false);
    });
}

//===----------------------------------------------------------------------===//
// Pixels
//===----------------------------------------------------------------------===//

/// AT s A of all columns of the block, of the tile in this row.
void WinogradKernel::transformSums(OpBuilder &at, Value row) {
  Value source = mul(at, row, sumStride);
  emitLoop(at, loc, index(at, 0), index(at, blockPanels * tileColumns), width, [&](OpBuilder &inner, Value column) {
    Value position = add(inner, source, column);
    auto down = [&](OpBuilder &deep, Value j) {
      SmallVector<Value> down;
      for (int64_t i = 0; i < side; ++i)
        down.push_back(emitLoad(deep, loc, vectorType, sums, {add(deep, j, i * side), position}));
      return down;
    };
    auto store = [&](OpBuilder &deep, Value pixel, Value value) {
      emitStore(deep, loc, value, pixels, {pixel, column});
    };
    WinogradTransform{matrices.output, side, vectorType, half}.emit(inner, loc, down, store);
  });
}

void WinogradKernel::storePixels(OpBuilder &at, Value first, Value firstPanel) {
  Value left = arith::SubIOp::create(at, loc, tiles, first);
  Value count = at.createOrFold<arith::MinSIOp>(loc, left, index(at, blockTiles));
  Value lower = mul(at, firstPanel, tileColumns);
  Value upper = at.createOrFold<arith::MinSIOp>(loc, add(at, lower, blockPanels * tileColumns), index(at, columns));
  emitLoop(at, loc, index(at, 0), count, 1, [&](OpBuilder &inner, Value row) {
    Tile tile = locate(inner, add(inner, first, row));
    auto rest = [&](Value position, unsigned dimension) -> Value {
      Value there = arith::SubIOp::create(inner, loc, function.extent(inner, op.getResult(), dimension), position);
      return arith::MinSIOp::create(inner, loc, there, index(inner, output));
    };
    Value height = rest(tile.top, 1), across = rest(tile.left, 2);
    emitLoop(inner, loc, index(inner, 0), height, 1, [&](OpBuilder &rowAt, Value i) {
      emitLoop(rowAt, loc, index(rowAt, 0), across, 1, [&](OpBuilder &pixelAt, Value j) {
        emitVectorLoop(pixelAt, loc, lower, upper, width, [&](OpBuilder &deep, Value column, Value) {
          Value y = add(deep, tile.top, i), x = add(deep, tile.left, j);
          ElementEmitter emitter(function, deep, width);
          emitter.prefetchResults(op.getResult(), {{tile.image}, {y}, {x}, {column, width > 1}});
        });
      });
    });
    transformSums(inner, row);
    emitLoop(inner, loc, index(inner, 0), height, 1, [&](OpBuilder &rowAt, Value i) {
      emitLoop(rowAt, loc, index(rowAt, 0), across, 1, [&](OpBuilder &pixelAt, Value j) {
        Value y = add(pixelAt, tile.top, i), x = add(pixelAt, tile.left, j);
        Value pixel = add(pixelAt, mul(pixelAt, i, output), j);
        emitVectorLoop(pixelAt, loc, lower, upper, width, [&](OpBuilder &deep, Value column, Value mask) {
          ElementEmitter emitter(function, deep, width);
          Value sum = emitLoad(deep, loc, vectorType, pixels, {pixel, arith::SubIOp::create(deep, loc, column, lower)});
          Coordinate channel = {column, width > 1};
          if (op.getBias())
            sum = arith::AddFOp::create(deep, loc, sum, emitter.splat(emitter.emit(op.getBias(), {channel}, mask)));
          Point point = {{tile.image}, {y}, {x}, channel};
          emitter.bind(op.getResult(), point, sum);
          emitter.storeResults(op.getResult(), point, mask);
        });
      });
    });
  });
}

} // namespace

LogicalResult dlc::emitWinograd(KernelOp kernel, Operation *anchor) {
  WinogradKernel(kernel, cast<WinogradConv2dOp>(anchor)).emit();
  return success();
}
