//===- VerifyModel.cpp - Every semantic error of a model ------------------===//

#include "lib/Frontend/VerifyModel.h"
#include "lib/Frontend/Capture.h"
#include "lib/Frontend/Soundness.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace dlc;
using namespace mlir;

namespace {

class ModelVerifier {
public:
  explicit ModelVerifier(const LostText &lost) : lost(lost), lostNames(lost.names) {}
  LogicalResult run(ModuleOp module, bool &isWhole);

private:
  void verify(Operation *op);
  bool verifyItself(Operation *op);
  void verifyPlace(Operation *op);
  void verifyAttributes(Operation *op);
  void verifyUses(Operation *op);
  void verifyDuplicates(Operation *scope);
  void verifySymbols(Operation *op);
  void verifySymbolsOf(Operation *op);
  bool usesLostName(Operation *op) const;
  bool lostBody(Operation *op) const { return lost.bodies.contains(op->getLoc()); }
  InFlightDiagnostic error(Operation *op, Code code) {
    ok = false;
    return dlc::emitError(op->getLoc(), code);
  }

  const LostText &lost;
  llvm::StringSet<> lostNames; // also of declarations that are not valid: what names them is not looked at
  SymbolTableCollection tables;
  DenseSet<Operation *> invalid; // on which no method may be called
  DenseSet<Operation *> broken;  // neither their insides nor their symbols can be looked at
  DenseSet<Operation *> incomplete;
  bool ok = true;
};

} // namespace

static Code codeOf(Operation *op) {
  return llvm::TypeSwitch<Operation *, Code>(op)
      .Case<DimOp>([](auto) { return Code::Dim; })
      .Case<ParameterOp, StateOp>([](auto) { return Code::TensorSymbol; })
      .Case<InstanceOp, BlockOp>([](auto) { return Code::Instance; })
      .Case<FuncOp>([](auto) { return Code::Function; })
      .Case<ReturnOp>([](auto) { return Code::Return; })
      .Case<ReadOp, WriteOp>([](auto) { return Code::Symbol; })
      .Case<CallOp>([](auto) { return Code::Call; })
      .Case<ConstantOp>([](auto) { return Code::Constant; })
      .Case<TensorOpInterface>([](auto) { return Code::Operator; })
      .Default([](auto) { return Code::Structure; });
}

/// "linear" for "dlc.linear".
static StringRef wordOf(Operation *op) {
  StringRef name = op->getName().getStringRef();
  name.consume_front("dlc.");
  return name;
}

/// Which ops stand where.
void ModelVerifier::verifyPlace(Operation *op) {
  if (!op->isRegistered()) {
    broken.insert(op);
    error(op, Code::UnknownOperator) << "unknown operator '" << wordOf(op) << "'";
    return;
  }
  Operation *parent = op->getParentOp();
  bool fits =
      llvm::TypeSwitch<Operation *, bool>(parent)
          .Case<ModuleOp>([&](auto) { return isa<ModelOp>(op); })
          .Case<ModelOp>([&](auto) { return isa<DimOp, ParameterOp, StateOp, BlockOp, InstanceOp, FuncOp>(op); })
          .Case<BlockOp>([&](auto) { return isa<ParameterOp, StateOp, FuncOp>(op); })
          .Case<FuncOp>([&](auto) { return isa<TensorOpInterface, ConstantOp, ReadOp, WriteOp, CallOp, ReturnOp>(op); })
          .Default([](auto) { return false; });
  if (fits)
    return;
  broken.insert(op);
  InFlightDiagnostic diagnostic = error(op, Code::Misplaced);
  diagnostic << "'" << wordOf(op) << "' is not allowed ";
  if (isa<ModuleOp>(parent))
    diagnostic << "outside a model: write `dlc.model @name { ... }` around it";
  else
    diagnostic << "in '" << wordOf(parent) << "'";
}

