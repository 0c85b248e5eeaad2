//===- Contraction.cpp - Sums of products ---------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/Builders.h"

using namespace dlc;
using namespace mlir;

#define GET_OP_CLASSES
#include "dialects/dlc/Contraction.cpp.inc"

void DlcDialect::addContractionOps() {
  addOperations<
#define GET_OP_LIST
#include "dialects/dlc/Contraction.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// linear
//===----------------------------------------------------------------------===//

FailureOr<Shape> LinearOp::inferShape(Adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.size() < 2 || operands[0].empty() || operands[1].size() != 2)
    return error("(C1) expected input (..., in) and weight (out, in)");
  Shape result = operands[0];
  result.back() = operands[1][0];
  return result;
}

LogicalResult LinearOp::verify() {
  RankedTensorType input = getInput().getType(), weight = getWeight().getType();
  if (!extentsAgree(input.getShape().back(), weight.getDimSize(1)))
    return emitOpError("(C2) expected the last extent of input to be that of weight (out, in), got ")
           << input << " and " << weight;
  if (getBias()) {
    RankedTensorType bias = getBias().getType();
    if (bias.getRank() != 1 || !extentsAgree(bias.getDimSize(0), weight.getDimSize(0)))
      return emitOpError("(C3) expected bias (out) for weight (out, in), got ") << bias << " and " << weight;
  }
  return verifyElementTypes(getOperation(), 4);
}

FailureOr<Tensor> LinearOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &input = operands[0], &weight = operands[1];
  int64_t out = weight.shape()[0], in = weight.shape()[1];
  for (int64_t position = 0; position < result->size(); ++position) {
    int64_t row = position / out, column = position % out;
    double sum = operands.size() == 3 ? operands[2].real(column) : 0.0;
    for (int64_t i = 0; i < in; ++i)
      sum += input.real(row * in + i) * weight.real(column * in + i);
    result->real(position) = sum;
  }
  return result;
}

//===----------------------------------------------------------------------===//
// matmul
//===----------------------------------------------------------------------===//

FailureOr<Shape> MatmulOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.size() != 2 || operands[0].size() < 2 || operands[1].size() < 2)
    return error("(C1) expected two operands of rank 2 or more");
  ArrayRef<AffineExpr> lhs = operands[0], rhs = operands[1];
  FailureOr<Shape> result = broadcastShapes({Shape(lhs.drop_back(2)), Shape(rhs.drop_back(2))}, error.of(2));
  if (failed(result))
    return failure();
  result->push_back(lhs.take_back(2)[adaptor.getTransposeA() ? 1 : 0]);
  result->push_back(rhs.take_back(2)[adaptor.getTransposeB() ? 0 : 1]);
  return result;
}

LogicalResult MatmulOp::verify() {
  RankedTensorType lhs = getLhs().getType(), rhs = getRhs().getType();
  if (!extentsAgree(lhs.getShape().take_back(2)[getTransposeA() ? 0 : 1],
                    rhs.getShape().take_back(2)[getTransposeB() ? 1 : 0]))
    return emitOpError("(C3) expected equal extents of the axis that is summed, got ") << lhs << " and " << rhs;
  return verifyElementTypes(getOperation(), 4);
}

FailureOr<Tensor> MatmulOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &lhs = operands[0], &rhs = operands[1];
  bool transposeA = getTransposeA(), transposeB = getTransposeB();
  int64_t depth = lhs.shape().take_back(2)[transposeA ? 0 : 1];
  // From one k to the next.
  int64_t leftStep = transposeA ? lhs.shape().back() : 1, rightStep = transposeB ? 1 : rhs.shape().back();
  int64_t position = 0;
  forEachIndex(result->shape(), [&](ArrayRef<int64_t> index) {
    Tensor::Index left(index), right(index); // (..., m, k) and (..., k, n) at k = 0
    left.end()[transposeA ? -1 : -2] = index.end()[-2];
    left.end()[transposeA ? -2 : -1] = 0;
    right.end()[transposeB ? -2 : -1] = index.end()[-1];
    right.end()[transposeB ? -1 : -2] = 0;
    int64_t a = lhs.broadcastOffset(left), b = rhs.broadcastOffset(right);
    double sum = 0;
    for (int64_t k = 0; k < depth; ++k)
      sum += lhs.real(a + k * leftStep) * rhs.real(b + k * rightStep);
    result->real(position++) = sum;
  });
  return result;
}

//===----------------------------------------------------------------------===//
// conv2d
//===----------------------------------------------------------------------===//

