//===- EmitReduction.cpp - Reductions and normalisations of rows ---------------===//
//
// A worker takes whole rows. Each algorithm is a few passes over a row that stays
// in the first cache: softmax finds the largest element, sums exponentials and
// scales; a norm sums distances and their squares and scales. Operators
// before the anchor are computed where its operand is loaded, those behind it
// where its result is stored.
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Emit/Combine.h"
#include "lib/Kernel/Emit/ExpOfNonPositive.h"
#include "lib/Kernel/Emit/Families.h"
#include "lib/Kernel/Reduction/RowBuffer.h"
#include "lib/Kernel/Reduction/RowPartials.h"
#include "lib/Kernel/Schedule/Schedule.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace dlc;

namespace {

SmallVector<bool> reducedAxes(Operation *anchor) {
  unsigned rank = cast<RankedTensorType>(anchor->getOperand(0).getType()).getRank();
  SmallVector<bool> reduced(rank, false);
  TypeSwitch<Operation *>(anchor)
      .Case<ReduceOp, MomentsOp>([&](auto op) { reduced = op.getReducedAxes(); })
      .Case<ArgmaxOp, SoftmaxOp>([&](auto op) { reduced[op.getPositiveAxis()] = true; })
      .Case([&](LayerNormOp op) { std::fill(reduced.end() - op.getAxes(), reduced.end(), true); });
  return reduced;
}

class RowsKernel {
public:
  RowsKernel(KernelOp kernel, Operation *anchor)
      : function(kernel), anchor(anchor), input(anchor->getOperand(0)), loc(function.loc),
        loops(function, input, reducedAxes(anchor)) {
    element = registerType(cast<RankedTensorType>(input.getType()).getElementType());
    vectorType = loops.width == 1 ? element : VectorType::get({loops.width}, element);
  }

  void emit() {
    TypeSwitch<Operation *>(anchor)
        .Case([&](ReduceOp op) { emitReduce(op); })
        .Case([&](MomentsOp op) { emitMoments(op); })
        .Case([&](ArgmaxOp op) { emitArgmax(op); })
        .Case([&](SoftmaxOp op) { emitSoftmax(op); })
        .Case([&](LayerNormOp op) { emitLayerNorm(op); });
    function.finish();
  }

private:
  void emitReduce(ReduceOp op);
  void emitMoments(MomentsOp op);
  void emitArgmax(ArgmaxOp op);
  void emitSoftmax(SoftmaxOp op);
  void emitLayerNorm(LayerNormOp op);

  /// Rows, or their chunks first, are reduced to registers of `types`, which are merged and stored.
  using ReduceRows = function_ref<SmallVector<Value>(OpBuilder &, const Rows &)>;
  using StoreRows = function_ref<void(OpBuilder &, const Rows &, ArrayRef<Value>)>;
  void reduceRows(ArrayRef<Type> types, ReduceRows reduce, RowPartials::Merge merge, StoreRows store);

  /// Passes over rows, or over their chunks, one after the other. A pass gets what those before it gave, a few
  /// registers per row, combined by their combiners; the last gives nothing. It writes rows, or elements per row.
  using Results = ArrayRef<SmallVector<Value>>;
  struct Pass {
    function_ref<SmallVector<Value>(OpBuilder &, const Rows &, Results)> emit;
    Combiner combiner = {Reduction::Sum};
    unsigned count = 1;  ///< registers per row
    bool ofRows = false; ///< seen as a whole, not by chunks
  };
  void emitPasses(function_ref<void(OpBuilder &)> enter, ArrayRef<Pass> passes);

  /// The operand's elements; where lanes run along rows, those past the end are `outside`.
  Value load(OpBuilder &at, const RowStep &step, Value outside);
  SmallVector<Value> loadFirst(OpBuilder &at, const Rows &rows);
  Value inside(OpBuilder &at, const RowStep &step, Value value, Value outside);
  using ElementAt = function_ref<Value(OpBuilder &, const RowStep &)>;
  using ElementsAt = function_ref<SmallVector<Value>(OpBuilder &, const RowStep &)>;
  SmallVector<Value> accumulate(OpBuilder &at, const Rows &rows, Combiner combiner, ElementAt element,
                                unsigned most = ~0U);
  SmallVector<Value> accumulate(OpBuilder &at, const Rows &rows, Combiner combiner, unsigned count, ElementsAt elements,
                                unsigned most = ~0U);
  SmallVector<Value> findLargest(OpBuilder &at, const Rows &rows, unsigned axis, Type integer);
  SmallVector<Value> perSlot(OpBuilder &at, const Rows &rows, ArrayRef<Value> values);
  void storeReduced(OpBuilder &at, const Rows &rows, ArrayRef<Value> values, bool keep);
  void store(OpBuilder &at, const Point &point, Value mask, ArrayRef<Value> values);
  void prefetch(OpBuilder &at, const RowStep &step);
  Value lengthAs(OpBuilder &builder, Type type);

