//===- KernelFunction.cpp - The func.func a kernel becomes ----------------===//

#include "lib/Kernel/Emit/KernelFunction.h"
#include "lib/Kernel/Schedule/Schedule.h"

#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace dlc;

Type dlc::storageType(Type element) {
  return element.isInteger(1) ? IntegerType::get(element.getContext(), 8) : element;
}

static MemRefType bufferType(Type tensor) {
  auto type = cast<RankedTensorType>(tensor);
  return MemRefType::get(type.getShape(), storageType(type.getElementType()));
}

KernelFunction::KernelFunction(KernelOp kernel)
    : builder(kernel), loc(kernel.getLoc()), kernel(kernel),
      kernelSchedule(kernel->getAttrOfType<rt::ScheduleInterface>("rt.schedule")) {
  SmallVector<Type> inputs;
  for (Type type : kernel.getArgumentTypes())
    inputs.push_back(bufferType(type));
  for (Type type : kernel.getResultTypes())
    inputs.push_back(bufferType(type));
  // The symbol table must never hold two ops of one name: the kernel, which is
  // erased at the end, gives its name away now.
  auto name = kernel.getSymNameAttr();
  kernel.setSymName((name.getValue() + ".dlc").str());
  function = func::FuncOp::create(builder, loc, name, builder.getFunctionType(inputs, {}));
  function.setPrivate();
  Block *entry = function.addEntryBlock();
  builder.setInsertionPointToStart(entry);

  unsigned arguments = kernel.getNumArguments();
  MLIRContext *context = kernel.getContext();
  for (auto [tensor, memref] : llvm::zip(body().getArguments(), entry->getArguments())) {
    buffers[tensor] = memref;
    Shape shape;
    auto type = cast<RankedTensorType>(tensor.getType());
    for (int64_t d = 0; d < type.getRank(); ++d) {
      if (!type.isDynamicDim(d)) {
        shape.push_back(getAffineConstantExpr(type.getDimSize(d), context));
        continue;
      }
      shape.push_back(getAffineSymbolExpr(symbols.size(), context));
      symbols.push_back(memref::DimOp::create(builder, loc, memref, d));
    }
    shapes[tensor] = shape;
  }
  for (BlockArgument memref : entry->getArguments().drop_front(arguments))
    outputs.push_back(memref);
}

Operation *KernelFunction::anchor() { return anchorOf(kernel); }

Value KernelFunction::constant(ConstantOp op) {
  auto literal = cast<DenseElementsAttr>(op.getValue());
  if (literal.getElementType().isInteger(1)) // a bool is a byte in memory
    literal = literal.mapValues(builder.getI8Type(), [](const APInt &bit) { return bit.zext(8); });
  MemRefType type = bufferType(op.getType());
  // Literals of equal contents are one.
  Operation *table = kernel->getParentOp();
  Block &symbols = table->getRegion(0).front();
  std::string name;
  unsigned count = 0;
  for (auto global : symbols.getOps<memref::GlobalOp>()) {
    if (global.getInitialValueAttr() == literal && global.getType() == type)
      name = global.getSymName().str();
    ++count;
  }
  if (name.empty()) {
    do // an entry may have this name
      name = "literal_" + std::to_string(count++);
    while (SymbolTable::lookupSymbolIn(table, name));
    OpBuilder global = OpBuilder::atBlockBegin(&symbols);
    memref::GlobalOp::create(global, loc, name, global.getStringAttr("private"), type, literal,
                             /*constant=*/true, /*alignment=*/global.getI64IntegerAttr(64));
  }
  OpBuilder start = OpBuilder::atBlockBegin(&function.getBody().front());
  return memref::GetGlobalOp::create(start, loc, type, name);
}

Value KernelFunction::workspace(MemRefType type) {
  workspaceTypes.push_back(type);
  Value memory = function.getBody().addArgument(type, loc);
  function.setFunctionType(builder.getFunctionType(function.getBody().getArgumentTypes(), {}));
  return memory;
}

