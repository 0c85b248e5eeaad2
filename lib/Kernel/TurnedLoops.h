//===- TurnedLoops.h - Movement that crosses the lanes --------------------===//

#pragma once

#include "lib/Kernel/LaneAxis.h"

namespace dlc {

/// The loops of a kernel that reads along one axis of its result and writes along
/// another.
void emitTurnedLoops(KernelFunction &function, const CrossedLanes &crossed);

} // namespace dlc
