//===- ArenaSize.h - Bytes of a planned arena as an expression of the dims -===//

#pragma once

#include "dialects/rt/Rt.h"

namespace dlc {

/// The bytes that the slots of a planned program need when no dim is above its symbol: the largest result counts.
/// Exact
/// but where more than sixteen sums may be the largest: then some are joined into one that is no smaller than each.
mlir::AffineMap getArenaSize(rt::ProgramOp program, llvm::ArrayRef<rt::ExtentRange> dims);

} // namespace dlc
