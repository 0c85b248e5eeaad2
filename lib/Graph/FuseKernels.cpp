//===- FuseKernels.cpp - Outline groups of operators into kernels ---------===//

#include "lib/Graph/KernelGroups.h"

#include "dlc/Graph/Passes.h"
#include "mlir/Analysis/TopologicalSortUtils.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/StringSet.h"

namespace dlc {
#define GEN_PASS_DEF_FUSEKERNELS
#include "dlc/Graph/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

StringRef mnemonic(Operation *op) { return op->getName().stripDialect(); }

/// `linear_relu`: the mnemonics in order, the first four of them.
std::string kernelName(ArrayRef<Operation *> ops) {
  std::string name;
  for (auto [i, op] : llvm::enumerate(ops.take_front(4)))
    name += (i ? "_" : "") + mnemonic(op).str();
  return ops.size() > 4 ? name + "_more" : name;
}

/// What a reader calls the value: an argument's or a parameter's name (without
/// the instance it belongs to), else the operator that made it.
StringRef valueName(FuncOp func, Value value) {
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    StringRef name = func.getArgumentName(argument.getArgNumber());
    return name.empty() ? "arg" : name;
  }
  if (auto read = value.getDefiningOp<ReadOp>())
    return read.getSymbol().rsplit('.').second.empty() ? read.getSymbol() : read.getSymbol().rsplit('.').second;
  return mnemonic(value.getDefiningOp());
}

SmallVector<Attribute> argumentNames(FuncOp func, ArrayRef<Value> inputs) {
  Builder builder(func.getContext());
  llvm::StringSet<> taken;
  SmallVector<Attribute> attributes;
  for (Value input : inputs) {
    StringRef stem = valueName(func, input);
    std::string name = stem.str();
    for (unsigned next = 1; !taken.insert(name).second; ++next)
      name = (stem + "_" + Twine(next)).str();
    attributes.push_back(builder.getDictionaryAttr(builder.getNamedAttr("dlc.name", builder.getStringAttr(name))));
  }
  return attributes;
}

/// A group as lists, taken while all operators are in place.
struct Plan {
  SmallVector<Operation *> ops;
  SmallVector<Value> inputs, results;
  SmallVector<Attribute> names;
  Operation *anchor;
};

/// The kernel of a plan: its operators and the literals they use.
KernelOp outline(const Plan &plan) {
  OpBuilder builder(plan.anchor->getContext());
  auto type = builder.getFunctionType(ValueRange(plan.inputs).getTypes(), ValueRange(plan.results).getTypes());
  auto kernel = KernelOp::create(builder, plan.anchor->getLoc(), kernelName(plan.ops), type,
                                 builder.getArrayAttr(plan.names), /*res_attrs=*/nullptr);
  Block &body = kernel.getBody().emplaceBlock();
  builder.setInsertionPointToStart(&body);
  IRMapping mapping;
  for (Value input : plan.inputs)
    mapping.map(input, body.addArgument(input.getType(), input.getLoc()));
  for (Operation *op : plan.ops) {
    for (Value operand : op->getOperands())
      if (auto literal = operand.getDefiningOp<ConstantOp>(); literal && !mapping.contains(operand))
        builder.clone(*literal, mapping);
    builder.clone(*op, mapping);
  }
  SmallVector<Value> results;
  for (Value result : plan.results)
    results.push_back(mapping.lookup(result));
  ReturnOp::create(builder, kernel.getLoc(), results);
  return kernel;
}

struct FuseKernels : dlc::impl::FuseKernelsBase<FuseKernels> {
  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    for (FuncOp func : llvm::to_vector(getOperation().getOps<FuncOp>()))
      if (!func.isExternal())
        fuse(func, symbols);
  }

  void fuse(FuncOp func, SymbolTable &symbols) {
    Block &body = func.getBody().front();
    KernelGroups grouping(func);
    grouping.grow();
    std::vector<Plan> plans;
    for (KernelGroup *group : grouping.groups()) {
      SetVector<Value> set = grouping.inputsOf(*group);
      SmallVector<Value> inputs(set.begin(), set.end());
      plans.push_back(
          {grouping.sorted(*group), inputs, grouping.resultsOf(*group), argumentNames(func, inputs), group->anchor});
    }
    // Launches take the old values until all are there.
    std::vector<LaunchOp> launches;
    for (const Plan &plan : plans) {
      KernelOp kernel = outline(plan);
      symbols.insert(kernel, func->getIterator());
      OpBuilder builder(plan.ops.back());
      launches.push_back(LaunchOp::create(builder, kernel.getLoc(), ValueRange(plan.results).getTypes(),
                                          kernel.getSymName(), plan.inputs));
    }
    for (auto [plan, launch] : llvm::zip_equal(plans, launches))
      for (auto [before, after] : llvm::zip_equal(plan.results, launch.getValues()))
        before.replaceAllUsesWith(after);
    for (const Plan &plan : plans)
      for (Operation *op : plan.ops)
        op->dropAllReferences();
    for (const Plan &plan : plans)
      for (Operation *op : plan.ops)
        op->erase();
    for (Operation &op : llvm::make_early_inc_range(body))
      if (isa<ConstantOp>(op) && op.use_empty())
        op.erase();
    sortTopologically(&body);
  }
};

} // namespace
