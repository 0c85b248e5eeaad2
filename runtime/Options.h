//===- Options.h - Options: what was asked for, and the bytes that takes ----------------------------------------===//
#ifndef DLC_RUNTIME_OPTIONS_H
#define DLC_RUNTIME_OPTIONS_H

#include "runtime/Instance.h"

namespace dlc {

// Checks options and resolves their defaults; null is all defaults.
Status readOptions(const dlc_module &module, const dlc_options *given, Message &message, dlc_options &options);

// options.entries, as one flag per entry.
Status readEntries(const dlc_module &module, const char *const *names, Message &message, bool *wanted);

// options.reserve or what `reserve` got: one extent per dim, within its range.
Status readExtents(const dlc_module &module, const int64_t *asked, Message &message, int64_t *extents);

// What entries, extents and threads need; see dlc_abi_frame.
Status planMemory(const Shared &shared, const bool *wanted, int32_t threads, bool nullResults, const int64_t *extents,
                  Message &message, MemoryPlan &plan);

} // namespace dlc

#endif // DLC_RUNTIME_OPTIONS_H
