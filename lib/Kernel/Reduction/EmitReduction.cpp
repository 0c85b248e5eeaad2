//===- EmitReduction.cpp - Reductions of rows ---------------------------------===//
//
// A worker takes whole rows, or chunks of them first where rows are long and few.
// Operators before the anchor are computed where its operand is loaded, those
// behind it where its results are stored.
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Emit/Families.h"
#include "lib/Kernel/Reduction/RowsKernel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace dlc;

//===----------------------------------------------------------------------===//
// reduce
//===----------------------------------------------------------------------===//

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
static Value laneIndices(OpBuilder &builder, Location loc, Type type, Value index, bool vectorsAlongRow) {
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
static Value isBetter(OpBuilder &builder, Location loc, Value element, Value best) {
  if (isa<IntegerType>(getElementTypeOrSelf(element.getType())))
    return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sgt, element, best);
  Value above = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::UGT, element, best);
  Value isNumber = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::ORD, best, best);
  return arith::AndIOp::create(builder, loc, above, isNumber);
}

/// Whether an element is the best of its row.
static Value isBest(OpBuilder &builder, Location loc, Value element, Value best) {
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
// The family
//===----------------------------------------------------------------------===//

void RowsKernel::emit() {
  TypeSwitch<Operation *>(anchor)
      .Case([&](ReduceOp op) { emitReduce(op); })
      .Case([&](MomentsOp op) { emitMoments(op); })
      .Case([&](ArgmaxOp op) { emitArgmax(op); })
      .Case([&](SoftmaxOp op) { emitSoftmax(op); })
      .Case([&](LayerNormOp op) { emitLayerNorm(op); });
  function.finish();
}

LogicalResult dlc::emitReduction(KernelOp kernel, Operation *anchor) {
  RowsKernel(kernel, anchor).emit();
  return success();
}
