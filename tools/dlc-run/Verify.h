//===- Verify.h - Hold an artefact against the definition of its model ---===//

#ifndef DLC_RUN_VERIFY_H
#define DLC_RUN_VERIFY_H

#include "tools/dlc-run/RandomInputs.h"
#include "tools/dlc-run/Reference.h"

namespace dlc::run {

struct VerifyOptions {
  std::string entry;             // empty: all
  RandomInputs inputs;           // special ones beside plain ones
  llvm::StringMap<int64_t> dims; // extents that are given; the others take several values
  std::string inject; // "error" or "infinity" in an element of each output, or "overrun": the check must find it
};

/// Runs every entry with random inputs, at several extents, on every CPU level that this machine has, with one, two
/// and three threads, and compares outputs and state with the reference. Reports on standard output; true if all is
/// well.
llvm::Expected<bool> verify(const Artifact &artifact, Reference &reference, const VerifyOptions &options);

} // namespace dlc::run

#endif // DLC_RUN_VERIFY_H
