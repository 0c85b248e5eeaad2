//===- Ops.td - All operations of the dlc dialect -------------------------===//

#ifndef DLC_OPS_TD
#define DLC_OPS_TD

include "dialects/dlc/Elementwise.td"
include "dialects/dlc/Model.td"

#endif // DLC_OPS_TD
