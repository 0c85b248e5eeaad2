//===- Reference.cpp - What a model computes, by its operators' definitions ---===//

#include "tools/dlc-run/Reference.h"
#include "dlc/Frontend/ParseModel.h"
#include "tools/dlc-run/Naive.h"

using namespace dlc;
using namespace dlc::run;
using namespace mlir;

Tensor dlc::run::tensorOf(const Value &value, Type element) {
  return dlc::tensorOf(element, value.shape, ArrayRef(value.data(), value.bytes()));
}

Reference::Reference() : context(MLIRContext::Threading::DISABLED), diagnostics(context) { prepareContext(context); }

std::unique_ptr<Reference> Reference::read(StringRef path, StringRef model) {
  std::unique_ptr<Reference> reference(new Reference);
  reference->text = readModel(path, reference->context);
  if (reference->text) {
    reference->diagnostics.addSource(*reference->text);
    reference->file = parseModel(*reference->text, reference->context);
  }
  reference->diagnostics.print(llvm::errs());
  if (!reference->file)
    return nullptr;
  for (ModelOp op : reference->file->getOps<ModelOp>())
    if (op.getSymName() == model)
      reference->module = op;
  return reference->module ? std::move(reference) : nullptr;
}

//===----------------------------------------------------------------------===//
// What whole numbers may be
//===----------------------------------------------------------------------===//

/// Lowers `limit` to the extent of `data` along `axis`: what an index into it must stay below.
static void limitTo(mlir::Value data, int64_t axis, std::optional<int64_t> &limit) {
  int64_t extent = cast<RankedTensorType>(data.getType()).getDimSize(axis);
  if (ShapedType::isDynamic(extent))
    extent = 1; // 0 is an index into whatever there is
  limit = std::min(limit.value_or(extent), extent);
}

/// Follows a value through what moves elements to the operators that take them as indices.
static void findLimit(mlir::Value value, SymbolTableCollection &tables, unsigned depth, std::optional<int64_t> &limit) {
  for (OpOperand &use : value.getUses()) {
    Operation *op = use.getOwner();
    if (auto gather = dyn_cast<GatherOp>(op); gather && gather.getIndices() == value)
      limitTo(gather.getData(), *positiveAxis(gather.getAxis(), gather.getData().getType().getRank()), limit);
    else if (auto embedding = dyn_cast<EmbeddingOp>(op); embedding && embedding.getIds() == value)
      limitTo(embedding.getTable(), 0, limit);
    else if (auto tensorOp = dyn_cast<TensorOpInterface>(op); tensorOp && tensorOp.getRole() == Role::Movement)
      findLimit(op->getResult(0), tables, depth, limit);
    else if (auto call = dyn_cast<CallOp>(op); call && depth < 64)
      if (auto callee = dyn_cast_or_null<FuncOp>(resolveSymbol(tables, op, call.getCallee())))
        findLimit(callee.getBody().getArgument(use.getOperandNumber()), tables, depth + 1, limit);
  }
}

SmallVector<run::Range> Reference::ranges(FuncOp entry) {
  SymbolTableCollection tables;
  SmallVector<run::Range> ranges;
  for (BlockArgument argument : entry.getBody().getArguments()) {
    std::optional<int64_t> limit;
    findLimit(argument, tables, 0, limit);
    ranges.push_back(limit ? run::Range{0, std::max<int64_t>(*limit, 1) - 1} : run::Range{-9, 9});
  }
  return ranges;
}

//===----------------------------------------------------------------------===//
// Evaluation
//===----------------------------------------------------------------------===//

/// The key of a parameter or state in checkpoints, from the name the evaluator has for it.
static StringRef keyOf(StringRef name, Operation *symbol) {
  auto key = symbol->getAttrOfType<StringAttr>("key");
  return key ? key.getValue() : name;
}

std::optional<Reference::Outcome> Reference::evaluate(FuncOp entry, ArrayRef<Value> inputs,
                                                      const llvm::StringMap<Value> &tensors, bool naive) {
  llvm::StringMap<std::string> keys; // of what was read or written, by the evaluator's name
  auto read = [&](StringRef name, Operation *symbol) -> FailureOr<Tensor> {
    auto found = tensors.find(keyOf(name, symbol));
    if (found == tensors.end())
      return symbol->emitOpError("the artefact has no tensor '") << keyOf(name, symbol) << "'";
    auto type = cast<RankedTensorType>(symbol->getAttrOfType<TypeAttr>("type").getValue());
    return run::tensorOf(found->second, type.getElementType());
  };
  Evaluator evaluator(read, naive ? Evaluator::Apply(applyNaively) : nullptr);
  SmallVector<Tensor> arguments;
  for (auto [input, type] : llvm::zip_equal(inputs, entry.getArgumentTypes()))
    arguments.push_back(run::tensorOf(input, cast<RankedTensorType>(type).getElementType()));
  FailureOr<SmallVector<Tensor>> results = evaluator.run(entry, arguments);
  whyNot.clear();
  llvm::raw_string_ostream stream(whyNot);
  diagnostics.print(stream);
  if (failed(results))
    return std::nullopt;
  Outcome outcome{std::move(*results), {}};
  for (const auto &state : evaluator.written())
    outcome.states.try_emplace(state.first(), state.second);
  return outcome;
}
