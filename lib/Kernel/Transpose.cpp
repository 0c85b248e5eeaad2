//===- Transpose.cpp - Transpose a square of registers --------------------===//

#include "lib/Kernel/Transpose.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

SmallVector<Value> dlc::emitTranspose(OpBuilder &builder, Location loc, SmallVector<Value> vectors) {
  auto size = static_cast<int64_t>(vectors.size());
  assert(llvm::isPowerOf2_64(size) && cast<VectorType>(vectors[0].getType()).getNumElements() == size);
  for (int64_t step = size / 2; step; step /= 2) {
    SmallVector<int64_t> upper, lower; // lanes of the two vectors, counted on
    for (int64_t j = 0; j < size; ++j) {
      upper.push_back(j & step ? size + j - step : j);
      lower.push_back(j & step ? size + j : j + step);
    }
    for (int64_t i = 0; i < size; ++i) {
      if (i & step)
        continue;
      Value a = vectors[i], b = vectors[i + step];
      vectors[i] = vector::ShuffleOp::create(builder, loc, a, b, upper);
      vectors[i + step] = vector::ShuffleOp::create(builder, loc, a, b, lower);
    }
  }
  return vectors;
}
