//===- SearchPacking.cpp - Exact packing by a bounded search --------------===//
//
// In the spirit of MiniMalloc (Moffitt, ASPLOS 2024). Push every interval of a packing down until it rests on another:
// placed by offset, lowest first, each rests on what has been placed before. So a node only decides who is next, and
// never goes down again. A branch ends when at some time the height reached there and all that is still to come exceed
// the capacity. What falls apart into times that share no interval is solved apart. Many short runs, each trying first
// what lives at the times where the ones before failed, find far more than a long one.
//
//===----------------------------------------------------------------------===//

#include "lib/Memory/Packing.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include <algorithm>
#include <functional>
#include <numeric>
#include <tuple>

using namespace llvm;
using dlc::Interval;
using dlc::Packing;

namespace {

enum class Outcome { Found, Impossible, OutOfNodes };

class Search {
public:
  Search(ArrayRef<Interval> intervals, int64_t capacity);

  /// Among intervals that would start equally low, the one of lower rank goes first.
  Outcome run(ArrayRef<unsigned> ranks, int64_t maxNodes);

  Packing getPacking() const;

  /// The largest sum of sizes, of what is not placed, at a time `index` is alive.
  int64_t getLoad(unsigned index) const;

  /// How often runs failed at times `index` is alive; forget() makes older failures count less.
  int64_t getFailures(unsigned index) const;
  void forget();

private:
  Outcome solve(ArrayRef<unsigned> open, int64_t lowest, unsigned lastRank);
  Outcome solveConnected(ArrayRef<unsigned> open, int64_t lowest, unsigned lastRank);
  bool isPossible(ArrayRef<unsigned> open, int64_t lowest);
  SmallVector<unsigned> getCandidates(ArrayRef<unsigned> open, int64_t lowest, unsigned lastRank) const;
  void place(unsigned index);
  void undo(size_t length);

  ArrayRef<Interval> intervals;
  int64_t capacity;
  int64_t nodesLeft = 0;
  ArrayRef<unsigned> ranks;

  // A section is the time between two neighbouring ends of intervals.
  SmallVector<std::pair<unsigned, unsigned>> sections; // of each interval: [first, last)
  SmallVector<int64_t> remaining;                      // per section: bytes of what is not placed
  SmallVector<int64_t> floors;                         // per section: where the lowest of these starts
  SmallVector<int64_t> tops;                           // per section: where the first of these to end, ends
  SmallVector<int64_t> failures;                       // per section: branches that ended because of it
  SmallVector<SmallVector<unsigned>> neighbours;       // of each interval: those alive with it
  SmallVector<int64_t> offsets; // of what is placed; of the rest the top of what it would rest on
  SmallVector<bool> isPlaced;

