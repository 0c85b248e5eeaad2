//===- DedupeKernels.cpp - Keep one of several equal kernels --------------===//

#include "dialects/dlc/Dlc.h"
#include "dlc/Graph/Passes.h"
#include "llvm/ADT/MapVector.h"

namespace dlc {
#define GEN_PASS_DEF_DEDUPEKERNELS
#include "dlc/Graph/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

/// Equal for equal kernels; which operand is which is left to the comparison.
llvm::hash_code hashOf(KernelOp kernel) {
  llvm::hash_code hash = llvm::hash_combine(kernel.getFunctionType());
  for (Operation &op : kernel.getBody().front())
    hash = llvm::hash_combine(hash, OperationEquivalence::computeHash(&op, OperationEquivalence::ignoreHashValue,
                                                                      OperationEquivalence::ignoreHashValue,
                                                                      OperationEquivalence::IgnoreLocations));
  return hash;
}

bool isEqual(KernelOp a, KernelOp b) {
  return a.getFunctionType() == b.getFunctionType() &&
         OperationEquivalence::isRegionEquivalentTo(&a.getBody(), &b.getBody(), OperationEquivalence::IgnoreLocations);
}

struct DedupeKernels : dlc::impl::DedupeKernelsBase<DedupeKernels> {
  void runOnOperation() override {
    llvm::DenseMap<size_t, SmallVector<KernelOp, 1>> known;
    llvm::DenseMap<StringAttr, FlatSymbolRefAttr> replacements;
    for (KernelOp kernel : llvm::make_early_inc_range(getOperation().getOps<KernelOp>())) {
      SmallVector<KernelOp, 1> &candidates = known[hashOf(kernel)];
      auto *first = llvm::find_if(candidates, [&](KernelOp other) { return isEqual(kernel, other); });
      if (first == candidates.end()) {
        candidates.push_back(kernel);
        continue;
      }
      replacements[kernel.getSymNameAttr()] = FlatSymbolRefAttr::get(*first);
      kernel.erase();
    }
    getOperation().walk([&](LaunchOp launch) {
      if (FlatSymbolRefAttr kernel = replacements.lookup(launch.getKernelAttr().getAttr()))
        launch.setKernelAttr(kernel);
    });
  }
};

} // namespace
