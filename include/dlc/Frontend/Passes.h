//===- Passes.h - Passes of the Frontend stage ---===//

#ifndef DLC_FRONTEND_PASSES_H
#define DLC_FRONTEND_PASSES_H

#include "dialects/dlc/Dlc.h"
#include "mlir/Pass/Pass.h"

namespace dlc {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "dlc/Frontend/Passes.h.inc"

} // namespace dlc

#endif // DLC_FRONTEND_PASSES_H
