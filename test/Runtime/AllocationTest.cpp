//===- AllocationTest.cpp - Entries allocate nothing: malloc and mmap are counted
//----------------------------------===//
#include "test/Runtime/Tensors.h"

#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer) // which have a malloc of their own

#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static thread_local int64_t allocations;
static thread_local int64_t mappings;         // made minus given back
static thread_local int64_t refuseAfter = -1; // so many mappings there are, and then none; -1: all

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
  if (refuseAfter == 0) {
    errno = ENOMEM;
    return MAP_FAILED;
  }
  if (refuseAfter > 0)
    --refuseAfter;
  ++mappings;
  return reinterpret_cast<void *>(syscall(SYS_mmap, address, length, protection, flags, file, offset));
}
int munmap(void *address, size_t length) {
  --mappings;
  return static_cast<int>(syscall(SYS_munmap, address, length));
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
    dlc_options options = FAKE_OPTIONS_INIT;
    options.threads = threads;
    options.null_results = 1;
    Fake instance(options);
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

// Each mapping of a call refused in turn: the call says so, leaves nothing mapped, and all is as it was.
template <class Action>
static void refuseEach(const Fake *instance, Action action) {
  dlc_status status = DLC_NO_MEMORY;
  int64_t tried = 0;
  for (; status != DLC_OK; ++tried) {
    int64_t before = mappings;
    refuseAfter = tried;
    status = action();
    refuseAfter = -1;
    if (status == DLC_OK)
      break;
    EXPECT_EQ(mappings, before);
    expectFailure(status, DLC_NO_MEMORY, instance ? instance->message() : fake_message(nullptr), {"no "});
    ASSERT_LT(tried, 100);
  }
  EXPECT_GT(tried, 0);
}

TEST(Allocation, MemoryThatIsRefused) {
  dlc_options options = FAKE_OPTIONS_INIT;
  options.threads = 3;
  fake *created = nullptr, *shared = nullptr;
  refuseEach(nullptr, [&] { return fake_create(&options, &created); });
  refuseEach(nullptr, [&] { return fake_share(created, &options, &shared); });
  dlc_bytes bytes;
  refuseEach(nullptr, [&] { return fake_bytes(&options, &bytes); });
  fake_destroy(created);
  fake_destroy(shared);
  Fake instance;
  EXPECT_EQ(fake_reserve(instance, 1, 1), DLC_OK);
  Tensor<float> bias({1, 2, 3, 4}, {4});
  refuseEach(&instance, [&] { return fake_set(instance, "b", &bias); });
  EXPECT_EQ(instance.bias(), bias.values);
  size_t size = 0;
  EXPECT_EQ(fake_save_memory(instance, nullptr, 0, &size, DLC_PARAMETERS | DLC_STATE), DLC_OK);
  std::vector<char> file(size);
  refuseEach(&instance,
             [&] { return fake_save_memory(instance, file.data(), size, &size, DLC_PARAMETERS | DLC_STATE); });
  refuseEach(&instance, [&] { return fake_load_memory(instance, file.data(), size, DLC_PARAMETERS | DLC_STATE); });
  EXPECT_EQ(instance.bias(), bias.values);
}

#endif
