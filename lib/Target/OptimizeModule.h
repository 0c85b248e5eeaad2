//===- OptimizeModule.h - LLVM's passes over generated code ---------------===//

#pragma once

namespace llvm {
class Module;
class PipelineTuningOptions;
class TargetMachine;
} // namespace llvm

namespace dlc {

/// Gives the module the machine's triple and data layout, lets products and sums
/// contract (nothing else may change a result) and runs the -O3 pipeline.
void optimizeModule(llvm::Module &module, llvm::TargetMachine &machine, const llvm::PipelineTuningOptions &tuning);

} // namespace dlc
