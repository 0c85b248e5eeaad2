//===- HoistParameters.cpp - Move work on parameters to @prepare ----------===//
//
// A value of a program that is computed from parameters alone is the same in
// every call. `@prepare` computes it when an instance is created or its
// parameters change; the program gets it.
//===----------------------------------------------------------------------===//

#include "dialects/rt/Rt.h"
#include "dlc/Kernel/Passes.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SetVector.h"

namespace dlc {
#define GEN_PASS_DEF_HOISTPARAMETERS
#include "dlc/Kernel/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

struct HoistParameters : dlc::impl::HoistParametersBase<HoistParameters> {
  void runOnOperation() override {
    rt::VariantOp variant = getOperation();
    SymbolTable table(variant);
    symbols = &table;
    prepare = table.lookup<rt::ProgramOp>("prepare");
    if (!prepare) {
      variant.emitError("has no program @prepare to move work to");
      return signalPassFailure();
    }
    parameters.clear();
    for (auto parameter : variant->getParentOfType<rt::ModelOp>().getOps<rt::ParameterOp>())
      parameters.insert(parameter.getSymNameAttr());
    symbolOf.clear();
    valueOf.clear();
    computed.clear();
    for (Operation &op : prepare.getBody().front())
      computed[hashOf(&op)] = &op;
    for (rt::PutOp put : prepare.getOps<rt::PutOp>()) {
      symbolOf[put.getValue()] = table.lookup<rt::PreparedOp>(put.getSymbol());
      valueOf[put.getSymbolAttr().getAttr()] = put.getValue();
    }
    for (rt::ProgramOp program : llvm::to_vector(variant.getOps<rt::ProgramOp>()))
      if (program != prepare)
        hoist(program);
    dropUnused();
  }

  /// Parameters and what @prepare makes of them are the same in every call.
  bool isConstant(rt::GetOp get) {
    return symbols->lookup<rt::PreparedOp>(get.getSymbol()) || parameters.contains(get.getSymbolAttr().getAttr());
  }

  void hoist(rt::ProgramOp program) {
    Block &body = program.getBody().front();
    llvm::SetVector<Operation *> hoisted;
    for (Operation &op : body) {
      bool onParameters = llvm::all_of(op.getOperands(), [&](Value operand) {
        return operand.getDefiningOp() && hoisted.contains(operand.getDefiningOp());
      });
      auto get = dyn_cast<rt::GetOp>(op);
      if (get ? isConstant(get) : isa<rt::LaunchOp, rt::ViewOp>(op) && onParameters)
        hoisted.insert(&op);
    }
    auto stays = [&](Operation *user) { return !hoisted.contains(user); };
    IRMapping mapping;
    for (Operation *op : hoisted)
      for (Value result : op->getResults())
        if (containsWork(op) && llvm::any_of(result.getUsers(), stays))
          replace(result, mapping, stays);
    for (Operation *op : llvm::reverse(hoisted))
      if (op->use_empty())
        op->erase();
  }

  /// Whether a launch computes `op`: a view of a parameter is free.
  static bool containsWork(Operation *op) {
    while (isa<rt::ViewOp>(op))
      op = op->getOperand(0).getDefiningOp();
    return isa<rt::LaunchOp>(op);
  }

  /// Users that stay get `result` as a prepared value.
  void replace(Value result, IRMapping &mapping, llvm::function_ref<bool(Operation *)> stays) {
    Value source = recompute(result, mapping);
    rt::PreparedOp symbol = symbolOf.lookup(source);
    if (!symbol)
      symbol = createPrepared(source);
    OpBuilder builder(result.getContext());
    builder.setInsertionPointAfterValue(result);
    Value value = rt::GetOp::create(builder, result.getLoc(), result.getType(), symbol.getSymName()).getValue();
    result.replaceUsesWithIf(value, [&](OpOperand &use) { return stays(use.getOwner()); });
  }

  static llvm::hash_code hashOf(Operation *op) {
    return OperationEquivalence::computeHash(op, OperationEquivalence::directHashValue,
                                             OperationEquivalence::ignoreHashValue,
                                             OperationEquivalence::IgnoreLocations);
  }

