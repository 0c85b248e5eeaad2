//===- Forms.h - How operators are written, and what others call them -----===//

#ifndef DLC_LIB_FRONTEND_FORMS_H
#define DLC_LIB_FRONTEND_FORMS_H

#include "llvm/ADT/StringRef.h"

namespace dlc {

/// An example of the operator `name` as it is written, or nothing.
llvm::StringRef formOf(llvm::StringRef name);

/// What to write for a word of another framework, of ONNX, PyTorch or JAX: empty where there is nothing like it, and
/// nothing where the word is not known. Lower case, without `_`.
const llvm::StringRef *synonymOf(llvm::StringRef word);

/// The element type that is meant by `word`, f32 for `float32`, or nothing.
llvm::StringRef elementTypeFor(llvm::StringRef word);

/// The optional word of an operator that is meant by `word`, `epsilon` for `eps`, or nothing.
llvm::StringRef optionFor(llvm::StringRef word);

/// The predicate of `compare` or the kind of `reduce` that is meant by `word`, `lt` for `less`, or nothing.
llvm::StringRef choiceFor(llvm::StringRef word);

} // namespace dlc

#endif // DLC_LIB_FRONTEND_FORMS_H
