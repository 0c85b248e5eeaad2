//===- Movement.cpp - Results made of operand elements and constants ------===//

#include "dialects/dlc/Dlc.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/IR/Builders.h"
#include <cmath>

using namespace dlc;
using namespace mlir;

/// `[0, end, -1]`
static ParseResult parseEnds(OpAsmParser &parser, DenseI64ArrayAttr &ends) {
  SmallVector<int64_t> numbers;
  auto parseEnd = [&]() -> ParseResult {
    if (succeeded(parser.parseOptionalKeyword("end"))) {
      numbers.push_back(SliceOp::kEnd);
      return success();
    }
    return parser.parseInteger(numbers.emplace_back());
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, parseEnd))
    return failure();
  ends = parser.getBuilder().getDenseI64ArrayAttr(numbers);
  return success();
}

static void printEnds(OpAsmPrinter &printer, Operation *, DenseI64ArrayAttr ends) {
  printer << "[";
  llvm::interleaveComma(ends.asArrayRef(), printer, [&](int64_t end) {
    if (end == SliceOp::kEnd)
      printer << "end";
    else
      printer << end;
  });
  printer << "]";
}

#define GET_OP_CLASSES
#include "dialects/dlc/Movement.cpp.inc"

void DlcDialect::addMovementOps() {
  addOperations<
#define GET_OP_LIST
#include "dialects/dlc/Movement.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// What several operators share
//===----------------------------------------------------------------------===//

/// Sums of numbers in this range do not overflow.
static bool isReasonable(int64_t number) { return std::abs(number) < (1ll << 48); }

/// The coordinates of a result of `rank` axes: a read of the operand at the same place.
static Shape coordinates(unsigned rank, MLIRContext *context) {
  Shape at;
  for (unsigned axis = 0; axis < rank; ++axis)
    at.push_back(getAffineDimExpr(axis, context));
  return at;
}

/// Does the result have the operand's extents whatever the unknown ones are?
static bool keepsShape(TensorOpInterface op) {
  FailureOr<SmallVector<Shape>> shapes = symbolicShapes(op->getContext(), op->getOperands(), ShapeError(op->getLoc()));
  if (failed(shapes))
    return false;
  FailureOr<SmallVector<Shape>> results = op.getResultShapes(*shapes);
  return succeeded(results) && results->front() == shapes->front();
}

//===----------------------------------------------------------------------===//
// reshape
//===----------------------------------------------------------------------===//

/// The product of `factors` divided by that of the literals in `target`.
static AffineExpr remainingExtent(ArrayRef<AffineExpr> factors, ArrayRef<int64_t> target, MLIRContext *context) {
  int64_t divisor = 1, known = 1;
  for (int64_t number : target)
    if (number > 0 && llvm::MulOverflow(divisor, number, divisor))
      return {};
  AffineExpr product;
  for (AffineExpr factor : factors) {
    std::optional<int64_t> constant = constantExtent(factor);
    if (constant && llvm::MulOverflow(known, *constant, known))
      return {};
    if (!constant)
      product = product ? product * factor : factor;
  }
  if (!product)
    return getAffineConstantExpr(known / divisor, context);
  if (known % divisor == 0)
    return product * (known / divisor);
  return (product * known).floorDiv(divisor);
}

FailureOr<Shape> ReshapeOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.size() != 1 || !adaptor.getShapeAttr())
    return error("expected one operand and a shape");
  ArrayRef<int64_t> target = adaptor.getShapeAttr();
  const Shape &input = operands[0];
  if (llvm::count(target, -1) > 1)
    return error("(C2) expected at most one -1 in the shape");
  MLIRContext *context = adaptor.getShapeAttr().getContext();
  Shape result, factors;
  AffineExpr *remaining = nullptr;
  for (auto [axis, number] : llvm::enumerate(target)) {
    if (number < -1 || (number == 0 && axis >= input.size()))
      return error("(C1) expected numbers of -1 or more, and 0 only at an axis of the operand, got " + Twine(number) +
                   " at " + Twine(axis));
    result.push_back(number == 0 ? input[axis] : getAffineConstantExpr(number, context));
  }
  // Copied extents cancel, so that unknown ones leave -1 known.
  for (auto [axis, extent] : llvm::enumerate(input))
    if (axis >= target.size() || target[axis] != 0)
      factors.push_back(extent);
  for (auto [axis, number] : llvm::enumerate(target))
    if (number == -1)
      remaining = &result[axis];
  if (remaining && !(*remaining = remainingExtent(factors, target, context)))
    return error("expected extents whose product is below 2^63");
  return result;
}

