//===- Dlc.h - The dlc dialect: models and tensor operators ---------------===//

#pragma once

#include "dialects/dlc/Number.h"
#include "dialects/dlc/Reads.h"
#include "dialects/dlc/Shape.h"
#include "dialects/dlc/Tensor.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialects/dlc/Dialect.h.inc"
#include "dialects/dlc/Enums.h.inc"
#include "dialects/dlc/Interfaces.h.inc"
#define GET_ATTRDEF_CLASSES
#include "dialects/dlc/Attributes.h.inc"
#define GET_OP_CLASSES
#include "dialects/dlc/Ops.h.inc"

namespace dlc {

/// A tensor has at most this many bytes, an extent at most this value.
constexpr int64_t maxTensorBytes = int64_t(1) << 40;

/// The op that `symbol` names where `from` stands: innermost scope first, so a
/// function of a block sees the block, then the model. `@h0::@apply` is the
/// function of the instance's block. Null when there is none.
mlir::Operation *resolveSymbol(mlir::SymbolTableCollection &tables, mlir::Operation *from, mlir::SymbolRefAttr symbol);

/// Bytes of a tensor with known extents, or nothing past `maxTensorBytes`.
std::optional<int64_t> bytesOf(mlir::RankedTensorType type);

} // namespace dlc
