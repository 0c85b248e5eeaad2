//===- Naive.cpp - What an operator gives where nobody takes care of rounding ---===//

#include "tools/dlc-run/Naive.h"
#include "dialects/dlc/Attention.h"
#include <cmath>

using namespace dlc;
using namespace mlir;

double dlc::run::roundTo(Type element, double value) {
  if (element.isF64())
    return value;
  if (element.isF32())
    return static_cast<float>(value);
  APFloat rounded(value);
  bool inexact;
  rounded.convert(cast<FloatType>(element).getFloatSemantics(), APFloat::rmNearestTiesToEven, &inexact);
  return rounded.convertToDouble();
}

/// A sum as a loop over floats makes it.
class NaiveSum {
public:
  NaiveSum(double start) : sum(static_cast<float>(start)) {}
  void add(double a, double b) { sum += static_cast<float>(a) * static_cast<float>(b); }
  double value() const { return sum; }

private:
  float sum;
};

/// `result` has the extents already; in the functions below only its elements are replaced.
static void sumLinear(ArrayRef<Tensor> operands, Tensor &result) {
  int64_t out = operands[1].shape()[0], in = operands[1].shape()[1];
  for (int64_t position = 0; position < result.size(); ++position) {
    NaiveSum sum(operands.size() == 3 ? operands[2].real(position % out) : 0);
    for (int64_t i = 0; i < in; ++i)
      sum.add(operands[0].real(position / out * in + i), operands[1].real(position % out * in + i));
    result.real(position) = sum.value();
  }
}

static void sumMatmul(MatmulOp op, ArrayRef<Tensor> operands, Tensor &result) {
  int64_t position = 0, depth = operands[0].shape().take_back(2)[op.getTransposeA() ? 0 : 1];
  forEachIndex(result.shape(), [&](ArrayRef<int64_t> at) { // (..., m, n)
    Tensor::Index left(at), right(at);
    int64_t m = at[at.size() - 2], n = at.back();
    NaiveSum sum(0);
    for (int64_t k = 0; k < depth; ++k) {
      left.end()[-2] = op.getTransposeA() ? k : m;
      left.end()[-1] = op.getTransposeA() ? m : k;
      right.end()[-2] = op.getTransposeB() ? n : k;
      right.end()[-1] = op.getTransposeB() ? k : n;
      sum.add(operands[0].real(operands[0].broadcastOffset(left)),
              operands[1].real(operands[1].broadcastOffset(right)));
    }
    result.real(position++) = sum.value();
  });
}

static void sumConv2d(Conv2dOp op, ArrayRef<Tensor> operands, Tensor &result) {
  const Tensor &input = operands[0], &weight = operands[1];
  ArrayRef<int64_t> strides = op.getStrides(), dilations = op.getDilations(), padding = op.getPadding();
  int64_t groupInputs = weight.shape()[1], groupOutputs = weight.shape()[0] / static_cast<int64_t>(op.getGroups());
  int64_t position = 0;
  forEachIndex(result.shape(), [&](ArrayRef<int64_t> at) { // (n, o, y, x)
    NaiveSum sum(operands.size() == 3 ? operands[2].real(at[1]) : 0);
    forEachIndex(weight.shape().drop_front(), [&](ArrayRef<int64_t> tap) { // (i, r, s)
      int64_t y = at[2] * strides[0] + tap[1] * dilations[0] - padding[0];
      int64_t x = at[3] * strides[1] + tap[2] * dilations[1] - padding[1];
      bool isInside = y >= 0 && y < input.shape()[2] && x >= 0 && x < input.shape()[3];
      int64_t channel = at[1] / groupOutputs * groupInputs + tap[0];
      sum.add(isInside ? input.real(input.offset({at[0], channel, y, x})) : 0,
              weight.real(weight.offset({at[1], tap[0], tap[1], tap[2]})));
    });
    result.real(position++) = sum.value();
  });
}

/// Dot products of bf16 take denormal numbers as 0 (docs/numerics.md).
static SmallVector<Tensor> withoutDenormals(ArrayRef<Tensor> operands) {
  SmallVector<Tensor> flushed(operands);
  for (Tensor &operand : flushed)
    for (int64_t i = 0; operand.elementType().isBF16() && i < operand.size(); ++i)
      if (std::fabs(operand.real(i)) < 0x1p-126)
        operand.real(i) = 0;
  return flushed;
}

FailureOr<SmallVector<Tensor>> dlc::run::applyNaively(TensorOpInterface op, ArrayRef<Tensor> operands) {
  auto attention = dyn_cast<AttentionOp>(op.getOperation());
  FailureOr<SmallVector<Tensor>> results =
      attention ? aloneOf(evaluateAttention(attention, operands, AttentionWeights::Rounded))
                : op.evaluateResults(operands);
  if (failed(results))
    return failure();
  bool isContraction = isa<LinearOp, MatmulOp, Conv2dOp>(op.getOperation());
  if (Tensor &first = results->front(); isContraction && first.isFloat() && !first.elementType().isF64()) {
    SmallVector<Tensor> factors = withoutDenormals(operands);
    llvm::TypeSwitch<Operation *>(op)
        .Case([&](LinearOp) { sumLinear(factors, first); })
        .Case([&](MatmulOp matmul) { sumMatmul(matmul, factors, first); })
        .Case([&](Conv2dOp conv) { sumConv2d(conv, factors, first); });
  }
  for (Tensor &result : *results)
    for (int64_t i = 0; result.isFloat() && i < result.size(); ++i)
      result.real(i) = roundTo(result.elementType(), result.real(i));
  return results;
}
