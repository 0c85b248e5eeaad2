//===- Options.cpp - Options: what was asked for, and the bytes that takes --------------------------------------===//
#include "runtime/Options.h"

#include "runtime/cpu/ThreadPool.h"

#include <string.h>

namespace dlc {

static bool allZero(const char *bytes, size_t size) {
  for (size_t i = 0; i < size; ++i)
    if (bytes[i])
      return false;
  return true;
}

// A caller with a later header has more fields: what this artefact does not know must be zero, the default.
Status readOptions(const dlc_module &module, const dlc_options *given, Message &message, dlc_options &options) {
  options = DLC_OPTIONS_INIT(module.signature);
  if (given) {
    size_t size = given->size < sizeof options ? given->size : sizeof options;
    if (given->size < offsetof(dlc_options, device) || given->size > 65536 ||
        !allZero(reinterpret_cast<const char *>(given) + size, given->size - size))
      return fail(message, DLC_MISMATCH,
                  "%s: the options have the size %llu, expected %zu; initialise them with the _OPTIONS_INIT of "
                  "the header that came with this artefact",
                  module.name, static_cast<unsigned long long>(given->size), sizeof options);
    memcpy(&options, given, size);
  }
  if (options.signature != module.signature)
    return fail(message, DLC_MISMATCH,
                "%s: called by the header of another model or of another version of it (signature %016llx, expected "
                "%016llx); compile with the header that came with this artefact, and initialise options with its "
                "_OPTIONS_INIT",
                module.name, static_cast<unsigned long long>(options.signature),
                static_cast<unsigned long long>(module.signature));
  if (options.device && strcmp(options.device, "cpu") != 0 && strcmp(options.device, "auto") != 0)
    return fail(message, DLC_NO_DEVICE, "%s: device '%.64s' is not in this artefact; expected cpu or auto", module.name,
                options.device);
  if (options.threads < 0 || options.threads > ThreadPool::maxThreads)
    return fail(message, DLC_BAD_ARGUMENT, "%s: threads is %d; expected 0 to %d", module.name, options.threads,
                ThreadPool::maxThreads);
  if (options.null_results != 0 && options.null_results != 1)
    return fail(message, DLC_BAD_ARGUMENT, "%s: null_results is %d; expected 0 or 1", module.name,
                options.null_results);
  if (reinterpret_cast<uintptr_t>(options.arena) % alignment)
    return fail(message, DLC_BAD_ARGUMENT, "%s: the arena is not aligned to %zu bytes", module.name, alignment);
  if (options.threads == 0)
    DLC_RETURN_IF_ERROR(chooseThreads(message, options.threads));
  return DLC_OK;
}

Status readEntries(const dlc_module &module, const char *const *names, Message &message, bool *wanted) {
  for (int32_t i = 0; i < module.entry_count; ++i)
    wanted[i] = names == nullptr;
  for (; names && *names; ++names) {
    int32_t i = 0;
    while (i < module.entry_count && strcmp(module.entries[i].name, *names) != 0)
      ++i;
    if (i == module.entry_count)
      return fail(message, DLC_BAD_ARGUMENT, "%s: there is no entry '%.200s'", module.name, *names);
    wanted[i] = true;
  }
  return DLC_OK;
}

Status readExtents(const dlc_module &module, const int64_t *asked, Message &message, int64_t *extents) {
  for (int32_t i = 0; i < module.dim_count; ++i) {
    const dlc_dim &dim = module.dims[i];
    extents[i] = asked ? asked[i] : 0;
    if (extents[i] == 0)
      extents[i] = dim.maximum;
    if (extents[i] == INT64_MAX)
      return fail(message, DLC_BAD_ARGUMENT,
                  "%s: extent '%s' has no upper end; say how much to reserve for it in options.reserve or %s_reserve",
                  module.name, dim.name, module.name);
    if (extents[i] < dim.minimum || extents[i] > dim.maximum)
      return fail(message, DLC_BAD_ARGUMENT, "%s: cannot reserve %lld for extent '%s'; expected %lld to %lld",
                  module.name, static_cast<long long>(extents[i]), dim.name, static_cast<long long>(dim.minimum),
                  static_cast<long long>(dim.maximum));
  }
  return DLC_OK;
}

// Adds up; false if the sum does not fit 62 bits.
static bool add(int64_t &sum, int64_t bytes) {
  constexpr int64_t limit = int64_t(1) << 62;
  return bytes >= 0 && bytes <= limit && !__builtin_add_overflow(sum, align(bytes), &sum) && sum <= limit;
}

Status planMemory(const Shared &shared, const bool *wanted, int32_t threads, bool nullResults, const int64_t *extents,
                  Message &message, MemoryPlan &plan) {
  const dlc_module &module = *shared.module;
  plan = {};
  bool fits = true;
  for (int32_t e = 0; e < module.entry_count; ++e) {
    const dlc_entry &entry = module.entries[e];
    int64_t bytes = 0, unwanted = 0, inputs = 0;
    if (!wanted[e])
      continue;
    fits = fits && add(bytes, shared.variant->arenas[e](extents));
    // Also of what takes no memory here, so that no check of a call can overflow.
    for (int32_t i = 0; i < entry.argument_count; ++i)
      fits = fits && add(inputs, bytesOf(entry.arguments[i], extents));
    for (int32_t i = 0; i < entry.result_count; ++i)
      fits = fits && add(unwanted, bytesOf(entry.results[i], extents));
    plan.entry = bytes > plan.entry ? bytes : plan.entry;
    plan.unwanted = nullResults && unwanted > plan.unwanted ? unwanted : plan.unwanted;
  }
  plan.scratchStride = align(shared.variant->scratch_bytes);
  fits = fits && add(plan.total, plan.entry) && add(plan.total, plan.unwanted) &&
         add(plan.total, plan.scratchStride * threads);
  return fits ? DLC_OK
              : fail(message, DLC_NO_MEMORY, "%s: the memory for these extents does not fit 62 bits", module.name);
}

} // namespace dlc
