//===- ParseModel.h - Read the text of a model ----------------------------===//

#ifndef DLC_FRONTEND_PARSEMODEL_H
#define DLC_FRONTEND_PARSEMODEL_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/Support/MemoryBuffer.h"

namespace dlc {

/// The context models are parsed in: it knows dlc and builtin alone. Load other dialects after parsing.
void prepareContext(mlir::MLIRContext &context);

/// What could be read of a text.
struct ParsedModel {
  mlir::OwningOpRef<mlir::ModuleOp> module; // null where the text has no structure to rely on
  bool isWhole = false;                     // no error was reported
};

/// Parses and verifies untrusted text. All semantic errors and one syntax error per function are reported on the
/// context, with codes. What has errors is marked in the module: the passes of the Frontend can check the rest, nothing
/// else can be done with it. `source` must outlive the call only.
ParsedModel parseWhatIsSound(llvm::MemoryBufferRef source, mlir::MLIRContext &context);

/// The same; null if there are any errors.
mlir::OwningOpRef<mlir::ModuleOp> parseModel(llvm::MemoryBufferRef source, mlir::MLIRContext &context);

/// Parses IR of a later stage, as dlc prints it, in all dialects of the context; null with an error if there is none.
mlir::OwningOpRef<mlir::ModuleOp> parseIr(llvm::MemoryBufferRef source, mlir::MLIRContext &context);

/// Reads a file for parseModel; reports why it cannot. `-` is standard input. Refuses what is no regular file.
std::unique_ptr<llvm::MemoryBuffer> readModel(llvm::StringRef path, mlir::MLIRContext &context);

} // namespace dlc

#endif // DLC_FRONTEND_PARSEMODEL_H
