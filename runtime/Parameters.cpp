//===- Parameters.cpp - Parameters: their first values, the sets they live in, and how one set takes the place of
// another ---===//
#include "runtime/Instance.h"

#include "dlc-c/Philox.h"

#include <string.h>

namespace dlc {

//--- First values -----------------------------------------------------------------------------------------------------

namespace {
// What `initialize` asks of the workers.
struct Fill {
  char *to;
  dlc_dtype type;
  int32_t init;
  uint32_t stream;
  uint64_t seed;
  double p0, p1;
};
} // namespace

static uint16_t toBf16(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  if (value != value)
    return static_cast<uint16_t>(bits >> 16 | 0x40);
  return static_cast<uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

// Rounds to nearest even. Where the f16 is subnormal, adding 0.5f moves its significand into the low bits of the f32.
static uint16_t toF16(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  uint16_t sign = static_cast<uint16_t>(bits >> 16 & 0x8000);
  bits &= 0x7fffffff;
  if (bits > 0x7f800000)
    return sign | 0x7e00;
  if (bits < 0x38800000) { // below 2^-14
    float magnitude;
    memcpy(&magnitude, &bits, 4);
    magnitude += 0.5f;
    memcpy(&bits, &magnitude, 4);
    return static_cast<uint16_t>(sign | (bits - 0x3f000000));
  }
  bits = (bits + 0xfff + (bits >> 13 & 1)) - 0x38000000;
  return static_cast<uint16_t>(sign | (bits >= 0x7c00u << 13 ? 0x7c00 : bits >> 13));
}

// Writes element `index`: as f64, or rounded to f32 and from there to a narrower type, or as a whole number.
static void store(const Fill &fill, int64_t index, double value) {
  char *to = fill.to + index * (fill.type.bits / 8);
  if (fill.type.code == DLC_CODE_FLOAT && fill.type.bits == 64) {
    memcpy(to, &value, 8);
  } else if (fill.type.code == DLC_CODE_FLOAT || fill.type.code == DLC_CODE_BFLOAT) {
    float single = static_cast<float>(value);
    uint16_t half = fill.type.code == DLC_CODE_BFLOAT ? toBf16(single) : toF16(single);
    if (fill.type.bits == 32)
      memcpy(to, &single, 4);
    else
      memcpy(to, &half, 2);
  } else {
    int64_t whole = fill.type.code == DLC_CODE_BOOL ? value != 0 : static_cast<int64_t>(value);
    memcpy(to, &whole, fill.type.bits / 8); // little-endian: the low bytes
  }
}

static void fillRange(const void *arguments, int64_t begin, int64_t end, char *) {
  const Fill &fill = *static_cast<const Fill *>(arguments);
  uint32_t words[4];
  for (int64_t i = begin; i < end; ++i) {
    if (fill.init < dlc_init_uniform) {
      store(fill, i, fill.p0);
      continue;
    }
    if (i == begin || i % 4 == 0)
      dlc_philox_block(fill.seed, fill.stream, 0, static_cast<uint64_t>(i) / 4, words);
    uint32_t word = words[i % 4];
    store(fill, i,
          fill.init == dlc_init_uniform  ? dlc_philox_uniform(word, fill.p0, fill.p1)
          : fill.init == dlc_init_normal ? dlc_philox_normal(word, fill.p0, fill.p1)
                                         : dlc_philox_truncated_normal(word, fill.p0, fill.p1));
  }
}

void initialize(dlc_instance &instance, int32_t number, void *to) {
  const dlc_abi_tensor &tensor = instance.shared->model->tensors[number];
  dlc_dtype type = instance.shared->module->tensors[number].dtype;
  if (tensor.init == dlc_init_external)
    return;
  if (tensor.init == dlc_init_data || tensor.init == dlc_init_zeros) {
    if (tensor.init == dlc_init_data)
      memcpy(to, tensor.data, static_cast<size_t>(tensor.bytes));
    else
      memset(to, 0, static_cast<size_t>(tensor.bytes));
    return;
  }
  Fill fill = {static_cast<char *>(to), type, tensor.init, static_cast<uint32_t>(tensor.stream),
               instance.initialSeed,    1.0,  0.0};
  if (tensor.init != dlc_init_ones) {
    memcpy(&fill.p0, &tensor.p0, 8);
    memcpy(&fill.p1, &tensor.p1, 8);
  }
  constexpr int64_t worthAThread = 4096;
  FloatMode mode;
  dlc_parallel_for(&instance.frame, fillRange, &fill, tensor.bytes / (type.bits / 8), worthAThread);
}

//--- Sets -------------------------------------------------------------------------------------------------------------

static int64_t carveTables(const Shared &shared, char *memory, ParameterSet *&set) {
  void **tensors = nullptr, **prepared = nullptr;
  Carver carver(memory);
  carver.take(set, 1);
  carver.take(tensors, shared.module->parameter_count);
  carver.take(prepared, shared.variant->prepared_count);
  if (memory) {
    set->tensors = tensors;
    set->prepared = prepared;
  }
  return carver.used;
}

// The values themselves: of each parameter with own[i], and prepared ones.
static int64_t carveValues(const Shared &shared, const uint8_t *own, char *memory, ParameterSet &set) {
  Carver carver(memory);
  auto take = [&](int64_t bytes) {
    char *data = nullptr;
    carver.take(data, bytes);
    return data;
  };
  for (int32_t i = 0; i < shared.module->parameter_count; ++i)
    set.tensors[i] = own[i] ? take(shared.model->tensors[i].bytes) : nullptr;
  for (int64_t i = 0; i < shared.variant->prepared_count; ++i)
    set.prepared[i] = take(shared.variant->prepared_bytes[i]);
  return carver.used + static_cast<int64_t>(alignment); // so that an empty tensor has an address too
}

static Status makeSet(const Shared &shared, Message &message, const uint8_t *own, ParameterSet *&set) {
  Block self, memory;
  if (!allocate(carveTables(shared, nullptr, set), self))
    return fail(message, DLC_NO_MEMORY, "%s: no memory for a table of parameters", shared.module->name);
  carveTables(shared, self.data, set);
  int64_t size = carveValues(shared, own, nullptr, *set);
  if (!allocate(size, memory)) {
    release(self);
    set = nullptr;
    return fail(message, DLC_NO_MEMORY, "%s: no memory for %lld bytes of parameters", shared.module->name,
                static_cast<long long>(size));
  }
  carveValues(shared, own, memory.data, *set);
  set->self = self;
  set->memory = memory;
  set->references.store(1, std::memory_order_relaxed);
  return DLC_OK;
}

// Which parameters get memory of their own in a new set.
struct Flags : Memory {
  Status make(const Shared &shared, Message &message) {
    if (allocate(shared.module->parameter_count + 1, *this))
      return DLC_OK;
    return fail(message, DLC_NO_MEMORY, "%s: no memory for a table of parameters", shared.module->name);
  }
  uint8_t *get() { return reinterpret_cast<uint8_t *>(data); }
};

Status makeInitialSet(dlc_instance &instance, Message &message, bool ownAll, ParameterSet *&set) {
  const Shared &shared = *instance.shared;
  Flags own;
  DLC_RETURN_IF_ERROR(own.make(shared, message));
  for (int32_t i = 0; i < shared.module->parameter_count; ++i)
    own.get()[i] = ownAll || shared.model->tensors[i].init != dlc_init_data;
  DLC_RETURN_IF_ERROR(makeSet(shared, message, own.get(), set));
  for (int32_t i = 0; i < shared.module->parameter_count; ++i) {
    if (own.get()[i])
      initialize(instance, i, set->tensors[i]);
    else // bytes in the artefact's read-only pages: nothing writes to a published set
      set->tensors[i] = const_cast<void *>(shared.model->tensors[i].data);
  }
  return DLC_OK;
}

Status copySet(dlc_instance &instance, Message &message, const uint8_t *replaced, ParameterSet *&set) {
  const Shared &shared = *instance.shared;
  const ParameterSet &old = *instance.set;
  Flags own;
  DLC_RETURN_IF_ERROR(own.make(shared, message));
  for (int32_t i = 0; i < shared.module->parameter_count; ++i)
    own.get()[i] = replaced[i] || old.tensors[i] != shared.model->tensors[i].data;
  DLC_RETURN_IF_ERROR(makeSet(shared, message, own.get(), set));
  for (int32_t i = 0; i < shared.module->parameter_count; ++i) {
    if (!own.get()[i])
      set->tensors[i] = old.tensors[i];
    else if (!replaced[i])
      memcpy(set->tensors[i], old.tensors[i], static_cast<size_t>(shared.model->tensors[i].bytes));
  }
  return DLC_OK;
}

Status prepare(dlc_instance &instance, Message &message, ParameterSet &set) {
  const Shared &shared = *instance.shared;
  const dlc_abi_variant &variant = *shared.variant;
  if (!variant.prepare)
    return DLC_OK;
  dlc_abi_frame frame = instance.frame;
  Memory memory, table;
  int64_t arena = align(variant.prepare_arena_bytes), stride = align(variant.scratch_bytes);
  int64_t tables = tensorCount(*shared.module) * static_cast<int64_t>(sizeof(void *));
  if (!allocate(arena + stride * frame.threads + 64, memory) || !allocate(tables + 64, table))
    return fail(message, DLC_NO_MEMORY, "%s: no memory to prepare the parameters", shared.module->name);
  memcpy(table.data, set.tensors, sizeof(void *) * static_cast<size_t>(shared.module->parameter_count));
  frame.tensors = reinterpret_cast<void **>(table.data);
  frame.prepared = set.prepared;
  frame.arguments = nullptr;
  frame.extents = nullptr;
  frame.arena = memory.data;
  frame.scratch = memory.data + arena;
  frame.scratch_stride = stride;
  frame.error = 0;
  int32_t error;
  {
    FloatMode mode;
    error = variant.prepare(&frame);
  }
  return error ? fail(message, DLC_INTERNAL, "%s: preparing the parameters failed (%d)", shared.module->name, error)
               : DLC_OK;
}

void unreference(ParameterSet *set) {
  if (set && set->references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
    release(set->memory);
    Block self = set->self;
    release(self);
  }
}

// The instance turns to a set, which stays referenced for it. Under shared.mutex, which keeps `set` from going away.
void use(dlc_instance &instance, ParameterSet *set) {
  set->references.fetch_add(1, std::memory_order_relaxed);
  size_t size = sizeof(void *) * static_cast<size_t>(instance.shared->module->parameter_count);
  memcpy(instance.tensors, set->tensors, size);
  instance.frame.prepared = set->prepared;
  unreference(instance.set);
  instance.set = set;
}

void publish(dlc_instance &instance, ParameterSet *set) {
  Shared &shared = *instance.shared;
  pthread_mutex_lock(&shared.mutex);
  ParameterSet *old = shared.current.load(std::memory_order_relaxed);
  shared.current.store(set, std::memory_order_release);
  // Instances that nobody is calling turn at once, lest they keep the old set in memory; the others when called next.
  for (dlc_instance *other = shared.instances; other; other = other->next) {
    State expected = State::idle;
    if (other == &instance) {
      use(*other, set);
    } else if (other->state.compare_exchange_strong(expected, State::updating, std::memory_order_acquire)) {
      use(*other, set);
      leave(*other);
    }
  }
  pthread_mutex_unlock(&shared.mutex);
  unreference(old);
}

void adopt(dlc_instance &instance) {
  Shared &shared = *instance.shared;
  pthread_mutex_lock(&shared.mutex);
  use(instance, shared.current.load(std::memory_order_relaxed));
  pthread_mutex_unlock(&shared.mutex);
}

} // namespace dlc
