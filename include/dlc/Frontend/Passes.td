//===- Passes.td - Passes of the Frontend stage, in the order they run ---===//

#ifndef DLC_FRONTEND_PASSES_TD
#define DLC_FRONTEND_PASSES_TD

include "mlir/Pass/PassBase.td"

#endif // DLC_FRONTEND_PASSES_TD
