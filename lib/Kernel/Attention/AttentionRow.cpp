//===- AttentionRow.cpp - Attention of one query at a time ----------------===//
//
// Each key and each value is read once, so this is to read memory as fast as it
// comes. A score is a product of vectors along the head; several keys at a time
// hide its latency. Scores of a block of keys lie side by side: mask, largest,
// exponentials and their sum have lanes along keys. Weighted values are summed
// with lanes along the head again. Between blocks the sums are relative to the
// largest score so far.
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Attention/AttentionRow.h"
#include "lib/Kernel/Emit/Combine.h"
#include "lib/Kernel/Emit/ExpOfNonPositive.h"
#include "lib/Kernel/Emit/Loops.h"
#include "lib/Kernel/Emit/Microkernel.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;

bool dlc::hasFewQueries(AttentionOp op, int64_t few) {
  auto type = op.getQuery().getType();
  return !type.isDynamicDim(2) && type.getDimSize(2) <= few;
}

Point dlc::maskPoint(OpBuilder &builder, AttentionOp op, const Point &scorePoint) {
  ArrayRef<int64_t> shape = cast<RankedTensorType>(op.getMask().getType()).getShape();
  Point point(scorePoint.end() - shape.size(), scorePoint.end());
  for (auto [extent, coordinate] : llvm::zip(shape, point))
    if (extent == 1)
      coordinate = {arith::ConstantIndexOp::create(builder, op.getLoc(), 0), 0};
  return point;
}

Value dlc::addMask(OpBuilder &builder, Location loc, Value score, Value mask) {
  Value hidden = Combiner{Reduction::Max}.neutral(builder, loc, score.getType());
  Value hides = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::OEQ, mask, hidden);
  return arith::SelectOp::create(builder, loc, hides, hidden, arith::AddFOp::create(builder, loc, score, mask));
}

Value dlc::emitWeight(OpBuilder &builder, Location loc, Value score, Value shift, bool careful) {
  Value weight = emitExpOfNonPositive(builder, loc, arith::SubFOp::create(builder, loc, score, shift));
  if (!careful || !getElementTypeOrSelf(score.getType()).isF32())
    return weight;
  Value hidden = Combiner{Reduction::Max}.neutral(builder, loc, score.getType());
  Value isHidden = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::OEQ, score, hidden);
  Value some = arith::MaximumFOp::create(builder, loc, weight, emitConstant(builder, loc, score.getType(), 0x1p-126));
  return arith::SelectOp::create(builder, loc, isHidden, emitConstant(builder, loc, score.getType(), 0.0), some);
}

SmallVector<Value> dlc::emitAttempts(OpBuilder &builder, Location loc,
                                     function_ref<SmallVector<Value>(OpBuilder &, bool)> attempt,
                                     function_ref<Value(OpBuilder &)> isSpoilt) {
  SmallVector<Value> results = attempt(builder, false);
  auto branch = scf::IfOp::create(
      builder, loc, isSpoilt(builder),
      [&](OpBuilder &at, Location) { scf::YieldOp::create(at, loc, attempt(at, true)); },
      [&](OpBuilder &at, Location) { scf::YieldOp::create(at, loc, results); });
  return llvm::to_vector_of<Value>(branch.getResults());
}

namespace {

/// One query, and its scratch memory.
struct Row {
  Value batch, head, keyHead, query;
  Value keys;           ///< that the query sees
  Value scaled;         ///< (D rounded up to vectors): the query
  Value scores;         ///< (keys of a block)
  Value mixed;          ///< (D rounded up to vectors): weighted sum of values
  bool careful = false; ///< whether hidden values are known to hold NaN or infinity
};

/// Keys [first, first + count).
struct KeyBlock {
  Value first, count;
};

/// The largest score, and the sum of weights relative to it.
struct State {
  Value largest, sum;
};

class AttentionRows {
public:
  AttentionRows(KernelOp kernel, AttentionOp op);
  void emit();

private:
  Row enter(OpBuilder &at, Value unit);
  void emitRow(OpBuilder &at, Row row);
  Value attend(OpBuilder &at, const Row &row);
  Value isSpoilt(OpBuilder &at, const Row &row);
  void loadQuery(OpBuilder &at, const Row &row);
  State emitBlock(OpBuilder &at, const Row &row, const KeyBlock &keys, State state);
  void emitScores(OpBuilder &at, const Row &row, const KeyBlock &keys);
  void emitScoreTile(OpBuilder &at, const Row &row, const KeyBlock &keys, Value key, unsigned count);
  Value emitMask(OpBuilder &at, const Row &row, const KeyBlock &keys);
  Value hide(OpBuilder &at, const Row &row, Value key, Value mask, Value score);
  Value emitWeights(OpBuilder &at, const Row &row, const KeyBlock &keys, Value shift, Value sum);
  void emitMixed(OpBuilder &at, const Row &row, const KeyBlock &keys, Value factor);
  void emitMixedTile(OpBuilder &at, const Row &row, const KeyBlock &keys, Value factor, Value d, unsigned vectors,
                     Value mask);
  void storeResults(OpBuilder &at, const Row &row, Value sum);

