//===- DotOfPairs.cpp - Tiles whose steps add two products ----------------===//
//
// A step takes neighbours k and k + 1 of each row, as one number that is put into all lanes, and of each column, side
// by side in a vector. Of an odd depth the last step is one of its own: what is beside the last product is 0 on both
// sides.
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Contraction/ContractionKernel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;

/// What `unpack` makes of a packed right side, through the movement that gives a convolution its windows.
Value ContractionKernel::findPanels() {
  Value matrix = view->right;
  while (isa_and_nonnull<TransposeOp, ReshapeOp>(matrix.getDefiningOp()))
    matrix = matrix.getDefiningOp()->getOperand(0);
  auto unpack = matrix.getDefiningOp<UnpackOp>();
  bool isPaired = unpack && static_cast<int64_t>(unpack.getInterleave()) == tile.getInterleave() &&
                  interleaveOf(function.anchor(), tile) == tile.getInterleave();
  return isPaired && function.buffer(unpack.getInput()) ? matrix : Value();
}

SmallVector<Value> ContractionKernel::contractPairs(OpBuilder &at, const KBlock &kBlock, const TilePlace &place,
                                                    ValueRange accumulators) {
  SmallVector<ContractionLoop> loops = kBlock.loops;
  auto contract = [&](Value lower, Value upper, bool isWhole, ValueRange sums) {
    loops.back() = {lower, upper, tile.getDepth()};
    auto left = [&](OpBuilder &inner, unsigned r, unsigned c, ValueRange k) {
      return leftPairs(inner, kBlock, place, r, c, k, isWhole);
    };
    auto right = [&](OpBuilder &inner, unsigned c, ValueRange k) { return rightPairs(inner, place, c, k, isWhole); };
    TileOperands operands{left, right, view->leftVaries};
    operands.step = step;
    return emitMicrokernel(at, loc, place.rows.size(), place.columns.size(), loops, sums, operands);
  };
  auto [lower, upper, ignored] = kBlock.loops.back();
  std::optional<int64_t> depth = getConstantIntValue(view->inner.back());
  if (depth && *depth % tile.getDepth() == 0) // blocks of it are whole steps too
    return contract(lower, upper, /*isWhole=*/true, accumulators);
  Value extent = at.createOrFold<arith::SubIOp>(loc, upper, lower);
  Value rest = at.createOrFold<arith::RemSIOp>(loc, extent, index(at, tile.getDepth()));
  Value end = at.createOrFold<arith::SubIOp>(loc, upper, rest);
  SmallVector<Value> sums = contract(lower, end, /*isWhole=*/true, accumulators);
  return contract(end, upper, /*isWhole=*/false, sums);
}

/// Values of f32 that were bf16, or are rounded to it, as numbers of two; those that the mask does not hold are 0.
Value ContractionKernel::asPairs(OpBuilder &at, Value values, Value mask) {
  auto type = cast<VectorType>(values.getType()).clone(tile.getLeft());
  Value rounded = arith::TruncFOp::create(at, loc, type, values);
  if (mask) {
    Value zero = arith::ConstantOp::create(at, loc, at.getZeroAttr(type));
    rounded = arith::SelectOp::create(at, loc, mask, rounded, zero);
  }
  auto pairs = VectorType::get({type.getNumElements() / tile.getDepth()}, packedElement);
  return vector::BitCastOp::create(at, loc, pairs, rounded);
}

Value ContractionKernel::interleave(OpBuilder &at, Value first, Value second) {
  auto type = VectorType::get({width}, tile.getRight());
  first = arith::TruncFOp::create(at, loc, type, first);
  second = arith::TruncFOp::create(at, loc, type, second);
  return vector::InterleaveOp::create(at, loc, first, second);
}

