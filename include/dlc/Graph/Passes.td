//===- Passes.td - Passes of the Graph stage, in the order they run ---===//

#ifndef DLC_GRAPH_PASSES_TD
#define DLC_GRAPH_PASSES_TD

include "mlir/Pass/PassBase.td"

#endif // DLC_GRAPH_PASSES_TD
