//===- Pooling.cpp - Reductions of a sliding window -----------------------===//

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/Builders.h"
#include <cmath>
#include <limits>

using namespace dlc;
using namespace mlir;

#define GET_OP_CLASSES
#include "dialects/dlc/Pooling.cpp.inc"

void DlcDialect::addPoolingOps() {
  addOperations<
#define GET_OP_LIST
#include "dialects/dlc/Pooling.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// What both operators share
//===----------------------------------------------------------------------===//

template <typename Adaptor>
static FailureOr<Shape> inferPool(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.size() != 1 || operands[0].size() != 4)
    return error("(C1) expected input (N, C, H, W)");
  DenseI64ArrayAttr window = adaptor.getWindowAttr(), strides = adaptor.getStridesAttr();
  ArrayRef<int64_t> padding = adaptor.getPadding();
  if (!window || !strides || window.size() != 2 || strides.size() != 2 || padding.size() != 4)
    return error("(C1) expected window [H, W], strides [H, W] and padding [top, left, bottom, right]");
  if (window[0] < 1 || window[1] < 1)
    return error("(C1) expected a window that is not empty");
  Shape result = operands[0];
  for (int axis : {0, 1}) {
    AffineExpr size = getAffineConstantExpr(window[axis], result[0].getContext());
    FailureOr<AffineExpr> extent =
        windowPositions(result[2 + axis], size, {strides[axis], 1, padding[axis], padding[axis + 2]}, error.of(1));
    if (failed(extent))
      return failure();
    result[2 + axis] = *extent;
  }
  return result;
}

template <typename Op>
static LogicalResult verifyPool(Op op) {
  ArrayRef<int64_t> window = op.getWindow(), padding = op.getPadding();
  for (int side = 0; side < 4; ++side)
    if (padding[side] >= window[side % 2])
      return op.emitOpError("(C2) expected each padding to be less than the window, got ")
             << padding[side] << " for a window of " << window[side % 2];
  if (llvm::is_contained(op.getResult().getType().getShape().take_back(2), 0))
    return op.emitOpError("(C3) expected the window to fit into the padded image, got window [")
           << window << "] on " << op.getInput().getType();
  return success();
}

/// Calls `visit` with the position of each element of the window at `at`, -1 for
/// a padded place.
template <typename Op>
static void forEachInWindow(Op op, const Tensor &input, ArrayRef<int64_t> at, function_ref<void(int64_t)> visit) {
  ArrayRef<int64_t> strides = op.getStrides(), padding = op.getPadding();
  forEachIndex(op.getWindow(), [&](ArrayRef<int64_t> tap) {
    int64_t y = at[2] * strides[0] + tap[0] - padding[0];
    int64_t x = at[3] * strides[1] + tap[1] - padding[1];
    bool inside = y >= 0 && y < input.shape()[2] && x >= 0 && x < input.shape()[3];
    visit(inside ? input.offset({at[0], at[1], y, x}) : -1);
  });
}

//===----------------------------------------------------------------------===//
// max_pool
//===----------------------------------------------------------------------===//

FailureOr<Shape> MaxPoolOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  return inferPool(adaptor, operands, error);
}

LogicalResult MaxPoolOp::verify() { return verifyPool(*this); }

FailureOr<Tensor> MaxPoolOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &input = operands[0];
  int64_t position = 0;
  forEachIndex(result->shape(), [&](ArrayRef<int64_t> at) {
    int64_t largest = -1;
    forEachInWindow(*this, input, at, [&](int64_t element) {
      if (element < 0)
        return;
      bool larger = largest < 0 || std::isnan(input.number(element)) ||
                    (input.isFloat() ? input.real(element) > input.real(largest)
                                     : input.integer(element) > input.integer(largest));
      if (larger)
        largest = element;
    });
    if (largest >= 0)
      result->copy(position, input, largest);
    else if (input.isFloat()) // of an image without rows or columns: the largest of nothing
      result->real(position) = -std::numeric_limits<double>::infinity();
    else
      result->integer(position) = llvm::minIntN(input.elementType().getIntOrFloatBitWidth());
    ++position;
  });
  return result;
}

//===----------------------------------------------------------------------===//
// avg_pool
//===----------------------------------------------------------------------===//

FailureOr<Shape> AvgPoolOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  return inferPool(adaptor, operands, error);
}

LogicalResult AvgPoolOp::verify() { return verifyPool(*this); }

FailureOr<Tensor> AvgPoolOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &input = operands[0];
  int64_t position = 0;
  forEachIndex(result->shape(), [&](ArrayRef<int64_t> at) {
    double sum = 0;
    int64_t count = 0;
    forEachInWindow(*this, input, at, [&](int64_t element) {
      if (element >= 0)
        sum += input.real(element);
      if (element >= 0 || getCountIncludePad())
        ++count;
    });
    result->real(position++) = sum / static_cast<double>(count);
  });
  return result;
}
