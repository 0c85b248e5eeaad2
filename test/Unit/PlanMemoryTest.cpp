//===- PlanMemoryTest.cpp - Packings are valid, near the bound, exact -----===//

#include "lib/Memory/Packing.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "gtest/gtest.h"
#include <algorithm>
#include <random>

using namespace dlc;
using namespace llvm;

namespace {

constexpr int64_t minimallocCapacity = 1048576;

void expectValid(ArrayRef<Interval> intervals, const Packing &packing) {
  ASSERT_EQ(packing.offsets.size(), intervals.size());
  int64_t height = 0;
  for (size_t a = 0; a < intervals.size(); ++a) {
    EXPECT_GE(packing.offsets[a], 0);
    height = std::max(height, packing.offsets[a] + intervals[a].size);
    for (size_t b = 0; b < a; ++b) {
      bool isApart = packing.offsets[a] + intervals[a].size <= packing.offsets[b] ||
                     packing.offsets[b] + intervals[b].size <= packing.offsets[a];
      EXPECT_TRUE(isApart || !intervals[a].overlaps(intervals[b])) << a << " and " << b << " overlap";
    }
  }
  EXPECT_EQ(packing.height, height);
}

SmallVector<Interval> randomIntervals(std::mt19937 &random, unsigned count) {
  SmallVector<Interval> intervals;
  for (unsigned i = 0; i < count; ++i) {
    int64_t lower = random() % 10;
    intervals.push_back({lower, lower + 1 + int64_t(random() % 6), 1 + int64_t(random() % 9)});
  }
  return intervals;
}

/// The lowest height of all packings: in some order, each interval at the lowest place that is free.
int64_t lowestHeight(ArrayRef<Interval> intervals) {
  SmallVector<unsigned> order;
  for (unsigned i = 0; i < intervals.size(); ++i)
    order.push_back(i);
  int64_t lowest = INT64_MAX;
  do {
    SmallVector<int64_t> offsets(intervals.size());
    int64_t height = 0;
    for (unsigned i = 0; i < order.size(); ++i) {
      int64_t offset = 0;
      for (bool moved = true; moved;) {
        moved = false;
        for (unsigned other : ArrayRef(order).take_front(i))
          if (intervals[order[i]].overlaps(intervals[other]) && offset < offsets[other] + intervals[other].size &&
              offsets[other] < offset + intervals[order[i]].size) {
            offset = offsets[other] + intervals[other].size;
            moved = true;
          }
      }
      offsets[order[i]] = offset;
      height = std::max(height, offset + intervals[order[i]].size);
    }
    lowest = std::min(lowest, height);
  } while (std::next_permutation(order.begin(), order.end()));
  return lowest;
}

SmallVector<Interval> readMinimalloc(StringRef name) {
  auto file = MemoryBuffer::getFile(Twine(DLC_UNIT_DATA "/minimalloc/") + name + ".csv");
  if (!file) {
    ADD_FAILURE() << "cannot read " << name.str() << ".csv";
    return {};
  }
  SmallVector<StringRef> lines, fields;
  SplitString((*file)->getBuffer(), lines, "\n");
  SmallVector<Interval> intervals;
  for (StringRef line : ArrayRef(lines).drop_front()) {
    fields.clear();
    SplitString(line, fields, ",");
    Interval interval;
    bool isBad = fields.size() != 4 || fields[1].getAsInteger(10, interval.lower) ||
                 fields[2].getAsInteger(10, interval.upper) || fields[3].getAsInteger(10, interval.size);
    EXPECT_FALSE(isBad) << line.str();
    intervals.push_back(interval);
  }
  return intervals;
}

TEST(ComputeBound, AddsWhatIsAliveAtOnce) {
  EXPECT_EQ(computeBound({}), 0);
  EXPECT_EQ(computeBound({{0, 2, 10}, {2, 4, 20}}), 20); // one ends where the other begins
  EXPECT_EQ(computeBound({{0, 3, 10}, {2, 4, 20}}), 30);
}

TEST(PackGreedy, FillsGaps) {
  // By size: 8 at 0, 4 at 8, then 2 below 4, where 8 is not alive.
  SmallVector<Interval> intervals = {{0, 2, 8}, {1, 5, 4}, {3, 6, 2}};
  Packing packing = packGreedy(intervals);
  expectValid(intervals, packing);
  EXPECT_EQ(packing.height, 12);
  EXPECT_EQ(packing.offsets[2], 0);
}

TEST(PackGreedy, IsValidAndNotBelowTheBound) {
  std::mt19937 random(1);
  for (unsigned i = 0; i < 200; ++i) {
    SmallVector<Interval> intervals = randomIntervals(random, i % 40);
    Packing packing = packGreedy(intervals);
    expectValid(intervals, packing);
    EXPECT_GE(packing.height, computeBound(intervals));
  }
}

TEST(SearchPacking, FindsTheLowestAndNothingLower) {
  std::mt19937 random(2);
  for (unsigned i = 0; i < 100; ++i) {
    SmallVector<Interval> intervals = randomIntervals(random, 7);
    int64_t lowest = lowestHeight(intervals);
    std::optional<Packing> found = searchPacking(intervals, lowest, 100000);
    ASSERT_TRUE(found);
    expectValid(intervals, *found);
    EXPECT_LE(found->height, lowest);
    EXPECT_FALSE(searchPacking(intervals, lowest - 1, 100000));
  }
}

TEST(SearchPacking, KnowsThatTheBoundCannotBeReached) {
  // At each time 11 bytes are alive, so nothing may be left free; yet it does not fit.
  SmallVector<Interval> intervals = {{3, 4, 3}, {1, 4, 3}, {2, 5, 2}, {0, 3, 4}, {3, 4, 3},
                                     {0, 1, 7}, {1, 2, 4}, {2, 3, 2}, {4, 5, 9}};
  EXPECT_EQ(computeBound(intervals), 11);
  EXPECT_EQ(lowestHeight(intervals), 12);
  EXPECT_FALSE(searchPacking(intervals, 11, 100000));
  std::optional<Packing> found = searchPacking(intervals, 12, 100000);
  ASSERT_TRUE(found);
  expectValid(intervals, *found);
}

TEST(SearchPacking, StopsAfterItsNodes) {
  SmallVector<Interval> intervals = readMinimalloc("A");
  EXPECT_FALSE(searchPacking(intervals, minimallocCapacity, 10));
}

TEST(SearchPacking, SolvesMinimalloc) {
  for (StringRef name : {"A", "B", "C", "D", "F", "G", "H", "J", "K"}) {
    SmallVector<Interval> intervals = readMinimalloc(name);
    std::optional<Packing> found = searchPacking(intervals, minimallocCapacity, 400000);
    ASSERT_TRUE(found) << name.str();
    expectValid(intervals, *found);
    EXPECT_LE(found->height, minimallocCapacity);
  }
}

TEST(Pack, ComesNearTheBoundOnMinimalloc) {
  struct {
    const char *name;
    double ratio; // to the bound; greedy needs 1.12 to 1.41 times the bound
  } expected[] = {{"A", 1.02}, {"B", 1.05}, {"C", 1.00}, {"E", 1.07},
                  {"F", 1.00}, {"G", 1.00}, {"H", 1.00}, {"I", 1.06}};
  for (auto [name, ratio] : expected) {
    SmallVector<Interval> intervals = readMinimalloc(name);
    Packing packing = pack(intervals, 200000);
    expectValid(intervals, packing);
    EXPECT_LE(packing.height, ratio * computeBound(intervals)) << name;
  }
}

TEST(Pack, IsTheSameEveryTime) {
  SmallVector<Interval> intervals = readMinimalloc("H");
  EXPECT_EQ(pack(intervals, 50000).offsets, pack(intervals, 50000).offsets);
}

} // namespace
