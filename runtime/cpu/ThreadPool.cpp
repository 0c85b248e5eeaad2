//===- ThreadPool.cpp - Workers for parallel loops --------------------------------------------------------------===//
#include "runtime/cpu/ThreadPool.h"

#include "runtime/Device.h"

#include <errno.h>
#include <immintrin.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace dlc {

static_assert(PTHREAD_MUTEX_DEFAULT == 0, "a mutex of zeros must be a valid one");

static constexpr size_t smallestStack = 1 << 20, largestStack = 64 << 20, guardSize = 4096;
static constexpr uint64_t spinTicks = 100000; // 25 to 50 microseconds

static void futexWait(std::atomic<uint32_t> &word, uint32_t value) {
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0);
}

static void futexWake(std::atomic<uint32_t> &word) {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

// A system call, made before sleeping and waking only: not worth one more symbol that artefacts ask of libc.
static int currentCore() {
  unsigned core = 0;
  syscall(SYS_getcpu, &core, nullptr, nullptr);
  return static_cast<int>(core);
}

ThreadPool &ThreadPool::get() {
  static ThreadPool pool;
  return pool;
}

//--- Workers ----------------------------------------------------------------------------------------------------------

// On first use, and in the child of a fork: whatever was here lives elsewhere, and a thread that held the mutex does
// not live here to let it go.
void ThreadPool::own() {
  pid_t self = getpid(), owner = process.load(std::memory_order_acquire);
  while (owner != self) {
    if (owner != -1 && process.compare_exchange_weak(owner, -1, std::memory_order_acquire)) {
      mutex = PTHREAD_MUTEX_INITIALIZER;
      workerCount.store(0, std::memory_order_relaxed);
      taken.store(0, std::memory_order_relaxed);
      process.store(self, std::memory_order_release);
    }
    owner = process.load(std::memory_order_acquire);
  }
}

bool ThreadPool::retain(int threads) {
  if (threads <= 1)
    return true;
  own();
  pthread_mutex_lock(&mutex);
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
  own();
  pthread_mutex_lock(&mutex);
  if (--users == 0)
    stopWorkers();
  pthread_mutex_unlock(&mutex);
}

// A loop that runs meanwhile keeps its workers: at the end of a process they end with it.
void ThreadPool::unload() {
  if (process.load(std::memory_order_acquire) != getpid() || taken.exchange(1, std::memory_order_acquire))
    return;
  pthread_mutex_lock(&mutex);
  stopWorkers();
  pthread_mutex_unlock(&mutex);
  taken.store(0, std::memory_order_release);
}

__attribute__((destructor)) static void unloadPool() { ThreadPool::get().unload(); }

// The stack is ours: glibc would keep its own mapped after the thread has ended, and signals are for others. glibc puts
// the program's thread-local variables on it, so it may have to be larger.
bool ThreadPool::startWorker(Worker &worker) {
  worker.word.store(idle, std::memory_order_relaxed);
  worker.index = static_cast<int>(&worker - workers) + 1;
  worker.pool = this;
  for (worker.stackSize = smallestStack; worker.stackSize <= largestStack; worker.stackSize *= 4) {
    worker.stack = mmap(nullptr, worker.stackSize + guardSize, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (worker.stack == MAP_FAILED)
      return false;
    mprotect(worker.stack, guardSize, PROT_NONE);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, static_cast<char *>(worker.stack) + guardSize, worker.stackSize);
    sigset_t all, before;
    __builtin_memset(&all, 0xff, sizeof all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&worker.thread, &attributes, workerMain, &worker);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    pthread_attr_destroy(&attributes);
    if (error == 0)
      return true;
    munmap(worker.stack, worker.stackSize + guardSize);
    if (error != EINVAL) // EINVAL: the stack is too small
      return false;
  }
  return false;
}

void ThreadPool::stopWorkers() {
  int count = workerCount.exchange(0, std::memory_order_relaxed);
  for (int i = 0; i < count; ++i) {
    if (workers[i].word.exchange(quit, std::memory_order_acq_rel) == asleep)
      futexWake(workers[i].word);
    pthread_join(workers[i].thread, nullptr);
    munmap(workers[i].stack, workers[i].stackSize + guardSize);
  }
}

// Returns when the word is `work` or `quit`.
void ThreadPool::sleepUntilWork(Worker &worker) {
  auto isIdle = [&] { return worker.word.load(std::memory_order_relaxed) == idle; };
  uint64_t begin = __rdtsc(), ticks = worker.pool->spin.load(std::memory_order_relaxed);
  while (isIdle() && __rdtsc() - begin < ticks)
    _mm_pause();
  worker.core.store(currentCore(), std::memory_order_relaxed);
  uint32_t expected = idle;
  if (worker.word.compare_exchange_strong(expected, asleep, std::memory_order_release))
    while (worker.word.load(std::memory_order_relaxed) == asleep)
      futexWait(worker.word, asleep);
}

void *ThreadPool::workerMain(void *argument) {
  Worker &worker = *static_cast<Worker *>(argument);
  worker.system = static_cast<pid_t>(syscall(SYS_gettid));
  syscall(SYS_sched_getaffinity, 0, sizeof worker.allowed, &worker.allowed);
  FloatMode::set(FloatMode::standard);
  for (;;) {
    sleepUntilWork(worker);
    uint32_t expected = work;
    if (worker.word.compare_exchange_strong(expected, running, std::memory_order_acquire)) {
      worker.pool->runRanges(worker.index);
      if (worker.word.exchange(idle, std::memory_order_release) == awaited)
        futexWake(worker.word);
    } else if (expected == quit) {
      return nullptr;
    }
  }
}

//--- Loops ------------------------------------------------------------------------------------------------------------

// Linux wakes a thread on the core where it last ran, even behind a thread that is busy there, and on virtual machines
// that do not say which cores share a cache it may leave both there for half a second. So a worker whose core is one of
// `busy` may not run on any of them from now on.
void ThreadPool::wake(Worker &worker, cpu_set_t &busy) const {
  if (process.load(std::memory_order_relaxed) != getpid())
    return; // in the child of a fork its number is that of the parent's thread
  int core = worker.core.load(std::memory_order_relaxed);
  if (CPU_ISSET(core, &busy)) {
    cpu_set_t others = worker.allowed;
    uint64_t any = 0;
    for (size_t i = 0; i < sizeof others / sizeof others.__bits[0]; ++i)
      any |= others.__bits[i] &= ~busy.__bits[i];
    if (any)
      syscall(SYS_sched_setaffinity, worker.system, sizeof others, &others);
  }
  CPU_SET(core, &busy);
  futexWake(worker.word);
}

// A quarter of what is left, so that whoever comes last or has least time leaves little to wait for. False: nothing
// left.
bool ThreadPool::Range::take(int64_t &begin, int64_t &size) {
  begin = next.load(std::memory_order_relaxed);
  do {
    if (begin >= end)
      return false;
    size = (end - begin + 3) / 4;
  } while (!next.compare_exchange_weak(begin, begin + size, std::memory_order_relaxed));
  return true;
}

// The thread's own range, then what others have left of theirs.
void ThreadPool::runRanges(int index) {
  char *scratch = job.scratch + index * job.stride;
  for (int i = 0; i < job.ranges; ++i) {
    Range &range = ranges[(index + i) % job.ranges];
    for (int64_t begin, size; range.take(begin, size);)
      job.kernel(job.arguments, begin, begin + size, scratch);
  }
}

// Waits until the worker has finished its share of this loop; a worker that has not started is recalled instead.
void ThreadPool::waitFor(Worker &worker) {
  uint32_t word = work;
  if (worker.word.compare_exchange_strong(word, idle, std::memory_order_acquire))
    return;
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
  int shares = threads < available ? threads : available;
  if (shares <= 1 || taken.exchange(1, std::memory_order_acquire))
    return kernel(arguments, 0, count, scratch);
  job = {kernel, arguments, shares, scratch, stride};
  int64_t begin = 0;
  for (int i = 0; i < shares; ++i) { // the first ones are one longer where it does not divide
    ranges[i].next.store(begin, std::memory_order_relaxed);
    begin += count / shares + (i < count % shares);
    ranges[i].end = begin;
  }
  cpu_set_t busy;
  bool anyAsleep = false;
  for (int i = 0; i < shares - 1; ++i) {
    if (workers[i].word.exchange(work, std::memory_order_acq_rel) != asleep)
      continue;
    if (!anyAsleep) {
      busy = {};
      CPU_SET(currentCore(), &busy);
      anyAsleep = true;
    }
    wake(workers[i], busy);
  }
  runRanges(0);
  for (int i = 0; i < shares - 1; ++i)
    waitFor(workers[i]); // in the child of a fork there are none, and all is done
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
