//===- Instance.h - What an instance is made of, and who may touch which part of it when ------------------------===//
//
// Instances that share parameters hang on one Shared. A ParameterSet is never changed once it is published: load and
// set build a new one aside and swap it in, so each call sees one set whole; the last instance to leave a set frees
// it. An instance is touched by whoever has brought its `state` from idle to something else: the call running in it,
// or for a moment the thread that swaps sets.
#ifndef DLC_RUNTIME_INSTANCE_H
#define DLC_RUNTIME_INSTANCE_H

#include "runtime/Abi.h"
#include "runtime/Device.h"
#include "runtime/Status.h"

#include <atomic>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

namespace dlc {

// An input or output of an entry: what the checks of a call need to know of it.
struct Argument {
  const dlc_value *value;
  uintptr_t misaligned; // bits that must be 0 in its address
  int64_t fixedBytes;   // size of an element times the extents that are known
  const int32_t *dims;  // of the other extents
  int32_t dimCount;
  int32_t output; // 0 or 1
};

struct Entry {
  const dlc_entry *info;
  dlc_abi_entry *code;
  Argument *arguments; // inputs, then outputs
  int32_t count;       // of both
};

// Values of all parameters, and what `prepare` made of them.
struct ParameterSet {
  Block self; // the pages of this struct and its tables
  std::atomic<int64_t> references;
  Block memory;    // of what is not in the artefact's own pages
  void **tensors;  // one per parameter
  void **prepared; // one per prepared value
};

struct Shared {
  Block self;
  const dlc_abi_model *model;
  const dlc_module *module;
  const dlc_abi_variant *variant;
  Entry *entries;
  int32_t maxArguments;                // of an entry
  pthread_mutex_t change;              // held from reading the current set to replacing it: one change at a time
  pthread_mutex_t mutex;               // of what follows
  std::atomic<ParameterSet *> current; // changed under the mutex, read by every call
  dlc_instance *instances;
};

// The bytes of an instance's arena, part by part; see dlc_abi_frame.
struct MemoryPlan {
  int64_t entry, unwanted, scratchStride, total;
};

// A dim's extent e is fine if e - minimum <= span, as unsigned numbers.
struct Range {
  uint64_t minimum, span;
};

struct Span {
  uintptr_t begin, end;
};

enum class State : uint32_t { idle, running, updating };

} // namespace dlc

struct dlc_instance {
  std::atomic<dlc::State> state;
  dlc::ParameterSet *set;
  dlc::Shared *shared;
  const dlc::Entry *entries; // shared->entries
  dlc::Range *ranges;        // one per dim
  bool *wanted;              // one per entry
  dlc::Span *spans;          // one per argument of the largest entry, as are `pointers`: for the checks of a call
  dlc_abi_frame frame;
  void **tensors;                 // set->tensors, then the states
  void **pointers;                // for the _dl form
  int64_t *extents;               // for the _dl form; one per dim
  char *unwanted;                 // where outputs go that nobody wants
  int64_t *reserved;              // one per dim
  dlc::MemoryPlan plan;           // of create
  dlc::Block self, arena, states; // arena: empty where the caller gave it
  char *givenArena;
  int64_t givenArenaBytes;
  dlc::Span arenaSpan; // that is given: no input or output may lie there; empty where it is mapped
  uint64_t initialSeed;
  bool nullResults; // options.null_results
  bool pooled;      // counted in the thread pool
  dlc_instance *next, *previous;
  dlc::Message message;
};

