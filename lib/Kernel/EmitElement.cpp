//===- EmitElement.cpp - Values of a kernel's operators at one point ------===//

#include "lib/Kernel/EmitElement.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace dlc;

Value ElementEmitter::index(int64_t value) { return arith::ConstantIndexOp::create(builder, loc, value); }

bool ElementEmitter::varies(const Point &point) const {
  return lanes > 1 && llvm::any_of(point, [](const Coordinate &c) { return c.stride != 0; });
}

Value ElementEmitter::splat(Value element) {
  if (lanes == 1 || isa<VectorType>(element.getType()))
    return element;
  return vector::BroadcastOp::create(builder, loc, VectorType::get({lanes}, element.getType()), element);
}

/// base + i * stride for each lane, as vector<lanes x index>.
Value ElementEmitter::laneIndices(const Coordinate &coordinate) {
  Value steps = vector::StepOp::create(builder, loc, VectorType::get({lanes}, builder.getIndexType()));
  if (coordinate.stride != 1)
    steps = arith::MulIOp::create(builder, loc, steps, splat(index(coordinate.stride)));
  return arith::AddIOp::create(builder, loc, steps, splat(coordinate.base));
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

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
  auto type = VectorType::get({lanes}, memref.getElementType());
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
  auto type = VectorType::get({lanes}, builder.getI1Type());
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

/// The point of `value` that needs `anchor` at `point`: the way from the anchor
/// to a result leads through elementwise operators and transposes.
static Point pointOf(Value value, Value anchor, const Point &point) {
  if (value == anchor)
    return point;
  Operation *op = value.getDefiningOp();
  if (auto transpose = dyn_cast_or_null<TransposeOp>(op)) {
    Point source = pointOf(transpose.getInput(), anchor, point), result;
    if (source.empty())
      return {};
    for (int64_t from : transpose.getPermutation())
      result.push_back(source[from]);
    return result;
  }
  auto tensorOp = dyn_cast_or_null<TensorOpInterface>(op);
  if (!tensorOp || tensorOp.getRole() != Role::Elementwise)
    return {};
  for (Value operand : op->getOperands())
    if (Point found = pointOf(operand, anchor, point); !found.empty())
      return found;
  return {};
}

void ElementEmitter::storeResults(Value anchor, const Point &point, Value mask) {
  for (auto [index, result] : llvm::enumerate(function.results())) {
    Point at = pointOf(result, anchor, point);
    assert(at.size() == point.size() && "fusion put an operator behind the anchor that moves elements");
    store(emit(result, at, mask), elementTypeOf(result), function.output(index), at, mask);
  }
}

void ElementEmitter::prefetchResults(Value anchor, const Point &point) {
  for (auto [index, result] : llvm::enumerate(function.results())) {
    Point at = pointOf(result, anchor, point);
    if (!isContiguous(function.output(index), at))
      continue;
    SmallVector<Value> bases = llvm::map_to_vector(at, [](const Coordinate &c) { return c.base; });
    memref::PrefetchOp::create(builder, loc, function.output(index), bases, /*isWrite=*/true, /*localityHint=*/3,
                               /*isDataCache=*/true);
  }
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

void ElementEmitter::bind(Value value, const Point &point, Value element) { known.push_back({value, point, element}); }

/// Whether two points of a tensor are one: along an extent of 1 any coordinate is 0.
static bool isSamePoint(Value value, const Point &a, const Point &b) {
  ArrayRef<int64_t> shape = cast<RankedTensorType>(value.getType()).getShape();
  return llvm::all_of(llvm::zip_equal(shape, a, b), [](auto dimension) {
    return std::get<0>(dimension) == 1 || std::get<1>(dimension) == std::get<2>(dimension);
  });
}

Value ElementEmitter::emit(Value value, const Point &point, Value mask) {
  for (const Known &entry : known)
    if (entry.value == value && isSamePoint(value, entry.point, point))
      return entry.element;
  Value element;
  if (Value buffer = function.buffer(value))
    element = load(buffer, elementTypeOf(value), point, mask);
  else
    element = emitOperation(value.getDefiningOp(), point, mask);
  known.push_back({value, point, element});
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

Value ElementEmitter::emitElementwise(Operation *op, const Point &point, Value mask) {
  SmallVector<Value> operands;
  for (Value operand : op->getOperands())
    operands.push_back(emit(operand, operandPoint(operand, op->getResult(0), point), mask));
  bool isVector = llvm::any_of(operands, [](Value v) { return isa<VectorType>(v.getType()); });
  if (isVector)
    for (Value &operand : operands)
      operand = splat(operand);
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
  if (isa<VectorType>(v[4].getType()))
    epsilon = splat(epsilon);
  Value variance = arith::AddFOp::create(builder, loc, v[4], epsilon);
  Value deviation = math::SqrtOp::create(builder, loc, variance);
  Value factor = arith::DivFOp::create(builder, loc, v[1], deviation);
  Value shift = arith::SubFOp::create(builder, loc, v[2], arith::MulFOp::create(builder, loc, v[3], factor));
  if (isa<VectorType>(v[0].getType())) {
    factor = splat(factor);
    shift = splat(shift);
  }
  return arith::AddFOp::create(builder, loc, arith::MulFOp::create(builder, loc, v[0], factor), shift);
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

Value ElementEmitter::emitByLane(Value value, const Point &point) {
  SmallVector<Value> elements;
  for (int64_t lane = 0; lane < lanes; ++lane) {
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
  auto type = VectorType::get({lanes}, elements.front().getType());
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
  if (lanes > 1 && moves)
    return emitByLane(op.getResult(), point);
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
  Coordinate row{arith::AddIOp::create(builder, loc, base, lane.base), lane.stride};
  Point source(point.begin(), point.end() - 3);
  source.push_back(row);
  source.push_back(point[point.size() - 2]);
  unsigned rows = source.size() - 2;
  return emitWhere(inBounds(row, index(0), function.extent(builder, input, rows)), input, source,
                   builder.getZeroAttr(registerType(elementTypeOf(input))), mask);
}

/// low <= coordinate < high; one bit or one per lane.
Value ElementEmitter::inBounds(const Coordinate &coordinate, Value low, Value high) {
  Value at = coordinate.base;
  if (lanes > 1 && coordinate.stride) {
    at = laneIndices(coordinate);
    low = splat(low);
    high = splat(high);
  }
  Value above = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sge, at, low);
  Value below = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::slt, at, high);
  return arith::AndIOp::create(builder, loc, above, below);
}

/// a and b, where a may be null (true).
static Value conjunction(OpBuilder &builder, Location loc, Value a, Value b) {
  if (!a)
    return b;
  return arith::AndIOp::create(builder, loc, a, b);
}

/// The value at `point` where `inside` holds, else `outside`. Without `inside` no
/// access is made.
Value ElementEmitter::emitWhere(Value inside, Value value, const Point &point, TypedAttr outside, Value mask) {
  Value other = arith::ConstantOp::create(builder, loc, outside);
  if (isa<VectorType>(inside.getType())) {
    Value element = splat(emit(value, point, conjunction(builder, loc, mask, inside)));
    return arith::SelectOp::create(builder, loc, inside, element, splat(other));
  }
  if (varies(point))
    other = splat(other);
  size_t before = known.size();
  auto branch = scf::IfOp::create(builder, loc, TypeRange{other.getType()}, inside, true);
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(branch.thenBlock());
    Value element = emit(value, point, mask);
    scf::YieldOp::create(builder, loc, varies(point) ? splat(element) : element);
    builder.setInsertionPointToStart(branch.elseBlock());
    scf::YieldOp::create(builder, loc, other);
  }
  known.truncate(before); // what was emitted in the branch is not visible outside
  return branch.getResult(0);
}

Value ElementEmitter::emitPad(PadOp op, const Point &point, Value mask) {
  Value input = op.getInput();
  Point source = point;
  Value inside;
  for (auto [d, low] : llvm::enumerate(op.getLow())) {
    if (low == 0 && op.getHigh()[d] == 0)
      continue;
    source[d].base = arith::SubIOp::create(builder, loc, point[d].base, index(low));
    Value bit = inBounds(source[d], index(0), function.extent(builder, input, d));
    if (inside && isa<VectorType>(inside.getType()))
      bit = splat(bit);
    else if (inside && isa<VectorType>(bit.getType()))
      inside = splat(inside);
    inside = conjunction(builder, loc, inside, bit);
  }
  if (!inside)
    return emit(input, source, mask);
  Type element = registerType(elementTypeOf(input));
  double value = op.getValue().convertToDouble();
  TypedAttr outside = builder.getZeroAttr(element);
  if (isa<FloatType>(element))
    outside = builder.getFloatAttr(element, value);
  else
    outside = builder.getIntegerAttr(element, static_cast<int64_t>(value));
  return emitWhere(inside, input, source, outside, mask);
}

Value ElementEmitter::emitConcat(ConcatOp op, const Point &point, Value mask) {
  unsigned axis = op.getPositiveAxis();
  Value offset = index(0), result;
  Type element = registerType(cast<RankedTensorType>(op.getType()).getElementType());
  Type type = varies(point) ? Type(VectorType::get({lanes}, element)) : element;
  result = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(type));
  for (Value operand : op->getOperands()) {
    Point source = point;
    source[axis].base = arith::SubIOp::create(builder, loc, point[axis].base, offset);
    Value extent = function.extent(builder, operand, axis);
    offset = arith::AddIOp::create(builder, loc, offset, extent);
    Value inside = inBounds(source[axis], index(0), extent);
    if (isa<VectorType>(inside.getType())) {
      Value element = splat(emit(operand, source, conjunction(builder, loc, mask, inside)));
      result = arith::SelectOp::create(builder, loc, inside, element, result);
      continue;
    }
    size_t before = known.size();
    auto branch = scf::IfOp::create(builder, loc, TypeRange{type}, inside, true);
    {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(branch.thenBlock());
      Value element = emit(operand, source, mask);
      scf::YieldOp::create(builder, loc, isa<VectorType>(type) ? splat(element) : element);
      builder.setInsertionPointToStart(branch.elseBlock());
      scf::YieldOp::create(builder, loc, result);
    }
    known.truncate(before);
    result = branch.getResult(0);
  }
  return result;
}

/// data[..., indices[...], ...] along `axis`. Indices are clamped: `rt.check`
/// reports what is out of range.
Value ElementEmitter::emitLookup(Value data, Value indices, unsigned axis, const Point &point, Value mask) {
  unsigned rank = cast<RankedTensorType>(indices.getType()).getRank();
  Point at(point.begin() + axis, point.begin() + axis + rank);
  Value found = emit(indices, at, mask);
  found = arith::IndexCastOp::create(builder, loc, builder.getIndexType(), found);
  Value extent = function.extent(builder, data, axis);
  found = arith::MaxSIOp::create(builder, loc, found, index(0));
  found = arith::MinSIOp::create(builder, loc, found, arith::SubIOp::create(builder, loc, extent, index(1)));
  Point source(point.begin(), point.begin() + axis);
  source.push_back({found, 0});
  source.append(point.begin() + axis + rank, point.end());
  return emit(data, source, mask);
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
        if (lanes > 1 && llvm::any_of(at, [](const Coordinate &c) { return c.stride != 0; }))
          return emitByLane(op.getResult(), point);
        return emitLookup(data, indices, axis, point, mask);
      })
      .Default([&](Operation *op) { return emitElementwise(op, point, mask); });
}
