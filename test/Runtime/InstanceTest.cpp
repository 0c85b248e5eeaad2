//===- InstanceTest.cpp - Create, share, destroy, options, memory -------------------------------------------------===//
#include "test/Runtime/Tensors.h"

#include "dlc-c/Philox.h"
#include "runtime/Device.h"

#include <stdlib.h>
#include <string.h>

static dlc_options withThreads(int threads) {
  dlc_options options = FAKE_OPTIONS_INIT;
  options.threads = threads;
  return options;
}

static void expectNoInstance(const dlc_options &options, dlc_status expected, const std::vector<const char *> &parts) {
  fake *instance = reinterpret_cast<fake *>(1);
  expectFailure(fake_create(&options, &instance), expected, fake_message(nullptr), parts);
  EXPECT_EQ(instance, nullptr);
}

TEST(Instance, ModuleTable) {
  const dlc_module *module = dlc_module_get();
  EXPECT_EQ(module->size, sizeof(dlc_module));
  EXPECT_EQ(module->abi_version, static_cast<uint32_t>(DLC_ABI_VERSION));
  dlc_options options = DLC_OPTIONS_INIT(module->signature);
  dlc_instance *instance = nullptr;
  ASSERT_EQ(module->create(&options, &instance), DLC_OK);
  Tensor<float> a({1.5f}, {}), c({0}, {});
  Tensor<int32_t> b({2}, {});
  const dlc_tensor *inputs[] = {&a, &b};
  dlc_tensor *outputs[] = {&c};
  EXPECT_EQ(module->run(instance, 3, inputs, outputs), DLC_OK) << module->message(instance);
  EXPECT_EQ(c.values[0], 3.5f);
  EXPECT_EQ(module->run(instance, 5, inputs, outputs), DLC_BAD_ARGUMENT);
  EXPECT_EQ(module->run(instance, -1, inputs, outputs), DLC_BAD_ARGUMENT);
  module->destroy(instance);
}

TEST(Instance, DefaultsOfNullOptions) {
  fake *instance = nullptr;
  ASSERT_EQ(fake_create(nullptr, &instance), DLC_OK);
  fake_destroy(instance);
  fake_destroy(nullptr);
}

