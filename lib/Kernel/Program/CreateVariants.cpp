//===- CreateVariants.cpp - One variant of a model per target -------------===//
//
// The model's symbols become the artefact's signature. Each entry becomes a
// program once; variants are clones of it and of the kernels. The extents of
// every value follow from those of the arguments, which name the model's dims,
// through the shape functions of the operators inside the kernels.
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Program/Initializer.h"
#include "lib/Kernel/Schedule/CheckKernels.h"
#include "lib/Kernel/Schedule/Tile.h"

#include "dialects/dlc/Dlc.h"
#include "dialects/rt/Rt.h"
#include "dlc/Kernel/Machine.h"
#include "dlc/Kernel/Passes.h"
#include "llvm/Support/FormatVariadic.h"

namespace dlc {
#define GEN_PASS_DEF_CREATEVARIANTS
#include "dlc/Kernel/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

/// The `?`s of a type, as an affine map of the model's dims.
AffineMap extentsOf(RankedTensorType type, const Shape &shape, unsigned dims) {
  SmallVector<AffineExpr> unknown;
  for (auto [size, extent] : llvm::zip_equal(type.getShape(), shape))
    if (ShapedType::isDynamic(size))
      unknown.push_back(extent);
  return AffineMap::get(0, dims, unknown, type.getContext());
}

//===----------------------------------------------------------------------===//
// Programs
//===----------------------------------------------------------------------===//

/// Translates one entry into a program.
class ProgramBuilder {
public:
  ProgramBuilder(FuncOp entry, const llvm::StringMap<unsigned> &dims, SymbolTable &symbols, rt::VariantOp variant);
  LogicalResult build();

private:
  LogicalResult addArguments();
  LogicalResult add(Operation &op);
  LogicalResult addLaunch(LaunchOp op);
  LogicalResult addReshape(ReshapeOp op);
  LogicalResult addReturn(ReturnOp op);
  using Shapes = llvm::DenseMap<Value, Shape>;
  LogicalResult addChecks(LaunchOp launch, KernelOp kernel, const Shapes &inside);
  LogicalResult checkLiteral(Operation *op, DenseIntElementsAttr indices, AffineExpr extent);
  LogicalResult addCheck(LaunchOp launch, Operation *op, Value indices, AffineExpr extent);
  FailureOr<Shapes> shapesInside(LaunchOp launch, KernelOp kernel);
  DenseI64ArrayAttr reuseOf(LaunchOp launch, KernelOp kernel, const Shapes &inside);
  LogicalResult addShapes(TensorOpInterface op, Shapes &known);
  AffineMap extents(Value value) {
    return extentsOf(cast<RankedTensorType>(value.getType()), shapes[value], dims.size());
  }
  StringRef nameOf(Value value);
  std::string textOf(AffineExpr extent) const;

