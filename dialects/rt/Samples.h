//===- Samples.h - Numbers for the dims of a model, to try extents with ---===//

#pragma once

#include "dialects/rt/Rt.h"

namespace dlc::rt {

/// Ranges of one number per dim: both ends of all ranges (1024 where a range goes beyond 2^20, so that products can be
/// counted), then numbers that fall, and that grow, from dim to dim where the ranges leave room. Extents that agree for
/// all of these are the same sums, multiples and quotients of dims.
llvm::SmallVector<llvm::SmallVector<ExtentRange>> sampleDims(llvm::ArrayRef<ExtentRange> dims);

} // namespace dlc::rt
