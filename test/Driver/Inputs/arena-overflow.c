/* Extents whose arena int64 cannot count are refused, and the instance goes on with what it has. Exit code: line of
   what is wrong. */
#include "outer.h"
#include <string.h>

#define EXPECT(condition)                                                                                              \
  if (!(condition))                                                                                                    \
  return __LINE__

static int is_right(outer *instance) {
  const float x[3] = {1, 2, -3}, y[2] = {0.5f, 4};
  float z[3];
  EXPECT(outer_f(instance, x, y, 3, 2, z) == DLC_OK);
  EXPECT(z[0] == 4.5f && z[1] == 9.0f && z[2] == -13.5f);
  return 0;
}

int main(void) {
  /* n * m wraps to 0 and to a small number, n * m * 4 wraps to 0, rounding up overflows; the last is counted, but
     memory may not take more than 62 bits. Inputs and results alone can always be counted. */
  const int64_t large[][2] = {{INT64_C(1) << 32, INT64_C(1) << 32},
                              {INT64_C(1) << 33, (INT64_C(1) << 31) + 1},
                              {INT64_C(1) << 31, INT64_C(1) << 31},
                              {(INT64_C(1) << 31) - 2, (INT64_C(1) << 30) + 1},
                              {INT64_C(1) << 30, (INT64_C(1) << 30) + 1}};
  dlc_options options = OUTER_OPTIONS_INIT;
  dlc_bytes bytes;
  int64_t reserve[2] = {3, 2};
  outer *instance = NULL, *other = NULL;
  int i;
  options.threads = 1;
  options.reserve = reserve;
  EXPECT(outer_create(&options, &instance) == DLC_OK && is_right(instance) == 0);
  for (i = 0; i < 5; ++i) {
    reserve[0] = large[i][0];
    reserve[1] = large[i][1];
    EXPECT(outer_reserve(instance, reserve[0], reserve[1]) == DLC_NO_MEMORY);
    EXPECT(strstr(outer_message(instance), "does not fit 62 bits") != NULL);
    EXPECT(outer_bytes(&options, &bytes) == DLC_NO_MEMORY);
    EXPECT(outer_create(&options, &other) == DLC_NO_MEMORY && other == NULL);
    EXPECT(is_right(instance) == 0);
  }
  /* A dim without an upper end has no default. */
  options.reserve = NULL;
  EXPECT(outer_create(&options, &other) == DLC_BAD_ARGUMENT && strstr(outer_message(NULL), "has no upper end") != NULL);
  outer_destroy(instance);
  return 0;
}
