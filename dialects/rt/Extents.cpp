//===- Extents.cpp - Extents of tensors as ranges, without overflow -------===//
//
// Extents are affine expressions of the model's dims, and dims have ranges. What memory needs is an upper end; interval
// arithmetic gives one that is never too small, also where an extent falls while a dim grows.
//
//===----------------------------------------------------------------------===//

#include "dialects/rt/Samples.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>

using namespace mlir;
using namespace dlc::rt;

namespace {

using MaybeRange = std::optional<ExtentRange>;

/// Ends of a dim that has none, and of what is computed from it.
constexpr int64_t infinity = INT64_MAX, minusInfinity = INT64_MIN;

bool isInfinite(int64_t a) { return a == infinity || a == minusInfinity; }

std::optional<int64_t> add(int64_t a, int64_t b) {
  if (isInfinite(a) && isInfinite(b) && a != b)
    return std::nullopt;
  if (isInfinite(a) || isInfinite(b))
    return isInfinite(a) ? a : b;
  int64_t sum;
  return llvm::AddOverflow(a, b, sum) ? std::nullopt : std::optional(sum);
}

std::optional<int64_t> multiply(int64_t a, int64_t b) {
  if (a == 0 || b == 0)
    return 0;
  if (isInfinite(a) || isInfinite(b))
    return (a < 0) == (b < 0) ? infinity : minusInfinity;
  int64_t product;
  return llvm::MulOverflow(a, b, product) ? std::nullopt : std::optional(product);
}

/// The hull of `operation` over the four pairs of ends; right for anything monotone in each operand.
template <typename Operation>
MaybeRange hull(ExtentRange a, ExtentRange b, Operation operation) {
  std::optional<int64_t> corners[] = {operation(a.low, b.low), operation(a.low, b.high), operation(a.high, b.low),
                                      operation(a.high, b.high)};
  ExtentRange range{INT64_MAX, INT64_MIN};
  for (std::optional<int64_t> corner : corners) {
    if (!corner)
      return std::nullopt;
    range = {std::min(range.low, *corner), std::max(range.high, *corner)};
  }
  return range;
}

MaybeRange remainder(ExtentRange a, ExtentRange b) {
  if (a.low >= 0 && a.high < b.low)
    return a;
  if (a.low == a.high && b.low == b.high) {
    int64_t value = llvm::mod(a.low, b.low);
    return ExtentRange{value, value};
  }
  return ExtentRange{0, b.high - 1};
}

MaybeRange combine(AffineExprKind kind, ExtentRange a, ExtentRange b) {
  switch (kind) {
  case AffineExprKind::Add:
    return hull(a, b, add);
  case AffineExprKind::Mul:
    return hull(a, b, multiply);
  default:
    break;
  }
  if (b.low <= 0)
    return std::nullopt;
  using Quotient = std::optional<int64_t>;
  switch (kind) {
  case AffineExprKind::FloorDiv:
    return hull(a, b, [](int64_t x, int64_t y) { return Quotient(isInfinite(x) ? x : llvm::divideFloorSigned(x, y)); });
  case AffineExprKind::CeilDiv:
    return hull(a, b, [](int64_t x, int64_t y) { return Quotient(isInfinite(x) ? x : llvm::divideCeilSigned(x, y)); });
  case AffineExprKind::Mod:
    return remainder(a, b);
  default:
    return std::nullopt;
  }
}

} // namespace

SmallVector<ExtentRange> dlc::rt::getDimRanges(Operation *op) {
  SmallVector<ExtentRange> ranges;
  auto model = isa<ModelOp>(op) ? cast<ModelOp>(op) : op->getParentOfType<ModelOp>();
  if (model)
    for (auto dim : model.getBody().getOps<DimOp>())
      ranges.push_back({static_cast<int64_t>(dim.getMin()), static_cast<int64_t>(dim.getMax())});
  return ranges;
}

SmallVector<SmallVector<ExtentRange>> dlc::rt::sampleDims(ArrayRef<ExtentRange> dims) {
  SmallVector<SmallVector<ExtentRange>> samples(4);
  int64_t first = 0, last = dims.size() - 1;
  for (ExtentRange dim : dims) {
    if (dim.high > 1 << 20)
      dim.high = std::max<int64_t>(dim.low, 1024);
    int64_t numbers[] = {dim.low, dim.high, std::max(dim.low, dim.high - first++),
                         std::max(dim.low, dim.high - last--)};
    for (auto [sample, number] : llvm::zip(samples, numbers))
      sample.push_back({number, number});
  }
  return samples;
}

