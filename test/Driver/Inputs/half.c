/* Prints a hash of conversions from every f16 and of many f32 and f64 to f16 and bf16; any NaN counts as the same. */
#include "half.h"
#include <stdio.h>
#include <string.h>

enum { N = 65536 };
static uint16_t h[N], to16[N], fromDouble[N], toB16[N];
static float up[N], f[N];
static double d[N];

static uint64_t mix(uint64_t hash, uint64_t value) { return (hash ^ value) * UINT64_C(0x100000001b3); }
static uint16_t quiet(uint16_t x, uint16_t infinity) { return (x & 0x7fff) > infinity ? 0x7fff : x; }

int main(void) {
  half *instance = NULL;
  uint64_t hash = 1469598103934665603u;
  uint32_t i, round;
  if (half_create(NULL, &instance) != DLC_OK) {
    fprintf(stderr, "%s\n", half_message(NULL));
    return 1;
  }
  for (round = 0; round < 16; ++round) {
    for (i = 0; i < N; ++i) {
      uint32_t bits = i << 16 | (i * 40503u + round * 4099u) % 65536u;
      h[i] = (uint16_t)i;
      memcpy(&f[i], &bits, sizeof bits);
      d[i] = (double)f[i] * (1.0 + round * 1e-9); /* beside what f32 holds */
    }
    if (half_convert(instance, h, f, d, up, to16, toB16, fromDouble) != DLC_OK) {
      fprintf(stderr, "%s\n", half_message(instance));
      return 1;
    }
    for (i = 0; i < N; ++i) {
      uint32_t bits;
      memcpy(&bits, &up[i], sizeof bits);
      hash = mix(hash, (bits & 0x7fffffff) > 0x7f800000 ? 1 : bits);
      hash = mix(hash, quiet(to16[i], 0x7c00));
      hash = mix(hash, quiet(toB16[i], 0x7f80));
      hash = mix(hash, quiet(fromDouble[i], 0x7c00));
    }
    /* A tie that f32 cannot see: just above halfway between two f16 must go up. */
    if (round == 0) {
      d[0] = 1.0 + 0x1p-11 + 0x1p-40;
      if (half_convert(instance, h, f, d, up, to16, toB16, fromDouble) != DLC_OK || fromDouble[0] != 0x3c01)
        return 2;
    }
  }
  if (up[0x3c00] != 1.0f || up[1] != 0x1p-24f)
    return 3;
  printf("%016llx\n", (unsigned long long)hash);
  half_destroy(instance);
  return 0;
}
