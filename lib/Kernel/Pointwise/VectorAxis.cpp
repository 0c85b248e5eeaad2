//===- VectorAxis.cpp - Along which axis a kernel's inputs lie --------------===//

#include "lib/Kernel/Pointwise/VectorAxis.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace dlc;

Point Aligned::point(OpBuilder &builder, Location loc, const Point &result) const {
  Point point;
  for (const Follows &follows : axes)
    point.push_back(follows.axis < 0 ? Coordinate{arith::ConstantIndexOp::create(builder, loc, 0)}
                                     : result[follows.axis]);
  return point;
}

static ArrayRef<int64_t> shapeOf(Value value) { return cast<RankedTensorType>(value.getType()).getShape(); }

static std::optional<unsigned> lastLongAxis(ArrayRef<int64_t> shape) {
  for (unsigned d = shape.size(); d-- > 0;)
    if (shape[d] != 1)
      return d;
  return std::nullopt;
}

static bool isElementwise(Operation *op) {
  auto tensorOp = dyn_cast_or_null<TensorOpInterface>(op);
  return tensorOp && tensorOp.getRole() == Role::Elementwise;
}

/// How a coordinate of a read follows the result's, where those of the operator's result follow by `axes`; nothing
/// where it is no multiple of one of them.
static std::optional<Follows> followsOf(AffineExpr expr, const Axes &axes) {
  if (expr.isSymbolicOrConstant())
    return Follows();
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return dim.getPosition() < axes.size() ? std::optional(axes[dim.getPosition()]) : std::nullopt;
  auto binary = cast<AffineBinaryOpExpr>(expr);
  std::optional<Follows> follows = followsOf(binary.getLHS(), axes);
  if (!follows || !binary.getRHS().isSymbolicOrConstant())
    return std::nullopt;
  if (expr.getKind() == AffineExprKind::Mul)
    return Follows{follows->axis, follows->byOne && constantExtent(binary.getRHS()) == 1};
  return expr.getKind() == AffineExprKind::Add ? follows : std::nullopt;
}

/// What an operator reads of its operands for its result at `at`; nothing where that is no place of each.
static std::optional<SmallVector<Aligned>> alignedOperands(Operation *op, const Aligned &at) {
  std::optional<ElementReads> reads = readsOf(op);
  if (!reads || !reads->lookups.empty())
    return std::nullopt;
  SmallVector<Aligned> operands;
  for (const ElementRead &read : reads->reads) {
    Aligned &operand = operands.emplace_back(Aligned{op->getOperand(read.operand), {}});
    for (AffineExpr expr : read.at) {
      std::optional<Follows> follows = followsOf(expr, at.axes);
      if (!follows)
        return std::nullopt;
      operand.axes.push_back(*follows);
    }
  }
  return operands;
}

namespace {

/// What of a value's inputs lies along which axis.
class InputWalk {
public:
  explicit InputWalk(unsigned last) : last(last) {}

  void visit(const Aligned &at) {
    if (llvm::any_of(seen, [&](const Aligned &one) { return one.value == at.value && one.axes == at.axes; }))
      return;
    seen.push_back(at);
    Operation *op = at.value.getDefiningOp();
    if (!op)
      return visitInput(at);
    if (auto constant = dyn_cast<ConstantOp>(op)) {
      if (!cast<DenseElementsAttr>(constant.getValue()).isSplat())
        visitInput(at);
      return;
    }
    std::optional<SmallVector<Aligned>> operands = alignedOperands(op, at);
    if (!operands) {
      known = false;
      return;
    }
    bool outer = moved;
    moved |= !isElementwise(op) && !permutationOf(op);
    for (const Aligned &operand : *operands)
      visit(operand);
    moved = outer;
  }

  bool known = true;   ///< how all inputs lie
  bool along = false;  ///< an input lies along the result's last axis
  bool inPlace = true; ///< what crosses it is only transposed
  SmallVector<Aligned> crossing;

private:
  void visitInput(const Aligned &at) {
    std::optional<unsigned> inner = lastLongAxis(shapeOf(at.value));
    if (!inner || llvm::none_of(at.axes, [&](const Follows &follows) { return follows.axis == last; }))
      return;
    const Follows &follows = at.axes[*inner];
    if (!follows.byOne)
      return;
    if (follows.axis == last) {
      along = true;
      return;
    }
    crossing.push_back(at);
    inPlace &= !moved;
  }

  int64_t last;
  bool moved = false;
  SmallVector<Aligned> seen;
};

} // namespace

static InputWalk walk(const Aligned &from, unsigned last) {
  InputWalk inputs(last);
  inputs.visit(from);
  return inputs;
}

static int64_t innerAxis(const Aligned &input) { return input.axes[*lastLongAxis(shapeOf(input.value))].axis; }

/// Collects the values to turn from `from` on towards the inputs.
static void collectTransposed(TransposedReads &reads, llvm::DenseSet<Value> &visited, const Aligned &from) {
  if (!visited.insert(from.value).second)
    return;
  InputWalk inputs = walk(from, reads.last);
  if (llvm::none_of(inputs.crossing, [&](const Aligned &input) { return innerAxis(input) == reads.axis; }))
    return;
  if (!inputs.along) {
    reads.transposed.push_back(from);
    return;
  }
  Operation *op = from.value.getDefiningOp();
  if (!isElementwise(op))
    return;
  SmallVector<Aligned> operands = *alignedOperands(op, from);
  for (const Aligned &operand : operands)
    collectTransposed(reads, visited, operand);
}

std::optional<TransposedReads> dlc::findTransposedReads(KernelFunction &function) {
  ArrayRef<int64_t> shape = shapeOf(function.results().front());
  std::optional<unsigned> last = lastLongAxis(shape);
  if (!last)
    return std::nullopt;
  Axes identity;
  for (int64_t d = 0, rank = shape.size(); d < rank; ++d)
    identity.push_back(shape[d] == 1 ? Follows() : Follows{d, true});
  std::optional<TransposedReads> reads;
  bool inPlace = true;
  for (Value result : function.results()) {
    InputWalk inputs = walk({result, identity}, *last);
    if (!inputs.known)
      return std::nullopt;
    inPlace &= inputs.inPlace;
    for (const Aligned &input : inputs.crossing) {
      if (!reads)
        reads = TransposedReads{*last, static_cast<unsigned>(innerAxis(input)), {}, {}};
      inPlace &= innerAxis(input) == reads->axis;
      if (llvm::none_of(reads->inputs, [&](const Aligned &one) { return one.value == input.value; }))
        reads->inputs.push_back(input);
    }
  }
  if (!reads)
    return std::nullopt;
  if (!inPlace)
    reads->inputs.clear();
  llvm::DenseSet<Value> visited;
  for (Value result : function.results())
    collectTransposed(*reads, visited, {result, identity});
  if (reads->transposed.empty())
    return std::nullopt;
  return reads;
}
