//===- RandomKernel.cpp - Kernels of elementwise, movement and gather operators, drawn at random ---===//

#include "test/Unit/RandomKernel.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Verifier.h"
#include <cmath>
#include <deque>

using namespace dlc;
using namespace dlc::test;
using namespace mlir;

bool dlc::test::isExact(const Tensor &tensor) {
  for (int64_t i = 0; i < tensor.size(); ++i) {
    double value = tensor.number(i);
    int exponent;
    double digits = std::ldexp(std::frexp(value, &exponent), 8);
    bool isNoNumber = tensor.isFloat() && !std::isfinite(value);
    if (!isNoNumber && !(std::abs(value) <= 80 && digits == std::floor(digits) && exponent > -10))
      return false;
  }
  return true;
}

static constexpr double infinity = std::numeric_limits<double>::infinity();
static constexpr double noNumbers[] = {infinity, -infinity, std::numeric_limits<double>::quiet_NaN()};

static Tensor drawTensor(Random &random, RankedTensorType type, RandomKernel::Argument argument, int64_t unknown,
                         bool anyIndices) {
  Tensor::Index shape(type.getShape());
  for (int64_t &extent : shape)
    extent = ShapedType::isDynamic(extent) ? unknown : extent;
  Tensor tensor(type.getElementType(), shape);
  for (int64_t i = 0; i < tensor.size(); ++i)
    switch (argument.holds) {
    case RandomKernel::Holds::Numbers:
      if (tensor.isFloat() && random.chance(4))
        tensor.real(i) = random.of(noNumbers);
      else
        tensor.set(i, static_cast<double>(random.from(-8, 8)) / (tensor.isFloat() ? 2 : 1));
      break;
    case RandomKernel::Holds::Indices:
      if (anyIndices)
        tensor.integer(i) = wrapInteger(type.getElementType(), static_cast<int64_t>(random.next() << random.below(64)));
      else
        tensor.integer(i) = random.below(argument.limit);
      break;
    case RandomKernel::Holds::Variances: // plus 1: squares of powers of two
      tensor.real(i) = std::ldexp(1.0, static_cast<int>(2 * random.below(3))) - 1;
      break;
    }
  return tensor;
}

SmallVector<Tensor> dlc::test::drawArguments(const RandomKernel &drawn, Random &random, int64_t unknown,
                                             bool anyIndices) {
  SmallVector<Tensor> tensors;
  for (auto [type, argument] : llvm::zip(KernelOp(drawn.kernel).getArgumentTypes(), drawn.arguments))
    tensors.push_back(drawTensor(random, cast<RankedTensorType>(type), argument, unknown, anyIndices));
  return tensors;
}

namespace {

constexpr int64_t mostElements = 256, mostRank = 4;
/// Ways from a value to the arguments: the emitter follows each.
constexpr unsigned mostWays = 24;

class Drawing {
public:
  Drawing(MLIRContext &context, Random &random);
  RandomKernel finish();

private:
  struct Drawn {
    Value value;
    Tensor tensor;
    Shape extents; ///< for every `unknown`
    unsigned ways;
  };

  // One operator; nothing where the values at hand do not fit it.
  void drawOperator();
  void drawUnary();
  void drawBinary();
  void drawSelect();
  void drawCast();
  void drawBatchNorm();
  void drawReshape();
  void drawTranspose();
  void drawBroadcast();
  void drawSlice();
  void drawConcat();
  void drawPad();
  void drawPack();
  void drawGather();
  void drawEmbedding();

  /// Keeps an operator whose value is exact.
  void keep(Value value);
  Value argument(Type element, ArrayRef<int64_t> shape, RandomKernel::Argument holds);
  Value indices(int64_t limit);
  void constant();
  Type element();
  Tensor::Index shape();
  const Drawn &any();
  /// A value of which `fits` holds; null where none does.
  const Drawn *anyOf(function_ref<bool(const Drawn &)> fits);
  const Drawn *anyBesides(const Drawn &other);
  const Drawn &drawn(Value value) {
    return *llvm::find_if(values, [&](const Drawn &one) { return one.value == value; });
  }

