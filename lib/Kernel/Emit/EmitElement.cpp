//===- EmitElement.cpp - Values of a kernel's operators at one point ------===//

#include "lib/Kernel/Emit/EmitElement.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;

/// a and b, where each may be null (true).
static Value conjunction(OpBuilder &builder, Location loc, Value a, Value b) {
  if (!a || !b)
    return a ? a : b;
  return arith::AndIOp::create(builder, loc, a, b);
}

Value ElementEmitter::index(int64_t value) { return arith::ConstantIndexOp::create(builder, loc, value); }

bool ElementEmitter::varies(const Point &point) const {
  return width > 1 && llvm::any_of(point, [](const Coordinate &c) { return c.stride != 0; });
}

Value ElementEmitter::splat(Value element) {
  if (width == 1 || isa<VectorType>(element.getType()))
    return element;
  return vector::BroadcastOp::create(builder, loc, VectorType::get({width}, element.getType()), element);
}

/// base + i * stride for each lane, as vector<lanes x index>.
Value ElementEmitter::laneIndices(const Coordinate &coordinate) {
  Value steps = vector::StepOp::create(builder, loc, VectorType::get({width}, builder.getIndexType()));
  if (coordinate.stride != 1)
    steps = arith::MulIOp::create(builder, loc, steps, splat(index(coordinate.stride)));
  return arith::AddIOp::create(builder, loc, steps, splat(coordinate.base));
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

void ElementEmitter::bind(Value value, const Point &point, Value element) {
  known.push_back({value, point, Value(), element});
}

/// Lanes that move along an extent of 1 all stand at its only coordinate: those that the mask lets through are at 0.
Point ElementEmitter::onlyCoordinates(Value value, const Point &point) {
  Point result = point;
  for (auto [extent, coordinate] : llvm::zip_equal(cast<RankedTensorType>(value.getType()).getShape(), result))
    if (extent == 1 && coordinate.stride != 0)
      coordinate = {index(0), 0};
  return result;
}

/// Whether two points of a tensor are one: along an extent of 1 any coordinate is 0.
static bool isSamePoint(Value value, const Point &a, const Point &b) {
  ArrayRef<int64_t> shape = cast<RankedTensorType>(value.getType()).getShape();
  return llvm::all_of(llvm::zip_equal(shape, a, b), [](auto dimension) {
    return std::get<0>(dimension) == 1 || std::get<1>(dimension) == std::get<2>(dimension);
  });
}

Value ElementEmitter::emit(Value value, const Point &asked, Value mask) {
  for (const Known &entry : known)
    if (entry.value == value && entry.serves(mask) && isSamePoint(value, entry.point, asked))
      return entry.element;
  Point point = width > 1 ? onlyCoordinates(value, asked) : asked;
  Value element;
  if (Value buffer = function.buffer(value))
    element = load(buffer, elementTypeOf(value), point, mask);
  else
    element = emitOperation(value.getDefiningOp(), point, mask);
  known.push_back({value, point, mask, element});
  return element;
}

/// Makes scalars vectors where there is a vector among the elements: a scalar is the same in all lanes.
void ElementEmitter::makeAlike(MutableArrayRef<Value> elements) {
  if (llvm::any_of(elements, [](Value element) { return isa<VectorType>(element.getType()); }))
    for (Value &element : elements)
      element = splat(element);
}

/// y = (x - mean) * scale / sqrt(var + epsilon) + bias, one value per channel.
Value ElementEmitter::emitBatchNorm(BatchNormOp op, ArrayRef<Value> v) {
  Type scalar = getElementTypeOrSelf(v[4].getType());
  Value epsilon =
      arith::ConstantOp::create(builder, loc, builder.getFloatAttr(scalar, op.getEpsilon().convertToDouble()));
  Value statistics[] = {v[1], v[4], epsilon}; // scalars where all lanes are of one channel
  makeAlike(statistics);
  Value variance = arith::AddFOp::create(builder, loc, statistics[1], statistics[2]);
  Value factor = arith::DivFOp::create(builder, loc, statistics[0], math::SqrtOp::create(builder, loc, variance));
  Value all[] = {v[0], v[3], factor, v[2]};
  makeAlike(all);
  Value centred = arith::SubFOp::create(builder, loc, all[0], all[1]);
  return arith::AddFOp::create(builder, loc, arith::MulFOp::create(builder, loc, centred, all[2]), all[3]);
}

Value ElementEmitter::emitConstant(ConstantOp op, const Point &point, Value mask) {
  auto attr = cast<DenseElementsAttr>(op.getValue());
  Type element = attr.getElementType();
  auto scalar = [&](Attribute value) -> Value {
    auto typed = cast<TypedAttr>(value);
    Type type = registerType(element);
    if (auto real = dyn_cast<FloatAttr>(value); real && type != element)
      typed = builder.getFloatAttr(type, real.getValueAsDouble());
    return arith::ConstantOp::create(builder, loc, typed);
  };
  if (attr.isSplat())
    return scalar(attr.getSplatValue<Attribute>());
  return load(function.constant(op), element, point, mask);
}

Value ElementEmitter::emitByLane(Value value, const Point &point, Value mask) {
  // A clamped coordinate needs an extent to be clamped into.
  Value filled = areFilled(value, point, mask);
  auto type = VectorType::get({width}, registerType(elementTypeOf(value)));
  Value zero = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(type));
  return emitIf(filled, zero, [&] { return emitLanes(value, point); });
}

