//===- Instances.h - Blocks become parameters of the model ----------------===//

#ifndef DLC_LIB_FRONTEND_INSTANCES_H
#define DLC_LIB_FRONTEND_INSTANCES_H

#include "dialects/dlc/Dlc.h"

namespace dlc {

/// `h0.wq`: the model's name for what an instance's block calls `wq`.
std::string instanceName(llvm::StringRef instance, llvm::StringRef name);

/// What an initialiser of a block means in one instance: keys of external weights get the instance's name in front.
mlir::Attribute instanceInitial(llvm::StringRef instance, mlir::Attribute initial);

/// Declares the parameters and state of every instance in the model, in the instance's place. The instances remain.
llvm::LogicalResult expandInstances(ModelOp model);

} // namespace dlc

#endif // DLC_LIB_FRONTEND_INSTANCES_H