std::optional<ExtentRange> dlc::rt::evaluateExtent(AffineExpr extent, ArrayRef<ExtentRange> dims) {
  if (auto constant = dyn_cast<AffineConstantExpr>(extent))
    return ExtentRange{constant.getValue(), constant.getValue()};
  if (auto symbol = dyn_cast<AffineSymbolExpr>(extent))
    return symbol.getPosition() < dims.size() ? MaybeRange(dims[symbol.getPosition()]) : std::nullopt;
  auto binary = dyn_cast<AffineBinaryOpExpr>(extent);
  if (!binary)
    return std::nullopt;
  MaybeRange a = evaluateExtent(binary.getLHS(), dims), b = evaluateExtent(binary.getRHS(), dims);
  return a && b ? combine(extent.getKind(), *a, *b) : std::nullopt;
}

/// A bound of `extent` from above that grows with each symbol, or one from below that falls.
static AffineExpr getBound(AffineExpr extent, ArrayRef<ExtentRange> dims, bool isUpper) {
  MLIRContext *context = extent.getContext();
  std::optional<ExtentRange> range = evaluateExtent(extent, dims);
  if (!range)
    return {};
  if (isa<AffineSymbolExpr>(extent) && isUpper)
    return extent;
  AffineExpr end = getAffineConstantExpr(isUpper ? range->high : range->low, context);
  auto binary = dyn_cast<AffineBinaryOpExpr>(extent);
  if (!binary)
    return end;
  AffineExpr a = binary.getLHS(), b = binary.getRHS();
  ExtentRange rangeOfA = *evaluateExtent(a, dims), rangeOfB = *evaluateExtent(b, dims);
  bool isPositive = rangeOfA.low >= 0 && rangeOfB.low >= 0;
  switch (extent.getKind()) {
  case AffineExprKind::Add:
    return getBound(a, dims, isUpper) + getBound(b, dims, isUpper);
  case AffineExprKind::Mul:
    if (auto factor = dyn_cast<AffineConstantExpr>(b))
      return getBound(a, dims, isUpper == (factor.getValue() >= 0)) * factor;
    return isPositive ? getBound(a, dims, isUpper) * getBound(b, dims, isUpper) : end;
  case AffineExprKind::FloorDiv:
  case AffineExprKind::CeilDiv: {
    if (!isa<AffineConstantExpr>(b))
      return end;
    AffineExpr bound = getBound(a, dims, isUpper);
    return extent.getKind() == AffineExprKind::FloorDiv ? bound.floorDiv(b) : bound.ceilDiv(b);
  }
  default:
    return isPositive && rangeOfA.high < rangeOfB.low ? getBound(a, dims, isUpper) : end;
  }
}

AffineExpr dlc::rt::getUpperExtent(AffineExpr extent, ArrayRef<ExtentRange> dims) {
  return getBound(extent, dims, /*isUpper=*/true);
}

std::optional<int64_t> dlc::rt::evaluateMaximum(AffineMap map, ArrayRef<ExtentRange> numbers) {
  std::optional<int64_t> most;
  for (AffineExpr result : map.getResults()) {
    std::optional<ExtentRange> value = evaluateExtent(result, numbers);
    if (!value)
      return std::nullopt;
    most = std::max(most.value_or(value->high), value->high);
  }
  return most;
}

std::optional<SmallVector<int64_t>> dlc::rt::getUpperShape(ShapedType type, AffineMap extents,
                                                           ArrayRef<ExtentRange> dims) {
  if (type.getNumDynamicDims() != extents.getNumResults())
    return std::nullopt;
  SmallVector<int64_t> shape(type.getShape());
  unsigned next = 0;
  for (int64_t &extent : shape) {
    if (ShapedType::isStatic(extent))
      continue;
    MaybeRange range = evaluateExtent(extents.getResult(next++), dims);
    if (!range || range->high < 0)
      return std::nullopt;
    extent = range->high;
  }
  return shape;
}

std::optional<int64_t> dlc::rt::getUpperBytes(ShapedType type, AffineMap extents, ArrayRef<ExtentRange> dims) {
  std::optional<SmallVector<int64_t>> shape = getUpperShape(type, extents, dims);
  if (!shape || !type.getElementType().isIntOrFloat())
    return std::nullopt;
  std::optional<int64_t> bytes = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
  // A zero anywhere makes the buffer empty, whatever the product of the others.
  if (llvm::is_contained(*shape, 0))
    return 0;
  for (int64_t extent : *shape)
    if (isInfinite(extent) || !(bytes = multiply(*bytes, extent)))
      return std::nullopt;
  return bytes;
}

Type dlc::rt::getStorageType(Type element) {
  return element.isInteger(1) ? IntegerType::get(element.getContext(), 8) : element;
}