  Value index(OpBuilder &at, int64_t value) { return arith::ConstantIndexOp::create(at, loc, value); }
  Value add(OpBuilder &at, Value a, Value b) { return at.createOrFold<arith::AddIOp>(loc, a, b); }
  Value add(OpBuilder &at, Value a, int64_t b) { return add(at, a, index(at, b)); }
  Value emitAt(OpBuilder &at, Value tensor, const Row &row, Value key, Value d, Value mask);
  int64_t paddedHead() const { return llvm::alignTo(headSize, width); }

  KernelFunction function;
  rt::AttentionScheduleAttr schedule;
  AttentionOp op;
  Location loc;
  int64_t width, headSize;
  Type element;
  VectorType vectorType;
  Value queryCount, keyCount;
  Combiner largestOf{Reduction::Max, /*keepsNaN=*/false}, sumOf{Reduction::Sum};
};

AttentionRows::AttentionRows(KernelOp kernel, AttentionOp op)
    : function(kernel), schedule(function.schedule<rt::AttentionScheduleAttr>()), op(op), loc(function.loc),
      width(function.width()), headSize(op.getQuery().getType().getDimSize(3)) {
  element = registerType(op.getQuery().getType().getElementType());
  vectorType = VectorType::get({width}, element);
  queryCount = function.extent(function.builder, op.getQuery(), 2);
  keyCount = function.extent(function.builder, op.getKey(), 2);
}

/// A vector along the head of a key or value; 0 in lanes beyond the head, which a sum over the lanes takes along.
Value AttentionRows::emitAt(OpBuilder &at, Value tensor, const Row &row, Value key, Value d, Value mask) {
  ElementEmitter emitter(function, at, width);
  Point point = {{row.batch, 0}, {row.keyHead, 0}, {key, 0}, {d, 1}};
  Value value = emitter.splat(emitter.emit(tensor, point, mask));
  if (!mask)
    return value;
  return arith::SelectOp::create(at, loc, mask, value, emitConstant(at, loc, value.getType(), 0.0));
}

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

void AttentionRows::emit() {
  OpBuilder &builder = function.builder;
  Value units = queryCount;
  for (unsigned d : {0, 1})
    units = builder.createOrFold<arith::MulIOp>(loc, units, function.extent(builder, op.getQuery(), d));
  int64_t seen = getConstantIntValue(keyCount).value_or(schedule.getRowKeyBlock());
  int64_t cycles = std::max<int64_t>(1, seen) * (8 + 2 * llvm::divideCeil(headSize, width));
  function.forWorkers(units, cycles, [&](OpBuilder &at, Value unit) { emitRow(at, enter(at, unit)); });
  function.finish();
}

Row AttentionRows::enter(OpBuilder &at, Value unit) {
  auto scratch = [&](int64_t size) -> Value {
    return rt::ScratchOp::create(at, loc, MemRefType::get({size}, element));
  };
  Row row;
  row.scaled = scratch(paddedHead());
  row.scores = scratch(llvm::alignTo(schedule.getRowKeyBlock(), width)); // of whole vectors
  row.mixed = scratch(paddedHead());
  Value batches = function.extent(at, op.getQuery(), 0), heads = function.extent(at, op.getQuery(), 1);
  auto split = emitDelinearize(at, loc, unit, {batches, heads, queryCount});
  row.batch = split[0];
  row.head = split[1];
  row.query = split[2];
  Value group = at.createOrFold<arith::DivUIOp>(loc, heads, function.extent(at, op.getKey(), 1));
  row.keyHead = arith::DivUIOp::create(at, loc, row.head, group);
  row.keys = keyCount;
  if (op.getCausal()) { // the last query sees the last key
    Value behind = arith::SubIOp::create(at, loc, keyCount, queryCount);
    row.keys = arith::MaxSIOp::create(at, loc, add(at, add(at, row.query, behind), 1), index(at, 0));
  }
  return row;
}

void AttentionRows::emitRow(OpBuilder &at, Row row) {
  loadQuery(at, row);
  if (!op.getMask()) // a causal one hides no key of the loop
    return storeResults(at, row, attend(at, row));
  auto attempt = [&](OpBuilder &inner, bool careful) -> SmallVector<Value> {
    row.careful = careful;
    return {attend(inner, row)};
  };
  storeResults(at, row, emitAttempts(at, loc, attempt, [&](OpBuilder &inner) { return isSpoilt(inner, row); }).front());
}

/// Sums values into `mixed`; returns the sum of weights.
Value AttentionRows::attend(OpBuilder &at, const Row &row) {
  Value zeros = emitConstant(at, loc, vectorType, 0.0);
  emitLoop(at, loc, index(at, 0), index(at, paddedHead()), width,
           [&](OpBuilder &inner, Value d) { emitStore(inner, loc, zeros, row.mixed, d); });
  SmallVector<Value> initial{largestOf.neutral(at, loc, element), sumOf.neutral(at, loc, element)};
  auto loop = scf::ForOp::create(at, loc, index(at, 0), row.keys, index(at, schedule.getRowKeyBlock()), initial,
                                 [&](OpBuilder &inner, Location, Value first, ValueRange carried) {
                                   Value rest = arith::SubIOp::create(inner, loc, row.keys, first);
                                   Value count = arith::MinSIOp::create(inner, loc, rest,
                                                                        index(inner, schedule.getRowKeyBlock()));
                                   State state = emitBlock(inner, row, {first, count}, {carried[0], carried[1]});
                                   scf::YieldOp::create(inner, loc, ValueRange{state.largest, state.sum});
                                 });
  return loop.getResult(1);
}

/// Whether a NaN is in the weighted sum.
Value AttentionRows::isSpoilt(OpBuilder &at, const Row &row) {
  Value sum = emitConstant(at, loc, vectorType, 0.0);
  for (int64_t d = 0; d < paddedHead(); d += width)
    sum = arith::AddFOp::create(at, loc, sum, emitLoad(at, loc, vectorType, row.mixed, index(at, d)));
  Value isNaN = arith::CmpFOp::create(at, loc, arith::CmpFPredicate::UNO, sum, sum);
  return vector::ReductionOp::create(at, loc, vector::CombiningKind::OR, isNaN);
}

/// Behind the head there are zeros: they add nothing to a score.
void AttentionRows::loadQuery(OpBuilder &at, const Row &row) {
  Value scale = emitConstant(at, loc, vectorType, op.getScaleOrDefault(headSize));
  emitVectorLoop(at, loc, index(at, 0), index(at, headSize), width, [&](OpBuilder &inner, Value d, Value mask) {
    ElementEmitter emitter(function, inner, width);
    Point point = {{row.batch, 0}, {row.head, 0}, {row.query, 0}, {d, 1}};
    Value query = emitter.splat(emitter.emit(op.getQuery(), point, mask));
    query = arith::MulFOp::create(inner, loc, query, scale);
    if (mask)
      query = arith::SelectOp::create(inner, loc, mask, query, emitConstant(inner, loc, vectorType, 0.0));
    emitStore(inner, loc, query, row.scaled, d);
  });
}

/// Scales what has been summed and writes results.
void AttentionRows::storeResults(OpBuilder &at, const Row &row, Value sum) {
  // A query that sees no key yields zeros.
  Value zero = emitConstant(at, loc, element, 0.0), one = emitConstant(at, loc, element, 1.0);
  Value isNothing = arith::CmpFOp::create(at, loc, arith::CmpFPredicate::OEQ, sum, zero);
  Value inverse = arith::DivFOp::create(at, loc, one, sum);
  Value factor = emitSplat(at, loc, vectorType, arith::SelectOp::create(at, loc, isNothing, zero, inverse));
  emitVectorLoop(at, loc, index(at, 0), index(at, headSize), width, [&](OpBuilder &inner, Value d, Value mask) {
    Value value = arith::MulFOp::create(inner, loc, emitLoad(inner, loc, vectorType, row.mixed, d), factor);
    Point point = {{row.batch, 0}, {row.head, 0}, {row.query, 0}, {d, 1}};
    ElementEmitter emitter(function, inner, width);
    emitter.bind(op.getResult(), point, value);
    emitter.storeResults(op.getResult(), point, mask);
  });
}

//===----------------------------------------------------------------------===//
// Blocks of keys
//===----------------------------------------------------------------------===//

State AttentionRows::emitBlock(OpBuilder &at, const Row &row, const KeyBlock &keys, State state) {
  emitScores(at, row, keys);
  State next;
  next.largest = largestOf.combine(at, loc, state.largest, emitMask(at, row, keys));
  // Where nothing has been seen yet, minus infinity must not be subtracted from itself.
  Value least = largestOf.neutral(at, loc, element), zero = emitConstant(at, loc, element, 0.0);
  Value isNothing = arith::CmpFOp::create(at, loc, arith::CmpFPredicate::OEQ, next.largest, least);
  Value shift = arith::SelectOp::create(at, loc, isNothing, zero, next.largest);
  Value factor = emitExpOfNonPositive(at, loc, arith::SubFOp::create(at, loc, state.largest, shift));
  Value before = arith::MulFOp::create(at, loc, state.sum, factor);
  next.sum = emitWeights(at, row, keys, shift, before);
  emitMixed(at, row, keys, factor);
  return next;
}

void AttentionRows::emitScores(OpBuilder &at, const Row &row, const KeyBlock &keys) {
  Value rest = arith::RemUIOp::create(at, loc, keys.count, index(at, schedule.getRowKeys()));
  Value whole = arith::SubIOp::create(at, loc, keys.count, rest);
  emitLoop(at, loc, index(at, 0), whole, schedule.getRowKeys(),
           [&](OpBuilder &inner, Value key) { emitScoreTile(inner, row, keys, key, schedule.getRowKeys()); });
  emitLoop(at, loc, whole, keys.count, 1,
           [&](OpBuilder &inner, Value key) { emitScoreTile(inner, row, keys, key, 1); });
}

void AttentionRows::emitScoreTile(OpBuilder &at, const Row &row, const KeyBlock &keys, Value key, unsigned count) {
  SmallVector<Value> sums(count, emitConstant(at, loc, vectorType, 0.0));
  sums = emitVectorLoop(at, loc, index(at, 0), index(at, headSize), width, sums,
                        [&](OpBuilder &inner, Value d, Value mask, ValueRange carried) {
                          Value query = emitLoad(inner, loc, vectorType, row.scaled, d);
                          SmallVector<Value> next;
                          for (unsigned i = 0; i < count; ++i) {
                            Value position = add(inner, keys.first, add(inner, key, i));
                            Value vector = emitAt(inner, op.getKey(), row, position, d, mask);
                            next.push_back(emitMultiplyAdd(inner, loc, vector, query, carried[i]));
                          }
                          return next;
                        });
  for (unsigned i = 0; i < count; ++i)
    memref::StoreOp::create(at, loc, sumOf.combineLanes(at, loc, sums[i]), row.scores, add(at, key, i));
}

/// Applies the mask; returns the largest score.
Value AttentionRows::emitMask(OpBuilder &at, const Row &row, const KeyBlock &keys) {
  Value least = largestOf.neutral(at, loc, vectorType);
  auto body = [&](OpBuilder &inner, Value key, Value mask, ValueRange carried) -> SmallVector<Value> {
    Value score = emitLoad(inner, loc, vectorType, row.scores, key);
    if (op.getMask()) {
      score = hide(inner, row, add(inner, keys.first, key), mask, score);
      emitStore(inner, loc, score, row.scores, key);
    }
    if (mask)
      score = arith::SelectOp::create(inner, loc, mask, score, least);
    return {largestOf.combine(inner, loc, carried.front(), score)};
  };
  SmallVector<Value> largest = emitVectorLoop(at, loc, index(at, 0), keys.count, width, least, body);
  return largestOf.combineLanes(at, loc, largest);
}

/// The score with the mask applied: minus infinity for keys that the query does not see.
Value AttentionRows::hide(OpBuilder &at, const Row &row, Value key, Value mask, Value score) {
  Point point = maskPoint(at, op, {{row.batch, 0}, {row.head, 0}, {row.query, 0}, {key, 1}});
  ElementEmitter emitter(function, at, width);
  Value seen = emitter.splat(emitter.emit(op.getMask(), point, mask));
  if (getElementTypeOrSelf(seen.getType()).isInteger(1))
    return arith::SelectOp::create(at, loc, seen, score, largestOf.neutral(at, loc, vectorType));
  return addMask(at, loc, score, seen);
}

/// Scores become weights, e^(score - shift); returns the sum with them.
Value AttentionRows::emitWeights(OpBuilder &at, const Row &row, const KeyBlock &keys, Value shift, Value sum) {
  Value shifts = emitSplat(at, loc, vectorType, shift), zeros = emitConstant(at, loc, vectorType, 0.0);
  auto body = [&](OpBuilder &inner, Value key, Value mask, ValueRange carried) -> SmallVector<Value> {
    Value score = emitLoad(inner, loc, vectorType, row.scores, key);
    Value weight = emitWeight(inner, loc, score, shifts, row.careful);
    emitStore(inner, loc, weight, row.scores, key);
    if (mask)
      weight = arith::SelectOp::create(inner, loc, mask, weight, zeros);
    return {arith::AddFOp::create(inner, loc, carried.front(), weight)};
  };
  SmallVector<Value> sums = emitVectorLoop(at, loc, index(at, 0), keys.count, width, zeros, body);
  return arith::AddFOp::create(at, loc, sum, sumOf.combineLanes(at, loc, sums));
}

/// mixed = mixed * factor + weights * values, as many vectors at a time as fit registers.
void AttentionRows::emitMixed(OpBuilder &at, const Row &row, const KeyBlock &keys, Value factor) {
  Value factors = emitSplat(at, loc, vectorType, factor);
  int64_t columnsAtOnce = schedule.getRowVectors() * width, whole = headSize / columnsAtOnce * columnsAtOnce;
  emitLoop(at, loc, index(at, 0), index(at, whole), columnsAtOnce, [&](OpBuilder &inner, Value d) {
    emitMixedTile(inner, row, keys, factors, d, schedule.getRowVectors(), Value());
  });
  unsigned rest = (headSize - whole) / width;
  if (rest)
    emitMixedTile(at, row, keys, factors, index(at, whole), rest, Value());
  if (headSize % width == 0)
    return;
  Value mask =
      vector::CreateMaskOp::create(at, loc, VectorType::get({width}, at.getI1Type()), index(at, headSize % width));
  emitMixedTile(at, row, keys, factors, index(at, headSize / width * width), 1, mask);
}

void AttentionRows::emitMixedTile(OpBuilder &at, const Row &row, const KeyBlock &keys, Value factor, Value d,
                                  unsigned vectors, Value mask) {
  SmallVector<Value> sums;
  for (unsigned i = 0; i < vectors; ++i)
    sums.push_back(
        arith::MulFOp::create(at, loc, emitLoad(at, loc, vectorType, row.mixed, add(at, d, i * width)), factor));
  TileOperands operands;
  auto left = [&](OpBuilder &inner, unsigned, unsigned, ValueRange k) -> Value {
    return memref::LoadOp::create(inner, loc, row.scores, k.front());
  };
  auto right = [&](OpBuilder &inner, unsigned column, ValueRange k) -> Value {
    return emitAt(inner, op.getValue(), row, add(inner, keys.first, k.front()), add(inner, d, column * width), mask);
  };
  operands.left = left;
  operands.right = right;
  operands.skipsZeros = row.careful;
  sums = emitMicrokernel(at, loc, 1, vectors, {{index(at, 0), keys.count}}, sums, operands);
  for (unsigned i = 0; i < vectors; ++i)
    emitStore(at, loc, sums[i], row.mixed, add(at, d, i * width));
}

} // namespace

void dlc::emitAttentionRows(KernelOp kernel, AttentionOp op) { AttentionRows(kernel, op).emit(); }
