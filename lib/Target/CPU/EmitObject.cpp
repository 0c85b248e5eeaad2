//===- EmitObject.cpp - LLVM IR, assembly and object code of a CPU level --===//
//
// Kernels arrive vectorised and unrolled, so LLVM's loop vectoriser, SLP vectoriser and unroller stay off: they would
// undo register tiles.
//
//===----------------------------------------------------------------------===//

#include "dlc/Target/EmitObject.h"
#include "dialects/rt/Rt.h"
#include "lib/Target/OptimizeModule.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/GPU/GPUToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/NVVM/NVVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"

using namespace mlir;
using namespace dlc;

namespace {

struct Level {
  StringRef cpu;        // the name LLVM knows
  std::string features; // "+avx2,+fma": exactly what the runtime asks the processor for
};

} // namespace

void dlc::registerTranslations(DialectRegistry &registry) {
  registerBuiltinDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
  registerGPUDialectTranslation(registry);
  registerNVVMDialectTranslation(registry);
}

uint64_t dlc::levelFeatures(StringRef arch) {
#define DLC_ABI_LEVEL(name, llvm, features)                                                                            \
  if (arch == name)                                                                                                    \
    return features;
#include "dlc-c/Abi.def"
  return 0;
}

bool dlc::hasFeature(StringRef arch, StringRef feature) {
#define DLC_ABI_FEATURE(name, bit, ...)                                                                                \
  if (feature == #name)                                                                                                \
    return levelFeatures(arch) >> bit & 1;
#include "dlc-c/Abi.def"
  llvm_unreachable("Abi.def has no such feature");
}

static Level describe(StringRef arch) {
  uint64_t features = levelFeatures(arch);
  SmallVector<StringRef> names;
#define DLC_ABI_FEATURE(name, bit, llvm, ...)                                                                          \
  if (features >> bit & 1)                                                                                             \
    names.push_back("+" llvm);
#include "dlc-c/Abi.def"
  StringRef cpu;
#define DLC_ABI_LEVEL(name, llvm, features)                                                                            \
  if (arch == name)                                                                                                    \
    cpu = llvm;
#include "dlc-c/Abi.def"
  return Level{cpu, llvm::join(names, ",")};
}

static llvm::Expected<std::unique_ptr<llvm::TargetMachine>> createMachine(const Level &level) {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
  });
  llvm::Triple triple("x86_64-unknown-linux-gnu");
  std::string error;
  const llvm::Target *target = llvm::TargetRegistry::lookupTarget(triple, error);
  if (!target)
    return llvm::createStringError(error);
  llvm::TargetOptions options;
  options.AllowFPOpFusion = llvm::FPOpFusion::Standard;
  return std::unique_ptr<llvm::TargetMachine>(target->createTargetMachine(
      triple, level.cpu, level.features, options, llvm::Reloc::PIC_, std::nullopt, llvm::CodeGenOptLevel::Aggressive));
}

/// What every function of compiled code has in common.
static void setAttributes(llvm::Module &module, const Level &level) {
  for (llvm::Function &function : module) {
    if (function.isDeclaration())
      continue;
    function.addFnAttr("target-cpu", level.cpu);
    function.addFnAttr("target-features", level.features);
    function.addFnAttr("no-trapping-math", "true");
    // LLVM prefers 256 bits on the generic level although all of today's processors gain from 512.
    if (StringRef(level.features).contains("avx512f"))
      function.addFnAttr("prefer-vector-width", "512");
    function.setDoesNotThrow();
  }
}

llvm::Error dlc::emitCode(llvm::Module &module, StringRef arch, CodeKind kind, llvm::raw_pwrite_stream &out) {
  if (levelFeatures(arch) == 0)
    return llvm::createStringError("unknown CPU level '" + arch + "'");
  Level level = describe(arch);
  auto machine = createMachine(level);
  if (!machine)
    return machine.takeError();
  setAttributes(module, level);
  llvm::PipelineTuningOptions tuning;
  tuning.LoopVectorization = tuning.SLPVectorization = tuning.LoopInterleaving = tuning.LoopUnrolling = false;
  optimizeModule(module, **machine, tuning);
  if (kind == CodeKind::LLVM) {
    module.print(out, nullptr);
    return llvm::Error::success();
  }
  llvm::legacy::PassManager passes;
  auto type = kind == CodeKind::Object ? llvm::CodeGenFileType::ObjectFile : llvm::CodeGenFileType::AssemblyFile;
  if ((*machine)->addPassesToEmitFile(passes, out, nullptr, type))
    return llvm::createStringError("LLVM cannot emit this kind of file for '" + arch + "'");
  passes.run(module);
  return llvm::Error::success();
}

LogicalResult dlc::emitCode(ModuleOp module, CodeKind kind, llvm::raw_pwrite_stream &out) {
  llvm::LLVMContext context;
  auto target = module->getAttrOfType<rt::TargetAttr>("rt.target");
  std::unique_ptr<llvm::Module> code = translateModuleToLLVMIR(module, context, target.getArch());
  if (!code)
    return module.emitError("internal error: cannot translate the code of ") << target.getArch() << " to LLVM IR";
  for (llvm::Function &function : *code)
    if (!function.hasLocalLinkage() && (!function.isDeclaration() || function.getName().starts_with("dlc_")))
      function.setVisibility(llvm::GlobalValue::HiddenVisibility);
  if (llvm::Error error = emitCode(*code, target.getArch(), kind, out))
    return module.emitError("internal error: ") << llvm::toString(std::move(error));
  return success();
}
