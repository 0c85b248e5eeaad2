//===- Artifact.h - Variants -> OUT.so and OUT.h ---------------------------===//

#ifndef DLC_LIB_DRIVER_ARTIFACT_H
#define DLC_LIB_DRIVER_ARTIFACT_H

#include "dialects/rt/Rt.h"
#include "dlc/Driver/Compiler.h"

namespace dlc {

/// Writes the artefact of a model whose variants are in the LLVM dialect to `output`, as the shared library or object
/// that the options ask for, and its header beside it. Paths of weights are relative to `folder`.
Outcome writeArtifact(rt::ModelOp model, const CompileOptions &options, llvm::StringRef output, llvm::StringRef folder);

/// Writes the code of every variant of the device as text.
Outcome writeCode(rt::ModelOp model, Device device, Stage stage, llvm::raw_pwrite_stream &out);

} // namespace dlc

#endif // DLC_LIB_DRIVER_ARTIFACT_H
