//===- Artifact.h - Open an artefact and call it as any user would ---===//

#ifndef DLC_RUN_ARTIFACT_H
#define DLC_RUN_ARTIFACT_H

#include "tools/dlc-run/Guarded.h"
#include "tools/dlc-run/Value.h"
#include "llvm/Support/Error.h"

namespace dlc::run {

/// An error of one sentence.
template <typename... Parts>
llvm::Error failure(const Parts &...parts) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), (llvm::Twine("") + ... + llvm::Twine(parts)));
}

/// One extent per dim of the module; `unknown` where nothing says.
using Extents = std::vector<int64_t>;
constexpr int64_t unknown = -1;

/// A shared library that dlc wrote. Stays loaded until the process ends: tables point into it.
class Artifact {
public:
  static llvm::Expected<Artifact> open(llvm::StringRef path);

  const dlc_module &module() const { return *table; }
  /// The number of an entry; the only one where `name` is empty.
  llvm::Expected<int32_t> findEntry(llvm::StringRef name) const;
  llvm::ArrayRef<dlc_entry> entries() const { return llvm::ArrayRef(table->entries, table->entry_count); }
  llvm::ArrayRef<dlc_dim> dims() const { return llvm::ArrayRef(table->dims, table->dim_count); }
  /// Parameters, then states.
  llvm::ArrayRef<dlc_value> tensors() const {
    return llvm::ArrayRef(table->tensors, table->parameter_count + table->state_count);
  }

private:
  const dlc_module *table = nullptr;
};

/// "f32[batch, 64]"
std::string describe(const dlc_module &module, const dlc_value &value);

/// The extents of a value where those of the dims are known.
std::vector<int64_t> shapeOf(const dlc_value &value, const Extents &extents);

/// Learns extents from a value for an argument. Fails where the value does not fit it.
llvm::Error unify(const dlc_module &module, const dlc_value &argument, const Value &value, Extents &extents);

/// Fails where arguments and results of these extents would not fit the machine's memory.
llvm::Error checkRoom(const dlc_module &module, const dlc_entry &entry, const Extents &extents);

/// Values for the results of an entry; a dim that no argument has gets its upper end.
llvm::Expected<std::vector<Value>> makeResults(const dlc_module &module, const dlc_entry &entry, Extents extents);

struct InstanceOptions {
  int32_t threads = 0;
  Extents reserve;             // empty: the upper end of each dim
  const char *entry = nullptr; // the only one to be ready for; null: all
  bool guardArena = false;     // costs huge pages: for what is not timed
};

class Instance {
public:
  static llvm::Expected<Instance> create(const dlc_module &module, const InstanceOptions &options);
  Instance(Instance &&other)
      : module(other.module), handle(std::exchange(other.handle, nullptr)), arena(std::move(other.arena)),
        calls(other.calls) {}
  ~Instance();

  /// Calls an entry with copies of the values in guarded memory, in turns at its end and at its begin: the second is
  /// aligned, the first mostly is not. `overrun` writes behind each output afterwards, which is to end the process.
  llvm::Error run(int32_t entry, llvm::MutableArrayRef<Value> inputs, llvm::MutableArrayRef<Value> outputs,
                  bool overrun = false);
  /// A parameter or state.
  llvm::Expected<Value> get(const dlc_value &tensor);
  /// State as after create.
  llvm::Error reset();
  const dlc_module &table() const { return *module; }
  dlc_instance *raw() { return handle; }

private:
  Instance(const dlc_module *module, dlc_instance *handle) : module(module), handle(handle) {}
  llvm::Error check(dlc_status status);

  const dlc_module *module;
  dlc_instance *handle;
  Guarded arena; // where it was asked for
  unsigned calls = 0;
};

} // namespace dlc::run

#endif // DLC_RUN_ARTIFACT_H
