//===- EmitPtx.h - LLVM IR and PTX of a GPU arch --------------------------===//

#ifndef DLC_TARGET_EMITPTX_H
#define DLC_TARGET_EMITPTX_H

#include "dlc/Target/EmitObject.h"

namespace dlc {

/// Writes the kernels of a CUDA variant's module: LLVM IR, or PTX where `kind` is assembly.
mlir::LogicalResult emitPtx(mlir::ModuleOp module, CodeKind kind, llvm::raw_pwrite_stream &out);

/// Whether LLVM knows the arch, such as "sm_80", and dlc can compile for it.
bool isGpuArch(llvm::StringRef arch);

} // namespace dlc

#endif // DLC_TARGET_EMITPTX_H
