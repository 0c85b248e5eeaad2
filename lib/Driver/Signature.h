//===- Signature.h - What header and module table say of a model ----------===//

#ifndef DLC_LIB_DRIVER_SIGNATURE_H
#define DLC_LIB_DRIVER_SIGNATURE_H

#include "dialects/rt/Rt.h"
#include "mlir/IR/BuiltinTypes.h"

namespace dlc {

/// An argument or result of an entry, or a parameter or state.
struct TensorInfo {
  std::string name;   // of an argument or result as an identifier; of a tensor its key
  std::string symbol; // as the model says it
  mlir::RankedTensorType type;
  llvm::SmallVector<int64_t> shape; // where negative DLC_DIM of a dim's number
};

struct EntryInfo {
  std::string name, symbol;
  llvm::SmallVector<TensorInfo> arguments, results;
  llvm::SmallVector<unsigned> dims; // of the arguments, in order of first appearance
};

struct DimInfo {
  std::string name, symbol;
  int64_t minimum, maximum;
};

/// The public face of an artefact, in the order in which everything is numbered.
struct Signature {
  std::string name;
  llvm::SmallVector<DimInfo> dims;
  llvm::SmallVector<TensorInfo> tensors; // parameters, then states
  size_t parameterCount = 0;
  std::vector<EntryInfo> entries;
  llvm::SmallVector<rt::VariantOp> levels; // for CPUs, lowest first
  uint64_t parameterBytes = 0, packedBytes = 0, stateBytes = 0;
  std::string interface; // text of all that a caller depends on
  uint64_t value = 0;    // its hash: DLC_OPTIONS_INIT's signature

  /// Names are as dlc-check-names and dlc-check-model have found them good for C.
  static Signature of(rt::ModelOp model);

  /// Every function the artefact exports.
  llvm::SmallVector<std::string> exports() const;
};

/// How an element type looks from outside.
struct ElementType {
  const char *c;  // "float"
  uint32_t dtype; // dlc_dtype as a word: code | bits << 8 | 1 << 16
  unsigned bytes;
};
ElementType elementType(mlir::Type type);

/// Bytes of a tensor of static shape, and rounded up to what lies next in memory.
int64_t tensorBytes(mlir::RankedTensorType type);
inline int64_t align64(int64_t bytes) { return (bytes + 63) / 64 * 64; }

} // namespace dlc

#endif // DLC_LIB_DRIVER_SIGNATURE_H
