//===- PlanMemory.cpp - Place every slot at an offset of one arena --------===//

#include "dialects/rt/Limits.h"
#include "dialects/rt/Rt.h"
#include "dlc/Memory/Passes.h"
#include "lib/Memory/Liveness.h"
#include "lib/Memory/Packing.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MathExtras.h"

namespace dlc {
#define GEN_PASS_DEF_PLANMEMORY
#include "dlc/Memory/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

/// Live ranges with their sizes, each rounded up to the alignment of slots: then every offset is aligned.
FailureOr<SmallVector<Interval>> getIntervals(ArrayRef<LiveRange> ranges, ArrayRef<rt::ExtentRange> dims) {
  SmallVector<Interval> intervals;
  int64_t total = 0;
  for (const LiveRange &range : ranges) {
    rt::SlotOp slot = range.slot;
    std::optional<int64_t> bytes = rt::getUpperBytes(slot.getType(), slot.getExtents(), dims);
    if (!bytes || *bytes > rt::maxArenaBytes || total > rt::maxArenaBytes)
      return slot.emitOpError()
             << "needs more memory at the largest extents than can be addressed; expects the ranges of "
                "the dims to keep the arena below 2^61 bytes: lower their upper ends";
    int64_t size = llvm::alignTo(*bytes, rt::slotAlignment);
    total += size;
    intervals.push_back({range.lower, std::max(range.upper, range.lower + 1), size});
  }
  return intervals;
}

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
    FailureOr<SmallVector<Interval>> intervals = getIntervals(*ranges, dims);
    if (failed(intervals))
      return failure();
    Packing packing = pack(*intervals, nodes);
    for (auto [range, offset] : llvm::zip_equal(*ranges, packing.offsets))
      range.slot.setOffset(offset);
    int64_t bound = computeBound(*intervals);
    program.setArena(packing.height);
    program.setBound(bound);
    if (report)
      remark(program, packing.height, bound, ranges->size());
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