  /// Of one row, or one per lane: mean and variance of distances from `center`, and whether it is so far from the mean
  /// that this has cost digits.
  struct Moments {
    Value center, mean, variance, isFar;
  };
  SmallVector<Value> addUpDistances(OpBuilder &at, const Rows &rows, ArrayRef<Value> centers, ElementAt elementAt);
  Moments momentsOf(OpBuilder &at, Value center, ValueRange sums, Value share);
  SmallVector<Moments> momentsOf(OpBuilder &at, ArrayRef<Value> centers, ValueRange sums, Value share);
  SmallVector<Value> loadCenters(OpBuilder &at, const Rows &rows);
  void scaleRows(LayerNormOp op, OpBuilder &at, const Rows &rows, const Moments &moments, ElementAt elementAt);

  KernelFunction function;
  Operation *anchor;
  Value input;
  Location loc;
  RowLoops loops;
  Type element, vectorType; ///< of one element, and of a vector of them
};

//===----------------------------------------------------------------------===//
// Loads and stores
//===----------------------------------------------------------------------===//

Value RowsKernel::inside(OpBuilder &at, const RowStep &step, Value value, Value outside) {
  if (!step.mask || !loops.vectorsAlongRow)
    return value;
  return arith::SelectOp::create(at, loc, step.mask, value, outside);
}

Value RowsKernel::load(OpBuilder &at, const RowStep &step, Value outside) {
  ElementEmitter emitter(function, at, loops.width);
  Value value = emitter.splat(emitter.emit(input, step.point, step.mask));
  return outside ? inside(at, step, value, outside) : value;
}

/// Binds the anchor's results at a point and stores what the kernel returns there.
void RowsKernel::store(OpBuilder &at, const Point &point, Value mask, ArrayRef<Value> values) {
  ElementEmitter emitter(function, at, loops.width);
  for (auto [result, value] : llvm::zip_equal(anchor->getResults(), values))
    emitter.bind(result, point, value);
  emitter.storeResults(anchor->getResults(), point, mask);
}

/// Asks for the line that the results some way behind a step start, if they start one. It may lie behind all of them.
void RowsKernel::prefetch(OpBuilder &at, const RowStep &step) {
  auto ahead = function.schedule<rt::ReductionScheduleAttr>().getPrefetch();
  unsigned bytes = element.getIntOrFloatBitWidth() / 8;
  if (ahead == 0 || function.threads() != 1 || step.slot * loops.width * bytes % cacheLine != 0)
    return;
  Point point = step.point;
  Value distance = arith::ConstantIndexOp::create(at, loc, ahead / bytes);
  point.back().base = at.createOrFold<arith::AddIOp>(loc, point.back().base, distance);
  ElementEmitter(function, at, loops.width).prefetchResults(anchor->getResults(), point);
}

/// `values` of the anchor's results, point after point.
void RowsKernel::storeReduced(OpBuilder &at, const Rows &rows, ArrayRef<Value> values, bool keep) {
  unsigned count = anchor->getNumResults();
  for (auto [number, from] : llvm::enumerate(rows.points)) {
    Point point = from;
    for (unsigned d : loops.dimensions)
      point[d] = {keep ? arith::ConstantIndexOp::create(at, loc, 0).getResult() : Value(), 0};
    if (!keep)
      llvm::erase_if(point, [](const Coordinate &coordinate) { return !coordinate.base; });
    store(at, point, rows.mask, values.slice(number * count, count));
  }
}

SmallVector<Value> RowsKernel::accumulate(OpBuilder &at, const Rows &rows, Combiner combiner, ElementAt element,
                                          unsigned most) {
  auto elements = [&](OpBuilder &inner, const RowStep &step) { return SmallVector<Value>{element(inner, step)}; };
  return accumulate(at, rows, combiner, /*count=*/1, elements, most);
}

/// `count` accumulators per slot; each combined to one scalar where lanes run along rows.
SmallVector<Value> RowsKernel::accumulate(OpBuilder &at, const Rows &rows, Combiner combiner, unsigned count,
                                          ElementsAt elements, unsigned most) {
  SmallVector<Value> initial(loops.slotsOf(rows, most) * count, combiner.neutral(at, loc, vectorType));
  auto body = [&](OpBuilder &inner, const RowStep &step, ValueRange carried) {
    SmallVector<Value> next;
    for (auto [sofar, value] : llvm::zip(carried, elements(inner, step)))
      next.push_back(combiner.combine(inner, loc, sofar, value));
    return next;
  };
  SmallVector<Value> values = loops.forEachStep(at, rows, initial, body, most);
  if (!loops.vectorsAlongRow)
    return values;
  SmallVector<Value> results;
  for (unsigned i = 0; i < count; ++i) {
    SmallVector<Value> slots;
    for (size_t slot = i; slot < values.size(); slot += count)
      slots.push_back(values[slot]);
    results.push_back(combiner.combineLanes(at, loc, slots));
  }
  return results;
}

/// What a pass gave, as registers of the rows' vectors, one per slot.
SmallVector<Value> RowsKernel::perSlot(OpBuilder &at, const Rows &rows, ArrayRef<Value> values) {
  if (!loops.vectorsAlongRow)
    return SmallVector<Value>(values);
  return SmallVector<Value>(loops.slotsOf(rows), emitSplat(at, loc, vectorType, values.front()));
}

void RowsKernel::emitPasses(function_ref<void(OpBuilder &)> enter, ArrayRef<Pass> passes) {
  if (!loops.split)
    return loops.forEachRows(enter, [&](OpBuilder &at, const Rows &rows) {
      SmallVector<SmallVector<Value>> results;
      for (const Pass &pass : passes)
        results.push_back(pass.emit(at, rows, results));
    });
  std::vector<RowPartials> partials; // of all passes but the last
  for (size_t number = 0; number < passes.size(); ++number) {
    bool isLast = number + 1 == passes.size();
    if (!isLast)
      partials.emplace_back(function, loops, SmallVector<Type>(passes[number].count, element));
    auto emit = [&](OpBuilder &at, const Rows &rows) {
      SmallVector<SmallVector<Value>> before;
      for (size_t earlier = 0; earlier < number; ++earlier)
        before.push_back(partials[earlier].combine(at, rows, [&](OpBuilder &inner, ValueRange sofar, ValueRange next) {
          SmallVector<Value> values;
          for (auto [left, right] : llvm::zip(sofar, next))
            values.push_back(passes[earlier].combiner.combine(inner, loc, left, right));
          return values;
        }));
      SmallVector<Value> values = passes[number].emit(at, rows, before);
      if (!isLast)
        partials[number].put(at, rows, values);
    };
    if (passes[number].ofRows)
      loops.forEachRowsOfChunks(emit);
    else
      loops.forEachChunk(emit);
  }
}

/// Elements of a row as a number of `type`, computed once per kernel.
Value RowsKernel::lengthAs(OpBuilder &builder, Type type) {
  if (std::optional<int64_t> known = loops.knownLength())
    return emitConstant(builder, loc, type, static_cast<double>(*known));
  Value length = arith::IndexCastOp::create(builder, loc, builder.getI64Type(), loops.length());
  return arith::SIToFPOp::create(builder, loc, type, length);
}

//===----------------------------------------------------------------------===//
// reduce
//===----------------------------------------------------------------------===//

void RowsKernel::reduceRows(ArrayRef<Type> types, ReduceRows reduce, RowPartials::Merge merge, StoreRows store) {
  if (!loops.split)
    return loops.forEachRows([](OpBuilder &) {},
                             [&](OpBuilder &at, const Rows &rows) { store(at, rows, reduce(at, rows)); });
  RowPartials partials(function, loops, types);
  loops.forEachChunk([&](OpBuilder &at, const Rows &rows) { partials.put(at, rows, reduce(at, rows)); });
  loops.forEachRowsOfChunks(
      [&](OpBuilder &at, const Rows &rows) { store(at, rows, partials.combine(at, rows, merge)); });
}

void RowsKernel::emitReduce(ReduceOp op) {
  Combiner combiner{op.getKind()};
  bool isMean = op.getKind() == Reduction::Mean;
  Value length = isMean ? lengthAs(function.builder, element) : Value();
  auto reduce = [&](OpBuilder &at, const Rows &rows) {
    Value neutral = combiner.neutral(at, loc, vectorType);
    return accumulate(at, rows, combiner,
                      [&](OpBuilder &inner, const RowStep &step) { return load(inner, step, neutral); });
  };
  auto merge = [&](OpBuilder &at, ValueRange sofar, ValueRange next) -> SmallVector<Value> {
    return {combiner.combine(at, loc, sofar.front(), next.front())};
  };
  auto storeRows = [&](OpBuilder &at, const Rows &rows, ArrayRef<Value> values) {
    SmallVector<Value> results(values);
    if (isMean)
      for (Value &value : results)
        value = arith::DivFOp::create(at, loc, value, emitSplat(at, loc, value.getType(), length));
    storeReduced(at, rows, results, op.getKeep());
  };
  reduceRows(element, reduce, merge, storeRows);
}

//===----------------------------------------------------------------------===//
// argmax
//===----------------------------------------------------------------------===//

/// `index`, or the indices of lanes along the row, in the integer type of `type`.
Value laneIndices(OpBuilder &builder, Location loc, Type type, Value index, bool vectorsAlongRow) {
  Type integer = getElementTypeOrSelf(type);
  index = arith::IndexCastOp::create(builder, loc, integer, index);
  Value base = emitSplat(builder, loc, type, index);
  auto vector = dyn_cast<VectorType>(type);
  if (!vector || !vectorsAlongRow)
    return base;
  SmallVector<Attribute> steps;
  for (int64_t lane = 0; lane < vector.getNumElements(); ++lane)
    steps.push_back(builder.getIntegerAttr(integer, lane));
  Value offsets = arith::ConstantOp::create(builder, loc, DenseElementsAttr::get(vector, steps));
  return arith::AddIOp::create(builder, loc, base, offsets);
}

/// Whether an element replaces the best so far: the first of equals stays, and so
/// does a NaN.
Value isBetter(OpBuilder &builder, Location loc, Value element, Value best) {
  if (isa<IntegerType>(getElementTypeOrSelf(element.getType())))
    return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sgt, element, best);
  Value above = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::UGT, element, best);
  Value isNumber = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::ORD, best, best);
  return arith::AndIOp::create(builder, loc, above, isNumber);
}

