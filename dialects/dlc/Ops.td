//===- Ops.td - Every op of the dlc dialect ---===//

#ifndef DLC_OPS_TD
#define DLC_OPS_TD

include "dialects/dlc/Elementwise.td"

#endif // DLC_OPS_TD
