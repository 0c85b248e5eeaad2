//===- Samples.h - Numbers for the dims of a model, to try extents with ---===//

#pragma once

#include "dialects/rt/Rt.h"

namespace dlc::rt {

/// Ranges of one number per dim: both ends of all ranges, then numbers that fall, and that grow, from dim to dim where
/// the ranges leave room. Extents that agree for all of these are the same sums, multiples and quotients of dims.
llvm::SmallVector<llvm::SmallVector<ExtentRange>> sampleDims(llvm::ArrayRef<ExtentRange> dims);

} // namespace dlc::rt
