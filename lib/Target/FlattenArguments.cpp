//===- FlattenArguments.cpp - memref arguments become bare pointers -------===//

#include "dlc/Target/Passes.h"
#include "lib/Target/BarePointer.h"

namespace dlc {
#define GEN_PASS_DEF_FLATTENARGUMENTS
#include "dlc/Target/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

void flattenFunction(func::FuncOp function) {
  OpBuilder builder(function);
  SmallVector<Type> types;
  SmallVector<Attribute> attributes;
  Block *entry = function.isExternal() ? nullptr : &function.getBody().front();
  if (entry)
    builder.setInsertionPointToStart(entry);
  Location loc = function.getLoc();
  unsigned count = function.getNumArguments();
  for (unsigned i = 0; i < count; ++i) {
    auto type = dyn_cast<MemRefType>(function.getArgumentTypes()[i]);
    SmallVector<Type> flat = type ? flatten(type) : SmallVector<Type>{function.getArgumentTypes()[i]};
    NamedAttrList attrs(function.getArgAttrDict(i));
    if (attrs.erase("rt.noalias"))
      attrs.set(LLVM::LLVMDialect::getNoAliasAttrName(), builder.getUnitAttr());
    attributes.push_back(attrs.getDictionary(builder.getContext()));
    attributes.append(flat.size() - 1, builder.getDictionaryAttr({}));
    types.append(flat);
    if (!entry)
      continue;
    SmallVector<Value> values;
    for (Type part : flat)
      values.push_back(entry->addArgument(part, loc));
    BlockArgument old = entry->getArgument(i);
    old.replaceAllUsesWith(type ? bufferAt(builder, loc, values[0], ArrayRef(values).drop_front(), type) : values[0]);
  }
  if (entry)
    entry->eraseArguments(0, count);
  function.setFunctionType(builder.getFunctionType(types, function.getResultTypes()));
  function.setAllArgAttrs(attributes);
}

void flattenCall(func::CallOp call) {
  OpBuilder builder(call);
  SmallVector<Value> operands;
  for (Value operand : call.getOperands())
    if (isa<MemRefType>(operand.getType()))
      llvm::append_range(operands, flatten(builder, call.getLoc(), operand));
    else
      operands.push_back(operand);
  call->setOperands(operands);
}

struct FlattenArguments : dlc::impl::FlattenArgumentsBase<FlattenArguments> {
  void runOnOperation() override {
    // A bare pointer says nothing of strides.
    for (func::FuncOp function : getOperation().getOps<func::FuncOp>())
      for (Type type : function.getArgumentTypes())
        if (auto buffer = dyn_cast<MemRefType>(type); buffer && !buffer.getLayout().isIdentity()) {
          function.emitOpError("takes a buffer with gaps, ") << type << "; expected one of identity layout";
          return signalPassFailure();
        }
    getOperation().walk([](func::CallOp call) { flattenCall(call); });
    for (func::FuncOp function : getOperation().getOps<func::FuncOp>())
      flattenFunction(function);
  }
};

} // namespace
