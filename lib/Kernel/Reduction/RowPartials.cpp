//===- RowPartials.cpp - What the chunks of split rows leave --------------===//

#include "lib/Kernel/Reduction/RowPartials.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace dlc;

RowPartials::RowPartials(KernelFunction &function, const RowLoops &loops, ArrayRef<Type> types)
    : function(function), loops(loops), types(types) {
  SmallVector<int64_t> shape{loops.split->count};
  llvm::append_range(shape, loops.keptExtents());
  for (Type type : types)
    buffers.push_back(function.workspace(MemRefType::get(shape, storageType(type))));
}

Point RowPartials::place(Value chunk, const Point &point) const {
  Point result{{chunk, 0}};
  for (auto [d, coordinate] : llvm::enumerate(point))
    if (!llvm::is_contained(loops.dimensions, d))
      result.push_back(coordinate);
  return result;
}

void RowPartials::put(OpBuilder &builder, const Rows &rows, ValueRange values) {
  ElementEmitter emitter(function, builder, loops.width);
  for (const Point &point : rows.points) {
    Point at = place(rows.chunk, point);
    for (auto [type, buffer] : llvm::zip(types, buffers)) {
      emitter.store(values.front(), type, buffer, at, rows.mask);
      values = values.drop_front();
    }
  }
}

SmallVector<Value> RowPartials::get(OpBuilder &builder, const Rows &rows, Value chunk) {
  ElementEmitter emitter(function, builder, loops.width);
  SmallVector<Value> values;
  for (const Point &point : rows.points)
    for (auto [type, buffer] : llvm::zip(types, buffers))
      values.push_back(emitter.load(buffer, type, place(chunk, point), rows.mask));
  return values;
}

SmallVector<Value> RowPartials::combine(OpBuilder &builder, const Rows &rows, Merge merge) {
  Location loc = function.loc;
  auto index = [&](int64_t value) { return arith::ConstantIndexOp::create(builder, loc, value); };
  SmallVector<Value> first = get(builder, rows, index(0));
  auto loop = scf::ForOp::create(builder, loc, index(1), index(loops.split->count), index(1), first,
                                 [&](OpBuilder &inner, Location, Value chunk, ValueRange sofar) {
                                   SmallVector<Value> next = get(inner, rows, chunk), result;
                                   for (size_t i = 0, count = types.size(); i < next.size(); i += count)
                                     llvm::append_range(
                                         result, merge(inner, sofar.slice(i, count), ValueRange(next).slice(i, count)));
                                   scf::YieldOp::create(inner, loc, result);
                                 });
  return llvm::to_vector_of<Value>(loop.getResults());
}
