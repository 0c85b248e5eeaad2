//===- RowLoops.cpp - Loops over the rows that a reduction sees -----------===//

#include "lib/Kernel/Reduction/RowLoops.h"
#include "lib/Kernel/Emit/Loops.h"
#include "lib/Kernel/Schedule/Cycles.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;

static Value constant(OpBuilder &builder, Location loc, int64_t value) {
  return arith::ConstantIndexOp::create(builder, loc, value);
}

RowLoops::RowLoops(KernelFunction &function, Value tensor, ArrayRef<bool> reduced)
    : width(function.width()), vectorsAlongRow(reduced.empty() || reduced.back()), function(function),
      schedule(function.schedule<rt::ReductionScheduleAttr>()), tensor(tensor) {
  slots = schedule.getAccumulators();
  for (auto [d, isReduced] : llvm::enumerate(reduced))
    if (isReduced)
      dimensions.push_back(d);
    else if (vectorsAlongRow || d + 1 != reduced.size())
      outer.push_back(d);
  if (reduced.empty()) {
    slots = 1;
    return;
  }
  if (std::optional<int64_t> last = knownExtent(reduced.size() - 1)) {
    int64_t vectors = std::max<int64_t>(1, llvm::divideCeil(*last, width));
    slots = std::min(schedule.getAccumulators(), vectors);
    unrolled = vectorsAlongRow && dimensions.size() == 1 && vectors <= schedule.getUnroll();
  }
  rowsAtOnce = vectorsAlongRow ? 1 : slots * width;
  split = chooseSplit();
  unrolled &= !split; // a chunk is a part of the row
}

/// The longest reduced dimension is cut. Extents have to be known: nothing is split
/// for a row that may turn out to be short.
std::optional<RowSplit> RowLoops::chooseSplit() const {
  std::optional<int64_t> length = knownLength();
  if (function.threads() > 1 || dimensions.empty() || !length ||
      *length * rowsAtOnce < schedule.getLeastChunks() * schedule.getChunk())
    return std::nullopt;
  int64_t units = 1;
  for (unsigned d = 0, rank = function.shape(tensor).size(); d < rank; ++d) {
    std::optional<int64_t> extent = knownExtent(d);
    if (!extent)
      return std::nullopt;
    if (!llvm::is_contained(dimensions, d))
      units *= llvm::divideCeil(*extent, d + 1 == rank ? rowsAtOnce : 1);
  }
  if (units >= schedule.getManyRows())
    return std::nullopt;
  unsigned longest =
      *llvm::max_element(dimensions, [&](unsigned a, unsigned b) { return *knownExtent(a) < *knownExtent(b); });
  int64_t extent = *knownExtent(longest), perIndex = *length / extent * rowsAtOnce;
  int64_t size = std::max(schedule.getChunk(), *length * rowsAtOnce * units / schedule.getMostChunks());
  int64_t part = llvm::divideCeil(size, perIndex);
  if (vectorsAlongRow && longest == dimensions.back())
    part = llvm::alignTo(part, slots * width);
  int64_t count = llvm::divideCeil(extent, part);
  if (count < 2)
    return std::nullopt;
  return RowSplit{longest, part, count};
}

std::optional<int64_t> RowLoops::knownExtent(unsigned dimension) const {
  return constantExtent(function.shape(tensor)[dimension]);
}

std::optional<int64_t> RowLoops::knownLength() const {
  int64_t product = 1;
  for (unsigned d : dimensions) {
    std::optional<int64_t> extent = knownExtent(d);
    if (!extent)
      return std::nullopt;
    product *= *extent;
  }
  return product;
}

SmallVector<int64_t> RowLoops::keptExtents() const {
  SmallVector<int64_t> extents;
  for (unsigned d = 0, rank = function.shape(tensor).size(); d < rank; ++d)
    if (!llvm::is_contained(dimensions, d))
      extents.push_back(*knownExtent(d));
  return extents;
}

