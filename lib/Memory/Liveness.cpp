//===- Liveness.cpp - When each slot of a program holds a value -----------===//

#include "lib/Memory/Liveness.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace dlc {

static Value getBase(Value buffer) {
  while (auto view = buffer.getDefiningOp<rt::ViewOp>())
    buffer = view.getSource();
  return buffer;
}

FailureOr<SmallVector<LiveRange>> computeLiveRanges(rt::ProgramOp program) {
  llvm::MapVector<Value, LiveRange> ranges;
  SmallVector<MemoryEffects::EffectInstance> effects;
  for (auto [position, op] : llvm::enumerate(program.getBody().front())) {
    int64_t now = position;
    if (auto slot = dyn_cast<rt::SlotOp>(op)) {
      ranges.insert({slot, {slot, now, now}});
      continue;
    }
    auto interface = dyn_cast<MemoryEffectOpInterface>(op);
    if (!interface)
      continue;
    effects.clear();
    interface.getEffects(effects);
    for (MemoryEffects::EffectInstance &effect : effects) {
      auto found = effect.getValue() ? ranges.find(getBase(effect.getValue())) : ranges.end();
      if (found == ranges.end())
        continue;
      LiveRange &range = found->second;
      bool isWritten = range.upper > range.lower;
      bool wasWritten = isWritten && range.lower < now; // what this op writes it cannot read
      if (!wasWritten && isa<MemoryEffects::Read>(effect.getEffect())) {
        InFlightDiagnostic error = op.emitOpError("reads a slot before anything is written to it");
        error.attachNote(range.slot.getLoc()) << "the slot";
        return error;
      }
      range = {range.slot, isWritten ? range.lower : now, now + 1};
    }
  }
  return llvm::to_vector(llvm::make_second_range(ranges));
}

} // namespace dlc
