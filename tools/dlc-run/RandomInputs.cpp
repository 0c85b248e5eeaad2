//===- RandomInputs.cpp - Inputs nobody has to write ---===//

#include "tools/dlc-run/RandomInputs.h"
#include "dlc-c/Philox.h"

using namespace dlc::run;

Value dlc::run::randomValue(const dlc_value &argument, const Extents &extents, uint64_t seed, uint32_t stream,
                            std::optional<Range> range) {
  Value value(argument.name, argument.dtype, shapeOf(argument, extents));
  bool isFloat = argument.dtype.code == DLC_CODE_FLOAT || argument.dtype.code == DLC_CODE_BFLOAT;
  Range whole = argument.dtype.code == DLC_CODE_BOOL ? Range{} : range.value_or(Range{});
  uint32_t words[4];
  for (int64_t i = 0, size = value.size(); i < size; ++i) {
    if (i % 4 == 0)
      dlc_philox_block(seed, stream, /*step=*/0, static_cast<uint64_t>(i / 4), words);
    uint32_t word = words[i % 4];
    uint64_t count = static_cast<uint64_t>(whole.highest - whole.lowest) + 1;
    value.set(i, isFloat ? dlc_philox_normal(word, 0, 1) : static_cast<double>(whole.lowest) + word % count);
  }
  return value;
}
