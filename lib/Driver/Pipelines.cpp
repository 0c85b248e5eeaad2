//===- Pipelines.cpp - The table of contents: every pass of dlc, in order ---===//

#include "dlc/Driver/Pipelines.h"
#include "dialects/dlc/Dlc.h"
#include "dlc/Frontend/Passes.h"
#include "dlc/Graph/Passes.h"
#include "dlc/Kernel/Passes.h"
#include "dlc/Memory/Passes.h"
#include "dlc/Target/Passes.h"
#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

static std::vector<std::unique_ptr<Pass>> frontendPasses(StringRef folder) {
  std::vector<std::unique_ptr<Pass>> passes;
  passes.push_back(dlc::createCheckModel());
  dlc::CheckWeightsOptions weights;
  weights.folder = folder.str();
  passes.push_back(dlc::createCheckWeights(weights));
  passes.push_back(dlc::createFunctionalize());
  passes.push_back(dlc::createCheckExtents());
  return passes;
}

LogicalResult dlc::runFrontend(ModuleOp module, bool isWhole, StringRef folder,
                               llvm::function_ref<void(PassManager &)> configure) {
  PassManager names(module.getContext());
  configure(names);
  names.enableVerifier(isWhole);
  names.addPass(createCheckNames());
  bool ok = succeeded(names.run(module)) && isWhole;
  for (auto model : module.getOps<ModelOp>())
    for (std::unique_ptr<Pass> &pass : frontendPasses(folder)) {
      PassManager pm(module.getContext(), ModelOp::getOperationName());
      configure(pm);
      // The frontend leaves operators that it has reported in the module; MLIR's verifier would report them again.
      pm.enableVerifier(ok);
      pm.addPass(std::move(pass));
      ok &= succeeded(pm.run(model));
    }
  return success(ok);
}

void dlc::buildGraphPipeline(OpPassManager &root) {
  OpPassManager &model = root.nest<ModelOp>();
  OpPassManager &function = model.nest<FuncOp>();
  function.addPass(createSimplifyGraph());
  function.addPass(createFoldBatchNorm());
  function.addPass(createFoldConstants());
  // Layout propagation runs after all passes that change operands; fusion takes the transposes that it inserts into
  // kernels.
  model.nest<FuncOp>().addPass(createPropagateLayout());
  model.addPass(createFuseKernels());
  model.addPass(createDedupeKernels());
}

void dlc::buildCheckTargetsPipeline(OpPassManager &root, ArrayRef<std::string> targets) {
  CheckTargetsOptions check;
  check.targets.assign(targets.begin(), targets.end());
  root.nest<ModelOp>().addPass(createCheckTargets(check));
}

void dlc::buildVariantsPipeline(OpPassManager &root, ArrayRef<std::string> targets) {
  CreateVariantsOptions variants;
  variants.targets.assign(targets.begin(), targets.end());
  root.addPass(createCreateVariants(variants));
}

void dlc::buildKernelPipeline(OpPassManager &root, Convolution convolution, bool report) {
  OpPassManager &variant = root.nest<rt::ModelOp>().nest<rt::VariantOp>();
  ChooseAlgorithmsOptions algorithms;
  algorithms.convolution = convolution;
  algorithms.report = report;
  variant.addPass(createChooseAlgorithms(algorithms));
  variant.addPass(createCollapseAxes());
  variant.addPass(createScheduleKernels());
  variant.addPass(createPackOperands());
  variant.addPass(createHoistParameters());
  variant.addPass(createEmitKernels());
}

void dlc::buildMemoryPipeline(OpPassManager &root, bool report) {
  OpPassManager &variant = root.nest<rt::ModelOp>().nest<rt::VariantOp>();
  variant.addPass(createOrderLaunches());
  variant.addPass(createAssignBuffers());
  PlanMemoryOptions plan;
  plan.report = report;
  variant.addPass(createPlanMemory(plan));
  variant.addPass(createVerifyPlan());
}

void dlc::buildPlanCheckPipeline(OpPassManager &root) {
  root.nest<rt::ModelOp>().nest<rt::VariantOp>().addPass(createVerifyPlan());
}

void dlc::buildCudaPipeline(OpPassManager &root) {
  OpPassManager &variant = root.nest<rt::ModelOp>().nest<rt::VariantOp>();
  variant.addPass(createMapToBlocks());

  OpPassManager &code = variant.nest<ModuleOp>();
  code.addPass(arith::createArithEmulateUnsupportedFloats({{"bf16", "f16"}, "f32"}));
  code.addPass(math::createMathExtendToSupportedTypes());
  code.addPass(createCanonicalizerPass());
  code.addPass(createCSEPass());
  math::MathExpandOpsPassOptions expand; // f64 too
  expand.opMnemonics = {"rsqrt"};
  code.addPass(math::createMathExpandOpsPass(expand));
  code.addPass(createExpandMath());
  code.addPass(memref::createExpandStridedMetadataPass());
  code.addPass(createLowerAffinePass());
  code.addPass(createSCFToControlFlowPass());
  code.addPass(createArithToLLVMConversionPass());
  // Mathematics become calls of libdevice, of which emitPtx makes instructions.
  code.nest<gpu::GPUModuleOp>().addPass(createConvertGpuOpsToNVVMOps());
  code.addPass(createUBToLLVMConversionPass());
  code.addPass(createReconcileUnrealizedCastsPass());
}

void dlc::buildTargetPipeline(OpPassManager &root) {
  OpPassManager &variant = root.nest<rt::ModelOp>().nest<rt::VariantOp>();
  variant.addPass(createMarkNoAlias());
  variant.addPass(createMapToThreads());
  variant.addPass(createLowerToRuntime());

  buildCodePipeline(variant.nest<ModuleOp>());
}

void dlc::buildCodePipeline(OpPassManager &code) {
  code.addPass(createFlattenArguments());
  OpPassManager &function = code.nest<func::FuncOp>();
  // No level computes in bf16 or f16: they are how values are stored.
  function.addPass(arith::createArithEmulateUnsupportedFloats({{"bf16", "f16"}, "f32"}));
  function.addPass(math::createMathExtendToSupportedTypes());
  // Transfers of one dimension, which is what LLVM's vectors are.
  function.addPass(createConvertVectorToSCFPass(VectorTransferToSCFOptions().enableFullUnroll().setTargetRank(1)));
  function.addPass(createCanonicalizerPass());
  function.addPass(createCSEPass());
  code.addPass(createExpandMath());
  code.addPass(memref::createExpandStridedMetadataPass());
  code.addPass(createLowerAffinePass());
  code.addPass(createSCFToControlFlowPass());
  // What LLVM has an intrinsic for first; libm's functions take scalars, so vectors must still be there.
  code.addPass(createConvertMathToLLVMPass());
  code.addPass(createConvertMathToLibmPass());
  ConvertVectorToLLVMPassOptions vector;
  vector.x86Vector = true;
  code.addPass(createConvertVectorToLLVMPass(vector));
  code.addPass(createFinalizeMemRefToLLVMConversionPass());
  code.addPass(createConvertIndexToLLVMPass());
  code.addPass(createArithToLLVMConversionPass());
  code.addPass(createConvertControlFlowToLLVMPass());
  code.addPass(createUBToLLVMConversionPass());
  code.addPass(createConvertFuncToLLVMPass());
  code.addPass(createReconcileUnrealizedCastsPass());
  code.addPass(createMoveHalves());
}
