//===- FoldConstants.cpp - Compute what depends on literals only ----------===//
//
// The evaluator that is the oracle of every test also folds. Literals may be
// written small and mean much (a splat, a broadcast), so an operator is folded
// only below limits on the bytes it yields and the work it takes, and the whole
// function below limits on their sums.
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "dlc/Graph/Passes.h"

namespace dlc {
#define GEN_PASS_DEF_FOLDCONSTANTS
#include "dlc/Graph/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

/// Limits for one operator and for a function. Work is in element operations.
constexpr int64_t maxBytes = 1 << 18, maxTotalBytes = 1 << 22;
constexpr int64_t maxWork = 1 << 22, maxTotalWork = 1 << 25;

int64_t saturatingMul(int64_t a, int64_t b) {
  int64_t product;
  return llvm::MulOverflow(a, b, product) ? INT64_MAX : product;
}

int64_t elements(RankedTensorType type) {
  int64_t product = 1;
  for (int64_t extent : type.getShape())
    product = saturatingMul(product, extent);
  return product;
}

int64_t elements(ValueRange values) {
  int64_t sum = 0;
  for (Type type : values.getTypes())
    sum = llvm::AddOverflow(sum, elements(cast<RankedTensorType>(type)), sum) ? INT64_MAX : sum;
  return sum;
}

/// An upper bound of the element operations the evaluator spends.
int64_t workOf(TensorOpInterface op) {
  int64_t read = elements(op->getOperands()), written = elements(op->getResults());
  switch (op.getRole()) {
  case Role::Contraction:
  case Role::Attention:
  case Role::Pooling:
  case Role::Winograd:
    return saturatingMul(read, written);
  default:
    return std::max(read, written);
  }
}

struct FoldConstants : dlc::impl::FoldConstantsBase<FoldConstants> {
  void runOnOperation() override {
    if (getOperation().isExternal())
      return;
    Block &body = getOperation().getBody().front();
    int64_t bytesLeft = maxTotalBytes, workLeft = maxTotalWork;
    for (Operation &op : llvm::make_early_inc_range(body))
      if (auto tensorOp = dyn_cast<TensorOpInterface>(op))
        if (failed(fold(tensorOp, bytesLeft, workLeft)))
          return signalPassFailure();
    for (Operation &op : llvm::make_early_inc_range(llvm::reverse(body)))
      if (isa<ConstantOp>(op) && op.use_empty())
        op.erase();
  }

  /// Fails where the evaluator does: an index out of range, say.
  LogicalResult fold(TensorOpInterface op, int64_t &bytesLeft, int64_t &workLeft) {
    for (Value operand : op->getOperands())
      if (!operand.getDefiningOp<ConstantOp>())
        return success();
    int64_t work = workOf(op), bytes = 0;
    for (Type result : op->getResultTypes()) {
      auto type = cast<RankedTensorType>(result);
      if (!type.hasStaticShape())
        return success();
      int64_t own = saturatingMul(elements(type), std::max(1u, type.getElementTypeBitWidth() / 8));
      bytes = llvm::AddOverflow(bytes, own, bytes) ? INT64_MAX : bytes;
    }
    if (bytes > std::min(maxBytes, bytesLeft) || work > std::min(maxWork, workLeft))
      return success();
    SmallVector<Tensor> operands;
    for (Value operand : op->getOperands()) {
      std::optional<Tensor> value = tensorOf(operand.getDefiningOp<ConstantOp>().getValue());
      if (!value)
        return success();
      operands.push_back(std::move(*value));
    }
    FailureOr<SmallVector<Tensor>> results = op.evaluateResults(operands);
    if (failed(results))
      return failure();
    bytesLeft -= bytes;
    workLeft -= work;
    OpBuilder builder(op);
    for (auto [value, result] : llvm::zip_equal(op->getResults(), *results))
      value.replaceAllUsesWith(ConstantOp::create(builder, op.getLoc(), value.getType(), literalOf(result)));
    op->erase();
    return success();
  }
};

} // namespace
