//===- BarePointer.h - Contiguous buffers as a pointer and extents --------===//

#ifndef DLC_LIB_TARGET_BAREPOINTER_H
#define DLC_LIB_TARGET_BAREPOINTER_H

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace dlc {

/// The row-major buffer of `type` at `pointer`; `extents` has one index per unknown extent.
mlir::Value bufferAt(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value pointer, mlir::ValueRange extents,
                     mlir::MemRefType type);

/// The inverse: the pointer of a row-major buffer, and its unknown extents as indices behind it.
llvm::SmallVector<mlir::Value> flatten(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value buffer);

/// Types of what `flatten` returns.
llvm::SmallVector<mlir::Type> flatten(mlir::MemRefType type);

} // namespace dlc

#endif // DLC_LIB_TARGET_BAREPOINTER_H
