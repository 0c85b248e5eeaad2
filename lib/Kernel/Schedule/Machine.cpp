//===- Machine.cpp - What the cost model knows of processors --------------===//

#include "dlc/Kernel/Machine.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace dlc;

static constexpr int64_t KiB = 1 << 10;

// Of the processors that have a level, the smallest caches; multiply-adds as Zen 4 has them, whose halves of a vector
// of 64 bytes go one after the other. Level v2 multiplies and adds by two instructions.
static constexpr Machine levels[] = {
    // name        bytes  registers  multiply-adds  first cache, ways  second cache  threads
    {"x86-64-v2", 16, 16, 1, 32 * KiB, 8, 512 * KiB, 1},
    {"x86-64-v3", 32, 16, 2, 32 * KiB, 8, 512 * KiB, 1},
    {"x86-64-v4", 64, 32, 1, 32 * KiB, 8, 512 * KiB, 1},
    {"x86-64-v4-bf16", 64, 32, 1, 32 * KiB, 8, 512 * KiB, 1, /*bf16Dot=*/true, /*base=*/"x86-64-v4"},
};
static constexpr Machine gpu = {"sm", 4, 64, 1, 32 * KiB, 8, 512 * KiB, 128};

ArrayRef<Machine> dlc::cpuLevels() { return levels; }

std::string dlc::cpuLevelNames() {
  return llvm::join(llvm::map_range(levels, [](const Machine &level) { return level.name; }), ", ");
}

const Machine *dlc::findCpuLevel(StringRef name) {
  const Machine *found = llvm::find_if(levels, [&](const Machine &level) { return level.name == name; });
  return found == std::end(levels) ? nullptr : found;
}

const Machine &dlc::machineOf(rt::TargetAttr target) {
  if (target.getDevice() == rt::DeviceKind::CUDA)
    return gpu;
  const Machine *level = findCpuLevel(target.getArch());
  return level ? *level : levels[0];
}

void dlc::printMachines(raw_ostream &out) {
  auto print = [&](const Machine &machine) {
    out << llvm::formatv(
        "{0,-14} vectors of {1} bytes, {2} registers, {3} multiply-adds a cycle, caches {4} KiB in {5} "
        "ways and {6} KiB, {7} threads{8}\n",
        machine.name, machine.vectorBytes, machine.registers, machine.multiplyAdds, machine.firstCache / KiB,
        machine.firstCacheWays, machine.secondCache / KiB, machine.threads,
        machine.bf16Dot ? ", dot products of bf16" : "");
  };
  llvm::for_each(levels, print);
  print(gpu);
}
