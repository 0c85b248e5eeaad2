//===- RandomInputs.cpp - Inputs nobody has to write ---===//

#include "tools/dlc-run/RandomInputs.h"
#include "dlc-c/Philox.h"
#include <cmath>

using namespace dlc::run;

/// The smallest positive number of the type, a denormal one.
static double smallest(dlc_dtype type) {
  if (type.code == DLC_CODE_BFLOAT)
    return std::ldexp(1, -133);
  return std::ldexp(1, type.bits == 64 ? -1074 : type.bits == 32 ? -149 : -24);
}

/// Puts numbers with rules of their own in some places of floats: none, one in 64 or one in 4, by the stream.
static void placeSpecial(Value &value, uint64_t seed, uint32_t stream) {
  const double least = smallest(value.type);
  const double special[] = {NAN, INFINITY, -INFINITY, -0.0, 0.0, least, -least, 5 * least};
  uint32_t words[4];
  dlc_philox_block(seed, stream, /*step=*/1, /*block=*/0, words);
  const uint32_t oneIn[] = {0, 64, 4};
  uint32_t rate = oneIn[words[0] % std::size(oneIn)];
  for (int64_t i = 0, size = rate ? value.size() : 0; i < size; ++i) {
    dlc_philox_block(seed, stream, /*step=*/2, static_cast<uint64_t>(i), words);
    if (words[0] % rate == 0)
      value.set(i, special[words[1] % std::size(special)]);
  }
}

Value dlc::run::randomValue(const dlc_value &argument, const Extents &extents, RandomInputs inputs, uint32_t stream,
                            std::optional<Range> range) {
  Value value(argument.name, argument.dtype, shapeOf(argument, extents));
  bool isFloat = argument.dtype.code == DLC_CODE_FLOAT || argument.dtype.code == DLC_CODE_BFLOAT;
  Range whole = argument.dtype.code == DLC_CODE_BOOL ? Range{} : range.value_or(Range{});
  uint32_t words[4];
  for (int64_t i = 0, size = value.size(); i < size; ++i) {
    if (i % 4 == 0)
      dlc_philox_block(inputs.seed, stream, /*step=*/0, static_cast<uint64_t>(i / 4), words);
    uint32_t word = words[i % 4];
    uint64_t count = static_cast<uint64_t>(whole.highest - whole.lowest) + 1;
    value.set(i, isFloat ? dlc_philox_normal(word, 0, 1) : static_cast<double>(whole.lowest) + word % count);
  }
  if (isFloat && inputs.special)
    placeSpecial(value, inputs.seed, stream);
  return value;
}
