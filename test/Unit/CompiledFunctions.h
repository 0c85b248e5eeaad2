//===- CompiledFunctions.h - Functions on memrefs as code in memory, and memory that ends at a page ---===//

#pragma once

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringRef.h"
#include <memory>

namespace llvm::orc {
class LLJIT;
} // namespace llvm::orc

namespace dlc::test {

/// Whether this processor has a CPU level.
bool hasLevel(llvm::StringRef level);

/// What the end of the stage Target makes of the `func.func` of a module, ready to be called.
class CompiledFunctions {
public:
  /// Ends the process, with a message, where a pass or LLVM fails.
  CompiledFunctions(mlir::ModuleOp module, llvm::StringRef level);
  ~CompiledFunctions();

  /// One slot per parameter: a pointer, or an extent.
  using Function = void (*)(const uint64_t *slots);
  Function find(llvm::StringRef name);

private:
  std::unique_ptr<llvm::orc::LLJIT> jit;
};

/// Memory whose end, or begin, lies at a page that nobody may touch.
class GuardedMemory {
public:
  GuardedMemory(size_t bytes, bool atEnd);
  ~GuardedMemory();
  GuardedMemory(GuardedMemory &&other)
      : pages(std::exchange(other.pages, nullptr)), size(other.size), begin(other.begin) {}
  char *data() const { return begin; }

private:
  void *pages;
  size_t size;
  char *begin;
};

} // namespace dlc::test