  FuncOp entry;
  const llvm::StringMap<unsigned> &dims;
  SymbolTable &symbols;
  OpBuilder builder;
  rt::ProgramOp program;
  IRMapping values;
  Shapes shapes;
  llvm::DenseSet<std::pair<Value, AffineExpr>> checked;
};

ProgramBuilder::ProgramBuilder(FuncOp entry, const llvm::StringMap<unsigned> &dims, SymbolTable &symbols,
                               rt::VariantOp variant)
    : entry(entry), dims(dims), symbols(symbols), builder(OpBuilder::atBlockEnd(&variant.getBody().front())) {}

LogicalResult ProgramBuilder::build() {
  program = rt::ProgramOp::create(builder, entry.getLoc(), entry.getSymName(), entry.getFunctionType(),
                                  /*arena=*/nullptr, /*bound=*/nullptr, /*arg_attrs=*/nullptr, /*res_attrs=*/nullptr);
  if (failed(addArguments()))
    return failure();
  builder.setInsertionPointToStart(&program.getBody().front());
  for (Operation &op : entry.getBody().front())
    if (failed(add(op)))
      return failure();
  return success();
}

LogicalResult ProgramBuilder::addArguments() {
  Block &body = program.getBody().emplaceBlock();
  for (BlockArgument argument : entry.getArguments()) {
    auto type = cast<RankedTensorType>(argument.getType());
    ArrayRef<Attribute> names = entry.getArgumentDims(argument.getArgNumber());
    if (names.size() != size_t(type.getNumDynamicDims()))
      return entry.emitError("argument #")
             << argument.getArgNumber() << " has type " << type << ": name each `?`, as in `tensor<?x4xf32> [@batch]`";
    Shape shape;
    for (int64_t size : type.getShape()) {
      if (!ShapedType::isDynamic(size)) {
        shape.push_back(builder.getAffineConstantExpr(size));
        continue;
      }
      auto dim = dims.find(cast<FlatSymbolRefAttr>(names.front()).getValue());
      if (dim == dims.end())
        return entry.emitError("there is no dim ") << names.front() << " in the model";
      shape.push_back(builder.getAffineSymbolExpr(dim->second));
      names = names.drop_front();
    }
    values.map(argument, body.addArgument(type, argument.getLoc()));
    shapes[argument] = shape;
    if (type.getNumDynamicDims())
      program.setArgAttr(argument.getArgNumber(), "rt.extents", AffineMapAttr::get(extents(argument)));
  }
  return success();
}

LogicalResult ProgramBuilder::add(Operation &op) {
  if (auto launch = dyn_cast<LaunchOp>(op))
    return addLaunch(launch);
  if (auto reshape = dyn_cast<ReshapeOp>(op))
    return addReshape(reshape);
  if (auto read = dyn_cast<ReadOp>(op)) {
    auto type = cast<RankedTensorType>(read.getValue().getType());
    for (int64_t size : type.getShape())
      shapes[read.getValue()].push_back(builder.getAffineConstantExpr(size));
    values.map(read.getValue(), rt::GetOp::create(builder, op.getLoc(), type, read.getSymbol()).getValue());
    return success();
  }
  if (auto write = dyn_cast<WriteOp>(op)) {
    rt::PutOp::create(builder, op.getLoc(), write.getSymbol(), values.lookup(write.getValue()));
    return success();
  }
  if (auto end = dyn_cast<ReturnOp>(op))
    return addReturn(end);
  return op.emitError("expected read, write, launch, reshape or return in an entry: run dlc-fuse-kernels before");
}

/// An extent with the names of the dims: `n * 2`.
std::string ProgramBuilder::textOf(AffineExpr extent) const {
  std::string text, printed;
  llvm::raw_string_ostream(printed) << extent;
  for (StringRef rest = printed; !rest.empty();) {
    unsigned number;
    StringRef after = rest;
    bool isSymbol = after.consume_front("s") && !after.consumeInteger(10, number);
    auto dim = isSymbol ? llvm::find_if(dims, [&](auto &entry) { return entry.second == number; }) : dims.end();
    if (dim == dims.end())
      after = rest.drop_front();
    text += dim == dims.end() ? rest.take_front().str() : dim->first().str();
    rest = after;
  }
  return text;
}

/// Callers size the buffers of results by the names of their extents.
LogicalResult ProgramBuilder::addReturn(ReturnOp op) {
  SmallVector<Value> results;
  for (auto [number, operand] : llvm::enumerate(op.getOperands())) {
    AffineMap map = extents(operand);
    ArrayRef<Attribute> names = entry.getResultDims(number);
    bool isNamed = names.size() == map.getNumResults();
    for (auto [name, extent] : llvm::zip(names, map.getResults())) {
      auto dim = dims.find(cast<FlatSymbolRefAttr>(name).getValue());
      isNamed &= dim != dims.end() && extent == builder.getAffineSymbolExpr(dim->second);
    }
    if (!isNamed) {
      InFlightDiagnostic error = entry.emitError("result '") << entry.getResultName(number) << "' of @"
                                                             << entry.getSymName() << " has the extents [";
      llvm::interleaveComma(map.getResults(), error, [&](AffineExpr extent) { error << textOf(extent); });
      return error << "], named " << builder.getArrayAttr(names)
                   << "; expected extents of arguments: name those, or cut, pad or reshape the result";
    }
    results.push_back(values.lookup(operand));
  }
  rt::ReturnOp::create(builder, op.getLoc(), results);
  return success();
}

LogicalResult ProgramBuilder::addReshape(ReshapeOp op) {
  if (failed(addShapes(op, shapes)))
    return failure();
  AffineMap map = extents(op.getResult());
  auto view = rt::ViewOp::create(builder, op.getLoc(), op.getType(), values.lookup(op->getOperand(0)),
                                 map.getNumResults() ? AffineMapAttr::get(map) : AffineMapAttr());
  values.map(op.getResult(), view.getResult());
  return success();
}

/// Adds the shapes of an operator's results; what their types know is taken from there.
LogicalResult ProgramBuilder::addShapes(TensorOpInterface op, Shapes &known) {
  SmallVector<Shape> operands;
  for (Value operand : op->getOperands())
    operands.push_back(known[operand]);
  FailureOr<SmallVector<Shape>> inferred = op.getResultShapes(operands);
  if (failed(inferred))
    return failure();
  for (auto [result, shape] : llvm::zip_equal(op->getResults(), *inferred)) {
    for (auto [size, extent] : llvm::zip_equal(cast<RankedTensorType>(result.getType()).getShape(), shape))
      if (!ShapedType::isDynamic(size))
        extent = builder.getAffineConstantExpr(size);
    known[result] = shape;
  }
  return success();
}

/// Shapes of everything inside a kernel, for the operands of one launch.
FailureOr<ProgramBuilder::Shapes> ProgramBuilder::shapesInside(LaunchOp launch, KernelOp kernel) {
  Shapes inside;
  for (auto [argument, operand] : llvm::zip_equal(kernel.getArguments(), launch.getOperands()))
    inside[argument] = shapes[operand];
  for (Operation &op : kernel.getBody().front().without_terminator()) {
    if (auto constant = dyn_cast<ConstantOp>(op)) {
      for (int64_t size : cast<RankedTensorType>(constant.getType()).getShape())
        inside[constant].push_back(builder.getAffineConstantExpr(size));
      continue;
    }
    if (failed(addShapes(cast<TensorOpInterface>(op), inside)))
      return failure();
  }
  return inside;
}

/// The input whose memory the result may take over: each element of it is read before the one at the same place is
/// written, as all that the kernel does is element by element. None in other kernels.
DenseI64ArrayAttr ProgramBuilder::reuseOf(LaunchOp launch, KernelOp kernel, const Shapes &inside) {
  Block &body = kernel.getBody().front();
  bool isElementwise = llvm::all_of(body.without_terminator(), [](Operation &op) {
    auto tensorOp = dyn_cast<TensorOpInterface>(op);
    return isa<ConstantOp>(op) || (tensorOp && tensorOp.getRole() == Role::Elementwise);
  });
  if (!isElementwise || launch.getNumResults() != 1)
    return nullptr;
  Value result = body.getTerminator()->getOperand(0);
  for (auto [index, argument] : llvm::enumerate(kernel.getArguments())) {
    // Arguments and parameters belong to others.
    Operation *producer = values.lookup(launch.getOperands()[index]).getDefiningOp();
    if (isa_and_nonnull<rt::LaunchOp, rt::ViewOp, rt::GetOp>(producer) && argument.getType() == result.getType() &&
        inside.lookup(argument) == inside.lookup(result))
      return builder.getDenseI64ArrayAttr({static_cast<int64_t>(index)});
  }
  return nullptr;
}

LogicalResult ProgramBuilder::addLaunch(LaunchOp op) {
  auto kernel = symbols.lookup<KernelOp>(op.getKernel());
  if (!kernel)
    return op.emitError("there is no kernel ") << op.getKernelAttr();
  SmallVector<Shape> arguments;
  for (Value operand : op.getOperands())
    arguments.push_back(shapes.lookup(operand));
  if (failed(checkExtents(kernel, arguments, rt::getDimRanges(program))))
    return op.emitError("launches a kernel that does not fit the extents of its operands");
  FailureOr<Shapes> inside = shapesInside(op, kernel);
  if (failed(inside) || failed(addChecks(op, kernel, *inside)))
    return failure();
  SmallVector<AffineMap> maps;
  for (auto [value, result] :
       llvm::zip_equal(op.getValues(), kernel.getBody().front().getTerminator()->getOperands())) {
    shapes[value] = inside->lookup(result);
    maps.push_back(extents(value));
  }
  SmallVector<Value> inputs;
  for (Value operand : op.getOperands())
    inputs.push_back(values.lookup(operand));
  auto launch =
      rt::LaunchOp::create(builder, op.getLoc(), op.getResultTypes(), op.getKernelAttr(), inputs,
                           /*outputs=*/ValueRange(), builder.getAffineMapArrayAttr(maps), reuseOf(op, kernel, *inside));
  values.map(op.getValues(), launch.getValues());
  return success();
}

//===----------------------------------------------------------------------===//
// Checks of indices
//===----------------------------------------------------------------------===//

LogicalResult ProgramBuilder::addChecks(LaunchOp launch, KernelOp kernel, const Shapes &inside) {
  for (Operation &op : kernel.getBody().front())
    if (std::optional<ElementReads> reads = readsOf(&op)) {
      unsigned rank = cast<RankedTensorType>(op.getResult(0).getType()).getRank();
      for (const ElementRead &read : reads->reads)
        for (auto [axis, at] : llvm::enumerate(read.at)) {
          auto dim = dyn_cast<AffineDimExpr>(at);
          if (!dim || dim.getPosition() < rank) // no lookup
            continue;
          Value indices = op.getOperand(reads->lookups[dim.getPosition() - rank].operand);
          if (failed(addCheck(launch, &op, indices, inside.lookup(op.getOperand(read.operand))[axis])))
            return failure();
        }
    }
  return success();
}

/// What an error message calls the value: the argument it is, through views.
StringRef ProgramBuilder::nameOf(Value value) {
  while (auto reshape = value.getDefiningOp<ReshapeOp>())
    value = reshape->getOperand(0);
  if (auto argument = dyn_cast<BlockArgument>(value))
    return entry.getArgumentName(argument.getArgNumber());
  if (auto read = value.getDefiningOp<ReadOp>())
    return read.getSymbol();
  return "an index";
}

/// Indices that are written down lie in [0, extent), whatever the dims.
LogicalResult ProgramBuilder::checkLiteral(Operation *op, DenseIntElementsAttr indices, AffineExpr extent) {
  std::optional<rt::ExtentRange> range = rt::evaluateExtent(extent, rt::getDimRanges(program));
  int64_t low = range ? range->low : 0;
  for (const APInt &index : indices)
    if (index.isNegative() || index.sge(low))
      return op->emitOpError("expected indices in [0, ")
             << low << "), the axis has the extent " << textOf(extent) << ", got " << index.getSExtValue();
  return success();
}

/// `indices` lie in [0, extent).
LogicalResult ProgramBuilder::addCheck(LaunchOp launch, Operation *op, Value indices, AffineExpr extent) {
  if (auto literal = indices.getDefiningOp<ConstantOp>())
    return checkLiteral(op, cast<DenseIntElementsAttr>(literal.getValue()), extent);
  auto argument = dyn_cast<BlockArgument>(indices);
  if (!argument)
    return op->emitError("indices are computed in the kernel, expected an argument of it");
  Value operand = launch.getOperands()[argument.getArgNumber()];
  if (!checked.insert({operand, extent}).second)
    return success();
  std::optional<rt::ExtentRange> range = rt::evaluateExtent(extent, rt::getDimRanges(program));
  if (!range)
    return op->emitError("looks up along an axis whose extent has no upper end");
  std::optional<int64_t> known = constantExtent(extent);
  AffineMapAttr map = known ? AffineMapAttr() : AffineMapAttr::get(AffineMap::get(0, dims.size(), extent));
  std::string bound = known ? std::to_string(*known) : "extent of the axis";
  auto message = llvm::formatv("{0} has an element outside [0, {1})", nameOf(operand), bound).str();
  rt::CheckOp::create(builder, op->getLoc(), values.lookup(operand), 0, range->high, message, map);
  return success();
}

//===----------------------------------------------------------------------===//
// Models
//===----------------------------------------------------------------------===//

/// `x86-64-v3` or `sm_90a`; null for anything else.
rt::TargetAttr parseTarget(MLIRContext *context, StringRef arch) {
  if (findCpuLevel(arch))
    return rt::TargetAttr::get(context, rt::DeviceKind::CPU, arch);
  StringRef number = arch;
  if (!number.consume_front("sm_"))
    return nullptr;
  number.consume_back("a");
  unsigned capability;
  if (number.getAsInteger(10, capability) || capability < 80)
    return nullptr;
  return rt::TargetAttr::get(context, rt::DeviceKind::CUDA, arch);
}

class ModelBuilder {
public:
  ModelBuilder(ModelOp model, ArrayRef<rt::TargetAttr> targets)
      : model(model), builder(model), symbols(model), initializers(model) {
    for (rt::TargetAttr target : targets)
      this->targets.insert(usefulTarget(target));
  }
  LogicalResult build();

private:
  rt::TargetAttr usefulTarget(rt::TargetAttr target);
  void addDims();
  template <typename From, typename To>
  LogicalResult addTensors();
  void addEntry(FuncOp entry);
  LogicalResult addVariants();

