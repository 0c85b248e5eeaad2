//===- Passes.td - Passes of the Kernel stage, in the order they run ---===//

#ifndef DLC_KERNEL_PASSES_TD
#define DLC_KERNEL_PASSES_TD

include "mlir/Pass/PassBase.td"

#endif // DLC_KERNEL_PASSES_TD
