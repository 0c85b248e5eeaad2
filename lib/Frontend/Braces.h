//===- Braces.h - Where a brace is missing or one too many ----------------===//

#ifndef DLC_LIB_FRONTEND_BRACES_H
#define DLC_LIB_FRONTEND_BRACES_H

#include "lib/Frontend/Scan.h"

namespace dlc {

/// A `{` has no `}`, which shows at the end of the text at the earliest: where indentation says that it is missing.
std::optional<ScanError> findMissingClose(llvm::StringRef text);

/// A `}` has no `{`: the declaration that has no `{` to be closed, else the `}` that by its indentation is too many.
std::optional<ScanError> findMissingOpen(llvm::StringRef text, llvm::ArrayRef<Declaration> declarations);

/// Where the code before an offset ends: what is missing is reported there.
size_t endOfCodeBefore(llvm::StringRef text, size_t offset);

} // namespace dlc

#endif // DLC_LIB_FRONTEND_BRACES_H
