//===- Instance.cpp - Instances: create, share, destroy, reserve, reset, seed, bytes, message -------------------===//
#include "runtime/Instance.h"

#include "runtime/Options.h"
#include "runtime/cpu/ThreadPool.h"

#include <sched.h>
#include <string.h>

namespace dlc {

Status failNull(const char *function) {
  return fail(threadMessage(), DLC_BAD_ARGUMENT, "%s: the instance is null", function);
}

Message &messageOf(dlc_instance &instance) {
  if (threadMessage().busy == &instance)
    threadMessage().busy = nullptr;
  return instance.message;
}

Status enterSlowly(dlc_instance &instance) {
  for (;;) {
    State expected = State::idle;
    if (instance.state.compare_exchange_strong(expected, State::running, std::memory_order_acquire))
      return DLC_OK;
    if (expected == State::running) {
      threadMessage().busy = &instance;
      return DLC_BUSY;
    }
    sched_yield(); // a load in another instance is swapping the parameters: a few stores
  }
}

//--- Making an instance -----------------------------------------------------------------------------------------------

static int64_t carve(Shared &shared, char *memory, dlc_instance *&instance) {
  const dlc_module &module = *shared.module;
  dlc_instance tables;
  Carver carver(memory);
  carver.take(instance, 1);
  carver.take(tables.ranges, module.dim_count);
  carver.take(tables.wanted, module.entry_count);
  carver.take(tables.spans, shared.maxArguments);
  carver.take(tables.tensors, tensorCount(module));
  carver.take(tables.pointers, shared.maxArguments);
  carver.take(tables.extents, module.dim_count);
  carver.take(tables.reserved, module.dim_count);
  if (memory) {
    instance->shared = &shared;
    instance->entries = shared.entries;
    instance->ranges = tables.ranges;
    instance->wanted = tables.wanted;
    instance->spans = tables.spans;
    instance->tensors = tables.tensors;
    instance->pointers = tables.pointers;
    instance->extents = tables.extents;
    instance->reserved = tables.reserved;
  }
  return carver.used;
}

// Takes what the options ask for, without the memory for it.
static Status configure(dlc_instance &instance, const dlc_options &options, Message &message) {
  const dlc_module &module = *instance.shared->module;
  DLC_RETURN_IF_ERROR(readEntries(module, options.entries, message, instance.wanted));
  DLC_RETURN_IF_ERROR(readExtents(module, options.reserve, message, instance.reserved));
  instance.nullResults = options.null_results;
  DLC_RETURN_IF_ERROR(planMemory(*instance.shared, instance.wanted, options.threads, instance.nullResults,
                                 instance.reserved, message, instance.plan));
  instance.frame.threads = options.threads;
  instance.frame.seed = static_cast<int64_t>(options.seed);
  instance.initialSeed = options.seed;
  instance.givenArena = static_cast<char *>(options.arena);
  instance.givenArenaBytes = static_cast<int64_t>(options.arena_bytes);
  uintptr_t arena = reinterpret_cast<uintptr_t>(options.arena);
  instance.arenaSpan = {arena, arena + (options.arena ? options.arena_bytes : 0)};
  return DLC_OK;
}

static Status makeInstance(Shared &shared, const dlc_options &options, Message &message, dlc_instance *&instance) {
  Block self;
  if (!allocate(carve(shared, nullptr, instance), self))
    return fail(message, DLC_NO_MEMORY, "%s: no memory for an instance", shared.module->name);
  carve(shared, self.data, instance);
  instance->self = self;
  Status status = configure(*instance, options, message);
  if (status != DLC_OK)
    release(self);
  return status;
}

static void freeInstance(dlc_instance *instance) {
  unreference(instance->set);
  if (instance->pooled)
    ThreadPool::get().release(instance->frame.threads);
  release(instance->arena);
  release(instance->states);
  Block self = instance->self;
  release(self);
}

// Gives the instance an arena for these extents, the caller's or a mapped one. Nothing has changed where it fails.
static Status provideArena(dlc_instance &instance, const MemoryPlan &plan, const int64_t *extents, Message &message) {
  const char *model = instance.shared->module->name;
  char *arena = instance.givenArena;
  if (arena) {
    if (instance.givenArenaBytes < plan.total)
      return fail(message, DLC_TOO_LARGE, "%s: these extents need an arena of %lld bytes, options.arena_bytes is %lld",
                  model, static_cast<long long>(plan.total), static_cast<long long>(instance.givenArenaBytes));
  } else if (plan.total > static_cast<int64_t>(instance.arena.size)) {
    Block mapped;
    if (!allocate(plan.total, mapped))
      return fail(message, DLC_NO_MEMORY, "%s: no memory for an arena of %lld bytes", model,
                  static_cast<long long>(plan.total));
    release(instance.arena);
    instance.arena = mapped;
  }
  if (!arena)
    arena = instance.arena.data ? instance.arena.data : reinterpret_cast<char *>(&instance); // never null
  instance.frame.arena = arena;
  instance.unwanted = arena + plan.entry;
  instance.frame.scratch = instance.unwanted + plan.unwanted;
  instance.frame.scratch_stride = plan.scratchStride;
  for (int32_t i = 0; i < instance.shared->module->dim_count; ++i) {
    int64_t minimum = instance.shared->module->dims[i].minimum;
    instance.reserved[i] = extents[i];
    instance.ranges[i] = {static_cast<uint64_t>(minimum), static_cast<uint64_t>(extents[i] - minimum)};
  }
  return DLC_OK;
}

static void initializeStates(dlc_instance &instance) {
  const dlc_module &module = *instance.shared->module;
  for (int64_t i = module.parameter_count; i < tensorCount(module); ++i)
    initialize(instance, static_cast<int32_t>(i), instance.tensors[i]);
}

static Status provideStates(dlc_instance &instance, Message &message) {
  const dlc_module &module = *instance.shared->module;
  const dlc_abi_tensor *tensors = instance.shared->model->tensors;
  int64_t size = static_cast<int64_t>(alignment); // so that an empty state has an address too
  for (int64_t i = module.parameter_count; i < tensorCount(module); ++i)
    size += align(tensors[i].bytes);
  if (!allocate(size, instance.states))
    return fail(message, DLC_NO_MEMORY, "%s: no memory for %lld bytes of state", module.name,
                static_cast<long long>(size));
  char *to = instance.states.data;
  for (int64_t i = module.parameter_count; i < tensorCount(module); ++i) {
    instance.tensors[i] = to;
    to += align(tensors[i].bytes);
  }
  instance.frame.tensors = instance.tensors;
  initializeStates(instance);
  return DLC_OK;
}

// All that an instance has of its own.
static Status provide(dlc_instance &instance, Message &message) {
  if (!ThreadPool::get().retain(instance.frame.threads))
    return fail(message, DLC_NO_MEMORY,
                "%s: the system gives no %d threads besides the caller's; set options.threads or DLC_THREADS to fewer",
                instance.shared->module->name, instance.frame.threads - 1);
  instance.pooled = true;
  DLC_RETURN_IF_ERROR(provideArena(instance, instance.plan, instance.reserved, message));
  return provideStates(instance, message);
}

// The first parameters of a new Shared.
static Status provideParameters(dlc_instance &instance, const dlc_options &options, Message &message) {
  const Shared &shared = *instance.shared;
  ParameterSet *set = nullptr;
  for (int32_t i = 0; !options.weights && i < shared.module->parameter_count; ++i)
    if (shared.model->tensors[i].init == dlc_init_external)
      return fail(message, DLC_BAD_ARGUMENT,
                  "%s_create: the values of '%.200s' are not inside (--weights=external); set options.weights to a "
                  "safetensors file that has them",
                  shared.module->name, shared.module->tensors[i].name);
  DLC_RETURN_IF_ERROR(makeInitialSet(instance, message, options.weights != nullptr, set));
  Status status = options.weights ? loadWeights(shared, message, options.weights, *set) : DLC_OK;
  if (status == DLC_OK)
    status = prepare(instance, message, *set);
  if (status != DLC_OK)
    unreference(set);
  else
    instance.shared->current.store(set, std::memory_order_release);
  return status;
}

// From here on others may see the instance.
static void join(dlc_instance &instance) {
  Shared &shared = *instance.shared;
  pthread_mutex_lock(&shared.mutex);
  use(instance, shared.current.load(std::memory_order_relaxed));
  instance.next = shared.instances;
  if (shared.instances)
    shared.instances->previous = &instance;
  shared.instances = &instance;
  pthread_mutex_unlock(&shared.mutex);
}

} // namespace dlc

