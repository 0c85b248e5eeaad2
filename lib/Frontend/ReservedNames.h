//===- ReservedNames.h - Names that a C header cannot give away ---------------===//

#ifndef DLC_LIB_FRONTEND_RESERVEDNAMES_H
#define DLC_LIB_FRONTEND_RESERVEDNAMES_H

#include "mlir/Support/LLVM.h"

namespace dlc {

/// What C and C++ keep for the compiler and its library everywhere: `_Bool`, what begins with two underscores.
bool isReservedEverywhere(mlir::StringRef identifier);

/// What no function, type or macro may be called: words of C and C++, of either of which the header's reader may be,
/// what they keep for themselves, and names of every artefact's header.
bool isReservedWord(mlir::StringRef identifier);

/// Functions, types, variables, constants and macros that headers of the C library and of POSIX declare.
bool isLibraryName(mlir::StringRef identifier);

} // namespace dlc

#endif // DLC_LIB_FRONTEND_RESERVEDNAMES_H