/// Appends the workspace buffers to the results of each launch of this kernel, so that the planner gives them memory;
/// no operator reads them.
void KernelFunction::addWorkspaceResults() {
  SmallVector<rt::LaunchOp> launches;
  kernel->getParentOp()->walk([&](rt::LaunchOp launch) {
    if (launch.getKernel() == function.getSymName())
      launches.push_back(launch);
  });
  for (rt::LaunchOp launch : launches) {
    OpBuilder at(launch);
    SmallVector<Type> types(launch.getResultTypes());
    SmallVector<Attribute> extents(launch.getExtents()->getValue());
    unsigned dims = llvm::range_size(launch->getParentOfType<rt::ModelOp>().getOps<rt::DimOp>());
    for (MemRefType type : workspaceTypes) {
      types.push_back(RankedTensorType::get(type.getShape(), type.getElementType()));
      extents.push_back(AffineMapAttr::get(AffineMap::get(0, dims, {}, at.getContext())));
    }
    DenseI64ArrayAttr reuse = launch.getReuseAttr();
    if (reuse) {
      SmallVector<int64_t> inputs(reuse.asArrayRef());
      inputs.append(workspaceTypes.size(), -1);
      reuse = at.getDenseI64ArrayAttr(inputs);
    }
    auto replacement = rt::LaunchOp::create(at, launch.getLoc(), types, launch.getKernelAttr(), launch.getInputs(),
                                            ValueRange(), at.getArrayAttr(extents), reuse);
    launch->replaceAllUsesWith(replacement.getValues().take_front(launch.getNumResults()));
    launch.erase();
  }
}

const Shape &KernelFunction::shape(Value value) {
  auto found = shapes.find(value);
  if (found != shapes.end())
    return found->second;
  Operation *op = value.getDefiningOp();
  if (auto tensorOp = dyn_cast<TensorOpInterface>(op)) {
    SmallVector<Shape> operands;
    for (Value operand : op->getOperands())
      operands.push_back(shape(operand));
    for (auto [result, shape] : llvm::zip_equal(op->getResults(), *tensorOp.getResultShapes(operands)))
      shapes[result] = shape;
    return shapes[value];
  }
  Shape shape;
  for (int64_t extent : cast<RankedTensorType>(value.getType()).getShape())
    shape.push_back(getAffineConstantExpr(extent, value.getContext()));
  return shapes[value] = shape;
}

Value KernelFunction::extent(OpBuilder &at, Value value, unsigned dimension) {
  return symbolic(at, shape(value)[dimension]);
}

Value KernelFunction::symbolic(OpBuilder &at, AffineExpr expr) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return arith::ConstantIndexOp::create(at, loc, constant.getValue());
  return affine::expandAffineExpr(at, loc, expr, {}, symbols);
}

SmallVector<Value> KernelFunction::extents(Value value) {
  SmallVector<Value> result;
  for (unsigned d = 0, rank = shape(value).size(); d < rank; ++d)
    result.push_back(extent(builder, value, d));
  return result;
}

static void emitParallel(OpBuilder &at, Location loc, rt::MappingLevel level, Value count,
                         function_ref<void(OpBuilder &, Value)> body) {
  auto mapping = at.getArrayAttr(rt::MapAttr::get(at.getContext(), level, 0));
  scf::ForallOp::create(at, loc, ArrayRef<OpFoldResult>{count}, ValueRange(), mapping,
                        [&](OpBuilder &nested, Location, ValueRange indices) {
                          body(nested, indices.front());
                          scf::InParallelOp::create(nested, loc);
                        });
}

void KernelFunction::forWorkers(Value count, int64_t cycles, function_ref<void(OpBuilder &, Value)> body) {
  // A sum of nothing takes a cycle too.
  cyclesPerIteration = std::max<int64_t>({cyclesPerIteration, cycles, 1});
  emitParallel(builder, loc, rt::MappingLevel::Worker, count, body);
}

void KernelFunction::forThreads(OpBuilder &at, Value count, function_ref<void(OpBuilder &, Value)> body) {
  emitParallel(at, loc, rt::MappingLevel::Thread, count, body);
}

void KernelFunction::finish() {
  func::ReturnOp::create(builder, loc);
  function->setAttr("rt.cycles", builder.getI64IntegerAttr(cyclesPerIteration));
  function->setAttr("rt.schedule", kernelSchedule); // for who reads `--emit=kernel`
  if (threads() > 1)
    function->setAttr("rt.threads", builder.getI64IntegerAttr(threads()));
  if (auto reuse = kernel->getAttr("rt.reuse"))
    function->setAttr("rt.reuse", reuse);
  if (!workspaceTypes.empty())
    addWorkspaceResults();
  kernel.erase();
}
