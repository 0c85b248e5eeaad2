//===- EmitScalar.cpp - arith and math for one elementwise operator -------===//
//
// Operands are scalars or vectors alike: arith and math are elementwise. Floats
// are f32 or f64 here, see `registerType`.
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Emit/EmitElement.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>

using namespace mlir;
using namespace dlc;

namespace {

/// Shorthand for expressions over registers of one shape.
struct Expression {
  OpBuilder &b;
  Location loc;

  Value real(Type like, double value) {
    auto element = cast<FloatType>(getElementTypeOrSelf(like));
    return splat(like, b.getFloatAttr(element, value));
  }
  Value integer(Type like, int64_t value) { return splat(like, b.getIntegerAttr(getElementTypeOrSelf(like), value)); }
  Value splat(Type like, TypedAttr value) {
    if (auto vector = dyn_cast<VectorType>(like))
      value = DenseElementsAttr::get(vector, value);
    return arith::ConstantOp::create(b, loc, value);
  }
  Value add(Value x, Value y) { return arith::AddFOp::create(b, loc, x, y); }
  Value mul(Value x, Value y) { return arith::MulFOp::create(b, loc, x, y); }
  Value div(Value x, Value y) { return arith::DivFOp::create(b, loc, x, y); }
  Value exp(Value x) { return math::ExpOp::create(b, loc, x); }

  Value select(Value condition, Value x, Value y) { return arith::SelectOp::create(b, loc, condition, x, y); }

  /// exp(x) / (1 + exp(x)): what is small keeps its digits. Where x stops, before exp overflows, the quotient is 1.
  Value sigmoid(Value x) {
    Value limit = real(x.getType(), 40);
    Value isAbove = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OGT, x, limit);
    Value power = exp(select(isAbove, limit, x));
    return div(power, add(real(x.getType(), 1.0), power));
  }
  /// x sigmoid(y) as x / (1 + exp(-y)): where exp overflows the quotient is 0.
  Value silu(Value x, Value y) { return div(x, add(real(x.getType(), 1.0), exp(arith::NegFOp::create(b, loc, y)))); }
  /// With the sign of x: erf(-0) is -0.
  Value erf(Value x) {
    return math::CopySignOp::create(b, loc, math::ErfOp::create(b, loc, math::AbsFOp::create(b, loc, x)), x);
  }
  Value gelu(Value x, bool tanhForm) {
    Type type = x.getType();
    Value half = real(type, 0.5), one = real(type, 1.0);
    if (!tanhForm) {
      return mul(mul(half, x), add(one, erf(mul(x, real(type, std::sqrt(0.5))))));
    }
    // 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) = x sigmoid(2 ...)
    Value cube = mul(mul(x, x), x);
    Value inner = mul(real(type, std::sqrt(8.0 * llvm::numbers::inv_pi)), add(x, mul(real(type, 0.044715), cube)));
    return silu(x, inner);
  }
  /// Towards zero, clamped to the range of `type`; NaN becomes 0. The plain
  /// conversion is undefined there.
  Value saturate(Value x, Type type) {
    unsigned bits = getElementTypeOrSelf(type).getIntOrFloatBitWidth();
    double limit = std::ldexp(1.0, bits - 1);
    Value low = real(x.getType(), -limit), high = real(x.getType(), limit);
    auto compare = [&](arith::CmpFPredicate predicate, Value bound) -> Value {
      return arith::CmpFOp::create(b, loc, predicate, x, bound);
    };
    Value below = compare(arith::CmpFPredicate::OLT, low);
    Value above = compare(arith::CmpFPredicate::OGE, high);
    Value fits = arith::AndIOp::create(b, loc, compare(arith::CmpFPredicate::OGE, low),
                                       compare(arith::CmpFPredicate::OLT, high));
    Value safe = arith::SelectOp::create(b, loc, fits, x, real(x.getType(), 0));
    Value result = arith::FPToSIOp::create(b, loc, type, safe);
    auto extreme = [&](const APInt &value) { return splat(type, b.getIntegerAttr(getElementTypeOrSelf(type), value)); };
    result = arith::SelectOp::create(b, loc, below, extreme(APInt::getSignedMinValue(bits)), result);
    return arith::SelectOp::create(b, loc, above, extreme(APInt::getSignedMaxValue(bits)), result);
  }
  /// An i64 that f64 holds: beyond 2^53 without its lowest 11 bits, rounded to odd where one of them is set, which a
  /// later rounding to fewer bits takes for what lies between two of its numbers.
  Value fitDouble(Value x) {
    auto number = [&](int64_t value) { return integer(x.getType(), value); };
    constexpr int64_t rest = (1 << 11) - 1, limit = int64_t(1) << 53;
    Value low = arith::AndIOp::create(b, loc, x, number(rest));
    Value carry = arith::AddIOp::create(b, loc, low, number(rest));
    Value odd = arith::AndIOp::create(b, loc, arith::OrIOp::create(b, loc, x, carry), number(~rest));
    Value shifted = arith::AddIOp::create(b, loc, x, number(limit));
    Value fits = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ult, shifted, number(2 * limit));
    return select(fits, x, odd);
  }
  /// Quotient towards zero; x / 0 is 0 and the smallest / -1 wraps, where the
  /// machine's instruction would trap.
  Value integerDivide(Value x, Value y) {
    Type type = y.getType();
    Value zero = integer(type, 0), one = integer(type, 1), minusOne = integer(type, -1);
    Value isZero = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, y, zero);
    Value isMinusOne = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, y, minusOne);
    Value special = arith::OrIOp::create(b, loc, isZero, isMinusOne);
    Value safe = arith::SelectOp::create(b, loc, special, one, y);
    Value quotient = arith::DivSIOp::create(b, loc, x, safe);
    Value negated = arith::SubIOp::create(b, loc, zero, x);
    quotient = arith::SelectOp::create(b, loc, isMinusOne, negated, quotient);
    return arith::SelectOp::create(b, loc, isZero, zero, quotient);
  }
};

