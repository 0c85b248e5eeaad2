//===- Combine.h - Sums, products and extremes of registers ---------------===//

#pragma once

#include "dialects/dlc/Dlc.h"

namespace dlc {

/// How registers of one type (scalars or vectors of floats, integers or bools)
/// are combined. A mean is combined as a sum.
struct Combiner {
  Reduction kind;
  /// If true, max and min propagate NaN as IEEE 754-2019's maximum and minimum do; false, which is one instruction,
  /// where NaN is detected otherwise.
  bool keepsNaN = true;

  /// What changes nothing when combined.
  mlir::Value neutral(mlir::OpBuilder &builder, mlir::Location loc, mlir::Type type) const;
  mlir::Value combine(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value accumulator, mlir::Value element) const;
  /// The lanes of all vectors combined to a scalar, in an order that is fixed.
  mlir::Value combineLanes(mlir::OpBuilder &builder, mlir::Location loc, llvm::ArrayRef<mlir::Value> vectors) const;
};

/// A constant of a register type: a scalar, or the same in all lanes.
mlir::Value emitConstant(mlir::OpBuilder &builder, mlir::Location loc, mlir::Type type, double value);
mlir::Value emitConstant(mlir::OpBuilder &builder, mlir::Location loc, mlir::Type type, const llvm::APInt &value);

/// A scalar in all lanes of `type`, which may be a scalar type.
mlir::Value emitSplat(mlir::OpBuilder &builder, mlir::Location loc, mlir::Type type, mlir::Value scalar);

/// The register of `type`, a vector or a scalar, at a place of a worker's memory.
mlir::Value emitLoad(mlir::OpBuilder &builder, mlir::Location loc, mlir::Type type, mlir::Value memory,
                     mlir::ValueRange indices);
/// Writes a register, a vector or a scalar, to a place of a worker's memory.
void emitStore(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value value, mlir::Value memory,
               mlir::ValueRange indices);

} // namespace dlc
