//===- Families.h - The kinds of loops that kernels become ----------------===//
//
// A family makes functions of the kernels whose anchor has one role. Each function here replaces a kernel that
// `checkKernels` has accepted by its `func.func`; it fails, with an error at the operator, where it has no code for it.
//===----------------------------------------------------------------------===//

#pragma once

#include "dialects/dlc/Dlc.h"

namespace dlc {

mlir::LogicalResult emitAttention(KernelOp kernel, mlir::Operation *anchor);
mlir::LogicalResult emitContraction(KernelOp kernel, mlir::Operation *anchor);
mlir::LogicalResult emitPooling(KernelOp kernel, mlir::Operation *anchor);
mlir::LogicalResult emitReduction(KernelOp kernel, mlir::Operation *anchor);
mlir::LogicalResult emitWinograd(KernelOp kernel, mlir::Operation *anchor);
/// Elementwise operators, movement and gathers alone: `anchor` is null.
mlir::LogicalResult emitPointwise(KernelOp kernel, mlir::Operation *anchor);

} // namespace dlc
