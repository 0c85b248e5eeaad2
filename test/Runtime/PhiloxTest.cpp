//===- PhiloxTest.cpp - Known answers and distributions -----------------------------------------------------------===//
#include "dlc-c/Philox.h"

#include "gtest/gtest.h"

// The three known answers that come with Random123 (Salmon et al., 2011).
TEST(Philox, KnownAnswers) {
  struct Answer {
    uint32_t counter[4], key[2], words[4];
  };
  const Answer answers[] = {
      {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
       {0xffffffff, 0xffffffff},
       {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
       {0xa4093822, 0x299f31d0},
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
  };
  for (const Answer &answer : answers) {
    uint32_t words[4];
    dlc_philox(answer.counter, answer.key, words);
    for (int i = 0; i < 4; ++i)
      EXPECT_EQ(words[i], answer.words[i]);
  }
}

TEST(Philox, CounterAndKey) {
  uint32_t words[4], expected[4];
  const uint32_t counter[4] = {0x89abcdef, 0x01234567 ^ 0x0badf00d, 42, 0xdeadbeef}, key[2] = {0x22222222, 0x11111111};
  dlc_philox(counter, key, expected);
  dlc_philox_block(0x1111111122222222, 42, 0x0badf00ddeadbeef, 0x0123456789abcdef, words);
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(words[i], expected[i]);
}

TEST(Philox, UnitIsOpen) {
  EXPECT_EQ(dlc_philox_unit(0), 1.0 / 8589934592.0);
  EXPECT_EQ(dlc_philox_unit(0xffffffff), 1.0 - 1.0 / 8589934592.0);
}

TEST(Philox, Logarithm) {
  for (double x = 1e-11; x < 10; x *= 1.001)
    EXPECT_NEAR(dlc_philox_log(x), log(x), 4e-16 * fabs(log(x)) + 1e-16) << x;
}

TEST(Philox, QuantileInvertsTheNormalDistribution) {
  for (int i = 1; i < 1000; ++i) {
    double p = i / 1000.0, x = dlc_philox_normal_quantile(p);
    EXPECT_NEAR(0.5 * erfc(-x * sqrt(0.5)), p, 1e-15) << p;
    EXPECT_EQ(dlc_philox_normal_quantile(0.5 + i / 4194304.0), -dlc_philox_normal_quantile(0.5 - i / 4194304.0));
  }
  EXPECT_NEAR(dlc_philox_normal_quantile(dlc_philox_unit(0)), -6.3379577545537890, 1e-14);
}

// The very bits, so that no compiler flag or libm can change initial parameters unseen.
TEST(Philox, Bits) {
  uint64_t hash = 0;
  for (uint32_t i = 0; i < 100000; ++i) {
    uint32_t word = i * 42949u;
    for (double value : {dlc_philox_uniform(word, -0.3, 0.7), dlc_philox_normal(word, 0.3, 0.7),
                         dlc_philox_truncated_normal(word, 0.1, 0.37)}) {
      uint64_t bits;
      memcpy(&bits, &value, 8);
      hash = hash * 31 + bits;
    }
  }
  EXPECT_EQ(hash, 6096379007566638290u);
}

TEST(Philox, Moments) {
  double sum[3] = {}, squares[3] = {}, low = 9, high = -9;
  const int blocks = 50000, count = 4 * blocks;
  for (int block = 0; block < blocks; ++block) {
    uint32_t words[4];
    dlc_philox_block(7, 3, 0, static_cast<uint64_t>(block), words);
    for (uint32_t word : words) {
      double values[3] = {dlc_philox_uniform(word, 2, 4), dlc_philox_normal(word, 1, 2),
                          dlc_philox_truncated_normal(word, 1, 2)};
      for (int i = 0; i < 3; ++i) {
        sum[i] += values[i];
        squares[i] += values[i] * values[i];
      }
      low = values[2] < low ? values[2] : low;
      high = values[2] > high ? values[2] : high;
    }
  }
  const double means[3] = {3, 1, 1}, deviations[3] = {1 / sqrt(3.0), 2, 2 * 0.87962566103423978};
  for (int i = 0; i < 3; ++i) {
    double mean = sum[i] / count;
    EXPECT_NEAR(mean, means[i], 0.02);
    EXPECT_NEAR(sqrt(squares[i] / count - mean * mean), deviations[i], 0.02);
  }
  EXPECT_GE(low, -3);
  EXPECT_LE(high, 5);
}
