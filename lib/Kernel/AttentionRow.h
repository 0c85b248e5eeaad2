//===- AttentionRow.h - Attention of one query at a time ------------------===//

#pragma once

#include "lib/Kernel/EmitElement.h"

namespace dlc {

/// Whether a block of queries would be mostly empty, as it is when text is made token by token.
bool hasFewQueries(AttentionOp op);

/// Emits the kernel with one query per worker iteration. Registers are vectors.
void emitAttentionRows(KernelOp kernel, AttentionOp op);

/// score + mask, where a mask of minus infinity hides a key whatever its score, NaN too.
mlir::Value addMask(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value score, mlir::Value mask);

/// Where an element of the mask is: at a query and a key, along either of which lanes may run.
Point maskPoint(mlir::OpBuilder &builder, AttentionOp op, const Point &scorePoint);

} // namespace dlc
