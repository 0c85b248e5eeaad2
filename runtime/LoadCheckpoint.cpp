//===- LoadCheckpoint.cpp - Checkpoints in: load and set. Files are safetensors and may come from anywhere ------===//
//
// Everything is read aside (a new parameter set, a copy of the states) and taken over at the end, so that a file that
// turns out bad halfway has changed nothing. Files are read, never mapped: one that shrinks meanwhile must not end the
// process.
#include "runtime/File.h"
#include "runtime/Instance.h"

#include "dlc-c/Safetensors.h"

#include <string.h>

namespace dlc {

//--- Reading a checkpoint ---------------------------------------------------------------------------------------------

namespace {
// A checkpoint in a file or in memory, with the index of its tensors.
struct Checkpoint {
  ~Checkpoint() {
    release(header);
    release(index);
  }
  const dlc_safetensors_tensor *find(const char *key) const {
    return dlc_safetensors_find(&parsed, reinterpret_cast<dlc_safetensors_tensor *>(index.data), key);
  }
  const dlc_safetensors_tensor &tensor(uint64_t i) const {
    return reinterpret_cast<dlc_safetensors_tensor *>(index.data)[i];
  }
  Source source;
  Block header = {}; // of a file: its bytes
  Block index = {};
  dlc_safetensors parsed;
};

// A set that is thrown away unless it is taken.
struct NewSet {
  ~NewSet() { unreference(set); }
  ParameterSet *take() {
    ParameterSet *taken = set;
    set = nullptr;
    return taken;
  }
  ParameterSet *set = nullptr;
};
} // namespace

// How much of a key from a file a message shows.
static int shown(size_t size) { return static_cast<int>(size < 200 ? size : 200); }

static Status refuse(const Source &source, const dlc_safetensors_error &error, Message &message) {
  unsigned long long offset = error.offset;
  if (!error.key)
    return fail(message, DLC_BAD_FILE, "%.400s: %s (at byte %llu)", source.name, error.what, offset);
  return fail(message, DLC_BAD_FILE, "%.400s: '%.*s': %s (at byte %llu)", source.name, shown(error.key_size), error.key,
              error.what, offset);
}

// Brings the header of a file into memory: first its length, then all of it.
static Status readHeader(Checkpoint &checkpoint, Message &message) {
  const Source &source = checkpoint.source;
  dlc_safetensors_error error;
  char prefix[8];
  uint64_t available = source.size < 8 ? source.size : 8;
  DLC_RETURN_IF_ERROR(source.read(0, prefix, available, message));
  dlc_safetensors_open(&checkpoint.parsed, prefix, available, source.size, &error);
  if (error.what)
    return refuse(source, error, message);
  if (!allocate(static_cast<int64_t>(checkpoint.parsed.data), checkpoint.header))
    return fail(message, DLC_NO_MEMORY, "%.400s: no memory for its header", source.name);
  return source.read(0, checkpoint.header.data, checkpoint.parsed.data, message);
}

// Parses the header and makes the index.
static Status parse(Checkpoint &checkpoint, Message &message) {
  const Source &source = checkpoint.source;
  dlc_safetensors_error error;
  const void *bytes = source.bytes;
  uint64_t available = source.size;
  if (!bytes) {
    DLC_RETURN_IF_ERROR(readHeader(checkpoint, message));
    bytes = checkpoint.header.data;
    available = checkpoint.parsed.data;
  }
  if (!dlc_safetensors_open(&checkpoint.parsed, bytes, available, source.size, &error))
    return refuse(source, error, message);
  uint64_t size = (checkpoint.parsed.count + 1) * sizeof(dlc_safetensors_tensor); // count < 100 MB
  if (!allocate(static_cast<int64_t>(size), checkpoint.index))
    return fail(message, DLC_NO_MEMORY, "%.400s: no memory for its index", source.name);
  if (!dlc_safetensors_index(&checkpoint.parsed, reinterpret_cast<dlc_safetensors_tensor *>(checkpoint.index.data),
                             &error))
    return refuse(source, error, message);
  return DLC_OK;
}

// Type and shape in the file are those of the model.
static Status checkKind(const Checkpoint &checkpoint, const dlc_safetensors_tensor &tensor, const dlc_value &value,
                        Message &message) {
  const char *file = checkpoint.source.name;
  if (tensor.code != value.dtype.code || tensor.bits != value.dtype.bits)
    return fail(message, DLC_MISMATCH, "%.400s: '%.200s' is %s, the model has %s; convert the file", file, value.name,
                TypeName({tensor.code, tensor.bits, 1}).text, TypeName(value.dtype).text);
  if (tensor.rank != static_cast<uint32_t>(value.rank))
    return fail(message, DLC_MISMATCH, "%.400s: '%.200s' has %u dimensions, the model has %d", file, value.name,
                tensor.rank, value.rank);
  for (int32_t i = 0; i < value.rank; ++i) {
    long long found = dlc_safetensors_extent(&checkpoint.parsed, &tensor, static_cast<uint32_t>(i));
    if (found != value.shape[i])
      return fail(message, DLC_MISMATCH, "%.400s: dimension %d of '%.200s' is %lld, the model has %lld", file, i,
                  value.name, found, static_cast<long long>(value.shape[i]));
  }
  return DLC_OK;
}

// The first element of a bool tensor that is neither 0 nor 1, a value that no code expects; -1: there is none.
static int64_t findBadBool(const dlc_value &value, const void *data, uint64_t size) {
  for (uint64_t i = 0; value.dtype.code == DLC_CODE_BOOL && i < size; ++i)
    if (static_cast<const uint8_t *>(data)[i] > 1)
      return static_cast<int64_t>(i);
  return -1;
}

// Reads the data of a tensor to where it belongs.
static Status readTensor(const Checkpoint &checkpoint, const dlc_safetensors_tensor &tensor, const dlc_value &value,
                         void *to, Message &message) {
  uint64_t size = tensor.end - tensor.begin;
  DLC_RETURN_IF_ERROR(checkpoint.source.read(checkpoint.parsed.data + tensor.begin, to, size, message));
  int64_t bad = findBadBool(value, to, size);
  if (bad >= 0)
    return fail(message, DLC_BAD_FILE, "%.400s: '%.200s': element %lld is %d, expected 0 or 1 for a bool",
                checkpoint.source.name, value.name, static_cast<long long>(bad), static_cast<uint8_t *>(to)[bad]);
  return DLC_OK;
}

// Each key of the file is one of the model.
static Status checkKeys(const Checkpoint &checkpoint, const dlc_module &module, Message &message) {
  Memory known; // one flag per tensor of the file
  if (!allocate(static_cast<int64_t>(checkpoint.parsed.count) + 1, known))
    return fail(message, DLC_NO_MEMORY, "%.400s: no memory for its keys", checkpoint.source.name);
  for (int64_t i = 0; i < tensorCount(module); ++i)
    if (const dlc_safetensors_tensor *tensor = checkpoint.find(module.tensors[i].name))
      known.data[tensor - &checkpoint.tensor(0)] = 1;
  for (uint64_t i = 0; i < checkpoint.parsed.count; ++i)
    if (!known.data[i])
      return fail(message, DLC_MISMATCH,
                  "%.400s: '%.*s' is no parameter or state of the model; a load with DLC_PARTIAL allows such keys",
                  checkpoint.source.name, shown(checkpoint.tensor(i).name_size), checkpoint.tensor(i).name);
  return DLC_OK;
}

//--- Load -------------------------------------------------------------------------------------------------------------

// Which tensors the file replaces, as flags; an error where one is missing or of another kind.
static Status choose(const Checkpoint &checkpoint, const dlc_module &module, int32_t what, Message &message,
                     uint8_t *replaced) {
  for (int64_t i = 0; i < tensorCount(module); ++i) {
    const dlc_value &value = module.tensors[i];
    if (!isAsked(module, i, what))
      continue;
    const dlc_safetensors_tensor *tensor = checkpoint.find(value.name);
    if (!tensor && !(what & DLC_PARTIAL))
      return fail(message, DLC_MISMATCH, "%.400s: '%.200s' is missing; a load with DLC_PARTIAL keeps the value it has",
                  checkpoint.source.name, value.name);
    if (tensor)
      DLC_RETURN_IF_ERROR(checkKind(checkpoint, *tensor, value, message));
    replaced[i] = tensor != nullptr;
  }
  return what & DLC_PARTIAL ? DLC_OK : checkKeys(checkpoint, module, message);
}

// A new set with the parameters of the file; none if it has none.
static Status readParameters(dlc_instance &instance, const Checkpoint &checkpoint, const uint8_t *replaced,
                             Message &message, NewSet &made) {
  const dlc_module &module = *instance.shared->module;
  bool any = false;
  for (int32_t i = 0; i < module.parameter_count; ++i)
    any = any || replaced[i];
  if (!any)
    return DLC_OK;
  DLC_RETURN_IF_ERROR(copySet(instance, message, replaced, made.set));
  for (int32_t i = 0; i < module.parameter_count; ++i)
    if (replaced[i])
      DLC_RETURN_IF_ERROR(readTensor(checkpoint, *checkpoint.find(module.tensors[i].name), module.tensors[i],
                                     made.set->tensors[i], message));
  return prepare(instance, message, *made.set);
}

// The states of the file, laid out as those of the instance; those it does not have keep their values.
static Status readStates(dlc_instance &instance, const Checkpoint &checkpoint, const uint8_t *replaced,
                         Message &message, Block &states) {
  const dlc_module &module = *instance.shared->module;
  if (!allocate(static_cast<int64_t>(instance.states.size), states))
    return fail(message, DLC_NO_MEMORY, "%s_load: no memory for the states", module.name);
  memcpy(states.data, instance.states.data, states.size);
  for (int64_t i = module.parameter_count; i < tensorCount(module); ++i) {
    char *to = states.data + (static_cast<char *>(instance.tensors[i]) - instance.states.data);
    if (replaced[i])
      DLC_RETURN_IF_ERROR(
          readTensor(checkpoint, *checkpoint.find(module.tensors[i].name), module.tensors[i], to, message));
  }
  return DLC_OK;
}

// A number that stands in the metadata as text; unchanged where there is none.
static void readNumber(const Checkpoint &checkpoint, const char *key, int64_t &value) {
  size_t size = 0;
  const char *text = dlc_safetensors_metadata(&checkpoint.parsed, key, &size);
  if (!text)
    return;
  dlc_safetensors_error error;
  dlc_json json = {text, text + size, text, &error, nullptr, 0};
  uint64_t number;
  if (dlc_json_u64(&json, &number) && json.at == json.end)
    value = static_cast<int64_t>(number);
}

// One change of the parameters at a time: a set is made from the current one.
class Change {
public:
  explicit Change(Shared &shared) : shared(shared) { pthread_mutex_lock(&shared.change); }
  ~Change() { pthread_mutex_unlock(&shared.change); }

private:
  Shared &shared;
};

static Status load(dlc_instance &instance, Checkpoint &checkpoint, int32_t what, Message &message) {
  Shared &shared = *instance.shared;
  constexpr int32_t both = DLC_PARAMETERS | DLC_STATE;
  if (!(what & both) || (what & ~(both | DLC_PARTIAL)))
    return fail(message, DLC_BAD_ARGUMENT,
                "%s_load: what is %d; expected DLC_PARAMETERS, DLC_STATE or both, with or without DLC_PARTIAL",
                shared.module->name, what);
  Memory flags, states;
  NewSet made;
  if (!allocate(tensorCount(*shared.module) + 1, flags))
    return fail(message, DLC_NO_MEMORY, "%s_load: no memory", shared.module->name);
  uint8_t *replaced = reinterpret_cast<uint8_t *>(flags.data);
  DLC_RETURN_IF_ERROR(parse(checkpoint, message));
  DLC_RETURN_IF_ERROR(choose(checkpoint, *shared.module, what, message, replaced));
  Change change(shared);
  if (instance.set != shared.current.load(std::memory_order_acquire))
    adopt(instance); // another change came first
  DLC_RETURN_IF_ERROR(readParameters(instance, checkpoint, replaced, message, made));
  if (what & DLC_STATE) {
    DLC_RETURN_IF_ERROR(readStates(instance, checkpoint, replaced, message, states));
    memcpy(instance.states.data, states.data, states.size);
    readNumber(checkpoint, "seed", instance.frame.seed);
    readNumber(checkpoint, "step", instance.frame.step);
  }
  if (made.set)
    publish(instance, made.take());
  return DLC_OK;
}

// By the rule of a load of parameters: all of them are there, and nothing that the model does not have.
Status loadWeights(const Shared &shared, Message &message, const char *path, ParameterSet &set) {
  const dlc_module &module = *shared.module;
  Checkpoint checkpoint;
  DLC_RETURN_IF_ERROR(checkpoint.source.openFile(path, message));
  DLC_RETURN_IF_ERROR(parse(checkpoint, message));
  Memory flags;
  if (!allocate(tensorCount(module) + 1, flags))
    return fail(message, DLC_NO_MEMORY, "%s_create: no memory", module.name);
  DLC_RETURN_IF_ERROR(choose(checkpoint, module, DLC_PARAMETERS, message, reinterpret_cast<uint8_t *>(flags.data)));
  for (int32_t i = 0; i < module.parameter_count; ++i) {
    const dlc_value &value = module.tensors[i];
    DLC_RETURN_IF_ERROR(readTensor(checkpoint, *checkpoint.find(value.name), value, set.tensors[i], message));
  }
  return DLC_OK;
}

//--- Set --------------------------------------------------------------------------------------------------------------

static Status setParameter(dlc_instance &instance, int64_t number, const void *data) {
  Shared &shared = *instance.shared;
  Message &message = messageOf(instance);
  Memory flags;
  NewSet made;
  if (!allocate(shared.module->parameter_count, flags))
    return fail(message, DLC_NO_MEMORY, "%s_set: no memory", shared.module->name);
  flags.data[number] = 1;
  Change change(shared);
  if (instance.set != shared.current.load(std::memory_order_acquire))
    adopt(instance);
  DLC_RETURN_IF_ERROR(copySet(instance, message, reinterpret_cast<uint8_t *>(flags.data), made.set));
  memcpy(made.set->tensors[number], data, static_cast<size_t>(shared.model->tensors[number].bytes));
  DLC_RETURN_IF_ERROR(prepare(instance, message, *made.set));
  publish(instance, made.take());
  return DLC_OK;
}

} // namespace dlc

