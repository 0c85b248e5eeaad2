//===- Scan.h - A look at the tokens before MLIR's parser -----------------===//

#ifndef DLC_LIB_FRONTEND_SCAN_H
#define DLC_LIB_FRONTEND_SCAN_H

#include "dlc/Frontend/Diagnostics.h"

namespace dlc {

/// What is declared in a model or block: from its keyword to the next declaration or the end of what it stands in.
struct Declaration {
  llvm::StringRef keyword, name; // "func", "forward"
  size_t begin = 0, end = 0;
  size_t bodyBegin = 0, bodyEnd = 0; // inside the braces; both 0 where there are none
};

struct ScanError {
  size_t offset;
  Code code;
  std::string message;
};

struct ScanResult {
  std::vector<Declaration> declarations; // in order of their beginnings, inner ones after the outer
  std::vector<ScanError> errors;         // with any, the text must not be parsed
};

constexpr size_t maxSourceBytes = size_t(64) << 20, maxNesting = 256, maxNameBytes = 1024;

ScanResult scan(llvm::StringRef text);

/// The same of IR that dlc has printed, in any dialect: what MLIR's parser does not survive.
std::optional<ScanError> scanIr(llvm::StringRef text);

} // namespace dlc

#endif // DLC_LIB_FRONTEND_SCAN_H