  static ArrayRef<int64_t> typeShape(Value value) { return cast<RankedTensorType>(value.getType()).getShape(); }
  static Type elementOf(Value value) { return cast<RankedTensorType>(value.getType()).getElementType(); }
  static bool broadcasts(const Drawn &a, const Drawn &b);

  Random &random;
  RandomKernel result;
  Block *body;
  OpBuilder builder;
  Location loc;
  std::deque<Drawn> values; // references stay good
};

} // namespace

Drawing::Drawing(MLIRContext &context, Random &random)
    : random(random), builder(&context), loc(builder.getUnknownLoc()) {
  result.module = ModuleOp::create(loc);
  builder.setInsertionPointToEnd(result.module->getBody());
  OperationState state(loc, KernelOp::getOperationName());
  body = &state.addRegion()->emplaceBlock();
  state.addAttribute("sym_name", builder.getStringAttr("kernel"));
  state.addAttribute("function_type", TypeAttr::get(builder.getFunctionType({}, {})));
  result.kernel = cast<KernelOp>(builder.create(state));
  builder.setInsertionPointToEnd(body);
  static constexpr int64_t extents[] = {1, 2, 5, 9};
  result.unknown = random.of(extents);
  for (int64_t count = random.from(1, 3); count > 0; --count)
    argument(element(), shape(), {RandomKernel::Holds::Numbers, 0});
  for (int64_t count = random.from(3, 12); count > 0; --count)
    drawOperator();
}

Type Drawing::element() {
  Type types[] = {builder.getF32Type(), builder.getF32Type(), builder.getF32Type(), builder.getBF16Type(),
                  builder.getF16Type(), builder.getF64Type(), builder.getI64Type(), builder.getI32Type(),
                  builder.getI8Type(),  builder.getI1Type()};
  return random.of(types);
}

/// Extents with `?` among them.
Tensor::Index Drawing::shape() {
  static constexpr int64_t extents[] = {
      ShapedType::kDynamic, ShapedType::kDynamic, 1, 1, 1, 2, 3, 4, 5, 7, 8, 11, 17, 0};
  Tensor::Index shape;
  int64_t elements = 1;
  for (int64_t rank = random.below(mostRank + 1); rank > 0; --rank) {
    int64_t extent = random.of(extents), actual = ShapedType::isDynamic(extent) ? result.unknown : extent;
    if (elements * actual > mostElements / 2 || (actual == 0 && !random.chance(30)))
      extent = actual = 1;
    elements *= actual;
    shape.push_back(extent);
  }
  return shape;
}

Value Drawing::argument(Type element, ArrayRef<int64_t> shape, RandomKernel::Argument holds) {
  auto type = RankedTensorType::get(shape, element);
  Value value = body->addArgument(type, loc);
  result.arguments.push_back(holds);
  Shape extents;
  for (int64_t extent : shape)
    extents.push_back(ShapedType::isDynamic(extent) ? builder.getAffineSymbolExpr(0)
                                                    : builder.getAffineConstantExpr(extent));
  values.push_back({value, drawTensor(random, type, holds, result.unknown, false), extents, 1});
  return value;
}

/// An argument, or a literal, of indices in [0, limit).
Value Drawing::indices(int64_t limit) {
  Type element = random.chance(70) ? builder.getI64Type() : builder.getI32Type();
  RandomKernel::Argument holds{RandomKernel::Holds::Indices, limit};
  Tensor::Index extents = shape();
  while (extents.size() > 2)
    extents.pop_back();
  return argument(element, extents, holds);
}

void Drawing::constant() {
  Tensor::Index extents = shape();
  for (int64_t &extent : extents)
    extent = ShapedType::isDynamic(extent) ? 3 : extent;
  auto type = RankedTensorType::get(extents, element());
  Tensor tensor = drawTensor(random, type, {RandomKernel::Holds::Numbers, 0}, 0, false);
  keep(ConstantOp::create(builder, loc, literalOf(tensor)));
}

