//===- VectorAxis.cpp - Along which axis a kernel's inputs lie --------------===//

#include "lib/Kernel/Pointwise/VectorAxis.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/TypeSwitch.h"

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

/// The axes of an operand that repeats along dimensions of 1: numpy's alignment.
static Axes repeated(Value operand, Value result, const Axes &axes) {
  ArrayRef<int64_t> shape = shapeOf(operand), full = shapeOf(result).take_back(shape.size());
  Axes at(axes.end() - shape.size(), axes.end());
  for (auto [d, follows] : llvm::enumerate(at))
    if (shape[d] == 1 && full[d] != 1)
      follows = {};
  return at;
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
    llvm::TypeSwitch<Operation *>(op)
        .Case([&](ConstantOp constant) {
          if (!cast<DenseElementsAttr>(constant.getValue()).isSplat())
            visitInput(at);
        })
        .Case([&](BatchNormOp norm) {
          visit({norm.getInput(), at.axes});
          for (Value operand : norm->getOperands().drop_front())
            visit({operand, {at.axes[1]}});
        })
        .Case([&](TransposeOp transpose) {
          Aligned source{transpose.getInput(), Axes(at.axes.size())};
          for (auto [to, from] : llvm::enumerate(transpose.getPermutation()))
            source.axes[from] = at.axes[to];
          visit(source);
        })
        .Case([&](SliceOp slice) {
          Aligned source{slice.getInput(), at.axes};
          for (auto [d, follows] : llvm::enumerate(source.axes))
            follows.byOne &= slice.getStride(d) == 1;
          visitMoved(source);
        })
        .Case([&](PadOp pad) { visitMoved({pad.getInput(), at.axes}); })
        .Case([&](ConcatOp concat) {
          for (Value operand : concat->getOperands())
            visitMoved({operand, at.axes});
        })
        .Case([&](BroadcastOp broadcast) {
          visitMoved({broadcast.getInput(), repeated(broadcast.getInput(), at.value, at.axes)});
        })
        .Default([&](Operation *other) {
          if (!isElementwise(other)) {
            known = false;
            return;
          }
          for (Value operand : other->getOperands())
            visit({operand, repeated(operand, at.value, at.axes)});
        });
  }

  bool known = true;   ///< how all inputs lie
  bool along = false;  ///< an input lies along the result's last axis
  bool inPlace = true; ///< what crosses it is only transposed
  SmallVector<Aligned> crossing;

private:
  void visitMoved(const Aligned &at) {
    bool outer = moved;
    moved = true;
    visit(at);
    moved = outer;
  }

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
  if (isElementwise(op) && !isa<BatchNormOp>(op))
    for (Value operand : op->getOperands())
      collectTransposed(reads, visited, {operand, repeated(operand, from.value, from.axes)});
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