/// Whether an element is the best of its row.
Value isBest(OpBuilder &builder, Location loc, Value element, Value best) {
  if (isa<IntegerType>(getElementTypeOrSelf(element.getType())))
    return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, element, best);
  // Where the best is NaN: the elements that are NaN.
  Value equal = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::OEQ, element, best);
  Value isNaN = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::UNO, element, element);
  return arith::OrIOp::create(builder, loc, equal, isNaN);
}

void RowsKernel::emitArgmax(ArgmaxOp op) {
  std::optional<int64_t> known = loops.knownLength();
  unsigned bits = known && *known <= INT32_MAX ? 32 : 64;
  Type integer = function.builder.getIntegerType(bits), result = function.builder.getI64Type();
  auto reduce = [&](OpBuilder &at, const Rows &rows) { return findLargest(at, rows, op.getPositiveAxis(), integer); };
  auto merge = [&](OpBuilder &at, ValueRange sofar, ValueRange next) -> SmallVector<Value> {
    Value better = isBetter(at, loc, next[0], sofar[0]);
    return {arith::SelectOp::create(at, loc, better, next[0], sofar[0]),
            arith::SelectOp::create(at, loc, better, next[1], sofar[1])};
  };
  auto storeRows = [&](OpBuilder &at, const Rows &rows, ArrayRef<Value> best) {
    SmallVector<Value> indices;
    for (size_t i = 1; i < best.size(); i += 2) {
      auto vector = dyn_cast<VectorType>(best[i].getType());
      Type type = vector ? Type(vector.clone(result)) : result;
      indices.push_back(bits == 32 ? arith::ExtSIOp::create(at, loc, type, best[i]).getResult() : best[i]);
    }
    storeReduced(at, rows, indices, op.getKeep());
  };
  reduceRows({element, integer}, reduce, merge, storeRows);
}