//--- The functions of Artifact.h --------------------------------------------------------------------------------------

using namespace dlc;

dlc_status dlc_rt_create(const dlc_abi_model *model, const dlc_options *given, dlc_instance **result) {
  Message &message = threadMessage();
  const dlc_module &module = *model->module;
  if (!result)
    return fail(message, DLC_BAD_ARGUMENT, "%s_create: the address of the instance is null", module.name);
  *result = nullptr;
  dlc_options options;
  Shared *shared = nullptr;
  dlc_instance *instance = nullptr;
  DLC_RETURN_IF_ERROR(readOptions(module, given, message, options));
  DLC_RETURN_IF_ERROR(makeShared(*model, message, shared));
  Status status = makeInstance(*shared, options, message, instance);
  if (status != DLC_OK) {
    destroyShared(shared);
    return status;
  }
  status = provide(*instance, message);
  if (status == DLC_OK)
    status = provideParameters(*instance, options, message);
  if (status != DLC_OK) {
    freeInstance(instance);
    destroyShared(shared);
    return status;
  }
  join(*instance);
  *result = instance;
  return DLC_OK;
}

dlc_status dlc_rt_share(dlc_instance *owner, const dlc_options *given, dlc_instance **result) {
  if (!owner)
    return failNull("share");
  Message &message = threadMessage();
  Shared &shared = *owner->shared;
  if (!result)
    return fail(message, DLC_BAD_ARGUMENT, "%s_share: the address of the instance is null", shared.module->name);
  *result = nullptr;
  dlc_options options;
  dlc_instance *instance = nullptr;
  DLC_RETURN_IF_ERROR(readOptions(*shared.module, given, message, options));
  if (options.weights)
    return fail(message, DLC_BAD_ARGUMENT, "%s_share: parameters are the owner's; options.weights is for %s_create",
                shared.module->name, shared.module->name);
  DLC_RETURN_IF_ERROR(makeInstance(shared, options, message, instance));
  Status status = provide(*instance, message);
  if (status != DLC_OK) {
    freeInstance(instance);
    return status;
  }
  join(*instance);
  *result = instance;
  return DLC_OK;
}

