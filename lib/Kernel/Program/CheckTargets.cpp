//===- CheckTargets.cpp - Refuse what a target cannot compile --------------===//
//
// The model is valid, and what follows relies on being able to compile it: limits are told here, all at once, at the
// operator and with what to write instead.
//
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "dlc/Kernel/Passes.h"

namespace dlc {
#define GEN_PASS_DEF_CHECKTARGETS
#include "dlc/Kernel/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

/// What GPUs have an instruction or a polynomial for in f32 and narrower, but not in f64.
bool needsLibraryInDouble(Operation &op) {
  return isa<ExpOp, LogOp, TanhOp, ErfOp, SigmoidOp, GeluOp, SiluOp, SoftmaxOp>(op);
}

bool hasDoubles(Operation &op) {
  return llvm::any_of(op.getOperandTypes(), [](Type type) { return getElementTypeOrSelf(type).isF64(); });
}

struct CheckTargets : dlc::impl::CheckTargetsBase<CheckTargets> {
  using CheckTargetsBase::CheckTargetsBase;

  void runOnOperation() override {
    bool onGpu = llvm::any_of(targets, [](StringRef target) { return target.starts_with("sm_"); });
    bool ok = true;
    for (auto function : getOperation().getOps<FunctionOpInterface>())
      for (Operation &op : function.getFunctionBody().getOps())
        ok &= succeeded(check(op)) && (!onGpu || succeeded(checkOnGpu(op)));
    if (!ok)
      signalPassFailure();
    markAllAnalysesPreserved();
  }

  static LogicalResult check(Operation &op) {
    auto attention = dyn_cast<AttentionOp>(op);
    if (attention && attention.getQuery().getType().isDynamicDim(3))
      return op.emitOpError("expected a known head size, got ")
             << attention.getQuery().getType() << "; write the last extent of the query as a number";
    auto winograd = dyn_cast<WinogradConv2dOp>(op);
    if (winograd && !winograd.getWeight().getType().hasStaticShape())
      return op.emitOpError("expected a weight of known extents, got ")
             << winograd.getWeight().getType() << "; write its extents as numbers";
    return success();
  }

  static LogicalResult checkOnGpu(Operation &op) {
    if (isa<WinogradConv2dOp>(op))
      return op.emitOpError("has no code for GPUs; write it as conv2d, or compile for --target=cpu");
    if (isa<AttentionOp>(op))
      return op.emitOpError("has no code for GPUs yet; write it as matmul and softmax, or compile for --target=cpu");
    if (isa<PowOp>(op) && !getElementTypeOrSelf(op.getResult(0)).isInteger())
      return op.emitOpError("of floats has no instruction on GPUs; write it as mul, sqrt, exp or log, or compile for "
                            "--target=cpu");
    if (needsLibraryInDouble(op) && hasDoubles(op))
      return op.emitOpError("of f64 has no instruction on GPUs; cast the operand to f32, or compile for --target=cpu");
    return success();
  }
};

} // namespace
