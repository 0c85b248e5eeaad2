//===- Passes.h - Passes of the Memory stage ---===//

#ifndef DLC_MEMORY_PASSES_H
#define DLC_MEMORY_PASSES_H

#include "mlir/Pass/Pass.h"

namespace dlc {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "dlc/Memory/Passes.h.inc"

} // namespace dlc

#endif // DLC_MEMORY_PASSES_H
