//===- Passes.h - Passes of the Kernel stage ---===//

#ifndef DLC_KERNEL_PASSES_H
#define DLC_KERNEL_PASSES_H

#include "mlir/Pass/Pass.h"

namespace dlc {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "dlc/Kernel/Passes.h.inc"

} // namespace dlc

#endif // DLC_KERNEL_PASSES_H
