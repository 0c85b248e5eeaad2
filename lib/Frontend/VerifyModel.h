//===- VerifyModel.h - Every semantic error of a model --------------------===//

#ifndef DLC_LIB_FRONTEND_VERIFYMODEL_H
#define DLC_LIB_FRONTEND_VERIFYMODEL_H

#include "dialects/dlc/Dlc.h"
#include "llvm/ADT/StringSet.h"

namespace dlc {

/// What syntax errors took out of the text, so that nothing is reported because of it.
struct LostText {
  llvm::DenseSet<mlir::Location> bodies; // functions at these places have lost operators
  llvm::StringSet<> names;               // of declarations that are gone
};

/// Verifies each op by itself, so that one error does not hide another, and marks what has errors. `isWhole` is whether
/// nothing has and nothing was lost. Fails where the structure is such that nobody can look at the rest.
llvm::LogicalResult verifyModel(mlir::ModuleOp module, const LostText &lost, bool &isWhole);

} // namespace dlc

#endif // DLC_LIB_FRONTEND_VERIFYMODEL_H
