//===- Call.cpp - Entries: checks of a few instructions, compiled code, the search for errors -------------------===//
//
// A call that is right takes no lock, allocates nothing and runs through `isFine`, which answers yes or no. Only a no
// goes looking, argument by argument, for the sentence that says why; it may find that all is well (an output that is
// not wanted, an empty input without an address).
#include "runtime/Instance.h"

#include <string.h>

namespace dlc {

static inline int64_t bytesOf(const Argument &argument, const int64_t *extents) {
  int64_t bytes = argument.fixedBytes;
  for (int32_t i = 0; i < argument.dimCount; ++i)
    bytes *= extents[argument.dims[i]];
  return bytes;
}

static inline bool overlap(const Span &a, const Span &b) { return a.begin < b.end && b.begin < a.end; }

// Inputs may overlap each other; an output nothing.
static inline bool overlapsBefore(const dlc_instance &instance, const Entry &entry, int32_t i) {
  bool found = false;
  for (int32_t j = 0; entry.arguments[i].output && j < i; ++j)
    found |= overlap(instance.spans[i], instance.spans[j]);
  return found;
}

static inline bool isFine(const dlc_instance &instance, const Entry &entry, void *const *pointers,
                          const int64_t *extents) {
  const dlc_entry &info = *entry.info;
  bool bad = !instance.wanted[&entry - instance.entries];
  for (int32_t i = 0; i < info.dim_count; ++i) {
    const Range &range = instance.ranges[info.dims[i]];
    bad |= static_cast<uint64_t>(extents[info.dims[i]]) - range.minimum > range.span;
  }
  if (bad) // sizes of such extents would not fit
    return false;
  for (int32_t i = 0; i < entry.count; ++i) {
    uintptr_t address = reinterpret_cast<uintptr_t>(pointers[i]);
    instance.spans[i] = {address, address + bytesOf(entry.arguments[i], extents)};
    bad |= address == 0 || (address & entry.arguments[i].misaligned) || overlapsBefore(instance, entry, i) ||
           overlap(instance.spans[i], instance.arenaSpan);
  }
  return !bad;
}

//--- What was wrong ---------------------------------------------------------------------------------------------------

#define DLC_ENTRY "%s_%s: "
#define DLC_ENTRY_OF(instance, entry) (instance).shared->module->name, (entry).info->name

static Status checkExtents(dlc_instance &instance, const Entry &entry, const int64_t *extents) {
  const dlc_module &module = *instance.shared->module;
  for (int32_t i = 0; i < entry.info->dim_count; ++i) {
    int32_t d = entry.info->dims[i];
    const dlc_dim &dim = module.dims[d];
    long long extent = extents[d], minimum = dim.minimum, maximum = dim.maximum, reserved = instance.reserved[d];
    if (extent < minimum || extent > maximum) {
      if (dim.maximum == INT64_MAX)
        return fail(messageOf(instance), DLC_BAD_ARGUMENT, DLC_ENTRY "extent '%s' is %lld; expected at least %lld",
                    DLC_ENTRY_OF(instance, entry), dim.name, extent, minimum);
      return fail(messageOf(instance), DLC_BAD_ARGUMENT, DLC_ENTRY "extent '%s' is %lld; expected %lld to %lld",
                  DLC_ENTRY_OF(instance, entry), dim.name, extent, minimum, maximum);
    }
    if (extent > reserved)
      return fail(messageOf(instance), DLC_TOO_LARGE,
                  DLC_ENTRY "extent '%s' is %lld, reserved are %lld; call %s_reserve with as much or set "
                            "options.reserve",
                  DLC_ENTRY_OF(instance, entry), dim.name, extent, reserved, module.name);
  }
  return DLC_OK;
}

static Status checkPointer(dlc_instance &instance, const Entry &entry, int32_t i, void *&pointer, int64_t bytes,
                           int64_t &unwanted) {
  const Argument &argument = entry.arguments[i];
  const char *kind = argument.output ? "output" : "argument";
  if (!pointer && argument.output && bytes > 0 && !instance.nullResults) {
    return fail(messageOf(instance), DLC_BAD_ARGUMENT,
                DLC_ENTRY "output '%s' is null; expected the address of %lld bytes, or options.null_results at create",
                DLC_ENTRY_OF(instance, entry), argument.value->name, static_cast<long long>(bytes));
  } else if (!pointer && argument.output &&
             instance.nullResults) { // not wanted: it gets a place of its own, for later kernels may read it
    pointer = instance.unwanted + unwanted;
    unwanted += align(bytes);
  } else if (!pointer && bytes == 0) {
    pointer = instance.frame.arena; // nothing is read there
  } else if (!pointer) {
    return fail(messageOf(instance), DLC_BAD_ARGUMENT, DLC_ENTRY "%s '%s' is null; expected the address of %lld bytes",
                DLC_ENTRY_OF(instance, entry), kind, argument.value->name, static_cast<long long>(bytes));
  }
  if (reinterpret_cast<uintptr_t>(pointer) & argument.misaligned)
    return fail(messageOf(instance), DLC_BAD_ARGUMENT,
                DLC_ENTRY "%s '%s' is at %p; expected an address that is a multiple of %d, the size of an element",
                DLC_ENTRY_OF(instance, entry), kind, argument.value->name, pointer,
                static_cast<int>(argument.misaligned + 1));
  return DLC_OK;
}

__attribute__((cold, noinline)) static Status diagnose(dlc_instance &instance, const Entry &entry, void **pointers,
                                                       const int64_t *extents) {
  int64_t unwanted = 0;
  if (!instance.wanted[&entry - instance.entries])
    return fail(messageOf(instance), DLC_BAD_ARGUMENT,
                DLC_ENTRY "this entry is not among options.entries, so no memory is reserved for it",
                DLC_ENTRY_OF(instance, entry));
  DLC_RETURN_IF_ERROR(checkExtents(instance, entry, extents));
  for (int32_t i = 0; i < entry.count; ++i) {
    int64_t bytes = bytesOf(entry.arguments[i], extents);
    bool isGiven = pointers[i] != nullptr;
    DLC_RETURN_IF_ERROR(checkPointer(instance, entry, i, pointers[i], bytes, unwanted));
    uintptr_t address = reinterpret_cast<uintptr_t>(pointers[i]);
    instance.spans[i] = {address, address + static_cast<uintptr_t>(bytes)};
    if (isGiven && bytes > 0 && overlap(instance.spans[i], instance.arenaSpan))
      return fail(messageOf(instance), DLC_BAD_ARGUMENT,
                  DLC_ENTRY "the memory of %s '%s' overlaps options.arena, which each call overwrites",
                  DLC_ENTRY_OF(instance, entry), entry.arguments[i].output ? "output" : "argument",
                  entry.arguments[i].value->name);
    for (int32_t j = 0; entry.arguments[i].output && bytes > 0 && j < i; ++j)
      if (overlap(instance.spans[i], instance.spans[j]) && instance.spans[j].begin != instance.spans[j].end)
        return fail(messageOf(instance), DLC_BAD_ARGUMENT,
                    DLC_ENTRY "the memory of output '%s' overlaps that of '%s'; outputs need memory of their own",
                    DLC_ENTRY_OF(instance, entry), entry.arguments[i].value->name, entry.arguments[j].value->name);
  }
  return DLC_OK;
}

// Element `i` of an input of a whole-number type.
static int64_t elementOf(const void *data, dlc_dtype type, int64_t i) {
  int64_t value = 0;
  int bytes = type.bits / 8;
  memcpy(&value, static_cast<const char *>(data) + i * bytes, static_cast<size_t>(bytes)); // little-endian
  int unused = 64 - type.bits;
  return type.code == DLC_CODE_INT ? static_cast<int64_t>(static_cast<uint64_t>(value) << unused) >> unused : value;
}

// A check in compiled code failed: look for the value that made it fail. Where it was computed there is none to show.
__attribute__((cold, noinline)) static Status reportData(dlc_instance &instance, const Entry &entry,
                                                         void *const *pointers, const int64_t *extents, int32_t error) {
  const dlc_abi_model &model = *instance.shared->model;
  if (error < 1 || error > model.check_count)
    return fail(messageOf(instance), DLC_INTERNAL, DLC_ENTRY "compiled code returned %d", DLC_ENTRY_OF(instance, entry),
                error);
  const dlc_abi_check &check = model.checks[error - 1];
  const char *where = check.where ? check.where : "the model";
  int64_t extent = check.extent >= 0 ? check.extent : extents[DLC_DIM(check.extent)];
  int64_t lowest = check.negative ? -extent : 0;
  if (check.argument >= 0 && check.argument < entry.info->argument_count) {
    const Argument &argument = entry.arguments[check.argument];
    dlc_dtype type = argument.value->dtype;
    int64_t count = bytesOf(argument, extents) / (type.bits / 8);
    for (int64_t i = 0; i < count; ++i) {
      int64_t value = elementOf(pointers[check.argument], type, i);
      if (value < lowest || value >= extent)
        return fail(messageOf(instance), DLC_BAD_DATA,
                    DLC_ENTRY "argument '%s': element %lld is %lld; expected %lld to %lld (%s)",
                    DLC_ENTRY_OF(instance, entry), argument.value->name, static_cast<long long>(i),
                    static_cast<long long>(value), static_cast<long long>(lowest), static_cast<long long>(extent - 1),
                    where);
    }
  }
  return fail(messageOf(instance), DLC_BAD_DATA,
              DLC_ENTRY "a computed index is out of range; expected %lld to %lld (%s)", DLC_ENTRY_OF(instance, entry),
              static_cast<long long>(lowest), static_cast<long long>(extent - 1), where);
}

//--- Running ----------------------------------------------------------------------------------------------------------

static inline Status run(dlc_instance &instance, const Entry &entry, void **pointers, const int64_t *extents) {
  if (__builtin_expect(!isFine(instance, entry, pointers, extents), false))
    DLC_RETURN_IF_ERROR(diagnose(instance, entry, pointers, extents));
  instance.frame.arguments = pointers;
  instance.frame.extents = extents;
  instance.frame.error = 0;
  int32_t error;
  {
    FloatMode mode;
    error = entry.code(&instance.frame);
  }
  if (__builtin_expect(error != 0, false))
    return reportData(instance, entry, pointers, extents, error);
  return DLC_OK;
}

// Checks the tensors of the _dl form and puts their addresses and extents where the plain form has them.
static Status readTensors(dlc_instance &instance, const Entry &entry, const dlc_tensor *const *inputs,
                          dlc_tensor *const *outputs) {
  const dlc_module &module = *instance.shared->module;
  for (int32_t i = 0; i < module.dim_count; ++i)
    instance.extents[i] = -1;
  if ((!inputs && entry.info->argument_count) || (!outputs && entry.info->result_count))
    return fail(messageOf(instance), DLC_BAD_ARGUMENT, DLC_ENTRY "the array of tensors is null",
                DLC_ENTRY_OF(instance, entry));
  for (int32_t i = 0; i < entry.count; ++i) {
    const Argument &argument = entry.arguments[i];
    const dlc_tensor *tensor = argument.output ? outputs[i - entry.info->argument_count] : inputs[i];
    instance.pointers[i] = nullptr;
    if (!tensor && argument.output)
      continue;
    Label label = {module.name, entry.info->name, argument.output ? "output" : "argument", argument.value->name};
    Status status =
        checkTensor(module, *argument.value, tensor, instance.extents, label, instance.message, instance.pointers[i]);
    if (status != DLC_OK) {
      messageOf(instance);
      return status;
    }
  }
  return DLC_OK;
}

} // namespace dlc

using namespace dlc;

dlc_status dlc_rt_run(dlc_instance *instance, int64_t number, void **pointers, int64_t *extents) {
  if (__builtin_expect(!instance, false))
    return failNull("the entry");
  DLC_RETURN_IF_ERROR(enter(*instance));
  Status status = run(*instance, instance->entries[number], pointers, extents);
  leave(*instance);
  return status;
}

dlc_status dlc_rt_run_dl(dlc_instance *instance, int64_t number, const dlc_tensor *const *inputs,
                         dlc_tensor *const *outputs) {
  Call call(instance, "the entry");
  DLC_RETURN_IF_ERROR(call.status);
  const dlc_module &module = *instance->shared->module;
  if (number < 0 || number >= module.entry_count)
    return fail(messageOf(*instance), DLC_BAD_ARGUMENT, "%s: there is no entry %lld; expected 0 to %d", module.name,
                static_cast<long long>(number), module.entry_count - 1);
  const Entry &entry = instance->entries[number];
  DLC_RETURN_IF_ERROR(readTensors(*instance, entry, inputs, outputs));
  return run(*instance, entry, instance->pointers, instance->extents);
}