bool isFloat(Value v) { return isa<FloatType>(getElementTypeOrSelf(v.getType())); }

Type withElement(Type like, Type element) {
  auto vector = dyn_cast<VectorType>(like);
  return vector ? Type(vector.clone(element)) : element;
}

template <typename FloatOp, typename IntegerOp>
Value either(OpBuilder &b, Location loc, Value x, Value y) {
  if (isFloat(x))
    return FloatOp::create(b, loc, x, y);
  return IntegerOp::create(b, loc, x, y);
}

Value emitCompare(Expression &e, CompareOp op, Value x, Value y) {
  using F = arith::CmpFPredicate;
  using I = arith::CmpIPredicate;
  static constexpr struct {
    F real;
    I integer, boolean;
  } table[] = {{F::OEQ, I::eq, I::eq},   {F::UNE, I::ne, I::ne},   {F::OLT, I::slt, I::ult},
               {F::OLE, I::sle, I::ule}, {F::OGT, I::sgt, I::ugt}, {F::OGE, I::sge, I::uge}};
  auto row = table[static_cast<unsigned>(op.getPredicate())];
  if (isFloat(x))
    return arith::CmpFOp::create(e.b, e.loc, row.real, x, y);
  bool boolean = getElementTypeOrSelf(x.getType()).isInteger(1);
  return arith::CmpIOp::create(e.b, e.loc, boolean ? row.boolean : row.integer, x, y);
}

/// Conversion of a register to element type `to` as the model has it.
Value emitCast(Expression &e, Value x, Type to) {
  Type from = getElementTypeOrSelf(x.getType());
  Type type = withElement(x.getType(), registerType(to));
  if (to.isInteger(1)) {
    if (isFloat(x))
      return arith::CmpFOp::create(e.b, e.loc, arith::CmpFPredicate::UNE, x, e.real(x.getType(), 0));
    return arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::ne, x, e.integer(x.getType(), 0));
  }
  if (isa<FloatType>(to) && to != registerType(to)) { // round once, and go on in f32
    if (!isFloat(x)) {
      // f32 holds each whole number that f16 has. For bf16 it would round a first time, and so does f64 beyond 2^53.
      bool isExact = from.getIntOrFloatBitWidth() <= 16 || to.isF16();
      if (!isExact && from.isInteger(64))
        x = e.fitDouble(x);
      x = emitCast(e, x, isExact ? e.b.getF32Type() : e.b.getF64Type());
    }
    Value rounded = arith::TruncFOp::create(e.b, e.loc, withElement(x.getType(), to), x);
    return arith::ExtFOp::create(e.b, e.loc, type, rounded);
  }
  if (isa<FloatType>(from) && isa<FloatType>(to)) {
    if (from == to)
      return x;
    if (from.getIntOrFloatBitWidth() < to.getIntOrFloatBitWidth())
      return arith::ExtFOp::create(e.b, e.loc, type, x);
    return arith::TruncFOp::create(e.b, e.loc, type, x);
  }
  if (isa<FloatType>(to)) {
    if (from.isInteger(1))
      return arith::UIToFPOp::create(e.b, e.loc, type, x);
    return arith::SIToFPOp::create(e.b, e.loc, type, x);
  }
  if (isa<FloatType>(from))
    return e.saturate(x, type);
  if (from.getIntOrFloatBitWidth() == to.getIntOrFloatBitWidth())
    return x;
  if (from.isInteger(1))
    return arith::ExtUIOp::create(e.b, e.loc, type, x);
  if (from.getIntOrFloatBitWidth() < to.getIntOrFloatBitWidth())
    return arith::ExtSIOp::create(e.b, e.loc, type, x);
  return arith::TruncIOp::create(e.b, e.loc, type, x);
}

} // namespace