/// An attribute that no op has is a slip of the pen, not a wish for the default.
void ModelVerifier::verifyAttributes(Operation *op) {
  for (NamedAttribute attribute : op->getDiscardableAttrs())
    error(op, Code::UnknownAttribute) << "'" << wordOf(op) << "' has no attribute '" << attribute.getName().getValue()
                                      << "'";
  auto verifyTyped = [&](DictionaryAttr attributes) {
    for (NamedAttribute attribute : attributes ? attributes.getValue() : ArrayRef<NamedAttribute>())
      if (attribute.getName() != "dlc.name" && attribute.getName() != "dlc.dims")
        error(op, Code::UnknownAttribute)
            << "arguments and results have no attribute '" << attribute.getName().getValue() << "'";
  };
  auto function = dyn_cast<FuncOp>(op);
  if (!function)
    return;
  for (unsigned index = 0; index < function.getNumArguments(); ++index)
    verifyTyped(function.getArgAttrDict(index));
  for (unsigned index = 0; index < function.getNumResults(); ++index)
    verifyTyped(function.getResultAttrDict(index));
}

/// Values come from above.
void ModelVerifier::verifyUses(Operation *op) {
  for (Value operand : op->getOperands()) {
    Operation *definition = operand.getDefiningOp();
    bool above = definition ? definition->getBlock() == op->getBlock() && definition->isBeforeInBlock(op)
                            : operand.getParentBlock() == op->getBlock();
    if (above)
      continue;
    InFlightDiagnostic diagnostic = error(op, Code::UndefinedValue)
                                    << "'" << wordOf(op) << "' uses a value before it is defined";
    diagnostic.attachNote(operand.getLoc()) << "defined here";
    invalid.insert(op);
  }
}

/// A verifier relies on what inference has found to be sound, which nobody asked for in the generic form.
static LogicalResult inferAgain(Operation *op) {
  auto inference = dyn_cast<InferTypeOpInterface>(op);
  SmallVector<Type> types;
  if (!inference)
    return success();
  return inference.inferReturnTypes(op->getContext(), op->getLoc(), op->getOperands(),
                                    op->getDiscardableAttrDictionary(), op->getPropertiesStorage(), op->getRegions(),
                                    types);
}

/// The op by itself.
static LogicalResult verifyInvariants(Operation *op) {
  bool ok = true;
  Code code = isa<TensorOpInterface>(op) ? Code::NoResultType : codeOf(op);
  for (const Captured &error : captureErrors(*op->getContext(), [&] { ok = succeeded(inferAgain(op)); }))
    report(error, code);
  if (!ok)
    return failure();
  for (const Captured &error :
       captureErrors(*op->getContext(), [&] { ok = succeeded(op->getName().verifyInvariants(op)); }))
    report(error, codeOf(op));
  return success(ok);
}

/// The op by itself. A function that has lost operators may have lost the last one.
bool ModelVerifier::verifyItself(Operation *op) {
  if (!lostBody(op))
    return succeeded(verifyInvariants(op));
  incomplete.insert(op);
  bool sound = true;
  for (const Captured &error : captureErrors(*op->getContext(), [&] { (void)op->getName().verifyInvariants(op); })) {
    if (StringRef(error.text).contains("does not end in `return`"))
      continue;
    report(error, codeOf(op));
    sound = false;
  }
  return sound;
}

void ModelVerifier::verify(Operation *op) {
  auto name = op->getAttrOfType<StringAttr>(SymbolTable::getSymbolAttrName());
  if (op->getParentOp()) {
    verifyPlace(op);
    if (broken.contains(op)) {
      if (name)
        lostNames.insert(name.getValue());
      return;
    }
  }
  if (!verifyItself(op)) {
    ok = false;
    invalid.insert(op);
    // Who reads a parameter relies on its type alone.
    auto type = op->getAttrOfType<TypeAttr>("type");
    auto tensor = type ? dyn_cast<RankedTensorType>(type.getValue()) : RankedTensorType();
    if (name && !(tensor && tensor.hasStaticShape()))
      lostNames.insert(name.getValue());
    // The body of a function whose names and dims are wrong can be looked at still.
    auto function = dyn_cast<FuncOp>(op);
    TypeAttr signature = function ? function.getFunctionTypeAttr() : TypeAttr();
    if (!signature || !isa<FunctionType>(signature.getValue()) || !llvm::hasSingleElement(function.getBody())) {
      broken.insert(op);
      return;
    }
  } else {
    verifyAttributes(op);
  }
  verifyUses(op);
  for (Region &region : op->getRegions())
    for (Operation &inner : region.getOps())
      verify(&inner);
}

