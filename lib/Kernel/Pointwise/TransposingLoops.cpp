//===- TransposingLoops.cpp - Kernels that transpose in registers ---------===//
//
// Inputs lie along one axis of the result, results along the last one. Both are
// cut into blocks, so that lines of memory are used whole on both sides, and
// blocks into squares: vectors along the inputs' axis, transposed in registers,
// continue along the last one. An axis of few elements fills no square; where it
// lies innermost and whole, its rows are one run of memory, read or written as it
// lies and interleaved in registers.
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Pointwise/TransposingLoops.h"
#include "lib/Kernel/Emit/Loops.h"
#include "lib/Kernel/Emit/Transpose.h"
#include "lib/Kernel/Schedule/Cycles.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;

namespace {

/// Vectors of a value as integers of its size in memory, where nothing has been
/// computed with them: less to transpose, and shuffles that every level has.
class Registers {
public:
  Registers(OpBuilder &builder, Location loc, SmallVector<Value> values) : builder(builder), loc(loc) {
    auto extended = [](Value vector) { return vector.getDefiningOp<arith::ExtFOp>(); };
    type = cast<VectorType>(values.front().getType());
    bool isExtended = llvm::all_of(values, extended);
    for (Value value : values) {
      if (type.getElementType().isInteger(1)) {
        value = bytesOf(value);
      } else if (isExtended) {
        narrow = cast<VectorType>(extended(value).getIn().getType());
        Type bits = builder.getIntegerType(narrow.getElementTypeBitWidth());
        value = vector::BitCastOp::create(builder, loc, narrow.clone(bits), extended(value).getIn());
      }
      vectors.push_back(value);
    }
  }

  SmallVector<Value> vectors;

  /// A vector of them in the register type again.
  Value restored(Value vector) {
    if (type.getElementType().isInteger(1)) {
      Value zero = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(vector.getType()));
      return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ne, vector, zero);
    }
    if (!narrow)
      return vector;
    Value bits = vector::BitCastOp::create(builder, loc, narrow, vector);
    return arith::ExtFOp::create(builder, loc, type, bits);
  }

private:
  /// Of bools, which are bits in registers.
  Value bytesOf(Value bits) {
    auto bytes = type.clone(builder.getI8Type());
    auto loaded = bits.getDefiningOp<arith::CmpIOp>();
    if (loaded && loaded.getLhs().getType() == bytes && loaded.getPredicate() == arith::CmpIPredicate::ne &&
        matchPattern(loaded.getRhs(), m_Zero()))
      return loaded.getLhs();
    return arith::ExtUIOp::create(builder, loc, bytes, bits);
  }

  OpBuilder &builder;
  Location loc;
  VectorType type, narrow; ///< narrow: of the elements before they were extended, if they were
};

struct Range {
  Value lower, upper;
};

class TransposingLoops {
public:
  TransposingLoops(KernelFunction &function, const TransposedReads &reads)
      : function(function), schedule(function.schedule<rt::PointwiseScheduleAttr>()), loc(function.loc), reads(reads),
        last(reads.last), axis(reads.axis) {
    width = function.width();
    // The schedule counts lanes by the floats computed with: integers of 64 bits are as wide.
    auto is64 = [](Type type) { return getElementTypeOrSelf(type).isInteger(64); };
    if (llvm::any_of(reads.transposed, [&](const Aligned &transposed) { return is64(transposed.value.getType()); }))
      width = std::max<int64_t>(2, width / 2);
    bool isF64 = llvm::any_of(function.body(), [](Operation &op) {
      return llvm::any_of(op.getResultTypes(), [](Type type) { return getElementTypeOrSelf(type).isF64(); });
    });
    storesMasked = function.width() * (isF64 ? 8 : 4) >= 64;
    extents = function.extents(function.results().front());
    lastCount = getConstantIntValue(extents[last]);
    axisCount = getConstantIntValue(extents[axis]);
  }

