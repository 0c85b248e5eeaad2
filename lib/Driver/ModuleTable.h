//===- ModuleTable.h - Exported functions and the tables behind them -------===//

#ifndef DLC_LIB_DRIVER_MODULETABLE_H
#define DLC_LIB_DRIVER_MODULETABLE_H

#include "lib/Driver/Signature.h"
#include "lib/Driver/Weights.h"

namespace dlc {

/// Writes the object code of dlc_module_get, MODEL_* and the tables of dlc-c/Abi.def. `hash` is that of the artefact.
mlir::LogicalResult emitModuleTable(rt::ModelOp model, const Signature &signature, const Weights &weights,
                                    llvm::StringRef hash, llvm::raw_pwrite_stream &out);

} // namespace dlc

#endif // DLC_LIB_DRIVER_MODULETABLE_H
