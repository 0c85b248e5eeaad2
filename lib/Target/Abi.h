//===- Abi.h - dlc-c/Abi.def as compiled code sees it ---------------------===//

#ifndef DLC_LIB_TARGET_ABI_H
#define DLC_LIB_TARGET_ABI_H

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include <cstddef>
#include <cstdint>

namespace dlc::abi {

// The structs themselves: pointers and integers of the same width as on the target, so offsetof says where a field is.
using ptr = void *;
using i64 = int64_t;
using i32 = int32_t;
#define DLC_ABI_STRUCT(s) struct s {
#define DLC_ABI_FIELD(s, kind, field, ctype) kind field;
#define DLC_ABI_END(s)                                                                                                 \
  }                                                                                                                    \
  ;
#include "dlc-c/Abi.def"
static_assert(sizeof(ptr) == 8, "artefacts are for 64-bit machines");

/// Declares, once, function `name` of Abi.def in `module`.
mlir::LLVM::LLVMFuncOp declareFunction(mlir::ModuleOp module, llvm::StringRef name);

} // namespace dlc::abi

#endif // DLC_LIB_TARGET_ABI_H
