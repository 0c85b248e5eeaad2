//===- Extents.h - Extents of an entry's values as expressions of dims ----===//

#ifndef DLC_LIB_FRONTEND_EXTENTS_H
#define DLC_LIB_FRONTEND_EXTENTS_H

#include "dialects/dlc/Dlc.h"

namespace dlc {

/// Follows extents through one entry: symbol `i` is the model's i-th dim.
class Extents {
public:
  explicit Extents(ModelOp model);

  /// Shape of an argument with the dims named at its type.
  void define(mlir::Value value, llvm::ArrayRef<mlir::Attribute> dims);
  llvm::ArrayRef<mlir::AffineExpr> shapeOf(mlir::Value value);

  /// Shape and type of an operator's result from its operands'; the type becomes as exact as they allow.
  llvm::LogicalResult infer(TensorOpInterface op);

  /// A value may go where `type` with these dims is declared: known extents are equal, equal dims are equal extents.
  /// A dim that no argument of the entry has stands for the first extent that it names.
  llvm::LogicalResult check(mlir::Location location, const llvm::Twine &what, mlir::Value value,
                            mlir::RankedTensorType type, llvm::ArrayRef<mlir::Attribute> dims);

  std::string text(mlir::AffineExpr extent) const;

private:
  mlir::MLIRContext *context;
  llvm::SmallVector<llvm::StringRef> names; // of the dims, by symbol
  llvm::StringMap<unsigned> symbols;        // of the dims, by name
  llvm::DenseMap<mlir::Value, Shape> shapes;
  llvm::DenseMap<unsigned, mlir::AffineExpr> bound; // what a dim stands for
  unsigned fresh;                                   // next symbol of an extent without a name
};

} // namespace dlc

#endif // DLC_LIB_FRONTEND_EXTENTS_H