/// The largest elements of rows with their indices, point after point.
SmallVector<Value> RowsKernel::findLargest(OpBuilder &at, const Rows &rows, unsigned axis, Type integer) {
  Combiner largest{Reduction::Max}, first{Reduction::Min};
  Type indexType = loops.width == 1 ? integer : VectorType::get({loops.width}, integer);
  unsigned count = loops.slotsOf(rows);
  Value least = largest.neutral(at, loc, vectorType);
  Value zero = emitConstant(at, loc, indexType, APInt(integer.getIntOrFloatBitWidth(), 0));
  SmallVector<Value> initial; // (best, its index) per slot
  for (unsigned slot = 0; slot < count; ++slot)
    initial.append({least, zero});
  auto body = [&](OpBuilder &inner, const RowStep &step, ValueRange best) -> SmallVector<Value> {
    Value value = load(inner, step, least);
    Value index = laneIndices(inner, loc, indexType, step.point[axis].base, loops.vectorsAlongRow);
    Value better = isBetter(inner, loc, value, best[0]);
    return {arith::SelectOp::create(inner, loc, better, value, best[0]),
            arith::SelectOp::create(inner, loc, better, index, best[1])};
  };
  SmallVector<Value> best = loops.forEachStep(at, rows, initial, body);
  if (!loops.vectorsAlongRow)
    return best;
  SmallVector<Value> values, indices;
  for (unsigned slot = 0; slot < count; ++slot) {
    values.push_back(best[2 * slot]);
    indices.push_back(best[2 * slot + 1]);
  }
  Value all = largest.combineLanes(at, loc, values), splat = emitSplat(at, loc, vectorType, all);
  Value none = first.neutral(at, loc, indexType);
  for (auto [value, index] : llvm::zip(values, indices))
    index = arith::SelectOp::create(at, loc, isBest(at, loc, value, splat), index, none);
  return {all, first.combineLanes(at, loc, indices)};
}

