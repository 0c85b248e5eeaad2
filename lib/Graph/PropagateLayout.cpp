//===- PropagateLayout.cpp - Keep images with their channels last ---------===//
//
// The language says NCHW; code is best where the channels of a pixel lie side by
// side. A window operator `f` on images becomes `back(to_last(f(back(to_last x))))`
// with transposes `to_last` = [0, 2, 3, 1] and `back` = [0, 3, 1, 2]. The `back` in
// front of it and the `to_last` behind it join its kernel, where they cost
// nothing: they only say in which order elements lie. What is left between kernels,
// `to_last(back(y))`, cancels; elementwise operators let `back` pass. So a network
// of convolutions is transposed at its ends only, and the meaning of every
// operator stays what the language says. A pool that stands alone reads columns as
// they lie: its two transposes would take as long as it does. Padding of
// convolutions becomes a `pad` of the image with its channels last, so that a
// kernel never leaves its input. A convolution by windows of one pixel becomes a
// linear layer.
//===----------------------------------------------------------------------===//

#include "dlc/Graph/Passes.h"

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/SetVector.h"

namespace dlc {
#define GEN_PASS_DEF_PROPAGATELAYOUT
#include "dlc/Graph/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

static constexpr int64_t toLast[] = {0, 2, 3, 1}, back[] = {0, 3, 1, 2};

static TransposeOp asBack(Value value) {
  auto transpose = value.getDefiningOp<TransposeOp>();
  return transpose && transpose.getPermutation() == ArrayRef(back) ? transpose : TransposeOp();
}

/// `value` with its channels last: what a `back` was made from, or a transpose.
static Value channelsLast(OpBuilder &builder, Value value) {
  if (TransposeOp transpose = asBack(value))
    return transpose.getInput();
  return TransposeOp::create(builder, value.getLoc(), value, ArrayRef(toLast));
}

/// conv2d, max_pool and avg_pool between a `back` and a `to_last` of their own.
static void wrapWindow(Operation *op) {
  OpBuilder builder(op);
  Location loc = op->getLoc();
  Value image = channelsLast(builder, op->getOperand(0));
  if (auto conv = dyn_cast<Conv2dOp>(op)) {
    ArrayRef<int64_t> padding = conv.getPadding(); // top, left, bottom, right
    if (llvm::any_of(padding, [](int64_t pad) { return pad != 0; })) {
      image = PadOp::create(builder, loc, image, ArrayRef<int64_t>{0, padding[0], padding[1], 0},
                            ArrayRef<int64_t>{0, padding[2], padding[3], 0}, APFloat(0.0));
      conv.setPadding(ArrayRef<int64_t>{0, 0, 0, 0});
    }
  }
  op->setOperand(0, TransposeOp::create(builder, loc, image, ArrayRef(back)));
  builder.setInsertionPointAfter(op);
  Value result = op->getResult(0);
  Value last = TransposeOp::create(builder, loc, result, ArrayRef(toLast));
  Value again = TransposeOp::create(builder, loc, last, ArrayRef(back));
  result.replaceAllUsesExcept(again, last.getDefiningOp());
}

/// A window of one pixel at each, over all channels: with the channels last, a linear layer. All pixels are then its
/// rows. Images of unknown extents stay windows, whose rows are those of known width.
static bool isLinear(Conv2dOp conv) {
  RankedTensorType weight = conv.getWeight().getType();
  auto isOne = [](int64_t number) { return number == 1; };
  return weight.hasStaticShape() && conv.getType().hasStaticShape() &&
         llvm::all_of(weight.getShape().take_back(2), isOne) && conv.getGroups() == 1 &&
         llvm::all_of(conv.getStrides(), isOne) &&
         llvm::all_of(conv.getPadding(), [](int64_t pad) { return pad == 0; });
}

static void makeLinear(Conv2dOp conv) {
  OpBuilder builder(conv);
  Location loc = conv.getLoc();
  Value image = channelsLast(builder, conv.getInput());
  ArrayRef<int64_t> matrix = conv.getWeight().getType().getShape().take_front(2);
  Value weight = ReshapeOp::create(builder, loc, conv.getWeight(), matrix);
  Value last = LinearOp::create(builder, loc, image, weight, conv.getBias());
  conv.replaceAllUsesWith(TransposeOp::create(builder, loc, last, ArrayRef(back)).getResult());
  conv.erase();
}

/// An operand of an elementwise operator on images, for the operator on images
/// with their channels last; null where it repeats along the channels.
static Value operandChannelsLast(OpBuilder &builder, Value operand) {
  auto shape = cast<RankedTensorType>(operand.getType()).getShape();
  if (shape.empty() || shape.size() == 4)
    return shape.empty() ? operand : channelsLast(builder, operand);
  if (shape.size() == 3 && shape[1] == 1 && shape[2] == 1)
    return ReshapeOp::create(builder, operand.getLoc(), operand, ArrayRef<int64_t>(-1));
  return {};
}

/// f(back(x), ...) -> back(f(x, ...)) for elementwise f.
static void passElementwise(Operation *op) {
  auto type = dyn_cast<RankedTensorType>(op->getResult(0).getType());
  if (type.getRank() != 4 || isa<BatchNormOp>(op) ||
      llvm::none_of(op->getOperands(), [](Value operand) { return asBack(operand); }))
    return;
  OpBuilder builder(op);
  SmallVector<Value> operands;
  for (Value operand : op->getOperands()) {
    operands.push_back(operandChannelsLast(builder, operand));
    if (!operands.back())
      return;
  }
  op->setOperands(operands);
  auto shape = llvm::map_to_vector(toLast, [&](int64_t from) { return type.getDimSize(from); });
  op->getResult(0).setType(RankedTensorType::get(shape, type.getElementType()));
  builder.setInsertionPointAfter(op);
  Value again = TransposeOp::create(builder, op->getLoc(), op->getResult(0), ArrayRef(back));
  op->getResult(0).replaceAllUsesExcept(again, again.getDefiningOp());
}

/// concat(back(x), ...) -> back(concat(x, ...)): dense blocks and skips along the channels.
static void passConcat(ConcatOp op) {
  auto type = cast<RankedTensorType>(op.getType());
  if (type.getRank() != 4 || llvm::none_of(op.getInputs(), [](Value input) { return asBack(input); }))
    return;
  OpBuilder builder(op);
  auto inputs = llvm::map_to_vector(op.getInputs(), [&](Value input) { return channelsLast(builder, input); });
  int64_t axis = std::distance(std::begin(toLast), llvm::find(toLast, op.getPositiveAxis()));
  Value last = ConcatOp::create(builder, op.getLoc(), inputs, axis);
  op.replaceAllUsesWith(TransposeOp::create(builder, op.getLoc(), last, ArrayRef(back)).getResult());
  op.erase();
}

/// to_last(back(x)) -> x.
static void cancel(TransposeOp op) {
  if (TransposeOp inner = asBack(op.getInput()); inner && op.getPermutation() == ArrayRef(toLast))
    op.replaceAllUsesWith(inner.getInput());
}

/// reduce over height and width of back(x) -> reduce of x.
static void passReduce(ReduceOp op) {
  TransposeOp transpose = asBack(op.getInput());
  if (!transpose || op.getKeep() || op.getAxes() != ArrayRef<int64_t>{2, 3})
    return;
  op.getInputMutable().assign(transpose.getInput());
  op.setAxes(ArrayRef<int64_t>{1, 2});
}

/// Whether a convolution takes the value, or what elementwise operators and pools make of it.
static bool feedsConvolution(Value value) {
  llvm::SetVector<Value> reached;
  reached.insert(value);
  for (unsigned i = 0; i < reached.size(); ++i)
    for (Operation *user : reached[i].getUsers()) {
      if (isa<Conv2dOp>(user))
        return true;
      auto tensorOp = dyn_cast<TensorOpInterface>(user);
      if (isa<MaxPoolOp, AvgPoolOp>(user) || (tensorOp && tensorOp.getRole() == Role::Elementwise))
        reached.insert(user->getResult(0));
    }
  return false;
}

namespace {

struct PropagateLayout : dlc::impl::PropagateLayoutBase<PropagateLayout> {
  void runOnOperation() override {
    if (getOperation().isExternal())
      return;
    Block &body = getOperation().getBody().front();
    // In order, so that each operator sees what those before it have become.
    for (Operation &op : llvm::make_early_inc_range(body)) {
      auto tensorOp = dyn_cast<TensorOpInterface>(op);
      if (auto conv = dyn_cast<Conv2dOp>(op); conv && isLinear(conv))
        makeLinear(conv);
      else if (conv)
        wrapWindow(&op);
      else if (isa<MaxPoolOp, AvgPoolOp>(op) && (asBack(op.getOperand(0)) || feedsConvolution(op.getResult(0))))
        wrapWindow(&op);
      else if (auto reduce = dyn_cast<ReduceOp>(op))
        passReduce(reduce);
      else if (auto concat = dyn_cast<ConcatOp>(op))
        passConcat(concat);
      else if (auto transpose = dyn_cast<TransposeOp>(op)) // the model's own
        cancel(transpose);
      else if (tensorOp && tensorOp.getRole() == Role::Elementwise)
        passElementwise(&op);
    }
    for (Operation &op : llvm::make_early_inc_range(llvm::reverse(body)))
      if (isa<TransposeOp>(op) && op.use_empty())
        op.erase();
  }
};

} // namespace