Value RowLoops::length() {
  OpBuilder &builder = function.builder;
  Value product = constant(builder, function.loc, 1);
  for (unsigned d : dimensions)
    product = builder.createOrFold<arith::MulIOp>(function.loc, product, function.extent(builder, tensor, d));
  return product;
}

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

void RowLoops::forEachRows(function_ref<void(OpBuilder &)> enter, RowsBody body) {
  emitUnits(knownLength().value_or(1024), /*chunks=*/0, enter, body);
}

void RowLoops::forEachChunk(RowsBody body) {
  int64_t length = *knownLength() / *knownExtent(split->dimension) * split->extent;
  emitUnits(length, split->count, [](OpBuilder &) {}, body);
}

void RowLoops::forEachRowsOfChunks(RowsBody body) {
  emitUnits(split->count, /*chunks=*/0, [](OpBuilder &) {}, body);
}

void RowLoops::emitUnits(int64_t length, int64_t chunks, function_ref<void(OpBuilder &)> enter, RowsBody body) {
  OpBuilder &builder = function.builder;
  Location loc = function.loc;
  unsigned rank = function.shape(tensor).size();
  // A unit is a row, or a block of columns, or a chunk of one.
  SmallVector<Value> basis;
  if (chunks)
    basis.push_back(constant(builder, loc, chunks));
  for (unsigned d : outer)
    basis.push_back(function.extent(builder, tensor, d));
  if (!vectorsAlongRow)
    basis.push_back(emitCeilDiv(builder, loc, function.extent(builder, tensor, rank - 1), rowsAtOnce));
  Value units = constant(builder, loc, 1);
  for (Value extent : basis)
    units = builder.createOrFold<arith::MulIOp>(loc, units, extent);
  int64_t size = std::max<int64_t>(1, length) * rowsAtOnce;
  int64_t perWorker = std::max<int64_t>(1, schedule.getBlock() / size);
  if (function.threads() > 1)
    perWorker = function.threads();
  if (std::optional<int64_t> known = getConstantIntValue(units))
    perWorker = std::clamp<int64_t>(*known, 1, perWorker);

  int64_t cycles = perWorker * llvm::divideCeil(size, width) * cycles::ofReducedVector;
  Value count = emitCeilDiv(builder, loc, units, perWorker);
  function.forWorkers(count, cycles, [&](OpBuilder &nested, Value worker) {
    enter(nested);
    Value lower = worker, upper;
    if (perWorker > 1) {
      Value step = constant(nested, loc, perWorker);
      lower = arith::MulIOp::create(nested, loc, worker, step);
      upper = arith::MinSIOp::create(nested, loc, arith::AddIOp::create(nested, loc, lower, step), units);
    }
    auto emit = [&](OpBuilder &at, Value unit) { emitUnit(at, unit, basis, chunks != 0, body); };
    if (function.threads() > 1) {
      if (!upper)
        upper = arith::AddIOp::create(nested, loc, lower, constant(nested, loc, 1));
      Value rows = arith::SubIOp::create(nested, loc, upper, lower);
      return function.forThreads(nested, rows,
                                 [&](OpBuilder &at, Value i) { emit(at, arith::AddIOp::create(at, loc, lower, i)); });
    }
    if (perWorker == 1)
      return emit(nested, lower);
    emitLoop(nested, loc, lower, upper, 1, emit);
  });
}

void RowLoops::emitUnit(OpBuilder &builder, Value unit, ArrayRef<Value> basis, bool isChunk, RowsBody body) {
  Location loc = function.loc;
  SmallVector<Value> split{unit};
  if (basis.size() > 1)
    split = emitDelinearize(builder, loc, unit, basis);
  ArrayRef<Value> coordinates = split;
  Rows rows;
  if (isChunk) {
    rows.chunk = coordinates.front();
    coordinates = coordinates.drop_front();
  }
  Point &point = rows.points.emplace_back(function.shape(tensor).size());
  for (auto [d, coordinate] : llvm::zip(outer, coordinates))
    point[d] = {coordinate, 0};
  if (vectorsAlongRow)
    return body(builder, rows);
  Value column = arith::MulIOp::create(builder, loc, coordinates.back(), constant(builder, loc, rowsAtOnce));
  emitBlock(builder, rows, column, body);
}

