//===- Compiler.h - From a model to an artefact -----------------------------===//

#ifndef DLC_DRIVER_COMPILER_H
#define DLC_DRIVER_COMPILER_H

#include "dlc/Kernel/Convolution.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <string>
#include <vector>

namespace mlir {
class PassManager;
} // namespace mlir

namespace dlc {

class WarningOptions;

/// What there is between a model and its artefact, in order.
enum class Stage { Source, Entries, Graph, Kernel, Memory, LLVM, Assembly, Object, PTX, SharedLibrary };

/// What the artefact runs on.
enum class Device { CPU, CUDA };

struct CompileOptions {
  std::string input, output; // text goes to standard output without one
  Stage from = Stage::Source;
  Stage emit = Stage::SharedLibrary;
  std::string soname;  // of the library; empty: the file's name
  std::string depfile; // where to list the files read, as a rule of make; empty: nowhere
  std::string model;   // the one to compile of several; empty: all
  Device device = Device::CPU;
  std::vector<std::string> levels; // CPU levels, lowest first, or GPU archs
  Convolution convolution = Convolution::Auto;
  bool check = false; // only report what is wrong
  bool verbose = false;
  const WarningOptions *warnings = nullptr; // none without
  unsigned jobs = 0;                        // threads; 0: as many as there are cores
};

/// The exit code of dlc.
enum class Outcome { Done = 0, ModelAtFault = 1, Usage = 2, Internal = 3 };

/// Reports on standard error. `configure` may set up every pass manager (timing, printing of IR).
Outcome compile(const CompileOptions &options, llvm::function_ref<void(mlir::PassManager &)> configure);

/// Levels for `--cpu=`: "default", "native" or a list such as "x86-64-v2,x86-64-v3". Empty, with an error, if it is
/// none.
std::vector<std::string> parseLevels(llvm::StringRef text, std::string &error);

/// Archs for `--gpu-arch=`, a list such as "sm_80,sm_90a". Empty, with an error, if it is none.
std::vector<std::string> parseArchs(llvm::StringRef text, std::string &error);

/// Why the device has no such stage or output, empty if it has.
std::string checkDevice(const CompileOptions &options);

} // namespace dlc

#endif // DLC_DRIVER_COMPILER_H
