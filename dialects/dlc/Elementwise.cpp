//===- Elementwise.cpp - Operators that compute each element by itself ----===//
//
// Shapes of operators with one and two operands are inferred in the classes of
// Elementwise.td, and so are the verifiers of those with two.
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"
#include <cmath>
#include <limits>

using namespace dlc;
using namespace mlir;

#define GET_OP_CLASSES
#include "dialects/dlc/Elementwise.cpp.inc"

void DlcDialect::addElementwiseOps() {
  addOperations<
#define GET_OP_LIST
#include "dialects/dlc/Elementwise.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// What several operators share
//===----------------------------------------------------------------------===//

static FailureOr<Tensor> mapFloats(Operation *op, ArrayRef<Tensor> operands, double (*function)(double)) {
  FailureOr<Tensor> result = resultTensor(op, operands);
  if (succeeded(result))
    for (int64_t i = 0; i < result->size(); ++i)
      result->real(i) = function(operands[0].real(i));
  return result;
}

static FailureOr<Tensor> mapIntegers(Operation *op, ArrayRef<Tensor> operands, int64_t (*function)(int64_t)) {
  FailureOr<Tensor> result = resultTensor(op, operands);
  if (succeeded(result))
    for (int64_t i = 0; i < result->size(); ++i)
      result->integer(i) = wrapInteger(result->elementType(), function(operands[0].integer(i)));
  return result;
}

/// Both operands and the result are floats.
static FailureOr<Tensor> zipFloats(Operation *op, ArrayRef<Tensor> operands, double (*function)(double, double)) {
  FailureOr<Tensor> result = resultTensor(op, operands);
  if (failed(result))
    return failure();
  int64_t position = 0;
  forEachIndex(result->shape(), [&](ArrayRef<int64_t> index) {
    double a = operands[0].real(operands[0].broadcastOffset(index));
    double b = operands[1].real(operands[1].broadcastOffset(index));
    result->real(position++) = function(a, b);
  });
  return result;
}

/// Both operands and the result are integers or booleans.
static FailureOr<Tensor> zipIntegers(Operation *op, ArrayRef<Tensor> operands, int64_t (*function)(int64_t, int64_t)) {
  FailureOr<Tensor> result = resultTensor(op, operands);
  if (failed(result))
    return failure();
  int64_t position = 0;
  forEachIndex(result->shape(), [&](ArrayRef<int64_t> index) {
    int64_t a = operands[0].integer(operands[0].broadcastOffset(index));
    int64_t b = operands[1].integer(operands[1].broadcastOffset(index));
    result->integer(position++) = wrapInteger(result->elementType(), function(a, b));
  });
  return result;
}

/// Is the attribute a literal whose elements all have this value? Zeros of floats count with their sign.
static bool isSplat(Attribute attribute, double value) {
  auto literal = dyn_cast_or_null<SplatElementsAttr>(attribute);
  if (!literal)
    return false;
  if (isa<FloatType>(literal.getElementType()))
    return literal.getSplatValue<APFloat>().isExactlyValue(value);
  return wrapInteger(literal.getElementType(), literal.getSplatValue<APInt>().getSExtValue()) == value;
}

/// `value` where a fold may replace `op` by it: the types must be equal, a
/// broadcast is no identity.
static OpFoldResult replaceBy(Operation *op, Value value) {
  return value.getType() == op->getResult(0).getType() ? OpFoldResult(value) : OpFoldResult();
}

//===----------------------------------------------------------------------===//
// neg, abs
//===----------------------------------------------------------------------===//

OpFoldResult NegOp::fold(FoldAdaptor) {
  auto inner = getInput().getDefiningOp<NegOp>();
  return inner ? inner.getInput() : OpFoldResult();
}

// The least integer has no counterpart: unsigned arithmetic wraps.
static int64_t negate(int64_t x) { return static_cast<int64_t>(-static_cast<uint64_t>(x)); }

FailureOr<Tensor> NegOp::evaluate(ArrayRef<Tensor> operands) {
  if (operands[0].isFloat())
    return mapFloats(getOperation(), operands, [](double x) { return -x; });
  return mapIntegers(getOperation(), operands, negate);
}

OpFoldResult AbsOp::fold(FoldAdaptor) { return getInput().getDefiningOp<AbsOp>() ? getInput() : OpFoldResult(); }

FailureOr<Tensor> AbsOp::evaluate(ArrayRef<Tensor> operands) {
  if (operands[0].isFloat())
    return mapFloats(getOperation(), operands, [](double x) { return std::fabs(x); });
  return mapIntegers(getOperation(), operands, [](int64_t x) { return x < 0 ? negate(x) : x; });
}

//===----------------------------------------------------------------------===//
// exp, log, sqrt, rsqrt, tanh, erf
//===----------------------------------------------------------------------===//

FailureOr<Tensor> ExpOp::evaluate(ArrayRef<Tensor> operands) {
  return mapFloats(getOperation(), operands, [](double x) { return std::exp(x); });
}

FailureOr<Tensor> LogOp::evaluate(ArrayRef<Tensor> operands) {
  return mapFloats(getOperation(), operands, [](double x) { return std::log(x); });
}

FailureOr<Tensor> SqrtOp::evaluate(ArrayRef<Tensor> operands) {
  return mapFloats(getOperation(), operands, [](double x) { return std::sqrt(x); });
}

FailureOr<Tensor> RsqrtOp::evaluate(ArrayRef<Tensor> operands) {
  return mapFloats(getOperation(), operands, [](double x) { return 1.0 / std::sqrt(x); });
}

FailureOr<Tensor> TanhOp::evaluate(ArrayRef<Tensor> operands) {
  return mapFloats(getOperation(), operands, [](double x) { return std::tanh(x); });
}

FailureOr<Tensor> ErfOp::evaluate(ArrayRef<Tensor> operands) {
  return mapFloats(getOperation(), operands, [](double x) { return std::erf(x); });
}

//===----------------------------------------------------------------------===//
// sigmoid, relu, gelu, silu
//===----------------------------------------------------------------------===//

FailureOr<Tensor> SigmoidOp::evaluate(ArrayRef<Tensor> operands) {
  return mapFloats(getOperation(), operands, [](double x) { return 1.0 / (1.0 + std::exp(-x)); });
}

OpFoldResult ReluOp::fold(FoldAdaptor) { return getInput().getDefiningOp<ReluOp>() ? getInput() : OpFoldResult(); }

FailureOr<Tensor> ReluOp::evaluate(ArrayRef<Tensor> operands) {
  if (operands[0].isFloat())
    return mapFloats(getOperation(), operands, [](double x) { return x < 0 ? 0.0 : x; });
  return mapIntegers(getOperation(), operands, [](int64_t x) { return x < 0 ? 0 : x; });
}

FailureOr<Tensor> GeluOp::evaluate(ArrayRef<Tensor> operands) {
  if (getApproximate() == Approximation::Tanh)
    return mapFloats(getOperation(), operands, [](double x) {
      return x / 2 * (1 + std::tanh(std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)));
    });
  return mapFloats(getOperation(), operands, [](double x) { return x / 2 * (1 + std::erf(x / std::sqrt(2.0))); });
}

