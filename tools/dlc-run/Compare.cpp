//===- Compare.cpp - Is what was computed what should have been? ---===//

#include "tools/dlc-run/Compare.h"
#include "tools/dlc-run/Naive.h"
#include <cmath>

using namespace dlc;
using namespace dlc::run;

namespace {
struct Tolerance {
  double relative, absolute;
  double allowed(double reference) const { return absolute + relative * std::fabs(reference); }
};
} // namespace

/// docs/numerics.md says why these.
static Tolerance toleranceOf(mlir::Type element) {
  if (element.isF64())
    return {1e-10, 1e-11};
  if (element.isF32())
    return {1e-4, 1e-5};
  return {1e-2, 1e-3};
}

static bool isSpecial(double value) { return !std::isfinite(value); }

/// Whether both are NaN, the same infinity, or finite.
static bool areOfOneClass(double a, double b) {
  return std::isfinite(a) ? std::isfinite(b) : (std::isnan(a) ? std::isnan(b) : a == b);
}

/// Of one class, and within the tolerance where both are finite.
static bool isClose(Tolerance tolerance, double value, double reference) {
  return areOfOneClass(value, reference) &&
         (isSpecial(value) || std::fabs(value - reference) <= tolerance.allowed(reference));
}

Difference dlc::run::compare(const Value &got, const Tensor &wanted, const Tensor *naive) {
  Difference difference;
  if (llvm::ArrayRef(got.shape) != wanted.shape()) {
    difference.exact = false;
    return difference;
  }
  double worst = -1, squares = 0;
  auto note = [&](int64_t position, double by, double value, double reference) {
    if (by > worst) {
      worst = by;
      difference.worst = position;
      difference.got = value;
      difference.wanted = reference;
    }
  };
  Tolerance tolerance = wanted.isFloat() ? toleranceOf(wanted.elementType()) : Tolerance{0, 0};
  for (int64_t i = 0; i < wanted.size(); ++i) {
    double value = got.number(i);
    if (!wanted.isFloat()) {
      if (got.whole(i) == wanted.integer(i))
        continue;
      difference.exact = false;
      note(i, 0, value, wanted.number(i));
      continue;
    }
    // What the type cannot hold is infinite in it.
    double reference = wanted.real(i), stored = roundTo(wanted.elementType(), reference);
    if (isSpecial(value) || isSpecial(stored)) {
      if (areOfOneClass(value, stored) || (naive && isClose(tolerance, value, naive->real(i))))
        continue;
      difference.exact = false;
      note(i, INFINITY, value, stored);
      continue;
    }
    double error = std::fabs(value - reference), allowed = tolerance.allowed(reference);
    difference.close &= error <= allowed;
    difference.maximum = std::fmax(difference.maximum, error);
    squares += error * error;
    note(i, error / allowed, value, reference);
  }
  difference.rms = wanted.size() ? std::sqrt(squares / static_cast<double>(wanted.size())) : 0;
  return difference;
}

double dlc::run::rmsOf(const Tensor &naive, const Tensor &wanted) {
  double squares = 0;
  for (int64_t i = 0; i < wanted.size(); ++i) {
    double error = naive.real(i) - wanted.real(i);
    squares += isSpecial(error) ? 0 : error * error;
  }
  return wanted.size() ? std::sqrt(squares / static_cast<double>(wanted.size())) : 0;
}
