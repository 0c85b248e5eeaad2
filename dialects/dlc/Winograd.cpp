//===- Winograd.cpp - Convolutions with fewer products --------------------===//

#include "dialects/dlc/Dlc.h"
#include "dialects/dlc/WinogradMatrices.h"
#include "mlir/IR/Builders.h"
#include "llvm/Support/MathExtras.h"

using namespace dlc;
using namespace mlir;

#define GET_OP_CLASSES
#include "dialects/dlc/Winograd.cpp.inc"

void DlcDialect::addWinogradOps() {
  addOperations<
#define GET_OP_LIST
#include "dialects/dlc/Winograd.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Matrices
//===----------------------------------------------------------------------===//

const WinogradMatrices &dlc::winogradMatrices(int64_t output) {
  // clang-format off
  static constexpr double filter2[] = {1,   0,   0,
                                       .5,  .5,  .5,
                                       .5, -.5,  .5,
                                       0,   0,   1};
  static constexpr double input2[] = {1, 0, -1,  0,
                                      0, 1,  1,  0,
                                      0, -1, 1,  0,
                                      0, 1,  0, -1};
  static constexpr double output2[] = {1, 1,  1,  0,
                                       0, 1, -1, -1};
  constexpr double q = 1.41421356237309504880; // sqrt(2)
  static constexpr double filter4[] = {1,           0,      0,
                                       -2.0 / 3,   -q / 3, -1.0 / 3,
                                       -2.0 / 3,    q / 3, -1.0 / 3,
                                       1.0 / 6,     q / 6,  1.0 / 3,
                                       1.0 / 6,    -q / 6,  1.0 / 3,
                                       0,           0,      1};
  static constexpr double input4[] = {1,  0,     -2.5,  0,     1, 0,
                                      0, -q,     -2,    q / 2, 1, 0,
                                      0,  q,     -2,   -q / 2, 1, 0,
                                      0, -q / 2, -.5,   q,     1, 0,
                                      0,  q / 2, -.5,  -q,     1, 0,
                                      0,  1,      0,   -2.5,   0, 1};
  static constexpr double output4[] = {1, 1,      1,     1,      1,     0,
                                       0, q / 2, -q / 2, q,     -q,     0,
                                       0, .5,     .5,    2,      2,     0,
                                       0, q / 4, -q / 4, 2 * q, -2 * q, 1};
  // clang-format on
  static constexpr WinogradMatrices two = {filter2, input2, output2}, four = {filter4, input4, output4};
  return output == 2 ? two : four;
}

/// left * square * left^T, for `left` of any number of rows and `square` of `size` a side.
static SmallVector<double> conjugate(ArrayRef<double> left, ArrayRef<double> square, int64_t size) {
  int64_t rows = static_cast<int64_t>(left.size()) / size;
  SmallVector<double> half(rows * size), result(rows * rows);
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < size; ++j)
      for (int64_t k = 0; k < size; ++k)
        half[i * size + j] += left[i * size + k] * square[k * size + j];
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < rows; ++j)
      for (int64_t k = 0; k < size; ++k)
        result[i * rows + j] += half[i * size + k] * left[j * size + k];
  return result;
}

//===----------------------------------------------------------------------===//
// winograd_conv2d
//===----------------------------------------------------------------------===//

FailureOr<Shape> WinogradConv2dOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  ArrayRef<int64_t> padding = adaptor.getPadding();
  if (operands.size() < 2 || operands[0].size() != 4 || operands[1].size() != 3 || padding.size() != 4)
    return error("(C1) expected input (N, H, W, C), weight (a a, O, C) and 4 paddings (top, left, bottom, right)");
  Shape result = {operands[0][0]};
  AffineExpr window = getAffineConstantExpr(3, result[0].getContext());
  for (int axis : {0, 1}) {
    FailureOr<AffineExpr> extent =
        windowPositions(operands[0][1 + axis], window, {1, 1, padding[axis], padding[axis + 2]}, error.of(1));
    if (failed(extent))
      return failure();
    result.push_back(*extent);
  }
  result.push_back(operands[1][1]);
  return result;
}

LogicalResult WinogradConv2dOp::verify() {
  RankedTensorType input = getInput().getType(), weight = getWeight().getType(), result = getResult().getType();
  int64_t output = getOutput(), side = output + 2;
  if ((output != 2 && output != 4) || !extentsAgree(weight.getDimSize(0), side * side))
    return emitOpError("(C2) expected output 2 or 4 and weight (16, O, C) or (36, O, C), got output ")
           << output << " and " << weight;
  if (!extentsAgree(input.getDimSize(3), weight.getDimSize(2)))
    return emitOpError("(C3) expected weight (a a, O, C) for input (N, H, W, C), got ") << weight << " and " << input;
  if (llvm::is_contained(result.getShape().slice(1, 2), 0))
    return emitOpError("(C4) expected a window that fits into the padded image, got ") << input;
  if (getBias()) {
    RankedTensorType bias = getBias().getType();
    if (bias.getRank() != 1 || !extentsAgree(bias.getDimSize(0), weight.getDimSize(1)))
      return emitOpError("(C5) expected bias (O) for weight (a a, O, C), got ") << bias << " and " << weight;
  }
  if (!input.getElementType().isF32() && !input.getElementType().isF64())
    return emitOpError("(C6) expected elements of f32 or f64, got ") << input;
  return verifyElementTypes(getOperation(), 6);
}

FailureOr<Tensor> WinogradConv2dOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &input = operands[0], &weight = operands[1];
  ArrayRef<int64_t> padding = getPadding(), out = result->shape();
  int64_t height = input.shape()[1], width = input.shape()[2], channels = input.shape()[3];
  int64_t output = getOutput(), side = output + 2;
  const WinogradMatrices &matrices = winogradMatrices(output);
  auto pixel = [&](int64_t n, int64_t y, int64_t x, int64_t c) {
    bool isInside = y >= 0 && y < height && x >= 0 && x < width;
    return isInside ? input.real(((n * height + y) * width + x) * channels + c) : 0;
  };
  forEachIndex({out[0], static_cast<int64_t>(llvm::divideCeil(out[1], output)),
                static_cast<int64_t>(llvm::divideCeil(out[2], output))},
               [&](ArrayRef<int64_t> tile) {
                 int64_t top = tile[1] * output, left = tile[2] * output;
                 SmallVector<SmallVector<double>> patches; // BT d B of each channel
                 for (int64_t c = 0; c < channels; ++c) {
                   SmallVector<double> patch;
                   for (int64_t i = 0; i < side * side; ++i)
                     patch.push_back(pixel(tile[0], top + i / side - padding[0], left + i % side - padding[1], c));
                   patches.push_back(conjugate(matrices.input, patch, side));
                 }
                 for (int64_t o = 0; o < out[3]; ++o) {
                   SmallVector<double> sums(side * side);
                   for (int64_t c = 0; c < channels; ++c)
                     for (int64_t i = 0; i < side * side; ++i)
                       sums[i] += weight.real((i * out[3] + o) * channels + c) * patches[c][i];
                   SmallVector<double> pixels = conjugate(matrices.output, sums, side);
                   for (int64_t y = top; y < std::min(top + output, out[1]); ++y)
                     for (int64_t x = left; x < std::min(left + output, out[2]); ++x)
                       result->real(result->offset({tile[0], y, x, o})) =
                           pixels[(y - top) * output + x - left] + (operands.size() == 3 ? operands[2].real(o) : 0.0);
                 }
               });
  return result;
}
