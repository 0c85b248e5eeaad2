//===- EmitPtx.cpp - LLVM IR and PTX of a GPU arch ------------------------===//
//
// PTX must be complete: there is no libdevice to link, so a call that is not an instruction either is an error.
//
//===----------------------------------------------------------------------===//

#include "dlc/Target/EmitPtx.h"
#include "dialects/rt/Rt.h"
#include "lib/Target/OptimizeModule.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/IR/Intrinsics.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"

using namespace mlir;
using namespace dlc;

static const llvm::Triple triple("nvptx64-nvidia-cuda");

static const llvm::Target &findTarget() {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeNVPTXTargetInfo();
    LLVMInitializeNVPTXTarget();
    LLVMInitializeNVPTXTargetMC();
    LLVMInitializeNVPTXAsmPrinter();
  });
  std::string error;
  const llvm::Target *target = llvm::TargetRegistry::lookupTarget(triple, error);
  if (!target)
    llvm::report_fatal_error(llvm::StringRef(error));
  return *target;
}

bool dlc::isGpuArch(StringRef arch) {
  unsigned number = 0;
  StringRef rest = arch;
  if (!rest.consume_front("sm_") || rest.consumeInteger(10, number) || number < 80)
    return false;
  std::unique_ptr<llvm::MCSubtargetInfo> info(findTarget().createMCSubtargetInfo(triple, "", ""));
  return info->isCPUStringValid(arch);
}

static std::unique_ptr<llvm::TargetMachine> createMachine(StringRef arch) {
  llvm::TargetOptions options;
  options.AllowFPOpFusion = llvm::FPOpFusion::Standard;
  return std::unique_ptr<llvm::TargetMachine>(findTarget().createTargetMachine(
      triple, arch, "", options, std::nullopt, std::nullopt, llvm::CodeGenOptLevel::Aggressive));
}

/// Functions of libdevice that are an instruction or two become LLVM's intrinsics. Returns one that is left, or null.
static llvm::Function *replaceLibrary(llvm::Module &module) {
  static const std::pair<StringRef, llvm::Intrinsic::ID> table[] = {
      {"__nv_ceil", llvm::Intrinsic::ceil}, {"__nv_copysign", llvm::Intrinsic::copysign},
      {"__nv_fabs", llvm::Intrinsic::fabs}, {"__nv_floor", llvm::Intrinsic::floor},
      {"__nv_fma", llvm::Intrinsic::fma},   {"__nv_rint", llvm::Intrinsic::roundeven},
      {"__nv_sqrt", llvm::Intrinsic::sqrt}, {"__nv_trunc", llvm::Intrinsic::trunc},
  };
  for (llvm::Function &function : llvm::make_early_inc_range(module)) {
    if (!function.isDeclaration() || function.isIntrinsic())
      continue;
    StringRef name = function.getName();
    llvm::Type *type = function.getReturnType();
    if (type->isFloatTy())
      name.consume_back("f");
    auto row = llvm::find_if(table, [&](const auto &entry) { return entry.first == name; });
    if (row == std::end(table))
      return &function;
    function.replaceAllUsesWith(llvm::Intrinsic::getOrInsertDeclaration(&module, row->second, {type}));
    function.eraseFromParent();
  }
  return nullptr;
}

LogicalResult dlc::emitPtx(ModuleOp module, CodeKind kind, llvm::raw_pwrite_stream &out) {
  auto arch = module->getAttrOfType<rt::TargetAttr>("rt.target").getArch();
  auto kernels = *module.getOps<gpu::GPUModuleOp>().begin();
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> code = translateModuleToLLVMIR(kernels, context, arch);
  if (!code)
    return module.emitError("internal error: cannot translate the kernels of ") << arch << " to LLVM IR";
  std::unique_ptr<llvm::TargetMachine> machine = createMachine(arch);
  if (llvm::Function *function = replaceLibrary(*code))
    return module.emitError() << "kernels for " << arch << " need '" << function->getName().str()
                              << "', which GPUs have no instruction for; cast the operand to f32";
  llvm::PipelineTuningOptions tuning;
  tuning.LoopVectorization = tuning.SLPVectorization = false;
  optimizeModule(*code, *machine, tuning);
  if (kind == CodeKind::LLVM) {
    code->print(out, nullptr);
    return success();
  }
  llvm::legacy::PassManager passes;
  if (machine->addPassesToEmitFile(passes, out, nullptr, llvm::CodeGenFileType::AssemblyFile))
    return module.emitError("internal error: LLVM cannot emit PTX for ") << arch;
  passes.run(*code);
  return success();
}
