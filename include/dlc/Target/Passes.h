//===- Passes.h - Passes of the Target stage ---===//

#ifndef DLC_TARGET_PASSES_H
#define DLC_TARGET_PASSES_H

#include "mlir/Pass/Pass.h"

namespace dlc {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "dlc/Target/Passes.h.inc"

} // namespace dlc

#endif // DLC_TARGET_PASSES_H