//===----------------------------------------------------------------------===//
// softmax
//===----------------------------------------------------------------------===//

void RowsKernel::emitSoftmax(SoftmaxOp op) {
  // A NaN in the row is not the largest, but it makes the sum one.
  Combiner largest{Reduction::Max, /*keepsNaN=*/false}, sum{Reduction::Sum};
  RowBuffer buffer(function, loops, op.getResult());
  bool holdsInput = buffer.holds() && (!function.buffer(input) || loops.unrolled);
  auto findLargest = [&](OpBuilder &at, const Rows &rows, Results) {
    Value least = largest.neutral(at, loc, vectorType);
    return accumulate(at, rows, largest, [&](OpBuilder &inner, const RowStep &step) {
      Value value = load(inner, step, least);
      if (holdsInput)
        buffer.put(inner, step, value);
      return value;
    });
  };
  auto exponential = [&](OpBuilder &at, const RowStep &step, ArrayRef<Value> maxima) -> Value {
    Value value = holdsInput ? buffer.get(at, step) : load(at, step, Value());
    return emitExpOfNonPositive(at, loc, arith::SubFOp::create(at, loc, value, maxima[step.slot]));
  };
  auto addUp = [&](OpBuilder &at, const Rows &rows, Results before) {
    Value zero = sum.neutral(at, loc, vectorType);
    SmallVector<Value> maxima = perSlot(at, rows, before[0]);
    auto element = [&](OpBuilder &inner, const RowStep &step) {
      Value value = exponential(inner, step, maxima);
      buffer.put(inner, step, value);
      return inside(inner, step, value, zero);
    };
    // The exponential's constants leave registers for one vector at a time.
    return accumulate(at, rows, sum, element, /*most=*/1);
  };
  auto scale = [&](OpBuilder &at, const Rows &rows, Results before) -> SmallVector<Value> {
    SmallVector<Value> maxima = perSlot(at, rows, before[0]), factors(before[1]);
    for (Value &value : factors)
      value = arith::DivFOp::create(at, loc, emitConstant(at, loc, value.getType(), 1.0), value);
    factors = perSlot(at, rows, factors);
    return loops.forEachStep(at, rows, {}, [&](OpBuilder &inner, const RowStep &step, ValueRange) {
      Value value = buffer.holds() ? buffer.get(inner, step) : exponential(inner, step, maxima);
      store(inner, step.point, step.mask, {arith::MulFOp::create(inner, loc, value, factors[step.slot])});
      return SmallVector<Value>();
    });
  };
  emitPasses([&](OpBuilder &at) { buffer.enter(at); }, {{findLargest, largest}, {addUp, sum}, {scale}});
}