Value ElementEmitter::emitLanes(Value value, const Point &point) {
  SmallVector<Value> elements;
  for (int64_t lane = 0; lane < width; ++lane) {
    Point at = point;
    for (auto [d, coordinate] : llvm::enumerate(at)) {
      if (coordinate.stride == 0)
        continue;
      // Lanes out of range repeat an end: no access leaves the buffer.
      Value last = arith::SubIOp::create(builder, loc, function.extent(builder, value, d), index(1));
      Value shifted = arith::AddIOp::create(builder, loc, coordinate.base, index(lane * coordinate.stride));
      Value clamped = arith::MinSIOp::create(builder, loc, shifted, last);
      coordinate = {arith::MaxSIOp::create(builder, loc, clamped, index(0)), 0};
    }
    elements.push_back(emit(value, at, Value()));
  }
  auto type = VectorType::get({width}, elements.front().getType());
  return vector::FromElementsOp::create(builder, loc, type, elements);
}

/// low <= coordinate < high, added to `inside`: to `width` where the coordinate moves with the lane, else to `all`.
void ElementEmitter::requireInBounds(Inside &inside, const Coordinate &coordinate, Value low, Value high) {
  bool moves = width > 1 && coordinate.stride != 0;
  Value at = coordinate.base;
  if (moves) {
    at = laneIndices(coordinate);
    low = splat(low);
    high = splat(high);
  }
  Value above = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sge, at, low);
  Value below = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, at, high);
  Value &bits = moves ? inside.each : inside.all;
  bits = conjunction(builder, loc, bits, arith::AndIOp::create(builder, loc, above, below));
}

/// Whether the extent is not 0; null where that is known.
Value ElementEmitter::isFilled(Value value, unsigned dimension) {
  int64_t extent = cast<RankedTensorType>(value.getType()).getDimSize(dimension);
  if (!ShapedType::isDynamic(extent) && extent > 0)
    return {};
  return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sgt, function.extent(builder, value, dimension),
                               index(0));
}

/// Whether a tensor has elements along the axes that the lanes move along; null where that is known. Where lanes move
/// and none is asked for, it may have none.
Value ElementEmitter::areFilled(Value value, const Point &point, Value mask) {
  Value filled;
  for (auto [d, coordinate] : llvm::enumerate(point))
    if (mask && coordinate.stride != 0)
      filled = conjunction(builder, loc, filled, isFilled(value, d));
  return filled;
}