void dlc_rt_destroy(dlc_instance *instance) {
  if (!instance)
    return;
  while (enter(*instance) != DLC_OK) // another thread's call: let it end
    sched_yield();
  if (threadMessage().busy == instance)
    threadMessage().busy = nullptr;
  Shared &shared = *instance->shared;
  pthread_mutex_lock(&shared.mutex);
  (instance->previous ? instance->previous->next : shared.instances) = instance->next;
  if (instance->next)
    instance->next->previous = instance->previous;
  bool last = !shared.instances;
  pthread_mutex_unlock(&shared.mutex);
  freeInstance(instance);
  if (last)
    destroyShared(&shared);
}

dlc_status dlc_rt_bytes(const dlc_abi_model *model, const dlc_options *given, dlc_bytes *bytes) {
  Message &message = threadMessage();
  const dlc_module &module = *model->module;
  if (!bytes)
    return fail(message, DLC_BAD_ARGUMENT, "%s_bytes: the address of the result is null", module.name);
  dlc_options options;
  Shared *shared = nullptr;
  dlc_instance *instance = nullptr;
  DLC_RETURN_IF_ERROR(readOptions(module, given, message, options));
  DLC_RETURN_IF_ERROR(makeShared(*model, message, shared));
  Status status = makeInstance(*shared, options, message, instance);
  if (status == DLC_OK) {
    *bytes = {0, 0, 0, static_cast<uint64_t>(instance->plan.total)};
    for (int64_t i = 0; i < tensorCount(module); ++i)
      (i < module.parameter_count ? bytes->parameters : bytes->state) += align(model->tensors[i].bytes);
    for (int64_t i = 0; i < shared->variant->prepared_count; ++i)
      bytes->packed += align(shared->variant->prepared_bytes[i]);
    freeInstance(instance);
  }
  destroyShared(shared);
  return status;
}

dlc_status dlc_rt_reserve(dlc_instance *instance, const int64_t *extents) {
  Call call(instance, "reserve");
  DLC_RETURN_IF_ERROR(call.status);
  const Shared &shared = *instance->shared;
  Message &message = messageOf(*instance);
  Memory asked; // room for the new extents: the old ones hold until nothing can fail
  if (!allocate(shared.module->dim_count * 8 + 8, asked))
    return fail(message, DLC_NO_MEMORY, "%s_reserve: no memory", shared.module->name);
  int64_t *reserved = reinterpret_cast<int64_t *>(asked.data);
  MemoryPlan plan;
  DLC_RETURN_IF_ERROR(readExtents(*shared.module, extents, message, reserved));
  DLC_RETURN_IF_ERROR(
      planMemory(shared, instance->wanted, instance->frame.threads, instance->nullResults, reserved, message, plan));
  return provideArena(*instance, plan, reserved, message);
}

dlc_status dlc_rt_reset(dlc_instance *instance, int32_t what) {
  Call call(instance, "reset");
  DLC_RETURN_IF_ERROR(call.status);
  if (what != DLC_STATE)
    return fail(messageOf(*instance), DLC_BAD_ARGUMENT,
                "%s_reset: what is %d; expected DLC_STATE (load or set changes parameters)",
                instance->shared->module->name, what);
  initializeStates(*instance);
  instance->frame.seed = static_cast<int64_t>(instance->initialSeed);
  instance->frame.step = 0;
  return DLC_OK;
}

dlc_status dlc_rt_seed(dlc_instance *instance, uint64_t seed, uint64_t step) {
  Call call(instance, "seed");
  DLC_RETURN_IF_ERROR(call.status);
  instance->frame.seed = static_cast<int64_t>(seed);
  instance->frame.step = static_cast<int64_t>(step);
  return DLC_OK;
}

const char *dlc_rt_message(const dlc_instance *instance) {
  if (!instance)
    return threadMessage().text;
  if (threadMessage().busy == instance)
    return "another call is running in this instance; give each thread one of its own with _share";
  return instance->message.text;
}
