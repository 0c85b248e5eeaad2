/* Parameters come from a file, a literal and a rule; elements of every size arrive as they are. */
#include "weights.h"
#include <stdio.h>

static int get(weights *instance, const char *key, void *data, dlc_dtype dtype, int64_t count) {
  dlc_tensor tensor = {0};
  tensor.data = data;
  tensor.device.device_type = DLC_DEVICE_CPU;
  tensor.ndim = 1;
  tensor.dtype = dtype;
  tensor.shape = &count;
  if (weights_get(instance, key, &tensor) == DLC_OK)
    return 1;
  fprintf(stderr, "%s: %s\n", key, weights_message(instance));
  return 0;
}

int main(void) {
  dlc_dtype f32 = {DLC_CODE_FLOAT, 32, 1}, f16 = {DLC_CODE_FLOAT, 16, 1}, boolean = {DLC_CODE_BOOL, 8, 1};
  dlc_dtype i64 = {DLC_CODE_INT, 64, 1};
  weights *instance = NULL;
  float w[64], y[64];
  uint16_t h[4];
  bool mask[3];
  int64_t big[2], count = 0;
  int i;
  dlc_options options = WEIGHTS_OPTIONS_INIT;
  options.null_results = 1;
  if (weights_create(&options, &instance) != DLC_OK) {
    fprintf(stderr, "%s\n", weights_message(NULL));
    return 1;
  }
  if (!get(instance, "w", w, f32, 64) || !get(instance, "h", h, f16, 4) || !get(instance, "mask", mask, boolean, 3) ||
      !get(instance, "big", big, i64, 2))
    return 1;
  for (i = 0; i < 64; ++i)
    if (w[i] != (float)i)
      return 2;
  if (h[0] != 0x3e00 || !mask[0] || mask[1] || !mask[2])
    return 3;
  if (big[0] != INT64_MAX || big[1] != INT64_MAX)
    return 4;
  if (weights_shift(instance, 0.5f, y, &count) != DLC_OK || count != 7)
    return 5;
  for (i = 0; i < 64; ++i)
    if (y[i] != (float)i + 0.5f)
      return 6;
  /* Unwanted outputs are NULL. */
  if (weights_shift(instance, 0.5f, NULL, NULL) != DLC_OK)
    return 7;
  weights_destroy(instance);
  return 0;
}
