//===- Shared.cpp - What instances of one create share, made from the tables of the model -----------------------===//
#include "runtime/Instance.h"

namespace dlc {

namespace {
// Sizes of the tables in a Shared, and where they are.
struct Tables {
  Shared *shared = nullptr;
  Entry *entries = nullptr;
  Argument *arguments = nullptr;
  int32_t *dims = nullptr;
};
} // namespace

template <class Visit>
static void forEachArgument(const dlc_entry &entry, Visit visit) {
  for (int32_t i = 0; i < entry.argument_count; ++i)
    visit(entry.arguments[i], false);
  for (int32_t i = 0; i < entry.result_count; ++i)
    visit(entry.results[i], true);
}

static int64_t carve(const dlc_module &module, char *memory, Tables &tables) {
  int64_t arguments = 0, dims = 0;
  for (int32_t e = 0; e < module.entry_count; ++e)
    forEachArgument(module.entries[e], [&](const dlc_value &value, bool) {
      ++arguments;
      for (int32_t i = 0; i < value.rank; ++i)
        dims += value.shape[i] < 0;
    });
  Carver carver(memory);
  carver.take(tables.shared, 1);
  carver.take(tables.entries, module.entry_count);
  carver.take(tables.arguments, arguments);
  carver.take(tables.dims, dims);
  return carver.used;
}

static Argument makeArgument(const dlc_value &value, bool output, int32_t *&dims) {
  Argument argument = {};
  argument.value = &value;
  argument.fixedBytes = value.dtype.bits / 8;
  argument.misaligned = static_cast<uintptr_t>(argument.fixedBytes) - 1;
  argument.dims = dims;
  argument.output = output;
  for (int32_t i = 0; i < value.rank; ++i) {
    if (value.shape[i] < 0)
      *dims++ = static_cast<int32_t>(DLC_DIM(value.shape[i]));
    else
      argument.fixedBytes *= value.shape[i]; // fits: planMemory has checked
  }
  argument.dimCount = static_cast<int32_t>(dims - argument.dims);
  return argument;
}

Status makeShared(const dlc_abi_model &model, Message &message, Shared *&shared) {
  const dlc_module &module = *model.module;
  const dlc_abi_variant *variant = nullptr;
  DLC_RETURN_IF_ERROR(chooseVariant(model, message, variant));
  Tables tables;
  Block self;
  if (!allocate(carve(module, nullptr, tables), self))
    return fail(message, DLC_NO_MEMORY, "%s: no memory for an instance", module.name);
  carve(module, self.data, tables);
  shared = tables.shared;
  shared->self = self;
  shared->model = &model;
  shared->module = &module;
  shared->variant = variant;
  shared->entries = tables.entries;
  for (int32_t e = 0; e < module.entry_count; ++e) {
    Entry &entry = tables.entries[e];
    entry.info = &module.entries[e];
    entry.code = variant->entries[e];
    entry.arguments = tables.arguments;
    forEachArgument(module.entries[e], [&](const dlc_value &value, bool output) {
      *tables.arguments++ = makeArgument(value, output, tables.dims);
      ++entry.count;
    });
    shared->maxArguments = entry.count > shared->maxArguments ? entry.count : shared->maxArguments;
  }
  return DLC_OK;
}

void destroyShared(Shared *shared) {
  unreference(shared->current.load(std::memory_order_relaxed));
  Block self = shared->self;
  release(self);
}

} // namespace dlc
