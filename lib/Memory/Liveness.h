//===- Liveness.h - When each slot of a program holds a value -------------===//

#pragma once

#include "dialects/rt/Rt.h"

namespace dlc {

/// A slot holds a value from op `lower` of its program up to, not including, op `upper`. A launch reads and writes at
/// once, so what it reads and what it writes are alive together.
struct LiveRange {
  rt::SlotOp slot;
  int64_t lower;
  int64_t upper;
};

/// The live ranges of `program`, which is on buffers, in the order of its slots. A slot without uses is never alive.
/// Reports a slot that is read before it is written.
llvm::FailureOr<llvm::SmallVector<LiveRange>> computeLiveRanges(rt::ProgramOp program);

} // namespace dlc