LogicalResult ReshapeOp::verify() {
  RankedTensorType input = getInput().getType(), result = getResult().getType();
  if (input.hasStaticShape() && result.hasStaticShape() && input.getNumElements() != result.getNumElements())
    return emitOpError("(C3) expected as many elements as the operand has, got ") << result << " of " << input;
  return success();
}

OpFoldResult ReshapeOp::fold(FoldAdaptor) {
  if (keepsShape(*this))
    return getInput();
  // A reshape of a reshape is one; zeros in the shape mean axes of the inner one.
  auto inner = getInput().getDefiningOp<ReshapeOp>();
  if (!inner || llvm::is_contained(getShape(), 0))
    return {};
  getInputMutable().assign(inner.getInput());
  return getResult();
}

FailureOr<Tensor> ReshapeOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  return operands[0].reshaped(result->shape());
}

std::optional<ElementReads> ReshapeOp::getReads(ArrayRef<Shape> operands) {
  FailureOr<SmallVector<Shape>> results = getResultShapes(operands);
  if (failed(results))
    return std::nullopt;
  const Shape &from = operands[0], &to = results->front();
  // Leading and trailing axes that both sides have keep their coordinates.
  size_t common = std::min(from.size(), to.size()), front = 0, back = 0;
  while (front < common && from[front] == to[front])
    ++front;
  while (back < common - front && from[from.size() - 1 - back] == to[to.size() - 1 - back])
    ++back;
  Shape same = coordinates(to.size(), getContext());
  AffineExpr linear = getAffineConstantExpr(0, getContext());
  for (size_t axis = front; axis < to.size() - back; ++axis)
    linear = axis == front ? same[axis] : linear * to[axis] + same[axis];
  Shape at(same.begin(), same.begin() + front);
  size_t count = from.size() - front - back;
  at.resize(front + count, linear);
  for (size_t axis = front + count; axis-- > front + 1;) {
    at[axis] = linear % from[axis];
    at[axis - 1] = linear = linear.floorDiv(from[axis]);
  }
  at.append(same.end() - back, same.end());
  return ElementReads{.reads = {{0, at, {}}}, .whereFilled = true};
}

//===----------------------------------------------------------------------===//
// transpose
//===----------------------------------------------------------------------===//

FailureOr<Shape> TransposeOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.size() != 1 || !adaptor.getPermutationAttr() || adaptor.getPermutation().size() != operands[0].size() ||
      !isPermutationVector(adaptor.getPermutation()))
    return error("(C1) expected a permutation that names each axis of the operand once");
  Shape result;
  for (int64_t axis : adaptor.getPermutation())
    result.push_back(operands[0][axis]);
  return result;
}

OpFoldResult TransposeOp::fold(FoldAdaptor) {
  ArrayRef<int64_t> permutation = getPermutation();
  if (llvm::is_sorted(permutation))
    return getInput();
  auto inner = getInput().getDefiningOp<TransposeOp>();
  if (!inner)
    return {};
  setPermutation(applyPermutation(inner.getPermutation(), permutation));
  getInputMutable().assign(inner.getInput());
  return getResult();
}