TEST(Instance, FirstValues) {
  dlc_options options = withThreads(1);
  options.seed = 99;
  Fake instance(options);
  EXPECT_EQ(instance.weight(), (std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
  EXPECT_EQ(instance.get<double>("scale", {})[0], 2.0);
  EXPECT_EQ(instance.count(), 0);
  EXPECT_EQ(instance.get<uint8_t>("seen \"it\"\n", {2}), (std::vector<uint8_t>{1, 1}));
  uint32_t words[4];
  dlc_philox_block(99, 1, 0, 0, words);
  std::vector<float> bias = instance.bias();
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(bias[i], static_cast<float>(dlc_philox_uniform(words[i], -1, 1)));
}

TEST(Instance, OtherHeaders) {
  dlc_options options = withThreads(1);
  options.signature ^= 1;
  expectNoInstance(options, DLC_MISMATCH, {"fake: called by the header", "another model", "_OPTIONS_INIT"});
  options = withThreads(1);
  options.size = 0;
  expectNoInstance(options, DLC_MISMATCH, {"size 0"});
  // A header of a later version: more fields are fine as long as they are zero.
  struct {
    dlc_options known;
    uint64_t later;
  } extended = {withThreads(1), 0};
  extended.known.size = sizeof extended;
  Fake fine(extended.known);
  extended.later = 1;
  expectNoInstance(extended.known, DLC_MISMATCH, {"size"});
}

TEST(Instance, BadOptions) {
  dlc_options options = withThreads(-1);
  expectNoInstance(options, DLC_BAD_ARGUMENT, {"threads is -1", "0 to 256"});
  options = withThreads(257);
  expectNoInstance(options, DLC_BAD_ARGUMENT, {"threads is 257"});
  options = withThreads(1);
  options.device = "cuda:0";
  expectNoInstance(options, DLC_NO_DEVICE, {"'cuda:0'", "cpu"});
  const char *entries[] = {"forward", "backward", nullptr};
  options = withThreads(1);
  options.entries = entries;
  expectNoInstance(options, DLC_BAD_ARGUMENT, {"'backward'"});
  int64_t reserve[] = {65, 0};
  options = withThreads(1);
  options.reserve = reserve;
  expectNoInstance(options, DLC_BAD_ARGUMENT, {"'batch'", "65", "1 to 64"});
  options = withThreads(1);
  options.weights = "/nowhere/at/all.safetensors";
  expectNoInstance(options, DLC_FILE, {"/nowhere/at/all.safetensors", "No such file"});
  EXPECT_EQ(fake_create(nullptr, nullptr), DLC_BAD_ARGUMENT);
}

TEST(Instance, Levels) {
  setenv("DLC_CPU_LEVEL", "x86-64-v2", 1);
  {
    Fake instance;
  }
  setenv("DLC_CPU_LEVEL", "not-made-yet", 1);
  expectNoInstance(withThreads(1), DLC_NO_DEVICE, {"not-made-yet", "does not run"});
  setenv("DLC_CPU_LEVEL", "x86-64-v9", 1);
  expectNoInstance(withThreads(1), DLC_NO_DEVICE, {"x86-64-v9", "x86-64-v2, x86-64-v3"});
  unsetenv("DLC_CPU_LEVEL");
  uint64_t features = dlc::cpuFeatures();
  EXPECT_EQ(features >> 0 & 1, static_cast<uint64_t>(__builtin_cpu_supports("sse3") != 0));
  EXPECT_EQ(features >> 12 & 1, static_cast<uint64_t>(__builtin_cpu_supports("avx2") != 0));
  EXPECT_EQ(features >> 15 & 1, static_cast<uint64_t>(__builtin_cpu_supports("avx512f") != 0));
}

TEST(Instance, ThreadsFromTheEnvironment) {
  setenv("DLC_THREADS", "3", 1);
  dlc_options options = FAKE_OPTIONS_INIT;
  dlc_bytes bytes;
  ASSERT_EQ(fake_bytes(&options, &bytes), DLC_OK);
  uint64_t three = bytes.arena;
  options.threads = 1; // what the caller says goes first
  ASSERT_EQ(fake_bytes(&options, &bytes), DLC_OK);
  EXPECT_EQ(three, bytes.arena + 2 * 64);
  setenv("DLC_THREADS", "0", 1);
  expectNoInstance(FAKE_OPTIONS_INIT, DLC_BAD_ARGUMENT, {"DLC_THREADS", "'0'"});
  setenv("DLC_THREADS", "two", 1);
  expectNoInstance(FAKE_OPTIONS_INIT, DLC_BAD_ARGUMENT, {"DLC_THREADS", "'two'"});
  unsetenv("DLC_THREADS");
}

TEST(Instance, Bytes) {
  int64_t reserve[] = {7, 2000};
  dlc_options options = withThreads(2);
  options.reserve = reserve;
  dlc_bytes bytes;
  ASSERT_EQ(fake_bytes(&options, &bytes), DLC_OK);
  EXPECT_EQ(bytes.parameters, 3 * 64u);
  EXPECT_EQ(bytes.packed, 64u);
  EXPECT_EQ(bytes.state, 2 * 64u);
  // total's partial sums, scratch of two threads
  EXPECT_EQ(bytes.arena, 64 + 2 * 64u);
  options.null_results = 1; // y [7, 4] and sum [7]
  ASSERT_EQ(fake_bytes(&options, &bytes), DLC_OK);
  EXPECT_EQ(bytes.arena, 64 + (128 + 64) + 2 * 64u);
  const char *entries[] = {"add", nullptr};
  options.entries = entries;
  ASSERT_EQ(fake_bytes(&options, &bytes), DLC_OK);
  EXPECT_EQ(bytes.arena, 0 + 64 + 2 * 64u);
  options.null_results = 2;
  expectFailure(fake_bytes(&options, &bytes), DLC_BAD_ARGUMENT, fake_message(nullptr), {"null_results is 2", "0 or 1"});
  expectFailure(fake_bytes(&options, nullptr), DLC_BAD_ARGUMENT, fake_message(nullptr), {"fake_bytes", "null"});
}

TEST(Instance, GivenArena) {
  alignas(64) static char arena[1 << 16];
  int64_t reserve[] = {7, 2000};
  dlc_options options = withThreads(1);
  options.reserve = reserve;
  dlc_bytes bytes;
  ASSERT_EQ(fake_bytes(&options, &bytes), DLC_OK);
  options.arena = arena;
  options.arena_bytes = bytes.arena - 1;
  expectNoInstance(options, DLC_TOO_LARGE, {"arena", std::to_string(bytes.arena).c_str()});
  options.arena = arena + 32;
  expectNoInstance(options, DLC_BAD_ARGUMENT, {"aligned to 64"});
  options.arena = arena;
  options.arena_bytes = bytes.arena;
  Fake one(options), two(options); // never called at once: they may share it
  double total = 0;
  std::vector<double> v(2000, 0.5);
  EXPECT_EQ(fake_total(one, v.data(), 2000, &total), DLC_OK);
  EXPECT_EQ(total, 1000);
  EXPECT_EQ(fake_total(two, v.data(), 1000, &total), DLC_OK);
  EXPECT_EQ(total, 500);
  expectFailure(fake_reserve(one, 0, 0), DLC_TOO_LARGE, one.message(), {"options.arena_bytes"});
  EXPECT_EQ(fake_total(one, v.data(), 2000, &total), DLC_OK); // as before
}

TEST(Instance, Reserve) {
  int64_t reserve[] = {2, 10};
  dlc_options options = withThreads(1);
  options.reserve = reserve;
  Fake instance(options);
  float x[5 * 3] = {}, y[5 * 4], sum[5];
  EXPECT_EQ(fake_forward(instance, x, 2, y, sum), DLC_OK);
  expectFailure(fake_forward(instance, x, 3, y, sum), DLC_TOO_LARGE, instance.message(),
                {"fake_forward", "'batch'", "is 3", "reserved are 2", "fake_reserve"});
  expectFailure(fake_reserve(instance, 65, 10), DLC_BAD_ARGUMENT, instance.message(), {"'batch'", "65"});
  expectFailure(fake_reserve(instance, 5, -1), DLC_BAD_ARGUMENT, instance.message(), {"'length'", "-1"});
  EXPECT_EQ(fake_forward(instance, x, 3, y, sum), DLC_TOO_LARGE); // nothing has changed
  EXPECT_EQ(fake_reserve(instance, 5, 0), DLC_OK);                // 0: the upper end
  EXPECT_EQ(fake_forward(instance, x, 5, y, sum), DLC_OK);
  std::vector<double> v(1 << 20, 1.0);
  double total;
  EXPECT_EQ(fake_total(instance, v.data(), 1 << 20, &total), DLC_OK) << instance.message();
  EXPECT_EQ(total, 1 << 20);
  EXPECT_EQ(fake_reserve(instance, 1, 1), DLC_OK);
  EXPECT_EQ(fake_forward(instance, x, 2, y, sum), DLC_TOO_LARGE);
}

TEST(Instance, WantedEntries) {
  const char *entries[] = {"add", nullptr};
  dlc_options options = withThreads(1);
  options.entries = entries;
  Fake instance(options);
  float x[3] = {}, y[4], sum[1], c;
  EXPECT_EQ(fake_add(instance, 1, 2, &c), DLC_OK);
  expectFailure(fake_forward(instance, x, 1, y, sum), DLC_BAD_ARGUMENT, instance.message(), {"options.entries"});
}

TEST(Instance, ShareInAnyOrderOfDestruction) {
  for (int first = 0; first < 3; ++first) {
    fake *instances[3] = {};
    ASSERT_EQ(fake_create(nullptr, &instances[0]), DLC_OK);
    ASSERT_EQ(fake_share(instances[0], nullptr, &instances[1]), DLC_OK);
    ASSERT_EQ(fake_share(instances[1], nullptr, &instances[2]), DLC_OK);
    float x[3] = {1, 1, 1}, y[4], sum[1];
    for (int i = 0; i < 3; ++i) {
      fake_destroy(instances[(first + i) % 3]);
      for (int j = i + 1; j < 3; ++j)
        EXPECT_EQ(fake_forward(instances[(first + j) % 3], x, 1, y, sum), DLC_OK);
    }
  }
}

TEST(Instance, SharedParametersOwnState) {
  Fake owner;
  Fake other(static_cast<fake *>(owner));
  Tensor<float> bias({1, 2, 3, 4}, {4});
  EXPECT_EQ(fake_set(owner, "b", &bias), DLC_OK);
  EXPECT_EQ(other.bias(), bias.values);
  int64_t label[2] = {3, 9};
  float table[20] = {}, value[2];
  EXPECT_EQ(fake_pick(owner, label, table, 2, value), DLC_OK);
  EXPECT_EQ(owner.count(), 2);
  EXPECT_EQ(other.count(), 0);
  dlc_options options = FAKE_OPTIONS_INIT;
  options.weights = "x";
  fake *none = nullptr;
  expectFailure(fake_share(owner, &options, &none), DLC_BAD_ARGUMENT, fake_message(nullptr), {"options.weights"});
  EXPECT_EQ(fake_share(nullptr, nullptr, &none), DLC_BAD_ARGUMENT);
  options.weights = nullptr;
  options.signature = 5;
  EXPECT_EQ(fake_share(owner, &options, &none), DLC_MISMATCH);
}

TEST(Instance, Reset) {
  Fake instance;
  int64_t label[1] = {0};
  float table[10] = {}, value[1];
  EXPECT_EQ(fake_pick(instance, label, table, 1, value), DLC_OK);
  Tensor<uint8_t> seen({0, 1}, {2});
  EXPECT_EQ(fake_set(instance, "seen \"it\"\n", &seen), DLC_OK);
  Tensor<float> bias({1, 2, 3, 4}, {4});
  EXPECT_EQ(fake_set(instance, "b", &bias), DLC_OK);
  EXPECT_EQ(fake_reset(instance, DLC_STATE), DLC_OK);
  EXPECT_EQ(instance.count(), 0);
  EXPECT_EQ(instance.get<uint8_t>("seen \"it\"\n", {2}), (std::vector<uint8_t>{1, 1}));
  EXPECT_EQ(instance.bias(), bias.values);
  expectFailure(fake_reset(instance, DLC_PARAMETERS), DLC_BAD_ARGUMENT, instance.message(), {"DLC_STATE"});
}

TEST(Instance, NullInstances) {
  float x[3], y[4], sum[1];
  for (dlc_status status :
       {fake_forward(nullptr, x, 1, y, sum), fake_reserve(nullptr, 1, 1), fake_load(nullptr, "x", DLC_PARAMETERS),
        fake_reset(nullptr, DLC_STATE), fake_seed(nullptr, 1, 2), fake_get(nullptr, "b", nullptr)})
    expectFailure(status, DLC_BAD_ARGUMENT, fake_message(nullptr), {"the instance is null"});
}

TEST(Instance, LargeMemoryIsAligned) {
  for (int64_t bytes : {1, 4096, 4 << 20, (4 << 20) + 1, 100 << 20}) {
    dlc::Block block;
    ASSERT_TRUE(dlc::allocate(bytes, block));
    EXPECT_EQ(reinterpret_cast<uintptr_t>(block.data) % (bytes >= 4 << 20 ? 2 << 20 : 64), 0u);
    block.data[0] = block.data[bytes - 1] = 1;
    dlc::release(block);
    EXPECT_EQ(block.data, nullptr);
  }
  dlc::Block block;
  EXPECT_FALSE(dlc::allocate(int64_t(1) << 61, block));
  EXPECT_FALSE(dlc::allocate(-1, block));
}
