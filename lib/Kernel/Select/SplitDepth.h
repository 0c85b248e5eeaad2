//===- SplitDepth.h - Long sums of few rows by several workers ------------===//

#pragma once

#include "dialects/dlc/Dlc.h"
#include "dialects/rt/Rt.h"

namespace dlc {

/// Whether the depth of a linear can be cut: a matrix of known rows, an argument of its kernel, by weights, another
/// that nothing else reads, of elements that partial sums are exact in.
bool canSplitDepth(LinearOp linear);

/// Cuts the depth of the kernel's anchor into `pieces`, which divide it: in front of each of the kernel's launches one
/// more multiplies each piece by itself, and the kernel adds up their products.
void splitDepth(KernelOp kernel, LinearOp linear, llvm::ArrayRef<rt::LaunchOp> launches, int64_t pieces);

} // namespace dlc
