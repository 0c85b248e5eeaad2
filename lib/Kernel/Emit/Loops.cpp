//===- Loops.cpp - Loops whose steps are vectors --------------------------===//

#include "lib/Kernel/Emit/Loops.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

static Value constant(OpBuilder &builder, Location loc, int64_t value) {
  return arith::ConstantIndexOp::create(builder, loc, value);
}

SmallVector<Value> dlc::emitDelinearize(OpBuilder &builder, Location loc, Value index, ArrayRef<Value> extents) {
  SmallVector<OpFoldResult> basis;
  for (Value extent : extents)
    basis.push_back(getConstantIntValue(extent) == 0 ? OpFoldResult(builder.getIndexAttr(1)) : extent);
  auto op = affine::AffineDelinearizeIndexOp::create(builder, loc, index, basis);
  return llvm::to_vector_of<Value>(op.getResults());
}

Value dlc::emitCeilDiv(OpBuilder &builder, Location loc, Value a, int64_t b) {
  if (b == 1)
    return a;
  return builder.createOrFold<arith::CeilDivSIOp>(loc, a, constant(builder, loc, b));
}

/// The largest number of whole vectors, in elements, and what is left.
static std::pair<Value, Value> splitExtent(OpBuilder &builder, Location loc, Value extent, int64_t width) {
  if (width == 1)
    return {extent, constant(builder, loc, 0)};
  Value rest = builder.createOrFold<arith::RemSIOp>(loc, extent, constant(builder, loc, width));
  return {builder.createOrFold<arith::SubIOp>(loc, extent, rest), rest};
}

SmallVector<Value> dlc::emitVectorLoop(OpBuilder &builder, Location loc, Value lower, Value upper, int64_t width,
                                       ValueRange initial, LoopBody body) {
  Value extent = builder.createOrFold<arith::SubIOp>(loc, upper, lower);
  std::pair<Value, Value> parts = splitExtent(builder, loc, extent, width);
  Value whole = parts.first, rest = parts.second;
  Value end = builder.createOrFold<arith::AddIOp>(loc, lower, whole);
  SmallVector<Value> carried(initial);
  if (getConstantIntValue(whole) != 0) {
    auto loop = scf::ForOp::create(builder, loc, lower, end, constant(builder, loc, width), initial,
                                   [&](OpBuilder &nested, Location, Value index, ValueRange values) {
                                     scf::YieldOp::create(nested, loc, body(nested, index, Value(), values));
                                   });
    carried = llvm::to_vector_of<Value>(loop.getResults());
  }
  if (getConstantIntValue(rest) == 0)
    return carried;
  auto emitRest = [&](OpBuilder &nested) {
    auto type = VectorType::get({width}, nested.getI1Type());
    Value mask = vector::CreateMaskOp::create(nested, loc, type, rest);
    return body(nested, end, mask, carried);
  };
  if (getConstantIntValue(rest))
    return emitRest(builder);
  Value any = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ne, rest, constant(builder, loc, 0));
  auto branch = scf::IfOp::create(
      builder, loc, any, [&](OpBuilder &nested, Location) { scf::YieldOp::create(nested, loc, emitRest(nested)); },
      [&](OpBuilder &nested, Location) { scf::YieldOp::create(nested, loc, carried); });
  return llvm::to_vector_of<Value>(branch.getResults());
}

void dlc::emitVectorLoop(OpBuilder &builder, Location loc, Value lower, Value upper, int64_t width,
                         function_ref<void(OpBuilder &, Value, Value)> body) {
  emitVectorLoop(builder, loc, lower, upper, width, ValueRange(),
                 [&](OpBuilder &nested, Value index, Value mask, ValueRange) {
                   body(nested, index, mask);
                   return SmallVector<Value>();
                 });
}

void dlc::emitOverlappingLoop(OpBuilder &builder, Location loc, Value lower, Value upper, int64_t width,
                              function_ref<void(OpBuilder &, Value, Value)> body) {
  Value extent = builder.createOrFold<arith::SubIOp>(loc, upper, lower);
  std::optional<int64_t> known = getConstantIntValue(extent);
  if (!known || *known < width || *known % width == 0)
    return emitVectorLoop(builder, loc, lower, upper, width, body);
  Value whole = constant(builder, loc, *known - *known % width);
  emitVectorLoop(builder, loc, lower, builder.createOrFold<arith::AddIOp>(loc, lower, whole), width, body);
  body(builder, builder.createOrFold<arith::SubIOp>(loc, upper, constant(builder, loc, width)), Value());
}

void dlc::emitLoop(OpBuilder &builder, Location loc, Value lower, Value upper, int64_t step,
                   function_ref<void(OpBuilder &, Value)> body) {
  scf::ForOp::create(builder, loc, lower, upper, constant(builder, loc, step), ValueRange(),
                     [&](OpBuilder &nested, Location, Value index, ValueRange) {
                       body(nested, index);
                       scf::YieldOp::create(nested, loc);
                     });
}