/// `then()` where `condition` holds, else `otherwise`; a null condition holds. What is emitted inside is not visible
/// outside.
Value ElementEmitter::emitIf(Value condition, Value otherwise, llvm::function_ref<Value()> then) {
  if (!condition)
    return then();
  size_t before = known.size();
  Type type = otherwise.getType();
  auto branch = scf::IfOp::create(builder, loc, TypeRange{type}, condition, true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(branch.thenBlock());
  Value element = then();
  scf::YieldOp::create(builder, loc, isa<VectorType>(type) ? splat(element) : element);
  builder.setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(builder, loc, otherwise);
  known.truncate(before);
  return branch.getResult(0);
}

/// The value at `point` where it is `inside`, else `outside`. Nothing is read at a point that is not: a bit of all
/// lanes is a branch, so that what does not move with the lane is inside where it is loaded; bits of single lanes
/// join the mask.
Value ElementEmitter::emitWhere(const Inside &inside, Value value, const Point &point, Value outside, Value mask) {
  if (inside.each || varies(point))
    outside = splat(outside);
  return emitIf(inside.all, outside, [&] {
    if (!inside.each)
      return emit(value, point, mask);
    Value element = splat(emit(value, point, conjunction(builder, loc, mask, inside.each)));
    return arith::SelectOp::create(builder, loc, inside.each, element, outside).getResult();
  });
}

//===----------------------------------------------------------------------===//
// Reads
//===----------------------------------------------------------------------===//

/// Distance between lanes of a coordinate of a read; nothing where it is not the same for all lanes.
static std::optional<int64_t> laneStride(AffineExpr expr, const Point &point, bool inTiles) {
  if (expr.isSymbolicOrConstant())
    return 0;
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) // what a lookup found is the same for all lanes
    return dim.getPosition() < point.size() ? point[dim.getPosition()].stride : 0;
  auto binary = cast<AffineBinaryOpExpr>(expr);
  std::optional<int64_t> left = laneStride(binary.getLHS(), point, inTiles),
                         right = laneStride(binary.getRHS(), point, inTiles);
  if (!left || !right)
    return std::nullopt;
  if (expr.getKind() == AffineExprKind::Add)
    return *left + *right;
  if (*left == 0 && *right == 0)
    return 0;
  auto factor = dyn_cast<AffineConstantExpr>(binary.getRHS());
  if (expr.getKind() == AffineExprKind::Mul)
    return factor ? std::optional(*left * factor.getValue()) : std::nullopt;
  if (!inTiles)
    return std::nullopt;
  return expr.getKind() == AffineExprKind::Mod ? *left : 0;
}

/// Whether all coordinates that are read for the lanes of a point are affine in the lane.
static bool areLanesAffine(const ElementReads &reads, const Point &point) {
  auto stride = [&](AffineExpr expr) { return laneStride(expr, point, reads.inTiles); };
  return llvm::all_of(reads.lookups,
                      [&](const ElementRead &lookup) {
                        return llvm::all_of(lookup.at, [&](AffineExpr expr) { return stride(expr) == 0; });
                      }) &&
         llvm::all_of(reads.reads, [&](const ElementRead &read) {
           return llvm::all_of(read.at, [&](AffineExpr expr) { return stride(expr).has_value(); });
         });
}

/// Coordinates that are divided are not negative.
Value ElementEmitter::emitBase(AffineExpr expr, const Point &point) {
  if (expr.isSymbolicOrConstant())
    return function.symbolic(builder, expr);
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return point[dim.getPosition()].base;
  auto binary = cast<AffineBinaryOpExpr>(expr);
  Value left = emitBase(binary.getLHS(), point), right = emitBase(binary.getRHS(), point);
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return builder.createOrFold<arith::AddIOp>(loc, left, right);
  case AffineExprKind::Mul:
    return builder.createOrFold<arith::MulIOp>(loc, left, right);
  case AffineExprKind::Mod:
    return builder.createOrFold<arith::RemUIOp>(loc, left, right);
  default:
    assert(expr.getKind() == AffineExprKind::FloorDiv && "coordinates are rounded down");
    return builder.createOrFold<arith::DivUIOp>(loc, left, right);
  }
}

Point ElementEmitter::sourceOf(const ElementRead &read, const Point &point, bool inTiles) {
  Point source;
  for (AffineExpr expr : read.at)
    source.push_back({emitBase(expr, point), laneStride(expr, point, inTiles).value_or(0)});
  return source;
}

Point ElementEmitter::follow(Value value, const Point &point, Value source) {
  Point at = point;
  while (value != source) {
    Operation *op = value.getDefiningOp();
    SmallVector<Shape> shapes{function.shape(op->getOperand(0))};
    std::optional<ElementReads> reads = cast<TensorOpInterface>(op).getReads(shapes);
    at = sourceOf(reads->reads.front(), at, reads->inTiles);
    value = op->getOperand(0);
  }
  return at;
}