  void emit();

private:
  using Body = function_ref<void(OpBuilder &, Value index, Value mask)>;
  void forVectors(OpBuilder &at, Range range, std::optional<int64_t> extent, Body body);
  struct Square {
    const Point &point; ///< the other coordinates
    Value row, rowMask, column, columnMask;
  };
  void emitSquare(OpBuilder &at, const Square &square);
  Value rowAt(OpBuilder &at, const Square &square, Value i);
  SmallVector<Value> rowsOf(OpBuilder &at, ElementEmitter &emitter, const Square &square, const Aligned &transposed,
                            int64_t rows);
  SmallVector<Value> rowsOf(OpBuilder &at, const Square &square, const Aligned &transposed, int64_t rows, Value memory);
  void emitRows(OpBuilder &at, const Point &point, Value row, Value rowMask, Value column, Value end);
  void emitInterleaved(OpBuilder &at, const Point &point, Value column, Value mask, Value end);
  void emitDeinterleaved(OpBuilder &at, const Point &point, Value row, Value mask, Value end);
  void storeResults(ElementEmitter &emitter, OpBuilder &at, const Point &point, Value mask);
  void storeRest(ElementEmitter &emitter, OpBuilder &at, Point point, Value element, unsigned index);

  /// Of what stands in scratch: computed with, so no narrower than in registers.
  Type heldType(const Aligned &transposed) { return registerType(elementTypeOf(transposed.value)); }
  Point held(OpBuilder &at, Value row) { return {{row}, {index(at, 0), 1}}; }

  bool isTransposed(Value result) const {
    return llvm::any_of(reads.transposed, [&](const Aligned &transposed) { return transposed.value == result; });
  }
  bool isLong();
  bool interleaves() const;
  bool deinterleaves() const;
  /// Lanes of vector `v` of a run that ends after `length` groups of `count` elements.
  Value runMask(OpBuilder &at, Value mask, Value lower, Value upper, int64_t count, int64_t v);

  Value index(OpBuilder &at, int64_t value) { return arith::ConstantIndexOp::create(at, loc, value); }
  Value add(OpBuilder &at, Value a, int64_t b) { return b ? at.createOrFold<arith::AddIOp>(loc, a, index(at, b)) : a; }
  /// The point with other coordinates along the last axis and the inputs' one.
  Point moved(Point point, Coordinate row, Coordinate column) const {
    point[last] = row;
    point[axis] = column;
    return point;
  }

  KernelFunction &function;
  rt::PointwiseScheduleAttr schedule;
  Location loc;
  const TransposedReads &reads;
  unsigned last, axis;
  int64_t width;
  bool storesMasked; ///< masked stores are fast: AVX-512 has them
  SmallVector<Value> extents;
  SmallVector<Value> scratch; ///< a square of each transposed value, where the kernel computes much
  std::optional<int64_t> lastCount, axisCount;
};

} // namespace

/// Whether the code of all rows of a square side by side would be much: functions count as several operators.
bool TransposingLoops::isLong() {
  constexpr int64_t perFunction = 8;
  int64_t length = 0;
  for (Operation &op : function.body()) {
    auto tensorOp = dyn_cast<TensorOpInterface>(op);
    if (tensorOp && tensorOp.getRole() == Role::Elementwise)
      length += isa<ExpOp, LogOp, PowOp, TanhOp, ErfOp, SigmoidOp, GeluOp, SiluOp>(op) ? perFunction : 1;
  }
  return length > schedule.getUnroll();
}

static bool liesBefore(ArrayRef<int64_t> shape, unsigned outer, unsigned inner) {
  return outer < inner && llvm::all_of(shape.slice(outer + 1, inner - outer - 1), [](int64_t d) { return d == 1; });
}

static ArrayRef<int64_t> shapeOf(Value value) { return cast<RankedTensorType>(value.getType()).getShape(); }

/// Whether results are runs of few elements of the last axis, one run after the other.
bool TransposingLoops::interleaves() const {
  return lastCount && *lastCount <= schedule.getInterleave() &&
         liesBefore(shapeOf(function.results().front()), axis, last);
}

/// Whether inputs are runs of few elements of their axis, one run after the other.
bool TransposingLoops::deinterleaves() const {
  return axisCount && *axisCount <= schedule.getInterleave() && !reads.inputs.empty() &&
         llvm::all_of(reads.inputs, [&](const Aligned &input) {
           const Axes &axes = input.axes;
           auto follows = [&](unsigned one) {
             return llvm::find_if(axes, [&](const Follows &at) { return at.axis == one; }) - axes.begin();
           };
           return function.buffer(input.value) && liesBefore(shapeOf(input.value), follows(last), follows(axis));
         });
}

