//===- PackLeft.cpp - Rows of a contraction as tiles read them ---------===//

#include "lib/Kernel/Contraction/ContractionKernel.h"
#include "lib/Kernel/Emit/Loops.h"
#include "lib/Kernel/Emit/Transpose.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;

Value ContractionKernel::packedIndex(OpBuilder &at, Value group, Value k) {
  return mul(at, arith::AddIOp::create(at, loc, mul(at, group, packedSteps), k), tileRows);
}

/// Copies whole groups of rows so that a tile reads the left side in order. Squares
/// of `width` rows and `width` of k are transposed in registers; what a vector
/// writes beyond its rows or beyond the depth, later ones overwrite, or it lies in
/// the slack at the end.
void ContractionKernel::packLeft(OpBuilder &at, const Block &block, const KBlock &kBlock) {
  SmallVector<Value> batch = delinearize(at, block.batch.lower);
  Value lower = kBlock.loops.front().lower, upper = kBlock.loops.front().upper;
  Value extent = at.createOrFold<arith::SubIOp>(loc, block.rows.upper, block.rows.lower);
  Value groups = arith::DivUIOp::create(at, loc, extent, index(at, tileRows));
  emitLoop(at, loc, index(at, 0), groups, 1, [&](OpBuilder &groupAt, Value group) {
    Value first = arith::AddIOp::create(groupAt, loc, block.rows.lower, mul(groupAt, group, tileRows));
    int64_t depth = tile.getDepth();
    auto type = VectorType::get({width}, packedElement);
    emitVectorLoop(groupAt, loc, lower, upper, width * depth, [&](OpBuilder &inner, Value k, Value mask) {
      ElementEmitter emitter(function, inner, width * depth);
      auto row = [&](int64_t r) -> Value {
        if (r >= tileRows)
          return arith::ConstantOp::create(inner, loc, inner.getZeroAttr(type));
        Point point = view->leftPoint(inner, batch, add(inner, first, r), {}, {k});
        for (Coordinate &coordinate : point)
          if (coordinate.base == k)
            coordinate.stride = 1;
        Value values = emitter.splat(emitter.emit(view->left, point, mask));
        return step == StepKind::DotOfPairs ? asPairs(inner, values, mask) : values;
      };
      SmallVector<SmallVector<Value>> squares;
      for (int64_t square = 0; square < tileRows; square += width) {
        auto rows = llvm::map_range(llvm::seq(square, square + width), row);
        squares.push_back(emitTranspose(inner, loc, llvm::to_vector(rows)));
      }
      Value local =
          inner.createOrFold<arith::DivUIOp>(loc, arith::SubIOp::create(inner, loc, k, lower), index(inner, depth));
      Value target = packedIndex(inner, group, local);
      for (int64_t lane = 0; lane < width; ++lane)
        for (auto [number, square] : llvm::enumerate(squares)) {
          Value position = add(inner, target, lane * tileRows + static_cast<int64_t>(number) * width);
          vector::StoreOp::create(inner, loc, square[lane], kBlock.packed, position);
        }
    });
  });
}
