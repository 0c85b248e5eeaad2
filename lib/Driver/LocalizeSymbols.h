//===- LocalizeSymbols.h - Keep an object's inner symbols to itself ---------===//

#ifndef DLC_LIB_DRIVER_LOCALIZESYMBOLS_H
#define DLC_LIB_DRIVER_LOCALIZESYMBOLS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

namespace dlc {

/// Makes every symbol that the relocatable object at `path` defines local, except those in `exports`. The file is
/// changed in place, so that the weights in it never come into memory.
llvm::Error localizeSymbols(llvm::StringRef path, llvm::ArrayRef<std::string> exports);

} // namespace dlc

#endif // DLC_LIB_DRIVER_LOCALIZESYMBOLS_H