FailureOr<Tensor> TransposeOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  int64_t position = 0;
  forEachIndex(result->shape(), [&](ArrayRef<int64_t> index) {
    Tensor::Index source(index.size());
    for (auto [axis, i] : llvm::zip_equal(getPermutation(), index))
      source[axis] = i;
    result->copy(position++, operands[0], operands[0].offset(source));
  });
  return result;
}

std::optional<ElementReads> TransposeOp::getReads(ArrayRef<Shape> operands) {
  Shape at(operands[0].size());
  for (auto [axis, source] : llvm::enumerate(getPermutation()))
    at[source] = getAffineDimExpr(axis, getContext());
  return ElementReads{.reads = {{0, at, {}}}};
}

//===----------------------------------------------------------------------===//
// broadcast
//===----------------------------------------------------------------------===//

FailureOr<Shape> BroadcastOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.size() != 1 || !adaptor.getShapeAttr() || adaptor.getShape().size() < operands[0].size())
    return error("(C1) expected one operand and a shape of at least its rank");
  ArrayRef<int64_t> target = adaptor.getShape();
  size_t added = target.size() - operands[0].size();
  Shape result;
  for (auto [axis, number] : llvm::enumerate(target)) {
    if (number < -1 || (number == -1 && axis < added))
      return error("(C1) expected numbers of -1 or more, and -1 only at an axis of the operand, got " + Twine(number) +
                   " at " + Twine(axis));
    result.push_back(number == -1 ? operands[0][axis - added]
                                  : getAffineConstantExpr(number, adaptor.getShapeAttr().getContext()));
  }
  return result;
}

LogicalResult BroadcastOp::verify() {
  RankedTensorType input = getInput().getType();
  for (auto [extent, number] : llvm::zip(llvm::reverse(input.getShape()), llvm::reverse(getShape())))
    if (number != -1 && extent != 1 && !extentsAgree(extent, number))
      return emitOpError("(C2) expected extents of the operand to be 1 or those of the shape, got ")
             << input << " to [" << getShape() << "]";
  return success();
}

OpFoldResult BroadcastOp::fold(FoldAdaptor) { return keepsShape(*this) ? getInput() : OpFoldResult(); }

FailureOr<Tensor> BroadcastOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  int64_t position = 0;
  forEachIndex(result->shape(), [&](ArrayRef<int64_t> index) {
    result->copy(position++, operands[0], operands[0].broadcastOffset(index));
  });
  return result;
}

std::optional<ElementReads> BroadcastOp::getReads(ArrayRef<Shape> operands) {
  FailureOr<SmallVector<Shape>> results = getResultShapes(operands);
  if (failed(results))
    return std::nullopt;
  return ElementReads{.reads = {repeatedRead(0, operands[0], results->front())}};
}

//===----------------------------------------------------------------------===//
// slice
//===----------------------------------------------------------------------===//

namespace {
/// `number`, or `number` counted from the end of the axis.
struct Bound {
  bool fromEnd;
  int64_t number;

  explicit Bound(int64_t written)
      : fromEnd(written < 0 || written == SliceOp::kEnd), number(written == SliceOp::kEnd ? 0 : written) {}
  /// The index for a known extent.
  int64_t index(int64_t extent) const { return fromEnd ? extent + number : number; }
};
} // namespace

int64_t SliceOp::getStride(unsigned axis) { return getStrides() ? (*getStrides())[axis] : 1; }