//===----------------------------------------------------------------------===//
// layer_norm
//===----------------------------------------------------------------------===//

/// The first elements of rows; 0 of rows without elements.
SmallVector<Value> RowsKernel::loadFirst(OpBuilder &at, const Rows &rows) {
  auto load = [&](OpBuilder &inner) {
    ElementEmitter emitter(function, inner, loops.width);
    SmallVector<Value> values;
    for (Point point : rows.points) {
      for (unsigned d : loops.dimensions)
        point[d] = {arith::ConstantIndexOp::create(inner, loc, 0), 0};
      Value value = emitter.emit(input, point, rows.mask);
      values.push_back(loops.vectorsAlongRow ? value : emitter.splat(value));
    }
    return values;
  };
  Type type = loops.vectorsAlongRow ? element : vectorType;
  auto nothing = [&](OpBuilder &inner) {
    return SmallVector<Value>(rows.points.size(), emitConstant(inner, loc, type, 0.0));
  };
  if (std::optional<int64_t> known = loops.knownLength())
    return *known == 0 ? nothing(at) : load(at);
  Value zero = arith::ConstantIndexOp::create(at, loc, 0);
  Value isFilled = arith::CmpIOp::create(at, loc, arith::CmpIPredicate::sgt, loops.length(), zero);
  auto branch = scf::IfOp::create(
      at, loc, isFilled, [&](OpBuilder &then, Location) { scf::YieldOp::create(then, loc, load(then)); },
      [&](OpBuilder &otherwise, Location) { scf::YieldOp::create(otherwise, loc, nothing(otherwise)); });
  return llvm::to_vector_of<Value>(branch.getResults());
}

/// Adds up distances of rows' elements from their center, and their squares.
SmallVector<Value> RowsKernel::addUpDistances(OpBuilder &at, const Rows &rows, ArrayRef<Value> centers,
                                              ElementAt elementAt) {
  Combiner sum{Reduction::Sum};
  Value zero = sum.neutral(at, loc, vectorType);
  SmallVector<Value> from = perSlot(at, rows, centers);
  auto distances = [&](OpBuilder &inner, const RowStep &step) -> SmallVector<Value> {
    Value distance = arith::SubFOp::create(inner, loc, elementAt(inner, step), from[step.slot]);
    distance = inside(inner, step, distance, zero);
    return {distance, arith::MulFOp::create(inner, loc, distance, distance)};
  };
  return accumulate(at, rows, sum, /*count=*/2, distances);
}

/// What the two sums of a row say.
RowsKernel::Moments RowsKernel::momentsOf(OpBuilder &at, Value center, ValueRange sums, Value share) {
  share = emitSplat(at, loc, sums[0].getType(), share);
  Value mean = arith::MulFOp::create(at, loc, sums[0], share), square = arith::MulFOp::create(at, loc, mean, mean);
  Value variance = arith::SubFOp::create(at, loc, arith::MulFOp::create(at, loc, sums[1], share), square);
  // What the subtraction may cost is three bits. NaN is far from everything.
  Value most = arith::MulFOp::create(at, loc, variance, emitConstant(at, loc, mean.getType(), 8.0));
  return {center, mean, variance, arith::CmpFOp::create(at, loc, arith::CmpFPredicate::UGT, square, most)};
}

