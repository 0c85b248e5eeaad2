//===- Statements.h - Where the operators of a body begin and end ---------===//

#ifndef DLC_LIB_FRONTEND_STATEMENTS_H
#define DLC_LIB_FRONTEND_STATEMENTS_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace dlc {

/// One operator in the text of a function's body, to the beginning of the next one.
struct Statement {
  size_t begin = 0, end = 0;
  llvm::SmallVector<llvm::StringRef, 2> results, operands; // names without `%`
};

/// The operators between two positions. `isOperator` says whether a word is one.
llvm::SmallVector<Statement> statementsOf(llvm::StringRef text, size_t begin, size_t end,
                                          llvm::function_ref<bool(llvm::StringRef)> isOperator);

} // namespace dlc

#endif // DLC_LIB_FRONTEND_STATEMENTS_H
