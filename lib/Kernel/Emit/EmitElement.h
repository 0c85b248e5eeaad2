//===- EmitElement.h - Values of a kernel's operators at one point --------===//
//
// An elementwise or movement operator says which elements of its operands one
// element of its result needs (dialects/dlc/Reads.h). Following that from a point of the result to the
// kernel's arguments, or to values already in registers, fuses any chain of them
// into the loop that asks. A point may stand for `width` elements side by side:
// each coordinate has a stride per lane, so a broadcast is a coordinate with
// stride 0 and a transposed load one whose stride is not on the last dimension.
//===----------------------------------------------------------------------===//

#pragma once

#include "lib/Kernel/Emit/KernelFunction.h"

namespace dlc {

/// Lane i is at base + i * stride.
struct Coordinate {
  mlir::Value base;
  int64_t stride = 0;
  bool operator==(const Coordinate &other) const { return base == other.base && stride == other.stride; }
};
using Point = llvm::SmallVector<Coordinate, 4>;

class ElementEmitter {
public:
  ElementEmitter(KernelFunction &function, mlir::OpBuilder &builder, int64_t width)
      : function(function), builder(builder), loc(function.loc), width(width) {}

  /// The value at the point: a scalar where no coordinate moves with the lane,
  /// else a vector of `width`; of the register type. Lanes that `mask` holds are
  /// inside the value, others may be anywhere; a null mask holds all. What a
  /// coordinate has in common for all lanes must be inside.
  mlir::Value emit(mlir::Value value, const Point &point, mlir::Value mask);

  /// Says that the value at the point is already in a register.
  void bind(mlir::Value value, const Point &point, mlir::Value element);

  /// Reads a register from a buffer; converts from the element's type in memory.
  mlir::Value load(mlir::Value buffer, mlir::Type elementType, const Point &point, mlir::Value mask);

  /// Writes a register to a buffer; converts to the element's type in memory.
  void store(mlir::Value element, mlir::Type elementType, mlir::Value buffer, const Point &point, mlir::Value mask);

  /// Emits those of the kernel's results that are computed from `values`, results of its anchor, at the points that
  /// need these at `point`, and stores them.
  void storeResults(mlir::ValueRange values, const Point &point, mlir::Value mask);

  /// Prefetches, for writing, the cache lines that `storeResults` will write at this point: stores wait for their lines
  /// one after the other, prefetches wait side by side.
  void prefetchResults(mlir::ValueRange values, const Point &point);

  /// The point of `source` that the element of `value` at `point` is: `source` and what moves its elements alone are
  /// between them.
  Point follow(mlir::Value value, const Point &point, mlir::Value source);

  /// Makes a scalar a vector of `width`.
  mlir::Value splat(mlir::Value element);

private:
  mlir::Value loadLanes(mlir::Value buffer, const Point &point, mlir::Value mask);
  mlir::Value emitOperation(mlir::Operation *op, const Point &point, mlir::Value mask);
  mlir::Value emitConstant(ConstantOp op, const Point &point, mlir::Value mask);
  void makeAlike(llvm::MutableArrayRef<mlir::Value> elements);
  mlir::Value emitBatchNorm(BatchNormOp op, llvm::ArrayRef<mlir::Value> v);
  /// Conditions that a point is inside a value, null where they hold: one bit of all lanes, one bit of each.
  struct Inside {
    mlir::Value all, each;
  };
  void requireInBounds(Inside &inside, const Coordinate &coordinate, mlir::Value low, mlir::Value high);
  mlir::Value emitWhere(const Inside &inside, mlir::Value value, const Point &point, mlir::Value outside,
                        mlir::Value mask);
  mlir::Value emitIf(mlir::Value condition, mlir::Value otherwise, llvm::function_ref<mlir::Value()> then);
  mlir::Value isFilled(mlir::Value value, unsigned dimension);
  mlir::Value areFilled(mlir::Value value, const Point &point, mlir::Value mask);
  mlir::Value emitBase(mlir::AffineExpr expr, const Point &point);
  Point sourceOf(const ElementRead &read, const Point &point, bool inTiles);
  Point withLookups(mlir::Operation *op, const ElementReads &reads, const Point &point, mlir::Value mask);
  void clampLookup(Inside &inside, Coordinate &coordinate, mlir::Value data, unsigned axis);
  mlir::Value emitRead(mlir::Value operand, const ElementRead &read, unsigned rank, const Point &point, bool inTiles,
                       mlir::Value otherwise, mlir::Value mask);
  mlir::Value emitMoved(mlir::Operation *op, const ElementReads &reads, const Point &point, mlir::Value mask);
  /// One lane after the other, for points whose lanes are not affine.
  mlir::Value emitByLane(mlir::Value value, const Point &point, mlir::Value mask);
  mlir::Value emitLanes(mlir::Value value, const Point &point);
  mlir::Value laneOffsets(mlir::Value buffer, const Point &point);
  mlir::Value allLanes(mlir::Value mask);
  mlir::Value laneIndices(const Coordinate &coordinate);
  Point onlyCoordinates(mlir::Value value, const Point &point);
  mlir::Value index(int64_t value);
  bool varies(const Point &point) const;

  struct Known {
    mlir::Value value;
    Point point;
    mlir::Value mask; // null: good for every lane
    mlir::Value element;

    /// Whether the lanes that are asked for have been computed: a scalar has no lanes.
    bool serves(mlir::Value asked) const {
      return !mask || mask == asked || !llvm::isa<mlir::VectorType>(element.getType());
    }
  };

  KernelFunction &function;
  mlir::OpBuilder &builder;
  mlir::Location loc;
  int64_t width;
  llvm::SmallVector<Known> known;
};

/// arith and math for one elementwise operator on registers of equal shape.
mlir::Value emitScalarOperation(mlir::OpBuilder &builder, mlir::Operation *op, mlir::ValueRange operands);

} // namespace dlc