/// Rows side by side from `column` on: all slots where they fit, else vector by vector.
void RowLoops::emitBlock(OpBuilder &builder, Rows rows, Value column, RowsBody body) {
  Location loc = function.loc;
  Point point = rows.points.front();
  unsigned last = point.size() - 1;
  Value extent = function.extent(builder, tensor, last);
  auto emitAll = [&](OpBuilder &at) {
    rows.points.clear();
    for (unsigned slot = 0; slot < slots; ++slot) {
      Value offset = constant(at, loc, slot * width);
      point[last] = {at.createOrFold<arith::AddIOp>(loc, column, offset), width > 1};
      rows.points.push_back(point);
    }
    body(at, rows);
  };
  std::optional<int64_t> known = knownExtent(last);
  if (known && *known % rowsAtOnce == 0)
    return emitAll(builder);
  Value end = arith::AddIOp::create(builder, loc, column, constant(builder, loc, rowsAtOnce));
  auto emitRest = [&](OpBuilder &at) {
    // The number of columns may be known although where they start is not.
    Value count = known && *known < rowsAtOnce ? extent : arith::SubIOp::create(at, loc, extent, column).getResult();
    emitVectorLoop(at, loc, constant(at, loc, 0), count, width, [&](OpBuilder &inner, Value i, Value mask) {
      point[last] = {arith::AddIOp::create(inner, loc, column, i), width > 1};
      body(inner, {{point}, mask, rows.chunk});
    });
  };
  if (known && *known < rowsAtOnce)
    return emitRest(builder);
  Value fits = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sle, end, extent);
  scf::IfOp::create(
      builder, loc, fits,
      [&](OpBuilder &at, Location) {
        emitAll(at);
        scf::YieldOp::create(at, loc);
      },
      [&](OpBuilder &at, Location) {
        emitRest(at);
        scf::YieldOp::create(at, loc);
      });
}

//===----------------------------------------------------------------------===//
// Steps
//===----------------------------------------------------------------------===//

SmallVector<Value> RowLoops::forEachStep(OpBuilder &builder, const Rows &rows, ValueRange initial, StepBody body,
                                         unsigned most) {
  Cursor cursor{rows, body, slotsOf(rows, most), {}};
  return emitNest(builder, cursor, initial);
}

/// What is visited of a reduced dimension: all of it, or a chunk.
RowLoops::Range RowLoops::rangeOf(OpBuilder &builder, const Rows &rows, unsigned dimension) {
  Location loc = function.loc;
  Value extent = function.extent(builder, tensor, dimension);
  if (!rows.chunk || split->dimension != dimension)
    return {constant(builder, loc, 0), extent};
  Value part = constant(builder, loc, split->extent);
  Value lower = arith::MulIOp::create(builder, loc, rows.chunk, part);
  if (*knownExtent(dimension) % split->extent == 0)
    return {lower, part};
  Value rest = arith::SubIOp::create(builder, loc, extent, lower);
  return {lower, arith::MinSIOp::create(builder, loc, rest, part)};
}

/// Loops over the reduced dimensions, but for the one that lanes run along.
SmallVector<Value> RowLoops::emitNest(OpBuilder &builder, Cursor &cursor, ValueRange carried) {
  unsigned depth = cursor.indices.size();
  if (depth + vectorsAlongRow >= dimensions.size())
    return vectorsAlongRow ? emitAlongRow(builder, cursor, carried) : emitAcrossRows(builder, cursor, carried);
  Location loc = function.loc;
  Range range = rangeOf(builder, cursor.rows, dimensions[depth]);
  Value upper = builder.createOrFold<arith::AddIOp>(loc, range.lower, range.length);
  auto loop = scf::ForOp::create(builder, loc, range.lower, upper, constant(builder, loc, 1), carried,
                                 [&](OpBuilder &nested, Location, Value index, ValueRange values) {
                                   cursor.indices.push_back(index);
                                   scf::YieldOp::create(nested, loc, emitNest(nested, cursor, values));
                                   cursor.indices.pop_back();
                                 });
  return SmallVector<Value>(loop.getResults());
}