  /// What undo takes back: `offset` was the offset of `index`; none: `index` was not placed.
  struct Change {
    unsigned index;
    std::optional<int64_t> offset;
  };
  SmallVector<Change> changes;
};

Search::Search(ArrayRef<Interval> intervals, int64_t capacity) : intervals(intervals), capacity(capacity) {
  SmallVector<int64_t> times;
  for (const Interval &interval : intervals) {
    times.push_back(interval.lower);
    times.push_back(interval.upper);
  }
  llvm::sort(times);
  times.erase(llvm::unique(times), times.end());
  auto sectionOf = [&](int64_t time) { return llvm::lower_bound(times, time) - times.begin(); };
  remaining.assign(times.size(), 0);
  floors.assign(times.size(), 0);
  tops.assign(times.size(), 0);
  failures.assign(times.size(), 0);
  for (const Interval &interval : intervals) {
    auto [first, last] = sections.emplace_back(sectionOf(interval.lower), sectionOf(interval.upper));
    for (unsigned section = first; section < last; ++section)
      remaining[section] += interval.size;
  }
  neighbours.resize(intervals.size());
  for (unsigned a = 0; a < intervals.size(); ++a)
    for (unsigned b = 0; b < intervals.size(); ++b)
      if (a != b && intervals[a].overlaps(intervals[b]))
        neighbours[a].push_back(b);
  offsets.assign(intervals.size(), 0);
  isPlaced.assign(intervals.size(), false);
}

int64_t Search::getLoad(unsigned index) const {
  int64_t load = 0;
  for (unsigned section = sections[index].first; section < sections[index].second; ++section)
    load = std::max(load, remaining[section]);
  return load;
}

int64_t Search::getFailures(unsigned index) const {
  auto [first, last] = sections[index];
  return std::accumulate(&failures[first], &failures[last], int64_t(0));
}

void Search::forget() {
  for (int64_t &count : failures)
    count = count * 9 / 10;
}

Outcome Search::run(ArrayRef<unsigned> order, int64_t maxNodes) {
  ranks = order;
  nodesLeft = maxNodes;
  undo(0);
  SmallVector<unsigned> open = llvm::to_vector(llvm::seq<unsigned>(0, intervals.size()));
  llvm::sort(open,
             [&](unsigned a, unsigned b) { return std::pair(sections[a].first, a) < std::pair(sections[b].first, b); });
  return solve(open, 0, 0);
}

Packing Search::getPacking() const {
  Packing packing;
  packing.offsets = offsets;
  for (auto [interval, offset] : llvm::zip_equal(intervals, offsets))
    packing.height = std::max(packing.height, offset + interval.size);
  return packing;
}

/// Places `open`, sorted by first section, part by part, where no two parts share a section. A packing that has been
/// found stays; otherwise nothing changes but nodesLeft.
Outcome Search::solve(ArrayRef<unsigned> open, int64_t lowest, unsigned lastRank) {
  size_t length = changes.size();
  SmallVector<ArrayRef<unsigned>> parts;
  while (!open.empty()) {
    unsigned end = 0, count = 0;
    for (; count < open.size() && (count == 0 || sections[open[count]].first < end); ++count)
      end = std::max(end, sections[open[count]].second);
    parts.push_back(open.take_front(count));
    open = open.drop_front(count);
    if (--nodesLeft < 0)
      return Outcome::OutOfNodes;
    if (!isPossible(parts.back(), lowest))
      return Outcome::Impossible;
  }
  // Small parts fail fastest.
  llvm::sort(parts, [](ArrayRef<unsigned> a, ArrayRef<unsigned> b) {
    return std::pair(a.size(), a.front()) < std::pair(b.size(), b.front());
  });
  for (ArrayRef<unsigned> part : parts)
    if (Outcome outcome = solveConnected(part, lowest, lastRank); outcome != Outcome::Found) {
      undo(length);
      return outcome;
    }
  return Outcome::Found;
}

/// Can the sections of `open`, a part, still hold all that is to come, none of it starting below `lowest`?
bool Search::isPossible(ArrayRef<unsigned> open, int64_t lowest) {
  unsigned begin = sections[open.front()].first, end = begin;
  for (unsigned index : open)
    end = std::max(end, sections[index].second);
  std::fill(&floors[begin], &floors[end], INT64_MAX);
  std::fill(&tops[begin], &tops[end], INT64_MAX);
  for (unsigned index : open) {
    int64_t start = std::max(offsets[index], lowest), top = start + intervals[index].size;
    for (unsigned section = sections[index].first; section < sections[index].second; ++section) {
      floors[section] = std::min(floors[section], start);
      tops[section] = std::min(tops[section], top);
    }
  }
  for (unsigned section = begin; section < end; ++section)
    if (floors[section] + remaining[section] > capacity) {
      ++failures[section];
      return false;
    }
  return true;
}

/// Who may be next, the lowest first; isPossible(open, lowest) has just been true.
SmallVector<unsigned> Search::getCandidates(ArrayRef<unsigned> open, int64_t lowest, unsigned lastRank) const {
  int64_t load = 0;
  for (unsigned index : open)
    load = std::max(load, getLoad(index));
  SmallVector<unsigned> candidates;
  for (unsigned index : open) {
    int64_t start = offsets[index];
    // It would not rest on anything; or the two could change places.
    if (std::pair(start, ranks[index]) < std::pair(lowest, lastRank))
      continue;
    // Nothing would start lower from here on: not enough is left where it is most crowded.
    if (start + load > capacity)
      continue;
    // A neighbour that fits below all of it does no harm there.
    auto [first, last] = sections[index];
    if (*std::min_element(&tops[first], &tops[last]) > start)
      candidates.push_back(index);
  }
  llvm::sort(candidates,
             [&](unsigned a, unsigned b) { return std::pair(offsets[a], ranks[a]) < std::pair(offsets[b], ranks[b]); });
  return candidates;
}

Outcome Search::solveConnected(ArrayRef<unsigned> open, int64_t lowest, unsigned lastRank) {
  if (open.size() == 1) { // isPossible said so
    place(open.front());
    return Outcome::Found;
  }
  for (unsigned index : getCandidates(open, lowest, lastRank)) {
    size_t length = changes.size();
    place(index);
    SmallVector<unsigned> rest;
    llvm::copy_if(open, std::back_inserter(rest), [&](unsigned other) { return other != index; });
    if (Outcome outcome = solve(rest, offsets[index], ranks[index]); outcome != Outcome::Impossible)
      return outcome;
    undo(length);
  }
  return Outcome::Impossible;
}

void Search::place(unsigned index) {
  changes.push_back({index, std::nullopt});
  isPlaced[index] = true;
  for (unsigned section = sections[index].first; section < sections[index].second; ++section)
    remaining[section] -= intervals[index].size;
  int64_t top = offsets[index] + intervals[index].size;
  for (unsigned other : neighbours[index]) {
    if (isPlaced[other] || offsets[other] >= top)
      continue;
    changes.push_back({other, offsets[other]});
    offsets[other] = top;
  }
}

/// Takes back the changes after the first `length`.
void Search::undo(size_t length) {
  while (changes.size() > length) {
    Change change = changes.pop_back_val();
    if (change.offset) {
      offsets[change.index] = *change.offset;
      continue;
    }
    isPlaced[change.index] = false;
    for (unsigned section = sections[change.index].first; section < sections[change.index].second; ++section)
      remaining[section] += intervals[change.index].size;
  }
}

} // namespace

