//===- Dlc.cpp - Registration of the dlc dialect --------------------------===//

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/Builders.h"

using namespace dlc;
using namespace mlir;

#include "dialects/dlc/Dialect.cpp.inc"
#include "dialects/dlc/Enums.cpp.inc"
#include "dialects/dlc/Interfaces.cpp.inc"

void DlcDialect::initialize() {
  addAttentionOps();
  addContractionOps();
  addElementwiseOps();
  addGatherOps();
  addModel();
  addMovementOps();
  addNormalizationOps();
  addPackingOps();
  addPoolingOps();
  addReductionOps();
  addWinogradOps();
}

Operation *DlcDialect::materializeConstant(OpBuilder &builder, Attribute value, Type type, Location location) {
  auto literal = dyn_cast<ElementsAttr>(value);
  if (!literal || literal.getType() != type)
    return nullptr;
  return ConstantOp::create(builder, location, literal);
}
