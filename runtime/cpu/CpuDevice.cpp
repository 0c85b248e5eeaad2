//===- CpuDevice.cpp - The host as a device: its memory, its instruction sets, its cores ------------------------===//
#include "runtime/Device.h"

#include "runtime/cpu/ThreadPool.h"

#include <cpuid.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace dlc {

//--- Memory -----------------------------------------------------------------------------------------------------------

bool allocate(int64_t bytes, Block &block) {
  constexpr size_t page = 4096, hugePage = 2 << 20;
  block = {};
  if (bytes < 0)
    return false;
  size_t size = (static_cast<size_t>(bytes) + page - 1) / page * page;
  if (size == 0)
    return true;
  // A large block begins at a huge page: map one more and give the ends back.
  bool huge = size >= 2 * hugePage;
  size_t mapped = huge ? size + hugePage : size;
  void *memory = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return false;
  char *data = static_cast<char *>(memory);
  if (huge) {
    size_t before = (hugePage - reinterpret_cast<uintptr_t>(data) % hugePage) % hugePage;
    if (before)
      munmap(data, before);
    if (before < hugePage)
      munmap(data + before + size, hugePage - before);
    data += before;
    madvise(data, size, MADV_HUGEPAGE);
  }
  block = {data, size};
  return true;
}

void release(Block &block) {
  if (block.data)
    munmap(block.data, block.size);
  block = {};
}

//--- Instruction sets -------------------------------------------------------------------------------------------------

// The registers that the operating system saves, or 0 where it does not say.
static uint64_t savedRegisters() {
  unsigned eax, ebx, ecx, edx;
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx & bit_OSXSAVE))
    return 0;
  __asm__("xgetbv" : "=a"(eax), "=d"(edx) : "c"(0));
  return static_cast<uint64_t>(edx) << 32 | eax;
}

uint64_t cpuFeatures() {
  uint64_t features = 0, saved = savedRegisters();
  unsigned eax, ebx, ecx, edx;
#define DLC_ABI_FEATURE(name, bit, llvm, leaf, subleaf, reg, cpuidBit, xcr0)                                           \
  if (__get_cpuid_count(leaf, subleaf, &eax, &ebx, &ecx, &edx) && (reg >> cpuidBit & 1) && (saved & xcr0) == xcr0)     \
    features |= uint64_t(1) << bit;
#include "dlc-c/Abi.def"
  return features;
}

// Linux gives a process the tile registers when it asks for them.
static bool mayUseTiles() {
  constexpr int requestPermission = 0x1023, tileData = 18;
  return syscall(SYS_arch_prctl, requestPermission, tileData) == 0;
}

static bool runs(const dlc_abi_variant &variant, uint64_t features) {
  constexpr uint64_t tiles = uint64_t(1) << 24; // amx-tile
  uint64_t needed = static_cast<uint64_t>(variant.features);
  return (needed & ~features) == 0 && (!(needed & tiles) || mayUseTiles());
}

Status chooseVariant(const dlc_abi_model &model, Message &message, const dlc_abi_variant *&variant) {
  uint64_t features = cpuFeatures();
  char levels[256] = "";
  for (int64_t i = 0, used = 0; i < model.variant_count && used < int64_t(sizeof levels); ++i)
    used += snprintf(levels + used, sizeof levels - used, "%s%s", i ? ", " : "", model.variants[i].name);
  const char *asked = getenv("DLC_CPU_LEVEL");
  if (asked && !*asked)
    asked = nullptr;
  for (int64_t i = model.variant_count - 1; i >= 0; --i) {
    const dlc_abi_variant &candidate = model.variants[i];
    if (asked && strcmp(asked, candidate.name) != 0)
      continue;
    if (runs(candidate, features)) {
      variant = &candidate;
      return DLC_OK;
    }
    if (asked)
      return fail(message, DLC_NO_DEVICE, "%s: DLC_CPU_LEVEL asks for %s, which this processor does not run",
                  model.module->name, asked);
  }
  if (asked)
    return fail(message, DLC_NO_DEVICE, "%s: DLC_CPU_LEVEL asks for '%.64s'; inside are %s", model.module->name, asked,
                levels);
  return fail(message, DLC_NO_DEVICE,
              "%s: this processor runs none of the levels inside (%s); compile with --cpu=native on it or with "
              "--cpu=x86-64-v2",
              model.module->name, levels);
}

//--- Cores ------------------------------------------------------------------------------------------------------------

int32_t availableCores() {
  unsigned long cores[128] = {}; // 8192 of them
  long size = syscall(SYS_sched_getaffinity, 0, sizeof cores, cores);
  int32_t count = 0;
  for (long i = 0; i < size / long(sizeof cores[0]); ++i)
    count += __builtin_popcountl(cores[i]);
  return count < 1 ? 1 : count;
}

// The cores that the container's time limit amounts to, or 0 for no limit: "200000 100000" in cpu.max is two.
static int32_t coresOfContainer() {
  char text[64];
  int file = open("/sys/fs/cgroup/cpu.max", O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return 0;
  ssize_t size = read(file, text, sizeof text - 1);
  close(file);
  int64_t numbers[2] = {0, 0};
  int count = 0;
  for (ssize_t i = 0; i < size && count < 2; ++i) {
    if (text[i] >= '0' && text[i] <= '9' && numbers[count] < INT32_MAX)
      numbers[count] = numbers[count] * 10 + (text[i] - '0');
    else
      ++count;
  }
  if (numbers[0] <= 0 || numbers[1] <= 0)
    return 0;
  return static_cast<int32_t>((numbers[0] + numbers[1] - 1) / numbers[1]);
}

Status chooseThreads(Message &message, int32_t &threads) {
  if (const char *text = getenv("DLC_THREADS"); text && *text) {
    int64_t number = 0;
    const char *c = text;
    for (; *c >= '0' && *c <= '9' && number <= ThreadPool::maxThreads; ++c)
      number = number * 10 + (*c - '0');
    if (*c || number < 1 || number > ThreadPool::maxThreads)
      return fail(message, DLC_BAD_ARGUMENT, "DLC_THREADS is '%.32s'; expected a number from 1 to %d", text,
                  ThreadPool::maxThreads);
    threads = static_cast<int32_t>(number);
    return DLC_OK;
  }
  int32_t count = availableCores(), limit = coresOfContainer();
  if (limit && limit < count)
    count = limit;
  threads = count > ThreadPool::maxThreads ? ThreadPool::maxThreads : count;
  return DLC_OK;
}

} // namespace dlc