  /// Computes `value` in @prepare, out of what is there already where possible.
  Value recompute(Value value, IRMapping &mapping) {
    if (mapping.contains(value))
      return mapping.lookup(value);
    Operation *op = value.getDefiningOp();
    if (auto get = dyn_cast<rt::GetOp>(op))
      if (Value known = valueOf.lookup(get.getSymbolAttr().getAttr())) {
        mapping.map(value, known);
        return known;
      }
    for (Value operand : op->getOperands())
      recompute(operand, mapping);
    Operation *copy = op->clone(mapping);
    Operation *&first = computed[hashOf(copy)];
    if (first && OperationEquivalence::isEquivalentTo(copy, first, OperationEquivalence::IgnoreLocations)) {
      copy->destroy();
      mapping.map(op->getResults(), first->getResults());
      return mapping.lookup(value);
    }
    first = copy;
    OpBuilder::atBlockTerminator(&prepare.getBody().front()).insert(copy);
    return mapping.lookup(value);
  }

  /// The parameters `op` computes with, in order of first use.
  static void collectParameters(Operation *op, llvm::SetVector<Attribute> &sources,
                                llvm::DenseSet<Operation *> &visited) {
    if (!visited.insert(op).second)
      return;
    if (auto get = dyn_cast<rt::GetOp>(op))
      sources.insert(get.getSymbolAttr());
    for (Value operand : op->getOperands())
      collectParameters(operand.getDefiningOp(), sources, visited);
  }

  /// `name`, or with a number: a symbol of the variant would hide the model's of this name.
  std::string uniqueName(const std::string &name) {
    Operation *model = getOperation()->getParentOp();
    std::string unique = name;
    for (unsigned number = 0; symbols->lookup(unique) || SymbolTable::lookupSymbolIn(model, unique); ++number)
      unique = name + "_" + std::to_string(number);
    return unique;
  }

  rt::PreparedOp createPrepared(Value value) {
    llvm::SetVector<Attribute> sources;
    llvm::DenseSet<Operation *> visited;
    collectParameters(value.getDefiningOp(), sources, visited);
    // `w.linear_relu`: the first parameter and the kernel.
    Operation *op = value.getDefiningOp();
    while (isa<rt::ViewOp>(op))
      op = op->getOperand(0).getDefiningOp();
    StringRef stem = sources.empty() ? "literal" : cast<FlatSymbolRefAttr>(sources.front()).getValue();
    std::string name = uniqueName((stem + "." + cast<rt::LaunchOp>(op).getKernel()).str());
    OpBuilder builder(getOperation().getContext());
    auto symbol = rt::PreparedOp::create(builder, value.getLoc(), builder.getStringAttr(name),
                                         TypeAttr::get(value.getType()), builder.getArrayAttr(sources.getArrayRef()));
    auto position = getOperation().getBody().front().begin();
    while (isa<rt::PreparedOp>(*position))
      ++position;
    symbols->insert(symbol, position);
    builder.setInsertionPoint(prepare.getBody().front().getTerminator());
    rt::PutOp::create(builder, value.getLoc(), symbol.getSymName(), value);
    symbolOf[value] = symbol;
    valueOf[symbol.getSymNameAttr()] = value;
    return symbol;
  }

  /// Prepared values that no program gets any more, and what only they need.
  void dropUnused() {
    llvm::DenseSet<StringAttr> used;
    for (rt::ProgramOp program : getOperation().getOps<rt::ProgramOp>())
      for (rt::GetOp get : program.getOps<rt::GetOp>())
        used.insert(get.getSymbolAttr().getAttr());
    for (Operation &op : llvm::make_early_inc_range(llvm::reverse(prepare.getBody().front()))) {
      auto put = dyn_cast<rt::PutOp>(op);
      if (put ? !used.contains(put.getSymbolAttr().getAttr()) : op.getNumResults() && op.use_empty())
        op.erase();
    }
    for (rt::PreparedOp symbol : llvm::make_early_inc_range(getOperation().getOps<rt::PreparedOp>()))
      if (!used.contains(symbol.getSymNameAttr()))
        symbol.erase();
  }

  SymbolTable *symbols;
  rt::ProgramOp prepare;
  llvm::DenseSet<StringAttr> parameters;
  llvm::DenseMap<Value, rt::PreparedOp> symbolOf; ///< of a value in @prepare
  llvm::DenseMap<StringAttr, Value> valueOf;      ///< of a prepared symbol
  llvm::DenseMap<size_t, Operation *> computed;   ///< what @prepare holds, by hash
};

} // namespace
