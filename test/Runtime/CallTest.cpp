//===- CallTest.cpp - Entries in both forms, and what they say when they are called wrongly -----------------------===//
#include "test/Runtime/Tensors.h"

#include <pthread.h>
#include <sched.h>

#include <xmmintrin.h>

namespace {

const std::vector<float> ones(64 * 3, 1.0f);

std::vector<float> expectedRow(const Fake &instance) {
  std::vector<float> w = instance.weight(), row = instance.bias();
  for (int o = 0; o < 4; ++o)
    for (int i = 0; i < 3; ++i)
      row[o] += 2 * w[o * 3 + i];
  return row;
}

dlc_options withNullResults() {
  dlc_options options = FAKE_OPTIONS_INIT;
  options.threads = 1;
  options.null_results = 1;
  return options;
}

} // namespace

TEST(Call, PlainForm) {
  Fake instance;
  float y[8], sum[2], c;
  EXPECT_EQ(fake_forward(instance, ones.data(), 2, y, sum), DLC_OK);
  std::vector<float> row = expectedRow(instance);
  for (int i = 0; i < 8; ++i)
    EXPECT_EQ(y[i], row[i % 4]);
  EXPECT_EQ(sum[1], row[0] + row[1] + row[2] + row[3]);
  EXPECT_EQ(fake_add(instance, 1.5f, 2, &c), DLC_OK);
  EXPECT_EQ(c, 3.5f);
}

TEST(Call, TensorForm) {
  Fake instance(withNullResults());
  Tensor<float> x({9, 9, 1, 1, 1}, {1, 3}), y(std::vector<float>(4), {1, 4}), sum({0}, {1});
  x.byte_offset = 8;
  EXPECT_EQ(fake_forward_dl(instance, &x, &y, &sum), DLC_OK) << instance.message();
  EXPECT_EQ(y.values, expectedRow(instance));
  int64_t strides[] = {77, 1}; // of an extent 1: of no meaning
  x.strides = strides;
  y.strides = strides;
  EXPECT_EQ(fake_forward_dl(instance, &x, &y, nullptr), DLC_OK) << instance.message();
}

TEST(Call, UnwantedOutputs) {
  Fake instance(withNullResults()), strict;
  std::vector<float> row = expectedRow(instance);
  float y[8], sum[2];
  EXPECT_EQ(fake_forward(instance, ones.data(), 2, nullptr, sum), DLC_OK); // sum is computed from y
  EXPECT_EQ(sum[1], row[0] + row[1] + row[2] + row[3]);
  EXPECT_EQ(fake_forward(instance, ones.data(), 2, y, nullptr), DLC_OK);
  EXPECT_EQ(y[7], row[3]);
  EXPECT_EQ(fake_forward(instance, ones.data(), 64, nullptr, nullptr), DLC_OK);
  expectFailure(fake_forward(strict, ones.data(), 2, y, nullptr), DLC_BAD_ARGUMENT, strict.message(),
                {"output 'sum'", "null", "8 bytes", "options.null_results"});
  EXPECT_EQ(fake_forward(strict, ones.data(), 2, y, sum), DLC_OK);
}

TEST(Call, EmptyInput) {
  Fake instance;
  double total = 1;
  EXPECT_EQ(fake_total(instance, nullptr, 0, &total), DLC_OK) << instance.message();
  EXPECT_EQ(total, 0);
}

TEST(Call, SameBitsAtAnyNumberOfThreads) {
  std::vector<double> v(100000);
  for (size_t i = 0; i < v.size(); ++i)
    v[i] = 1.0 / static_cast<double>(i + 1);
  double one = 0;
  EXPECT_EQ(fake_total(Fake(1), v.data(), 100000, &one), DLC_OK);
  for (int threads : {2, 3, 7}) {
    double total = 0;
    Fake instance(threads);
    for (int i = 0; i < 20; ++i) {
      EXPECT_EQ(fake_total(instance, v.data(), 100000, &total), DLC_OK);
      EXPECT_EQ(total, one);
    }
  }
}

//--- What is refused, and how -----------------------------------------------------------------------------------------

