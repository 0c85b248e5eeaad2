//===- ExpandMath.cpp - Mathematics in the instructions a level has -------===//

#include "dlc/Target/EmitObject.h"
#include "dlc/Target/Passes.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace dlc {
#define GEN_PASS_DEF_EXPANDMATH
#include "dlc/Target/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

/// Builds element-wise code on scalars and vectors alike: every type takes the shape of `like`.
struct Elementwise : ImplicitLocOpBuilder {
  Type like;
  Elementwise(Operation *op, PatternRewriter &rewriter)
      : ImplicitLocOpBuilder(op->getLoc(), rewriter), like(op->getResult(0).getType()) {}

  Type shaped(Type element) {
    auto vector = dyn_cast<VectorType>(like);
    return vector ? Type(vector.clone(element)) : element;
  }
  Type i32() { return shaped(getI32Type()); }
  Type f32() { return shaped(getF32Type()); }
  Value constant(Type type, TypedAttr value) {
    if (auto vector = dyn_cast<VectorType>(type))
      value = DenseElementsAttr::get(vector, Attribute(value));
    return arith::ConstantOp::create(*this, value);
  }
  Value integer(uint32_t value) { return constant(i32(), getI32IntegerAttr(static_cast<int32_t>(value))); }
  Value real(float value) { return constant(f32(), getF32FloatAttr(value)); }

  Value bitcast(Type type, Value x) { return arith::BitcastOp::create(*this, type, x); }
  Value add(Value x, Value y) { return arith::AddIOp::create(*this, x, y); }
  Value sub(Value x, Value y) { return arith::SubIOp::create(*this, x, y); }
  Value band(Value x, uint32_t mask) { return arith::AndIOp::create(*this, x, integer(mask)); }
  Value bor(Value x, Value y) { return arith::OrIOp::create(*this, x, y); }
  Value shl(Value x, uint32_t by) { return arith::ShLIOp::create(*this, x, integer(by)); }
  Value shr(Value x, uint32_t by) { return arith::ShRUIOp::create(*this, x, integer(by)); }
  Value below(Value x, uint32_t limit) {
    return arith::CmpIOp::create(*this, arith::CmpIPredicate::ult, x, integer(limit));
  }
  Value compare(arith::CmpFPredicate predicate, Value x, float bound) {
    return arith::CmpFOp::create(*this, predicate, x, real(bound));
  }
  Value mul(Value x, Value y) { return arith::MulFOp::create(*this, x, y); }
  Value multiplyAdd(Value x, Value y, Value z) { return math::FmaOp::create(*this, x, y, z); }
  Value select(Value condition, Value x, Value y) { return arith::SelectOp::create(*this, condition, x, y); }
  Value extend(Type type, Value x) { return arith::ExtFOp::create(*this, type, x); }
  Value truncate(Type type, Value x) { return arith::TruncFOp::create(*this, type, x); }
};

template <typename Op>
bool converts(Op op, Type from, Type to) {
  return getElementTypeOrSelf(op.getIn().getType()) == from && getElementTypeOrSelf(op.getType()) == to;
}

/// f16 -> f32 without F16C: exponents move by 112; subnormals are integers times 2^-24.
struct ExtendHalf : OpRewritePattern<arith::ExtFOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::ExtFOp op, PatternRewriter &rewriter) const override {
    Elementwise e(op, rewriter);
    if (!converts(op, e.getF16Type(), e.getF32Type()))
      return rewriter.notifyMatchFailure(op, "is not f16 to f32");
    Value half = e.bitcast(e.shaped(e.getI16Type()), op.getIn());
    Value bits = arith::ExtUIOp::create(e, e.i32(), half);
    Value magnitude = e.band(bits, 0x7fff), sign = e.shl(e.band(bits, 0x8000), 16);
    Value normal = e.add(e.shl(magnitude, 13), e.integer(112 << 23));
    Value special = e.add(normal, e.integer(112 << 23)); // Inf, NaN
    Value small = arith::MulFOp::create(e, arith::UIToFPOp::create(e, e.f32(), magnitude), e.real(0x1p-24f));
    Value value = e.select(e.below(magnitude, 0x7c00), normal, special);
    value = e.select(e.below(magnitude, 0x400), e.bitcast(e.i32(), small), value);
    rewriter.replaceOp(op, e.bitcast(e.f32(), e.bor(value, sign)));
    return success();
  }
};

