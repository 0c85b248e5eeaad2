//===- Elementwise.cpp - Ops that compute each element by itself ---===//

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/Builders.h"

using namespace dlc;

#define GET_OP_CLASSES
#include "dialects/dlc/Elementwise.cpp.inc"

void DlcDialect::addElementwiseOps() {
  addOperations<
#define GET_OP_LIST
#include "dialects/dlc/Elementwise.cpp.inc"
      >();
}
