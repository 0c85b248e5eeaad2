//===- TensorFiles.h - Values from and to files: safetensors, .npy ---===//

#ifndef DLC_RUN_TENSORFILES_H
#define DLC_RUN_TENSORFILES_H

#include "tools/dlc-run/Artifact.h"

namespace dlc::run {

/// All tensors of a safetensors file; the one of a .npy file, without a name.
llvm::Expected<std::vector<Value>> readTensors(llvm::StringRef path);

llvm::Error writeTensors(llvm::StringRef path, llvm::ArrayRef<Value> values);

} // namespace dlc::run

#endif // DLC_RUN_TENSORFILES_H
