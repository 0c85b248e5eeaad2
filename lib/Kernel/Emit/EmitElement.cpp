//===- EmitElement.cpp - Values of a kernel's operators at one point ------===//

#include "lib/Kernel/Emit/EmitElement.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/TypeSwitch.h"

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

/// Numpy's alignment: trailing dimensions match, a literal 1 repeats.
Point ElementEmitter::operandPoint(Value operand, Value result, const Point &point) {
  auto shape = cast<RankedTensorType>(operand.getType()).getShape();
  auto full = cast<RankedTensorType>(result.getType()).getShape().take_back(shape.size());
  Point at(point.end() - shape.size(), point.end());
  for (size_t d = 0; d < shape.size(); ++d)
    if (shape[d] == 1 && full[d] != 1)
      at[d] = {index(0), 0};
  return at;
}

/// Makes scalars vectors where there is a vector among the elements: a scalar is the same in all lanes.
void ElementEmitter::makeAlike(MutableArrayRef<Value> elements) {
  if (llvm::any_of(elements, [](Value element) { return isa<VectorType>(element.getType()); }))
    for (Value &element : elements)
      element = splat(element);
}

Value ElementEmitter::emitElementwise(Operation *op, const Point &point, Value mask) {
  SmallVector<Value> operands;
  for (Value operand : op->getOperands())
    operands.push_back(emit(operand, operandPoint(operand, op->getResult(0), point), mask));
  makeAlike(operands);
  return emitScalarOperation(builder, op, operands);
}

Value ElementEmitter::emitBatchNorm(BatchNormOp op, const Point &point, Value mask) {
  // y = (x - mean) * scale / sqrt(var + epsilon) + bias, one value per channel.
  Point channel = {point[1]};
  SmallVector<Value> v{emit(op.getInput(), point, mask)};
  for (Value operand : op->getOperands().drop_front())
    v.push_back(emit(operand, channel, mask));
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

Value ElementEmitter::emitReshape(ReshapeOp op, const Point &point, Value mask) {
  Value input = op.getInput();
  const Shape from = function.shape(input), to = function.shape(op.getResult());
  // Leading and trailing dimensions that both sides have keep their coordinates.
  size_t common = std::min(from.size(), to.size()), front = 0, back = 0;
  while (front < common && from[front] == to[front])
    ++front;
  while (back < common - front && from[from.size() - 1 - back] == to[to.size() - 1 - back])
    ++back;
  auto middle = ArrayRef(point).drop_front(front).drop_back(back);
  bool moves = llvm::any_of(middle, [](const Coordinate &c) { return c.stride != 0; });
  if (width > 1 && moves)
    return emitByLane(op.getResult(), point, mask);
  auto emitInput = [&] {
    Value linear = index(0);
    for (auto [d, coordinate] : llvm::enumerate(middle)) {
      Value extent = function.extent(builder, op.getResult(), front + d);
      linear = builder.createOrFold<arith::MulIOp>(loc, linear, extent);
      linear = builder.createOrFold<arith::AddIOp>(loc, linear, coordinate.base);
    }
    Point source(point.begin(), point.begin() + front);
    size_t count = from.size() - front - back;
    source.resize(front + count, {linear, 0});
    for (size_t d = front + count - 1; count && d > front; --d) {
      Value extent = function.extent(builder, input, d);
      source[d].base = arith::RemUIOp::create(builder, loc, linear, extent);
      linear = arith::DivUIOp::create(builder, loc, linear, extent);
      source[d - 1].base = linear;
    }
    source.append(point.end() - back, point.end());
    return emit(input, source, mask);
  };
  // Of nothing, the extents in the middle need not have equal products, and those of the input may be 0.
  Type element = registerType(elementTypeOf(input));
  Value zero = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(element));
  return emitIf(areFilled(op.getResult(), point, mask), varies(point) ? splat(zero) : zero, emitInput);
}

Value ElementEmitter::emitSlice(SliceOp op, const Point &point, Value mask) {
  Point source = point;
  for (auto [d, coordinate] : llvm::enumerate(source)) {
    int64_t offset = op.getOffsets()[d], stride = op.getStride(d);
    Value first = index(offset);
    if (offset < 0) // counts from the end
      first = arith::AddIOp::create(builder, loc, function.extent(builder, op.getInput(), d), first);
    Value scaled = arith::MulIOp::create(builder, loc, coordinate.base, index(stride));
    coordinate.base = arith::AddIOp::create(builder, loc, scaled, first);
    coordinate.stride *= stride;
  }
  return emit(op.getInput(), source, mask);
}

/// Element (..., panel, k, lane) of a packed matrix: row panel * tile + lane of
/// the matrix, or zero past its end.
Value ElementEmitter::emitPack(PackOp op, const Point &point, Value mask) {
  Value input = op.getInput();
  Coordinate lane = point.back(), panel = point[point.size() - 3];
  Value base = arith::MulIOp::create(builder, loc, panel.base, index(op.getTile()));
  Coordinate row{arith::AddIOp::create(builder, loc, base, lane.base),
                 panel.stride * static_cast<int64_t>(op.getTile()) + lane.stride};
  Point source(point.begin(), point.end() - 3);
  source.push_back(row);
  source.push_back(point[point.size() - 2]);
  unsigned rows = source.size() - 2;
  Inside inside;
  requireInBounds(inside, row, index(0), function.extent(builder, input, rows));
  Value zero = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(registerType(elementTypeOf(input))));
  return emitWhere(inside, input, source, zero, mask);
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