void Drawing::keep(Value value) {
  Operation *op = value.getDefiningOp();
  unsigned ways = op->getNumOperands() == 0;
  SmallVector<Tensor> operands;
  SmallVector<Shape> shapes;
  for (Value operand : op->getOperands()) {
    operands.push_back(drawn(operand).tensor);
    shapes.push_back(drawn(operand).extents);
    ways += drawn(operand).ways;
  }
  FailureOr<Tensor> tensor = failure();
  Shape extents;
  if (auto tensorOp = dyn_cast<TensorOpInterface>(op)) {
    if (FailureOr<SmallVector<Tensor>> results = tensorOp.evaluateResults(operands); succeeded(results))
      tensor = results->front();
    extents = tensorOp.getResultShapes(shapes)->front();
  } else {
    tensor = *tensorOf(cast<ConstantOp>(op).getValue());
    for (int64_t extent : tensor->shape())
      extents.push_back(builder.getAffineConstantExpr(extent));
  }
  if (succeeded(tensor) && tensor->size() <= mostElements && tensor->rank() <= mostRank && ways <= mostWays &&
      isExact(*tensor))
    values.push_back({value, *tensor, extents, ways});
  else
    op->erase();
}

/// Mostly one of the last, so that graphs are deep.
const Drawing::Drawn &Drawing::any() {
  int64_t count = values.size();
  return values[count - 1 - random.below(random.chance(60) ? std::min<int64_t>(count, 3) : count)];
}

const Drawing::Drawn *Drawing::anyOf(function_ref<bool(const Drawn &)> fits) {
  SmallVector<const Drawn *> fitting;
  for (const Drawn &one : values)
    if (fits(one))
      fitting.push_back(&one);
  return fitting.empty() ? nullptr : random.chance(50) ? fitting.back() : random.of(fitting);
}

/// Whether a literal 1 repeats or the extents are equal, at each axis counted from the last.
bool Drawing::broadcasts(const Drawn &a, const Drawn &b) {
  auto one = getAffineConstantExpr(1, a.value.getContext());
  return llvm::all_of(llvm::zip(llvm::reverse(a.extents), llvm::reverse(b.extents)), [&](auto extents) {
    auto [x, y] = extents;
    return x == y || x == one || y == one;
  });
}

const Drawing::Drawn *Drawing::anyBesides(const Drawn &other) {
  return anyOf(
      [&](const Drawn &one) { return elementOf(one.value) == elementOf(other.value) && broadcasts(one, other); });
}

void Drawing::drawOperator() {
  using Draw = void (Drawing::*)();
  static constexpr Draw draws[] = {
      &Drawing::drawUnary,     &Drawing::drawBinary,    &Drawing::drawBinary,    &Drawing::drawBinary,
      &Drawing::drawSelect,    &Drawing::drawCast,      &Drawing::drawBatchNorm, &Drawing::drawReshape,
      &Drawing::drawReshape,   &Drawing::drawTranspose, &Drawing::drawTranspose, &Drawing::drawBroadcast,
      &Drawing::drawBroadcast, &Drawing::drawSlice,     &Drawing::drawSlice,     &Drawing::drawConcat,
      &Drawing::drawConcat,    &Drawing::drawConcat,    &Drawing::drawPad,       &Drawing::drawPad,
      &Drawing::drawPad,       &Drawing::drawPack,      &Drawing::drawGather,    &Drawing::drawEmbedding,
      &Drawing::constant};
  (this->*random.of(draws))();
}

//===----------------------------------------------------------------------===//
// Elementwise
//===----------------------------------------------------------------------===//

void Drawing::drawUnary() {
  const Drawn &x = any();
  if (elementOf(x.value).isInteger(1))
    return keep(NotOp::create(builder, loc, x.value));
  switch (random.below(isa<FloatType>(elementOf(x.value)) ? 4 : 3)) {
  case 0:
    return keep(NegOp::create(builder, loc, x.value));
  case 1:
    return keep(AbsOp::create(builder, loc, x.value));
  case 2:
    return keep(ReluOp::create(builder, loc, x.value));
  default:
    return keep(FloorOp::create(builder, loc, x.value));
  }
}