namespace dlc {

// Distributes a block: run once with no memory to learn the size, once more to assign.
class Carver {
public:
  explicit Carver(char *base) : base(base) {}
  template <class T>
  void take(T *&array, int64_t count) {
    if (base)
      array = reinterpret_cast<T *>(base + used);
    used += align(count * static_cast<int64_t>(sizeof(T)));
  }
  int64_t used = 0;

private:
  char *base;
};

//--- Shared.cpp -------------------------------------------------------------------------------------------------------

// Chooses the variant and makes the tables; no parameters yet.
Status makeShared(const dlc_abi_model &model, Message &message, Shared *&shared);
void destroyShared(Shared *shared);

//--- Instance.cpp -----------------------------------------------------------------------------------------------------

// Of a call whose instance is null.
Status failNull(const char *function);

// Where a call that runs in the instance leaves its message.
Message &messageOf(dlc_instance &instance);

// Begins a call: DLC_BUSY if another one is running. `leave` ends it.
Status enterSlowly(dlc_instance &instance);
void adopt(dlc_instance &instance);

inline Status enter(dlc_instance &instance) {
  State expected = State::idle;
  if (__builtin_expect(!instance.state.compare_exchange_strong(expected, State::running, std::memory_order_acquire),
                       false))
    DLC_RETURN_IF_ERROR(enterSlowly(instance));
  if (__builtin_expect(instance.set != instance.shared->current.load(std::memory_order_acquire), false))
    adopt(instance);
  return DLC_OK;
}

inline void leave(dlc_instance &instance) { instance.state.store(State::idle, std::memory_order_release); }

// A call that is not an entry: enter, and leave at the end of the scope.
class Call {
public:
  Call(dlc_instance *instance, const char *function)
      : status(instance ? enter(*instance) : failNull(function)), instance(instance) {}
  ~Call() {
    if (status == DLC_OK)
      leave(*instance);
  }
  const Status status;

private:
  dlc_instance *instance;
};

//--- Parameters.cpp ---------------------------------------------------------------------------------------------------

// Whether a tensor belongs to `what` (DLC_PARAMETERS, DLC_STATE).
inline bool isAsked(const dlc_module &module, int64_t tensor, int32_t what) {
  return what & (tensor < module.parameter_count ? DLC_PARAMETERS : DLC_STATE);
}

inline int64_t tensorCount(const dlc_module &module) {
  return static_cast<int64_t>(module.parameter_count) + module.state_count;
}

// Writes a parameter or state as it is in the beginning. Null: its bytes come from a weights file.
void initialize(dlc_instance &instance, int32_t tensor, void *to);

// The set that create begins with: every parameter as `initialize` has it, in memory of its own (ownAll) or, where it
// can, in the artefact's pages. Not prepared yet.
Status makeInitialSet(dlc_instance &instance, Message &message, bool ownAll, ParameterSet *&set);

// A copy of the instance's set in which each parameter with replaced[i] has memory of its own to be written.
Status copySet(dlc_instance &instance, Message &message, const uint8_t *replaced, ParameterSet *&set);

// Makes the prepared values of a new set.
Status prepare(dlc_instance &instance, Message &message, ParameterSet &set);

// Puts a new set in the place of the current one, for all instances that share it.
void publish(dlc_instance &instance, ParameterSet *set);
void use(dlc_instance &instance, ParameterSet *set);
void unreference(ParameterSet *set);

//--- LoadCheckpoint.cpp -----------------------------------------------------------------------------------------------

// Fills a set that is not published yet from options.weights.
Status loadWeights(const Shared &shared, Message &message, const char *path, ParameterSet &set);

//--- Tensor.cpp -------------------------------------------------------------------------------------------------------

// What a message calls an argument: "digits_forward: argument 'image'".
struct Label {
  const char *model, *function, *kind, *name;
};

// A tensor that a caller gave, against what it must be. Extents of dims are compared with `extents`, or noted there
// where -1 stands; `data` is its first element, or null.
Status checkTensor(const dlc_module &module, const dlc_value &value, const dlc_tensor *tensor, int64_t *extents,
                   const Label &label, Message &message, void *&data);

// The tensor with that key, for get and set, and the checked memory of the caller's tensor.
Status findTensor(dlc_instance &instance, const char *function, const char *key, const dlc_tensor *tensor,
                  int64_t &number, void *&data);

// Bytes of a value with the extents of dims from `extents`; -1 if they do not fit 62 bits.
int64_t bytesOf(const dlc_value &value, const int64_t *extents);

} // namespace dlc

#endif // DLC_RUNTIME_INSTANCE_H
