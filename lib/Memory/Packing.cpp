//===- Packing.cpp - Bound, greedy packing and when to search -------------===//

#include "lib/Memory/Packing.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include <algorithm>
#include <tuple>

using namespace llvm;

namespace dlc {

int64_t computeBound(ArrayRef<Interval> intervals) {
  // At equal times what ends goes first: [0, 2) and [2, 4) do not meet.
  SmallVector<std::pair<int64_t, int64_t>> changes;
  for (const Interval &interval : intervals) {
    changes.emplace_back(interval.lower, interval.size);
    changes.emplace_back(interval.upper, -interval.size);
  }
  llvm::sort(changes);
  int64_t alive = 0, bound = 0;
  for (auto [time, change] : changes)
    bound = std::max(bound, alive += change);
  return bound;
}

/// Places intervals in `order`, each at the start of the smallest gap between its placed neighbours, or above them.
static Packing packInOrder(ArrayRef<Interval> intervals, ArrayRef<unsigned> order) {
  Packing packing;
  packing.offsets.assign(intervals.size(), 0);
  SmallVector<unsigned> placed; // by offset
  for (unsigned index : order) {
    const Interval &interval = intervals[index];
    int64_t top = 0, best = -1, bestGap = INT64_MAX;
    for (unsigned other : placed) {
      if (!interval.overlaps(intervals[other]))
        continue;
      int64_t gap = packing.offsets[other] - top;
      if (gap >= interval.size && gap < bestGap)
        std::tie(best, bestGap) = std::pair(top, gap);
      top = std::max(top, packing.offsets[other] + intervals[other].size);
    }
    int64_t offset = packing.offsets[index] = best < 0 ? top : best;
    packing.height = std::max(packing.height, offset + interval.size);
    auto byOffset = [&](unsigned other) { return packing.offsets[other] <= offset; };
    placed.insert(llvm::partition_point(placed, byOffset), index);
  }
  return packing;
}

Packing packGreedy(ArrayRef<Interval> intervals) {
  auto bySize = [&](unsigned a, unsigned b) {
    return std::tuple(-intervals[a].size, intervals[a].lower, a) <
           std::tuple(-intervals[b].size, intervals[b].lower, b);
  };
  auto byFirstUse = [&](unsigned a, unsigned b) {
    return std::tuple(intervals[a].lower, -intervals[a].size, a) <
           std::tuple(intervals[b].lower, -intervals[b].size, b);
  };
  SmallVector<unsigned> order = llvm::to_vector(llvm::seq<unsigned>(0, intervals.size()));
  llvm::sort(order, bySize);
  Packing packing = packInOrder(intervals, order);
  llvm::sort(order, byFirstUse);
  Packing other = packInOrder(intervals, order);
  return other.height < packing.height ? other : packing;
}

Packing pack(ArrayRef<Interval> intervals, int64_t maxNodes) {
  Packing best = packGreedy(intervals);
  int64_t bound = computeBound(intervals);
  if (best.height - bound <= bound / 50)
    return best;
  // Most often the bound itself can be reached, so it gets half of the nodes; then halve what is left in between.
  constexpr int steps = 6;
  int64_t failed = bound;
  if (std::optional<Packing> found = searchPacking(intervals, bound, maxNodes / 2))
    return std::move(*found);
  for (int step = 0; step < steps; ++step) {
    int64_t capacity = failed + (best.height - failed) / 2;
    if (std::optional<Packing> found = searchPacking(intervals, capacity, maxNodes / 2 / steps))
      best = std::move(*found);
    else
      failed = capacity;
  }
  return best;
}

} // namespace dlc
