//===- Cycles.h - What a worker's iteration costs, about ------------------===//
//
// Guesses that decide how many iterations are worth a thread (dlc-map-to-threads), not how fast a kernel is.
//===----------------------------------------------------------------------===//

#pragma once

#include <cstdint>

namespace dlc::cycles {

inline constexpr int64_t ofPointwiseVector = 4;
inline constexpr int64_t ofTransposedVector = 8;
inline constexpr int64_t ofReducedVector = 8;
inline constexpr int64_t ofPooledElement = 2; ///< of a window

} // namespace dlc::cycles
