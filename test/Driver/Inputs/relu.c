/* y = relu(x * w / 2 + x + bias[0]) with w = 2 and bias[0] = 1, on few rows (this thread) and on many (all threads). */
#include "relu.h"
#include <stdio.h>
#include <stdlib.h>

static int check(dlc_status status, const m *instance) {
  if (status != DLC_OK)
    fprintf(stderr, "status %d: %s\n", (int)status, m_message(instance));
  return status == DLC_OK;
}

int main(void) {
  enum { ROWS = 20000, COLUMNS = 64 };
  m *instance = NULL;
  dlc_options options = M_OPTIONS_INIT;
  dlc_bytes bytes;
  float *x = malloc(sizeof(float) * ROWS * COLUMNS), *y = malloc(sizeof(float) * ROWS * COLUMNS);
  int64_t extents[] = {3, ROWS};
  int64_t reserve[] = {ROWS};
  int round;
  options.reserve = reserve;
  if (!x || !y || !check(m_create(&options, &instance), NULL))
    return 1;
  for (round = 0; round < 2; ++round) {
    int64_t i, n = extents[round] * COLUMNS;
    for (i = 0; i < n; ++i)
      x[i] = (float)(i % 37) - 18.0f;
    if (!check(m_forward(instance, x, extents[round], y), instance))
      return 1;
    for (i = 0; i < n; ++i) {
      float expected = 2.0f * x[i] + 1.0f > 0.0f ? 2.0f * x[i] + 1.0f : 0.0f;
      if (y[i] != expected) {
        fprintf(stderr, "y[%d] is %g, expected %g\n", (int)i, y[i], expected);
        return 1;
      }
    }
  }
  if (m_forward(instance, x, 50000, y) != DLC_TOO_LARGE)
    return 1;
  if (!check(m_bytes(&options, &bytes), NULL) || bytes.parameters != M_PARAMETER_BYTES ||
      bytes.packed != M_PACKED_BYTES)
    return 1;
  if (bytes.arena > M_ARENA_BYTES(256, ROWS) || dlc_module_get()->entry_count != 1)
    return 1;
  m_destroy(instance);
  free(x);
  free(y);
  return 0;
}
