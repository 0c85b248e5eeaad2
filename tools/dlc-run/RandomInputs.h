//===- RandomInputs.h - Inputs nobody has to write ---===//

#ifndef DLC_RUN_RANDOMINPUTS_H
#define DLC_RUN_RANDOMINPUTS_H

#include "tools/dlc-run/Artifact.h"
#include <optional>

namespace dlc::run {

/// Values an argument of whole numbers may take: lowest to highest.
struct Range {
  int64_t lowest = 0, highest = 1;
};

/// Which made-up inputs.
struct RandomInputs {
  uint64_t seed = 0;
  bool special = false; // some values of floats also hold NaN, infinities, -0 and denormals, few or many
};

/// Floats are normal, booleans 0 or 1, other whole numbers in `range`. The same inputs, stream and kind give the same
/// value.
Value randomValue(const dlc_value &argument, const Extents &extents, RandomInputs inputs, uint32_t stream,
                  std::optional<Range> range = std::nullopt);

} // namespace dlc::run

#endif // DLC_RUN_RANDOMINPUTS_H
