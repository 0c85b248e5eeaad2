//===- Weights.h - Initial values of parameters and state ------------------===//

#ifndef DLC_LIB_DRIVER_WEIGHTS_H
#define DLC_LIB_DRIVER_WEIGHTS_H

#include "dialects/rt/Rt.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/Error.h"

namespace dlc {

/// How a tensor begins, as in dlc_abi_tensor.
struct InitialValue {
  mlir::Operation *op; // the rt.parameter or rt.state
  int32_t init;        // DLC_ABI_INIT
  double p0 = 0, p1 = 0;
  int32_t stream = 0;
  uint64_t offset = 0, bytes = 0; // in the weights section where init is `data`
  mlir::Attribute source;         // #rt.file or elements where init is `data`, else null
};

/// The section of an artefact with the bytes of its tensors, each 64-byte aligned. They are copied from file to file:
/// no more of them than a buffer is ever in memory.
class Weights {
public:
  explicit Weights(rt::ModelOp model);

  /// Parameters, then states.
  llvm::ArrayRef<InitialValue> values() const { return tensors; }
  uint64_t size() const { return bytes; }

  /// Symbol at the section's start.
  static constexpr llvm::StringLiteral symbol = "dlc_weights";

  /// Writes a relocatable object; paths of files are relative to `folder`. Reports what is missing. Each byte of a
  /// tensor also goes into `hash`, so that they are read once.
  mlir::LogicalResult write(llvm::StringRef path, llvm::StringRef folder, llvm::BLAKE3 &hash) const;

private:
  llvm::SmallVector<InitialValue> tensors;
  uint64_t bytes = 0;
};

} // namespace dlc

#endif // DLC_LIB_DRIVER_WEIGHTS_H
