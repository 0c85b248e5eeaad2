//===- OptimizeModule.cpp - LLVM's passes over generated code -------------===//

#include "lib/Target/OptimizeModule.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Target/TargetMachine.h"

/// What may become part of a fused multiply-add. Casts are not: two that may contract become one, to a type that the
/// level has no instruction for.
static bool isProductOrSum(const llvm::Instruction &instruction) {
  unsigned code = instruction.getOpcode();
  return code == llvm::Instruction::FAdd || code == llvm::Instruction::FSub || code == llvm::Instruction::FMul ||
         code == llvm::Instruction::FNeg;
}

/// The lane that a constant mask has alone, or none.
static std::optional<unsigned> onlyLane(llvm::Value *mask) {
  auto *constant = llvm::dyn_cast<llvm::Constant>(mask);
  auto *type = llvm::dyn_cast<llvm::FixedVectorType>(mask->getType());
  std::optional<unsigned> lane;
  for (unsigned i = 0; constant && type && i < type->getNumElements(); ++i) {
    llvm::Constant *element = constant->getAggregateElement(i);
    if (!element || (element->isOneValue() && lane))
      return std::nullopt;
    if (element->isOneValue())
      lane = i;
  }
  return lane;
}

/// Stores of one lane become those of a scalar. LLVM 22 itself makes them so where there are masks in registers, but
/// one as wide as the value was before it was narrowed: `trunc <16 x i32> to <16 x i8>` under a mask of one lane writes
/// four bytes (https://github.com/llvm/llvm-project/issues/179489).
static void storeSingleLanes(llvm::Function &function) {
  for (llvm::Instruction &instruction : llvm::make_early_inc_range(llvm::instructions(function))) {
    auto *store = llvm::dyn_cast<llvm::IntrinsicInst>(&instruction);
    if (!store || store->getIntrinsicID() != llvm::Intrinsic::masked_store)
      continue;
    llvm::Value *value = store->getArgOperand(0), *pointer = store->getArgOperand(1);
    std::optional<unsigned> lane = onlyLane(store->getArgOperand(2));
    if (!lane)
      continue;
    llvm::IRBuilder<> builder(store);
    llvm::Value *scalar = builder.CreateExtractElement(value, *lane);
    uint64_t bytes = function.getDataLayout().getTypeStoreSize(scalar->getType()) * *lane;
    llvm::Align align = llvm::commonAlignment(store->getParamAlign(1).valueOrOne(), bytes);
    builder.CreateAlignedStore(scalar, builder.CreateConstGEP1_32(scalar->getType(), pointer, *lane), align);
    store->eraseFromParent();
  }
}

void dlc::optimizeModule(llvm::Module &module, llvm::TargetMachine &machine,
                         const llvm::PipelineTuningOptions &tuning) {
  module.setTargetTriple(machine.getTargetTriple());
  module.setDataLayout(machine.createDataLayout());
  for (llvm::Function &function : module)
    for (llvm::Instruction &instruction : llvm::instructions(function))
      if (isProductOrSum(instruction))
        instruction.setHasAllowContract(true);
  llvm::PassBuilder builder(&machine, tuning);
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager callGraph;
  llvm::ModuleAnalysisManager modules;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(callGraph);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, callGraph, modules);
  builder.buildPerModuleDefaultPipeline(llvm::OptimizationLevel::O3).run(module, modules);
  llvm::for_each(module, storeSingleLanes);
}
