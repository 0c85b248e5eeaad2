//===- TransposingLoops.h - Kernels that transpose in registers -----------===//

#pragma once

#include "lib/Kernel/Pointwise/VectorAxis.h"

namespace dlc {

/// The loops of a kernel that reads along one axis of its result and writes along
/// another.
void emitTransposingLoops(KernelFunction &function, const TransposedReads &reads);

} // namespace dlc
