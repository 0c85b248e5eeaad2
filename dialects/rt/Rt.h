//===- Rt.h - The rt dialect: launches, buffers and extents ---------------===//

#pragma once

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/SCF/IR/DeviceMappingInterface.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include <optional>

#include "dialects/rt/Dialect.h.inc"
#include "dialects/rt/Enums.h.inc"

#include "dialects/rt/AttrInterfaces.h.inc"
#define GET_ATTRDEF_CLASSES
#include "dialects/rt/Attributes.h.inc"
#define GET_OP_CLASSES
#include "dialects/rt/Ops.h.inc"

namespace dlc::rt {

/// Argument attribute of a program on tensors: an affine map with one result per `?`.
inline constexpr llvm::StringLiteral extentsAttrName = "rt.extents";

/// The type of an element in memory: a bool is a byte.
mlir::Type getStorageType(mlir::Type element);

/// Every slot starts at a multiple of this many bytes: a cache line, and a register of AVX-512.
inline constexpr int64_t slotAlignment = 64;

/// An extent lies in [low, high], both inclusive; a known one has low = high, one without an end has that of int64.
struct ExtentRange {
  int64_t low;
  int64_t high;
};

/// Ranges of the dims of the model around `op`, in order of declaration: symbol i of an extent is dim i.
llvm::SmallVector<ExtentRange> getDimRanges(mlir::Operation *op);

/// Range of `extent` over the ranges of its symbols, by interval arithmetic: never too small, exact for known dims.
/// None where int64 does not hold it, a divisor may be 0 or negative, or a symbol has no dim.
std::optional<ExtentRange> evaluateExtent(mlir::AffineExpr extent, llvm::ArrayRef<ExtentRange> dims);

/// What `extent` is at most while no dim is above its symbol: grows with each symbol, and is `extent` where that does.
/// Null where nothing bounds it.
mlir::AffineExpr getUpperExtent(mlir::AffineExpr extent, llvm::ArrayRef<ExtentRange> dims);

/// The largest of the results of `map` with these numbers for its symbols; none where int64 does not hold one.
std::optional<int64_t> evaluateMaximum(mlir::AffineMap map, llvm::ArrayRef<ExtentRange> numbers);

/// `type`'s shape with each `?` at the upper end of its extent in `extents`. None also where an extent may be negative
/// throughout or the number of extents is not that of the `?`s.
std::optional<llvm::SmallVector<int64_t>> getUpperShape(mlir::ShapedType type, mlir::AffineMap extents,
                                                        llvm::ArrayRef<ExtentRange> dims);

/// Bytes of a contiguous buffer of getUpperShape; a bool takes a byte. None where int64 does not hold them.
std::optional<int64_t> getUpperBytes(mlir::ShapedType type, mlir::AffineMap extents, llvm::ArrayRef<ExtentRange> dims);

} // namespace dlc::rt
