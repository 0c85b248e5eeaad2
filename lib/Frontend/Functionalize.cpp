//===- Functionalize.cpp - Entries become pure functions ------------------===//
//
// Each entry is built anew: ops are copied in order, a call is what it calls, and a table says what
// each symbol holds at this point. The first read of a symbol moves to the start, later ones take
// from the table, writes only change the table; what it holds at the end is written there.
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/Passes.h"
#include "lib/Frontend/Capture.h"
#include "lib/Frontend/Extents.h"
#include "lib/Frontend/Instances.h"
#include "mlir/IR/IRMapping.h"

namespace dlc {
#define GEN_PASS_DEF_FUNCTIONALIZE
#include "dlc/Frontend/Passes.h.inc"
} // namespace dlc

using namespace dlc;
using namespace mlir;

namespace {

/// Refuses recursion, and models that expand beyond all measure.
class CallGraph {
public:
  explicit CallGraph(SymbolTableCollection &tables) : tables(tables) {}
  /// Number of operators `function` expands to.
  FailureOr<size_t> sizeOf(FuncOp function, unsigned depth = 0);

private:
  static constexpr size_t maxOperators = 100000;
  static constexpr unsigned maxDepth = 256;
  SymbolTableCollection &tables;
  DenseMap<Operation *, size_t> sizes; // 0 while the function is being looked at
};

/// One entry, built anew.
class Entry {
public:
  Entry(FuncOp entry, SymbolTableCollection &tables);
  LogicalResult build();
  /// Puts what was built in the place of the body.
  void commit();

private:
  FailureOr<SmallVector<Value>> inlineBody(FuncOp function, StringRef instance, ValueRange arguments);
  FailureOr<SmallVector<Value>> inlineCall(CallOp call, StringRef instance, ValueRange arguments);
  LogicalResult copy(Operation &op, IRMapping &values);
  Value read(ReadOp op, StringAttr symbol);
  void finish(ValueRange results);

  FuncOp entry;
  SymbolTableCollection &tables;
  Extents extents;
  OpBuilder builder;
  std::unique_ptr<Block> block;
  Operation *lastRead = nullptr;
  llvm::MapVector<StringAttr, Value> current; // what each symbol holds
  llvm::DenseSet<StringAttr> written;
};

struct Functionalize : dlc::impl::FunctionalizeBase<Functionalize> {
  void runOnOperation() override;
};

} // namespace

FailureOr<size_t> CallGraph::sizeOf(FuncOp function, unsigned depth) {
  auto [known, isNew] = sizes.try_emplace(function, 0);
  if (!isNew && known->second)
    return known->second;
  if (!isNew)
    return dlc::emitError(function.getLoc(), Code::Recursion)
           << "@" << function.getSymName() << " calls itself, directly or through others: write the repetition out";
  if (depth > maxDepth)
    return dlc::emitError(function.getLoc(), Code::Expansion) << "calls are nested more than " << maxDepth << " deep";
  size_t size = 1;
  for (Operation &op : function.getBody().front()) {
    ++size;
    if (auto call = dyn_cast<CallOp>(op)) {
      FailureOr<size_t> callee = sizeOf(cast<FuncOp>(resolveSymbol(tables, call, call.getCallee())), depth + 1);
      if (failed(callee))
        return failure();
      size += *callee;
    }
    if (size > maxOperators)
      return dlc::emitError(op.getLoc(), Code::Expansion)
             << "@" << function.getSymName() << " expands to more than " << maxOperators << " operators";
  }
  return sizes[function] = size;
}

Entry::Entry(FuncOp entry, SymbolTableCollection &tables)
    : entry(entry), tables(tables), extents(entry->getParentOfType<ModelOp>()), builder(entry.getContext()),
      block(new Block) {}

Value Entry::read(ReadOp op, StringAttr symbol) {
  Value &value = current[symbol];
  if (value)
    return value;
  OpBuilder::InsertionGuard guard(builder);
  lastRead ? builder.setInsertionPointAfter(lastRead) : builder.setInsertionPointToStart(block.get());
  auto first = ReadOp::create(builder, op.getLoc(), op.getType(), FlatSymbolRefAttr::get(symbol));
  lastRead = first;
  return value = first;
}

/// A tensor operator or literal; its type is inferred again, since arguments may be known better here.
LogicalResult Entry::copy(Operation &op, IRMapping &values) {
  Operation *clone = builder.clone(op, values);
  auto tensorOp = dyn_cast<TensorOpInterface>(clone);
  if (tensorOp && failed(extents.infer(tensorOp)))
    return failure();
  values.map(op.getResults(), clone->getResults());
  return success();
}

FailureOr<SmallVector<Value>> Entry::inlineCall(CallOp call, StringRef instance, ValueRange arguments) {
  auto callee = cast<FuncOp>(resolveSymbol(tables, call, call.getCallee()));
  // A function of the same block shares its instance; one of the model has none.
  StringRef inner;
  if (!call.getCallee().getNestedReferences().empty())
    inner = call.getCallee().getRootReference();
  else if (isa<BlockOp>(callee->getParentOp()))
    inner = instance;
  for (auto [index, argument] : llvm::enumerate(arguments))
    if (failed(extents.check(call.getLoc(), "argument #" + Twine(index), argument,
                             cast<RankedTensorType>(callee.getArgumentTypes()[index]), callee.getArgumentDims(index))))
      return failure();
  FailureOr<SmallVector<Value>> results = inlineBody(callee, inner, arguments);
  if (failed(results))
    return failure();
  for (auto [index, result] : llvm::enumerate(*results)) {
    auto declared = cast<RankedTensorType>(call.getResultTypes()[index]);
    if (failed(extents.check(call.getLoc(), "result #" + Twine(index), result,
                             cast<RankedTensorType>(callee.getResultTypes()[index]), callee.getResultDims(index))) ||
        failed(extents.check(call.getLoc(), "result #" + Twine(index), result, declared, {})))
      return failure();
  }
  return results;
}

