//===- Compare.h - Is what was computed what should have been? ---===//

#ifndef DLC_RUN_COMPARE_H
#define DLC_RUN_COMPARE_H

#include "dialects/dlc/Tensor.h"
#include "tools/dlc-run/Value.h"

namespace dlc::run {

/// How a value differs from the reference. Floats may differ by their type's tolerance, or have at most twice the
/// root-mean-square error of the naive evaluation; NaN and infinities stand in equal places; all else is exact.
struct Difference {
  bool exact = true;          // everything that has to be: kind, whole numbers, places of NaN and infinities
  bool close = true;          // each element within the tolerance
  double maximum = 0;         // largest absolute error
  double rms = 0;             // root-mean-square error
  int64_t worst = 0;          // position of what differs most from what the tolerance allows, or is not exact
  double got = 0, wanted = 0; // there
};

/// With `naive`, NaN and infinities may also stand where a naive evaluation has them: a chain of operators may overflow
/// on the way although its definition does not, and whether it does is left open (docs/numerics.md).
Difference compare(const Value &got, const Tensor &wanted, const Tensor *naive = nullptr);

/// Root-mean-square error of a naive evaluation.
double rmsOf(const Tensor &naive, const Tensor &wanted);

} // namespace dlc::run

#endif // DLC_RUN_COMPARE_H
