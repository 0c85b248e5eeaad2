//===- Packing.h - Intervals of time packed into one range of bytes -------===//
//
// Dynamic storage allocation without IR: each interval needs `size` bytes during [lower, upper); find an offset for
// each so that no two that are alive at once overlap and the highest byte is low. The bound, the most bytes alive at
// one time, cannot be beaten.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <optional>

namespace dlc {

/// `size` bytes from time `lower` up to, not including, `upper`, which is later.
struct Interval {
  int64_t lower;
  int64_t upper;
  int64_t size;

  bool overlaps(const Interval &other) const { return lower < other.upper && other.lower < upper; }
};

/// An offset for each interval; `height` is where the highest ends.
struct Packing {
  llvm::SmallVector<int64_t> offsets;
  int64_t height = 0;
};

/// The largest sum of the sizes alive at one time.
int64_t computeBound(llvm::ArrayRef<Interval> intervals);

/// One interval after the other, by size or by first use, each into the smallest gap that holds it; the better of both.
Packing packGreedy(llvm::ArrayRef<Interval> intervals);

/// A packing of at most `capacity`, or none: because there is none, or because none was found among `maxNodes` nodes of
/// the search tree. Counts nodes, not time: the same answer everywhere.
std::optional<Packing> searchPacking(llvm::ArrayRef<Interval> intervals, int64_t capacity, int64_t maxNodes);

/// The greedy packing where it is within 2 % of the bound, else the best one that a search of at most `maxNodes` finds.
Packing pack(llvm::ArrayRef<Interval> intervals, int64_t maxNodes);

} // namespace dlc
