//===- Device.h - What the runtime asks of a device. There is one: cpu/CpuDevice.cpp ----------------------------===//
#ifndef DLC_RUNTIME_DEVICE_H
#define DLC_RUNTIME_DEVICE_H

#include "runtime/Abi.h"
#include "runtime/Status.h"

#include <stddef.h>
#include <stdint.h>

namespace dlc {

constexpr size_t alignment = 64; // of every tensor, prepared value, arena and scratch

// `bytes` rounded up to the alignment. Sizes come checked: they fit 62 bits.
constexpr int64_t align(int64_t bytes) { return (bytes + 63) & ~int64_t(63); }

// Memory of the device: zeros, 64-byte aligned, on huge pages when it is large.
struct Block {
  char *data;
  size_t size;
};
bool allocate(int64_t bytes, Block &block);
void release(Block &block);

// Memory for the length of a scope.
struct Memory : Block {
  Memory() : Block{} {}
  Memory(const Memory &) = delete;
  Memory &operator=(const Memory &) = delete;
  ~Memory() { release(*this); }
};

// The code for this processor: the last variant it runs, or the one DLC_CPU_LEVEL asks for.
Status chooseVariant(const dlc_abi_model &model, Message &message, const dlc_abi_variant *&variant);

// DLC_ABI_FEATUREs of this processor that its operating system supports.
uint64_t cpuFeatures();

// Cores this process may run on, not counting a container's time limit.
int32_t availableCores();

// Threads where the options say 0: DLC_THREADS, else the cores this process may use.
Status chooseThreads(Message &message, int32_t &threads);

// The mode compiled code runs in: round to nearest, denormal numbers kept, nothing traps.
class FloatMode {
public:
  FloatMode() {
    __asm__ volatile("stmxcsr %0" : "=m"(saved));
    if (changed())
      set(standard);
  }
  ~FloatMode() {
    if (changed())
      set(saved);
  }
  static void set(uint32_t mode) { __asm__ volatile("ldmxcsr %0" : : "m"(mode)); }
  static constexpr uint32_t standard = 0x1f80;

private:
  static constexpr uint32_t flags = 0x3f; // that something happened: no mode
  bool changed() const { return __builtin_expect((saved & ~flags) != standard, false); }
  uint32_t saved;
};

} // namespace dlc

#endif // DLC_RUNTIME_DEVICE_H
