//===- Reads.cpp - Which operand elements an element of a result needs ----===//

#include "dialects/dlc/Dlc.h"

using namespace mlir;

namespace dlc {

ElementRead repeatedRead(unsigned operand, const Shape &from, const Shape &result) {
  ElementRead read{operand, {}, {}};
  size_t added = result.size() - from.size();
  for (auto [axis, extent] : llvm::enumerate(from)) {
    bool stretches = constantExtent(extent) == 1 && constantExtent(result[added + axis]) != 1;
    read.at.push_back(stretches ? getAffineConstantExpr(0, extent.getContext())
                                : getAffineDimExpr(added + axis, extent.getContext()));
  }
  return read;
}

std::optional<ElementReads> elementwiseReads(Operation *op, ArrayRef<Shape> operands) {
  auto tensorOp = cast<TensorOpInterface>(op);
  if (tensorOp.getRole() != Role::Elementwise)
    return std::nullopt;
  FailureOr<SmallVector<Shape>> results = tensorOp.getResultShapes(operands);
  if (failed(results))
    return std::nullopt;
  ElementReads reads;
  for (auto [index, shape] : llvm::enumerate(operands))
    reads.reads.push_back(repeatedRead(index, shape, results->front()));
  return reads;
}

std::optional<ElementReads> readsOf(Operation *op) {
  auto tensorOp = dyn_cast_or_null<TensorOpInterface>(op);
  if (!tensorOp)
    return std::nullopt;
  FailureOr<SmallVector<Shape>> shapes = symbolicShapes(op->getContext(), op->getOperands(), ShapeError(std::nullopt));
  return failed(shapes) ? std::nullopt : tensorOp.getReads(*shapes);
}

static bool isMovement(Operation *op) {
  auto tensorOp = dyn_cast_or_null<TensorOpInterface>(op);
  return tensorOp && tensorOp.getRole() == Role::Movement;
}

std::optional<SmallVector<int64_t>> permutationOf(Operation *op) {
  if (!isMovement(op))
    return std::nullopt;
  std::optional<ElementReads> reads = readsOf(op);
  int64_t rank = cast<RankedTensorType>(op->getResult(0).getType()).getRank();
  if (!reads || reads->reads.size() != 1 || !reads->lookups.empty() || !reads->reads[0].bounded.empty())
    return std::nullopt;
  const Shape &at = reads->reads[0].at;
  if (static_cast<int64_t>(at.size()) != rank)
    return std::nullopt;
  SmallVector<int64_t> permutation(rank, -1);
  for (auto [axis, coordinate] : llvm::enumerate(at))
    if (auto dim = dyn_cast<AffineDimExpr>(coordinate))
      permutation[dim.getPosition()] = axis;
  return llvm::is_contained(permutation, -1) ? std::nullopt : std::optional(permutation);
}

bool repeatsElements(Operation *op) {
  std::optional<ElementReads> reads = isMovement(op) ? readsOf(op) : std::nullopt;
  if (!reads)
    return false;
  ArrayRef<int64_t> shape = cast<RankedTensorType>(op->getResult(0).getType()).getShape();
  return llvm::any_of(reads->reads, [&](const ElementRead &read) {
    return llvm::any_of(llvm::enumerate(shape), [&](auto extent) {
      return extent.value() != 1 &&
             llvm::none_of(read.at, [&](AffineExpr at) { return at.isFunctionOfDim(extent.index()); });
    });
  });
}

} // namespace dlc
