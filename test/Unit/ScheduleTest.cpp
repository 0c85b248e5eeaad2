//===- ScheduleTest.cpp - The cost model's register tiles -----------------===//

#include "lib/Kernel/Schedule/Schedule.h"
#include "dlc/Target/EmitObject.h"
#include "lib/Kernel/Schedule/Algorithm.h"
#include "gtest/gtest.h"

using namespace dlc;

namespace {

const Machine &avx512 = *findCpuLevel("x86-64-v4"), &avx2 = *findCpuLevel("x86-64-v3"),
              &sse = *findCpuLevel("x86-64-v2");

TEST(Machine, LevelsAreThoseOfTheAbiAndGrow) {
  uint64_t below = 0;
  for (const Machine &level : cpuLevels()) {
    uint64_t features = levelFeatures(level.name);
    EXPECT_NE(features, 0U) << level.name.str();
    EXPECT_EQ(below & ~features, 0U) << level.name.str() << " lacks what the level below it has";
    below = features;
  }
  EXPECT_EQ(findCpuLevel("x86-64-v9"), nullptr);
}

TEST(Machine, PrintsARowForEachLevel) {
  std::string text;
  llvm::raw_string_ostream out(text);
  printMachines(out);
  EXPECT_NE(
      text.find(
          "x86-64-v3      vectors of 32 bytes, 16 registers, 2 multiply-adds a cycle, caches 32 KiB in 8 ways and "
          "512 KiB, 1 threads\n"),
      std::string::npos)
      << text;
  EXPECT_EQ(llvm::StringRef(text).count('\n'), cpuLevels().size() + 1);
}

TEST(Schedule, FillsTheRegisters) {
  EXPECT_EQ(chooseTile(avx512, {0, 128, 64}, 4), std::make_pair(int64_t(12), int64_t(32)));
  EXPECT_EQ(chooseTile(avx2, {0, 128, 64}, 4), std::make_pair(int64_t(6), int64_t(16)));
  EXPECT_EQ(chooseTile(sse, {0, 128, 64}, 4), std::make_pair(int64_t(6), int64_t(8)));
}

TEST(Schedule, NeverSpills) {
  for (const Machine &machine : cpuLevels())
    for (int64_t rows : {0, 1, 7, 13, 26, 56, 1000})
      for (int64_t columns : {0, 3, 16, 17, 64})
        for (int64_t bytes : {4, 8}) {
          auto [tileRows, tileColumns] = chooseTile(machine, {rows, columns, 64}, bytes);
          int64_t vectors = std::max<int64_t>(1, tileColumns * bytes / machine.vectorBytes);
          EXPECT_LE(tileRows * vectors + vectors + 1, machine.registers) << rows << " x " << columns;
          EXPECT_GE(tileRows, 1);
        }
}

TEST(Schedule, CutsKnownRowsEvenly) {
  for (int64_t rows = 1; rows <= 200; ++rows) {
    int64_t tile = chooseTile(avx512, {rows, 64, 64}, 4).first;
    int64_t tiles = (rows + tile - 1) / tile, rest = tiles * tile - rows;
    EXPECT_LT(rest, tiles) << rows << " rows by " << tile;
  }
}

TEST(Schedule, NoWiderThanTheColumns) {
  EXPECT_EQ(chooseTile(avx512, {0, 8, 64}, 4).second, 8);
  EXPECT_EQ(chooseTile(avx512, {0, 3, 64}, 4).second, 4);
  EXPECT_EQ(chooseTile(sse, {0, 3, 64}, 8).second, 4);
}

TEST(Schedule, HalvesTheLanesOfDoubles) { EXPECT_EQ(chooseTile(avx512, {0, 128, 64}, 8).second, 16); }

TEST(Schedule, RowsThatShareSets) {
  EXPECT_FALSE(crowdsCache(avx512, 14, 768 * 4)); // four sets of lines
  EXPECT_FALSE(crowdsCache(avx512, 14, 512 * 4)); // two
  EXPECT_TRUE(crowdsCache(avx512, 14, 1024 * 4)); // one
  EXPECT_FALSE(crowdsCache(avx512, 6, 1024 * 4));
}

TEST(Schedule, PiecesOfTheDepth) {
  for (const Machine &machine : cpuLevels()) {
    EXPECT_EQ(chooseDepthPieces(machine, {1, 16, 16384}, 4), 8);
    EXPECT_EQ(chooseDepthPieces(machine, {4, 10, 65536}, 4), 16);
    EXPECT_EQ(chooseDepthPieces(machine, {1, 10, 7 * 8192}, 4), 16);
    EXPECT_EQ(chooseDepthPieces(machine, {1, 16, 16381}, 4), 1);   // a prime
    EXPECT_EQ(chooseDepthPieces(machine, {1, 4096, 25088}, 4), 1); // columns are enough
    EXPECT_EQ(chooseDepthPieces(machine, {128, 16, 16384}, 4), 1); // rows are
    EXPECT_EQ(chooseDepthPieces(machine, {0, 16, 16384}, 4), 1);
    EXPECT_EQ(chooseDepthPieces(machine, {1, 512, 784}, 4), 1); // the depth is short
  }
}

TEST(Schedule, TilesWhereTheyTakeLess) {
  for (const Machine &machine : cpuLevels()) {
    EXPECT_EQ(chooseConvolution(machine, {1, 224, 224, 64, 64}), ConvolutionAlgorithm::Winograd4);
    EXPECT_EQ(chooseConvolution(machine, {0, 0, 0, 256, 256}), ConvolutionAlgorithm::Winograd4); // unknown images
    EXPECT_EQ(chooseConvolution(machine, {1, 224, 224, 3, 64}),
              ConvolutionAlgorithm::Direct); // transforms cost more than they save
    EXPECT_EQ(chooseConvolution(machine, {1, 1, 1, 512, 512}), ConvolutionAlgorithm::Direct); // weights cost more
    EXPECT_EQ(chooseConvolution(machine, {8, 56, 56, 48, 64}),
              ConvolutionAlgorithm::Winograd2); // 4 x 4 would not be exact enough
  }
}

} // namespace
