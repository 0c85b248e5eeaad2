//===- ParseModel.h - Read the text of a model ----------------------------===//

#ifndef DLC_FRONTEND_PARSEMODEL_H
#define DLC_FRONTEND_PARSEMODEL_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/Support/MemoryBuffer.h"

namespace dlc {

/// The context models are parsed in: it knows dlc and builtin alone. Load other dialects after parsing.
void prepareContext(mlir::MLIRContext &context);

/// Parses and verifies untrusted text. All semantic errors and one syntax error per declaration are reported on the
/// context, with codes; null if there are any. `source` must outlive the call only.
mlir::OwningOpRef<mlir::ModuleOp> parseModel(llvm::MemoryBufferRef source, mlir::MLIRContext &context);

/// Reads a file for parseModel; reports why it cannot. `-` is standard input. Refuses what is no regular file.
std::unique_ptr<llvm::MemoryBuffer> readModel(llvm::StringRef path, mlir::MLIRContext &context);

} // namespace dlc

#endif // DLC_FRONTEND_PARSEMODEL_H
