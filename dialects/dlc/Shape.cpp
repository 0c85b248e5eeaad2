//===- Shape.cpp - Extents of tensors as affine expressions ---------------===//

#include "dialects/dlc/Shape.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace dlc {

LogicalResult ShapeError::operator()(const Twine &message) const {
  std::string text = (constraint ? "(C" + Twine(constraint) + ") " + message : message).str();
  llvm::raw_string_ostream stream(text);
  if (!StringRef(text).contains(" got ") && !operands.empty()) {
    stream << ", got ";
    llvm::interleaveComma(operands, stream, [&](Type type) { stream << '\'' << type << '\''; });
  }
  return emitOptionalError(location, text);
}

Type elementTypeOf(ValueRange operands, unsigned index) {
  if (index >= operands.size())
    return {};
  auto type = dyn_cast<RankedTensorType>(operands[index].getType());
  return type ? type.getElementType() : Type();
}

FailureOr<SmallVector<Shape>> symbolicShapes(MLIRContext *context, ValueRange operands, ShapeError error) {
  SmallVector<Shape> shapes;
  unsigned symbols = 0;
  for (Type type : operands.getTypes()) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor) {
      std::string text;
      llvm::raw_string_ostream(text) << type;
      return error("expected operands that are ranked tensors, got " + text);
    }
    Shape &shape = shapes.emplace_back();
    for (int64_t extent : tensor.getShape())
      shape.push_back(ShapedType::isDynamic(extent) ? getAffineSymbolExpr(symbols++, context)
                                                    : getAffineConstantExpr(extent, context));
  }
  return shapes;
}

std::optional<int64_t> constantExtent(AffineExpr extent) {
  if (auto constant = dyn_cast<AffineConstantExpr>(extent))
    return constant.getValue();
  return std::nullopt;
}

RankedTensorType typeOf(const Shape &shape, Type element) {
  if (!element || !RankedTensorType::isValidElementType(element))
    return {};
  // 8 bytes is the largest element.
  int64_t bytes = 8;
  SmallVector<int64_t> extents;
  for (AffineExpr extent : shape) {
    int64_t known = constantExtent(extent).value_or(ShapedType::kDynamic);
    if (!ShapedType::isDynamic(known) && (known < 0 || (known > 0 && llvm::MulOverflow(bytes, known, bytes))))
      return {};
    extents.push_back(known);
  }
  return RankedTensorType::get(extents, element);
}

FailureOr<Shape> broadcastShapes(ArrayRef<Shape> shapes, ShapeError error) {
  if (shapes.empty())
    return error("expected an operand");
  Shape result = shapes.front();
  for (const Shape &shape : shapes.drop_front()) {
    if (shape.size() > result.size())
      result.insert(result.begin(), shape.begin(), shape.end() - result.size());
    for (auto [extent, other] : llvm::zip(llvm::reverse(result), llvm::reverse(shape))) {
      std::optional<int64_t> a = constantExtent(extent), b = constantExtent(other);
      if (a && b && *a != *b && *a != 1 && *b != 1)
        return error("expected extents that are equal or 1, got " + Twine(*a) + " and " + Twine(*b) + " on axis -" +
                     Twine(&*shape.end() - &other));
      if (a == 1 || (b && *b != 1))
        extent = other;
    }
  }
  return result;
}

FailureOr<Shape> firstShape(ArrayRef<Shape> operands, ShapeError error) {
  if (operands.empty())
    return error("expected an operand");
  return operands.front();
}

AffineExpr knownExtent(AffineExpr a, AffineExpr b) { return constantExtent(a) ? a : b; }

FailureOr<AffineExpr> windowPositions(AffineExpr extent, AffineExpr size, WindowSteps steps, ShapeError error) {
  // Numbers below 2^31 cannot overflow what follows.
  auto inRange = [](int64_t number, int64_t low) { return number >= low && number < (1ll << 31); };
  if (!inRange(steps.stride, 1) || !inRange(steps.dilation, 1) || !inRange(steps.before, 0) ||
      !inRange(steps.after, 0) || !inRange(constantExtent(size).value_or(1), 0) ||
      !inRange(constantExtent(extent).value_or(0), 0))
    return error("expected extents and padding in [0, 2^31), strides and dilations in [1, 2^31)");
  AffineExpr span = (size - 1) * steps.dilation + 1;
  return (extent + (steps.before + steps.after) - span).floorDiv(steps.stride) + 1;
}

std::optional<int64_t> positiveAxis(int64_t axis, int64_t rank) {
  if (axis < -rank || axis >= rank)
    return std::nullopt;
  return axis < 0 ? axis + rank : axis;
}

bool extentsAgree(int64_t a, int64_t b) { return a == b || ShapedType::isDynamic(a) || ShapedType::isDynamic(b); }

LogicalResult verifyElementTypes(Operation *op, unsigned constraint) {
  Type expected = elementTypeOf(op->getOperands());
  for (unsigned i = 1; i < op->getNumOperands(); ++i)
    if (Type got = elementTypeOf(op->getOperands(), i); got != expected)
      return op->emitOpError("(C") << constraint << ") expected all operands to have one element type, got " << expected
                                   << " and " << got << "; convert one of them with cast";
  return success();
}

} // namespace dlc
