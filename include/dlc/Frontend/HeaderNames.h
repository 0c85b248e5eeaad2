//===- HeaderNames.h - What things of a model are called in C ----------------===//

#ifndef DLC_FRONTEND_HEADERNAMES_H
#define DLC_FRONTEND_HEADERNAMES_H

#include "llvm/ADT/ArrayRef.h"
#include <string>

namespace dlc {

/// A name of the model as an identifier: what is no letter, digit or underscore becomes `_`.
std::string identifierOf(llvm::StringRef name);

/// An argument, result or dim as a parameter of a prototype or macro. No word of C or C++ and no macro of a system's
/// header ends in an underscore, and nothing else in the model's header does: whatever the name, it clashes with none.
inline std::string parameterOf(llvm::StringRef name) { return identifierOf(name) + "_"; }

/// Functions that every model has, MODEL_<name>: those that are the runtime's dlc_rt_<name>.
llvm::ArrayRef<const char *> commonFunctions();

} // namespace dlc

#endif // DLC_FRONTEND_HEADERNAMES_H
