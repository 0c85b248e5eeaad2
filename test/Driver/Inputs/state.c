/* Calls that change state, calls that fail and must not, and what they return. Exit code: line of what is wrong. */
#include "tally.h"
#include <string.h>

#define EXPECT(condition)                                                                                              \
  if (!(condition))                                                                                                    \
  return __LINE__

static int is(const float *got, float a, float b, float c) { return got[0] == a && got[1] == b && got[2] == c; }

int main(void) {
  tally *one = NULL, *two = NULL;
  float x[37], y[37], first[37], again[37], got[3];
  const int64_t rotate[3] = {1, 2, 0}, bad[3] = {0, 3, 1};
  dlc_options options = TALLY_OPTIONS_INIT;
  int i;
  options.null_results = 1;
  for (i = 0; i < 37; ++i)
    x[i] = (float)i;
  EXPECT(tally_create(NULL, &one) == DLC_OK);
  EXPECT(tally_share(one, &options, &two) == DLC_OK);

  for (i = 0; i < 3; ++i)
    EXPECT(tally_add(one, x, y) == DLC_OK);
  EXPECT(tally_total(one, first, again) == DLC_OK);
  for (i = 0; i < 37; ++i)
    EXPECT(y[i] == i && first[i] == 3 * i && again[i] == 3 * i);
  EXPECT(tally_total(two, first, NULL) == DLC_OK); /* a state of its own; one output not wanted */
  EXPECT(tally_total(one, first, NULL) == DLC_BAD_ARGUMENT && strstr(tally_message(one), "options.null_results"));
  EXPECT(first[36] == 0);

  EXPECT(tally_swap(one, got) == DLC_OK && is(got, 1, 2, 3));
  EXPECT(tally_swap(one, got) == DLC_OK && is(got, 4, 5, 6));
  EXPECT(tally_shuffle(one, rotate, got) == DLC_OK && is(got, 2, 3, 1));
  EXPECT(tally_shuffle(one, bad, got) == DLC_BAD_DATA);
  EXPECT(tally_shuffle(one, rotate, got) == DLC_OK && is(got, 3, 1, 2)); /* of 2, 3, 1: the bad call changed nothing */
  tally_destroy(one);
  tally_destroy(two);
  return 0;
}