/// f32 -> f16 without F16C, to nearest even. Adding 0.5 rounds a subnormal result, whose unit is 2^-24, in hardware.
struct TruncateToHalf : OpRewritePattern<arith::TruncFOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::TruncFOp op, PatternRewriter &rewriter) const override {
    Elementwise e(op, rewriter);
    if (!converts(op, e.getF32Type(), e.getF16Type()))
      return rewriter.notifyMatchFailure(op, "is not f32 to f16");
    Value bits = e.bitcast(e.i32(), op.getIn());
    Value magnitude = e.band(bits, 0x7fffffff), sign = e.shr(e.band(bits, 0x80000000), 16);
    Value even = e.band(e.shr(magnitude, 13), 1);
    Value normal = e.sub(e.shr(e.add(e.add(magnitude, even), e.integer(0xfff)), 13), e.integer(112 << 10));
    Value rounded = arith::AddFOp::create(e, e.bitcast(e.f32(), magnitude), e.real(0.5f));
    Value small = e.sub(e.bitcast(e.i32(), rounded), e.integer(0x3f000000));
    Value value = e.select(e.below(magnitude, 0x38800000), small, normal);
    value = e.select(e.below(magnitude, 0x477ff000), value, e.integer(0x7c00)); // 65520 and above
    value = e.select(e.below(magnitude, 0x7f800001), value, e.integer(0x7e00)); // NaN
    Value half = arith::TruncIOp::create(e, e.shaped(e.getI16Type()), e.bor(value, sign));
    rewriter.replaceOp(op, e.bitcast(op.getType(), half));
    return success();
  }
};

/// f16, bf16 -> f64 by way of f32, which holds both.
struct ExtendToDouble : OpRewritePattern<arith::ExtFOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::ExtFOp op, PatternRewriter &rewriter) const override {
    Elementwise e(op, rewriter);
    if (!converts(op, e.getF16Type(), e.getF64Type()) && !converts(op, e.getBF16Type(), e.getF64Type()))
      return rewriter.notifyMatchFailure(op, "is not f16 or bf16 to f64");
    rewriter.replaceOp(op, e.extend(op.getType(), e.extend(e.f32(), op.getIn())));
    return success();
  }
};

/// f64 -> f16, bf16 by way of an f32 rounded to odd, which keeps what the second rounding must know.
struct TruncateDouble : OpRewritePattern<arith::TruncFOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::TruncFOp op, PatternRewriter &rewriter) const override {
    Elementwise e(op, rewriter);
    if (!converts(op, e.getF64Type(), e.getF16Type()) && !converts(op, e.getF64Type(), e.getBF16Type()))
      return rewriter.notifyMatchFailure(op, "is not f64 to f16 or bf16");
    Value nearest = e.truncate(e.f32(), op.getIn());
    Value back = e.extend(op.getIn().getType(), nearest);
    Value inexact = arith::CmpFOp::create(e, arith::CmpFPredicate::ONE, back, op.getIn());
    Value above = arith::CmpFOp::create(e, arith::CmpFPredicate::OGT, math::AbsFOp::create(e, back),
                                        math::AbsFOp::create(e, op.getIn()));
    Value bits = e.bitcast(e.i32(), nearest);
    Value towardsZero = e.select(above, e.sub(bits, e.integer(1)), bits);
    Value odd = e.bitcast(e.f32(), e.select(inexact, e.bor(towardsZero, e.integer(1)), bits));
    rewriter.replaceOp(op, e.truncate(op.getType(), odd));
    return success();
  }
};

/// An integer becomes f16 or bf16 by way of a float that holds it, or, for f16, each whole number that f16 has: the
/// rounding is the only one.
template <typename Op>
struct IntegerToHalf : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;
  LogicalResult matchAndRewrite(Op op, PatternRewriter &rewriter) const override {
    Elementwise e(op, rewriter);
    if (!getElementTypeOrSelf(op.getType()).isF16() && !getElementTypeOrSelf(op.getType()).isBF16())
      return rewriter.notifyMatchFailure(op, "is not to f16 or bf16");
    bool isExact = getElementTypeOrSelf(op.getIn().getType()).getIntOrFloatBitWidth() <= 16 ||
                   getElementTypeOrSelf(op.getType()).isF16();
    Type wide = isExact ? e.f32() : e.shaped(e.getF64Type());
    rewriter.replaceOp(op, e.truncate(op.getType(), Op::create(e, wide, op.getIn())));
    return success();
  }
};

