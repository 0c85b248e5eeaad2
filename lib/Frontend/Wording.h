//===- Wording.h - What MLIR says, in the words of this language ----------===//

#ifndef DLC_LIB_FRONTEND_WORDING_H
#define DLC_LIB_FRONTEND_WORDING_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace dlc {

/// A message without what only those know who know MLIR. What is not of MLIR stays as it is.
std::string reword(llvm::StringRef message);

} // namespace dlc

#endif // DLC_LIB_FRONTEND_WORDING_H