/// Steps of `width`; the rest, where the extent leaves one, under a mask. Ranges begin at
/// multiples of `width`, so only the last has a rest.
void TransposingLoops::forVectors(OpBuilder &at, Range range, std::optional<int64_t> extent, Body body) {
  if (extent && *extent % width == 0)
    return emitLoop(at, loc, range.lower, range.upper, width,
                    [&](OpBuilder &nested, Value i) { body(nested, i, Value()); });
  emitVectorLoop(at, loc, range.lower, range.upper, width, body);
}

void TransposingLoops::storeResults(ElementEmitter &emitter, OpBuilder &at, const Point &point, Value mask) {
  for (auto [index, result] : llvm::enumerate(function.results())) {
    Value element = emitter.emit(result, point, mask);
    if (mask && lastCount && !storesMasked)
      storeRest(emitter, at, point, emitter.splat(element), index);
    else
      emitter.store(element, elementTypeOf(result), function.output(index), point, mask);
  }
}

/// What is left of rows of known length, in pieces of 1, 2, 4 ... elements.
void TransposingLoops::storeRest(ElementEmitter &emitter, OpBuilder &at, Point point, Value element, unsigned index) {
  int64_t rest = *lastCount % width, offset = 0;
  Value begin = point[last].base;
  for (int64_t size = width / 2; size; size /= 2) {
    if (!(rest & size))
      continue;
    Value piece = vector::ExtractStridedSliceOp::create(at, loc, element, offset, size, int64_t(1));
    point[last].base = add(at, begin, offset);
    emitter.store(piece, elementTypeOf(function.results()[index]), function.output(index), point, Value());
    offset += size;
  }
}

/// The coordinate of row `i` of a square. Past an unknown extent the last row repeats.
Value TransposingLoops::rowAt(OpBuilder &at, const Square &square, Value i) {
  Value here = at.createOrFold<arith::AddIOp>(loc, square.row, i);
  if (!square.rowMask || lastCount)
    return here;
  return arith::MinSIOp::create(at, loc, here, add(at, extents[last], -1));
}

/// A row is what lies along the inputs' axis: `width` columns of it.
void TransposingLoops::emitSquare(OpBuilder &at, const Square &square) {
  int64_t rows = square.rowMask && lastCount ? *lastCount % width : width;
  int64_t columns = square.columnMask ? *axisCount % width : width;
  SmallVector<Point> targets;
  for (int64_t i = 0; i < columns; ++i)
    targets.push_back(moved(square.point, {square.row, 1}, {add(at, square.column, i)}));
  ElementEmitter emitter(function, at, width);
  for (auto [i, transposed] : llvm::enumerate(reads.transposed)) {
    Registers registers(at, loc,
                        scratch.empty() ? rowsOf(at, emitter, square, transposed, rows)
                                        : rowsOf(at, square, transposed, rows, scratch[i]));
    registers.vectors.resize(width, registers.vectors.front()); // no store takes what is in these
    for (auto [target, vector] : llvm::zip(targets, emitTranspose(at, loc, registers.vectors)))
      emitter.bind(transposed.value, transposed.point(at, loc, target), registers.restored(vector));
  }
  if (scratch.empty() || llvm::all_of(function.results(), [&](Value result) { return isTransposed(result); })) {
    for (const Point &target : targets)
      storeResults(emitter, at, target, square.rowMask);
    return;
  }
  for (const auto &[transposed, memory] : llvm::zip(reads.transposed, scratch))
    for (auto [column, target] : llvm::enumerate(targets))
      emitter.store(emitter.emit(transposed.value, transposed.point(at, loc, target), Value()), heldType(transposed),
                    memory, held(at, index(at, column)), Value());
  emitLoop(at, loc, index(at, 0), index(at, columns), 1, [&](OpBuilder &nested, Value column) {
    ElementEmitter inner(function, nested, width);
    Value here = arith::AddIOp::create(nested, loc, square.column, column);
    Point target = moved(square.point, {square.row, 1}, {here});
    for (const auto &[transposed, memory] : llvm::zip(reads.transposed, scratch))
      inner.bind(transposed.value, transposed.point(nested, loc, target),
                 inner.load(memory, heldType(transposed), held(nested, column), Value()));
    storeResults(inner, nested, target, square.rowMask);
  });
}