/// The first pass finds mean and variance by distances from the row's first element, which are small where the mean is
/// large against the deviation (Chan, Golub, LeVeque, "Algorithms for Computing the Sample Variance", 1983). Where that
/// element is far from the mean, the variance would be the difference of large numbers: a second pass adds up distances
/// from the mean that the first found. What that mean has lost by rounding is corrected in the same way. The last pass
/// writes the result.
void RowsKernel::emitLayerNorm(LayerNormOp op) {
  Combiner sum{Reduction::Sum};
  RowBuffer buffer(function, loops, op.getResult());
  bool isHeld = buffer.holds() && (loops.unrolled || !function.buffer(input));
  Value one = emitConstant(function.builder, loc, element, 1.0);
  Value share = arith::DivFOp::create(function.builder, loc, one, lengthAs(function.builder, element));
  auto elementAgain = [&](OpBuilder &at, const RowStep &step) {
    return isHeld ? buffer.get(at, step) : load(at, step, Value());
  };
  auto addUp = [&](OpBuilder &at, const Rows &rows, Results) {
    return addUpDistances(at, rows, loadFirst(at, rows), [&](OpBuilder &inner, const RowStep &step) {
      Value value = load(inner, step, Value());
      if (isHeld)
        buffer.put(inner, step, value);
      return value;
    });
  };
  auto addUpAgain = [&](OpBuilder &at, const Rows &rows, Results before) {
    Moments first = momentsOf(at, loadFirst(at, rows).front(), before[0], share);
    Value mean = arith::AddFOp::create(at, loc, first.center, first.mean);
    auto branch = scf::IfOp::create(
        at, loc, first.isFar,
        [&](OpBuilder &then, Location) {
          scf::YieldOp::create(then, loc, addUpDistances(then, rows, mean, elementAgain));
        },
        [&](OpBuilder &otherwise, Location) {
          Value zero = emitConstant(otherwise, loc, element, 0.0);
          scf::YieldOp::create(otherwise, loc, ValueRange{zero, zero});
        });
    return SmallVector<Value>(branch.getResults());
  };
  auto scaleAndStore = [&](OpBuilder &at, const Rows &rows, Results before) -> SmallVector<Value> {
    Moments first = momentsOf(at, loadFirst(at, rows).front(), before[0], share);
    auto choose = [&](Value again, Value value) {
      return arith::SelectOp::create(at, loc, first.isFar, again, value).getResult();
    };
    Value center = choose(arith::AddFOp::create(at, loc, first.center, first.mean), first.center);
    SmallVector<Value> sums{choose(before[1][0], before[0][0]), choose(before[1][1], before[0][1])};
    bool isWritten = isHeld && buffer.isDestination();
    scaleRows(op, at, rows, momentsOf(at, center, sums, share), [&](OpBuilder &inner, const RowStep &step) {
      if (!loops.unrolled && !isWritten)
        prefetch(inner, step);
      return elementAgain(inner, step);
    });
    return {};
  };
  auto enter = [&](OpBuilder &at) {
    if (isHeld)
      buffer.enter(at);
  };
  emitPasses(enter, {{addUp, sum, 2}, {addUpAgain, sum, 2}, {scaleAndStore}});
}

void RowsKernel::scaleRows(LayerNormOp op, OpBuilder &at, const Rows &rows, const Moments &moments,
                           ElementAt elementAt) {
  Value epsilon = emitConstant(at, loc, element, op.getEpsilon().convertToDouble());
  Value deviation = math::SqrtOp::create(at, loc, arith::AddFOp::create(at, loc, moments.variance, epsilon));
  Value factor = arith::DivFOp::create(at, loc, emitConstant(at, loc, element, 1.0), deviation);
  Value shift = arith::NegFOp::create(at, loc, arith::MulFOp::create(at, loc, moments.mean, factor));
  Value centers = emitSplat(at, loc, vectorType, moments.center), factors = emitSplat(at, loc, vectorType, factor),
        shifts = emitSplat(at, loc, vectorType, shift);
  loops.forEachStep(at, rows, {}, [&](OpBuilder &inner, const RowStep &step, ValueRange) {
    ElementEmitter emitter(function, inner, loops.width);
    Point place(step.point.end() - op.getAxes(), step.point.end());
    Value scale = emitter.splat(emitter.emit(op.getScale(), place, step.mask));
    Value value = arith::SubFOp::create(inner, loc, elementAt(inner, step), centers);
    value = arith::AddFOp::create(inner, loc, arith::MulFOp::create(inner, loc, value, factors), shifts);
    value = arith::MulFOp::create(inner, loc, value, scale);
    if (op.getBias()) {
      Value bias = emitter.splat(emitter.emit(op.getBias(), place, step.mask));
      value = arith::AddFOp::create(inner, loc, value, bias);
    }
    store(inner, step.point, step.mask, {value});
    return SmallVector<Value>();
  });
}

//===----------------------------------------------------------------------===//
// moments
//===----------------------------------------------------------------------===//

/// The centers of rows: their first elements, or 0 where these are no numbers, which would hide that the mean is
/// infinite.
SmallVector<Value> RowsKernel::loadCenters(OpBuilder &at, const Rows &rows) {
  SmallVector<Value> centers = loadFirst(at, rows);
  for (Value &center : centers) {
    Value zero = emitConstant(at, loc, center.getType(), 0.0);
    Value distance = arith::SubFOp::create(at, loc, center, center); // NaN of infinities too
    Value isFinite = arith::CmpFOp::create(at, loc, arith::CmpFPredicate::OEQ, distance, zero);
    center = arith::SelectOp::create(at, loc, isFinite, center, zero);
  }
  return centers;
}

