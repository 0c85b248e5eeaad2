//===- Naive.h - What an operator gives where nobody takes care of rounding ---===//

#ifndef DLC_RUN_NAIVE_H
#define DLC_RUN_NAIVE_H

#include "dialects/dlc/Dlc.h"

namespace dlc::run {

/// An element rounded to a type as it would be stored.
double roundTo(mlir::Type element, double value);

/// The operator's value with its result rounded to the element type; products of a contraction are summed one by one
/// in f32 (f64 for f64). The measure for errors: what compiled code may have twice of.
mlir::FailureOr<llvm::SmallVector<Tensor>> applyNaively(TensorOpInterface op, llvm::ArrayRef<Tensor> operands);

} // namespace dlc::run

#endif // DLC_RUN_NAIVE_H