FailureOr<Shape> Conv2dOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.size() < 2 || operands[0].size() != 4 || operands[1].size() != 4)
    return error("(C1) expected input (N, C, H, W) and weight (O, C/groups, R, S)");
  ArrayRef<int64_t> strides = adaptor.getStrides(), padding = adaptor.getPadding(), dilations = adaptor.getDilations();
  if (strides.size() != 2 || dilations.size() != 2 || padding.size() != 4)
    return error("(C1) expected 2 strides, 2 dilations and 4 paddings (top, left, bottom, right)");
  Shape result = {operands[0][0], operands[1][0]};
  for (int axis : {0, 1}) {
    FailureOr<AffineExpr> extent =
        windowPositions(operands[0][2 + axis], operands[1][2 + axis],
                        {strides[axis], dilations[axis], padding[axis], padding[axis + 2]}, error.of(1));
    if (failed(extent))
      return failure();
    result.push_back(*extent);
  }
  return result;
}

/// Constraints 2 and 3.
static LogicalResult verifyGroups(Conv2dOp op) {
  int64_t groups = op.getGroups();
  int64_t channels = op.getInput().getType().getDimSize(1);
  RankedTensorType weight = op.getWeight().getType();
  if (groups < 1)
    return op.emitOpError("(C2) expected groups to be positive, got ") << groups;
  for (int64_t extent : {channels, weight.getDimSize(0)})
    if (!ShapedType::isDynamic(extent) && extent % groups != 0)
      return op.emitOpError("(C2) expected groups to divide the channels, got ")
             << extent << " channels in " << groups << " groups";
  if (!ShapedType::isDynamic(channels) && !extentsAgree(channels / groups, weight.getDimSize(1)))
    return op.emitOpError("(C3) expected weight (O, C/groups, R, S) for ")
           << channels << " channels in " << groups << " groups, got " << weight;
  return success();
}

bool Conv2dOp::isDepthwise() {
  auto weight = cast<RankedTensorType>(getWeight().getType()).getShape();
  return getGroups() > 1 && weight[1] == 1 && weight[0] == static_cast<int64_t>(getGroups());
}

LogicalResult Conv2dOp::verify() {
  if (failed(verifyGroups(*this)))
    return failure();
  RankedTensorType weight = getWeight().getType(), result = getResult().getType();
  if (llvm::is_contained(result.getShape().take_back(2), 0) || llvm::is_contained(weight.getShape().take_back(2), 0))
    return emitOpError("(C4) expected a window that is not empty and fits into the padded image, got weight ")
           << weight << " on " << getInput().getType();
  if (getBias()) {
    RankedTensorType bias = getBias().getType();
    if (bias.getRank() != 1 || !extentsAgree(bias.getDimSize(0), weight.getDimSize(0)))
      return emitOpError("(C5) expected bias (O) for weight (O, C/groups, R, S), got ") << bias << " and " << weight;
  }
  return verifyElementTypes(getOperation(), 6);
}

FailureOr<Tensor> Conv2dOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &input = operands[0], &weight = operands[1];
  ArrayRef<int64_t> strides = getStrides(), dilations = getDilations(), padding = getPadding();
  int64_t height = input.shape()[2], width = input.shape()[3];
  int64_t groupInputs = weight.shape()[1], rows = weight.shape()[2], columns = weight.shape()[3];
  int64_t groupOutputs = weight.shape()[0] / static_cast<int64_t>(getGroups());
  int64_t position = 0;
  forEachIndex(result->shape(), [&](ArrayRef<int64_t> at) { // (n, o, y, x)
    double sum = operands.size() == 3 ? operands[2].real(at[1]) : 0.0;
    int64_t firstInput = at[1] / groupOutputs * groupInputs;
    for (int64_t i = 0; i < groupInputs; ++i)
      for (int64_t r = 0; r < rows; ++r)
        for (int64_t s = 0; s < columns; ++s) {
          int64_t y = at[2] * strides[0] + r * dilations[0] - padding[0];
          int64_t x = at[3] * strides[1] + s * dilations[1] - padding[1];
          bool isInside = y >= 0 && y < height && x >= 0 && x < width;
          int64_t tap = ((at[1] * groupInputs + i) * rows + r) * columns + s;
          int64_t pixel = ((at[0] * input.shape()[1] + firstInput + i) * height + y) * width + x;
          sum += weight.real(tap) * (isInside ? input.real(pixel) : 0); // NaN where an infinite weight is outside
        }
    result->real(position++) = sum;
  });
  return result;
}