FailureOr<Shape> SliceOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  DenseI64ArrayAttr offsets = adaptor.getOffsetsAttr(), ends = adaptor.getEndsAttr(),
                    strides = adaptor.getStridesAttr();
  if (operands.size() != 1 || !offsets || !ends)
    return error("expected one operand, offsets and ends");
  int64_t rank = operands[0].size();
  if (offsets.size() != rank || ends.size() != rank || (strides && strides.size() != rank))
    return error("(C1) expected " + Twine(rank) + " offsets, ends and strides, one per axis");
  Shape result;
  for (auto [axis, extent] : llvm::enumerate(operands[0])) {
    Bound begin(offsets[axis]), end(ends[axis]);
    int64_t stride = strides ? strides[axis] : 1;
    if (stride < 1 || !isReasonable(stride) || !isReasonable(begin.number) || !isReasonable(end.number))
      return error("(C2) expected positive strides, and numbers below 2^48");
    AffineExpr span = getAffineConstantExpr(end.number - begin.number, extent.getContext());
    if (end.fromEnd != begin.fromEnd)
      span = end.fromEnd ? extent + span : span - extent;
    if (constantExtent(span).value_or(0) < 0)
      return error("(C3) expected each offset not to be above its end on axis " + Twine(axis));
    result.push_back((span + (stride - 1)).floorDiv(stride));
  }
  return result;
}

LogicalResult SliceOp::verify() {
  RankedTensorType input = getInput().getType();
  for (auto [axis, extent] : llvm::enumerate(input.getShape())) {
    Bound begin(getOffsets()[axis]), end(getEnds()[axis]);
    if (!ShapedType::isDynamic(extent) && (begin.index(extent) < 0 || end.index(extent) > extent))
      return emitOpError("(C3) expected 0 <= offset <= end <= extent, got offset ")
             << begin.index(extent) << " and end " << end.index(extent) << " on axis " << axis << " of " << input;
  }
  return success();
}

OpFoldResult SliceOp::fold(FoldAdaptor) { return keepsShape(*this) ? getInput() : OpFoldResult(); }

FailureOr<Tensor> SliceOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &input = operands[0];
  int64_t position = 0;
  forEachIndex(result->shape(), [&](ArrayRef<int64_t> index) {
    Tensor::Index source(index);
    for (auto [axis, i] : llvm::enumerate(source))
      i = Bound(getOffsets()[axis]).index(input.shape()[axis]) + i * getStride(axis);
    result->copy(position++, input, input.offset(source));
  });
  return result;
}

std::optional<ElementReads> SliceOp::getReads(ArrayRef<Shape> operands) {
  Shape at = coordinates(operands[0].size(), getContext());
  for (auto [axis, coordinate] : llvm::enumerate(at)) {
    Bound begin(getOffsets()[axis]);
    coordinate = coordinate * getStride(axis) + begin.number;
    if (begin.fromEnd)
      coordinate = coordinate + operands[0][axis];
  }
  return ElementReads{.reads = {{0, at, {}}}};
}

//===----------------------------------------------------------------------===//
// concat
//===----------------------------------------------------------------------===//

FailureOr<Shape> ConcatOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.empty() || !adaptor.getAxisAttr() ||
      llvm::any_of(operands, [&](const Shape &s) { return s.size() != operands[0].size(); }))
    return error("(C1) expected operands of one rank and an axis");
  int64_t rank = operands[0].size(), axis = adaptor.getAxisAttr().getInt();
  std::optional<int64_t> positive = positiveAxis(axis, rank);
  if (!positive)
    return error("(C2) expected an axis in [" + Twine(-rank) + ", " + Twine(rank) + "), got " + Twine(axis));
  Shape result = operands[0];
  for (const Shape &other : operands.drop_front())
    for (int64_t i = 0; i < rank; ++i)
      result[i] = i == *positive ? result[i] + other[i] : knownExtent(result[i], other[i]);
  return result;
}

int64_t ConcatOp::getPositiveAxis() { return *positiveAxis(getAxis(), getResult().getType().getRank()); }

LogicalResult ConcatOp::verify() {
  RankedTensorType result = getResult().getType();
  for (Value operand : getInputs()) {
    auto type = cast<RankedTensorType>(operand.getType());
    for (int64_t i = 0; i < result.getRank(); ++i)
      if (i != getPositiveAxis() && !extentsAgree(type.getDimSize(i), result.getDimSize(i)))
        return emitOpError("(C3) expected equal extents on all axes but ")
               << getAxis() << ", got " << getInputs().front().getType() << " and " << type;
  }
  return verifyElementTypes(getOperation(), 4);
}