FailureOr<Tensor> SiluOp::evaluate(ArrayRef<Tensor> operands) {
  return mapFloats(getOperation(), operands, [](double x) { return x / (1.0 + std::exp(-x)); });
}

//===----------------------------------------------------------------------===//
// floor, not
//===----------------------------------------------------------------------===//

OpFoldResult FloorOp::fold(FoldAdaptor) { return getInput().getDefiningOp<FloorOp>() ? getInput() : OpFoldResult(); }

FailureOr<Tensor> FloorOp::evaluate(ArrayRef<Tensor> operands) {
  return mapFloats(getOperation(), operands, [](double x) { return std::floor(x); });
}

OpFoldResult NotOp::fold(FoldAdaptor) {
  auto inner = getInput().getDefiningOp<NotOp>();
  return inner ? inner.getInput() : OpFoldResult();
}

FailureOr<Tensor> NotOp::evaluate(ArrayRef<Tensor> operands) {
  return mapIntegers(getOperation(), operands, [](int64_t x) -> int64_t { return !x; });
}

//===----------------------------------------------------------------------===//
// cast
//===----------------------------------------------------------------------===//

Type CastOp::inferElementType(Adaptor adaptor) {
  TypeAttr type = adaptor.getTypeAttr();
  return type ? type.getValue() : Type();
}

OpFoldResult CastOp::fold(FoldAdaptor) { return replaceBy(getOperation(), getInput()); }

