//===- Attention.h - What attention is, with and without care ---------------===//

#pragma once

#include "dialects/dlc/Dlc.h"

namespace dlc {

/// Exact: a key whose score is -inf is not seen. Rounded: queries are scaled in f32 before their products, weights
/// below e^-88 are 0, and one of 0 that neither `causal` nor the mask hides multiplies its value: an infinite one gives
/// NaN.
enum class AttentionWeights { Exact, Rounded };

llvm::FailureOr<Tensor> evaluateAttention(AttentionOp op, llvm::ArrayRef<Tensor> operands, AttentionWeights weights);

} // namespace dlc
