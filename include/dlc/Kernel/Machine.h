//===- Machine.h - What the cost model knows of processors ----------------===//

#ifndef DLC_KERNEL_MACHINE_H
#define DLC_KERNEL_MACHINE_H

#include "dialects/rt/Rt.h"

namespace dlc {

/// A row of the table: a CPU level, or all GPU archs. What instructions a level may use is said by dlc-c/Abi.def, under
/// the same name.
struct Machine {
  llvm::StringLiteral name;
  int64_t vectorBytes;    ///< width of a vector register
  int64_t registers;      ///< vector registers
  int64_t multiplyAdds;   ///< of vectors, that begin in a cycle
  int64_t firstCache;     ///< bytes of a core's first data cache
  int64_t firstCacheWays; ///< lines of a set of it
  int64_t secondCache;    ///< bytes of a core's second cache that one worker's memory may take
  int64_t threads;        ///< GPU threads per worker; 1 on CPUs
  bool bf16Dot = false;   ///< a step adds two products of bf16 to a sum of f32
  /// The level that does as well for a model that has no use for what this one has more; empty: none.
  llvm::StringLiteral base = "";
};

/// The levels that `--cpu=` knows, the lowest first.
llvm::ArrayRef<Machine> cpuLevels();

/// Their names, as messages list them: "x86-64-v2, x86-64-v3".
std::string cpuLevelNames();

/// The row of a level; null where there is none of the name.
const Machine *findCpuLevel(llvm::StringRef name);

/// The row of a target: that of the lowest level for a CPU that is not in the table.
const Machine &machineOf(rt::TargetAttr target);

/// The table as text, one row a line.
void printMachines(llvm::raw_ostream &out);

} // namespace dlc

#endif // DLC_KERNEL_MACHINE_H
