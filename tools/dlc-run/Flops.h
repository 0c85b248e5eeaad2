//===- Flops.h - Floating point operations of a call ---===//

#ifndef DLC_RUN_FLOPS_H
#define DLC_RUN_FLOPS_H

#include "dialects/dlc/Dlc.h"

namespace dlc::run {

/// Multiplications and additions in the contractions and attentions of a function, for arguments of these shapes;
/// nothing where extents depend on more than shapes.
std::optional<double> flops(FuncOp function, llvm::ArrayRef<std::vector<int64_t>> arguments);

} // namespace dlc::run

#endif // DLC_RUN_FLOPS_H
