//===- Reduction.cpp - Operators that see whole rows ----------------------===//

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/Builders.h"
#include <cmath>
#include <limits>

using namespace dlc;
using namespace mlir;

#define GET_OP_CLASSES
#include "dialects/dlc/Reduction.cpp.inc"

void DlcDialect::addReductionOps() {
  addOperations<
#define GET_OP_LIST
#include "dialects/dlc/Reduction.cpp.inc"
      >();
}

/// Extents without the reduced axes, or with 1 in their place.
static Shape reducedShape(const Shape &shape, ArrayRef<bool> reduced, bool keep) {
  Shape result;
  for (auto [extent, isReduced] : llvm::zip_equal(shape, reduced)) {
    if (!isReduced)
      result.push_back(extent);
    else if (keep)
      result.push_back(getAffineConstantExpr(1, extent.getContext()));
  }
  return result;
}

/// Where an element of the input goes.
static Tensor::Index reducedIndex(ArrayRef<int64_t> index, ArrayRef<bool> reduced, bool keep) {
  Tensor::Index target;
  for (auto [i, isReduced] : llvm::zip_equal(index, reduced))
    if (!isReduced || keep)
      target.push_back(isReduced ? 0 : i);
  return target;
}

//===----------------------------------------------------------------------===//
// reduce
//===----------------------------------------------------------------------===//

static FailureOr<SmallVector<bool>> reducedAxes(ArrayRef<int64_t> axes, int64_t rank, ShapeError error) {
  SmallVector<bool> reduced(rank, false);
  for (int64_t axis : axes) {
    std::optional<int64_t> positive = positiveAxis(axis, rank);
    if (!positive)
      return error("expected axes in [" + Twine(-rank) + ", " + Twine(rank) + "), got " + Twine(axis));
    reduced[*positive] = true;
  }
  return reduced;
}

FailureOr<Shape> ReduceOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.size() != 1 || !adaptor.getAxesAttr())
    return error("expected one operand and axes");
  FailureOr<SmallVector<bool>> reduced = reducedAxes(adaptor.getAxesAttr(), operands[0].size(), error.of(1));
  if (failed(reduced))
    return failure();
  return reducedShape(operands[0], *reduced, adaptor.getKeep());
}

SmallVector<bool> ReduceOp::getReducedAxes() {
  return *reducedAxes(getAxes(), getInput().getType().getRank(), ShapeError(getLoc()));
}

LogicalResult ReduceOp::verify() {
  // Inference comes after this where the types are written.
  FailureOr<SmallVector<bool>> reduced = reducedAxes(getAxes(), getInput().getType().getRank(), ShapeError(getLoc()));
  if (failed(reduced))
    return failure();
  if (llvm::count(*reduced, true) != static_cast<int64_t>(getAxes().size()))
    return emitOpError("(C2) expected each axis once, got [") << getAxes() << "]";
  Type element = getInput().getType().getElementType();
  if (getKind() == Reduction::Mean && !isa<FloatType>(element))
    return emitOpError("(C3) expected mean of floats, got ") << element << "; convert the operand with cast";
  if (element.isInteger(1) && getKind() != Reduction::Max && getKind() != Reduction::Min)
    return emitOpError("(C3) expected max (any) or min (all) of booleans, got ") << stringifyReduction(getKind());
  return success();
}

OpFoldResult ReduceOp::fold(FoldAdaptor) {
  // Along no axis there is nothing to combine.
  return getAxes().empty() ? OpFoldResult(getInput()) : OpFoldResult();
}

static double combine(Reduction kind, double a, double b) {
  switch (kind) {
  case Reduction::Sum:
  case Reduction::Mean:
    return a + b;
  case Reduction::Prod:
    return a * b;
  case Reduction::Max:
    return std::isnan(a) || a > b ? a : b;
  case Reduction::Min:
    return std::isnan(a) || a < b ? a : b;
  }
  llvm_unreachable("all cases return");
}

static int64_t combine(Reduction kind, int64_t a, int64_t b) {
  switch (kind) {
  case Reduction::Sum:
  case Reduction::Mean:
    return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
  case Reduction::Prod:
    return static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
  case Reduction::Max:
    return std::max(a, b);
  case Reduction::Min:
    return std::min(a, b);
  }
  llvm_unreachable("all cases return");
}

/// The reduction of no elements.
static void setNeutral(Reduction kind, Tensor &result, int64_t position) {
  double infinity = std::numeric_limits<double>::infinity();
  unsigned width = result.elementType().getIntOrFloatBitWidth();
  bool isBool = width == 1;
  if (kind == Reduction::Prod)
    result.set(position, 1);
  else if (kind == Reduction::Max || kind == Reduction::Min) {
    bool least = kind == Reduction::Max;
    if (result.isFloat())
      result.real(position) = least ? -infinity : infinity;
    else if (isBool)
      result.integer(position) = least ? 0 : 1;
    else
      result.integer(position) = least ? llvm::minIntN(width) : llvm::maxIntN(width);
  }
}