OpFoldResult ConcatOp::fold(FoldAdaptor) {
  return getInputs().size() == 1 ? OpFoldResult(getInputs().front()) : OpFoldResult();
}

FailureOr<Tensor> ConcatOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  int64_t axis = getPositiveAxis(), begin = 0;
  for (const Tensor &operand : operands) {
    int64_t position = 0;
    forEachIndex(operand.shape(), [&](ArrayRef<int64_t> index) {
      Tensor::Index target(index);
      target[axis] += begin;
      result->copy(result->offset(target), operand, position++);
    });
    begin += operand.shape()[axis];
  }
  return result;
}

std::optional<ElementReads> ConcatOp::getReads(ArrayRef<Shape> operands) {
  unsigned axis = getPositiveAxis();
  AffineExpr begin = getAffineConstantExpr(0, getContext());
  ElementReads result;
  for (auto [index, shape] : llvm::enumerate(operands)) {
    Shape at = coordinates(shape.size(), getContext());
    at[axis] = at[axis] - begin;
    begin = begin + shape[axis];
    result.reads.push_back({static_cast<unsigned>(index), at, {axis}});
  }
  return result;
}

//===----------------------------------------------------------------------===//
// pad
//===----------------------------------------------------------------------===//

FailureOr<Shape> PadOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  DenseI64ArrayAttr low = adaptor.getLowAttr(), high = adaptor.getHighAttr();
  if (operands.size() != 1 || !low || !high || low.size() != static_cast<int64_t>(operands[0].size()) ||
      high.size() != low.size())
    return error("(C1) expected one operand and, per axis, one number in low and high");
  Shape result;
  for (auto [axis, extent] : llvm::enumerate(operands[0])) {
    if (low[axis] < 0 || high[axis] < 0 || !isReasonable(low[axis]) || !isReasonable(high[axis]))
      return error("(C2) expected numbers in [0, 2^48), got " + Twine(low[axis]) + " and " + Twine(high[axis]));
    result.push_back(extent + (low[axis] + high[axis]));
  }
  return result;
}

LogicalResult PadOp::verify() {
  Type element = getInput().getType().getElementType();
  double value = getValue().convertToDouble();
  if (isa<FloatType>(element))
    return success();
  unsigned width = element.getIntOrFloatBitWidth();
  double least = width == 1 ? 0 : -std::ldexp(1.0, width - 1);
  double above = std::ldexp(1.0, width == 1 ? 1 : width - 1);
  if (!(value >= least && value < above) || value != std::floor(value))
    return emitOpError("(C3) expected a value of type ") << element << ", got " << value;
  return success();
}

OpFoldResult PadOp::fold(FoldAdaptor) { return keepsShape(*this) ? getInput() : OpFoldResult(); }

FailureOr<Tensor> PadOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  for (int64_t i = 0; i < result->size(); ++i)
    result->set(i, getValue().convertToDouble());
  int64_t position = 0;
  forEachIndex(operands[0].shape(), [&](ArrayRef<int64_t> index) {
    Tensor::Index target(index);
    for (auto [axis, i] : llvm::enumerate(target))
      i += getLow()[axis];
    result->copy(result->offset(target), operands[0], position++);
  });
  return result;
}

std::optional<ElementReads> PadOp::getReads(ArrayRef<Shape> operands) {
  ElementRead read{0, coordinates(operands[0].size(), getContext()), {}};
  for (auto [axis, low] : llvm::enumerate(getLow()))
    if (low != 0 || getHigh()[axis] != 0) {
      read.at[axis] = read.at[axis] - low;
      read.bounded.push_back(axis);
    }
  return ElementReads{.reads = {read}, .otherwise = getValue().convertToDouble()};
}
