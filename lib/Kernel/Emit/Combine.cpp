//===- Combine.cpp - Sums, products and extremes of registers -------------===//

#include "lib/Kernel/Emit/Combine.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include <limits>

using namespace mlir;
using namespace dlc;

Value dlc::emitSplat(OpBuilder &builder, Location loc, Type type, Value scalar) {
  if (type == scalar.getType())
    return scalar;
  return vector::BroadcastOp::create(builder, loc, cast<VectorType>(type), scalar);
}

Value dlc::emitLoad(OpBuilder &builder, Location loc, Type type, Value memory, ValueRange indices) {
  if (auto vector = dyn_cast<VectorType>(type))
    return vector::LoadOp::create(builder, loc, vector, memory, indices);
  return memref::LoadOp::create(builder, loc, memory, indices);
}

void dlc::emitStore(OpBuilder &builder, Location loc, Value value, Value memory, ValueRange indices) {
  if (isa<VectorType>(value.getType()))
    vector::StoreOp::create(builder, loc, value, memory, indices);
  else
    memref::StoreOp::create(builder, loc, value, memory, indices);
}

static Value emitConstant(OpBuilder &builder, Location loc, Type type, TypedAttr value) {
  if (auto vector = dyn_cast<VectorType>(type))
    value = DenseElementsAttr::get(vector, ArrayRef<Attribute>(value));
  return arith::ConstantOp::create(builder, loc, value);
}

Value dlc::emitConstant(OpBuilder &builder, Location loc, Type type, double value) {
  return ::emitConstant(builder, loc, type, builder.getFloatAttr(getElementTypeOrSelf(type), value));
}

Value dlc::emitConstant(OpBuilder &builder, Location loc, Type type, const APInt &value) {
  return ::emitConstant(builder, loc, type, builder.getIntegerAttr(getElementTypeOrSelf(type), value));
}

Value Combiner::neutral(OpBuilder &builder, Location loc, Type type) const {
  Type element = getElementTypeOrSelf(type);
  bool isLeast = kind == Reduction::Max;
  bool isExtreme = isLeast || kind == Reduction::Min;
  if (isa<FloatType>(element)) {
    double infinity = std::numeric_limits<double>::infinity();
    double value = isExtreme ? (isLeast ? -infinity : infinity) : kind == Reduction::Prod;
    return emitConstant(builder, loc, type, value);
  }
  unsigned width = element.getIntOrFloatBitWidth();
  APInt value(width, kind == Reduction::Prod);
  if (isExtreme && width == 1) // any and all
    value = APInt(1, !isLeast);
  else if (isExtreme)
    value = isLeast ? APInt::getSignedMinValue(width) : APInt::getSignedMaxValue(width);
  return emitConstant(builder, loc, type, value);
}

/// max or min of floats. `a > b ? a : b` is what the machine's instruction does.
static Value emitExtreme(OpBuilder &builder, Location loc, bool isMax, bool keepsNaN, Value accumulator,
                         Value element) {
  auto predicate = isMax ? arith::CmpFPredicate::OGT : arith::CmpFPredicate::OLT;
  Value beyond = arith::CmpFOp::create(builder, loc, predicate, element, accumulator);
  Value result = arith::SelectOp::create(builder, loc, beyond, element, accumulator);
  if (!keepsNaN)
    return result;
  Value isNaN = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::UNO, element, element);
  return arith::SelectOp::create(builder, loc, isNaN, element, result);
}

Value Combiner::combine(OpBuilder &builder, Location loc, Value accumulator, Value element) const {
  Type type = getElementTypeOrSelf(accumulator.getType());
  bool isFloat = isa<FloatType>(type), isBool = type.isInteger(1);
  switch (kind) {
  case Reduction::Sum:
  case Reduction::Mean:
    if (isFloat)
      return arith::AddFOp::create(builder, loc, accumulator, element);
    return arith::AddIOp::create(builder, loc, accumulator, element);
  case Reduction::Prod:
    if (isFloat)
      return arith::MulFOp::create(builder, loc, accumulator, element);
    return arith::MulIOp::create(builder, loc, accumulator, element);
  case Reduction::Max:
    if (isFloat)
      return emitExtreme(builder, loc, true, keepsNaN, accumulator, element);
    if (isBool)
      return arith::OrIOp::create(builder, loc, accumulator, element);
    return arith::MaxSIOp::create(builder, loc, accumulator, element);
  case Reduction::Min:
    if (isFloat)
      return emitExtreme(builder, loc, false, keepsNaN, accumulator, element);
    if (isBool)
      return arith::AndIOp::create(builder, loc, accumulator, element);
    return arith::MinSIOp::create(builder, loc, accumulator, element);
  }
  llvm_unreachable("all cases return");
}

static vector::CombiningKind horizontalKind(Reduction kind, Type type) {
  bool isFloat = isa<FloatType>(type), isBool = type.isInteger(1);
  switch (kind) {
  case Reduction::Sum:
  case Reduction::Mean:
    return vector::CombiningKind::ADD;
  case Reduction::Prod:
    return vector::CombiningKind::MUL;
  case Reduction::Max:
    return isFloat ? vector::CombiningKind::MAXNUMF : isBool ? vector::CombiningKind::OR : vector::CombiningKind::MAXSI;
  case Reduction::Min:
    return isFloat  ? vector::CombiningKind::MINNUMF
           : isBool ? vector::CombiningKind::AND
                    : vector::CombiningKind::MINSI;
  }
  llvm_unreachable("all cases return");
}

Value Combiner::combineLanes(OpBuilder &builder, Location loc, ArrayRef<Value> vectors) const {
  SmallVector<Value> rest(vectors);
  for (; rest.size() > 1; rest.truncate((rest.size() + 1) / 2)) // pairs: ((0 2) (1 3))
    for (size_t i = 0, half = (rest.size() + 1) / 2; half + i < rest.size(); ++i)
      rest[i] = combine(builder, loc, rest[i], rest[half + i]);
  Value all = rest.front();
  if (!isa<VectorType>(all.getType()))
    return all;
  Type element = getElementTypeOrSelf(all.getType());
  bool isFloat = isa<FloatType>(element);
  bool isExtreme = kind == Reduction::Max || kind == Reduction::Min;
  auto flags = !isFloat    ? arith::FastMathFlags::none
               : isExtreme ? arith::FastMathFlags::nnan
                           : arith::FastMathFlags::reassoc;
  Value anyNaN, nan;
  if (isFloat && isExtreme && keepsNaN) {
    Value isNaN = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::UNO, all, all);
    anyNaN = vector::ReductionOp::create(builder, loc, vector::CombiningKind::OR, isNaN);
    nan = emitConstant(builder, loc, element, std::numeric_limits<double>::quiet_NaN());
    all = arith::SelectOp::create(builder, loc, isNaN, neutral(builder, loc, all.getType()), all);
  }
  Value result = vector::ReductionOp::create(builder, loc, horizontalKind(kind, element), all, flags);
  return anyNaN ? arith::SelectOp::create(builder, loc, anyNaN, nan, result) : result;
}