/// f16 or bf16 becomes an integer by way of f32.
template <typename Op>
struct HalfToInteger : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;
  LogicalResult matchAndRewrite(Op op, PatternRewriter &rewriter) const override {
    Elementwise e(op, rewriter);
    Type from = getElementTypeOrSelf(op.getIn().getType());
    if (!from.isF16() && !from.isBF16())
      return rewriter.notifyMatchFailure(op, "is not from f16 or bf16");
    rewriter.replaceOp(op, Op::create(e, op.getType(), e.extend(e.f32(), op.getIn())));
    return success();
  }
};

/// LLVM would compute an fma of f16 in f64.
struct ExtendFma : OpRewritePattern<math::FmaOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(math::FmaOp op, PatternRewriter &rewriter) const override {
    Elementwise e(op, rewriter);
    Type type = getElementTypeOrSelf(op.getType());
    if (!type.isF16() && !type.isBF16())
      return rewriter.notifyMatchFailure(op, "is not of f16 or bf16");
    auto wide = [&](Value x) { return e.extend(e.f32(), x); };
    Value result = math::FmaOp::create(e, wide(op.getA()), wide(op.getB()), wide(op.getC()));
    rewriter.replaceOp(op, e.truncate(op.getType(), result));
    return success();
  }
};

/// Without the instruction an fma is a call of libm per element.
struct SplitFma : OpRewritePattern<math::FmaOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(math::FmaOp op, PatternRewriter &rewriter) const override {
    Value product = arith::MulFOp::create(rewriter, op.getLoc(), op.getA(), op.getB());
    rewriter.replaceOpWithNewOp<arith::AddFOp>(op, product, op.getC());
    return success();
  }
};

/// exp of f32, also where the result is denormal: 2^n exp(r) with |r| <= ln(2) / 2, and 2^n in two factors, of which
/// each is a normal number. The polynomial is that of Cephes' expf (Moshier), within 2 units in the last place.
struct ExpandExp : OpRewritePattern<math::ExpOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(math::ExpOp op, PatternRewriter &rewriter) const override {
    Elementwise e(op, rewriter);
    if (!getElementTypeOrSelf(op.getType()).isF32())
      return rewriter.notifyMatchFailure(op, "is not of f32");
    // Beyond, the result is 0 or inf. A NaN passes.
    Value x = op.getOperand();
    x = e.select(e.compare(arith::CmpFPredicate::OLT, x, -104), e.real(-104), x);
    x = e.select(e.compare(arith::CmpFPredicate::OGT, x, 89), e.real(89), x);
    // Adding 1.5 * 2^23 + 254 leaves the nearest whole number plus two biases of exponents in the lowest bits.
    constexpr float shifter = 0x1.8p23f + 254;
    Value shifted = e.multiplyAdd(x, e.real(0x1.715476p0f), e.real(shifter));
    Value whole = arith::SubFOp::create(e, shifted, e.real(shifter));
    Value r = e.multiplyAdd(whole, e.real(-0x1.63p-1f), x); // ln(2) in two parts, the first of few bits
    r = e.multiplyAdd(whole, e.real(0x1.bd0106p-13f), r);
    Value sum = e.real(1.9875691500e-4f);
    for (float coefficient : {1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f})
      sum = e.multiplyAdd(sum, r, e.real(coefficient));
    sum = e.multiplyAdd(sum, e.mul(r, r), r);
    sum = arith::AddFOp::create(e, sum, e.real(1));
    Value biased = e.bitcast(e.i32(), shifted), half = e.shr(biased, 1);
    auto power = [&](Value exponent) { return e.bitcast(e.f32(), e.shl(exponent, 23)); };
    sum = e.mul(sum, power(half));
    rewriter.replaceOpWithNewOp<arith::MulFOp>(op, sum, power(e.sub(biased, half)));
    return success();
  }
};

