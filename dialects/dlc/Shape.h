//===- Shape.h - Extents of tensors as affine expressions -----------------===//
//
// Operators infer shapes once, over affine expressions. An extent that is known
// is a constant expression; an unknown one is a symbol. Type inference is the
// case where each `?` of each operand is a fresh symbol and only constants are
// kept; the extents of a function's values are the case where the symbols are
// the model's dims.
//===----------------------------------------------------------------------===//

#pragma once

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/OpDefinition.h"

namespace dlc {

/// One expression per dimension. Constants are `AffineConstantExpr`.
using Shape = llvm::SmallVector<mlir::AffineExpr, 4>;

/// What an operator is to a kernel.
enum class Role {
  Elementwise, ///< result element i needs operand elements i, after broadcasting
  Movement,    ///< each result element is one operand element or a constant
  Gather,      ///< movement whose source index is data
  Contraction, ///< sums of products: linear, matmul, conv2d
  Pooling,     ///< reduction of a sliding window: pooling
  Reduction,   ///< reduction along some axes, with or without a normalisation
  Attention,   ///< two contractions around a softmax
  Winograd,    ///< a contraction between two linear transforms of patches
};

/// Reports at a location, or nowhere when inference runs without one.
class ShapeError {
public:
  explicit ShapeError(std::optional<mlir::Location> location, mlir::TypeRange operands = {})
      : location(location), operands(operands) {}
  /// Emits `message`, with what the operands are where it does not say what it got; converts to failure.
  llvm::LogicalResult operator()(const llvm::Twine &message) const;
  /// The same for a function that several operators share: a constraint of this one.
  ShapeError of(unsigned number) const {
    ShapeError result = *this;
    result.constraint = number;
    return result;
  }

private:
  std::optional<mlir::Location> location;
  mlir::TypeRange operands;
  unsigned constraint = 0;
};

/// Element type of an operand, null when there is none or it is no tensor.
mlir::Type elementTypeOf(mlir::ValueRange operands, unsigned index = 0);

/// Shapes of the operands' types with a fresh symbol per `?`. Fails for types
/// that are not ranked tensors.
mlir::FailureOr<llvm::SmallVector<Shape>> symbolicShapes(mlir::MLIRContext *context, mlir::ValueRange operands,
                                                         ShapeError error);

/// The constant extent, or nothing.
std::optional<int64_t> constantExtent(mlir::AffineExpr extent);

/// Ranked tensor type of a shape; extents that are not constant become `?`.
/// Null when an extent is negative, the element type is no tensor element or
/// the number of bytes may not fit into 63 bits.
mlir::RankedTensorType typeOf(const Shape &shape, mlir::Type element);

/// Shape of numpy's broadcast. Two unknown extents count as equal; only a
/// literal 1 stretches. Fails where two known extents differ.
mlir::FailureOr<Shape> broadcastShapes(llvm::ArrayRef<Shape> shapes, ShapeError error);

/// Shape of the first operand: that of the result of most operators.
mlir::FailureOr<Shape> firstShape(llvm::ArrayRef<Shape> operands, ShapeError error);

/// The more telling of two expressions of one extent: the constant one.
mlir::AffineExpr knownExtent(mlir::AffineExpr a, mlir::AffineExpr b);

/// How many times a window fits: `(extent + padding - span) floordiv stride + 1`,
/// where a window of `size` elements spans `(size - 1) * dilation + 1`. Fails
/// where a number is not in its range.
struct WindowSteps {
  int64_t stride, dilation, before, after;
};
mlir::FailureOr<mlir::AffineExpr> windowPositions(mlir::AffineExpr extent, mlir::AffineExpr size, WindowSteps steps,
                                                  ShapeError error);

/// An axis counted from the first; nothing where it is not in [-rank, rank).
std::optional<int64_t> positiveAxis(int64_t axis, int64_t rank);

/// Are two extents of types equal, as far as they are known?
bool extentsAgree(int64_t a, int64_t b);

/// Fails, by a constraint of `op`, unless all its operands have one element type.
llvm::LogicalResult verifyElementTypes(mlir::Operation *op, unsigned constraint);

/// What the only result of an operator has, as a list.
template <typename T>
mlir::FailureOr<llvm::SmallVector<T>> aloneOf(mlir::FailureOr<T> value) {
  if (failed(value))
    return mlir::failure();
  llvm::SmallVector<T> values;
  values.push_back(std::move(*value));
  return values;
}

/// `InferTypeOpInterface::inferReturnTypes` of every tensor operator. Trusts
/// nothing: operands may be of any kind and number.
template <typename Op>
llvm::LogicalResult inferTypes(mlir::MLIRContext *context, std::optional<mlir::Location> location,
                               mlir::ValueRange operands, mlir::DictionaryAttr attributes,
                               mlir::OpaqueProperties properties, mlir::RegionRange regions,
                               llvm::SmallVectorImpl<mlir::Type> &types) {
  ShapeError error(location, operands.getTypes());
  auto shapes = symbolicShapes(context, operands, error);
  if (failed(shapes))
    return mlir::failure();
  // The parser infers types before it fills in what was left out.
  using Properties = typename Op::template InferredProperties<Op>;
  Properties complete = properties ? *properties.as<Properties *>() : Properties();
  Op::populateDefaultProperties(mlir::OperationName(Op::getOperationName(), context), complete);
  typename Op::Adaptor adaptor(operands, attributes, complete, regions);
  auto results = Op::inferShapes(adaptor, *shapes, error);
  if (failed(results))
    return mlir::failure();
  for (auto [number, shape] : llvm::enumerate(*results)) {
    mlir::RankedTensorType type = typeOf(shape, Op::inferElementType(adaptor, number));
    if (!type)
      return error("no result type exists: an extent would be negative or the tensor too large");
    types.push_back(type);
  }
  return mlir::success();
}

} // namespace dlc
