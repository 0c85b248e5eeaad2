//===- Rt.cpp - Registration of the rt dialect ---===//

#include "dialects/rt/Rt.h"
#include "mlir/IR/Builders.h"

using namespace dlc::rt;

#include "dialects/rt/Dialect.cpp.inc"

#define GET_OP_CLASSES
#include "dialects/rt/Ops.cpp.inc"

void RtDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "dialects/rt/Ops.cpp.inc"
      >();
}