/// Moments of each row from the sums that `addUpDistances` gave.
SmallVector<RowsKernel::Moments> RowsKernel::momentsOf(OpBuilder &at, ArrayRef<Value> centers, ValueRange sums,
                                                       Value share) {
  SmallVector<Moments> moments;
  for (auto [number, center] : llvm::enumerate(centers))
    moments.push_back(momentsOf(at, center, sums.slice(2 * number, 2), share));
  return moments;
}

/// Two passes as those of layer_norm, the second for rows whose first element was far from the mean; where no row's
/// was, elements are read once.
void RowsKernel::emitMoments(MomentsOp op) {
  Combiner sum{Reduction::Sum};
  Value one = emitConstant(function.builder, loc, element, 1.0);
  Value share = arith::DivFOp::create(function.builder, loc, one, lengthAs(function.builder, element));
  auto elementAt = [&](OpBuilder &at, const RowStep &step) { return load(at, step, Value()); };
  auto meanOf = [&](OpBuilder &at, const Moments &row) {
    return arith::AddFOp::create(at, loc, row.center, row.mean).getResult();
  };
  auto addUp = [&](OpBuilder &at, const Rows &rows, Results) {
    return addUpDistances(at, rows, loadCenters(at, rows), elementAt);
  };
  auto addUpAgain = [&](OpBuilder &at, const Rows &rows, Results before) {
    SmallVector<Value> means;
    Value isAnyFar;
    for (const Moments &row : momentsOf(at, loadCenters(at, rows), before[0], share)) {
      means.push_back(meanOf(at, row));
      isAnyFar = isAnyFar ? arith::OrIOp::create(at, loc, isAnyFar, row.isFar).getResult() : row.isFar;
    }
    if (isa<VectorType>(isAnyFar.getType()))
      isAnyFar = vector::ReductionOp::create(at, loc, vector::CombiningKind::OR, isAnyFar);
    auto branch = scf::IfOp::create(
        at, loc, isAnyFar,
        [&](OpBuilder &then, Location) {
          scf::YieldOp::create(then, loc, addUpDistances(then, rows, means, elementAt));
        },
        [&](OpBuilder &otherwise, Location) {
          Value zero = emitConstant(otherwise, loc, means.front().getType(), 0.0);
          scf::YieldOp::create(otherwise, loc, SmallVector<Value>(2 * means.size(), zero));
        });
    return SmallVector<Value>(branch.getResults());
  };
  auto storeBoth = [&](OpBuilder &at, const Rows &rows, Results before) -> SmallVector<Value> {
    SmallVector<Value> values, means;
    SmallVector<Moments> first = momentsOf(at, loadCenters(at, rows), before[0], share);
    for (const Moments &row : first)
      means.push_back(meanOf(at, row));
    for (auto [row, again] : llvm::zip_equal(first, momentsOf(at, means, before[1], share))) {
      // What is left of infinities is no number.
      Value isNumber = arith::CmpFOp::create(at, loc, arith::CmpFPredicate::ORD, again.mean, again.mean);
      Value corrects = arith::AndIOp::create(at, loc, row.isFar, isNumber);
      values.push_back(arith::SelectOp::create(at, loc, corrects, meanOf(at, again), again.center));
      Value variance = arith::SelectOp::create(at, loc, row.isFar, again.variance, row.variance);
      // Rounding may leave less than nothing of equal elements.
      Value zero = emitConstant(at, loc, variance.getType(), 0.0);
      Value isNegative = arith::CmpFOp::create(at, loc, arith::CmpFPredicate::OLT, variance, zero);
      values.push_back(arith::SelectOp::create(at, loc, isNegative, zero, variance));
    }
    storeReduced(at, rows, values, op.getKeep());
    return {};
  };
  emitPasses([](OpBuilder &) {}, {{addUp, sum, 2}, {addUpAgain, sum, 2}, {storeBoth, sum, 0, /*ofRows=*/true}});
}

} // namespace

LogicalResult dlc::emitReduction(KernelOp kernel, Operation *anchor) {
  RowsKernel(kernel, anchor).emit();
  return success();
}
