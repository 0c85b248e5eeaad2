//===- ReservedNames.h - Names that a C header cannot give away ---------------===//

#ifndef DLC_LIB_FRONTEND_RESERVEDNAMES_H
#define DLC_LIB_FRONTEND_RESERVEDNAMES_H

#include "mlir/Support/LLVM.h"

namespace dlc {

/// Words of C and C++, of either of which the header's reader may be, names that both keep for themselves (`_Bool`,
/// what begins with two underscores), and those of every artefact's header.
bool isReservedWord(mlir::StringRef identifier);

/// Functions of the C library and of POSIX that common headers declare: no type can have such a name beside them.
bool isLibraryName(mlir::StringRef identifier);

} // namespace dlc

#endif // DLC_LIB_FRONTEND_RESERVEDNAMES_H