TEST(Call, BadExtents) {
  Fake instance;
  float y[4], sum[1];
  for (int64_t batch : {int64_t(0), int64_t(-1), int64_t(65), INT64_MIN, INT64_MAX})
    expectFailure(fake_forward(instance, ones.data(), batch, y, sum), DLC_BAD_ARGUMENT, instance.message(),
                  {"fake_forward: extent 'batch' is", std::to_string(batch).c_str(), "expected 1 to 64"});
}

TEST(Call, BadPointers) {
  Fake instance;
  float y[8], sum[2], buffer[20];
  expectFailure(fake_forward(instance, nullptr, 2, y, sum), DLC_BAD_ARGUMENT, instance.message(),
                {"fake_forward: argument 'x' is null", "24 bytes"});
  const float *odd = reinterpret_cast<const float *>(reinterpret_cast<uintptr_t>(buffer) + 2);
  expectFailure(fake_forward(instance, odd, 2, y, sum), DLC_BAD_ARGUMENT, instance.message(),
                {"argument 'x'", "multiple of 4"});
  expectFailure(fake_forward(instance, ones.data(), 2, const_cast<float *>(odd), sum), DLC_BAD_ARGUMENT,
                instance.message(), {"output 'y'", "multiple of 4"});
}

TEST(Call, OverlappingOutputs) {
  Fake instance;
  float buffer[32] = {}, sum[2];
  expectFailure(fake_forward(instance, buffer, 2, buffer + 5, sum), DLC_BAD_ARGUMENT, instance.message(),
                {"output 'y'", "overlaps", "'x'"});
  expectFailure(fake_forward(instance, buffer, 2, buffer + 8, buffer + 15), DLC_BAD_ARGUMENT, instance.message(),
                {"output 'sum'", "overlaps", "'y'"});
  EXPECT_EQ(fake_forward(instance, buffer, 2, buffer + 6, buffer + 14), DLC_OK);
  int64_t label[1] = {0};
  EXPECT_EQ(fake_pick(instance, label, reinterpret_cast<float *>(buffer), 1, sum), DLC_OK);
}

// Each call overwrites an arena that is given: neither inputs nor outputs may lie there.
TEST(Call, OverlappingArena) {
  alignas(64) static char arena[1 << 16];
  dlc_options options = withNullResults();
  options.arena = arena;
  options.arena_bytes = sizeof arena;
  Fake instance(options);
  double outside[8] = {1, 2, 3, 4, 5, 6, 7, 8}, sum = 0;
  double *inside = reinterpret_cast<double *>(arena + sizeof arena - sizeof outside);
  expectFailure(fake_total(instance, inside, 8, &sum), DLC_BAD_ARGUMENT, instance.message(),
                {"argument 'v'", "overlaps options.arena"});
  expectFailure(fake_total(instance, outside, 8, inside), DLC_BAD_ARGUMENT, instance.message(),
                {"output 'total'", "overlaps options.arena"});
  EXPECT_EQ(fake_total(instance, outside, 8, &sum), DLC_OK);
  EXPECT_EQ(sum, 36);
  EXPECT_EQ(fake_total(instance, outside, 8, nullptr), DLC_OK); // not wanted: its place is in the arena
}