Value dlc::emitScalarOperation(OpBuilder &b, Operation *op, ValueRange v) {
  Location loc = op->getLoc();
  Expression e{b, loc};
  Type type = v[0].getType();
  return TypeSwitch<Operation *, Value>(op)
      .Case([&](AddOp) { return either<arith::AddFOp, arith::AddIOp>(b, loc, v[0], v[1]); })
      .Case([&](SubOp) { return either<arith::SubFOp, arith::SubIOp>(b, loc, v[0], v[1]); })
      .Case([&](MulOp) { return either<arith::MulFOp, arith::MulIOp>(b, loc, v[0], v[1]); })
      .Case([&](DivOp) { return isFloat(v[0]) ? e.div(v[0], v[1]) : e.integerDivide(v[0], v[1]); })
      .Case([&](MaximumOp) { return either<arith::MaximumFOp, arith::MaxSIOp>(b, loc, v[0], v[1]); })
      .Case([&](MinimumOp) { return either<arith::MinimumFOp, arith::MinSIOp>(b, loc, v[0], v[1]); })
      .Case([&](PowOp) { return either<math::PowFOp, math::IPowIOp>(b, loc, v[0], v[1]); })
      .Case([&](AndOp) -> Value { return arith::AndIOp::create(b, loc, v[0], v[1]); })
      .Case([&](OrOp) -> Value { return arith::OrIOp::create(b, loc, v[0], v[1]); })
      .Case([&](NotOp) -> Value { return arith::XOrIOp::create(b, loc, v[0], e.integer(type, -1)); })
      .Case([&](CompareOp op) { return emitCompare(e, op, v[0], v[1]); })
      .Case([&](SelectOp) -> Value { return arith::SelectOp::create(b, loc, v[0], v[1], v[2]); })
      .Case([&](CastOp op) {
        return emitCast(e, v[0], op.getType()); // the attribute: the element type
      })
      .Case([&](NegOp) -> Value {
        if (isFloat(v[0]))
          return arith::NegFOp::create(b, loc, v[0]);
        return arith::SubIOp::create(b, loc, e.integer(type, 0), v[0]);
      })
      .Case([&](AbsOp) -> Value {
        if (isFloat(v[0]))
          return math::AbsFOp::create(b, loc, v[0]);
        // Not math.absi, which the GPU's pipeline does not know.
        return arith::MaxSIOp::create(b, loc, v[0], arith::SubIOp::create(b, loc, e.integer(type, 0), v[0]));
      })
      .Case([&](ReluOp) -> Value {
        if (!isFloat(v[0]))
          return arith::MaxSIOp::create(b, loc, v[0], e.integer(type, 0));
        // 0 > x ? 0 : x keeps NaN and is one instruction, which `maximumf` is not.
        Value zero = e.real(type, 0);
        Value negative = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OGT, zero, v[0]);
        return arith::SelectOp::create(b, loc, negative, zero, v[0]);
      })
      .Case([&](ExpOp) { return e.exp(v[0]); })
      .Case([&](LogOp) -> Value { return math::LogOp::create(b, loc, v[0]); })
      .Case([&](SqrtOp) -> Value { return math::SqrtOp::create(b, loc, v[0]); })
      .Case([&](RsqrtOp) { return e.div(e.real(type, 1.0), math::SqrtOp::create(b, loc, v[0])); })
      .Case([&](TanhOp) -> Value { return math::TanhOp::create(b, loc, v[0]); })
      .Case([&](ErfOp) { return e.erf(v[0]); })
      .Case([&](FloorOp) -> Value { return math::FloorOp::create(b, loc, v[0]); })
      .Case([&](SigmoidOp) { return e.sigmoid(v[0]); })
      .Case([&](SiluOp) { return e.silu(v[0], v[0]); })
      .Case([&](GeluOp op) { return e.gelu(v[0], op.getApproximate() == Approximation::Tanh); })
      .Default([](Operation *) { return Value(); });
}
