//===- SearchPacking.cpp - Exact packing by a bounded search --------------===//
//
// In the spirit of MiniMalloc (Moffitt, ASPLOS 2024). Push every interval of a packing down until it rests on another:
// placed by offset, lowest first, each rests on what has been placed before. So a node only decides who is next, and never
// goes down again. A branch ends when at some time the height reached there and all that is still to come exceed the
// capacity. What falls apart into times that share no interval is solved apart.
//
//===----------------------------------------------------------------------===//

#include "lib/Memory/Packing.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include <algorithm>
#include <functional>
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

  /// The largest sum of sizes at a time `index` is alive.
  int64_t getLoad(unsigned index) const;

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
  SmallVector<int64_t> floors;                         // per section: the lowest start of what is not placed
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

Outcome Search::run(ArrayRef<unsigned> order, int64_t maxNodes) {
  ranks = order;
  nodesLeft = maxNodes;
  undo(0);
  SmallVector<unsigned> open = llvm::to_vector(llvm::seq<unsigned>(0, intervals.size()));
  llvm::sort(open, [&](unsigned a, unsigned b) {
    return std::pair(sections[a].first, a) < std::pair(sections[b].first, b);
  });
  return solve(open, 0, 0);
}

Packing Search::getPacking() const {
  Packing packing;
  packing.offsets = offsets;
  for (auto [interval, offset] : llvm::zip_equal(intervals, offsets))
    packing.height = std::max(packing.height, offset + interval.size);
  return packing;
}

/// Places `open`, sorted by first section, part by part, where no two parts share a section. A packing that has been found
/// stays; otherwise nothing changes but nodesLeft.
Outcome Search::solve(ArrayRef<unsigned> open, int64_t lowest, unsigned lastRank) {
  size_t length = changes.size();
  SmallVector<ArrayRef<unsigned>> parts;
  while (!open.empty()) {
    unsigned end = 0, count = 0;
    for (; count < open.size() && (count == 0 || sections[open[count]].first < end); ++count)
      end = std::max(end, sections[open[count]].second);
    parts.push_back(open.take_front(count));
    open = open.drop_front(count);
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

/// Can the sections of `open` still hold all that is to come, none of it starting below `lowest`?
bool Search::isPossible(ArrayRef<unsigned> open, int64_t lowest) {
  for (unsigned index : open) {
    auto [first, last] = sections[index];
    std::fill(&floors[first], &floors[last], INT64_MAX);
  }
  for (unsigned index : open) {
    int64_t start = std::max(offsets[index], lowest);
    for (unsigned section = sections[index].first; section < sections[index].second; ++section)
      floors[section] = std::min(floors[section], start);
  }
  return llvm::none_of(open, [&](unsigned index) {
    for (unsigned section = sections[index].first; section < sections[index].second; ++section)
      if (floors[section] + remaining[section] > capacity)
        return true;
    return false;
  });
}

/// Who may be next, the lowest first.
SmallVector<unsigned> Search::getCandidates(ArrayRef<unsigned> open, int64_t lowest, unsigned lastRank) const {
  SmallVector<unsigned> candidates;
  for (unsigned index : open) {
    int64_t start = offsets[index];
    // It would not rest on anything; or the two could change places.
    if (std::pair(start, ranks[index]) < std::pair(lowest, lastRank))
      continue;
    // A neighbour that fits below all of it does no harm there.
    bool isDominated = llvm::any_of(neighbours[index], [&](unsigned other) {
      return !isPlaced[other] && std::max(offsets[other], lowest) + intervals[other].size <= start;
    });
    if (!isDominated)
      candidates.push_back(index);
  }
  llvm::sort(candidates, [&](unsigned a, unsigned b) {
    return std::pair(offsets[a], ranks[a]) < std::pair(offsets[b], ranks[b]);
  });
  return candidates;
}

Outcome Search::solveConnected(ArrayRef<unsigned> open, int64_t lowest, unsigned lastRank) {
  if (nodesLeft-- <= 0)
    return Outcome::OutOfNodes;
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

std::optional<Packing> dlc::searchPacking(ArrayRef<Interval> intervals, int64_t capacity, int64_t maxNodes) {
  Search search(intervals, capacity);
  // Three opinions on what is hard to place: what lives long, what is large, what lives when it is crowded.
  auto length = [&](unsigned i) { return intervals[i].upper - intervals[i].lower; };
  auto area = [&](unsigned i) { return static_cast<double>(length(i)) * intervals[i].size; };
  SmallVector<int64_t> loads;
  for (unsigned i = 0; i < intervals.size(); ++i)
    loads.push_back(search.getLoad(i));
  using Key = std::tuple<double, double, double>;
  std::function<Key(unsigned)> keys[] = {
      [&](unsigned i) { return Key(length(i), area(i), loads[i]); },
      [&](unsigned i) { return Key(loads[i], area(i), length(i)); },
      [&](unsigned i) { return Key(loads[i], length(i), area(i)); },
      [&](unsigned i) { return Key(area(i), length(i), loads[i]); },
  };
  SmallVector<SmallVector<unsigned>> rankings;
  for (auto &key : keys) {
    SmallVector<unsigned> order = llvm::to_vector(llvm::seq<unsigned>(0, intervals.size()));
    llvm::sort(order, [&](unsigned a, unsigned b) { return std::pair(key(b), a) < std::pair(key(a), b); });
    SmallVector<unsigned> &ranks = rankings.emplace_back(intervals.size());
    for (auto [rank, index] : llvm::enumerate(order))
      ranks[index] = rank;
  }
  // A good order succeeds soon, a bad one never: short turns first, then longer ones.
  for (int64_t turn = 1000; maxNodes > 0; turn *= 4)
    for (ArrayRef<unsigned> ranks : rankings) {
      switch (search.run(ranks, std::min(turn, maxNodes))) {
      case Outcome::Found:
        return search.getPacking();
      case Outcome::Impossible:
        return std::nullopt;
      case Outcome::OutOfNodes:
        maxNodes -= turn;
      }
    }
  return std::nullopt;
}
