//===- ExpOfNonPositive.cpp - Exponentials of what is not positive -------------------===//
//
// e^x = 2^n 2^f with n the integer nearest to x log2(e) and f the rest. Adding
// 1.5 * 2^23 + 127 rounds to an integer and leaves n + 127 in the lowest bits of
// the sum; shifted by 23 they are the float 2^n, or 0 where n is -127. 2^f is a
// polynomial, as exact as f32, with least relative error on [-1/2, 1/2].
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Emit/ExpOfNonPositive.h"
#include "lib/Kernel/Emit/Combine.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace dlc;

static Type withElement(Type like, Type element) {
  auto vector = dyn_cast<VectorType>(like);
  return vector ? Type(vector.clone(element)) : element;
}

Value dlc::emitExpOfNonPositive(OpBuilder &builder, Location loc, Value x) {
  Type type = x.getType();
  if (!getElementTypeOrSelf(type).isF32())
    return math::ExpOp::create(builder, loc, x);
  auto real = [&](double value) { return emitConstant(builder, loc, type, value); };
  auto add = [&](Value a, Value b) -> Value { return arith::AddFOp::create(builder, loc, a, b); };
  auto sub = [&](Value a, Value b) -> Value { return arith::SubFOp::create(builder, loc, a, b); };
  auto mul = [&](Value a, Value b) -> Value { return arith::MulFOp::create(builder, loc, a, b); };
  // A NaN is not below: it stays.
  Value lowest = real(-88.0), magic = real(12583039.0);
  Value isBelow = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::OLT, x, lowest);
  x = arith::SelectOp::create(builder, loc, isBelow, lowest, x);
  // Rounding allows any factor close to log2(e). One that differs from the exact
  // one keeps the products apart, so that each becomes part of a fused instruction.
  Value shifted = add(mul(x, real(1.442694)), magic);
  Value fraction = sub(mul(x, real(1.4426950408889634)), sub(shifted, magic));
  Value power = real(0.001326472731307149);
  for (double coefficient : {0.009671512991189957, 0.05550733581185341, 0.24022242426872253, 0.6931470036506653, 1.0})
    power = add(mul(power, fraction), real(coefficient));
  Type integers = withElement(type, builder.getI32Type());
  Value bits = arith::BitcastOp::create(builder, loc, integers, shifted);
  Value exponent = arith::ShLIOp::create(builder, loc, bits, emitConstant(builder, loc, integers, APInt(32, 23)));
  return mul(power, arith::BitcastOp::create(builder, loc, type, exponent));
}
