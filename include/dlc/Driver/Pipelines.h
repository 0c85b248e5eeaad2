//===- Pipelines.h - The passes of each stage, in order -------------------===//

#ifndef DLC_DRIVER_PIPELINES_H
#define DLC_DRIVER_PIPELINES_H

#include "dlc/Kernel/Convolution.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"

namespace dlc {

/// dlc: a parsed model -> pure entries. Paths of weights are relative to `folder`. Each pass runs on what is sound,
/// whatever those before it have reported, so that all errors come out in one run. Fails unless the text `isWhole` too.
llvm::LogicalResult runFrontend(mlir::ModuleOp module, bool isWhole, llvm::StringRef folder,
                                llvm::function_ref<void(mlir::PassManager &)> configure);

// The others run on builtin.module.

/// dlc: pure entries -> kernels and launches.
void buildGraphPipeline(mlir::OpPassManager &pm);

/// dlc: whether all targets ("x86-64-v3", "sm_80") have code for every operator.
void buildCheckTargetsPipeline(mlir::OpPassManager &pm, llvm::ArrayRef<std::string> targets);

/// dlc -> rt: one variant per target. The last stage in which a failure may be the model's fault.
void buildVariantsPipeline(mlir::OpPassManager &pm, llvm::ArrayRef<std::string> targets);

/// rt: variants with kernels of dlc -> launches of generated kernels with destinations. `report` remarks on algorithms.
void buildKernelPipeline(mlir::OpPassManager &pm, Convolution convolution, bool report);

/// rt: programs on tensors -> programs on buffers of one arena. `report` remarks on each plan.
void buildMemoryPipeline(mlir::OpPassManager &pm, bool report);

/// rt: whether a plan that was read, not made, lets every launch read what was written for it.
void buildPlanCheckPipeline(mlir::OpPassManager &pm);

/// rt: programs on planned buffers -> a module of the LLVM dialect in each variant.
void buildTargetPipeline(mlir::OpPassManager &pm);

/// The end of it, on a module of functions on memrefs: -> the LLVM dialect.
void buildCodePipeline(mlir::OpPassManager &pm);

/// The same of CUDA variants: a module that holds a gpu.module of kernels in the LLVM dialect.
void buildCudaPipeline(mlir::OpPassManager &pm);

} // namespace dlc

#endif // DLC_DRIVER_PIPELINES_H
