//===- MarkNoAlias.cpp - Which arguments of a kernel overlap no other -----===//
//
// Buffers of different kinds never overlap: arguments of the entry, symbols and the arena are apart. Inside the arena
// two slots overlap only where Memory lets a result take over an operand.
//
//===----------------------------------------------------------------------===//

#include "dialects/rt/Slots.h"
#include "dlc/Target/Passes.h"

namespace dlc {
#define GEN_PASS_DEF_MARKNOALIAS
#include "dlc/Target/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

Operation *rootOf(Value buffer) {
  while (auto view = buffer.getDefiningOp<rt::ViewOp>())
    buffer = view.getSource();
  return buffer.getDefiningOp();
}

bool overlap(Operation *a, Operation *b, const rt::SlotRelation &slots) {
  if (auto slot = dyn_cast<rt::SlotOp>(a))
    if (auto other = dyn_cast<rt::SlotOp>(b))
      return slot == other || !slots.isApart(slot, other);
  if (auto get = dyn_cast<rt::GetOp>(a))
    if (auto other = dyn_cast<rt::GetOp>(b))
      return get.getSymbol() == other.getSymbol();
  if (auto argument = dyn_cast<rt::ArgumentOp>(a))
    if (auto other = dyn_cast<rt::ArgumentOp>(b))
      return argument.getIndex() == other.getIndex();
  return a == b;
}

struct MarkNoAlias : dlc::impl::MarkNoAliasBase<MarkNoAlias> {
  void runOnOperation() override {
    rt::VariantOp variant = getOperation();
    if (variant.getTarget().getDevice() != rt::DeviceKind::CPU)
      return;
    DenseMap<StringAttr, llvm::BitVector> shared; // kernel -> arguments that overlap an output of some launch
    for (rt::ProgramOp program : variant.getBody().getOps<rt::ProgramOp>()) {
      rt::SlotRelation slots(program);
      for (rt::LaunchOp launch : program.getBody().getOps<rt::LaunchOp>()) {
        SmallVector<Operation *> roots = llvm::map_to_vector(launch->getOperands(), rootOf);
        llvm::BitVector &bits = shared[launch.getKernelAttr().getAttr()];
        bits.resize(roots.size());
        for (size_t i = 0; i < roots.size(); ++i)
          for (size_t output = launch.getInputs().size(); output < roots.size(); ++output)
            if (i != output && overlap(roots[i], roots[output], slots)) {
              bits.set(i);
              bits.set(output);
            }
      }
    }
    for (func::FuncOp kernel : variant.getBody().getOps<func::FuncOp>())
      if (auto it = shared.find(kernel.getSymNameAttr()); it != shared.end())
        for (unsigned i = 0; i < kernel.getNumArguments(); ++i)
          if (!it->second.test(i))
            kernel.setArgAttr(i, "rt.noalias", UnitAttr::get(&getContext()));
  }
};

} // namespace