/// One vector: `index` is the coordinate along the row, null where lanes run across rows.
void RowLoops::step(OpBuilder &builder, Cursor &cursor, unsigned slot, unsigned ordinal, Value index, Value mask,
                    SmallVectorImpl<Value> &carried) {
  RowStep at{cursor.rows.points[vectorsAlongRow ? 0 : slot], mask, slot, ordinal};
  for (auto [d, coordinate] : llvm::zip(dimensions, cursor.indices))
    at.point[d] = {coordinate, 0};
  if (index)
    at.point.back() = {index, width > 1};
  unsigned perSlot = carried.size() / cursor.slots;
  auto own = MutableArrayRef(carried).slice(slot * perSlot, perSlot);
  llvm::copy(cursor.body(builder, at, ValueRange(own)), own.begin());
}

SmallVector<Value> RowLoops::emitAcrossRows(OpBuilder &builder, Cursor &cursor, ValueRange carried) {
  SmallVector<Value> values(carried);
  for (unsigned slot = 0; slot < cursor.rows.points.size(); ++slot)
    step(builder, cursor, slot, slot, Value(), cursor.rows.mask, values);
  return values;
}

SmallVector<Value> RowLoops::emitAlongRow(OpBuilder &builder, Cursor &cursor, ValueRange carried) {
  Location loc = function.loc;
  SmallVector<Value> values(carried);
  if (dimensions.empty()) { // a tensor of rank 0 is a row of one element
    step(builder, cursor, 0, 0, Value(), Value(), values);
    return values;
  }
  if (unrolled) {
    int64_t extent = *knownExtent(dimensions.back());
    auto type = VectorType::get({width}, builder.getI1Type());
    for (int64_t i = 0; i < extent; i += width) {
      Value mask;
      if (i + width > extent)
        mask = vector::CreateMaskOp::create(builder, loc, type, constant(builder, loc, extent - i));
      step(builder, cursor, i / width % cursor.slots, i / width, constant(builder, loc, i), mask, values);
    }
    return values;
  }
  Range range = rangeOf(builder, cursor.rows, dimensions.back());
  Value stride = constant(builder, loc, cursor.slots * width);
  Value rest = builder.createOrFold<arith::RemSIOp>(loc, range.length, stride);
  Value whole = builder.createOrFold<arith::SubIOp>(loc, range.length, rest);
  Value end = builder.createOrFold<arith::AddIOp>(loc, range.lower, whole);
  if (getConstantIntValue(whole) != 0) {
    auto loop = scf::ForOp::create(builder, loc, range.lower, end, stride, values,
                                   [&](OpBuilder &nested, Location, Value base, ValueRange inner) {
                                     SmallVector<Value> next(inner);
                                     for (unsigned slot = 0; slot < cursor.slots; ++slot) {
                                       Value offset = constant(nested, loc, slot * width);
                                       Value index = nested.createOrFold<arith::AddIOp>(loc, base, offset);
                                       step(nested, cursor, slot, slot, index, Value(), next);
                                     }
                                     scf::YieldOp::create(nested, loc, next);
                                   });
    values = SmallVector<Value>(loop.getResults());
  }
  if (getConstantIntValue(rest) == 0)
    return values;
  Value upper = builder.createOrFold<arith::AddIOp>(loc, range.lower, range.length);
  return emitVectorLoop(builder, loc, end, upper, width, values,
                        [&](OpBuilder &nested, Value index, Value mask, ValueRange inner) {
                          SmallVector<Value> next(inner);
                          step(nested, cursor, 0, 0, index, mask, next);
                          return next;
                        });
}
