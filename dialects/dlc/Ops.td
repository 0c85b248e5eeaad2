//===- Ops.td - All operations of the dlc dialect -------------------------===//

#ifndef DLC_OPS_TD
#define DLC_OPS_TD

include "dialects/dlc/Attention.td"
include "dialects/dlc/Contraction.td"
include "dialects/dlc/Elementwise.td"
include "dialects/dlc/Gather.td"
include "dialects/dlc/Model.td"
include "dialects/dlc/Movement.td"
include "dialects/dlc/Normalization.td"
include "dialects/dlc/Packing.td"
include "dialects/dlc/Pooling.td"
include "dialects/dlc/Reduction.td"
include "dialects/dlc/Winograd.td"

#endif // DLC_OPS_TD
