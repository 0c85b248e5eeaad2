//===- Schedule.h - The cost model: kernel and target to schedule ---------===//

#pragma once

#include "dialects/dlc/Dlc.h"
#include "dialects/rt/Rt.h"

namespace dlc {

/// What the cost model knows of a processor.
struct TargetInfo {
  int64_t vectorBytes;                    ///< width of a vector register
  int64_t registers;                      ///< vector registers
  int64_t threads;                        ///< GPU threads per worker; 1 on CPUs
  int64_t secondCache = int64_t(1) << 19; ///< bytes of a core's second cache that one worker's memory may take
};

/// The row of the table for a target. Archs that are not in it (a later compute
/// capability) get that of their kind.
TargetInfo targetInfoOf(rt::TargetAttr target);

/// Rows and columns of a contraction, 0 where unknown.
struct ContractionSize {
  int64_t rows, columns, depth;
};

/// Register tile of a contraction: rows x columns, in elements of `bytes` bytes.
/// Fills the registers with accumulators, leaves room for one row of the right
/// side and one broadcast, and cuts known rows into tiles of nearly equal height.
std::pair<int64_t, int64_t> chooseTile(const TargetInfo &info, const ContractionSize &size, int64_t bytes);

/// Whether rows of a register tile that lie `stride` bytes apart drive each other out of the first cache: lines whose
/// addresses are equal modulo 4096 share a set of 8 or more, of which the other operand needs some.
bool crowdsCache(int64_t rows, int64_t stride);

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
