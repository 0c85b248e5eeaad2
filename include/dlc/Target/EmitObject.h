//===- EmitObject.h - LLVM IR, assembly and object code of a CPU level ----===//

#ifndef DLC_TARGET_EMITOBJECT_H
#define DLC_TARGET_EMITOBJECT_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/raw_ostream.h"

namespace llvm {
class Module;
} // namespace llvm

namespace dlc {

enum class CodeKind { LLVM, Assembly, Object };

/// What emitCode needs in its context.
void registerTranslations(mlir::DialectRegistry &registry);

/// Writes the code of a variant's module, which is in the LLVM dialect. Threads may do so for several modules at once.
mlir::LogicalResult emitCode(mlir::ModuleOp module, CodeKind kind, llvm::raw_pwrite_stream &out);

/// The same of LLVM IR, for a CPU level such as "x86-64-v2". An error is text for the developer of dlc.
llvm::Error emitCode(llvm::Module &module, llvm::StringRef level, CodeKind kind, llvm::raw_pwrite_stream &out);

/// The features of a CPU level as bits of dlc-c/Abi.def, 0 where there is no such level.
uint64_t levelFeatures(llvm::StringRef level);
/// Whether a level has a feature, by the name Abi.def gives it.
bool hasFeature(llvm::StringRef level, llvm::StringRef feature);

} // namespace dlc

#endif // DLC_TARGET_EMITOBJECT_H