/// The rank of each interval when those with the largest keys go first.
template <typename Key>
static SmallVector<unsigned> rankBy(unsigned count, Key key) {
  SmallVector<unsigned> order = llvm::to_vector(llvm::seq<unsigned>(0, count));
  llvm::sort(order, [&](unsigned a, unsigned b) { return std::pair(key(b), a) < std::pair(key(a), b); });
  SmallVector<unsigned> ranks(count);
  for (auto [rank, index] : llvm::enumerate(order))
    ranks[index] = rank;
  return ranks;
}

std::optional<Packing> dlc::searchPacking(ArrayRef<Interval> intervals, int64_t capacity, int64_t maxNodes) {
  // Opinions on what is hard to place: what lives long, what is large, what lives when it is crowded, what failed
  // before.
  constexpr int64_t firstTurn = 1000;
  constexpr unsigned opinions = 20;
  Search search(intervals, capacity);
  unsigned count = intervals.size();
  SmallVector<double> lengths, areas, loads;
  for (auto [index, interval] : llvm::enumerate(intervals)) {
    lengths.push_back(interval.upper - interval.lower);
    areas.push_back(lengths.back() * interval.size);
    loads.push_back(search.getLoad(index));
  }
  auto rank = [&](unsigned opinion) {
    switch (opinion) {
    case 0:
      return rankBy(count, [&](unsigned i) { return std::tuple(loads[i], lengths[i], areas[i]); });
    case 1:
      return rankBy(count, [&](unsigned i) { return std::tuple(loads[i], areas[i], lengths[i]); });
    case 2:
      return rankBy(count, [&](unsigned i) { return std::tuple(lengths[i], areas[i], loads[i]); });
    case 3:
      return rankBy(count, [&](unsigned i) { return std::tuple(areas[i], lengths[i], loads[i]); });
    default:
      search.forget();
      return rankBy(count, [&](unsigned i) {
        return search.getFailures(i) * (opinion % 2 ? static_cast<double>(intervals[i].size) : 1.0);
      });
    }
  };
  for (int64_t turn = firstTurn;; turn += turn / 4)
    for (unsigned opinion = 0; opinion < opinions; ++opinion, maxNodes -= turn) {
      Outcome outcome = maxNodes > 0 ? search.run(rank(opinion), std::min(turn, maxNodes)) : Outcome::Impossible;
      if (outcome == Outcome::Found)
        return search.getPacking();
      if (outcome == Outcome::Impossible)
        return std::nullopt;
    }
}
