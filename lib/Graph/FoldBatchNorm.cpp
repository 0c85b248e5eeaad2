//===- FoldBatchNorm.cpp - Batch norm into weights, or a scale and a shift ===//
//
// With factor = scale / sqrt(variance + epsilon), a batch norm is
// (x - mean) * factor + bias: not x * factor + (bias - mean * factor), which cancels where the mean is large against
// the deviation. After a convolution or a linear layer whose weights are parameters, as the statistics are, factor goes
// into the weights: all of it depends on parameters only and is computed once, in prepare. That is as exact as the
// layer is, whose sums are as large as the mean. Of bf16 and f16 all is computed in f32: a factor may be beyond what
// f16 holds, so it does not go into such weights.
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "dlc/Graph/Passes.h"

namespace dlc {
#define GEN_PASS_DEF_FOLDBATCHNORM
#include "dlc/Graph/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

struct FoldBatchNorm : dlc::impl::FoldBatchNormBase<FoldBatchNorm> {
  void runOnOperation() override {
    if (getOperation().isExternal())
      return;
    Block &body = getOperation().getBody().front();
    markParameters(body);
    for (Operation &op : llvm::make_early_inc_range(body))
      if (auto norm = dyn_cast<BatchNormOp>(op))
        rewrite(norm);
  }

  /// Collects values that depend on parameters and literals only.
  void markParameters(Block &body) {
    onParameters.clear();
    SymbolTableCollection symbols;
    for (Operation &op : body) {
      auto read = dyn_cast<ReadOp>(op);
      bool is = read
                    ? symbols.lookupNearestSymbolFrom<ParameterOp>(read, read.getSymbolAttr()) != nullptr
                    : isa<TensorOpInterface, ConstantOp>(op) &&
                          llvm::all_of(op.getOperands(), [&](Value operand) { return onParameters.contains(operand); });
      if (is)
        onParameters.insert_range(op.getResults());
    }
  }

  void rewrite(BatchNormOp norm) {
    OpBuilder builder(norm);
    Location loc = norm.getLoc();
    Type element = cast<RankedTensorType>(norm.getType()).getElementType();
    Type computed = element.getIntOrFloatBitWidth() < 32 ? builder.getF32Type() : element;
    auto widen = [&](Value value) -> Value {
      return element == computed ? value : CastOp::create(builder, loc, value, computed).getResult();
    };
    auto scalar = RankedTensorType::get({}, computed);
    auto epsilon = builder.getFloatAttr(computed, norm.getEpsilon().convertToDouble()).getValue();
    Value safe = AddOp::create(builder, loc, widen(norm.getVariance()),
                               ConstantOp::create(builder, loc, scalar, DenseElementsAttr::get(scalar, epsilon)));
    Value factor = MulOp::create(builder, loc, widen(norm.getScale()), RsqrtOp::create(builder, loc, safe));
    Value result = element == computed ? intoWeights(builder, norm, factor) : nullptr;
    if (!result) {
      int64_t trailing = cast<RankedTensorType>(norm.getInput().getType()).getRank() - 2;
      auto perChannel = [&](Value value) { return addAxes(builder, loc, value, trailing); };
      Value centred = SubOp::create(builder, loc, widen(norm.getInput()), perChannel(widen(norm.getMean())));
      Value scaled = MulOp::create(builder, loc, centred, perChannel(factor));
      result = AddOp::create(builder, loc, scaled, perChannel(widen(norm.getBias())));
      if (element != computed)
        result = CastOp::create(builder, loc, result, element);
    }
    norm.getResult().replaceAllUsesWith(result);
    Operation *producer = norm.getInput().getDefiningOp();
    norm.erase();
    if (producer && isa<Conv2dOp, LinearOp>(producer) && producer->use_empty())
      producer->erase();
  }

  /// (C) -> (C, 1, ..., 1), so that it broadcasts along the channels.
  static Value addAxes(OpBuilder &builder, Location loc, Value channels, int64_t count) {
    if (count == 0)
      return channels;
    SmallVector<int64_t> shape{-1};
    shape.append(count, 1);
    return ReshapeOp::create(builder, loc, channels, builder.getDenseI64ArrayAttr(shape));
  }

  /// The layer before with folded weights; null where it is none or its weights
  /// or the statistics are data.
  Value intoWeights(OpBuilder &builder, BatchNormOp norm, Value factor) {
    Operation *layer = norm.getInput().getDefiningOp();
    bool isChannelLast = isa_and_present<LinearOp>(layer) && // axis 1 is the last one
                         cast<RankedTensorType>(norm.getInput().getType()).getRank() == 2;
    if (!layer || !layer->hasOneUse() || !(isa<Conv2dOp>(layer) || isChannelLast))
      return nullptr;
    auto isParameter = [&](Value value) { return onParameters.contains(value); };
    if (!llvm::all_of(layer->getOperands().drop_front(), isParameter) ||
        !llvm::all_of(norm->getOperands().drop_front(), isParameter))
      return nullptr;
    Location loc = norm.getLoc();
    Value weight = layer->getOperand(1);
    int64_t trailing = cast<RankedTensorType>(weight.getType()).getRank() - 1;
    Value folded = MulOp::create(builder, loc, weight, addAxes(builder, loc, factor, trailing));
    Value mean = norm.getMean(), bias;
    if (layer->getNumOperands() == 3)
      bias =
          AddOp::create(builder, loc, norm.getBias(),
                        MulOp::create(builder, loc, SubOp::create(builder, loc, layer->getOperand(2), mean), factor));
    else
      bias = SubOp::create(builder, loc, norm.getBias(), MulOp::create(builder, loc, mean, factor));
    builder.setInsertionPoint(norm);
    OperationState state(layer->getLoc(), layer->getName());
    state.addOperands({layer->getOperand(0), folded, bias});
    state.addTypes(layer->getResultTypes());
    state.addAttributes(layer->getAttrs());
    return builder.create(state)->getResult(0);
  }

  llvm::DenseSet<Value> onParameters;
};

} // namespace