using namespace dlc;

dlc_status dlc_rt_load(dlc_instance *instance, const char *path, int32_t what) {
  Call call(instance, "load");
  DLC_RETURN_IF_ERROR(call.status);
  Message &message = messageOf(*instance);
  Checkpoint checkpoint;
  if (!path)
    return fail(message, DLC_BAD_ARGUMENT, "%s_load: the path is null", instance->shared->module->name);
  DLC_RETURN_IF_ERROR(checkpoint.source.openFile(path, message));
  return load(*instance, checkpoint, what, message);
}

dlc_status dlc_rt_load_memory(dlc_instance *instance, const void *bytes, size_t size, int32_t what) {
  Call call(instance, "load_memory");
  DLC_RETURN_IF_ERROR(call.status);
  Message &message = messageOf(*instance);
  Checkpoint checkpoint;
  if (!bytes)
    return fail(message, DLC_BAD_ARGUMENT, "%s_load_memory: the bytes are null", instance->shared->module->name);
  checkpoint.source.openMemory(bytes, size);
  return load(*instance, checkpoint, what, message);
}

dlc_status dlc_rt_set(dlc_instance *instance, const char *key, const dlc_tensor *from) {
  Call call(instance, "set");
  DLC_RETURN_IF_ERROR(call.status);
  int64_t number;
  void *data;
  DLC_RETURN_IF_ERROR(findTensor(*instance, "set", key, from, number, data));
  size_t size = static_cast<size_t>(instance->shared->model->tensors[number].bytes);
  if (size == 0)
    return DLC_OK;
  const dlc_module &module = *instance->shared->module;
  int64_t bad = findBadBool(module.tensors[number], data, size);
  if (bad >= 0)
    return fail(messageOf(*instance), DLC_BAD_DATA,
                "%s_set: key '%.200s': element %lld is %d, expected 0 or 1 for a bool", module.name, key,
                static_cast<long long>(bad), static_cast<uint8_t *>(data)[bad]);
  if (number < module.parameter_count)
    return setParameter(*instance, number, data);
  memcpy(instance->tensors[number], data, size);
  return DLC_OK;
}
