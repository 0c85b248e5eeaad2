//===- Passes.td - Passes of the Memory stage, in the order they run ---===//

#ifndef DLC_MEMORY_PASSES_TD
#define DLC_MEMORY_PASSES_TD

include "mlir/Pass/PassBase.td"

#endif // DLC_MEMORY_PASSES_TD
