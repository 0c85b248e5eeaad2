//===- Instances.cpp - Blocks become parameters of the model --------------===//

#include "lib/Frontend/Instances.h"
#include "dlc/Frontend/Diagnostics.h"
#include "lib/Frontend/Soundness.h"
#include "mlir/IR/Builders.h"

using namespace dlc;
using namespace mlir;

std::string dlc::instanceName(StringRef instance, StringRef name) { return (instance + "." + name).str(); }

Attribute dlc::instanceInitial(StringRef instance, Attribute initial) {
  if (auto external = dyn_cast<ExternalAttr>(initial))
    return ExternalAttr::get(external.getContext(), external.getPath(), instanceName(instance, external.getKey()));
  return initial;
}

template <typename Op>
static void declare(OpBuilder &builder, StringRef instance, Op op) {
  auto copy = cast<Op>(builder.clone(*op.getOperation()));
  copy.setSymName(instanceName(instance, op.getSymName()));
  copy.setInitialAttr(instanceInitial(instance, op.getInitial()));
  if (std::optional<StringRef> key = op.getKey())
    copy.setKey(instanceName(instance, *key));
}

/// Symbols and keys of checkpoints are unique.
static LogicalResult checkUnique(ModelOp model) {
  llvm::StringMap<Operation *> symbols, keys;
  bool ok = true;
  auto add = [&](llvm::StringMap<Operation *> &map, StringRef name, StringRef what, Operation *op) {
    auto [entry, isNew] = map.try_emplace(name, op);
    if (isNew)
      return true;
    InFlightDiagnostic diagnostic = dlc::emitError(op->getLoc(), Code::Duplicate)
                                    << what << name
                                    << " is declared twice: what an instance declares is named `INSTANCE.NAME`";
    diagnostic.attachNote(entry->second->getLoc()) << "first declared here";
    return ok = false;
  };
  for (Operation &op : model.getBody().front()) {
    if (!isSound(&op))
      continue;
    StringRef name = SymbolTable::getSymbolName(&op);
    if (!add(symbols, name, "@", &op))
      continue;
    if (auto parameter = dyn_cast<ParameterOp>(op))
      add(keys, parameter.getKey().value_or(name), "the key of checkpoints ", &op);
    if (auto state = dyn_cast<StateOp>(op))
      add(keys, state.getKey().value_or(name), "the key of checkpoints ", &op);
  }
  return success(ok);
}

LogicalResult dlc::expandInstances(ModelOp model) {
  SymbolTableCollection tables;
  constexpr size_t maxDeclarations = 100000;
  size_t declarations = 0;
  for (InstanceOp instance : llvm::make_early_inc_range(model.getOps<InstanceOp>())) {
    if (!isSound(instance))
      continue;
    auto block = cast<BlockOp>(resolveSymbol(tables, instance, instance.getBlockAttr()));
    OpBuilder builder(instance);
    for (Operation &op : llvm::make_filter_range(block.getBody().front(), [](Operation &op) { return isSound(&op); })) {
      if (auto parameter = dyn_cast<ParameterOp>(op))
        declare(builder, instance.getSymName(), parameter);
      else if (auto state = dyn_cast<StateOp>(op))
        declare(builder, instance.getSymName(), state);
      if (++declarations > maxDeclarations)
        return dlc::emitError(instance.getLoc(), Code::Expansion)
               << "the instances have more than " << maxDeclarations << " parameters together";
    }
  }
  return checkUnique(model);
}
