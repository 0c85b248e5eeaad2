//===- Register.cpp - Everything the developer tools know ---===//

#include "dlc/Driver/Register.h"
#include "dialects/dlc/Dlc.h"
#include "dialects/rt/Rt.h"
#include "dlc/Frontend/Passes.h"
#include "dlc/Graph/Passes.h"
#include "dlc/Kernel/Passes.h"
#include "dlc/Memory/Passes.h"
#include "dlc/Target/EmitObject.h"
#include "dlc/Target/Passes.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"

void dlc::registerAllDialects(mlir::DialectRegistry &registry) {
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  registerTranslations(registry);
  registry.insert<DlcDialect, rt::RtDialect>();
}

void dlc::registerAllPasses() {
  mlir::registerAllPasses();
  registerFrontendPasses();
  registerGraphPasses();
  registerKernelPasses();
  registerMemoryPasses();
  registerTargetPasses();
}
