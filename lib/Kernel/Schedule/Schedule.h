//===- Schedule.h - The cost model: kernel and target to schedule ---------===//

#pragma once

#include "dialects/dlc/Dlc.h"
#include "dialects/rt/Rt.h"
#include "dlc/Kernel/Machine.h"

namespace dlc {

/// Rows and columns of a contraction, 0 where unknown.
struct ContractionSize {
  int64_t rows, columns, depth;
};

/// Register tile of a contraction: rows x columns, in elements of `bytes` bytes.
/// Fills the registers with accumulators, leaves room for one row of the right
/// side and one broadcast, and cuts known rows into tiles of nearly equal height.
std::pair<int64_t, int64_t> chooseTile(const Machine &machine, const ContractionSize &size, int64_t bytes);

/// Whether rows of a register tile that lie `stride` bytes apart drive each other out of the first cache: lines whose
/// addresses are equal modulo 4096, say, share a set of 8, of which the other operand needs one.
bool crowdsCache(const Machine &machine, int64_t rows, int64_t stride);

/// Whether each element of an operator's result is found at one place of its operands, whatever loops it is in: it is
/// elementwise, movement or a gather, or a literal.
bool isPointwise(mlir::Operation *op);

/// The operator that decides how a kernel becomes loops: the first that is not pointwise. Null: all are.
mlir::Operation *anchorOf(KernelOp kernel);

/// Bytes of a line of every cache.
inline constexpr int64_t cacheLine = 64;

/// The schedule of a kernel without an anchor: vectors of `width` elements, on CPUs or for `threads` of a GPU.
rt::PointwiseScheduleAttr schedulePointwise(mlir::MLIRContext *context, int64_t width, int64_t threads);

/// The schedule of a kernel on a target, that of its anchor's family.
rt::ScheduleInterface chooseSchedule(KernelOp kernel, rt::TargetAttr target);

} // namespace dlc
