//===- AttentionRow.h - Attention of one query at a time ------------------===//

#pragma once

#include "lib/Kernel/EmitElement.h"

namespace dlc {

/// Whether a block of queries would be mostly empty, as it is when text is made token by token.
bool hasFewQueries(AttentionOp op);

/// Emits the kernel with one query per worker iteration. Registers are vectors.
void emitAttentionRows(KernelOp kernel, AttentionOp op);

/// Where an element of the mask is: at a query and a key, along either of which lanes may run.
Point maskPoint(mlir::OpBuilder &builder, AttentionOp op, const Point &scorePoint);

} // namespace dlc
