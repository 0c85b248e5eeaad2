//===- ThreadPoolTest.cpp - Every iteration once, at any number of threads
//-----------------------------------------===//
#include "runtime/cpu/ThreadPool.h"

#include "gtest/gtest.h"

#include <dirent.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <string>
#include <vector>

using dlc::ThreadPool;

namespace {

// Static thread-local storage is part of each thread's stack: more than a worker's usual one holds.
thread_local char large[2000000];

// A frame with scratch for its threads, and the pool they need.
struct Frame : dlc_abi_frame {
  explicit Frame(int count) : dlc_abi_frame(), memory(static_cast<size_t>(count) * 64 + 64) {
    retained = ThreadPool::get().retain(count);
    threads = count;
    scratch = memory.data() + (64 - reinterpret_cast<uintptr_t>(memory.data()) % 64) % 64;
    scratch_stride = 64;
  }
  ~Frame() { ThreadPool::get().release(threads); }
  std::vector<char> memory;
  bool retained;
};

struct Visits {
  std::vector<int> *seen;
  std::atomic<int> *calls;
};

void visit(const void *arguments, int64_t begin, int64_t end, char *scratch) {
  const Visits &visits = *static_cast<const Visits *>(arguments);
  visits.calls->fetch_add(1);
  memset(scratch, static_cast<int>(begin), 64); // a race if two workers had the same
  for (int64_t i = begin; i < end; ++i)
    (*visits.seen)[static_cast<size_t>(i)] += 1;
}

int callsOf(Frame &frame, int64_t count, int64_t grain) {
  std::vector<int> seen(static_cast<size_t>(count));
  std::atomic<int> calls(0);
  Visits visits = {&seen, &calls};
  dlc_parallel_for(&frame, visit, &visits, count, grain);
  for (int times : seen)
    EXPECT_EQ(times, 1);
  return calls;
}

int threadsOfProcess() {
  int count = 0;
  DIR *folder = opendir("/proc/self/task");
  while (dirent *entry = readdir(folder))
    count += entry->d_name[0] != '.';
  closedir(folder);
  return count;
}

} // namespace

TEST(ThreadPool, EachIterationOnce) {
  for (int threads : {1, 2, 3, 8}) {
    Frame frame(threads);
    ASSERT_TRUE(frame.retained);
    for (int64_t count : {0, 1, 2, 3, 7, 8, 9, 64, 1000})
      callsOf(frame, count, 1);
  }
}

TEST(ThreadPool, SmallLoopsStayOnTheThread) {
  Frame frame(4);
  EXPECT_EQ(callsOf(frame, 0, 1), 0);
  EXPECT_EQ(callsOf(frame, 100, 100), 1);
  EXPECT_EQ(callsOf(frame, 199, 100), 1);
  EXPECT_GT(callsOf(frame, 200, 100), 1);
  EXPECT_EQ(callsOf(frame, 100, INT64_MAX), 1);
}

// A loop worth two threads leaves the scratch of the others alone.
TEST(ThreadPool, NoMoreThreadsThanTheLoopIsWorth) {
  Frame frame(4);
  memset(frame.scratch, -1, 4 * 64);
  for (int i = 0; i < 100; ++i)
    callsOf(frame, 200, 100);
  for (int i = 2 * 64; i < 4 * 64; ++i)
    EXPECT_EQ(frame.scratch[i], -1);
}

// The caller takes over what a worker cannot do: here the only worker is held up in the first range it takes.
TEST(ThreadPool, NobodyWaitsForWhatHasNotBegun) {
  struct Shared {
    std::atomic<int> done;
    pthread_t caller;
  } shared = {{}, pthread_self()};
  auto kernel = [](const void *arguments, int64_t begin, int64_t end, char *) {
    auto &shared = *static_cast<Shared *>(const_cast<void *>(arguments));
    if (!pthread_equal(pthread_self(), shared.caller))
      while (shared.done.load() < 96) // all but the quarter of its half that the worker has in hand
        usleep(100);
    shared.done.fetch_add(static_cast<int>(end - begin));
  };
  Frame frame(2);
  for (int i = 0; i < 20; ++i) {
    shared.done = 0;
    dlc_parallel_for(&frame, kernel, &shared, 128, 1);
    EXPECT_EQ(shared.done, 128);
  }
}

TEST(ThreadPool, StacksHoldTheProgramsThreadLocals) {
  large[sizeof large - 1] = 1;
  Frame frame(2);
  EXPECT_TRUE(frame.retained);
  EXPECT_EQ(large[sizeof large - 1], 1);
}

TEST(ThreadPool, OneThreadStartsNone) {
  int before = threadsOfProcess();
  Frame frame(1);
  EXPECT_EQ(threadsOfProcess(), before);
  EXPECT_EQ(callsOf(frame, 100000, 1), 1);
}

TEST(ThreadPool, TheLastReleaseEndsAll) {
  int before = threadsOfProcess();
  {
    Frame two(2);
    EXPECT_EQ(threadsOfProcess(), before + 1);
    {
      Frame five(5);
      EXPECT_EQ(threadsOfProcess(), before + 4);
    }
    EXPECT_EQ(threadsOfProcess(), before + 4);
  }
  EXPECT_EQ(threadsOfProcess(), before);
}

TEST(ThreadPool, ManyLoopsWithPausesBetween) {
  Frame frame(3);
  for (int i = 0; i < 2000; ++i) {
    callsOf(frame, 64, 1);
    if (i % 200 == 0)
      usleep(2000); // the workers fall asleep
  }
}

// Two frames at once: one has the pool, the other runs its loop itself.
TEST(ThreadPool, TwoCallersAtOnce) {
  auto caller = [](void *) -> void * {
    Frame frame(3);
    for (int i = 0; i < 500; ++i)
      callsOf(frame, 100, 1);
    return nullptr;
  };
  pthread_t threads[3];
  for (pthread_t &thread : threads)
    pthread_create(&thread, nullptr, caller, nullptr);
  for (pthread_t thread : threads)
    pthread_join(thread, nullptr);
}

#if !__has_feature(thread_sanitizer) // which does not follow a fork of several threads
// Of each thread of the process: where it may run.
static std::map<pid_t, std::string> coresOfThreads() {
  std::map<pid_t, std::string> cores;
  DIR *folder = opendir("/proc/self/task");
  while (dirent *entry = readdir(folder)) {
    cpu_set_t set = {};
    pid_t thread = atoi(entry->d_name);
    if (thread > 0 && sched_getaffinity(thread, sizeof set, &set) == 0)
      cores[thread].assign(reinterpret_cast<char *>(&set), sizeof set);
  }
  closedir(folder);
  return cores;
}

TEST(ThreadPool, TheChildOfAForkGoesOnAlone) {
  Frame frame(3);
  callsOf(frame, 100, 1);
  usleep(2000); // the workers fall asleep
  auto before = coresOfThreads();
  pid_t child = fork();
  if (child == 0) {
    callsOf(frame, 100, 1);
    {
      Frame own(2);
      EXPECT_EQ(coresOfThreads().size(), 2U); // a worker of its own: the parent's are not here
      callsOf(own, 100, 1);
    }
    frame.threads = 1;
    _exit(testing::Test::HasFailure());
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(coresOfThreads(), before); // it has left the parent's workers alone
  callsOf(frame, 100, 1);
}
#endif
