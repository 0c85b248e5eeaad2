//===- ScheduleKernels.cpp - Give each kernel the schedule of the cost model -===//

#include "dlc/Kernel/Passes.h"
#include "lib/Kernel/Schedule/Schedule.h"

namespace dlc {
#define GEN_PASS_DEF_SCHEDULEKERNELS
#include "dlc/Kernel/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

struct ScheduleKernels : dlc::impl::ScheduleKernelsBase<ScheduleKernels> {
  void runOnOperation() override {
    for (auto kernel : getOperation().getOps<KernelOp>())
      if (!kernel->hasAttr("rt.schedule"))
        kernel->setAttr("rt.schedule", chooseSchedule(kernel, getOperation().getTarget()));
  }
};

} // namespace
