//===- Passes.h - Passes of the Graph stage ---===//

#ifndef DLC_GRAPH_PASSES_H
#define DLC_GRAPH_PASSES_H

#include "mlir/Pass/Pass.h"

namespace dlc {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "dlc/Graph/Passes.h.inc"

} // namespace dlc

#endif // DLC_GRAPH_PASSES_H