/// log of f32, also of denormal numbers, which are scaled by 2^23: n ln(2) + log(1 + f) with 1 + f from sqrt(1/2) to
/// sqrt(2). The polynomial is that of Cephes' logf (Moshier).
struct ExpandLog : OpRewritePattern<math::LogOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(math::LogOp op, PatternRewriter &rewriter) const override {
    Elementwise e(op, rewriter);
    if (!getElementTypeOrSelf(op.getType()).isF32())
      return rewriter.notifyMatchFailure(op, "is not of f32");
    constexpr float infinity = std::numeric_limits<float>::infinity();
    constexpr uint32_t rootOfHalf = 0x3f3504f3, exponent = 0xff800000;
    Value x = op.getOperand();
    Value isSmall = e.compare(arith::CmpFPredicate::OLT, x, 0x1p-126f);
    Value bits = e.bitcast(e.i32(), e.select(isSmall, e.mul(x, e.real(0x1p23f)), x));
    Value offset = e.sub(bits, e.integer(rootOfHalf));
    Value n = arith::ShRSIOp::create(e, offset, e.integer(23));
    n = arith::SIToFPOp::create(e, e.f32(), e.sub(n, e.select(isSmall, e.integer(23), e.integer(0))));
    Value f = e.bitcast(e.f32(), e.sub(bits, e.band(offset, exponent)));
    f = arith::SubFOp::create(e, f, e.real(1));
    Value square = e.mul(f, f), cube = e.mul(square, f);
    auto part = [&](float a, float b, float c) {
      return e.multiplyAdd(e.multiplyAdd(f, e.real(a), e.real(b)), f, e.real(c));
    };
    Value sum = e.multiplyAdd(part(7.0376836292e-2f, -1.1514610310e-1f, 1.1676998740e-1f), cube,
                              part(-1.2420140846e-1f, 1.4249322787e-1f, -1.6668057665e-1f));
    sum = e.multiplyAdd(sum, cube, part(2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f));
    sum = e.multiplyAdd(square, e.real(-0.5f), e.mul(sum, cube));
    sum = e.multiplyAdd(n, e.real(0.693147180559945f), arith::AddFOp::create(e, f, sum));
    // What is infinite or NaN stays.
    sum = e.select(e.compare(arith::CmpFPredicate::OLT, x, infinity), sum, x);
    Value pole = e.select(e.compare(arith::CmpFPredicate::OEQ, x, 0), e.real(-infinity), e.real(NAN));
    rewriter.replaceOp(op, e.select(e.compare(arith::CmpFPredicate::OLE, x, 0), pole, sum));
    return success();
  }
};

/// An f16 in all lanes is converted there: LLVM's conversion of a scalar merges it into a register that it does not
/// use, and waits for whoever writes that one.
struct SplatHalf : OpRewritePattern<vector::BroadcastOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(vector::BroadcastOp op, PatternRewriter &rewriter) const override {
    auto extended = op.getSource().getDefiningOp<arith::ExtFOp>();
    if (!extended || !extended.getIn().getType().isF16())
      return rewriter.notifyMatchFailure(op, "is not of a scalar that was f16");
    Value halves =
        vector::BroadcastOp::create(rewriter, op.getLoc(), op.getType().clone(rewriter.getF16Type()), extended.getIn());
    rewriter.replaceOpWithNewOp<arith::ExtFOp>(op, op.getType(), halves);
    return success();
  }
};

struct ExpandMath : dlc::impl::ExpandMathBase<ExpandMath> {
  void runOnOperation() override {
    auto target = getOperation()->getAttrOfType<rt::TargetAttr>("rt.target");
    if (!target) {
      getOperation().emitError("has no rt.target, which says what the processor can do");
      return signalPassFailure();
    }
    RewritePatternSet patterns(&getContext());
    populateMathPolynomialApproximationPatterns(patterns);
    arith::populateExpandBFloat16Patterns(patterns);
    patterns.add<ExpandExp, ExpandLog, ExtendFma, ExtendToDouble, TruncateDouble>(&getContext(), /*benefit=*/2);
    patterns.add<IntegerToHalf<arith::SIToFPOp>, IntegerToHalf<arith::UIToFPOp>, HalfToInteger<arith::FPToSIOp>,
                 HalfToInteger<arith::FPToUIOp>>(&getContext());
    bool isGpu = target.getDevice() == rt::DeviceKind::CUDA; // every arch has both
    if (!isGpu && !hasFeature(target.getArch(), "f16c"))
      patterns.add<ExtendHalf, TruncateToHalf>(&getContext());
    else if (!isGpu)
      patterns.add<SplatHalf>(&getContext());
    if (!isGpu && !hasFeature(target.getArch(), "fma"))
      patterns.add<SplitFma>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
