//===- AllocationTest.cpp - Entries allocate nothing: malloc and mmap are counted
//----------------------------------===//
#include "test/Runtime/Tensors.h"

#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer) // which have a malloc of their own

#include <dlfcn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static thread_local int64_t allocations;

extern "C" {
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

void *malloc(size_t size) {
  ++allocations;
  return __libc_malloc(size);
}
void *calloc(size_t count, size_t size) {
  ++allocations;
  return __libc_calloc(count, size);
}
void *realloc(void *memory, size_t size) {
  ++allocations;
  return __libc_realloc(memory, size);
}
void *mmap(void *address, size_t length, int protection, int flags, int file, off_t offset) {
  ++allocations;
  return reinterpret_cast<void *>(syscall(SYS_mmap, address, length, protection, flags, file, offset));
}
}

TEST(Allocation, TheCounterCounts) {
  int64_t before = allocations;
  std::vector<int> *volatile made = new std::vector<int>(100);
  delete made;
  EXPECT_EQ(allocations, before + 2);
  {
    Fake instance;
  }
  EXPECT_GT(allocations, before + 2);
}

TEST(Allocation, EntriesAllocateNothing) {
  for (int threads : {1, 3}) {
    Fake instance(threads);
    Tensor<float> x(std::vector<float>(64 * 3), {64, 3}), y(std::vector<float>(64 * 4), {64, 4});
    int64_t label[1] = {0}, bad[1] = {99};
    std::vector<double> v(1 << 20, 1.0);
    float table[10] = {}, value[1], sum[64];
    double total;
    int64_t before = allocations;
    for (int64_t batch = 1; batch <= 64; ++batch) {
      EXPECT_EQ(fake_forward(instance, x.values.data(), batch, y.values.data(), sum), DLC_OK);
      EXPECT_EQ(fake_forward(instance, x.values.data(), batch, nullptr, nullptr), DLC_OK);
    }
    EXPECT_EQ(fake_forward_dl(instance, &x, &y, nullptr), DLC_OK);
    EXPECT_EQ(fake_pick(instance, label, table, 1, value), DLC_OK);
    EXPECT_EQ(fake_pick(instance, bad, table, 1, value), DLC_BAD_DATA);
    EXPECT_EQ(fake_total(instance, v.data(), 1 << 20, &total), DLC_OK);
    EXPECT_EQ(fake_forward(instance, nullptr, 1, nullptr, nullptr), DLC_BAD_ARGUMENT);
    EXPECT_EQ(allocations, before);
  }
}

#endif
