//===- Warnings.h - What is valid in a model, but probably not meant ------===//

#ifndef DLC_FRONTEND_WARNINGS_H
#define DLC_FRONTEND_WARNINGS_H

#include "dlc/Frontend/Diagnostics.h"
#include "mlir/IR/BuiltinOps.h"
#include <set>

namespace dlc {

/// Which warnings are shown, and which of them are errors; all and none at first. The name of a warning is that of its
/// code: UnusedParameter is `unused-parameter`.
class WarningOptions {
public:
  WarningOptions();

  /// Takes what follows `-W`: NAME, no-NAME, error=NAME, no-error=NAME, all, no-all, error, no-error. What is wrong
  /// with it, empty if nothing is.
  std::string apply(llvm::StringRef text);

  bool isShown(Code code) const { return shown.count(code); }

  /// Reports a warning, or the error it has become.
  mlir::InFlightDiagnostic emit(mlir::Location location, Code code) const;

private:
  std::set<Code> shown, errors;
};

/// Warns of parameters, state, dims, blocks, instances, private functions, arguments and values that nothing uses. A
/// name that begins with `_` says that this is meant. `module` is as it was parsed from `text`, without errors.
void warnUnused(mlir::ModuleOp module, llvm::StringRef text, const WarningOptions &options);

} // namespace dlc

#endif // DLC_FRONTEND_WARNINGS_H
