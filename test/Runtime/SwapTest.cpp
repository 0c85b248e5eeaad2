//===- SwapTest.cpp - Parameters that change under running calls: each call sees one set whole
//---------------------===//
#include "test/Runtime/Tensors.h"

#include <pthread.h>
#include <sched.h>

#include <atomic>

namespace {

// A checkpoint whose weights and bias are all `value`.
std::string checkpointOf(float value) {
  Fake instance;
  Tensor<float> w(std::vector<float>(12, value), {4, 3}), b(std::vector<float>(4, value), {4});
  Tensor<double> scale({1}, {});
  EXPECT_EQ(fake_set(instance, "fc.weight", &w), DLC_OK);
  EXPECT_EQ(fake_set(instance, "b", &b), DLC_OK);
  EXPECT_EQ(fake_set(instance, "scale", &scale), DLC_OK);
  size_t size = 0;
  EXPECT_EQ(fake_save_memory(instance, nullptr, 0, &size, DLC_PARAMETERS), DLC_OK);
  std::string bytes(size, '\0');
  EXPECT_EQ(fake_save_memory(instance, &bytes[0], size, &size, DLC_PARAMETERS), DLC_OK);
  return bytes;
}

struct Caller {
  pthread_t thread;
  fake *instance;
  std::atomic<bool> *stop;
  int calls = 0;
  bool whole = true;

  static void *run(void *argument) {
    Caller &caller = *static_cast<Caller *>(argument);
    const float x[6] = {1, 1, 1, 1, 1, 1};
    float y[8], sum[2];
    while (!caller.stop->load(std::memory_order_relaxed) || caller.calls == 0) {
      if (fake_forward(caller.instance, x, 2, y, sum) != DLC_OK)
        caller.whole = false;
      // With weights and bias k every value is 3 k + k: prepared values of one set with a bias of another show.
      for (float value : y)
        caller.whole = caller.whole && value == y[0] && (value == 4 * 1 || value == 4 * 2 || value == 4 * 3);
      ++caller.calls;
    }
    return nullptr;
  }
};

} // namespace

TEST(Swap, EachCallSeesOneSetWhole) {
  const std::string checkpoints[] = {checkpointOf(1), checkpointOf(2), checkpointOf(3)};
  Fake owner(2);
  auto load = [&](fake *instance, int i) {
    return fake_load_memory(instance, checkpoints[i].data(), checkpoints[i].size(), DLC_PARAMETERS);
  };
  ASSERT_EQ(load(owner, 0), DLC_OK);
  std::atomic<bool> stop(false);
  Caller callers[3];
  for (Caller &caller : callers) {
    dlc_options options = FAKE_OPTIONS_INIT;
    options.threads = &caller == callers ? 2 : 1;
    ASSERT_EQ(fake_share(owner, &options, &caller.instance), DLC_OK);
    caller.stop = &stop;
    pthread_create(&caller.thread, nullptr, Caller::run, &caller);
  }
  for (int i = 0; i < 300; ++i) {
    ASSERT_EQ(load(owner, i % 3), DLC_OK);
    Fake passing(static_cast<fake *>(owner)); // comes and goes meanwhile
    if (i % 8 == 0)
      sched_yield();
  }
  stop = true;
  for (Caller &caller : callers) {
    pthread_join(caller.thread, nullptr);
    EXPECT_TRUE(caller.whole);
    fake_destroy(caller.instance);
  }
}

// Two at once change different parameters: none of the changes is lost.
TEST(Swap, ChangesComeOneAfterTheOther) {
  Fake owner;
  Fake other(static_cast<fake *>(owner));
  struct Setter {
    fake *instance;
    const char *key;
    Tensor<float> tensor;
    dlc_status status = DLC_OK;
  } setters[2] = {{owner, "fc.weight", {std::vector<float>(12), {4, 3}}}, {other, "b", {std::vector<float>(4), {4}}}};
  auto run = [](void *argument) -> void * {
    Setter &setter = *static_cast<Setter *>(argument);
    for (int i = 1; i <= 200 && setter.status == DLC_OK; ++i) {
      for (float &value : setter.tensor.values)
        value = static_cast<float>(i);
      setter.status = fake_set(setter.instance, setter.key, &setter.tensor);
    }
    return nullptr;
  };
  pthread_t threads[2];
  for (int i = 0; i < 2; ++i)
    pthread_create(&threads[i], nullptr, run, &setters[i]);
  for (pthread_t thread : threads)
    pthread_join(thread, nullptr);
  for (const Setter &setter : setters)
    EXPECT_EQ(setter.status, DLC_OK);
  EXPECT_EQ(owner.weight(), std::vector<float>(12, 200));
  EXPECT_EQ(owner.bias(), std::vector<float>(4, 200));
}

TEST(Swap, InstancesComeAndGoInManyThreads) {
  auto run = [](void *argument) -> void * {
    for (int i = 0; i < 100; ++i) {
      dlc_options options = FAKE_OPTIONS_INIT;
      options.threads = 1 + i % 3;
      fake *owner = nullptr, *other = nullptr;
      std::vector<double> v(10000, 1.0);
      double total = 0;
      bool fine = fake_create(&options, &owner) == DLC_OK && fake_share(owner, nullptr, &other) == DLC_OK;
      fake_destroy(owner);
      fine = fine && fake_total(other, v.data(), 10000, &total) == DLC_OK && total == 10000;
      fake_destroy(other);
      if (!fine)
        *static_cast<std::atomic<bool> *>(argument) = false;
    }
    return nullptr;
  };
  std::atomic<bool> fine(true);
  pthread_t threads[3];
  for (pthread_t &thread : threads)
    pthread_create(&thread, nullptr, run, &fine);
  for (pthread_t thread : threads)
    pthread_join(thread, nullptr);
  EXPECT_TRUE(fine);
}
