//===- Slots.h - Sizes of slots, and where they lie to each other ---------===//

#pragma once

#include "dialects/rt/Rt.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"

namespace dlc::rt {

/// `known` * `unknown` bytes; `unknown` is null where all extents are known.
struct SlotSize {
  int64_t known = 0;
  mlir::AffineExpr unknown;
};

/// Bytes of a slot when no dim is above its symbol: grows with each symbol. None where known extents overflow int64 or
/// an extent has no bound.
std::optional<SlotSize> getSlotSize(SlotOp slot, llvm::ArrayRef<ExtentRange> dims);

/// The bytes of the slots of a program with these numbers for the dims: begin and end, in order. None where int64
/// does not hold them.
std::optional<llvm::SmallVector<std::pair<int64_t, int64_t>>> placeSlots(ProgramOp program,
                                                                         llvm::ArrayRef<ExtentRange> numbers);

/// Which slots of a planned program share no byte, whatever the dims are.
class SlotRelation {
public:
  explicit SlotRelation(ProgramOp program);

  bool isApart(SlotOp a, SlotOp b) const;

private:
  struct Place {
    unsigned number = 0;
    int64_t least = 0;          // the offset is never smaller
    std::optional<int64_t> end; // where it is a constant
    llvm::BitVector below;      // numbers of slots that end where this one starts or before
  };

  bool isBelow(const Place &a, const Place &b) const;

  llvm::DenseMap<mlir::Operation *, Place> places;
};

} // namespace dlc::rt