/// The pair of a row at k, in all lanes; of columns of their own where the left side varies with them.
Value ContractionKernel::leftPairs(OpBuilder &at, const KBlock &kBlock, const TilePlace &place, unsigned row,
                                   unsigned column, ValueRange k, bool isWhole) {
  auto vector = VectorType::get({width * tile.getDepth()}, tile.getLeft());
  auto spread = [&](Value pair) -> Value {
    Value all = vector::BroadcastOp::create(at, loc, VectorType::get({width}, packedElement), pair);
    return vector::BitCastOp::create(at, loc, vector, all);
  };
  if (kBlock.packed) {
    Value local = arith::SubIOp::create(at, loc, k[0], kBlock.loops.front().lower);
    Value pair = arith::DivUIOp::create(at, loc, local, index(at, tile.getDepth()));
    Value position = add(at, packedIndex(at, place.group, pair), row);
    return spread(memref::LoadOp::create(at, loc, kBlock.packed, position));
  }
  Coordinate coordinate{place.columns[column], 1};
  SmallVector<Value> after(k);
  after.back() = add(at, k.back(), 1);
  Point point = view->leftPoint(at, place.batch, place.rows[row], coordinate, k);
  Point next = view->leftPoint(at, place.batch, place.rows[row], coordinate, after);
  Value inside = view->leftInBounds(at, point), pair;
  if (inside) {
    Type type = view->leftVaries ? Type(vector) : packedElement;
    auto branch = scf::IfOp::create(at, loc, TypeRange{type}, inside, true);
    OpBuilder then = branch.getThenBodyBuilder(), otherwise = branch.getElseBodyBuilder();
    scf::YieldOp::create(then, loc, readLeftPairs(then, place, column, point, next, k.back(), isWhole));
    Value zero = arith::ConstantOp::create(otherwise, loc, otherwise.getZeroAttr(type));
    scf::YieldOp::create(otherwise, loc, zero);
    pair = branch.getResult(0);
  } else {
    pair = readLeftPairs(at, place, column, point, next, k.back(), isWhole);
  }
  return view->leftVaries ? pair : spread(pair);
}

Value ContractionKernel::readLeftPairs(OpBuilder &at, const TilePlace &place, unsigned column, const Point &point,
                                       const Point &next, Value k, bool isWhole) {
  auto second = [&](ElementEmitter &emitter, Type type, Value mask) -> Value {
    if (isWhole)
      return emitter.emit(view->left, next, mask);
    return arith::ConstantOp::create(at, loc, at.getZeroAttr(type));
  };
  if (view->leftVaries) {
    ElementEmitter emitter(function, at, width);
    Value first = emitter.splat(emitter.emit(view->left, point, place.masks[column]));
    return interleave(at, first, emitter.splat(second(emitter, vectorType, place.masks[column])));
  }
  ElementEmitter emitter(function, at, tile.getDepth());
  Point pair = point;
  bool isAlongAxis = false; // of the operand: its lanes are the pair
  for (Coordinate &coordinate : pair)
    if (isWhole && coordinate.base == k) {
      coordinate.stride = 1;
      isAlongAxis = true;
    }
  Value values;
  if (isAlongAxis) {
    values = emitter.splat(emitter.emit(view->left, pair, {}));
  } else {
    Value first = emitter.emit(view->left, point, {});
    SmallVector<Value> both{first, second(emitter, element, {})};
    values = vector::FromElementsOp::create(at, loc, VectorType::get({tile.getDepth()}, element), both);
  }
  return vector::ExtractOp::create(at, loc, asPairs(at, values, {}), 0);
}

/// The pairs of a vector of columns at k.
Value ContractionKernel::rightPairs(OpBuilder &at, const TilePlace &place, unsigned column, ValueRange k,
                                    bool isWhole) {
  ElementEmitter emitter(function, at, width);
  Coordinate coordinate{place.columns[column], 1};
  Point point = view->rightPoint(at, place.batch, coordinate, k);
  if (panels) {
    auto unpack = panels.getDefiningOp<UnpackOp>();
    Point element = emitter.follow(view->right, point, panels); // ..., n, k
    Value depth = element.pop_back_val().base, n = element.pop_back_val().base;
    Value rows = index(at, unpack.getTile()), pair = index(at, tile.getInterleave());
    auto indices = llvm::map_to_vector(element, [](const Coordinate &batch) { return batch.base; });
    indices.push_back(at.createOrFold<arith::DivUIOp>(loc, n, rows));
    indices.push_back(at.createOrFold<arith::DivUIOp>(loc, depth, pair));
    indices.push_back(mul(at, at.createOrFold<arith::RemUIOp>(loc, n, rows), tile.getInterleave()));
    auto type = VectorType::get({width * tile.getInterleave()}, tile.getRight());
    return vector::LoadOp::create(at, loc, type, function.buffer(unpack.getInput()), indices);
  }
  auto read = [&](const Point &at) { return emitter.splat(emitter.emit(view->right, at, place.masks[column])); };
  Value first = read(point), second = arith::ConstantOp::create(at, loc, at.getZeroAttr(vectorType));
  if (isWhole) {
    SmallVector<Value> after(k);
    after.back() = add(at, k.back(), 1);
    second = read(view->rightPoint(at, place.batch, coordinate, after));
  }
  return interleave(at, first, second);
}
