//===- Functionalize.cpp - Entries become pure functions ------------------===//
//
// Each entry is built anew: ops are copied in order, a call is what it calls, and a table says what
// each symbol holds at this point. The first read of a symbol moves to the start, later ones take
// from the table, writes only change the table; what it holds at the end is written there. What is
// not sound is left out, and so is what needs its values.
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/Passes.h"
#include "lib/Frontend/Capture.h"
#include "lib/Frontend/Extents.h"
#include "lib/Frontend/Instances.h"
#include "lib/Frontend/Soundness.h"
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
  /// Number of operators `function` expands to; nothing where it or what it calls is not sound.
  std::optional<size_t> sizeOf(FuncOp function, unsigned depth = 0);
  bool ok = true;

private:
  std::optional<size_t> count(FuncOp function, unsigned depth);
  InFlightDiagnostic error(Location location, Code code) {
    ok = false;
    return dlc::emitError(location, code);
  }

  static constexpr size_t maxOperators = 100000;
  static constexpr unsigned maxDepth = 256;
  SymbolTableCollection &tables;
  DenseMap<Operation *, std::optional<size_t>> sizes;
  DenseSet<Operation *> open; // functions that are being looked at
  bool isDeep = false;        // was reported
};

/// One entry, built anew.
class Entry {
public:
  Entry(FuncOp entry, SymbolTableCollection &tables);
  LogicalResult build();
  /// Puts what was built in the place of the body.
  void commit();

private:
  // A value that is null could not be had, which has been reported.
  using Values = SmallVector<Value>;
  Values inlineBody(FuncOp function, StringRef instance, const Values &arguments);
  Values inlineCall(CallOp call, StringRef instance, const Values &arguments);
  void copy(Operation &op, IRMapping &values);
  Value read(ReadOp op, StringAttr symbol);
  void checkResult(unsigned index, Value result);
  void finish(ValueRange results);

  FuncOp entry;
  SymbolTableCollection &tables;
  Extents extents;
  OpBuilder builder;
  std::unique_ptr<Block> block;
  Operation *lastRead = nullptr;
  llvm::MapVector<StringAttr, Value> current; // what each symbol holds
  llvm::DenseSet<StringAttr> written;
  bool ok = true;
};

struct Functionalize : dlc::impl::FunctionalizeBase<Functionalize> {
  void runOnOperation() override;
};

} // namespace

std::optional<size_t> CallGraph::sizeOf(FuncOp function, unsigned depth) {
  if (auto known = sizes.find(function); known != sizes.end())
    return known->second;
  if (!open.insert(function).second) {
    error(function.getLoc(), Code::Recursion)
        << "@" << function.getSymName() << " calls itself, directly or through others: write the repetition out";
    return std::nullopt;
  }
  std::optional<size_t> size = count(function, depth);
  open.erase(function);
  sizes[function] = size;
  return size;
}

