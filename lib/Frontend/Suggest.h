//===- Suggest.h - What is meant where MLIR's parser stops ----------------===//

#ifndef DLC_LIB_FRONTEND_SUGGEST_H
#define DLC_LIB_FRONTEND_SUGGEST_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace dlc {

/// The word that begins at an offset, or nothing.
llvm::StringRef wordAt(llvm::StringRef text, size_t offset);

/// What to say instead of MLIR's `message` about the syntax at an offset, from what stands there, or nothing.
std::string suggestFor(llvm::StringRef message, llvm::StringRef text, size_t offset);

} // namespace dlc

#endif // DLC_LIB_FRONTEND_SUGGEST_H
