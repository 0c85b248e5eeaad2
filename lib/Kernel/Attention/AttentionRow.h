//===- AttentionRow.h - Attention of one query at a time ------------------===//

#pragma once

#include "lib/Kernel/Emit/EmitElement.h"

namespace dlc {

/// Whether there are at most `few` queries, so that a block of them would be mostly empty, as it is when text is made
/// token by token: it costs as much for 1 query as for a full vector of them.
bool hasFewQueries(AttentionOp op, int64_t few);

/// Emits the kernel with one query per worker iteration. Registers are vectors.
void emitAttentionRows(KernelOp kernel, AttentionOp op);

/// score + mask, where a mask of minus infinity hides a key whatever its score, NaN too.
mlir::Value addMask(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value score, mlir::Value mask);

/// The weight of a key, e^(score - shift) or 0 of one that is hidden. `careful`: and of no other, so that no value is
/// lost that the query sees.
mlir::Value emitWeight(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value score, mlir::Value shift,
                       bool careful);

/// What `attempt` gives. It is made once more, with care for what hidden values hold, where `isSpoilt` sees a NaN in
/// the result: whoever hides none that matters does not pay. The second has code of its own, as a choice in the
/// innermost loops takes registers from them.
llvm::SmallVector<mlir::Value>
emitAttempts(mlir::OpBuilder &builder, mlir::Location loc,
             llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::OpBuilder &, bool careful)> attempt,
             llvm::function_ref<mlir::Value(mlir::OpBuilder &)> isSpoilt);

/// Where an element of the mask is: at a query and a key, along either of which lanes may run.
Point maskPoint(mlir::OpBuilder &builder, AttentionOp op, const Point &scorePoint);

} // namespace dlc