/// The rows of a square of a value, computed one beside the other.
SmallVector<Value> TransposingLoops::rowsOf(OpBuilder &at, ElementEmitter &emitter, const Square &square,
                                            const Aligned &transposed, int64_t rows) {
  SmallVector<Value> vectors;
  for (int64_t i = 0; i < rows; ++i) {
    Point source = moved(square.point, {rowAt(at, square, index(at, i))}, {square.column, 1});
    vectors.push_back(
        emitter.splat(emitter.emit(transposed.value, transposed.point(at, loc, source), square.columnMask)));
  }
  return vectors;
}

/// The rows of a square of a value, computed one after the other.
SmallVector<Value> TransposingLoops::rowsOf(OpBuilder &at, const Square &square, const Aligned &transposed,
                                            int64_t rows, Value memory) {
  emitLoop(at, loc, index(at, 0), index(at, rows), 1, [&](OpBuilder &nested, Value i) {
    ElementEmitter inner(function, nested, width);
    Point source = moved(square.point, {rowAt(nested, square, i)}, {square.column, 1});
    Value element = inner.emit(transposed.value, transposed.point(nested, loc, source), square.columnMask);
    inner.store(inner.splat(element), heldType(transposed), memory, held(nested, i), Value());
  });
  ElementEmitter emitter(function, at, width);
  SmallVector<Value> vectors;
  for (int64_t i = 0; i < rows; ++i)
    vectors.push_back(emitter.load(memory, heldType(transposed), held(at, index(at, i)), Value()));
  return vectors;
}

/// What is left of columns, of unknown number: one after the other.
void TransposingLoops::emitRows(OpBuilder &at, const Point &point, Value row, Value rowMask, Value column, Value end) {
  emitLoop(at, loc, column, end, 1, [&](OpBuilder &nested, Value here) {
    ElementEmitter emitter(function, nested, width);
    storeResults(emitter, nested, moved(point, {row, 1}, {here}), rowMask);
  });
}

Value TransposingLoops::runMask(OpBuilder &at, Value mask, Value lower, Value upper, int64_t count, int64_t v) {
  if (!mask)
    return {};
  Value length = at.createOrFold<arith::SubIOp>(loc, upper, lower);
  length = at.createOrFold<arith::MulIOp>(loc, length, index(at, count));
  return vector::CreateMaskOp::create(at, loc, mask.getType(), add(at, length, -v * width));
}

void TransposingLoops::emitInterleaved(OpBuilder &at, const Point &point, Value column, Value mask, Value end) {
  ElementEmitter emitter(function, at, width);
  for (auto [position, result] : llvm::enumerate(function.results())) {
    SmallVector<Value> rows;
    for (int64_t i = 0; i < *lastCount; ++i)
      rows.push_back(emitter.splat(emitter.emit(result, moved(point, {index(at, i)}, {column, 1}), mask)));
    Registers registers(at, loc, rows);
    for (auto [v, vector] : llvm::enumerate(emitInterleave(at, loc, registers.vectors))) {
      int64_t first = v * width;
      Point target = moved(point, {index(at, first % *lastCount), 1}, {add(at, column, first / *lastCount)});
      emitter.store(registers.restored(vector), elementTypeOf(result), function.output(position), target,
                    runMask(at, mask, column, end, *lastCount, v));
    }
  }
}

void TransposingLoops::emitDeinterleaved(OpBuilder &at, const Point &point, Value row, Value mask, Value end) {
  ElementEmitter emitter(function, at, width);
  SmallVector<Point> targets;
  for (int64_t i = 0; i < *axisCount; ++i)
    targets.push_back(moved(point, {row, 1}, {index(at, i)}));
  for (const Aligned &input : reads.inputs) {
    SmallVector<Value> vectors;
    for (int64_t v = 0; v < *axisCount; ++v) {
      int64_t first = v * width;
      Point source = moved(point, {add(at, row, first / *axisCount)}, {index(at, first % *axisCount), 1});
      vectors.push_back(emitter.load(function.buffer(input.value), elementTypeOf(input.value),
                                     input.point(at, loc, source), runMask(at, mask, row, end, *axisCount, v)));
    }
    Registers registers(at, loc, vectors);
    for (auto [target, vector] : llvm::zip(targets, emitDeinterleave(at, loc, registers.vectors)))
      emitter.bind(input.value, input.point(at, loc, target), registers.restored(vector));
  }
  for (const Point &target : targets)
    storeResults(emitter, at, target, mask);
}

