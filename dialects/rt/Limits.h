//===- Limits.h - How much memory a program may ask for --------------------===//

#pragma once

#include <cstdint>

namespace dlc::rt {

/// Bytes that addresses of x86-64 reach: sums of a few sizes below do not overflow anywhere.
inline constexpr int64_t maxBytes = int64_t(1) << 47;

} // namespace dlc::rt