/// Towards zero, clamped to the range of the type, NaN to 0.
static int64_t integerOf(double value, Type type) {
  unsigned width = type.getIntOrFloatBitWidth();
  if (width == 1)
    return value != 0;
  double bound = std::ldexp(1.0, width - 1);
  if (std::isnan(value))
    return 0;
  if (value < -bound)
    return llvm::minIntN(width);
  if (value >= bound)
    return llvm::maxIntN(width);
  return static_cast<int64_t>(value);
}

FailureOr<Tensor> CastOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &input = operands[0];
  Type type = result->elementType();
  for (int64_t i = 0; i < input.size(); ++i) {
    if (result->isFloat())
      result->real(i) = input.number(i);
    else if (input.isFloat())
      result->integer(i) = integerOf(input.real(i), type);
    else
      result->integer(i) = type.isInteger(1) ? input.integer(i) != 0 : wrapInteger(type, input.integer(i));
  }
  return result;
}

//===----------------------------------------------------------------------===//
// add, sub, mul, div
//===----------------------------------------------------------------------===//

// -0 + 0 is 0: what leaves every float as it is is -0.
OpFoldResult AddOp::fold(FoldAdaptor adaptor) {
  return isSplat(adaptor.getRhs(), -0.0) ? replaceBy(getOperation(), getLhs()) : OpFoldResult();
}

FailureOr<Tensor> AddOp::evaluate(ArrayRef<Tensor> operands) {
  if (operands[0].isFloat())
    return zipFloats(getOperation(), operands, [](double a, double b) { return a + b; });
  return zipIntegers(getOperation(), operands, [](int64_t a, int64_t b) { return int64_t(uint64_t(a) + uint64_t(b)); });
}

OpFoldResult SubOp::fold(FoldAdaptor adaptor) {
  return isSplat(adaptor.getRhs(), 0) ? replaceBy(getOperation(), getLhs()) : OpFoldResult();
}

FailureOr<Tensor> SubOp::evaluate(ArrayRef<Tensor> operands) {
  if (operands[0].isFloat())
    return zipFloats(getOperation(), operands, [](double a, double b) { return a - b; });
  return zipIntegers(getOperation(), operands, [](int64_t a, int64_t b) { return int64_t(uint64_t(a) - uint64_t(b)); });
}

OpFoldResult MulOp::fold(FoldAdaptor adaptor) {
  return isSplat(adaptor.getRhs(), 1) ? replaceBy(getOperation(), getLhs()) : OpFoldResult();
}

FailureOr<Tensor> MulOp::evaluate(ArrayRef<Tensor> operands) {
  if (operands[0].isFloat())
    return zipFloats(getOperation(), operands, [](double a, double b) { return a * b; });
  return zipIntegers(getOperation(), operands, [](int64_t a, int64_t b) { return int64_t(uint64_t(a) * uint64_t(b)); });
}

OpFoldResult DivOp::fold(FoldAdaptor adaptor) {
  return isSplat(adaptor.getRhs(), 1) ? replaceBy(getOperation(), getLhs()) : OpFoldResult();
}

FailureOr<Tensor> DivOp::evaluate(ArrayRef<Tensor> operands) {
  if (operands[0].isFloat())
    return zipFloats(getOperation(), operands, [](double a, double b) { return a / b; });
  return zipIntegers(getOperation(), operands, [](int64_t a, int64_t b) {
    return b == 0 ? 0 : b == -1 ? negate(a) : a / b;
  });
}

//===----------------------------------------------------------------------===//
// maximum, minimum, pow
//===----------------------------------------------------------------------===//

OpFoldResult MaximumOp::fold(FoldAdaptor) { return getLhs() == getRhs() ? getLhs() : OpFoldResult(); }

FailureOr<Tensor> MaximumOp::evaluate(ArrayRef<Tensor> operands) {
  if (operands[0].isFloat())
    return zipFloats(getOperation(), operands, [](double a, double b) { return std::isnan(a) || a > b ? a : b; });
  return zipIntegers(getOperation(), operands, [](int64_t a, int64_t b) { return std::max(a, b); });
}

OpFoldResult MinimumOp::fold(FoldAdaptor) { return getLhs() == getRhs() ? getLhs() : OpFoldResult(); }