TEST(Call, BadTensors) {
  Fake instance;
  Tensor<float> x(std::vector<float>(6), {2, 3}), y(std::vector<float>(8), {2, 4}), sum({0, 0}, {2});
  auto refused = [&](const dlc_tensor *input, dlc_tensor *output, const std::vector<const char *> &parts) {
    expectFailure(fake_forward_dl(instance, input, output, &sum), DLC_BAD_ARGUMENT, instance.message(), parts);
  };
  refused(nullptr, &y, {"fake_forward: argument 'x'", "got null"});
  Tensor<double> doubles(std::vector<double>(6), {2, 3});
  refused(&doubles, &y, {"argument 'x'", "expected float32, got float64"});
  Tensor<float> flat(std::vector<float>(6), {6}), wide(std::vector<float>(8), {2, 4});
  refused(&flat, &y, {"argument 'x'", "2 dimensions", "[batch, 3]", "got 1"});
  refused(&wide, &y, {"argument 'x'", "[batch, 3]", "[2, 4]"});
  Tensor<float> three(std::vector<float>(12), {3, 4}), negative(std::vector<float>(12), {-3, 3});
  refused(&x, &three, {"output 'y'", "'batch' is 3 here, but 2"});
  refused(&negative, &y, {"argument 'x'", "[-3, 3]"});
  int64_t transposed[] = {1, 2}, gaps[] = {4, 1};
  x.strides = transposed;
  refused(&x, &y, {"argument 'x'", "row-major", "copy it"});
  x.strides = gaps;
  refused(&x, &y, {"argument 'x'", "row-major"});
  x.strides = nullptr;
  x.device = {2, 0};
  refused(&x, &y, {"argument 'x'", "device type 2"});
  x.device = {DLC_DEVICE_CPU, 0};
  x.dtype.lanes = 4;
  refused(&x, &y, {"argument 'x'", "a vector of 4 elements"});
  x.dtype.lanes = 1;
  x.shape = nullptr;
  refused(&x, &y, {"argument 'x'", "shape is null"});
  x.shape = x.extents.data();
  void *data = x.data;
  x.data = nullptr;
  x.byte_offset = 4;
  refused(&x, &y, {"argument 'x' is null"});
  x.data = data;
  x.byte_offset = 2;
  refused(&x, &y, {"argument 'x'", "multiple of 4"});
  x.byte_offset = 0;
  y.extents[0] = x.extents[0] = sum.extents[0] = 1000;
  refused(&x, &y, {"extent 'batch' is 1000"});
  const dlc_module *module = dlc_module_get();
  EXPECT_EQ(module->run(instance, 0, nullptr, nullptr), DLC_BAD_ARGUMENT);
}

TEST(Call, BadDataChangesNothing) {
  Fake instance;
  int64_t label[4] = {1, 9, 10, 1};
  std::vector<float> table(40);
  float value[4];
  EXPECT_EQ(fake_pick(instance, label, table.data(), 2, value), DLC_OK);
  expectFailure(fake_pick(instance, label, table.data(), 4, value), DLC_BAD_DATA, instance.message(),
                {"fake_pick: argument 'label': element 2 is 10; expected 0 to 9", "fake.mlir:7:3"});
  label[0] = INT64_MIN;
  expectFailure(fake_pick(instance, label, table.data(), 4, value), DLC_BAD_DATA, instance.message(),
                {"element 0 is -9223372036854775808"});
  EXPECT_EQ(instance.count(), 2);
}

TEST(Call, Busy) {
  Fake instance;
  struct Waiting {
    fake *instance;
    int64_t flag = 0;
    float done = 0;
    dlc_status status = -1;
  } waiting;
  waiting.instance = instance;
  auto waiter = [](void *argument) -> void * {
    Waiting &waiting = *static_cast<Waiting *>(argument);
    do // this thread may itself be refused while the other one is trying
      waiting.status = fake_wait(waiting.instance, &waiting.flag, &waiting.done);
    while (waiting.status == DLC_BUSY);
    return nullptr;
  };
  pthread_t thread;
  pthread_create(&thread, nullptr, waiter, &waiting);
  float y[4], sum[1];
  while (fake_forward(instance, ones.data(), 1, y, sum) != DLC_BUSY)
    sched_yield();
  EXPECT_TRUE(contains(instance.message(), "another call is running"));
  EXPECT_EQ(fake_reserve(instance, 1, 1), DLC_BUSY);
  EXPECT_EQ(fake_load(instance, "x", DLC_PARAMETERS), DLC_BUSY);
  __atomic_store_n(&waiting.flag, 1, __ATOMIC_RELEASE);
  pthread_join(thread, nullptr);
  EXPECT_EQ(waiting.status, DLC_OK);
  EXPECT_EQ(fake_forward(instance, ones.data(), 1, y, sum), DLC_OK);
  EXPECT_EQ(fake_forward(instance, nullptr, 1, y, sum), DLC_BAD_ARGUMENT);
  EXPECT_TRUE(contains(instance.message(), "'x' is null"));
}

TEST(Call, FloatingPointMode) {
  Fake instance;
  unsigned before = _mm_getcsr(), flushing = 0x1f80 | 0x8040 | 0x6000; // flush to zero, denormals are zero, truncate
  _mm_setcsr(flushing);
  float c;
  EXPECT_EQ(fake_add(instance, 1e-40f, 0, &c), DLC_OK);
  unsigned after = _mm_getcsr();
  _mm_setcsr(before);
  EXPECT_EQ(after, flushing);
  EXPECT_EQ(c, 1e-40f); // denormal numbers are kept inside
}
