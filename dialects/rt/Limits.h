//===- Limits.h - How much memory a program may ask for --------------------===//

#pragma once

#include <cstdint>

namespace dlc::rt {

/// Bytes of a tensor, or of a worker's scratch: what addresses of x86-64 reach.
inline constexpr int64_t maxBytes = int64_t(1) << 47;

/// Bytes of an arena, so that neither rounding up nor a sum of two overflows.
inline constexpr int64_t maxArenaBytes = int64_t(1) << 61;

} // namespace dlc::rt
