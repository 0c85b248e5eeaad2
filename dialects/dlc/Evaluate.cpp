//===- Evaluate.cpp - Run a function by its operators' reference values ---===//

#include "dialects/dlc/Evaluate.h"
#include "dialects/dlc/Dlc.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace dlc {

//===----------------------------------------------------------------------===//
// Arguments
//===----------------------------------------------------------------------===//

static LogicalResult checkArgument(Operation *function, unsigned index, RankedTensorType type, const Tensor &argument) {
  if (type && type.getElementType() == argument.elementType() && type.getRank() == argument.rank() &&
      llvm::all_of_zip(type.getShape(), argument.shape(), extentsAgree))
    return success();
  return function->emitOpError("expected argument ")
         << index << " of type " << type << ", got " << RankedTensorType::get(argument.shape(), argument.elementType());
}

/// Equal names are equal extents, each in the range of its dim.
static LogicalResult checkDims(FuncOp function, ArrayRef<Tensor> arguments, SymbolTableCollection &tables) {
  llvm::DenseMap<Attribute, int64_t> extents;
  for (auto [index, argument] : llvm::enumerate(arguments)) {
    auto type = cast<RankedTensorType>(function.getArgumentTypes()[index]);
    ArrayRef<Attribute> dims = function.getArgumentDims(index);
    for (auto [extent, expected] : llvm::zip_equal(argument.shape(), type.getShape())) {
      if (!ShapedType::isDynamic(expected) || dims.empty())
        continue;
      auto name = cast<FlatSymbolRefAttr>(dims.front());
      dims = dims.drop_front();
      if (auto [known, isNew] = extents.try_emplace(name, extent); !isNew && known->second != extent)
        return function.emitOpError("expected one extent for ")
               << name << ", got " << known->second << " and " << extent << " in argument " << index;
      auto dim = dyn_cast_or_null<DimOp>(resolveSymbol(tables, function, name));
      if (dim && (extent < static_cast<int64_t>(dim.getMin()) || extent > static_cast<int64_t>(dim.getMax())))
        return function.emitOpError("expected ")
               << name << " in [" << dim.getMin() << ", " << dim.getMax() << "], got " << extent;
    }
  }
  return success();
}

FailureOr<Evaluator::Tensors> Evaluator::run(FunctionOpInterface function, ArrayRef<Tensor> arguments) {
  if (function.isExternal() || function.getNumArguments() != arguments.size())
    return function.emitOpError("expected a body and ")
           << function.getNumArguments() << " arguments to evaluate, got " << arguments.size();
  // Recursion is an error of the model, but not one this may overflow the stack on.
  constexpr unsigned deepest = 256;
  if (depth == deepest)
    return function.emitOpError("expected calls nested at most ") << deepest << " deep; is it recursive?";
  ++depth;
  llvm::scope_exit leave([&] { --depth; });
  for (auto [index, argument] : llvm::enumerate(arguments)) {
    auto type = dyn_cast<RankedTensorType>(function.getArgumentTypes()[index]);
    if (failed(checkArgument(function, index, type, argument)))
      return failure();
  }
  if (auto entry = dyn_cast<FuncOp>(function.getOperation()); entry && failed(checkDims(entry, arguments, tables)))
    return failure();
  Values values;
  return runBlock(function.front(), arguments, values);
}

FailureOr<Evaluator::Tensors> Evaluator::runBlock(Block &block, ArrayRef<Tensor> arguments, Values &values) {
  for (auto [value, argument] : llvm::zip_equal(block.getArguments(), arguments))
    values[value] = argument;
  for (Operation &op : block.without_terminator())
    if (failed(runOp(&op, values)))
      return failure();
  return llvm::map_to_vector(block.getTerminator()->getOperands(), [&](Value v) { return values[v]; });
}

//===----------------------------------------------------------------------===//
// Symbols
//===----------------------------------------------------------------------===//

std::string Evaluator::nameOf(Operation *symbol) {
  std::string name = SymbolTable::getSymbolName(symbol).str();
  bool isOfInstance = isa<BlockOp>(symbol->getParentOp()) && !instances.empty();
  return isOfInstance ? instances.back() + "." + name : name;
}

FailureOr<Tensor> Evaluator::readSymbol(Operation *user, SymbolRefAttr symbol) {
  Operation *found = resolveSymbol(tables, user, symbol);
  if (!isa_and_nonnull<ParameterOp, StateOp>(found))
    return user->emitOpError("expected a parameter or state, got ") << symbol;
  std::string name = nameOf(found);
  if (auto value = state.find(name); value != state.end())
    return value->second;
  return read(name, found);
}

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

LogicalResult Evaluator::runOp(Operation *op, Values &values) {
  SmallVector<Tensor> operands = llvm::map_to_vector(op->getOperands(), [&](Value v) { return values[v]; });
  FailureOr<Tensors> results = resultsOf(op, operands);
  if (failed(results))
    return failure();
  for (auto [value, result] : llvm::zip_equal(op->getResults(), *results))
    values[value] = std::move(result);
  return success();
}

FailureOr<Evaluator::Tensors> Evaluator::call(Operation *op, SymbolRefAttr callee, ArrayRef<Tensor> operands) {
  auto function = dyn_cast_or_null<FunctionOpInterface>(resolveSymbol(tables, op, callee));
  if (!function)
    return op->emitOpError("expected a function or kernel, got ") << callee;
  bool isOfInstance = !callee.getNestedReferences().empty();
  if (isOfInstance)
    instances.push_back(callee.getRootReference().str());
  FailureOr<Tensors> results = run(function, operands);
  if (isOfInstance)
    instances.pop_back();
  return results;
}

FailureOr<Evaluator::Tensors> Evaluator::resultsOf(Operation *op, ArrayRef<Tensor> operands) {
  return llvm::TypeSwitch<Operation *, FailureOr<Tensors>>(op)
      .Case([&](TensorOpInterface tensorOp) {
        return apply ? apply(tensorOp, operands) : tensorOp.evaluateResults(operands);
      })
      .Case([&](ConstantOp constant) -> FailureOr<Tensors> {
        std::optional<Tensor> value = tensorOf(constant.getValue());
        return value ? aloneOf(FailureOr<Tensor>(std::move(*value))) : op->emitOpError("expected a dense literal");
      })
      .Case([&](ReadOp read) { return aloneOf(readSymbol(op, read.getSymbolAttr())); })
      .Case([&](WriteOp write) -> FailureOr<Tensors> {
        Operation *symbol = resolveSymbol(tables, op, write.getSymbolAttr());
        if (!isa_and_nonnull<StateOp>(symbol))
          return op->emitOpError("expected state, got ") << write.getSymbolAttr();
        state[nameOf(symbol)] = operands.front();
        return Tensors();
      })
      .Case([&](CallOp callOp) { return call(op, callOp.getCallee(), operands); })
      .Case([&](LaunchOp launch) { return call(op, launch.getKernelAttr(), operands); })
      .Default([](Operation *other) { return other->emitOpError("has no reference value"); });
}

} // namespace dlc
