//===- ThreadPool.h - Workers for parallel loops: one pool per artefact and process -----------------------------===//
//
// Each worker has one word. The caller cuts the loop into one contiguous range per thread and says so in the words; the
// caller and the workers take their own range piece by piece and then what is left of the others', so that a worker
// without a core delays nobody, and equal loops find their data in the same core's cache. Workers spin for a while
// after work and then sleep in the kernel (futex). While one instance has the pool, loops of others run on their own
// thread: nobody waits for a stranger's loop.
#ifndef DLC_RUNTIME_CPU_THREADPOOL_H
#define DLC_RUNTIME_CPU_THREADPOOL_H

#include "runtime/Abi.h"

#include <atomic>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <sys/types.h>

namespace dlc {

class ThreadPool {
public:
  static constexpr int maxThreads = 256; // the caller's included

  // The pool of this artefact. Nothing to construct or to destroy: it is all zeros.
  static ThreadPool &get();

  // Has at least threads - 1 workers until the matching release; the last release ends all of them. False: the system
  // gives no more threads.
  bool retain(int threads);
  void release(int threads);

  // Ends the workers where no loop runs: before the code that they run is unloaded.
  void unload();

  // See dlc_parallel_for. `scratch` has one part per thread.
  void run(int threads, dlc_abi_kernel *kernel, const void *arguments, int64_t count, char *scratch, int64_t stride);

private:
  enum Word : uint32_t { idle, asleep, work, running, awaited, quit };

  struct alignas(64) Worker {
    std::atomic<uint32_t> word;
    int index; // from 1: 0 is the caller
    pthread_t thread;
    pid_t system;          // the thread's number to the kernel
    cpu_set_t allowed;     // cores, when it began
    std::atomic<int> core; // where it fell asleep
    void *stack;
    size_t stackSize;
    ThreadPool *pool;
  };

  // What is left of one thread's iterations.
  struct alignas(64) Range {
    std::atomic<int64_t> next;
    int64_t end;
    bool take(int64_t &begin, int64_t &size);
  };

  struct Job {
    dlc_abi_kernel *kernel;
    const void *arguments;
    int ranges;
    char *scratch;
    int64_t stride;
  };

  void own();
  bool startWorker(Worker &worker);
  void stopWorkers();
  void waitFor(Worker &worker);
  void runRanges(int index);
  static void *workerMain(void *argument);
  static void sleepUntilWork(Worker &worker);
  void wake(Worker &worker, cpu_set_t &busy) const;

  pthread_mutex_t mutex; // of retain and release
  int users;
  std::atomic<pid_t> process; // the workers live in: after a fork the child has none; -1 while they are forgotten
  std::atomic<int> workerCount;
  std::atomic<uint64_t> spin; // ticks to spin before sleeping; 0 where there are more threads than cores
  alignas(64) std::atomic<uint32_t> taken;
  Job job;
  Range ranges[maxThreads];
  Worker workers[maxThreads];
};

} // namespace dlc

#endif // DLC_RUNTIME_CPU_THREADPOOL_H
