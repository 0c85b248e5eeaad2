//===- EmitNormalization.cpp - Softmax and norms of rows, and their moments ---===//
//
// Each is a few passes over a row that stays in the first cache: softmax finds the
// largest element, sums exponentials and scales; a norm sums distances and their
// squares and scales; moments are those sums.
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Emit/ExpOfNonPositive.h"
#include "lib/Kernel/Reduction/RowBuffer.h"
#include "lib/Kernel/Reduction/RowsKernel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;

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

/// The first elements of rows, or the mean of the first `count` along a dimension; 0 of rows without elements.
SmallVector<Value> RowsKernel::loadFirst(OpBuilder &at, const Rows &rows, unsigned along, int64_t count) {
  auto load = [&](OpBuilder &inner) {
    ElementEmitter emitter(function, inner, loops.width);
    SmallVector<Value> values;
    for (Point point : rows.points) {
      for (unsigned d : loops.dimensions)
        point[d] = {arith::ConstantIndexOp::create(inner, loc, 0), 0};
      Value value = emitter.emit(input, point, rows.mask);
      for (int64_t i = 1; i < count; ++i) {
        point[along] = {arith::ConstantIndexOp::create(inner, loc, i), 0};
        value = arith::AddFOp::create(inner, loc, value, emitter.emit(input, point, rows.mask));
      }
      if (count > 1)
        value = arith::MulFOp::create(inner, loc, value,
                                      emitConstant(inner, loc, value.getType(), 1.0 / static_cast<double>(count)));
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

/// The centers of rows: their first elements or, where lanes are rows and one that is far makes all be read again, the
/// mean of a few, which is seldom far from the mean of all. 0 where that is no number, which would hide that the mean
/// is infinite.
SmallVector<Value> RowsKernel::loadCenters(OpBuilder &at, const Rows &rows) {
  constexpr int64_t few = 8, leastExtent = 32;
  unsigned longest = loops.dimensions.front();
  auto extentOf = [&](unsigned d) { return constantExtent(function.shape(input)[d]).value_or(0); };
  for (unsigned d : loops.dimensions)
    longest = extentOf(d) > extentOf(longest) ? d : longest;
  bool takesFew = !loops.vectorsAlongRow && extentOf(longest) >= leastExtent;
  SmallVector<Value> centers = loadFirst(at, rows, longest, takesFew ? few : 1);
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

/// Two passes as those of layer_norm, the second for rows whose center was far from the mean; where none was, elements
/// are read once.
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
