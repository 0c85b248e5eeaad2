//===- ParallelLoops.cpp - Loops of a kernel that a target maps to hardware ===//

#include "lib/Target/ParallelLoops.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace dlc;

bool dlc::isMappedTo(scf::ForallOp loop, rt::MappingLevel level) {
  std::optional<ArrayAttr> mapping = loop.getMapping();
  auto map = mapping && !mapping->empty() ? dyn_cast<rt::MapAttr>((*mapping)[0]) : rt::MapAttr();
  return map && map.getLevel() == level;
}

LogicalResult dlc::checkForm(scf::ForallOp loop) {
  if (loop.getRank() == 1 && loop.isNormalized() && loop.getOutputs().empty())
    return success();
  StringRef level = isMappedTo(loop, rt::MappingLevel::Thread) ? "threads" : "workers";
  return loop.emitOpError() << "mapped to " << level
                            << " must be one loop from 0 in steps of 1 without results; tile it so";
}

static bool isCheap(Operation *op) { return op && isPure(op) && op->getNumRegions() == 0; }

SmallVector<Value> dlc::isolate(Region &region) {
  OpBuilder builder(region.getContext());
  while (true) {
    llvm::SetVector<Value> used;
    getUsedValuesDefinedAbove(region, used);
    auto cheap = llvm::find_if(used, [](Value value) { return isCheap(value.getDefiningOp()); });
    if (cheap == used.end())
      return used.takeVector();
    builder.setInsertionPointToStart(&region.front());
    Operation *clone = builder.clone(*cheap->getDefiningOp());
    for (auto [value, copy] : llvm::zip(cheap->getDefiningOp()->getResults(), clone->getResults()))
      replaceAllUsesInRegionWith(value, copy, region);
  }
}