//===----------------------------------------------------------------------===//
// Symbols
//===----------------------------------------------------------------------===//

void ModelVerifier::verifyDuplicates(Operation *scope) {
  DenseMap<StringAttr, Operation *> first;
  for (Operation &op : scope->getRegion(0).getOps()) {
    auto name = op.getAttrOfType<StringAttr>(SymbolTable::getSymbolAttrName());
    if (!name)
      continue;
    auto [entry, isNew] = first.try_emplace(name, &op);
    if (isNew)
      continue;
    InFlightDiagnostic diagnostic = error(&op, Code::Duplicate);
    diagnostic << "@" << name.getValue() << " is declared twice";
    diagnostic.attachNote(entry->second->getLoc()) << "first declared here";
    // Which of the two is meant where it is named nobody knows.
    invalid.insert(&op);
    lostNames.insert(name.getValue());
  }
}

bool ModelVerifier::usesLostName(Operation *op) const {
  bool found = false;
  op->getAttrDictionary().walk([&](SymbolRefAttr symbol) {
    found |= lostNames.contains(symbol.getRootReference()) || lostNames.contains(symbol.getLeafReference());
  });
  return found;
}

void ModelVerifier::verifySymbols(Operation *op) {
  if (broken.contains(op))
    return;
  if (op->hasTrait<OpTrait::SymbolTable>()) {
    verifyDuplicates(op);
    // Functions that are called through an instance without a block are not to blame.
    for (auto instance : op->getRegion(0).getOps<InstanceOp>()) {
      verifySymbolsOf(instance);
      if (invalid.contains(instance) && instance.getSymNameAttr())
        lostNames.insert(instance.getSymName());
    }
  }
  verifySymbolsOf(op);
  for (Region &region : op->getRegions())
    for (Operation &inner : region.getOps())
      verifySymbols(&inner);
}

/// What the op names. Arguments and results of a function are what they are whatever dims it names.
void ModelVerifier::verifySymbolsOf(Operation *op) {
  auto user = dyn_cast<SymbolUserOpInterface>(op);
  if (!user || invalid.contains(op))
    return;
  DenseSet<Operation *> &marked = isa<FuncOp>(op) ? incomplete : invalid;
  if (usesLostName(op)) {
    marked.insert(op);
    return;
  }
  for (const Captured &error : captureErrors(*op->getContext(), [&] { (void)user.verifySymbolUses(tables); })) {
    report(error, codeOf(op));
    marked.insert(op);
    ok = false;
  }
}

LogicalResult ModelVerifier::run(ModuleOp module, bool &isWhole) {
  isWhole = false;
  verify(module);
  // Tables of symbols exist only where the structure is right.
  if (llvm::any_of(broken, [](Operation *op) { return isa<ModelOp, BlockOp, ModuleOp>(op); }))
    return failure();
  verifySymbols(module);
  if (ok && lost.bodies.empty() && lost.names.empty()) {
    // All that MLIR itself asks for; what is left can only come from text in the generic form.
    std::vector<Captured> rest = captureErrors(*module.getContext(), [&] { (void)mlir::verify(module); });
    for (const Captured &error : rest)
      report(error, Code::Structure);
    isWhole = rest.empty();
    return success(isWhole);
  }
  for (Operation *op : llvm::concat<Operation *const>(invalid, broken))
    markUnsound(op);
  for (Operation *op : incomplete)
    markIncomplete(op);
  // A declaration that is gone may have been the entry.
  for (ModelOp model : module.getOps<ModelOp>())
    if (!lost.names.empty())
      markIncomplete(model);
  return success();
}

LogicalResult dlc::verifyModel(ModuleOp module, const LostText &lost, bool &isWhole) {
  return ModelVerifier(lost).run(module, isWhole);
}
