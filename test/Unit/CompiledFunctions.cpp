//===- CompiledFunctions.cpp - Functions on memrefs as code in memory, and memory that ends at a page ---===//

#include "test/Unit/CompiledFunctions.h"
#include "dialects/rt/Rt.h"
#include "dlc/Driver/Pipelines.h"
#include "dlc/Target/EmitObject.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/TargetParser/Host.h"
#include <sys/mman.h>
#include <unistd.h>

using namespace dlc;
using namespace dlc::test;
using namespace mlir;

bool dlc::test::hasLevel(StringRef level) {
  static const llvm::StringMap<bool> host = llvm::sys::getHostCPUFeatures();
  uint64_t features = levelFeatures(level);
#define DLC_ABI_FEATURE(name, bit, llvm, ...)                                                                          \
  if ((features >> bit & 1) && !host.lookup(llvm))                                                                     \
    return false;
#include "dlc-c/Abi.def"
  return features != 0;
}

static std::string entryOf(StringRef name) { return (name + "_slots").str(); }

/// void @name_slots(ptr slots): calls @name with what is in the slots.
static void addEntry(llvm::Function &function) {
  llvm::LLVMContext &context = function.getContext();
  llvm::IRBuilder<> builder(context);
  auto *pointer = builder.getPtrTy();
  auto *type = llvm::FunctionType::get(builder.getVoidTy(), {pointer}, false);
  auto *entry = llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage, entryOf(function.getName()),
                                       function.getParent());
  builder.SetInsertPoint(llvm::BasicBlock::Create(context, "", entry));
  SmallVector<llvm::Value *> arguments;
  for (llvm::Argument &argument : function.args()) {
    llvm::Value *slot = builder.CreateConstGEP1_64(builder.getInt64Ty(), entry->getArg(0), argument.getArgNo());
    arguments.push_back(builder.CreateLoad(argument.getType(), slot));
  }
  builder.CreateCall(&function, arguments);
  builder.CreateRetVoid();
}

CompiledFunctions::CompiledFunctions(ModuleOp module, StringRef level) {
  SmallVector<std::string> names;
  for (auto function : module.getOps<func::FuncOp>())
    names.push_back(function.getSymName().str());
  module->setAttr("rt.target", rt::TargetAttr::get(module.getContext(), rt::DeviceKind::CPU, level));
  PassManager pm(module.getContext());
  buildCodePipeline(pm);
  std::string messages;
  ScopedDiagnosticHandler handler(module.getContext(), [&](Diagnostic &error) { messages += error.str() + "\n"; });
  if (failed(pm.run(module)))
    llvm::report_fatal_error(("a pass fails: " + messages).c_str());
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> code = translateModuleToLLVMIR(module, context);
  for (const std::string &name : names)
    addEntry(*code->getFunction(name));
  SmallString<0> object;
  llvm::raw_svector_ostream out(object);
  cantFail(emitCode(*code, level, CodeKind::Object, out));
  jit = cantFail(llvm::orc::LLJITBuilder().create());
  cantFail(jit->addObjectFile(llvm::MemoryBuffer::getMemBufferCopy(object)));
}

CompiledFunctions::~CompiledFunctions() = default;

CompiledFunctions::Function CompiledFunctions::find(StringRef name) {
  return cantFail(jit->lookup(entryOf(name))).toPtr<Function>();
}

GuardedMemory::GuardedMemory(size_t bytes, bool atEnd) {
  size_t page = sysconf(_SC_PAGESIZE), middle = llvm::alignTo(std::max<size_t>(bytes, 1), page);
  size = middle + 2 * page;
  pages = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED)
    llvm::report_fatal_error("no memory");
  // Of nothing, nothing may be touched.
  if (bytes && mprotect(static_cast<char *>(pages) + page, middle, PROT_READ | PROT_WRITE) != 0)
    llvm::report_fatal_error("no memory");
  begin = static_cast<char *>(pages) + page + (atEnd ? middle - bytes : 0);
}

GuardedMemory::~GuardedMemory() {
  if (pages)
    munmap(pages, size);
}
