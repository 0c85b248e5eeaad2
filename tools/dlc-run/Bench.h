//===- Bench.h - Time an entry ---===//

#ifndef DLC_RUN_BENCH_H
#define DLC_RUN_BENCH_H

#include "tools/dlc-run/Reference.h"

namespace dlc::run {

/// Calls an entry for about two seconds and prints latencies, rate and bytes. `reference` may be null: then nobody
/// knows how many operations a call takes.
llvm::Error bench(Instance &instance, int32_t entry, llvm::MutableArrayRef<Value> inputs,
                  llvm::MutableArrayRef<Value> outputs, const InstanceOptions &settings, Reference *reference);

} // namespace dlc::run

#endif // DLC_RUN_BENCH_H
