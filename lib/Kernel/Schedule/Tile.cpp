//===- Tile.cpp - The steps that register tiles are made of ---------------===//

#include "lib/Kernel/Schedule/Tile.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace dlc;

static constexpr TileStep steps[] = {
    {StepKind::MultiplyAdd, "multiply-add", 1, 1}, // of one type
};

static bool hasTypesOf(const TileStep &step, rt::TileAttr tile) {
  switch (step.kind) {
  case StepKind::MultiplyAdd:
    return llvm::all_equal({tile.getLeft(), tile.getRight(), tile.getAccumulator(), tile.getResult()});
  }
  llvm_unreachable("a step of no kind");
}

const TileStep *dlc::findStep(rt::TileAttr tile) {
  const TileStep *found = llvm::find_if(steps, [&](const TileStep &step) {
    return step.depth == tile.getDepth() && step.interleave == tile.getInterleave() && hasTypesOf(step, tile);
  });
  return found == std::end(steps) ? nullptr : found;
}

std::string dlc::stepNames() {
  return llvm::join(llvm::map_range(steps, [](const TileStep &step) { return step.name; }), ", ");
}

rt::TileAttr dlc::multiplyAddTile(int64_t rows, int64_t columns, Type element) {
  return rt::TileAttr::get(element.getContext(), rows, columns, /*depth=*/1, /*interleave=*/1, element, element,
                           element, element);
}

Type dlc::registerType(Type element) {
  return element.isBF16() || element.isF16() ? Float32Type::get(element.getContext()) : element;
}
