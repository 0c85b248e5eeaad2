//===- Tile.cpp - The steps that register tiles are made of ---------------===//

#include "lib/Kernel/Schedule/Tile.h"
#include "dialects/dlc/Dlc.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace dlc;

// A new instruction is a row here, its condition in the two functions below, and its code in Emit/Microkernel.cpp.
static constexpr TileStep steps[] = {
    // kind, name, depth, interleave, least width
    {StepKind::MultiplyAdd, "multiply-add", 1, 1, 1}, // of one type
    {StepKind::DotOfPairs, "dot of bf16 pairs", 2, 2, 4},
};

static bool has(const Machine &machine, StepKind kind) { return kind == StepKind::MultiplyAdd || machine.bf16Dot; }

static bool hasTypesOf(StepKind kind, rt::TileAttr tile) {
  if (kind == StepKind::DotOfPairs)
    return tile.getLeft().isBF16() && tile.getRight().isBF16() && tile.getAccumulator().isF32() &&
           tile.getResult().isF32();
  return llvm::all_equal({tile.getLeft(), tile.getRight(), tile.getAccumulator(), tile.getResult()});
}

const TileStep *dlc::findStep(const Machine &machine, rt::TileAttr tile, int64_t width) {
  const TileStep *found = llvm::find_if(steps, [&](const TileStep &step) {
    return has(machine, step.kind) && step.depth == tile.getDepth() && step.interleave == tile.getInterleave() &&
           width >= step.leastWidth && hasTypesOf(step.kind, tile);
  });
  return found == std::end(steps) ? nullptr : found;
}

std::string dlc::stepNames(const Machine &machine) {
  auto present = llvm::make_filter_range(steps, [&](const TileStep &step) { return has(machine, step.kind); });
  return llvm::join(llvm::map_range(present, [](const TileStep &step) { return step.name; }), ", ");
}

rt::TileAttr dlc::multiplyAddTile(int64_t rows, int64_t columns, Type element) {
  return rt::TileAttr::get(element.getContext(), rows, columns, /*depth=*/1, /*interleave=*/1, element, element,
                           element, element);
}

rt::TileAttr dlc::dotTile(MLIRContext *context, int64_t rows, int64_t columns) {
  Type pair = BFloat16Type::get(context), sum = Float32Type::get(context);
  return rt::TileAttr::get(context, rows, columns, /*depth=*/2, /*interleave=*/2, pair, pair, sum, sum);
}

/// Whether a value's elements lie side by side along the axis: those of an argument do along its last.
static bool isInOrder(Value value, int64_t axis) {
  if (Operation *op = value.getDefiningOp()) {
    auto permutation = permutationOf(op);
    return permutation && isInOrder(op->getOperand(0), (*permutation)[axis]);
  }
  return axis == cast<RankedTensorType>(value.getType()).getRank() - 1;
}

bool dlc::suitsDots(Operation *contraction) {
  if (!isa<LinearOp, MatmulOp, Conv2dOp>(contraction))
    return false;
  Value left = contraction->getOperand(0), right = contraction->getOperand(1);
  auto leftType = cast<RankedTensorType>(left.getType()), rightType = cast<RankedTensorType>(right.getType());
  if (!leftType.getElementType().isBF16() || !rightType.getElementType().isBF16())
    return false;
  if (auto conv = dyn_cast<Conv2dOp>(contraction))
    return conv.getGroups() == 1 && rightType.hasStaticShape() && rightType.getDimSize(1) % 2 == 0 &&
           isInOrder(left, 1);
  auto matmul = dyn_cast<MatmulOp>(contraction);
  if (matmul && matmul.getTransposeA())
    return false;
  return isInOrder(left, leftType.getRank() - 1) && (rightType.hasStaticShape() || (matmul && !matmul.getTransposeB()));
}

int64_t dlc::interleaveOf(Operation *contraction, rt::TileAttr tile) {
  auto conv = dyn_cast<Conv2dOp>(contraction);
  bool crosses = conv && conv.getWeight().getType().getDimSize(1) % tile.getInterleave() != 0;
  return crosses ? 1 : tile.getInterleave();
}

Type dlc::registerType(Type element) {
  return element.isBF16() || element.isF16() ? Float32Type::get(element.getContext()) : element;
}