FailureOr<SmallVector<Value>> Entry::inlineBody(FuncOp function, StringRef instance, ValueRange arguments) {
  IRMapping values;
  values.map(function.getArguments(), arguments);
  auto nameOf = [&](Operation *op, FlatSymbolRefAttr symbol) {
    bool ofBlock = isa<BlockOp>(resolveSymbol(tables, op, symbol)->getParentOp());
    return ofBlock ? builder.getStringAttr(instanceName(instance, symbol.getValue())) : symbol.getAttr();
  };
  auto mapped = [&](ValueRange operands) {
    return llvm::map_to_vector(operands, [&](Value value) { return values.lookup(value); });
  };
  for (Operation &op : function.getBody().front()) {
    if (auto readOp = dyn_cast<ReadOp>(op)) {
      values.map(readOp.getValue(), read(readOp, nameOf(readOp, readOp.getSymbolAttr())));
    } else if (auto write = dyn_cast<WriteOp>(op)) {
      StringAttr symbol = nameOf(write, write.getSymbolAttr());
      current[symbol] = values.lookup(write.getValue());
      written.insert(symbol);
    } else if (auto call = dyn_cast<CallOp>(op)) {
      FailureOr<SmallVector<Value>> results = inlineCall(call, instance, mapped(call.getOperands()));
      if (failed(results))
        return failure();
      values.map(call.getResults(), *results);
    } else if (isa<ReturnOp>(op)) {
      return mapped(op.getOperands());
    } else if (failed(copy(op, values))) {
      return failure();
    }
  }
  llvm_unreachable("a verified function returns");
}

/// Writes, in the order of declaration, and the return.
void Entry::finish(ValueRange results) {
  Location location = entry.getBody().front().getTerminator()->getLoc();
  for (StateOp state : entry->getParentOfType<ModelOp>().getOps<StateOp>())
    if (written.contains(state.getSymNameAttr()))
      WriteOp::create(builder, location, FlatSymbolRefAttr::get(state.getSymNameAttr()),
                      current[state.getSymNameAttr()]);
  ReturnOp::create(builder, location, results);
}

LogicalResult Entry::build() {
  for (BlockArgument argument : entry.getArguments())
    extents.define(block->addArgument(argument.getType(), argument.getLoc()),
                   entry.getArgumentDims(argument.getArgNumber()));
  builder.setInsertionPointToEnd(block.get());
  FailureOr<SmallVector<Value>> results = inlineBody(entry, {}, block->getArguments());
  if (failed(results))
    return failure();
  bool ok = true;
  for (auto [index, result] : llvm::enumerate(*results)) {
    auto declared = cast<RankedTensorType>(entry.getResultTypes()[index]);
    std::string what = ("result '" + entry.getResultName(index) + "' of @" + entry.getSymName()).str();
    if (result.getType() == declared) {
      ok &= succeeded(extents.check(entry.getLoc(), what, result, declared, entry.getResultDims(index)));
      continue;
    }
    dlc::emitError(entry.getLoc(), Code::Extents)
        << what << " is declared as " << declared << ", the operators give " << result.getType();
    ok = false;
  }
  if (!ok)
    return failure();
  finish(*results);
  return success();
}

void Entry::commit() {
  entry.getBody().front().erase();
  entry.getBody().push_back(block.release());
}

/// Drops reads that nothing uses.
static void dropDeadReads(FuncOp entry) {
  for (ReadOp op : llvm::make_early_inc_range(entry.getBody().front().getOps<ReadOp>()))
    if (op->use_empty())
      op.erase();
}

void Functionalize::runOnOperation() {
  ModelOp model = getOperation();
  SymbolTableCollection tables;
  CallGraph graph(tables);
  // One circle has many members: the first is reported.
  for (FuncOp function : model.getOps<FuncOp>())
    if (failed(graph.sizeOf(function)))
      return signalPassFailure();
  if (failed(expandInstances(model)))
    return signalPassFailure();
  bool ok = true;
  auto entries = llvm::to_vector(
      llvm::make_filter_range(model.getOps<FuncOp>(), [](FuncOp function) { return !function.isPrivate(); }));
  // Entries that call each other must see the text, not what became of it.
  std::vector<std::unique_ptr<Entry>> built;
  for (FuncOp entry : entries) {
    built.push_back(std::make_unique<Entry>(entry, tables));
    ok &= succeeded(built.back()->build());
  }
  if (!ok)
    return signalPassFailure();
  for (auto [entry, body] : llvm::zip(entries, built)) {
    body->commit();
    dropDeadReads(entry);
  }
  for (Operation &op : llvm::make_early_inc_range(model.getBody().front())) {
    auto function = dyn_cast<FuncOp>(op);
    if (isa<InstanceOp, BlockOp>(op) || (function && function.isPrivate()))
      op.erase();
  }
}
