//===- EmitTile.cpp - A register tile of a contraction and its epilogue ---===//

#include "lib/Kernel/Contraction/ContractionKernel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;

void ContractionKernel::emitTile(OpBuilder &at, const Block &block, const KBlock &kBlock, ValueRange batch, Value row,
                                 unsigned rows, Value column, unsigned columns) {
  Value zero = arith::ConstantOp::create(at, loc, at.getZeroAttr(vectorType));
  SmallVector<Value> accumulators(rows * columns, zero);
  if (kBlock.isFirst) {
    auto branch = scf::IfOp::create(
        at, loc, kBlock.isFirst, [&](OpBuilder &nested, Location) { scf::YieldOp::create(nested, loc, accumulators); },
        [&](OpBuilder &nested, Location) {
          scf::YieldOp::create(nested, loc, loadPartial(nested, block, row, column, rows, columns));
        });
    accumulators = llvm::to_vector_of<Value>(branch.getResults());
  }
  accumulators = contract(at, block, kBlock, batch, row, rows, column, columns, accumulators);
  if (!kBlock.isLast)
    return emitEpilogue(at, batch, row, rows, column, columns, accumulators);
  scf::IfOp::create(
      at, loc, kBlock.isLast,
      [&](OpBuilder &nested, Location) {
        emitEpilogue(nested, batch, row, rows, column, columns, accumulators);
        scf::YieldOp::create(nested, loc);
      },
      [&](OpBuilder &nested, Location) {
        storePartial(nested, block, row, column, rows, columns, accumulators);
        scf::YieldOp::create(nested, loc);
      });
}

SmallVector<Value> ContractionKernel::contract(OpBuilder &at, const Block &block, const KBlock &kBlock,
                                               ValueRange batch, Value row, unsigned rows, Value column,
                                               unsigned columns, ValueRange accumulators) {
  TilePlace place{batch, {}, {}, SmallVector<Value>(columns), {}};
  for (unsigned r = 0; r < rows; ++r)
    place.rows.push_back(add(at, row, r));
  for (unsigned c = 0; c < columns; ++c) {
    place.columns.push_back(add(at, column, c * width));
    if (masked)
      place.masks[c] = columnMask(at, place.columns[c]);
  }
  if (kBlock.packed) {
    Value offset = arith::SubIOp::create(at, loc, row, block.rows.lower);
    place.group = arith::DivUIOp::create(at, loc, offset, index(at, tileRows));
  }
  if (step == StepKind::DotOfPairs)
    return contractPairs(at, kBlock, place, accumulators);
  auto left = [&](OpBuilder &inner, unsigned r, unsigned c, ValueRange k) -> Value {
    if (kBlock.packed) {
      Value local = arith::SubIOp::create(inner, loc, k[0], kBlock.loops.front().lower);
      return memref::LoadOp::create(inner, loc, kBlock.packed, add(inner, packedIndex(inner, place.group, local), r));
    }
    ElementEmitter emitter(function, inner, width);
    Coordinate coordinate{place.columns[c], width > 1};
    Point point = view->leftPoint(inner, batch, place.rows[r], coordinate, k);
    Value inside = view->leftInBounds(inner, point);
    if (!inside)
      return emitter.emit(view->left, point, place.masks[c]);
    Type type = view->leftVaries ? vectorType : element;
    auto branch = scf::IfOp::create(inner, loc, TypeRange{type}, inside, true);
    OpBuilder then = branch.getThenBodyBuilder(), otherwise = branch.getElseBodyBuilder();
    ElementEmitter guarded(function, then, width);
    Value value = guarded.emit(view->left, point, place.masks[c]);
    scf::YieldOp::create(then, loc, view->leftVaries ? guarded.splat(value) : value);
    Value zero = arith::ConstantOp::create(otherwise, loc, otherwise.getZeroAttr(type));
    scf::YieldOp::create(otherwise, loc, zero);
    return branch.getResult(0);
  };
  auto right = [&](OpBuilder &inner, unsigned c, ValueRange k) -> Value {
    ElementEmitter emitter(function, inner, width);
    Coordinate coordinate{place.columns[c], width > 1};
    Point point = view->rightPoint(inner, batch, coordinate, k);
    return emitter.splat(emitter.emit(view->right, point, place.masks[c]));
  };
  return emitMicrokernel(at, loc, rows, columns, kBlock.loops, accumulators, {left, right, view->leftVaries});
}

/// Bits of the lanes from `column` on that are columns of the result.
Value ContractionKernel::columnMask(OpBuilder &at, Value column) {
  if (width == 1)
    return {};
  Value left = arith::SubIOp::create(at, loc, view->columns, column);
  return vector::CreateMaskOp::create(at, loc, VectorType::get({width}, at.getI1Type()), left);
}

void ContractionKernel::emitEpilogue(OpBuilder &at, ValueRange batch, Value row, unsigned rows, Value column,
                                     unsigned columns, ValueRange accumulators) {
  ElementEmitter emitter(function, at, width);
  Value anchor = function.anchor()->getResult(0);
  SmallVector<Coordinate> coordinates;
  SmallVector<Value> masks, biases;
  for (unsigned c = 0; c < columns; ++c) {
    coordinates.push_back({add(at, column, c * width), width > 1});
    masks.push_back(masked ? columnMask(at, coordinates[c].base) : Value());
    if (view->bias) {
      Point point = view->biasPoint(at, batch, coordinates[c]);
      biases.push_back(emitter.splat(emitter.emit(view->bias, point, masks[c])));
    }
  }
  for (unsigned r = 0; r < rows; ++r) {
    Value rowIndex = add(at, row, r);
    for (unsigned c = 0; c < columns; ++c) {
      Value sum = accumulators[r * columns + c];
      if (view->bias)
        sum = isa<FloatType>(element) ? arith::AddFOp::create(at, loc, sum, biases[c]).getResult()
                                      : arith::AddIOp::create(at, loc, sum, biases[c]).getResult();
      Point point = view->resultPoint(at, batch, rowIndex, coordinates[c]);
      emitter.bind(anchor, point, sum);
      emitter.storeResults(anchor, point, masks[c]);
    }
  }
}

SmallVector<Value> ContractionKernel::loadPartial(OpBuilder &at, const Block &block, Value row, Value column,
                                                  unsigned rows, unsigned columns) {
  SmallVector<Value> result;
  Value firstColumn = mul(at, block.panels.lower, tileColumns);
  for (unsigned r = 0; r < rows; ++r)
    for (unsigned c = 0; c < columns; ++c) {
      Value i = arith::SubIOp::create(at, loc, add(at, row, r), block.rows.lower);
      Value j = arith::SubIOp::create(at, loc, add(at, column, c * width), firstColumn);
      result.push_back(vector::LoadOp::create(at, loc, cast<VectorType>(vectorType), partial, ValueRange{i, j}));
    }
  return result;
}

void ContractionKernel::storePartial(OpBuilder &at, const Block &block, Value row, Value column, unsigned rows,
                                     unsigned columns, ValueRange accumulators) {
  Value firstColumn = mul(at, block.panels.lower, tileColumns);
  for (unsigned r = 0; r < rows; ++r)
    for (unsigned c = 0; c < columns; ++c) {
      Value i = arith::SubIOp::create(at, loc, add(at, row, r), block.rows.lower);
      Value j = arith::SubIOp::create(at, loc, add(at, column, c * width), firstColumn);
      vector::StoreOp::create(at, loc, accumulators[r * columns + c], partial, ValueRange{i, j});
    }
}
