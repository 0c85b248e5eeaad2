//===- Initializer.h - Initial values of parameters and state -------------===//

#pragma once

#include "dialects/dlc/Dlc.h"
#include "dlc-c/Safetensors.h"
#include "llvm/Support/MemoryBuffer.h"

namespace dlc {

/// Resolves the initialisers of one model to what the artefact is built from: a
/// range of bytes in a file, a rule with its numbers, or a literal.
class Initializers {
public:
  explicit Initializers(ModelOp model);

  /// Folder of the model's file, empty where that is the current one.
  llvm::StringRef folder() const { return modelFolder; }

  /// `#rt.file`, `#rt.init` or the dense literal itself.
  mlir::FailureOr<mlir::Attribute> convert(mlir::Operation *op, mlir::RankedTensorType type, mlir::Attribute initial);

private:
  mlir::FailureOr<mlir::Attribute> convertRandom(mlir::Operation *op, mlir::RankedTensorType type, RandomAttr random);
  mlir::FailureOr<mlir::Attribute> convertExternal(mlir::Operation *op, mlir::RankedTensorType type,
                                                   ExternalAttr external);
  /// A mapped safetensors file and its index, sorted by name.
  struct WeightsFile {
    std::unique_ptr<llvm::MemoryBuffer> buffer;
    dlc_safetensors header;
    std::vector<dlc_safetensors_tensor> tensors;
  };
  /// The file, opened once; null after an error has been reported.
  const WeightsFile *open(mlir::Operation *op, llvm::StringRef path);
  std::unique_ptr<WeightsFile> map(mlir::Operation *op, llvm::StringRef path);

  std::string modelFolder;
  llvm::StringMap<std::unique_ptr<WeightsFile>> files;
};

} // namespace dlc
