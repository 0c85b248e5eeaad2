//===- WinogradTransform.cpp - Patches to points, sums to pixels ----------===//

#include "lib/Kernel/Winograd/WinogradTransform.h"
#include "lib/Kernel/Emit/Combine.h"
#include "lib/Kernel/Emit/Loops.h"
#include "lib/Kernel/Emit/Microkernel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace dlc;

/// Rows of the matrix times the registers.
SmallVector<Value> WinogradTransform::apply(OpBuilder &at, Location loc, ValueRange registers) const {
  SmallVector<Value> results;
  for (size_t row = 0; row < matrix.size(); row += registers.size()) {
    Value sum;
    // What is taken as it is comes first: it begins the sum without a product.
    for (bool isUnit : {true, false})
      for (auto [factor, value] : llvm::zip_equal(matrix.slice(row, registers.size()), registers)) {
        if (factor == 0 || (factor == 1) != isUnit)
          continue;
        Value constant = emitConstant(at, loc, type, factor);
        if (!sum)
          sum = isUnit ? value : arith::MulFOp::create(at, loc, value, constant).getResult();
        else if (isUnit)
          sum = arith::AddFOp::create(at, loc, sum, value);
        else
          sum = emitMultiplyAdd(at, loc, value, constant, sum);
      }
    results.push_back(sum);
  }
  return results;
}

void WinogradTransform::emit(OpBuilder &at, Location loc,
                             llvm::function_ref<SmallVector<Value>(OpBuilder &, Value)> column,
                             llvm::function_ref<void(OpBuilder &, Value, Value)> store) const {
  auto index = [&](OpBuilder &inner, int64_t value) { return arith::ConstantIndexOp::create(inner, loc, value); };
  int64_t rows = static_cast<int64_t>(matrix.size()) / side;
  emitLoop(at, loc, index(at, 0), index(at, side), 1, [&](OpBuilder &inner, Value j) {
    for (auto [i, value] : llvm::enumerate(apply(inner, loc, column(inner, j))))
      emitStore(inner, loc, value, half, {index(inner, i), j, index(inner, 0)});
  });
  emitLoop(at, loc, index(at, 0), index(at, rows), 1, [&](OpBuilder &inner, Value i) {
    SmallVector<Value> line;
    for (int64_t j = 0; j < side; ++j)
      line.push_back(emitLoad(inner, loc, type, half, {i, index(inner, j), index(inner, 0)}));
    Value first = inner.createOrFold<arith::MulIOp>(loc, i, index(inner, rows));
    for (auto [j, value] : llvm::enumerate(apply(inner, loc, line)))
      store(inner, inner.createOrFold<arith::AddIOp>(loc, first, index(inner, j)), value);
  });
}