FailureOr<Tensor> ReduceOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &input = operands[0];
  SmallVector<bool> reduced = getReducedAxes();
  for (int64_t i = 0; i < result->size(); ++i)
    setNeutral(getKind(), *result, i);
  int64_t position = 0;
  forEachIndex(input.shape(), [&](ArrayRef<int64_t> index) {
    int64_t at = result->offset(reducedIndex(index, reduced, getKeep()));
    if (input.isFloat())
      result->real(at) = combine(getKind(), result->real(at), input.real(position));
    else
      result->integer(at) =
          wrapInteger(input.elementType(), combine(getKind(), result->integer(at), input.integer(position)));
    ++position;
  });
  if (getKind() == Reduction::Mean)
    for (int64_t i = 0; i < result->size(); ++i)
      result->real(i) /= static_cast<double>(input.size()) / static_cast<double>(result->size());
  return result;
}

//===----------------------------------------------------------------------===//
// moments
//===----------------------------------------------------------------------===//

FailureOr<SmallVector<Shape>> MomentsOp::inferShapes(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.size() != 1 || !adaptor.getAxesAttr())
    return error("expected one operand and axes");
  FailureOr<SmallVector<bool>> reduced = reducedAxes(adaptor.getAxesAttr(), operands[0].size(), error.of(1));
  if (failed(reduced))
    return failure();
  return SmallVector<Shape>(2, reducedShape(operands[0], *reduced, adaptor.getKeep()));
}

void MomentsOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  setName(getMean(), "mean");
  setName(getVariance(), "variance");
}

SmallVector<bool> MomentsOp::getReducedAxes() {
  return *reducedAxes(getAxes(), getInput().getType().getRank(), ShapeError(getLoc()));
}

LogicalResult MomentsOp::verify() {
  FailureOr<SmallVector<bool>> reduced = reducedAxes(getAxes(), getInput().getType().getRank(), ShapeError(getLoc()));
  if (failed(reduced))
    return failure();
  if (getAxes().empty() || llvm::count(*reduced, true) != static_cast<int64_t>(getAxes().size()))
    return emitOpError("(C2) expected axes, each once, got [") << getAxes() << "]";
  return success();
}

FailureOr<SmallVector<Tensor>> MomentsOp::evaluateResults(ArrayRef<Tensor> operands) {
  FailureOr<SmallVector<Tensor>> results = resultTensors(getOperation(), operands);
  if (failed(results))
    return failure();
  const Tensor &input = operands[0];
  Tensor &mean = results->front(), &variance = results->back();
  double share = static_cast<double>(mean.size()) / static_cast<double>(input.size());
  SmallVector<bool> reduced = getReducedAxes();
  auto forEachElement = [&](auto visit) {
    int64_t position = 0;
    forEachIndex(input.shape(), [&](ArrayRef<int64_t> index) {
      visit(mean.offset(reducedIndex(index, reduced, getKeep())), input.real(position++));
    });
  };
  forEachElement([&](int64_t at, double value) { mean.real(at) += value * share; });
  forEachElement([&](int64_t at, double value) {
    variance.real(at) += (value - mean.real(at)) * (value - mean.real(at)) * share;
  });
  if (input.size() == 0)
    for (int64_t i = 0; i < mean.size(); ++i)
      mean.real(i) = variance.real(i) = std::numeric_limits<double>::quiet_NaN();
  return results;
}

//===----------------------------------------------------------------------===//
// argmax
//===----------------------------------------------------------------------===//

FailureOr<Shape> ArgmaxOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.size() != 1 || !adaptor.getAxisAttr())
    return error("expected one operand and an axis");
  int64_t axis = adaptor.getAxisAttr().getInt();
  FailureOr<SmallVector<bool>> reduced = reducedAxes(axis, operands[0].size(), error.of(1));
  if (failed(reduced))
    return failure();
  return reducedShape(operands[0], *reduced, adaptor.getKeep());
}

Type ArgmaxOp::inferElementType(Adaptor adaptor) {
  Type operand = elementTypeOf(adaptor.getOperands());
  return operand ? IntegerType::get(operand.getContext(), 64) : Type();
}

int64_t ArgmaxOp::getPositiveAxis() { return *positiveAxis(getAxis(), getInput().getType().getRank()); }

LogicalResult ArgmaxOp::verify() {
  if (getInput().getType().getDimSize(getPositiveAxis()) == 0)
    return emitOpError("(C2) expected an axis that is not empty, got axis ")
           << getAxis() << " of " << getInput().getType();
  return success();
}

FailureOr<Tensor> ArgmaxOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &input = operands[0];
  int64_t axis = getPositiveAxis();
  Tensor::Index outer(input.shape());
  outer[axis] = 1;
  int64_t position = 0;
  forEachIndex(outer, [&](ArrayRef<int64_t> index) {
    Tensor::Index at(index);
    int64_t first = input.offset(at), best = first, bestIndex = 0;
    for (int64_t i = 1; i < input.shape()[axis]; ++i) {
      at[axis] = i;
      int64_t other = input.offset(at);
      bool larger = input.isFloat() ? !std::isnan(input.real(best)) &&
                                          (std::isnan(input.real(other)) || input.real(other) > input.real(best))
                                    : input.integer(other) > input.integer(best);
      if (larger) {
        best = other;
        bestIndex = i;
      }
    }
    result->integer(position++) = bestIndex;
  });
  return result;
}
