//===- ElementAccess.cpp - Loads and stores of an element emitter --------===//

#include "lib/Kernel/Emit/EmitElement.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;

/// Whether the lanes lie side by side: they move along the last dimension that is longer than 1.
static bool isContiguous(Value buffer, ArrayRef<Coordinate> point) {
  ArrayRef<int64_t> shape = cast<MemRefType>(buffer.getType()).getShape();
  while (!point.empty() && point.back().stride == 0 && shape[point.size() - 1] == 1)
    point = point.drop_back();
  return !point.empty() && point.back().stride == 1 &&
         llvm::all_of(point.drop_back(), [](const Coordinate &c) { return c.stride == 0; });
}

Value ElementEmitter::loadLanes(Value buffer, const Point &point, Value mask) {
  auto memref = cast<MemRefType>(buffer.getType());
  auto type = VectorType::get({width}, memref.getElementType());
  SmallVector<Value> bases = llvm::map_to_vector(point, [](const Coordinate &c) { return c.base; });
  if (isContiguous(buffer, point)) {
    if (!mask)
      return vector::LoadOp::create(builder, loc, type, buffer, bases);
    Value zero = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(type));
    return vector::MaskedLoadOp::create(builder, loc, type, buffer, bases, mask, zero);
  }
  Value zero = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(type));
  return vector::GatherOp::create(builder, loc, type, buffer, bases, laneOffsets(buffer, point), allLanes(mask), zero);
}

/// Distances of the lanes from the first, in elements of a row-major buffer.
Value ElementEmitter::laneOffsets(Value buffer, const Point &point) {
  auto memref = cast<MemRefType>(buffer.getType());
  Value step = index(0), row = index(1);
  for (int64_t d = point.size() - 1; d >= 0; --d) {
    if (point[d].stride) {
      Value distance = builder.createOrFold<arith::MulIOp>(loc, row, index(point[d].stride));
      step = builder.createOrFold<arith::AddIOp>(loc, step, distance);
    }
    Value size = memref.isDynamicDim(d) ? memref::DimOp::create(builder, loc, buffer, d).getResult()
                                        : index(memref.getDimSize(d));
    row = builder.createOrFold<arith::MulIOp>(loc, row, size);
  }
  return arith::MulIOp::create(builder, loc, splat(step), laneIndices({index(0), 1}));
}

Value ElementEmitter::allLanes(Value mask) {
  auto type = VectorType::get({width}, builder.getI1Type());
  return mask ? mask : arith::ConstantOp::create(builder, loc, DenseElementsAttr::get(type, true));
}

/// `element` type -> its register type, for scalars and vectors.
static Type registerTypeLike(Type type) {
  if (auto vector = dyn_cast<VectorType>(type))
    return vector.clone(registerType(vector.getElementType()));
  return registerType(type);
}

Value ElementEmitter::load(Value buffer, Type elementType, const Point &point, Value mask) {
  Value element;
  if (varies(point)) {
    element = loadLanes(buffer, point, mask);
  } else {
    SmallVector<Value> bases = llvm::map_to_vector(point, [](const Coordinate &c) { return c.base; });
    element = memref::LoadOp::create(builder, loc, buffer, bases);
  }
  if (elementType.isInteger(1)) {
    Value zero = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(element.getType()));
    return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ne, element, zero);
  }
  Type type = registerTypeLike(element.getType());
  return type == element.getType() ? element : arith::ExtFOp::create(builder, loc, type, element);
}

void ElementEmitter::store(Value element, Type elementType, Value buffer, const Point &point, Value mask) {
  if (varies(point))
    element = splat(element);
  Type memory = storageType(elementType);
  Type type = memory;
  if (auto vector = dyn_cast<VectorType>(element.getType()))
    type = vector.clone(memory);
  if (elementType.isInteger(1))
    element = arith::ExtUIOp::create(builder, loc, type, element);
  else if (type != element.getType())
    element = arith::TruncFOp::create(builder, loc, type, element);
  SmallVector<Value> bases = llvm::map_to_vector(point, [](const Coordinate &c) { return c.base; });
  if (!varies(point))
    memref::StoreOp::create(builder, loc, element, buffer, bases);
  else if (!isContiguous(buffer, point))
    vector::ScatterOp::create(builder, loc, Type(), buffer, bases, laneOffsets(buffer, point), allLanes(mask), element);
  else if (mask)
    vector::MaskedStoreOp::create(builder, loc, buffer, bases, mask, element);
  else
    vector::StoreOp::create(builder, loc, element, buffer, bases);
}

/// The point of `value` that needs `known`, results of the anchor, at `point`; nothing where it needs none of them. The
/// way from the anchor to a result leads through elementwise operators and transposes.
static std::optional<Point> pointOf(Value value, ValueRange known, const Point &point) {
  if (llvm::is_contained(known, value))
    return point;
  Operation *op = value.getDefiningOp();
  if (auto permutation = permutationOf(op)) {
    std::optional<Point> source = pointOf(op->getOperand(0), known, point);
    if (!source)
      return std::nullopt;
    Point result;
    for (int64_t from : *permutation)
      result.push_back((*source)[from]);
    return result;
  }
  auto tensorOp = dyn_cast_or_null<TensorOpInterface>(op);
  if (!tensorOp || tensorOp.getRole() != Role::Elementwise)
    return std::nullopt;
  for (Value operand : op->getOperands())
    if (std::optional<Point> found = pointOf(operand, known, point))
      return found;
  return std::nullopt;
}

void ElementEmitter::storeResults(ValueRange values, const Point &point, Value mask) {
  for (auto [index, result] : llvm::enumerate(function.results()))
    if (std::optional<Point> at = pointOf(result, values, point))
      store(emit(result, *at, mask), elementTypeOf(result), function.output(index), *at, mask);
}

void ElementEmitter::prefetchResults(ValueRange values, const Point &point) {
  for (auto [index, result] : llvm::enumerate(function.results())) {
    std::optional<Point> at = pointOf(result, values, point);
    if (!at || !isContiguous(function.output(index), *at))
      continue;
    SmallVector<Value> bases = llvm::map_to_vector(*at, [](const Coordinate &c) { return c.base; });
    memref::PrefetchOp::create(builder, loc, function.output(index), bases, /*isWrite=*/true, /*localityHint=*/3,
                               /*isDataCache=*/true);
  }
}
