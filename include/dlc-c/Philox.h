/*===- Philox.h - random numbers, the same for compiler, CPU and GPU -----------------------------------------------===
 *
 * Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): a value is a pure function of
 * where it is used, so that tiling, packing, recomputing and devices cannot change it. One element is one 32-bit word:
 *
 *   word(seed, stream, step, element) = philox(counter, key)[element % 4]  with
 *     key     = (low half of seed, high half of seed)
 *     counter = (low half of element / 4, high half of element / 4 ^ high half of step, stream, low half of step)
 *
 * `element` is the row-major index in the whole tensor. Initial values use the number of the tensor as stream and
 * step 0. Distributions map the word to f64 by additions, multiplications, divisions and square roots in a fixed
 * order, none of them contracted, hence with the same bits wherever arithmetic is IEEE 754. The result is rounded to
 * f32 and from there to narrower types, each to nearest even; an f64 element keeps all of it. (Not with
 * -ffp-contract=fast, which ignores the pragma below.)
 */
#ifndef DLC_C_PHILOX_H
#define DLC_C_PHILOX_H

#include <math.h>
#include <stdint.h>
#include <string.h>

/* First statement of a function whose a * b + c must not become one rounding. */
#if defined(__clang__)
#define DLC_NO_CONTRACTION _Pragma("STDC FP_CONTRACT OFF")
#define DLC_EXACT static inline
#elif defined(__GNUC__)
#define DLC_NO_CONTRACTION
#define DLC_EXACT __attribute__((optimize("fp-contract=off"))) static inline
#else
#define DLC_NO_CONTRACTION
#define DLC_EXACT static inline
#endif

/* Ten rounds of Philox4x32. */
static inline void dlc_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t words[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3], k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; ++round) {
    uint64_t p0 = (uint64_t)0xD2511F53u * c0;
    uint64_t p1 = (uint64_t)0xCD9E8D57u * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  words[0] = c0;
  words[1] = c1;
  words[2] = c2;
  words[3] = c3;
}

/* The words of elements 4 * block to 4 * block + 3. */
static inline void dlc_philox_block(uint64_t seed, uint32_t stream, uint64_t step, uint64_t block, uint32_t words[4]) {
  uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
  uint32_t counter[4] = {(uint32_t)block, (uint32_t)(block >> 32) ^ (uint32_t)(step >> 32), stream, (uint32_t)step};
  dlc_philox(counter, key, words);
}

/* A word as a number in (0, 1): exact, never one of the ends. */
static inline double dlc_philox_unit(uint32_t word) { return ((double)word + 0.5) * (1.0 / 4294967296.0); }

/* Natural logarithm of a positive normal number, within 1 ulp or so; not libm's, whose bits differ between versions. */
DLC_EXACT double dlc_philox_log(double x) {
  DLC_NO_CONTRACTION
  uint64_t bits;
  memcpy(&bits, &x, 8);
  int64_t exponent = (int64_t)(bits >> 52) - 1022;
  bits = (bits & 0xFFFFFFFFFFFFFull) | 0x3FE0000000000000ull;
  double m; /* in [0.5, 1), then [sqrt(0.5), sqrt(2)) */
  memcpy(&m, &bits, 8);
  if (m < 0.70710678118654752) {
    m = m * 2.0;
    exponent -= 1;
  }
  double s = (m - 1.0) / (m + 1.0), z = s * s; /* log(m) = 2 atanh(s) */
  double sum = 1.0 / 23.0;
  for (int k = 21; k >= 1; k -= 2)
    sum = 1.0 / k + z * sum;
  return (double)exponent * 0.693147180559945309417232 + 2.0 * (s * sum);
}

DLC_EXACT double dlc_philox_ratio(double x, const double numerator[8], const double denominator[7]) {
  DLC_NO_CONTRACTION
  double n = numerator[7], d = denominator[6];
  for (int i = 6; i >= 0; --i)
    n = n * x + numerator[i];
  for (int i = 5; i >= 0; --i)
    d = d * x + denominator[i];
  return n / (d * x + 1.0);
}

/* The x below which a standard normal value lies with probability p in (0, 1): Wichura's AS 241, PPND16. */
DLC_EXACT double dlc_philox_normal_quantile(double p) {
  DLC_NO_CONTRACTION
  static const double a[8] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                              1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                              3.3430575583588128105e+4, 2.5090809287301226727e+3};
  static const double b[7] = {4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
                              2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
                              5.2264952788528545610e+3};
  static const double c[8] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                              3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                              2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static const double d[7] = {2.05319162663775882187e0,  1.67638483018380384940e0,  6.89767334985100004550e-1,
                              1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
                              1.05075007164441684324e-9};
  static const double e[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                              2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                              2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static const double f[7] = {5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
                              7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
                              2.04426310338993978564e-15};
  double q = p - 0.5;
  if (q >= -0.425 && q <= 0.425)
    return q * dlc_philox_ratio(0.180625 - q * q, a, b);
  double r = sqrt(-dlc_philox_log(q < 0.0 ? p : 1.0 - p));
  double x = r <= 5.0 ? dlc_philox_ratio(r - 1.6, c, d) : dlc_philox_ratio(r - 5.0, e, f);
  return q < 0.0 ? -x : x;
}

/* uniform(low, high): a value between the two. */
DLC_EXACT double dlc_philox_uniform(uint32_t word, double low, double high) {
  DLC_NO_CONTRACTION
  return low + (high - low) * dlc_philox_unit(word);
}

/* normal(mean, deviation). */
DLC_EXACT double dlc_philox_normal(uint32_t word, double mean, double deviation) {
  DLC_NO_CONTRACTION
  return mean + deviation * dlc_philox_normal_quantile(dlc_philox_unit(word));
}

/* truncated_normal(mean, deviation): normal under the condition of being within two deviations of the mean. */
DLC_EXACT double dlc_philox_truncated_normal(uint32_t word, double mean, double deviation) {
  DLC_NO_CONTRACTION
  const double below = 0.022750131948179207200; /* probability of less than -2 */
  double p = below + (1.0 - 2.0 * below) * dlc_philox_unit(word);
  return mean + deviation * dlc_philox_normal_quantile(p);
}

#endif /* DLC_C_PHILOX_H */
