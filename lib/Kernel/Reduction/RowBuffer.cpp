//===- RowBuffer.cpp - Where a row stays between two passes over it -------===//

#include "lib/Kernel/Reduction/RowBuffer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;

RowBuffer::RowBuffer(KernelFunction &function, const RowLoops &loops, Value result) : loc(function.loc), loops(loops) {
  auto type = cast<RankedTensorType>(result.getType());
  element = registerType(type.getElementType());
  if (loops.unrolled) {
    place = Place::Registers;
    return;
  }
  // A float is written to the destination as it is, and nothing else reads there.
  if (element == storageType(type.getElementType()) && function.results().size() == 1 &&
      function.results().front() == result) {
    place = Place::Destination;
    memory = function.output(0);
    return;
  }
  SmallVector<int64_t> shape;
  for (unsigned d : loops.dimensions)
    shape.push_back(type.getDimSize(d));
  if (!loops.vectorsAlongRow)
    shape.push_back(loops.slots * loops.width);
  // Scratch is the worker's: threads that hold rows of their own have none, and the next
  // chunk of a row may be another worker's.
  if (function.threads() == 1 && !loops.split && ShapedType::isStaticShape(shape) &&
      ShapedType::getNumElements(shape) <= function.schedule<rt::ReductionScheduleAttr>().getScratch()) {
    place = Place::Scratch;
    scratchType = MemRefType::get(shape, element);
  }
}

void RowBuffer::enter(OpBuilder &builder) {
  if (place == Place::Scratch)
    memory = rt::ScratchOp::create(builder, loc, scratchType);
}

SmallVector<Value> RowBuffer::indices(OpBuilder &builder, const RowStep &step) {
  SmallVector<Value> result;
  if (place == Place::Destination) {
    for (const Coordinate &coordinate : step.point)
      result.push_back(coordinate.base);
    return result;
  }
  for (unsigned d : loops.dimensions)
    result.push_back(step.point[d].base);
  if (!loops.vectorsAlongRow)
    result.push_back(arith::ConstantIndexOp::create(builder, loc, step.slot * loops.width));
  return result;
}

void RowBuffer::put(OpBuilder &builder, const RowStep &step, Value value) {
  if (place == Place::Nowhere)
    return;
  if (place == Place::Registers) {
    registers.resize(std::max<size_t>(registers.size(), step.ordinal + 1));
    registers[step.ordinal] = value;
    return;
  }
  SmallVector<Value> at = indices(builder, step);
  if (!isa<VectorType>(value.getType()))
    memref::StoreOp::create(builder, loc, value, memory, at);
  else if (step.mask && place == Place::Destination)
    vector::MaskedStoreOp::create(builder, loc, memory, at, step.mask, value);
  else if (step.mask && loops.vectorsAlongRow)
    vector::MaskedStoreOp::create(builder, loc, memory, at, step.mask, value);
  else
    vector::StoreOp::create(builder, loc, value, memory, at);
}

Value RowBuffer::get(OpBuilder &builder, const RowStep &step) {
  if (place == Place::Registers)
    return registers[step.ordinal];
  SmallVector<Value> at = indices(builder, step);
  if (loops.width == 1)
    return memref::LoadOp::create(builder, loc, memory, at);
  auto type = VectorType::get({loops.width}, element);
  if (!step.mask || (place == Place::Scratch && !loops.vectorsAlongRow))
    return vector::LoadOp::create(builder, loc, type, memory, at);
  Value zero = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(type));
  return vector::MaskedLoadOp::create(builder, loc, type, memory, at, step.mask, zero);
}
