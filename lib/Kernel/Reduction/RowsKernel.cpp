//===- RowsKernel.cpp - A kernel whose anchor sees whole rows --------------===//

#include "lib/Kernel/Reduction/RowsKernel.h"
#include "lib/Kernel/Schedule/Schedule.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace dlc;

static SmallVector<bool> reducedAxes(Operation *anchor) {
  unsigned rank = cast<RankedTensorType>(anchor->getOperand(0).getType()).getRank();
  SmallVector<bool> reduced(rank, false);
  TypeSwitch<Operation *>(anchor)
      .Case<ReduceOp, MomentsOp>([&](auto op) { reduced = op.getReducedAxes(); })
      .Case<ArgmaxOp, SoftmaxOp>([&](auto op) { reduced[op.getPositiveAxis()] = true; })
      .Case([&](LayerNormOp op) { std::fill(reduced.end() - op.getAxes(), reduced.end(), true); });
  return reduced;
}

RowsKernel::RowsKernel(KernelOp kernel, Operation *anchor)
    : function(kernel), anchor(anchor), input(anchor->getOperand(0)), loc(function.loc),
      loops(function, input, reducedAxes(anchor)) {
  element = registerType(cast<RankedTensorType>(input.getType()).getElementType());
  vectorType = loops.width == 1 ? element : VectorType::get({loops.width}, element);
}

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

void RowsKernel::reduceRows(ArrayRef<Type> types, ReduceRows reduce, RowPartials::Merge merge, StoreRows store) {
  if (!loops.split)
    return loops.forEachRows([](OpBuilder &) {},
                             [&](OpBuilder &at, const Rows &rows) { store(at, rows, reduce(at, rows)); });
  RowPartials partials(function, loops, types);
  loops.forEachChunk([&](OpBuilder &at, const Rows &rows) { partials.put(at, rows, reduce(at, rows)); });
  loops.forEachRowsOfChunks(
      [&](OpBuilder &at, const Rows &rows) { store(at, rows, partials.combine(at, rows, merge)); });
}
