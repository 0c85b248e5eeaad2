//===- Tensor.cpp - Host tensor of the reference evaluator ----------------===//

#include "dialects/dlc/Tensor.h"
#include "dialects/dlc/Dlc.h"
#include "llvm/Support/MathExtras.h"
#include <cstring>

using namespace mlir;

namespace dlc {

static int64_t product(ArrayRef<int64_t> extents) {
  int64_t size = 1;
  for (int64_t extent : extents)
    size *= extent;
  return size;
}

Tensor::Tensor(Type element, ArrayRef<int64_t> shape) : element(element), extents(shape) {
  if (isa<FloatType>(element))
    data = std::vector<double>(product(shape));
  else
    data = std::vector<int64_t>(product(shape));
}

int64_t Tensor::size() const { return product(extents); }

bool Tensor::isFloat() const { return isa<FloatType>(element); }

int64_t Tensor::offset(ArrayRef<int64_t> index) const {
  int64_t position = 0;
  for (auto [extent, i] : llvm::zip_equal(extents, index)) {
    assert(i >= 0 && i < extent && "index out of range");
    position = position * extent + i;
  }
  return position;
}

int64_t Tensor::broadcastOffset(ArrayRef<int64_t> index) const {
  int64_t position = 0;
  for (auto [extent, i] : llvm::zip_equal(extents, index.take_back(rank())))
    position = position * extent + (extent == 1 ? 0 : i);
  return position;
}

double Tensor::number(int64_t position) const {
  return isFloat() ? real(position) : static_cast<double>(integer(position));
}

void Tensor::set(int64_t position, double value) {
  if (isFloat())
    real(position) = value;
  else
    integer(position) = wrapInteger(element, static_cast<int64_t>(value));
}

void Tensor::copy(int64_t position, const Tensor &from, int64_t source) {
  if (isFloat())
    real(position) = from.real(source);
  else
    integer(position) = from.integer(source);
}

Tensor Tensor::reshaped(ArrayRef<int64_t> shape) const {
  assert(product(shape) == size() && "another number of elements");
  Tensor result = *this;
  result.extents.assign(shape.begin(), shape.end());
  return result;
}

int64_t wrapInteger(Type element, int64_t value) {
  unsigned width = element.getIntOrFloatBitWidth();
  return width == 1 ? value & 1 : llvm::SignExtend64(value, width);
}

std::optional<Tensor> tensorOf(ElementsAttr literal) {
  auto dense = dyn_cast<DenseElementsAttr>(literal);
  if (!dense)
    return std::nullopt;
  Tensor result(dense.getElementType(), dense.getType().getShape());
  int64_t position = 0;
  if (result.isFloat()) {
    for (APFloat value : dense.getValues<APFloat>()) {
      bool inexact;
      value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &inexact);
      result.real(position++) = value.convertToDouble();
    }
  } else {
    for (const APInt &value : dense.getValues<APInt>())
      result.integer(position++) = wrapInteger(dense.getElementType(), value.getSExtValue());
  }
  return result;
}

DenseElementsAttr literalOf(const Tensor &tensor) {
  auto type = RankedTensorType::get(tensor.shape(), tensor.elementType());
  int64_t size = tensor.size();
  if (auto element = dyn_cast<FloatType>(tensor.elementType())) {
    SmallVector<APFloat> values;
    for (int64_t i = 0; i < size; ++i) {
      APFloat &value = values.emplace_back(tensor.real(i));
      bool inexact;
      value.convert(element.getFloatSemantics(), APFloat::rmNearestTiesToEven, &inexact);
    }
    return DenseElementsAttr::get(type, values);
  }
  SmallVector<APInt> values;
  unsigned width = tensor.elementType().getIntOrFloatBitWidth();
  for (int64_t i = 0; i < size; ++i)
    values.emplace_back(width, static_cast<uint64_t>(tensor.integer(i)), /*isSigned=*/false,
                        /*implicitTrunc=*/true);
  return DenseElementsAttr::get(type, values);
}

Tensor tensorOf(Type element, ArrayRef<int64_t> shape, ArrayRef<char> bytes) {
  Tensor result(element, shape);
  unsigned width = element.getIntOrFloatBitWidth(), size = llvm::divideCeil(width, 8);
  assert(static_cast<int64_t>(bytes.size()) == result.size() * size && "another number of bytes");
  for (int64_t i = 0; i < result.size(); ++i) {
    uint64_t bits = 0;
    std::memcpy(&bits, bytes.data() + i * size, size);
    if (!result.isFloat()) {
      result.integer(i) = width == 1 ? bits != 0 : wrapInteger(element, static_cast<int64_t>(bits));
      continue;
    }
    APFloat value(cast<FloatType>(element).getFloatSemantics(), APInt(width, bits));
    bool inexact;
    value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &inexact);
    result.real(i) = value.convertToDouble();
  }
  return result;
}

/// Runs the operator's verifier on operands of the actual extents: constraints
/// on extents that types leave open hold for values as well.
static LogicalResult verifyExtents(Operation *op, ArrayRef<Tensor> operands, ArrayRef<Type> types) {
  Block block;
  for (const Tensor &operand : operands)
    block.addArgument(RankedTensorType::get(operand.shape(), operand.elementType()), op->getLoc());
  Operation *actual = op->cloneWithoutRegions();
  actual->setOperands(block.getArguments());
  for (auto [result, type] : llvm::zip_equal(actual->getResults(), types))
    result.setType(type);
  LogicalResult verified = actual->getName().verifyInvariants(actual);
  actual->destroy();
  return verified;
}

FailureOr<SmallVector<Tensor>> resultTensors(Operation *op, ArrayRef<Tensor> operands) {
  SmallVector<Shape> shapes;
  for (const Tensor &operand : operands) {
    Shape &shape = shapes.emplace_back();
    for (int64_t extent : operand.shape())
      shape.push_back(getAffineConstantExpr(extent, op->getContext()));
  }
  FailureOr<SmallVector<Shape>> inferred = cast<TensorOpInterface>(op).getResultShapes(shapes);
  if (failed(inferred))
    return failure();
  SmallVector<Type> types;
  for (auto [value, shape] : llvm::zip_equal(op->getResults(), *inferred)) {
    RankedTensorType type = typeOf(shape, cast<RankedTensorType>(value.getType()).getElementType());
    constexpr int64_t limit = 1ll << 31;
    if (!type || !type.hasStaticShape() || type.getNumElements() > limit)
      return op->emitOpError("expected a result of at most 2^31 elements to evaluate");
    types.push_back(type);
  }
  if (failed(verifyExtents(op, operands, types)))
    return failure();
  SmallVector<Tensor> results;
  for (Type type : types)
    results.emplace_back(cast<RankedTensorType>(type).getElementType(), cast<RankedTensorType>(type).getShape());
  return results;
}

FailureOr<Tensor> resultTensor(Operation *op, ArrayRef<Tensor> operands) {
  FailureOr<SmallVector<Tensor>> results = resultTensors(op, operands);
  return failed(results) ? FailureOr<Tensor>(failure()) : std::move(results->front());
}

void forEachIndex(ArrayRef<int64_t> shape, function_ref<void(ArrayRef<int64_t>)> visit) {
  if (llvm::is_contained(shape, 0))
    return;
  Tensor::Index index(shape.size(), 0);
  while (true) {
    visit(index);
    int64_t axis = static_cast<int64_t>(shape.size()) - 1;
    while (axis >= 0 && ++index[axis] == shape[axis])
      index[axis--] = 0;
    if (axis < 0)
      return;
  }
}

} // namespace dlc
