//===- Abi.cpp - dlc-c/Abi.def as compiled code sees it -------------------===//

#include "lib/Target/Abi.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;

/// "result, arguments..." as kinds of Abi.def.
static StringRef kindsOf(StringRef function) {
  return llvm::StringSwitch<StringRef>(function)
#define DLC_ABI_FUNCTION(name, ...) .Case(#name, #__VA_ARGS__)
#include "dlc-c/Abi.def"
      .Default("");
}

static Type typeOf(StringRef kind, MLIRContext *context) {
  return llvm::StringSwitch<Type>(kind.trim())
      .Case("ptr", LLVM::LLVMPointerType::get(context))
      .Case("i64", IntegerType::get(context, 64))
      .Case("i32", IntegerType::get(context, 32))
      .Default(LLVM::LLVMVoidType::get(context));
}

LLVM::LLVMFuncOp dlc::abi::declareFunction(ModuleOp module, StringRef name) {
  if (auto function = module.lookupSymbol<LLVM::LLVMFuncOp>(name))
    return function;
  SmallVector<Type> types;
  for (StringRef kind : llvm::split(kindsOf(name), ','))
    types.push_back(typeOf(kind, module.getContext()));
  OpBuilder builder = OpBuilder::atBlockBegin(module.getBody());
  auto type = LLVM::LLVMFunctionType::get(types[0], ArrayRef(types).drop_front());
  return LLVM::LLVMFuncOp::create(builder, module.getLoc(), name, type);
}
