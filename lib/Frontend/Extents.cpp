//===- Extents.cpp - Extents of an entry's values as expressions of dims --===//

#include "lib/Frontend/Extents.h"
#include "lib/Frontend/Capture.h"
#include "lib/Frontend/Soundness.h"

using namespace dlc;
using namespace mlir;

Extents::Extents(ModelOp model) : context(model.getContext()) {
  for (DimOp dim : llvm::make_filter_range(model.getOps<DimOp>(), isSound)) {
    symbols[dim.getSymName()] = names.size();
    names.push_back(dim.getSymName());
  }
  fresh = names.size();
}

void Extents::define(Value value, ArrayRef<Attribute> dims) {
  Shape shape;
  for (int64_t extent : cast<RankedTensorType>(value.getType()).getShape()) {
    if (!ShapedType::isDynamic(extent)) {
      shape.push_back(getAffineConstantExpr(extent, context));
      continue;
    }
    unsigned symbol = fresh;
    if (dims.empty()) {
      ++fresh;
    } else {
      symbol = symbols.lookup(cast<FlatSymbolRefAttr>(dims.front()).getValue());
      bound.try_emplace(symbol, getAffineSymbolExpr(symbol, context));
      dims = dims.drop_front();
    }
    shape.push_back(getAffineSymbolExpr(symbol, context));
  }
  shapes[value] = shape;
}

ArrayRef<AffineExpr> Extents::shapeOf(Value value) {
  if (!shapes.contains(value))
    define(value, {});
  return shapes[value];
}

LogicalResult Extents::infer(TensorOpInterface op) {
  SmallVector<Shape> operands;
  for (Value operand : op->getOperands())
    operands.push_back(Shape(shapeOf(operand)));
  FailureOr<SmallVector<Shape>> inferred = failure();
  std::vector<Captured> errors = captureErrors(*context, [&] { inferred = op.getResultShapes(operands); });
  for (const Captured &error : errors)
    report(error, Code::NoResultType);
  if (failed(inferred))
    return failure();
  bool isNew = false;
  for (auto [result, shape] : llvm::zip_equal(op->getResults(), *inferred)) {
    RankedTensorType old = cast<RankedTensorType>(result.getType()), type = typeOf(shape, old.getElementType());
    if (!type)
      return dlc::emitError(op->getLoc(), Code::TensorTooLarge) << "the result has no size that can be counted";
    shapes[result] = shape;
    result.setType(type);
    isNew |= type != old;
  }
  if (!isNew)
    return success();
  errors = captureErrors(*context, [&] { (void)op->getName().verifyInvariants(op); });
  for (const Captured &error : errors)
    report(error, Code::Operator);
  return success(errors.empty());
}

LogicalResult Extents::check(Location location, const Twine &what, Value value, RankedTensorType type,
                             ArrayRef<Attribute> dims) {
  Shape shape(shapeOf(value));
  for (auto [axis, extent, expected] : llvm::enumerate(shape, type.getShape())) {
    if (!ShapedType::isDynamic(expected)) {
      if (constantExtent(extent) == expected)
        continue;
      return dlc::emitError(location, Code::Extents)
             << what << " has extent " << text(extent) << " on axis " << axis << ", expected " << expected;
    }
    if (dims.empty())
      continue;
    StringRef name = cast<FlatSymbolRefAttr>(dims.front()).getValue();
    dims = dims.drop_front();
    unsigned symbol = symbols.lookup(name);
    AffineExpr wanted = bound.try_emplace(symbol, extent).first->second;
    if (wanted != extent)
      return dlc::emitError(location, Code::Extents) << what << " has extent " << text(extent) << " on axis " << axis
                                                     << ", expected " << text(wanted) << " (@" << name << ")";
  }
  return success();
}

std::string Extents::text(AffineExpr extent) const {
  auto binary = dyn_cast<AffineBinaryOpExpr>(extent);
  if (!binary) {
    if (std::optional<int64_t> constant = constantExtent(extent))
      return std::to_string(*constant);
    unsigned symbol = cast<AffineSymbolExpr>(extent).getPosition();
    return symbol < names.size() ? names[symbol].str() : "?";
  }
  // Deep expressions say little.
  auto side = [&](AffineExpr part) -> std::string {
    auto inner = dyn_cast<AffineBinaryOpExpr>(part);
    if (!inner)
      return text(part);
    bool deep = isa<AffineBinaryOpExpr>(inner.getLHS()) && isa<AffineBinaryOpExpr>(inner.getRHS());
    return deep ? "(...)" : "(" + text(part) + ")";
  };
  StringRef sign = extent.getKind() == AffineExprKind::Add        ? " + "
                   : extent.getKind() == AffineExprKind::Mul      ? " * "
                   : extent.getKind() == AffineExprKind::Mod      ? " mod "
                   : extent.getKind() == AffineExprKind::FloorDiv ? " / "
                                                                  : " ceildiv ";
  return side(binary.getLHS()) + sign.str() + side(binary.getRHS());
}
