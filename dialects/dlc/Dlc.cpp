//===- Dlc.cpp - Registration of the dlc dialect --------------------------===//

#include "dialects/dlc/Dlc.h"

using namespace dlc;

#include "dialects/dlc/Dialect.cpp.inc"
#include "dialects/dlc/Enums.cpp.inc"
#include "dialects/dlc/Interfaces.cpp.inc"

void DlcDialect::initialize() {
  addElementwiseOps();
  addModel();
}
