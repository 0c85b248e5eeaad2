/* An instance has as much memory as its extents take, computes in it what one with more computes, and says what is too
   large. Exit code: line of what is wrong. */
#include "pair.h"
#include <string.h>

#define EXPECT(condition)                                                                                              \
  if (!(condition))                                                                                                    \
  return __LINE__

enum { N = 9, M = 40 };
static char memory[PAIR_ARENA_BYTES(1, N, M) + 64]; /* a constant, where its arguments are */
static float x[N * 16], y[M * 24];

static int is_right(pair *instance, pair *other, int64_t n, int64_t m) {
  float a[N * 24], b[N * 24], sums[N];
  EXPECT(pair_meet(instance, x, y, n, m, a) == DLC_OK && pair_meet(other, x, y, n, m, b) == DLC_OK);
  EXPECT(memcmp(a, b, (size_t)n * 24 * sizeof(float)) == 0);
  EXPECT(pair_rows(instance, x, n, a, sums) == DLC_OK && pair_rows(other, x, n, b, sums) == DLC_OK);
  EXPECT(memcmp(a, b, (size_t)n * 24 * sizeof(float)) == 0);
  return 0;
}

int main(void) {
  const int64_t extents[][2] = {{0, 1}, {1, 1}, {0, M}, {1, M}, {N, 1}, {5, 7}, {N, M}};
  dlc_options options = PAIR_OPTIONS_INIT;
  dlc_bytes bytes;
  int64_t reserve[2] = {N, M};
  pair *large = NULL, *small = NULL, *one = NULL, *two = NULL;
  char *arena = memory + (64 - (uintptr_t)memory % 64) % 64;
  int i, j;
  for (i = 0; i < N * 16; ++i)
    x[i] = (float)(i % 29) / 29.0f - 0.5f;
  for (i = 0; i < M * 24; ++i)
    y[i] = (float)(i % 37) / 37.0f - 0.5f;
  options.threads = 1;
  options.reserve = reserve;
  EXPECT(pair_create(&options, &large) == DLC_OK);
  reserve[0] = 1; /* 0 would be the upper end */
  reserve[1] = 1;
  EXPECT(pair_create(&options, &small) == DLC_OK);
  for (i = 0; i < 7; ++i) {
    int64_t n = extents[i][0], m = extents[i][1];
    reserve[0] = n ? n : 1;
    reserve[1] = m;
    EXPECT(pair_bytes(&options, &bytes) == DLC_OK && bytes.arena == PAIR_ARENA_BYTES(1, reserve[0], m));
    EXPECT(pair_reserve(small, reserve[0], m) == DLC_OK); /* more and less than before */
    for (j = 0; j < 7; ++j)
      if (extents[j][0] <= reserve[0] && extents[j][1] <= m) {
        int line = is_right(small, large, extents[j][0], extents[j][1]);
        if (line)
          return line;
      } else {
        float z[N * 24];
        EXPECT(pair_meet(small, x, y, extents[j][0], extents[j][1], z) == DLC_TOO_LARGE);
      }
  }

  /* Two instances in memory of exactly the size, and a byte less. */
  reserve[0] = N;
  reserve[1] = M;
  options.arena = arena;
  options.arena_bytes = PAIR_ARENA_BYTES(1, N, M) - 1;
  EXPECT(pair_share(large, &options, &one) == DLC_TOO_LARGE);
  options.arena_bytes += 1;
  EXPECT(pair_share(large, &options, &one) == DLC_OK && pair_share(large, &options, &two) == DLC_OK);
  for (j = 0; j < 7; ++j) {
    EXPECT(is_right(one, large, extents[j][0], extents[j][1]) == 0);
    EXPECT(is_right(two, large, extents[j][0], extents[j][1]) == 0);
  }
  EXPECT(pair_reserve(one, N + 1, M) == DLC_TOO_LARGE);
  EXPECT(is_right(one, large, N, M) == 0);

  /* Results that may be NULL have memory of their own: 24 floats per row, and one. */
  options.arena = NULL;
  options.null_results = 1;
  EXPECT(pair_bytes(&options, &bytes) == DLC_OK &&
         bytes.arena == PAIR_ARENA_BYTES(1, N, M) + (N * 24 * 4 + 63) / 64 * 64 + (N * 4 + 63) / 64 * 64);

  /* At the upper ends of the ranges: more than a machine has, but countable. */
  reserve[0] = 100000;
  reserve[1] = 1000000;
  options.null_results = 0;
  EXPECT(pair_bytes(&options, &bytes) == DLC_OK && bytes.arena > UINT64_C(400000000000) &&
         bytes.arena == PAIR_ARENA_BYTES(1, reserve[0], reserve[1]));
  pair_destroy(two);
  pair_destroy(one);
  pair_destroy(small);
  pair_destroy(large);
  return 0;
}
