//===- Run.h - What dlc-run does ---===//

#ifndef DLC_RUN_RUN_H
#define DLC_RUN_RUN_H

#include "llvm/ADT/StringMap.h"
#include <optional>
#include <string>

namespace dlc::run {

struct RunOptions {
  std::string file, artifact, entry, model;
  std::string inputs, outputs;
  std::optional<uint64_t> randomInputs; // seed
  bool special = false;                 // see RandomInputs
  llvm::StringMap<int64_t> dims;
  std::string cpu; // to compile for; empty: the default
  int threads = 0;
  bool bench = false, list = false, verify = false;
  std::string inject; // see VerifyOptions
};

/// The exit code: 0 done, 1 the model or artefact is at fault, 2 usage, 3 internal error.
int run(const RunOptions &options);

} // namespace dlc::run

#endif // DLC_RUN_RUN_H