void TransposingLoops::emit() {
  OpBuilder &builder = function.builder;
  bool interleaved = interleaves(), deinterleaved = !interleaved && deinterleaves();
  // A block reads some vectors side by side, as far as there are so many: with more, narrow vectors come back to lines
  // that rows of a power of two have meanwhile driven out of the first cache.
  int64_t block = schedule.getBlock(), rowBlock, columnBlock;
  auto whole = [&](std::optional<int64_t> count, int64_t most) {
    int64_t steps = llvm::divideCeil(std::max<int64_t>(count.value_or(most), 1), width) * width;
    return std::min(steps, std::max(most / width * width, width));
  };
  columnBlock = whole(axisCount, schedule.getColumnVectors() * width);
  rowBlock = whole(lastCount, block / columnBlock);
  columnBlock = whole(axisCount, std::max(block / rowBlock, schedule.getLeastColumns()));
  Value rowBlocks = emitCeilDiv(builder, loc, extents[last], rowBlock);
  Value columnBlocks = emitCeilDiv(builder, loc, extents[axis], columnBlock);
  SmallVector<Value> basis;
  for (auto [d, extent] : llvm::enumerate(extents))
    if (d != last && d != axis)
      basis.push_back(extent);
  basis.append({columnBlocks, rowBlocks});
  Value count = index(builder, 1);
  for (Value extent : basis)
    count = builder.createOrFold<arith::MulIOp>(loc, count, extent);
  function.forWorkers(count, rowBlock * columnBlock * cycles::ofTransposedVector / width,
                      [&](OpBuilder &at, Value worker) {
                        auto indices = emitDelinearize(at, loc, worker, basis);
                        auto range = [&](Value block, int64_t size, Value extent) -> Range {
                          if (std::optional<int64_t> known = getConstantIntValue(extent); known && *known <= size)
                            return {index(at, 0), extent};
                          Value lower = arith::MulIOp::create(at, loc, block, index(at, size));
                          Value end = arith::AddIOp::create(at, loc, lower, index(at, size));
                          return {lower, arith::MinSIOp::create(at, loc, end, extent)};
                        };
                        Range rows = range(indices[indices.size() - 1], rowBlock, extents[last]);
                        Range columns = range(indices[indices.size() - 2], columnBlock, extents[axis]);
                        Point point;
                        for (size_t d = 0, next = 0; d < extents.size(); ++d)
                          point.push_back({d == last || d == axis ? Value() : indices[next++]});
                        if (isLong() && !interleaved && !deinterleaved)
                          for (const Aligned &transposed : reads.transposed) {
                            auto type = MemRefType::get({width, width}, storageType(heldType(transposed)));
                            scratch.push_back(rt::ScratchOp::create(at, loc, type));
                          }
                        if (interleaved)
                          return forVectors(at, columns, axisCount, [&](OpBuilder &nested, Value column, Value mask) {
                            emitInterleaved(nested, point, column, mask, columns.upper);
                          });
                        if (deinterleaved)
                          return forVectors(at, rows, lastCount, [&](OpBuilder &nested, Value row, Value mask) {
                            emitDeinterleaved(nested, point, row, mask, rows.upper);
                          });
                        forVectors(at, rows, lastCount, [&](OpBuilder &outer, Value row, Value rowMask) {
                          forVectors(outer, columns, axisCount, [&](OpBuilder &inner, Value column, Value columnMask) {
                            if (columnMask && !axisCount)
                              return emitRows(inner, point, row, rowMask, column, columns.upper);
                            emitSquare(inner, {point, row, rowMask, column, columnMask});
                          });
                        });
                      });
  function.finish();
}

void dlc::emitTransposingLoops(KernelFunction &function, const TransposedReads &reads) {
  TransposingLoops(function, reads).emit();
}
