//===- ParallelLoops.h - Loops of a kernel that a target maps to hardware -===//

#ifndef DLC_LIB_TARGET_PARALLELLOOPS_H
#define DLC_LIB_TARGET_PARALLELLOOPS_H

#include "dialects/rt/Rt.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace dlc {

/// Whether the loop is mapped to `#rt.map<level, _>`.
bool isMappedTo(mlir::scf::ForallOp loop, rt::MappingLevel level);

/// One dimension from 0 in steps of 1 without results, or an error that says so.
mlir::LogicalResult checkForm(mlir::scf::ForallOp loop);

/// Clones what is cheap to compute again (extents, constants, views) into the region until all it uses from above are
/// values to capture; returns these.
llvm::SmallVector<mlir::Value> isolate(mlir::Region &region);

} // namespace dlc

#endif // DLC_LIB_TARGET_PARALLELLOOPS_H
