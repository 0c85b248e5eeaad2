//===- CheckUnused.cpp - Warn of what nothing in the model uses ---------------===//

#include "dialects/dlc/Dlc.h"
#include "dlc/Frontend/Warnings.h"

using namespace dlc;
using namespace mlir;

namespace {

class UnusedCheck {
public:
  UnusedCheck(StringRef text, const WarningOptions &options);
  void run(ModelOp model);

private:
  void collectUses(ModelOp model);
  void checkSymbol(Operation *op);
  void checkFunction(FuncOp function);
  StringRef resultOf(Operation *op) const;
  void warn(Operation *op, Code code, const Twine &message) {
    if (options.isShown(code))
      options.emit(op->getLoc(), code) << message;
  }

  StringRef text;
  const WarningOptions &options;
  SmallVector<size_t> lines; // where each begins
  SymbolTableCollection tables;
  llvm::SmallPtrSet<Operation *, 16> used;
};

} // namespace

UnusedCheck::UnusedCheck(StringRef text, const WarningOptions &options) : text(text), options(options) {
  lines.push_back(0);
  for (size_t at = text.find('\n'); at != StringRef::npos; at = text.find('\n', at + 1))
    lines.push_back(at + 1);
}

/// A function that calls itself is used: that is an error of its own.
void UnusedCheck::collectUses(ModelOp model) {
  model->walk([&](Operation *op) {
    op->getAttrDictionary().walk([&](SymbolRefAttr symbol) {
      used.insert(resolveSymbol(tables, op, FlatSymbolRefAttr::get(symbol.getRootReference())));
      used.insert(resolveSymbol(tables, op, symbol));
    });
  });
}

static bool isSilenced(StringRef name) { return name.starts_with("_"); }

static std::string bytesIn(RankedTensorType type) { return std::to_string(bytesOf(type).value_or(0)) + " bytes"; }

static int64_t parameterBytes(BlockOp block) {
  int64_t bytes = 0;
  for (Operation &op : block.getBody().front())
    if (isa<ParameterOp, StateOp>(op))
      bytes += bytesOf(cast<RankedTensorType>(op.getAttrOfType<TypeAttr>("type").getValue())).value_or(0);
  return bytes;
}

void UnusedCheck::checkSymbol(Operation *op) {
  auto symbol = dyn_cast<SymbolOpInterface>(op);
  if (!symbol || used.contains(op) || isSilenced(symbol.getName()))
    return;
  std::string name = (op->getName().stripDialect() + " @" + symbol.getName()).str();
  auto block = op->getParentOfType<BlockOp>();
  if (isa<ParameterOp, StateOp>(op)) {
    auto type = cast<RankedTensorType>(op->getAttrOfType<TypeAttr>("type").getValue());
    warn(op, Code::UnusedParameter,
         name + " is not used: " +
             (block ? "each instance of @" + block.getSymName() + " has" : Twine("the artefact has")) + " its " +
             bytesIn(type) + " for nothing");
  } else if (auto instance = dyn_cast<InstanceOp>(op)) {
    auto of = dyn_cast_or_null<BlockOp>(resolveSymbol(tables, op, instance.getBlockAttr()));
    warn(op, Code::UnusedInstance,
         name + " is not used: nothing calls `@" + symbol.getName() + "::@...`, and the artefact has the " +
             Twine(of ? parameterBytes(of) : 0) + " bytes of its parameters for nothing");
  } else if (isa<BlockOp>(op)) {
    warn(op, Code::UnusedBlock,
         name + " is not used: write `instance @NAME of @" + symbol.getName() + "`, or leave it out");
  } else if (auto function = dyn_cast<FuncOp>(op); function && (function.isPrivate() || block)) {
    warn(op, Code::UnusedFunction,
         name + " is not used: nothing calls it" + (block ? " through an instance" : ", and it is private"));
  } else if (isa<DimOp>(op)) {
    warn(op, Code::UnusedDim,
         name + " is not used: no extent has its name, as in `tensor<?xf32> [@" + symbol.getName() + "]`");
  }
}

/// The name before the `=` of an operator, of its last result, without `%`; empty where none is written.
StringRef UnusedCheck::resultOf(Operation *op) const {
  auto place = dyn_cast<FileLineColLoc>(op->getLoc());
  if (!place || place.getLine() == 0 || place.getLine() > lines.size())
    return "";
  size_t begin = lines[place.getLine() - 1];
  StringRef before = text.slice(begin, begin + place.getColumn() - 1).rtrim();
  return before.consume_back("=") ? before.rsplit('%').second.rtrim() : "";
}

void UnusedCheck::checkFunction(FuncOp function) {
  if (function.isExternal())
    return;
  for (BlockArgument argument : function.getArguments()) {
    StringRef name = function.getArgumentName(argument.getArgNumber());
    if (!argument.use_empty() || isSilenced(name) || !options.isShown(Code::UnusedArgument))
      continue;
    options.emit(argument.getLoc(), Code::UnusedArgument)
        << "argument #" << argument.getArgNumber() << (name.empty() ? "" : " %") << name << " of @"
        << function.getSymName() << " is not used";
  }
  function->walk([&](Operation *op) {
    // A call may be there for the state that it writes.
    if (op->getNumResults() == 0 || !op->use_empty() || isa<CallOp>(op))
      return;
    StringRef result = resultOf(op), mnemonic = op->getName().stripDialect();
    if (isSilenced(result))
      return;
    if (op->getNumResults() > 1)
      warn(op, Code::UnusedValue, "no result of " + mnemonic + " is used: return one or leave it out");
    else
      warn(op, Code::UnusedValue,
           (result.empty() ? "the result of " + mnemonic : "%" + Twine(result)) +
               " is not used: return it or leave it out");
  });
}

void UnusedCheck::run(ModelOp model) {
  collectUses(model);
  model->walk([&](Operation *op) {
    // What is in a block without instance has no use for want of one.
    auto block = op->getParentOfType<BlockOp>();
    if (!block || used.contains(block))
      checkSymbol(op);
    if (auto function = dyn_cast<FuncOp>(op))
      checkFunction(function);
  });
}

void dlc::warnUnused(ModuleOp module, StringRef text, const WarningOptions &options) {
  for (auto model : module.getOps<ModelOp>())
    UnusedCheck(text, options).run(model);
}
