//===- CheckKernels.h - What every emitter relies on ----------------------===//

#pragma once

#include "dialects/dlc/Dlc.h"
#include "dialects/rt/Rt.h"

namespace dlc {

/// Whether every kernel of the variant, one written by hand too, can be made loops of: it has a sound schedule, one
/// anchor at most, and results that lie where the loops over the anchor write. Says at the kernel,
/// or at the operator, what is wrong.
mlir::LogicalResult checkKernels(rt::VariantOp variant);

/// Whether the operators of a kernel fit for arguments of these extents over the model's dims, which types do not say:
/// each is asked at both ends of the ranges, and with dims that differ. `x + y` of n and m elements reads past one.
mlir::LogicalResult checkExtents(KernelOp kernel, llvm::ArrayRef<Shape> arguments,
                                 llvm::ArrayRef<rt::ExtentRange> dims);

} // namespace dlc
