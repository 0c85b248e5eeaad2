//===- Passes.td - Passes of the Target stage, in the order they run ---===//

#ifndef DLC_TARGET_PASSES_TD
#define DLC_TARGET_PASSES_TD

include "mlir/Pass/PassBase.td"

#endif // DLC_TARGET_PASSES_TD