/// The point with what lookups found as coordinates behind its own.
Point ElementEmitter::withLookups(Operation *op, const ElementReads &reads, const Point &point, Value mask) {
  Point all = point;
  for (const ElementRead &lookup : reads.lookups) {
    Value found = emit(op->getOperand(lookup.operand), sourceOf(lookup, point, false), mask);
    all.push_back({arith::IndexCastOp::create(builder, loc, builder.getIndexType(), found), 0});
  }
  return all;
}

/// Indices are clamped: `rt.check` reports what is out of range. Of an axis that may be empty nothing is read where
/// it is.
void ElementEmitter::clampLookup(Inside &inside, Coordinate &coordinate, Value data, unsigned axis) {
  Value found = coordinate.base, extent = function.extent(builder, data, axis);
  found = arith::MinSIOp::create(builder, loc, found, arith::SubIOp::create(builder, loc, extent, index(1)));
  found = arith::MaxSIOp::create(builder, loc, found, index(0));
  coordinate.base = found;
  inside.all = conjunction(builder, loc, inside.all, isFilled(data, axis));
}

/// The element that a read of an operator yields where it is valid, else `otherwise`.
Value ElementEmitter::emitRead(Value operand, const ElementRead &read, unsigned rank, const Point &point, bool inTiles,
                               Value otherwise, Value mask) {
  Point source = sourceOf(read, point, inTiles);
  Inside inside;
  for (unsigned axis : read.bounded)
    requireInBounds(inside, source[axis], index(0), function.extent(builder, operand, axis));
  for (auto [axis, expr] : llvm::enumerate(read.at))
    if (auto dim = dyn_cast<AffineDimExpr>(expr); dim && dim.getPosition() >= rank)
      clampLookup(inside, source[axis], operand, axis);
  if (!inside.all && !inside.each)
    return emit(operand, source, inTiles ? Value() : mask);
  return emitWhere(inside, operand, source, otherwise, mask);
}

/// Of an operator that moves elements: the one that is read.
Value ElementEmitter::emitMoved(Operation *op, const ElementReads &reads, const Point &point, Value mask) {
  Type element = registerType(elementTypeOf(op->getResult(0)));
  TypedAttr otherwise;
  if (isa<FloatType>(element))
    otherwise = builder.getFloatAttr(element, reads.otherwise);
  else
    otherwise = builder.getIntegerAttr(element, static_cast<int64_t>(reads.otherwise));
  Value outside = arith::ConstantOp::create(builder, loc, otherwise);
  auto emitReads = [&] {
    Point all = withLookups(op, reads, point, mask);
    Value result = outside;
    for (const ElementRead &read : reads.reads)
      result = emitRead(op->getOperand(read.operand), read, point.size(), all, reads.inTiles, result, mask);
    return result;
  };
  if (!reads.whereFilled)
    return emitReads();
  return emitIf(areFilled(op->getResult(0), point, mask), varies(point) ? splat(outside) : outside, emitReads);
}

Value ElementEmitter::emitOperation(Operation *op, const Point &point, Value mask) {
  if (auto constant = dyn_cast<ConstantOp>(op))
    return emitConstant(constant, point, mask);
  auto tensorOp = cast<TensorOpInterface>(op);
  SmallVector<Shape> shapes;
  for (Value operand : op->getOperands())
    shapes.push_back(function.shape(operand));
  std::optional<ElementReads> reads = tensorOp.getReads(shapes);
  assert(reads && "an operator with an emitter of its own is bound before");
  if (width > 1 && !areLanesAffine(*reads, point))
    return emitByLane(op->getResult(0), point, mask);
  if (tensorOp.getRole() != Role::Elementwise)
    return emitMoved(op, *reads, point, mask);
  SmallVector<Value> operands;
  for (const ElementRead &read : reads->reads)
    operands.push_back(emit(op->getOperand(read.operand), sourceOf(read, point, false), mask));
  if (auto norm = dyn_cast<BatchNormOp>(op))
    return emitBatchNorm(norm, operands);
  makeAlike(operands);
  return emitScalarOperation(builder, op, operands);
}