FailureOr<Tensor> MinimumOp::evaluate(ArrayRef<Tensor> operands) {
  if (operands[0].isFloat())
    return zipFloats(getOperation(), operands, [](double a, double b) { return std::isnan(a) || a < b ? a : b; });
  return zipIntegers(getOperation(), operands, [](int64_t a, int64_t b) { return std::min(a, b); });
}

OpFoldResult PowOp::fold(FoldAdaptor adaptor) {
  return isSplat(adaptor.getRhs(), 1) ? replaceBy(getOperation(), getLhs()) : OpFoldResult();
}

FailureOr<Tensor> PowOp::evaluate(ArrayRef<Tensor> operands) {
  return zipFloats(getOperation(), operands, [](double a, double b) { return std::pow(a, b); });
}

//===----------------------------------------------------------------------===//
// and, or
//===----------------------------------------------------------------------===//

OpFoldResult AndOp::fold(FoldAdaptor) { return getLhs() == getRhs() ? getLhs() : OpFoldResult(); }

FailureOr<Tensor> AndOp::evaluate(ArrayRef<Tensor> operands) {
  return zipIntegers(getOperation(), operands, [](int64_t a, int64_t b) { return a & b; });
}

OpFoldResult OrOp::fold(FoldAdaptor) { return getLhs() == getRhs() ? getLhs() : OpFoldResult(); }

FailureOr<Tensor> OrOp::evaluate(ArrayRef<Tensor> operands) {
  return zipIntegers(getOperation(), operands, [](int64_t a, int64_t b) { return a | b; });
}

//===----------------------------------------------------------------------===//
// compare
//===----------------------------------------------------------------------===//

Type CompareOp::inferElementType(Adaptor adaptor) {
  Type operand = elementTypeOf(adaptor.getOperands());
  return operand ? IntegerType::get(operand.getContext(), 1) : Type();
}

template <typename T>
static bool holds(Comparison comparison, T a, T b) {
  switch (comparison) {
  case Comparison::Equal:
    return a == b;
  case Comparison::NotEqual:
    return a != b;
  case Comparison::Less:
    return a < b;
  case Comparison::LessOrEqual:
    return a <= b;
  case Comparison::Greater:
    return a > b;
  case Comparison::GreaterOrEqual:
    return a >= b;
  }
  llvm_unreachable("all cases return");
}

FailureOr<Tensor> CompareOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &lhs = operands[0], &rhs = operands[1];
  int64_t position = 0;
  forEachIndex(result->shape(), [&](ArrayRef<int64_t> index) {
    int64_t a = lhs.broadcastOffset(index), b = rhs.broadcastOffset(index);
    result->integer(position++) = lhs.isFloat() ? holds(getPredicate(), lhs.real(a), rhs.real(b))
                                                : holds(getPredicate(), lhs.integer(a), rhs.integer(b));
  });
  return result;
}

//===----------------------------------------------------------------------===//
// select
//===----------------------------------------------------------------------===//

FailureOr<Shape> SelectOp::inferShape(Adaptor, ArrayRef<Shape> operands, ShapeError error) {
  return broadcastShapes(operands, error.of(1));
}

Type SelectOp::inferElementType(Adaptor adaptor) { return elementTypeOf(adaptor.getOperands(), 1); }

LogicalResult SelectOp::verify() {
  RankedTensorType lhs = getLhs().getType(), rhs = getRhs().getType();
  if (lhs.getElementType() != rhs.getElementType())
    return emitOpError("(C2) expected both values to have one element type, got ")
           << lhs.getElementType() << " and " << rhs.getElementType() << "; convert one of them with cast";
  return success();
}

OpFoldResult SelectOp::fold(FoldAdaptor adaptor) {
  if (getLhs() == getRhs() || isSplat(adaptor.getCondition(), 1))
    return replaceBy(getOperation(), getLhs());
  if (isSplat(adaptor.getCondition(), 0))
    return replaceBy(getOperation(), getRhs());
  return {};
}

FailureOr<Tensor> SelectOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  int64_t position = 0;
  forEachIndex(result->shape(), [&](ArrayRef<int64_t> index) {
    bool condition = operands[0].integer(operands[0].broadcastOffset(index));
    const Tensor &chosen = operands[condition ? 1 : 2];
    result->copy(position++, chosen, chosen.broadcastOffset(index));
  });
  return result;
}