Value ElementEmitter::emitPad(PadOp op, const Point &point, Value mask) {
  Value input = op.getInput();
  Point source = point;
  Inside inside;
  for (auto [d, low] : llvm::enumerate(op.getLow())) {
    if (low == 0 && op.getHigh()[d] == 0)
      continue;
    source[d].base = arith::SubIOp::create(builder, loc, point[d].base, index(low));
    requireInBounds(inside, source[d], index(0), function.extent(builder, input, d));
  }
  Type element = registerType(elementTypeOf(input));
  double value = op.getValue().convertToDouble();
  TypedAttr outside;
  if (isa<FloatType>(element))
    outside = builder.getFloatAttr(element, value);
  else
    outside = builder.getIntegerAttr(element, static_cast<int64_t>(value));
  return emitWhere(inside, input, source, arith::ConstantOp::create(builder, loc, outside), mask);
}

Value ElementEmitter::emitConcat(ConcatOp op, const Point &point, Value mask) {
  unsigned axis = op.getPositiveAxis();
  Type element = registerType(elementTypeOf(op.getResult()));
  Value offset = index(0), result = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(element));
  for (Value operand : op->getOperands()) {
    Point source = point;
    source[axis].base = arith::SubIOp::create(builder, loc, point[axis].base, offset);
    Value extent = function.extent(builder, operand, axis);
    offset = arith::AddIOp::create(builder, loc, offset, extent);
    Inside inside;
    requireInBounds(inside, source[axis], index(0), extent);
    result = emitWhere(inside, operand, source, result, mask);
  }
  return result;
}

/// data[..., indices[...], ...] along `axis`. Indices are clamped: `rt.check` reports what is out of range. Of an axis
/// that may be empty nothing is read where it is.
Value ElementEmitter::emitLookup(Value data, Value indices, unsigned axis, const Point &point, Value mask) {
  unsigned rank = cast<RankedTensorType>(indices.getType()).getRank();
  Point at(point.begin() + axis, point.begin() + axis + rank);
  Value found = emit(indices, at, mask);
  found = arith::IndexCastOp::create(builder, loc, builder.getIndexType(), found);
  Value extent = function.extent(builder, data, axis);
  found = arith::MinSIOp::create(builder, loc, found, arith::SubIOp::create(builder, loc, extent, index(1)));
  found = arith::MaxSIOp::create(builder, loc, found, index(0));
  Point source(point.begin(), point.begin() + axis);
  source.push_back({found, 0});
  source.append(point.begin() + axis + rank, point.end());
  Value zero = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(registerType(elementTypeOf(data))));
  Inside inside{isFilled(data, axis), Value()};
  return emitWhere(inside, data, source, zero, mask);
}

Value ElementEmitter::emitOperation(Operation *op, const Point &point, Value mask) {
  return TypeSwitch<Operation *, Value>(op)
      .Case([&](ConstantOp op) { return emitConstant(op, point, mask); })
      .Case([&](BatchNormOp op) { return emitBatchNorm(op, point, mask); })
      .Case([&](ReshapeOp op) { return emitReshape(op, point, mask); })
      .Case([&](PadOp op) { return emitPad(op, point, mask); })
      .Case([&](ConcatOp op) { return emitConcat(op, point, mask); })
      .Case([&](TransposeOp op) {
        Point source(point.size());
        for (auto [to, from] : llvm::enumerate(op.getPermutation()))
          source[from] = point[to];
        return emit(op.getInput(), source, mask);
      })
      .Case(
          [&](BroadcastOp op) { return emit(op.getInput(), operandPoint(op.getInput(), op.getResult(), point), mask); })
      .Case([&](SliceOp op) { return emitSlice(op, point, mask); })
      .Case([&](UnpackOp op) {
        // The panel holds columns side by side: lanes stay together, and the
        // last panel is padded, so that no mask is needed.
        Value tile = index(op.getTile());
        Coordinate column = point[point.size() - 2];
        Point source(point.begin(), point.end() - 2);
        source.push_back({arith::DivUIOp::create(builder, loc, column.base, tile), 0});
        source.push_back(point.back());
        Value position = arith::RemUIOp::create(builder, loc, column.base, tile);
        source.push_back({position, column.stride});
        return emit(op.getInput(), source, Value());
      })
      .Case([&](PackOp op) { return emitPack(op, point, mask); })
      .Case<GatherOp, EmbeddingOp>([&](auto op) {
        bool isGather = std::is_same_v<decltype(op), GatherOp>;
        Value data = op->getOperand(isGather ? 0 : 1), indices = op->getOperand(isGather ? 1 : 0);
        unsigned axis = 0;
        if constexpr (std::is_same_v<decltype(op), GatherOp>)
          axis = op.getPositiveAxis();
        unsigned rank = cast<RankedTensorType>(indices.getType()).getRank();
        auto at = ArrayRef(point).slice(axis, rank);
        if (width > 1 && llvm::any_of(at, [](const Coordinate &c) { return c.stride != 0; }))
          return emitByLane(op.getResult(), point, mask);
        return emitLookup(data, indices, axis, point, mask);
      })
      .Default([&](Operation *op) { return emitElementwise(op, point, mask); });
}
