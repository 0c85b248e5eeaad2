//===- Normalization.cpp - Operators that bring elements to one scale -----===//

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/Builders.h"
#include <cmath>
#include <limits>

using namespace dlc;
using namespace mlir;

#define GET_OP_CLASSES
#include "dialects/dlc/Normalization.cpp.inc"

void DlcDialect::addNormalizationOps() {
  addOperations<
#define GET_OP_LIST
#include "dialects/dlc/Normalization.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// softmax
//===----------------------------------------------------------------------===//

FailureOr<Shape> SoftmaxOp::inferShape(Adaptor, ArrayRef<Shape> operands, ShapeError error) {
  return firstShape(operands, error);
}

int64_t SoftmaxOp::getPositiveAxis() { return *positiveAxis(getAxis(), getInput().getType().getRank()); }

LogicalResult SoftmaxOp::verify() {
  RankedTensorType type = getInput().getType();
  if (positiveAxis(getAxis(), type.getRank()))
    return success();
  return emitOpError("(C1) expected an axis in [")
         << -type.getRank() << ", " << type.getRank() << "), got " << getAxis();
}

FailureOr<Tensor> SoftmaxOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &input = operands[0];
  int64_t axis = getPositiveAxis(), extent = input.shape()[axis];
  Tensor::Index outer(input.shape());
  outer[axis] = extent == 0 ? 0 : 1;
  forEachIndex(outer, [&](ArrayRef<int64_t> index) {
    Tensor::Index at(index);
    auto position = [&](int64_t i) {
      at[axis] = i;
      return input.offset(at);
    };
    double largest = -std::numeric_limits<double>::infinity(), sum = 0;
    for (int64_t i = 0; i < extent; ++i)
      largest = std::fmax(largest, input.real(position(i)));
    for (int64_t i = 0; i < extent; ++i)
      sum += result->real(position(i)) = std::exp(input.real(position(i)) - largest);
    for (int64_t i = 0; i < extent; ++i)
      result->real(position(i)) /= sum;
  });
  return result;
}

//===----------------------------------------------------------------------===//
// layer_norm
//===----------------------------------------------------------------------===//

FailureOr<Shape> LayerNormOp::inferShape(Adaptor, ArrayRef<Shape> operands, ShapeError error) {
  return firstShape(operands, error);
}

LogicalResult LayerNormOp::verify() {
  RankedTensorType input = getInput().getType();
  int64_t axes = getAxes();
  if (axes < 1 || axes > input.getRank())
    return emitOpError("(C1) expected axes in [1, ") << input.getRank() << "] for input " << input << ", got " << axes;
  ArrayRef<int64_t> extents = input.getShape().take_back(axes);
  for (Value operand : getOperands().drop_front()) {
    ArrayRef<int64_t> shape = cast<RankedTensorType>(operand.getType()).getShape();
    if (shape.size() != extents.size() || !llvm::all_of_zip(shape, extents, extentsAgree))
      return emitOpError("(C2) expected scale and bias of the last ")
             << axes << " extents of input " << input << ", got " << operand.getType();
  }
  if (getEpsilon().isNegative() || getEpsilon().isNaN())
    return emitOpError("(C4) expected epsilon not to be negative");
  return verifyElementTypes(getOperation(), 3);
}

FailureOr<Tensor> LayerNormOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &input = operands[0], &scale = operands[1];
  double epsilon = getEpsilon().convertToDouble();
  int64_t size = scale.size();
  for (int64_t row = 0; row < input.size(); row += size) {
    double mean = 0, variance = 0;
    for (int64_t i = 0; i < size; ++i)
      mean += input.real(row + i) / static_cast<double>(size);
    for (int64_t i = 0; i < size; ++i)
      variance += (input.real(row + i) - mean) * (input.real(row + i) - mean) / static_cast<double>(size);
    for (int64_t i = 0; i < size; ++i) {
      double normal = (input.real(row + i) - mean) / std::sqrt(variance + epsilon);
      result->real(row + i) = normal * scale.real(i) + (operands.size() == 3 ? operands[2].real(i) : 0.0);
    }
  }
  return result;
}

//===----------------------------------------------------------------------===//
// batch_norm
//===----------------------------------------------------------------------===//

FailureOr<Shape> BatchNormOp::inferShape(Adaptor, ArrayRef<Shape> operands, ShapeError error) {
  return firstShape(operands, error);
}

LogicalResult BatchNormOp::verify() {
  RankedTensorType input = getInput().getType();
  if (input.getRank() < 2)
    return emitOpError("(C1) expected input (N, C, ...) of rank 2 or more, got ") << input;
  for (Value channels : getOperands().drop_front()) {
    auto type = cast<RankedTensorType>(channels.getType());
    if (type.getRank() != 1 || !extentsAgree(type.getDimSize(0), input.getDimSize(1)))
      return emitOpError("(C2) expected scale, bias, mean and variance (C) for input (N, C, ...), got ")
             << type << " for " << input;
  }
  if (getEpsilon().isNegative() || getEpsilon().isNaN())
    return emitOpError("(C4) expected epsilon not to be negative");
  return verifyElementTypes(getOperation(), 3);
}

FailureOr<Tensor> BatchNormOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &scale = operands[1], &bias = operands[2], &mean = operands[3], &variance = operands[4];
  double epsilon = getEpsilon().convertToDouble();
  int64_t position = 0;
  forEachIndex(result->shape(), [&](ArrayRef<int64_t> index) {
    int64_t c = index[1];
    double normal = (operands[0].real(position) - mean.real(c)) / std::sqrt(variance.real(c) + epsilon);
    result->real(position++) = normal * scale.real(c) + bias.real(c);
  });
  return result;
}

std::optional<ElementReads> BatchNormOp::getReads(ArrayRef<Shape> operands) {
  ElementReads result;
  result.reads.push_back(repeatedRead(0, operands[0], operands[0]));
  for (unsigned i = 1; i < operands.size(); ++i)
    result.reads.push_back({i, {getAffineDimExpr(1, getContext())}, {}});
  return result;
}
