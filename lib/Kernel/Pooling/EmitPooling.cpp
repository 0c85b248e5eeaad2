//===- EmitPooling.cpp - Largest element or mean of sliding windows -------===//
//
// A window is reduced in two steps: down the columns, then along the row. The
// first reads the image in whole vectors and leaves a row in scratch memory, with
// neutral elements where the image is padded; the second reads that row with the
// stride of the window, deinterleaving in registers. So no step tests bounds, and
// each loaded element serves all windows of its row. Where channels lie side by
// side, or a register holds one element, windows are clamped to the image instead.
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Emit/Combine.h"
#include "lib/Kernel/Emit/EmitElement.h"
#include "lib/Kernel/Emit/Families.h"
#include "lib/Kernel/Emit/Loops.h"
#include "lib/Kernel/Schedule/Cycles.h"
#include "lib/Kernel/Schedule/Schedule.h"

#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace dlc;

namespace {

/// Windows along one dimension.
struct Axis {
  int64_t window, stride, low, high; ///< high: padding behind
  Value input, output;               ///< extents

  bool isPadded() const { return low || high; }
};

/// Rows or columns of the image: [lower, upper).
struct Range {
  Value lower, upper;
};

/// What one chunk of an output row needs. Scratch starts at `origin`, a column
/// of the image that may be in the padding.
struct Chunk {
  Value first, count; ///< output columns
  Value origin;
  Range inside; ///< columns of the image
  Value length; ///< columns with padding
};

class PoolingKernel {
public:
  PoolingKernel(KernelOp kernel, Operation *anchor);
  void emit();

private:
  void emitPlane(OpBuilder &at, Value batch, Value channel, Value scratch);
  void emitChunk(OpBuilder &at, Point point, Range rows, const Chunk &chunk, Value scratch);
  void emitPadding(OpBuilder &at, const Chunk &chunk, Value scratch);
  Value emitColumn(OpBuilder &at, Point point, Range rows, Value mask);
  Value emitRow(OpBuilder &at, Value scratch, Value column);
  void emitByColumns();
  void emitByChannels();
  void emitPlaneByElement(OpBuilder &at, Value batch, Value channel);
  void emitWindow(OpBuilder &at, const Point &point, Value mask);
  Value emitWholeWindow(OpBuilder &at, const Point &point, Range rows, Range columns, Value mask);
  Value emitTaps(OpBuilder &at, const Point &point, Range rows, Range columns, Value mask);
  void store(OpBuilder &at, const Point &point, Value mask, Value value, Value count);
  Value countOfColumns(OpBuilder &at, Value first);
  Value areaOf(OpBuilder &at, Range rows, Range columns);
  Value countOf(OpBuilder &at, Range rows, Range columns);
  bool countsDiffer() const { return isMean && !countsPadding && (x.isPadded() || y.isPadded()); }
  Range clamp(OpBuilder &at, const Axis &axis, Value position);
  Chunk chunkAt(OpBuilder &at, Value first);
  Value load(OpBuilder &at, const Point &point, Value mask);
  Value index(OpBuilder &at, int64_t value) { return arith::ConstantIndexOp::create(at, loc, value); }