void Drawing::drawBinary() {
  const Drawn &x = any(), &y = *anyBesides(x);
  Value a = x.value, b = y.value;
  if (random.chance(50))
    std::swap(a, b);
  if (random.chance(15))
    return keep(CompareOp::create(builder, loc, static_cast<Comparison>(random.below(6)), a, b));
  if (elementOf(a).isInteger(1))
    return random.chance(50) ? keep(AndOp::create(builder, loc, a, b)) : keep(OrOp::create(builder, loc, a, b));
  switch (random.below(5)) {
  case 0:
    return keep(SubOp::create(builder, loc, a, b));
  case 1:
    return keep(MulOp::create(builder, loc, a, b));
  case 2:
    return keep(MaximumOp::create(builder, loc, a, b));
  case 3:
    return keep(MinimumOp::create(builder, loc, a, b));
  default:
    return keep(AddOp::create(builder, loc, a, b));
  }
}

void Drawing::drawSelect() {
  const Drawn *condition = anyOf([](const Drawn &one) { return elementOf(one.value).isInteger(1); });
  const Drawn &x = any(), *y = anyBesides(x);
  if (condition && broadcasts(*condition, x) && broadcasts(*condition, *y))
    keep(SelectOp::create(builder, loc, condition->value, x.value, y->value));
}

void Drawing::drawCast() { keep(CastOp::create(builder, loc, any().value, element())); }

void Drawing::drawBatchNorm() {
  const Drawn *x = anyOf([](const Drawn &one) {
    return one.tensor.isFloat() && one.tensor.rank() >= 2 && isa<AffineConstantExpr, AffineSymbolExpr>(one.extents[1]);
  });
  if (!x)
    return;
  Value input = x->value;
  SmallVector<Value> of;
  for (int i = 0; i < 4; ++i) {
    auto holds = i == 3 ? RandomKernel::Holds::Variances : RandomKernel::Holds::Numbers;
    of.push_back(argument(elementOf(input), typeShape(input)[1], {holds, 0}));
  }
  keep(BatchNormOp::create(builder, loc, input, of[0], of[1], of[2], of[3], builder.getF64FloatAttr(1)));
}

//===----------------------------------------------------------------------===//
// Movement
//===----------------------------------------------------------------------===//

void Drawing::drawReshape() {
  const Drawn &x = any();
  SmallVector<int64_t> target;
  int64_t left = x.tensor.size();
  // What leading extents are known or copied may be; the rest is cut at random.
  for (auto [extent, actual] : llvm::zip(typeShape(x.value), x.tensor.shape())) {
    if (actual == 0 || !random.chance(30))
      break;
    target.push_back(0);
    left /= actual;
  }
  bool cut = left > 0 && result.unknown > 0;
  while (cut && static_cast<int64_t>(target.size()) < mostRank - 1 && random.chance(60)) {
    SmallVector<int64_t> factors;
    for (int64_t factor = 1; factor <= left; ++factor)
      if (left % factor == 0)
        factors.push_back(factor);
    target.push_back(random.of(factors));
    left /= target.back();
  }
  target.push_back(-1);
  keep(ReshapeOp::create(builder, loc, x.value, target));
}

void Drawing::drawTranspose() {
  const Drawn &x = any();
  SmallVector<int64_t> permutation = llvm::to_vector(llvm::seq<int64_t>(0, x.tensor.rank()));
  for (int64_t i = x.tensor.rank() - 1; i > 0; --i)
    std::swap(permutation[i], permutation[random.below(i + 1)]);
  keep(TransposeOp::create(builder, loc, x.value, permutation));
}

void Drawing::drawBroadcast() {
  const Drawn &x = any();
  SmallVector<int64_t> target;
  for (int64_t extent : typeShape(x.value))
    target.push_back(extent == 1 && random.chance(60) ? random.from(0, 9) : -1);
  while (static_cast<int64_t>(target.size()) < mostRank && random.chance(30))
    target.insert(target.begin(), random.from(1, 4));
  keep(BroadcastOp::create(builder, loc, x.value, target));
}

