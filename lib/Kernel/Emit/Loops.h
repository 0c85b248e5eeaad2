//===- Loops.h - Loops whose steps are vectors ----------------------------===//

#pragma once

#include "mlir/IR/Builders.h"

namespace dlc {

/// Body of a loop: index, mask (null: all lanes in bounds), carried values;
/// returns the values to carry on.
using LoopBody = llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::OpBuilder &, mlir::Value index,
                                                                   mlir::Value mask, mlir::ValueRange carried)>;

/// Coordinates of the element number `index` of a row-major box. A box without elements has none, and no loop asks for
/// them: an extent of 0 then stands as 1, which upstream's operation wants.
llvm::SmallVector<mlir::Value> emitDelinearize(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value index,
                                               llvm::ArrayRef<mlir::Value> extents);

/// for (i = lower; i < upper; i += lanes) with the rest, if any, under a mask.
/// Extents that are constants decide at compile time whether there is a rest.
llvm::SmallVector<mlir::Value> emitVectorLoop(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value lower,
                                              mlir::Value upper, int64_t width, mlir::ValueRange initial,
                                              LoopBody body);

/// The same without carried values.
void emitVectorLoop(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value lower, mlir::Value upper, int64_t width,
                    llvm::function_ref<void(mlir::OpBuilder &, mlir::Value, mlir::Value)> body);

/// The same for bodies that may visit an element twice: of an extent that is known and
/// no multiple of the lanes, the last vector reaches back. Stores under masks are slow before AVX-512.
void emitOverlappingLoop(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value lower, mlir::Value upper,
                         int64_t width, llvm::function_ref<void(mlir::OpBuilder &, mlir::Value, mlir::Value)> body);

/// for (i = lower; i < upper; i += step), one after the other.
void emitLoop(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value lower, mlir::Value upper, int64_t step,
              llvm::function_ref<void(mlir::OpBuilder &, mlir::Value)> body);

/// ceil(a / b) of index values.
mlir::Value emitCeilDiv(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value a, int64_t b);

} // namespace dlc