std::optional<size_t> CallGraph::count(FuncOp function, unsigned depth) {
  if (!isSound(function) || !isComplete(function))
    return std::nullopt;
  if (depth > maxDepth) {
    // One chain has many members: the first is reported.
    if (!std::exchange(isDeep, true))
      error(function.getLoc(), Code::Expansion) << "calls are nested more than " << maxDepth << " deep";
    return std::nullopt;
  }
  std::optional<size_t> size = 1;
  for (Operation &op : function.getBody().front()) {
    if (!isSound(&op))
      size = std::nullopt;
    auto call = dyn_cast<CallOp>(op);
    // Also of a function that is not sound: what it calls may be a circle.
    std::optional<size_t> callee = 1;
    if (call && isSound(call))
      callee = sizeOf(cast<FuncOp>(resolveSymbol(tables, call, call.getCallee())), depth + 1);
    size = size && callee ? std::optional(*size + *callee) : std::nullopt;
    if (size.value_or(0) <= maxOperators)
      continue;
    error(op.getLoc(), Code::Expansion) << "@" << function.getSymName() << " expands to more than " << maxOperators
                                        << " operators";
    return std::nullopt;
  }
  return size;
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
void Entry::copy(Operation &op, IRMapping &values) {
  Operation *clone = builder.clone(op, values);
  auto tensorOp = dyn_cast<TensorOpInterface>(clone);
  if (!tensorOp || succeeded(extents.infer(tensorOp)))
    values.map(op.getResults(), clone->getResults());
  else
    ok = false;
}

Entry::Values Entry::inlineCall(CallOp call, StringRef instance, const Values &arguments) {
  auto callee = cast<FuncOp>(resolveSymbol(tables, call, call.getCallee()));
  // A function of the same block shares its instance; one of the model has none.
  StringRef inner;
  if (!call.getCallee().getNestedReferences().empty())
    inner = call.getCallee().getRootReference();
  else if (isa<BlockOp>(callee->getParentOp()))
    inner = instance;
  Values results(call.getNumResults());
  for (auto [index, argument] : llvm::enumerate(arguments))
    if (failed(extents.check(call.getLoc(), "argument #" + Twine(index), argument,
                             cast<RankedTensorType>(callee.getArgumentTypes()[index]),
                             callee.getArgumentDims(index)))) {
      ok = false;
      return results;
    }
  Values given = inlineBody(callee, inner, arguments);
  for (auto [index, result] : llvm::enumerate(given)) {
    auto declared = cast<RankedTensorType>(call.getResultTypes()[index]);
    if (!result)
      continue;
    if (succeeded(extents.check(call.getLoc(), "result #" + Twine(index), result,
                                cast<RankedTensorType>(callee.getResultTypes()[index]), callee.getResultDims(index))) &&
        succeeded(extents.check(call.getLoc(), "result #" + Twine(index), result, declared, {})))
      results[index] = result;
    else
      ok = false;
  }
  return results;
}

Entry::Values Entry::inlineBody(FuncOp function, StringRef instance, const Values &arguments) {
  IRMapping values;
  values.map(function.getArguments(), arguments);
  auto nameOf = [&](Operation *op, FlatSymbolRefAttr symbol) {
    bool ofBlock = isa<BlockOp>(resolveSymbol(tables, op, symbol)->getParentOp());
    return ofBlock ? builder.getStringAttr(instanceName(instance, symbol.getValue())) : symbol.getAttr();
  };
  for (Operation &op : function.getBody().front()) {
    auto operands = llvm::map_to_vector(op.getOperands(), [&](Value value) { return values.lookupOrNull(value); });
    bool isKnown = !llvm::is_contained(operands, Value());
    if (auto readOp = dyn_cast<ReadOp>(op)) {
      values.map(readOp.getValue(), read(readOp, nameOf(readOp, readOp.getSymbolAttr())));
    } else if (auto write = dyn_cast<WriteOp>(op)) {
      StringAttr symbol = nameOf(write, write.getSymbolAttr());
      // A value that is not known has the type of the state, which is enough.
      if (isKnown)
        current[symbol] = operands.front();
      written.insert(symbol);
    } else if (isa<ReturnOp>(op)) {
      return operands;
    } else if (!isKnown) {
      continue;
    } else if (auto call = dyn_cast<CallOp>(op)) {
      for (auto [result, value] : llvm::zip_equal(call.getResults(), inlineCall(call, instance, operands)))
        if (value)
          values.map(result, value);
    } else {
      copy(op, values);
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

/// The entry gives what its signature says.
void Entry::checkResult(unsigned index, Value result) {
  auto declared = cast<RankedTensorType>(entry.getResultTypes()[index]);
  std::string what = ("result '" + entry.getResultName(index) + "' of @" + entry.getSymName()).str();
  if (result.getType() == declared) {
    ok &= succeeded(extents.check(entry.getLoc(), what, result, declared, entry.getResultDims(index)));
    return;
  }
  dlc::emitError(entry.getLoc(), Code::Extents)
      << what << " is declared as " << declared << ", the operators give " << result.getType();
  ok = false;
}

LogicalResult Entry::build() {
  for (BlockArgument argument : entry.getArguments())
    extents.define(block->addArgument(argument.getType(), argument.getLoc()),
                   entry.getArgumentDims(argument.getArgNumber()));
  builder.setInsertionPointToEnd(block.get());
  Values results = inlineBody(entry, {}, Values(block->getArguments()));
  for (auto [index, result] : llvm::enumerate(results))
    if (result)
      checkResult(index, result);
  if (ok)
    finish(results);
  return success(ok);
}

void Entry::commit() {
  // What is not sound may use values of other functions.
  entry.getBody().front().dropAllDefinedValueUses();
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
  SmallVector<FuncOp> entries;
  for (FuncOp function : model.getOps<FuncOp>())
    if (graph.sizeOf(function) && !function.isPrivate())
      entries.push_back(function);
  bool ok = graph.ok;
  ok &= succeeded(expandInstances(model));
  // Entries that call each other must see the text, not what became of it.
  SmallVector<std::pair<FuncOp, std::unique_ptr<Entry>>> built;
  for (FuncOp entry : entries) {
    auto body = std::make_unique<Entry>(entry, tables);
    if (succeeded(body->build()))
      built.push_back({entry, std::move(body)});
    else
      ok = false;
  }
  DenseSet<Operation *> pure;
  for (auto &[entry, body] : built) {
    body->commit();
    dropDeadReads(entry);
    pure.insert(entry);
  }
  for (Operation &op : llvm::make_early_inc_range(model.getBody().front()))
    if (isa<InstanceOp, BlockOp>(op) || (isa<FuncOp>(op) && !pure.contains(&op))) {
      op.dropAllDefinedValueUses();
      op.erase();
    }
  // What is left has no errors: later checks look at it.
  if (!ok)
    signalPassFailure();
}