void Drawing::drawSlice() {
  const Drawn &x = any();
  SmallVector<int64_t> offsets, ends, strides;
  for (auto [extent, actual] : llvm::zip(typeShape(x.value), x.tensor.shape())) {
    int64_t offset = random.chance(50) ? 0 : random.from(0, actual);
    int64_t end = random.chance(50) ? actual : random.from(offset, actual);
    strides.push_back(random.chance(70) ? 1 : random.from(2, 3));
    bool fromEnd = offset < actual && random.chance(20);
    offsets.push_back(fromEnd ? offset - actual : offset);
    ends.push_back(end == actual ? SliceOp::kEnd : fromEnd || random.chance(20) ? end - actual : end);
  }
  keep(SliceOp::create(builder, loc, x.value, builder.getDenseI64ArrayAttr(offsets), builder.getDenseI64ArrayAttr(ends),
                       builder.getDenseI64ArrayAttr(strides)));
}

void Drawing::drawConcat() {
  const Drawn &x = any();
  if (x.tensor.rank() == 0)
    return;
  int64_t axis = random.below(x.tensor.rank());
  auto fits = [&](const Drawn &one) {
    if (elementOf(one.value) != elementOf(x.value) || one.tensor.rank() != x.tensor.rank())
      return false;
    for (int64_t d = 0; d < x.tensor.rank(); ++d)
      if (d != axis && one.extents[d] != x.extents[d])
        return false;
    return true;
  };
  SmallVector<Value> operands{x.value};
  for (int64_t count = random.from(1, 2); count > 0; --count)
    operands.push_back(anyOf(fits)->value);
  keep(ConcatOp::create(builder, loc, operands, random.chance(50) ? axis : axis - x.tensor.rank()));
}

void Drawing::drawPad() {
  const Drawn &x = any();
  SmallVector<int64_t> low, high;
  for (int64_t d = 0; d < x.tensor.rank(); ++d) {
    low.push_back(random.chance(50) ? 0 : random.from(1, 3));
    high.push_back(random.chance(50) ? 0 : random.from(1, 3));
  }
  double value = static_cast<double>(random.from(-3, 3));
  if (x.tensor.isFloat() && random.chance(20))
    value = random.chance(50) ? random.of(noNumbers) : -0.5;
  if (elementOf(x.value).isInteger(1))
    value = static_cast<double>(random.below(2));
  keep(PadOp::create(builder, loc, x.value, builder.getDenseI64ArrayAttr(low), builder.getDenseI64ArrayAttr(high),
                     builder.getF64FloatAttr(value)));
}

void Drawing::drawPack() {
  static constexpr int64_t tiles[] = {1, 2, 3, 4, 8};
  const Drawn &x = any();
  if (x.tensor.rank() >= 2)
    keep(PackOp::create(builder, loc, x.value, random.of(tiles)));
}

//===----------------------------------------------------------------------===//
// Gather
//===----------------------------------------------------------------------===//

void Drawing::drawGather() {
  const Drawn &x = any();
  if (x.tensor.rank() == 0)
    return;
  Value data = x.value;
  int64_t axis = random.below(x.tensor.rank());
  keep(GatherOp::create(builder, loc, data, indices(x.tensor.shape()[axis]), axis));
}

void Drawing::drawEmbedding() {
  const Drawn *x = anyOf([](const Drawn &one) { return one.tensor.isFloat() && one.tensor.rank() == 2; });
  if (!x)
    return;
  Value table = x->value;
  keep(EmbeddingOp::create(builder, loc, indices(x->tensor.shape()[0]), table));
}

/// The last value is a result, and so are some others of its shape.
RandomKernel Drawing::finish() {
  SmallVector<Value> results{values.back().value};
  for (const Drawn &one : llvm::drop_end(values))
    if (one.extents == values.back().extents && results.size() < 3 && random.chance(50))
      results.push_back(one.value);
  ReturnOp::create(builder, loc, results);
  result.kernel.setFunctionType(builder.getFunctionType(body->getArgumentTypes(), ValueRange(results).getTypes()));
  return std::move(result);
}

RandomKernel dlc::test::drawKernel(MLIRContext &context, Random &random) { return Drawing(context, random).finish(); }