  KernelFunction function;
  rt::PoolingScheduleAttr schedule;
  Operation *anchor;
  Value input;
  Location loc;
  int64_t width;
  int64_t chunkColumns = 0; ///< output columns of a chunk
  bool isMean, countsPadding = false;
  Combiner combiner;
  Type element, vectorType;
  Axis y, x;
};

PoolingKernel::PoolingKernel(KernelOp kernel, Operation *anchor)
    : function(kernel), schedule(function.schedule<rt::PoolingScheduleAttr>()), anchor(anchor),
      input(anchor->getOperand(0)), loc(function.loc), width(function.width()), isMean(isa<AvgPoolOp>(anchor)),
      combiner{isMean ? Reduction::Sum : Reduction::Max} {
  auto read = [&](auto op) {
    OpBuilder &builder = function.builder;
    auto axis = [&](unsigned i) {
      return Axis{op.getWindow()[i],
                  op.getStrides()[i],
                  op.getPadding()[i],
                  op.getPadding()[i + 2],
                  function.extent(builder, input, i + 2),
                  function.extent(builder, op.getResult(), i + 2)};
    };
    y = axis(0);
    x = axis(1);
  };
  if (auto op = dyn_cast<AvgPoolOp>(anchor)) {
    read(op);
    countsPadding = op.getCountIncludePad();
  } else {
    read(cast<MaxPoolOp>(anchor));
  }
  element = registerType(cast<RankedTensorType>(input.getType()).getElementType());
  vectorType = width == 1 ? element : VectorType::get({width}, element);
}

/// Whether the channels of what the kernel returns are its last dimension.
static bool areChannelsLast(Operation *anchor) {
  return llvm::any_of(anchor->getUsers(), [](Operation *user) {
    auto transpose = dyn_cast<TransposeOp>(user);
    return transpose && transpose.getPermutation().back() == 1;
  });
}

void PoolingKernel::emit() {
  if (width > 1 && areChannelsLast(anchor))
    emitByChannels();
  else
    emitByColumns();
  function.finish();
}

void PoolingKernel::emitByColumns() {
  OpBuilder &builder = function.builder;
  Value batches = function.extent(builder, input, 0), channels = function.extent(builder, input, 1);
  Value planes = builder.createOrFold<arith::MulIOp>(loc, batches, channels);
  int64_t columns = getConstantIntValue(x.output).value_or(schedule.getChunkColumns());
  int64_t rows = getConstantIntValue(y.output).value_or(schedule.getChunkColumns());
  int64_t perWorker = std::max<int64_t>(1, schedule.getBlock() / std::max<int64_t>(1, rows * columns));
  if (std::optional<int64_t> known = getConstantIntValue(planes))
    perWorker = std::clamp<int64_t>(*known, 1, perWorker);
  chunkColumns =
      std::min(llvm::alignTo(std::max<int64_t>(1, columns), width), llvm::alignTo(schedule.getChunkColumns(), width));
  // Behind the last window: what the widest load reads.
  int64_t length = (chunkColumns + 1) * x.stride + x.window + width;
  int64_t cycles = perWorker * rows * columns * (y.window + x.window) * cycles::ofPooledElement / width;
  Value count = emitCeilDiv(builder, loc, planes, perWorker);
  function.forWorkers(count, cycles, [&](OpBuilder &nested, Value worker) {
    Value scratch;
    if (width > 1) {
      scratch = rt::ScratchOp::create(nested, loc, MemRefType::get({length}, element));
      if (getConstantIntValue(x.output) && columns <= chunkColumns)
        emitPadding(nested, chunkAt(nested, index(nested, 0)), scratch);
    }
    Value step = index(nested, perWorker);
    Value lower = nested.createOrFold<arith::MulIOp>(loc, worker, step);
    Value upper = arith::MinSIOp::create(nested, loc, arith::AddIOp::create(nested, loc, lower, step), planes);
    emitLoop(nested, loc, lower, upper, 1, [&](OpBuilder &at, Value plane) {
      auto split = emitDelinearize(at, loc, plane, {batches, channels});
      if (width > 1)
        emitPlane(at, split[0], split[1], scratch);
      else
        emitPlaneByElement(at, split[0], split[1]);
    });
  });
}

Value PoolingKernel::load(OpBuilder &at, const Point &point, Value mask) {
  ElementEmitter emitter(function, at, width);
  return emitter.splat(emitter.emit(input, point, mask));
}

/// Rows (or columns) of the image that the window at output `position` covers.
Range PoolingKernel::clamp(OpBuilder &at, const Axis &axis, Value position) {
  Value start = at.createOrFold<arith::MulIOp>(loc, position, index(at, axis.stride));
  if (!axis.isPadded())
    return {start, at.createOrFold<arith::AddIOp>(loc, start, index(at, axis.window))};
  start = at.createOrFold<arith::SubIOp>(loc, start, index(at, axis.low));
  Value end = at.createOrFold<arith::AddIOp>(loc, start, index(at, axis.window));
  return {at.createOrFold<arith::MaxSIOp>(loc, start, index(at, 0)),
          at.createOrFold<arith::MinSIOp>(loc, end, axis.input)};
}

//===----------------------------------------------------------------------===//
// Vectors: down the columns, then along the row
//===----------------------------------------------------------------------===//

Chunk PoolingKernel::chunkAt(OpBuilder &at, Value first) {
  Chunk chunk;
  chunk.first = first;
  Value rest = at.createOrFold<arith::SubIOp>(loc, x.output, first);
  chunk.count = at.createOrFold<arith::MinSIOp>(loc, rest, index(at, chunkColumns));
  Value start = at.createOrFold<arith::MulIOp>(loc, first, index(at, x.stride));
  chunk.origin = at.createOrFold<arith::SubIOp>(loc, start, index(at, x.low));
  Value last = at.createOrFold<arith::SubIOp>(loc, chunk.count, index(at, 1));
  Value span = at.createOrFold<arith::MulIOp>(loc, last, index(at, x.stride));
  chunk.length = at.createOrFold<arith::AddIOp>(loc, span, index(at, x.window));
  Value end = at.createOrFold<arith::AddIOp>(loc, chunk.origin, chunk.length);
  chunk.inside = {at.createOrFold<arith::MaxSIOp>(loc, chunk.origin, index(at, 0)),
                  at.createOrFold<arith::MinSIOp>(loc, end, x.input)};
  return chunk;
}

/// Neutral elements left and right of the image.
void PoolingKernel::emitPadding(OpBuilder &at, const Chunk &chunk, Value scratch) {
  if (!x.isPadded())
    return;
  Value neutral = combiner.neutral(at, loc, element);
  auto fill = [&](OpBuilder &nested, Value column) { memref::StoreOp::create(nested, loc, neutral, scratch, column); };
  Value left = at.createOrFold<arith::SubIOp>(loc, chunk.inside.lower, chunk.origin);
  Value right = at.createOrFold<arith::SubIOp>(loc, chunk.inside.upper, chunk.origin);
  emitLoop(at, loc, index(at, 0), left, 1, fill);
  emitLoop(at, loc, right, chunk.length, 1, fill);
}

void PoolingKernel::emitPlane(OpBuilder &at, Value batch, Value channel, Value scratch) {
  std::optional<int64_t> columns = getConstantIntValue(x.output);
  emitLoop(at, loc, index(at, 0), y.output, 1, [&](OpBuilder &inner, Value row) {
    Range rows = clamp(inner, y, row);
    Point point = {{batch, 0}, {channel, 0}, {row, 0}, {}};
    if (columns && *columns <= chunkColumns)
      return emitChunk(inner, point, rows, chunkAt(inner, index(inner, 0)), scratch);
    emitLoop(inner, loc, index(inner, 0), x.output, chunkColumns, [&](OpBuilder &deep, Value first) {
      Chunk chunk = chunkAt(deep, first);
      emitPadding(deep, chunk, scratch);
      emitChunk(deep, point, rows, chunk, scratch);
    });
  });
}

/// `point` is that of the output row.
void PoolingKernel::emitChunk(OpBuilder &at, Point point, Range rows, const Chunk &chunk, Value scratch) {
  emitOverlappingLoop(at, loc, chunk.inside.lower, chunk.inside.upper, width,
                      [&](OpBuilder &inner, Value column, Value mask) {
                        Point source = {point[0], point[1], {}, {column, 1}};
                        Value value = emitColumn(inner, source, rows, mask);
                        Value to = inner.createOrFold<arith::SubIOp>(loc, column, chunk.origin);
                        if (mask)
                          vector::MaskedStoreOp::create(inner, loc, scratch, to, mask, value);
                        else
                          vector::StoreOp::create(inner, loc, value, scratch, to);
                      });
  Value rowCount;
  if (countsDiffer())
    rowCount = arith::SubIOp::create(at, loc, rows.upper, rows.lower);
  emitOverlappingLoop(at, loc, index(at, 0), chunk.count, width, [&](OpBuilder &inner, Value column, Value mask) {
    Value value = emitRow(inner, scratch, column);
    Value first = inner.createOrFold<arith::AddIOp>(loc, chunk.first, column);
    point[3] = {first, 1};
    Value count;
    if (rowCount) {
      Value down = arith::IndexCastOp::create(inner, loc, inner.getI32Type(), rowCount);
      Value along = countOfColumns(inner, first);
      count = arith::MulIOp::create(inner, loc, along, emitSplat(inner, loc, along.getType(), down));
      count = arith::SIToFPOp::create(inner, loc, vectorType, count);
    }
    store(inner, point, mask, value, count);
  });
}

/// One vector of columns, reduced over `rows`.
Value PoolingKernel::emitColumn(OpBuilder &at, Point point, Range rows, Value mask) {
  auto unrolled = [&](OpBuilder &nested) {
    Value value;
    for (int64_t tap = 0; tap < y.window; ++tap) {
      point[2] = {nested.createOrFold<arith::AddIOp>(loc, rows.lower, index(nested, tap)), 0};
      Value next = load(nested, point, mask);
      value = value ? combiner.combine(nested, loc, value, next) : next;
    }
    return value;
  };
  auto looped = [&](OpBuilder &nested) -> Value {
    auto loop = scf::ForOp::create(nested, loc, rows.lower, rows.upper, index(nested, 1),
                                   combiner.neutral(nested, loc, vectorType),
                                   [&](OpBuilder &inner, Location, Value row, ValueRange carried) {
                                     point[2] = {row, 0};
                                     Value next = load(inner, point, mask);
                                     Value value = combiner.combine(inner, loc, carried.front(), next);
                                     scf::YieldOp::create(inner, loc, value);
                                   });
    return loop.getResult(0);
  };
  if (y.window > schedule.getUnroll())
    return looped(at);
  if (!y.isPadded())
    return unrolled(at);
  Value count = arith::SubIOp::create(at, loc, rows.upper, rows.lower);
  Value isWhole = arith::CmpIOp::create(at, loc, arith::CmpIPredicate::eq, count, index(at, y.window));
  auto branch = scf::IfOp::create(
      at, loc, isWhole, [&](OpBuilder &nested, Location) { scf::YieldOp::create(nested, loc, unrolled(nested)); },
      [&](OpBuilder &nested, Location) { scf::YieldOp::create(nested, loc, looped(nested)); });
  return branch.getResult(0);
}

/// One vector of windows, reduced along the row. Taps that are equal modulo the
/// stride are in one load each.
Value PoolingKernel::emitRow(OpBuilder &at, Value scratch, Value column) {
  Value base = at.createOrFold<arith::MulIOp>(loc, column, index(at, x.stride));
  auto wide = VectorType::get({width * x.stride}, element);
  Value value, loaded;
  for (int64_t tap = 0; tap < x.window; ++tap) {
    int64_t phase = tap % x.stride;
    if (phase == 0) {
      Value from = at.createOrFold<arith::AddIOp>(loc, base, index(at, tap));
      loaded = vector::LoadOp::create(at, loc, wide, scratch, from);
    }
    Value next = loaded;
    if (x.stride > 1) {
      SmallVector<int64_t> picked;
      for (int64_t lane = 0; lane < width; ++lane)
        picked.push_back(lane * x.stride + phase);
      next = vector::ShuffleOp::create(at, loc, loaded, loaded, picked);
    }
    value = value ? combiner.combine(at, loc, value, next) : next;
  }
  return value;
}

/// Columns of the image in each window, from output column `first` on.
Value PoolingKernel::countOfColumns(OpBuilder &at, Value first) {
  Type integer = at.getI32Type();
  Type type = width == 1 ? integer : VectorType::get({width}, integer);
  auto splat = [&](Value value) {
    return emitSplat(at, loc, type, arith::IndexCastOp::create(at, loc, integer, value));
  };
  Value start = splat(at.createOrFold<arith::SubIOp>(
      loc, at.createOrFold<arith::MulIOp>(loc, first, index(at, x.stride)), index(at, x.low)));
  if (width > 1) {
    SmallVector<Attribute> steps;
    for (int64_t lane = 0; lane < width; ++lane)
      steps.push_back(at.getI32IntegerAttr(lane * x.stride));
    Value offsets = arith::ConstantOp::create(at, loc, DenseElementsAttr::get(cast<VectorType>(type), steps));
    start = arith::AddIOp::create(at, loc, start, offsets);
  }
  Value end = arith::AddIOp::create(at, loc, start, splat(index(at, x.window)));
  return arith::SubIOp::create(at, loc, arith::MinSIOp::create(at, loc, end, splat(x.input)),
                               arith::MaxSIOp::create(at, loc, start, splat(index(at, 0))));
}

/// `count` of elements, as floats, or null where all windows have the same.
void PoolingKernel::store(OpBuilder &at, const Point &point, Value mask, Value value, Value count) {
  if (isMean && count)
    value = arith::DivFOp::create(at, loc, value, count);
  else if (isMean)
    value = arith::MulFOp::create(at, loc, value,
                                  emitConstant(at, loc, vectorType, 1.0 / static_cast<double>(y.window * x.window)));
  ElementEmitter emitter(function, at, width);
  emitter.bind(anchor->getResult(0), point, value);
  emitter.storeResults(anchor->getResult(0), point, mask);
}

//===----------------------------------------------------------------------===//
// Windows clamped to the image
//===----------------------------------------------------------------------===//

/// Lanes are channels; workers take output rows.
void PoolingKernel::emitByChannels() {
  OpBuilder &builder = function.builder;
  Value batches = function.extent(builder, input, 0), channels = function.extent(builder, input, 1);
  Value rows = builder.createOrFold<arith::MulIOp>(loc, batches, y.output);
  int64_t columns = getConstantIntValue(x.output).value_or(schedule.getChunkColumns());
  int64_t depth = llvm::divideCeil(getConstantIntValue(channels).value_or(64), width);
  int64_t cycles = columns * depth * y.window * x.window * cycles::ofPooledElement;
  function.forWorkers(rows, cycles, [&](OpBuilder &at, Value unit) {
    auto split = emitDelinearize(at, loc, unit, {batches, y.output});
    Point point = {{split[0], 0}, {}, {split[1], 0}, {}};
    emitLoop(at, loc, index(at, 0), x.output, 1, [&](OpBuilder &inner, Value column) {
      point[3] = {column, 0};
      emitVectorLoop(inner, loc, index(inner, 0), channels, width, [&](OpBuilder &deep, Value channel, Value mask) {
        point[1] = {channel, 1};
        emitWindow(deep, point, mask);
      });
    });
  });
}

void PoolingKernel::emitPlaneByElement(OpBuilder &at, Value batch, Value channel) {
  auto element = [&](OpBuilder &inner, Value row, Value column) {
    emitWindow(inner, {{batch, 0}, {channel, 0}, {row, 0}, {column, 0}}, Value());
  };
  if (function.threads() == 1) {
    emitLoop(at, loc, index(at, 0), y.output, 1, [&](OpBuilder &inner, Value row) {
      emitLoop(inner, loc, index(inner, 0), x.output, 1,
               [&](OpBuilder &deep, Value column) { element(deep, row, column); });
    });
    return;
  }
  Value area = at.createOrFold<arith::MulIOp>(loc, y.output, x.output);
  function.forThreads(at, area, [&](OpBuilder &inner, Value i) {
    auto split = emitDelinearize(inner, loc, i, {y.output, x.output});
    element(inner, split[0], split[1]);
  });
}

/// The window at an output point: without loops where the image holds all of it.
void PoolingKernel::emitWindow(OpBuilder &at, const Point &point, Value mask) {
  Range rows = clamp(at, y, point[2].base), columns = clamp(at, x, point[3].base);
  if (y.window * x.window > schedule.getUnroll())
    return store(at, point, mask, emitTaps(at, point, rows, columns, mask), countOf(at, rows, columns));
  if (!x.isPadded() && !y.isPadded())
    return store(at, point, mask, emitWholeWindow(at, point, rows, columns, mask), Value());
  Value isWhole = arith::CmpIOp::create(at, loc, arith::CmpIPredicate::eq, areaOf(at, rows, columns),
                                        index(at, y.window * x.window));
  auto branch = scf::IfOp::create(
      at, loc, isWhole,
      [&](OpBuilder &inner, Location) {
        scf::YieldOp::create(inner, loc, emitWholeWindow(inner, point, rows, columns, mask));
      },
      [&](OpBuilder &inner, Location) {
        scf::YieldOp::create(inner, loc, emitTaps(inner, point, rows, columns, mask));
      });
  store(at, point, mask, branch.getResult(0), countOf(at, rows, columns));
}

Value PoolingKernel::areaOf(OpBuilder &at, Range rows, Range columns) {
  Value height = arith::SubIOp::create(at, loc, rows.upper, rows.lower);
  Value breadth = arith::SubIOp::create(at, loc, columns.upper, columns.lower);
  return arith::MulIOp::create(at, loc, height, breadth);
}

/// Elements of a window that a mean counts; null where all windows have the same.
Value PoolingKernel::countOf(OpBuilder &at, Range rows, Range columns) {
  if (!countsDiffer())
    return Value();
  Value area = arith::IndexCastOp::create(at, loc, at.getI32Type(), areaOf(at, rows, columns));
  return emitSplat(at, loc, vectorType, arith::SIToFPOp::create(at, loc, element, area));
}

Value PoolingKernel::emitWholeWindow(OpBuilder &at, const Point &point, Range rows, Range columns, Value mask) {
  Point source = point;
  Value value;
  for (int64_t down = 0; down < y.window; ++down)
    for (int64_t along = 0; along < x.window; ++along) {
      source[2] = {at.createOrFold<arith::AddIOp>(loc, rows.lower, index(at, down)), 0};
      source[3] = {at.createOrFold<arith::AddIOp>(loc, columns.lower, index(at, along)), 0};
      Value next = load(at, source, mask);
      value = value ? combiner.combine(at, loc, value, next) : next;
    }
  return value;
}

Value PoolingKernel::emitTaps(OpBuilder &at, const Point &point, Range rows, Range columns, Value mask) {
  Point source = point;
  auto down = scf::ForOp::create(at, loc, rows.lower, rows.upper, index(at, 1), combiner.neutral(at, loc, vectorType),
                                 [&](OpBuilder &outer, Location, Value row, ValueRange outerCarried) {
                                   auto along = scf::ForOp::create(
                                       outer, loc, columns.lower, columns.upper, index(outer, 1), outerCarried,
                                       [&](OpBuilder &inner, Location, Value column, ValueRange carried) {
                                         source[2] = {row, 0};
                                         source[3] = {column, 0};
                                         Value next = load(inner, source, mask);
                                         Value value = combiner.combine(inner, loc, carried.front(), next);
                                         scf::YieldOp::create(inner, loc, value);
                                       });
                                   scf::YieldOp::create(outer, loc, along.getResults());
                                 });
  return down.getResult(0);
}

} // namespace

LogicalResult dlc::emitPooling(KernelOp kernel, Operation *anchor) {
  PoolingKernel(kernel, anchor).emit();
  return success();
}
