//===- Depfile.h - The files that an artefact is made of, for build systems -===//

#ifndef DLC_LIB_DRIVER_DEPFILE_H
#define DLC_LIB_DRIVER_DEPFILE_H

#include "dialects/rt/Rt.h"

namespace dlc {

/// A rule of make: each output depends on the model and on the files of weights, whose paths are relative to `folder`.
std::string depfileText(llvm::ArrayRef<std::string> outputs, llvm::StringRef model, llvm::ArrayRef<rt::ModelOp> models,
                        llvm::StringRef folder);

} // namespace dlc

#endif // DLC_LIB_DRIVER_DEPFILE_H