  ModelOp model;
  llvm::SetVector<rt::TargetAttr> targets;
  OpBuilder builder;
  SymbolTable symbols;
  Initializers initializers;
  rt::ModelOp artefact;
  llvm::StringMap<unsigned> dims;
  int64_t nextStream = 0;
};

/// A level that has more than another one does, but nothing that the model has a use for, is that other one.
rt::TargetAttr ModelBuilder::usefulTarget(rt::TargetAttr target) {
  const Machine &machine = machineOf(target);
  WalkResult dots =
      model.walk([](Operation *op) { return suitsDots(op) ? WalkResult::interrupt() : WalkResult::advance(); });
  if (machine.base.empty() || (machine.bf16Dot && dots.wasInterrupted()))
    return target;
  return rt::TargetAttr::get(model.getContext(), target.getDevice(), machine.base);
}

LogicalResult ModelBuilder::build() {
  artefact = rt::ModelOp::create(builder, model.getLoc(), model.getSymName());
  builder.setInsertionPointToStart(&artefact.getBody().emplaceBlock());
  // Paths of weights are relative to the model's folder, wherever dlc runs.
  if (StringRef folder = initializers.folder(); !folder.empty())
    artefact->setAttr("rt.folder", builder.getStringAttr(folder));
  addDims();
  LogicalResult parameters = addTensors<ParameterOp, rt::ParameterOp>(), state = addTensors<StateOp, rt::StateOp>();
  if (failed(parameters) || failed(state))
    return failure();
  for (FuncOp entry : model.getOps<FuncOp>())
    addEntry(entry);
  if (failed(addVariants()))
    return failure();
  model.erase();
  return success();
}

void ModelBuilder::addDims() {
  for (DimOp dim : model.getOps<DimOp>()) {
    dims.try_emplace(dim.getSymName(), dims.size());
    rt::DimOp::create(builder, dim.getLoc(), dim.getSymName(), dim.getMin(), dim.getMax());
  }
}

template <typename From, typename To>
LogicalResult ModelBuilder::addTensors() {
  LogicalResult result = success();
  for (From tensor : model.getOps<From>()) {
    auto type = cast<RankedTensorType>(tensor.getType());
    FailureOr<Attribute> initial = initializers.convert(tensor, type, tensor.getInitial());
    if (failed(initial)) {
      result = failure(); // go on: report them all
      continue;
    }
    StringRef key = tensor.getKey().value_or(tensor.getSymName());
    To::create(builder, tensor.getLoc(), tensor.getSymName(), type, *initial, key, nextStream++);
  }
  return result;
}

void ModelBuilder::addEntry(FuncOp entry) {
  SmallVector<StringRef> arguments, results;
  SmallVector<Attribute> argumentDims, resultDims;
  for (unsigned i = 0, e = entry.getNumArguments(); i < e; ++i) {
    arguments.push_back(entry.getArgumentName(i));
    argumentDims.push_back(builder.getArrayAttr(entry.getArgumentDims(i)));
  }
  for (unsigned i = 0, e = entry.getNumResults(); i < e; ++i) {
    results.push_back(entry.getResultName(i));
    resultDims.push_back(builder.getArrayAttr(entry.getResultDims(i)));
  }
  rt::EntryOp::create(builder, entry.getLoc(), entry.getSymName(), entry.getFunctionType(),
                      builder.getStrArrayAttr(arguments), builder.getStrArrayAttr(results),
                      builder.getArrayAttr(argumentDims), builder.getArrayAttr(resultDims));
}

/// The first variant is translated, the others are its clones.
LogicalResult ModelBuilder::addVariants() {
  rt::VariantOp first;
  for (rt::TargetAttr target : targets) {
    std::string name = target.getArch().str();
    std::replace(name.begin(), name.end(), '-', '_');
    // A parameter may have this name.
    while (SymbolTable::lookupSymbolIn(artefact, name))
      name += "_";
    if (first) {
      auto variant = cast<rt::VariantOp>(builder.clone(*first));
      variant.setSymName(name);
      variant.setTargetAttr(target);
      continue;
    }
    first = rt::VariantOp::create(builder, model.getLoc(), name, target);
    OpBuilder inside = OpBuilder::atBlockEnd(&first.getBody().emplaceBlock());
    for (KernelOp kernel : model.getOps<KernelOp>())
      inside.clone(*kernel);
    auto prepare = rt::ProgramOp::create(inside, model.getLoc(), "prepare", inside.getFunctionType({}, {}),
                                         /*arena=*/nullptr, /*bound=*/nullptr, nullptr, nullptr);
    OpBuilder body = OpBuilder::atBlockEnd(&prepare.getBody().emplaceBlock());
    rt::ReturnOp::create(body, model.getLoc(), ValueRange());
    bool ok = true;
    for (FuncOp entry : model.getOps<FuncOp>())
      ok &= succeeded(ProgramBuilder(entry, dims, symbols, first).build());
    if (!ok)
      return failure();
  }
  return success();
}

struct CreateVariants : dlc::impl::CreateVariantsBase<CreateVariants> {
  using CreateVariantsBase::CreateVariantsBase;

  void runOnOperation() override {
    SmallVector<rt::TargetAttr> parsed;
    SmallVector<std::string> archs(targets.begin(), targets.end());
    if (archs.empty())
      archs.push_back("x86-64-v3");
    for (StringRef arch : archs) {
      rt::TargetAttr target = parseTarget(&getContext(), arch);
      if (!target) {
        getOperation().emitError("unknown target '")
            << arch << "': expected " << cpuLevelNames() << ", or sm_NN of at least 80, as in sm_90a";
        return signalPassFailure();
      }
      parsed.push_back(target);
    }
    bool ok = true;
    for (ModelOp model : llvm::make_early_inc_range(getOperation().getOps<ModelOp>()))
      ok &= succeeded(ModelBuilder(model, parsed).build());
    if (!ok)
      signalPassFailure();
  }
};

} // namespace
