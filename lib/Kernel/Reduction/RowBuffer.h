//===- RowBuffer.h - Where a row stays between two passes over it ---------===//
//
// A row that is visited again need not be computed again: a short one stays in
// registers, one whose result has the type of registers in the destination, any
// other of known length in scratch memory of the worker. Where none of these
// holds the caller computes it again.
//===----------------------------------------------------------------------===//

#pragma once

#include "lib/Kernel/Reduction/RowLoops.h"

namespace dlc {

class RowBuffer {
public:
  /// `result` is what the kernel's anchor yields, of the shape of the rows' tensor.
  RowBuffer(KernelFunction &function, const RowLoops &loops, mlir::Value result);

  /// At the start of a worker's iteration.
  void enter(mlir::OpBuilder &builder);
  /// Whether what is put can be got.
  bool holds() const { return place != Place::Nowhere; }
  /// Whether what is put goes where the result will.
  bool isDestination() const { return place == Place::Destination; }
  void put(mlir::OpBuilder &builder, const RowStep &step, mlir::Value element);
  mlir::Value get(mlir::OpBuilder &builder, const RowStep &step);

private:
  enum class Place { Registers, Destination, Scratch, Nowhere };
  llvm::SmallVector<mlir::Value> indices(mlir::OpBuilder &builder, const RowStep &step);

  mlir::Location loc;
  const RowLoops &loops;
  Place place = Place::Nowhere;
  mlir::Type element; ///< in registers
  mlir::MemRefType scratchType;
  mlir::Value memory;
  llvm::SmallVector<mlir::Value> registers;
};

} // namespace dlc
