//===- Transpose.cpp - Transpose registers ---------------------------------===//

#include "lib/Kernel/Emit/Transpose.h"

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

/// Element i of the result is element source(i) of the vectors side by side.
static Value emitPick(OpBuilder &builder, Location loc, ArrayRef<Value> vectors,
                      function_ref<int64_t(int64_t)> source) {
  int64_t width = cast<VectorType>(vectors[0].getType()).getNumElements(), count = vectors.size();
  Value picked;
  for (int64_t v = 0; v < count; ++v) {
    SmallVector<int64_t> mask;
    bool any = false;
    for (int64_t i = 0; i < width; ++i) {
      bool here = source(i) / width == v;
      any |= here;
      mask.push_back(!here ? i : (picked ? width : 0) + source(i) % width);
    }
    if (any)
      picked = vector::ShuffleOp::create(builder, loc, picked ? picked : vectors[v], vectors[v], mask);
  }
  return picked;
}

SmallVector<Value> dlc::emitInterleave(OpBuilder &builder, Location loc, ArrayRef<Value> rows) {
  int64_t width = cast<VectorType>(rows[0].getType()).getNumElements(), count = rows.size();
  SmallVector<Value> vectors;
  for (int64_t v = 0; v < count; ++v)
    vectors.push_back(emitPick(builder, loc, rows, [&](int64_t i) {
      int64_t element = v * width + i;
      return element % count * width + element / count;
    }));
  return vectors;
}

SmallVector<Value> dlc::emitDeinterleave(OpBuilder &builder, Location loc, ArrayRef<Value> vectors) {
  int64_t count = vectors.size();
  SmallVector<Value> rows;
  for (int64_t row = 0; row < count; ++row)
    rows.push_back(emitPick(builder, loc, vectors, [&](int64_t i) { return i * count + row; }));
  return rows;
}
