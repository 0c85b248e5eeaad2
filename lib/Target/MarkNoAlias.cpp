//===- MarkNoAlias.cpp - Which arguments of a kernel overlap no other -----===//
//
// Buffers of different kinds never overlap: arguments of the entry, symbols and the arena are apart. Inside the arena
// two slots overlap only where Memory lets a result take over an operand.
//
//===----------------------------------------------------------------------===//

#include "dlc/Target/Passes.h"

namespace dlc {
#define GEN_PASS_DEF_MARKNOALIAS
#include "dlc/Target/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

/// A range of bytes: in the arena where `slot`, else all of the buffer that `root` makes.
struct Place {
  Operation *root;
  bool slot;
  int64_t begin, end;
};

Place placeOf(Value buffer, ArrayRef<rt::ExtentRange> dims) {
  Operation *root = buffer.getDefiningOp();
  while (auto view = dyn_cast<rt::ViewOp>(root))
    root = view.getSource().getDefiningOp();
  if (auto slot = dyn_cast<rt::SlotOp>(root)) {
    int64_t begin = slot.getOffset().value_or(0);
    std::optional<int64_t> bytes = rt::getUpperBytes(cast<MemRefType>(slot.getType()), slot.getExtents(), dims);
    return {root, true, begin, bytes ? begin + *bytes : std::numeric_limits<int64_t>::max()};
  }
  return {root, false, 0, 0};
}

bool overlap(const Place &a, const Place &b) {
  if (a.slot && b.slot)
    return a.begin < b.end && b.begin < a.end;
  if (auto get = dyn_cast<rt::GetOp>(a.root))
    if (auto other = dyn_cast<rt::GetOp>(b.root))
      return get.getSymbol() == other.getSymbol();
  if (auto argument = dyn_cast<rt::ArgumentOp>(a.root))
    if (auto other = dyn_cast<rt::ArgumentOp>(b.root))
      return argument.getIndex() == other.getIndex();
  return a.root == b.root;
}

struct MarkNoAlias : dlc::impl::MarkNoAliasBase<MarkNoAlias> {
  void runOnOperation() override {
    rt::VariantOp variant = getOperation();
    if (variant.getTarget().getDevice() != rt::DeviceKind::CPU)
      return;
    SmallVector<rt::ExtentRange> dims = rt::getDimRanges(variant);

    DenseMap<StringAttr, llvm::BitVector> shared; // kernel -> arguments that overlap an output of some launch
    variant.walk([&](rt::LaunchOp launch) {
      SmallVector<Place> places;
      for (Value buffer : launch->getOperands())
        places.push_back(placeOf(buffer, dims));
      llvm::BitVector &bits = shared[launch.getKernelAttr().getAttr()];
      bits.resize(places.size());
      for (size_t i = 0; i < places.size(); ++i)
        for (size_t output = launch.getInputs().size(); output < places.size(); ++output)
          if (i != output && overlap(places[i], places[output])) {
            bits.set(i);
            bits.set(output);
          }
    });
    for (func::FuncOp kernel : variant.getBody().getOps<func::FuncOp>())
      if (auto it = shared.find(kernel.getSymNameAttr()); it != shared.end())
        for (unsigned i = 0; i < kernel.getNumArguments(); ++i)
          if (!it->second.test(i))
            kernel.setArgAttr(i, "rt.noalias", UnitAttr::get(&getContext()));
  }
};

} // namespace
