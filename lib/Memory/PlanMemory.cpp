//===- PlanMemory.cpp - Place every slot at an offset of one arena --------===//
//
// Packing decides at one sample of the dims which slot lies above which. That order is kept for all extents: a slot
// starts where the highest of those below it that live at the same time ends.
//
//===----------------------------------------------------------------------===//

#include "dialects/rt/Limits.h"
#include "dialects/rt/Slots.h"
#include "dlc/Memory/Passes.h"
#include "lib/Memory/ArenaSize.h"
#include "lib/Memory/Liveness.h"
#include "lib/Memory/Packing.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MathExtras.h"

namespace dlc {
#define GEN_PASS_DEF_PLANMEMORY
#include "dlc/Memory/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

/// The upper ends of ranges, or numbers below `most` where ranges go further.
SmallVector<rt::ExtentRange> getRepresentative(ArrayRef<rt::ExtentRange> dims, int64_t most) {
  return llvm::map_to_vector(dims, [&](rt::ExtentRange dim) {
    int64_t number = std::max(dim.low, std::min(dim.high, most));
    return rt::ExtentRange{dim.low, number};
  });
}

bool isDynamic(rt::SlotOp slot) { return !cast<MemRefType>(slot.getType()).hasStaticShape(); }

/// Live ranges with their sizes, each rounded up to the alignment of slots: then every offset is aligned. None where
/// they need more than can be addressed.
std::optional<SmallVector<Interval>> getIntervals(ArrayRef<LiveRange> ranges, ArrayRef<rt::ExtentRange> dims) {
  SmallVector<Interval> intervals;
  int64_t total = 0;
  for (const LiveRange &range : ranges) {
    rt::SlotOp slot = range.slot;
    std::optional<int64_t> bytes = rt::getUpperBytes(slot.getType(), slot.getExtents(), dims);
    if (!bytes || *bytes > rt::maxArenaBytes || total > rt::maxArenaBytes)
      return std::nullopt;
    int64_t size = llvm::alignTo(*bytes, rt::slotAlignment);
    if (isDynamic(slot)) // an empty one would lie in the middle of another
      size = std::max(size, rt::slotAlignment);
    total += size;
    intervals.push_back({range.lower, std::max(range.upper, range.lower + 1), size});
  }
  return intervals;
}

/// Turns offsets that hold at one sample into an order of the slots that holds for all extents. Slots of known size
/// that lie above nothing but such slots keep their offset.
class SlotOrder {
public:
  SlotOrder(ArrayRef<LiveRange> ranges, ArrayRef<Interval> intervals, ArrayRef<int64_t> offsets)
      : ranges(ranges), intervals(intervals), offsets(offsets), reached(ranges.size()) {}

  void apply(rt::ProgramOp program) {
    SmallVector<unsigned> order = llvm::to_vector(llvm::seq<unsigned>(0, ranges.size()));
    llvm::sort(order, [&](unsigned a, unsigned b) { return std::pair(offsets[a], a) < std::pair(offsets[b], b); });
    Block &body = program.getBody().front();
    for (auto [position, index] : llvm::enumerate(order))
      place(index, ArrayRef(order).take_front(position));
    bool isFixed = llvm::all_of(order, [&](unsigned index) { return isConstant(index); });
    for (unsigned index : llvm::reverse(order)) // each above what it names
      if (rt::SlotOp slot = ranges[index].slot; !isFixed)
        slot->moveBefore(&body, body.begin());
  }

private:
  bool isConstant(unsigned index) const {
    rt::SlotOp slot = ranges[index].slot;
    return slot.getAbove().empty() && !isDynamic(slot);
  }

  void place(unsigned index, ArrayRef<unsigned> lower) {
    rt::SlotOp slot = ranges[index].slot;
    SmallVector<unsigned> below; // that live at the same time
    for (unsigned other : lower)
      if (intervals[index].overlaps(intervals[other]))
        below.push_back(other);
    bool isFixed = llvm::all_of(below, [&](unsigned other) { return isConstant(other); });
    slot.setOffset(isFixed ? offsets[index] : 0);
    if (isFixed)
      return;
    SmallVector<Value> above;
    reached[index].resize(ranges.size());
    for (unsigned other : llvm::reverse(below)) {
      if (reached[index].test(other))
        continue;
      rt::SlotOp lies = ranges[other].slot;
      above.push_back(lies.getBuffer());
      reached[index] |= reached[other];
      reached[index].set(other);
    }
    slot.getAboveMutable().assign(above);
  }

  ArrayRef<LiveRange> ranges;
  ArrayRef<Interval> intervals;
  ArrayRef<int64_t> offsets;
  SmallVector<llvm::BitVector> reached; // slots that a slot lies above, directly or not
};

struct PlanMemory : dlc::impl::PlanMemoryBase<PlanMemory> {
  using PlanMemoryBase::PlanMemoryBase;

  void runOnOperation() override {
    SmallVector<rt::ExtentRange> dims = rt::getDimRanges(getOperation());
    for (auto program : getOperation().getOps<rt::ProgramOp>())
      if (failed(plan(program, dims)))
        return signalPassFailure();
  }

private:
  LogicalResult plan(rt::ProgramOp program, ArrayRef<rt::ExtentRange> dims) {
    FailureOr<SmallVector<LiveRange>> ranges = computeLiveRanges(program);
    if (failed(ranges))
      return failure();
    std::optional<SmallVector<Interval>> intervals;
    SmallVector<rt::ExtentRange> sample;
    for (int64_t most : {INT64_MAX, int64_t(1) << 20, int64_t(1) << 10, int64_t(1) << 5, int64_t(1)})
      if (!intervals)
        intervals = getIntervals(*ranges, sample = getRepresentative(dims, most));
    for (const LiveRange &range : *ranges)
      if (rt::SlotOp slot = range.slot; !intervals || !rt::getSlotSize(slot, dims))
        return slot.emitOpError("needs more memory than can be addressed; expects the arena to be below 2^61 bytes at "
                                "the lower ends of the ranges of the dims, and 63 bits to hold each extent: lower the "
                                "ends of the ranges");
    Packing packing = pack(*intervals, nodes);
    SlotOrder(*ranges, *intervals, packing.offsets).apply(program);
    int64_t bound = computeBound(*intervals);
    program.setArena(getArenaSize(program, dims));
    program.setBound(bound);
    if (report)
      remark(program, rt::evaluateMaximum(*program.getArena(), sample).value_or(packing.height), bound, ranges->size());
    return success();
  }

  void remark(rt::ProgramOp program, int64_t arena, int64_t bound, size_t slots) {
    size_t copies = llvm::range_size(program.getBody().getOps<rt::CopyOp>());
    std::string ratio;
    llvm::raw_string_ostream(ratio) << llvm::format("%.3f", bound ? static_cast<double>(arena) / bound : 1.0);
    program.emitRemark() << getOperation().getSymName() << ", " << program.getSymName() << ": arena of " << arena
                         << " bytes for " << slots << " slots, " << ratio << " of the bound; copies: " << copies;
    for (auto copy : program.getBody().getOps<rt::CopyOp>())
      copy.emitRemark() << "copies " << copy.getSource().getType()
                        << (copy.getCommit() ? " when no check has failed" : "");
  }
};

} // namespace
