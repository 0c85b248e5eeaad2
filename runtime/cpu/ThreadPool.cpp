//===- ThreadPool.cpp - Workers for parallel loops --------------------------------------------------------------===//
#include "runtime/cpu/ThreadPool.h"

#include "runtime/Device.h"

#include <immintrin.h>
#include <linux/futex.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace dlc {

static_assert(PTHREAD_MUTEX_DEFAULT == 0, "a mutex of zeros must be a valid one");

static constexpr size_t stackSize = 1 << 20, guardSize = 4096;
static constexpr uint64_t spinTicks = 100000; // 25 to 50 microseconds

static void futexWait(std::atomic<uint32_t> &word, uint32_t value) {
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0);
}

static void futexWake(std::atomic<uint32_t> &word) {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

ThreadPool &ThreadPool::get() {
  static ThreadPool pool;
  return pool;
}

//--- Workers ----------------------------------------------------------------------------------------------------------

bool ThreadPool::retain(int threads) {
  if (threads <= 1)
    return true;
  pthread_mutex_lock(&mutex);
  if (process != getpid()) { // first use, or the child of a fork: whatever was here lives elsewhere
    process = getpid();
    workerCount.store(0, std::memory_order_relaxed);
    taken.store(0, std::memory_order_relaxed);
  }
  int count = workerCount.load(std::memory_order_relaxed);
  while (count < threads - 1 && startWorker(workers[count])) {
    ++count;
    workerCount.store(count, std::memory_order_release);
  }
  bool enough = count >= threads - 1;
  if (enough) {
    spin.store(count < availableCores() ? spinTicks : 0, std::memory_order_relaxed);
    ++users;
  } else if (users == 0) {
    stopWorkers();
  }
  pthread_mutex_unlock(&mutex);
  return enough;
}

void ThreadPool::release(int threads) {
  if (threads <= 1)
    return;
  pthread_mutex_lock(&mutex);
  if (--users == 0)
    stopWorkers();
  pthread_mutex_unlock(&mutex);
}

// The stack is ours: glibc would keep its own mapped after the thread has ended, and signals are for others.
bool ThreadPool::startWorker(Worker &worker) {
  void *stack = mmap(nullptr, stackSize + guardSize, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED)
    return false;
  mprotect(stack, guardSize, PROT_NONE);
  worker.word.store(idle, std::memory_order_relaxed);
  worker.index = static_cast<int>(&worker - workers) + 1;
  worker.stack = stack;
  worker.pool = this;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, static_cast<char *>(stack) + guardSize, stackSize);
  sigset_t all, before;
  __builtin_memset(&all, 0xff, sizeof all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  bool started = pthread_create(&worker.thread, &attributes, workerMain, &worker) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  if (!started)
    munmap(stack, stackSize + guardSize);
  return started;
}

void ThreadPool::stopWorkers() {
  int count = workerCount.exchange(0, std::memory_order_relaxed);
  for (int i = 0; i < count && process == getpid(); ++i) {
    if (workers[i].word.exchange(quit, std::memory_order_acq_rel) == asleep)
      futexWake(workers[i].word);
    pthread_join(workers[i].thread, nullptr);
    munmap(workers[i].stack, stackSize + guardSize);
  }
}

// Returns when the word is `work` or `quit`.
void ThreadPool::sleepUntilWork(Worker &worker) {
  auto isIdle = [&] { return worker.word.load(std::memory_order_relaxed) == idle; };
  uint64_t begin = __rdtsc(), ticks = worker.pool->spin.load(std::memory_order_relaxed);
  while (isIdle() && __rdtsc() - begin < ticks)
    _mm_pause();
  uint32_t expected = idle;
  if (worker.word.compare_exchange_strong(expected, asleep, std::memory_order_relaxed))
    while (worker.word.load(std::memory_order_relaxed) == asleep)
      futexWait(worker.word, asleep);
}

void *ThreadPool::workerMain(void *argument) {
  Worker &worker = *static_cast<Worker *>(argument);
  FloatMode::set(FloatMode::standard);
  for (;;) {
    sleepUntilWork(worker);
    uint32_t expected = work;
    if (worker.word.compare_exchange_strong(expected, running, std::memory_order_acquire)) {
      worker.pool->job.runRange(worker.index);
      if (worker.word.exchange(idle, std::memory_order_release) == awaited)
        futexWake(worker.word);
    } else if (expected == quit) {
      return nullptr;
    }
  }
}

//--- Loops ------------------------------------------------------------------------------------------------------------

void ThreadPool::Job::runRange(int index) const {
  int64_t size = count / workers, longer = count % workers; // the first `longer` ranges have one more
  int64_t begin = index * size + (index < longer ? index : longer);
  kernel(arguments, begin, begin + size + (index < longer), scratch + index * stride);
}

// Returns when the worker's range is done: by it, or by this thread if it has not begun.
void ThreadPool::waitFor(Worker &worker) {
  uint32_t word = work;
  if (worker.word.compare_exchange_strong(word, idle, std::memory_order_acquire)) {
    job.runRange(worker.index);
    return;
  }
  uint64_t begin = __rdtsc(), ticks = spin.load(std::memory_order_relaxed);
  while (word == running && __rdtsc() - begin < ticks) {
    _mm_pause();
    word = worker.word.load(std::memory_order_acquire);
  }
  if (word == running && worker.word.compare_exchange_strong(word, awaited, std::memory_order_acquire))
    while (worker.word.load(std::memory_order_acquire) == awaited)
      futexWait(worker.word, awaited);
}

void ThreadPool::run(int threads, dlc_abi_kernel *kernel, const void *arguments, int64_t count, char *scratch,
                     int64_t stride) {
  int available = workerCount.load(std::memory_order_acquire) + 1;
  int ranges = threads < available ? threads : available;
  if (ranges <= 1 || taken.exchange(1, std::memory_order_acquire))
    return kernel(arguments, 0, count, scratch);
  job = {kernel, arguments, count, ranges, scratch, stride};
  for (int i = 0; i < ranges - 1; ++i)
    if (workers[i].word.exchange(work, std::memory_order_acq_rel) == asleep)
      futexWake(workers[i].word);
  job.runRange(0);
  for (int i = 0; i < ranges - 1; ++i)
    waitFor(workers[i]); // in the child of a fork, where there are no workers, it does all of them
  taken.store(0, std::memory_order_release);
}

} // namespace dlc

void dlc_parallel_for(dlc_abi_frame *frame, dlc_abi_kernel *kernel, const void *arguments, int64_t count,
                      int64_t grain) {
  if (count <= 0)
    return;
  if (frame->threads <= 1 || count / 2 < grain)
    return kernel(arguments, 0, count, frame->scratch);
  int64_t worth = count / (grain < 1 ? 1 : grain);
  int threads = worth < frame->threads ? static_cast<int>(worth) : frame->threads;
  dlc::ThreadPool::get().run(threads, kernel, arguments, count, frame->scratch, frame->scratch_stride);
}
