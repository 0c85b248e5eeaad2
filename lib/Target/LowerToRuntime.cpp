//===- LowerToRuntime.cpp - Programs and parallel loops meet the C runtime ---===//

#include "dlc/Target/Passes.h"
#include "lib/Target/Abi.h"
#include "lib/Target/BarePointer.h"
#include "mlir/Dialect/Affine/Utils.h"

namespace dlc {
#define GEN_PASS_DEF_LOWERTORUNTIME
#include "dlc/Target/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

/// Builder of LLVM memory operations at byte offsets.
struct Emitter : ImplicitLocOpBuilder {
  using ImplicitLocOpBuilder::ImplicitLocOpBuilder;

  Type pointer() { return LLVM::LLVMPointerType::get(getContext()); }
  Value offset(Value base, int64_t bytes) {
    return LLVM::GEPOp::create(*this, pointer(), getI8Type(), base, ArrayRef<LLVM::GEPArg>{int32_t(bytes)});
  }
  Value load(Type type, Value base, int64_t bytes) { return LLVM::LoadOp::create(*this, type, offset(base, bytes)); }
  void store(Value value, Value base, int64_t bytes) { LLVM::StoreOp::create(*this, value, offset(base, bytes)); }
  Value constant(int64_t value) { return LLVM::ConstantOp::create(*this, getI64Type(), getI64IntegerAttr(value)); }
  Value index(int64_t value) { return arith::ConstantIndexOp::create(*this, value); }
};

//===----------------------------------------------------------------------===//
// Parallel loops
//===----------------------------------------------------------------------===//

/// A captured value lies in the block in words of 8 bytes: a buffer as its pointer and unknown extents.
unsigned wordsOf(Type type) {
  auto buffer = dyn_cast<MemRefType>(type);
  return buffer ? flatten(buffer).size() : 1;
}

/// void WORKER_thread(const void *captured, int64_t begin, int64_t end, char *scratch): unpacks and calls the worker.
LLVM::LLVMFuncOp createThread(func::FuncOp worker) {
  Emitter emit(worker.getLoc(), worker->getContext());
  emit.setInsertionPointAfter(worker);
  Type i64 = emit.getI64Type();
  auto type = LLVM::LLVMFunctionType::get(LLVM::LLVMVoidType::get(emit.getContext()),
                                          {emit.pointer(), i64, i64, emit.pointer()});
  auto thread = LLVM::LLVMFuncOp::create(emit, (worker.getSymName() + "_thread").str(), type, LLVM::Linkage::Internal);
  Block *entry = thread.addEntryBlock(emit);
  emit.setInsertionPointToStart(entry);
  Value block = entry->getArgument(0);
  SmallVector<Value> operands;
  int64_t word = 0;
  auto next = [&](Type type) -> Value { return emit.load(type, block, 8 * word++); };
  auto nextIndex = [&]() -> Value { return arith::IndexCastOp::create(emit, emit.getIndexType(), next(i64)); };
  for (Type type : worker.getArgumentTypes().drop_back(3)) {
    if (auto buffer = dyn_cast<MemRefType>(type)) {
      Value pointer = next(emit.pointer());
      SmallVector<Value> extents;
      for (unsigned i = 1; i < wordsOf(type); ++i)
        extents.push_back(nextIndex());
      operands.push_back(bufferAt(emit, emit.getLoc(), pointer, extents, buffer));
    } else {
      operands.push_back(isa<IndexType>(type) ? nextIndex() : next(type));
    }
  }
  for (unsigned i : {1, 2})
    operands.push_back(arith::IndexCastOp::create(emit, emit.getIndexType(), entry->getArgument(i)));
  auto scratch = cast<MemRefType>(worker.getArgumentTypes().back());
  operands.push_back(bufferAt(emit, emit.getLoc(), entry->getArgument(3), {}, scratch));
  func::CallOp::create(emit, worker, operands);
  LLVM::ReturnOp::create(emit, ValueRange());
  return thread;
}

/// Stores what the loop captures into a block on the stack and lets the runtime call the worker's thread function.
void callRuntime(Emitter &emit, rt::ParallelOp loop, func::FuncOp worker, Value frame) {
  auto module = worker->getParentOfType<ModuleOp>();
  auto thread = module.lookupSymbol<LLVM::LLVMFuncOp>((worker.getSymName() + "_thread").str());
  if (!thread)
    thread = createThread(worker);
  SmallVector<Value> words;
  for (Value value : loop.getCaptured())
    if (isa<MemRefType>(value.getType()))
      llvm::append_range(words, flatten(emit, emit.getLoc(), value));
    else
      words.push_back(value);
  auto array = LLVM::LLVMArrayType::get(emit.getI64Type(), words.size());
  Value block;
  { // at the kernel's start: once, also where the loop stands in another one
    OpBuilder::InsertionGuard guard(emit);
    emit.setInsertionPointToStart(&loop->getParentOfType<func::FuncOp>().getBody().front());
    block = LLVM::AllocaOp::create(emit, emit.pointer(), array, emit.constant(1), /*alignment=*/8);
  }
  for (auto [i, word] : llvm::enumerate(words)) {
    if (isa<IndexType>(word.getType()))
      word = arith::IndexCastOp::create(emit, emit.getI64Type(), word);
    emit.store(word, block, 8 * i);
  }
  Value function = LLVM::AddressOfOp::create(emit, thread);
  Value count = arith::IndexCastOp::create(emit, emit.getI64Type(), loop.getCount());
  LLVM::CallOp::create(emit, abi::declareFunction(module, "dlc_parallel_for"),
                       ValueRange{frame, function, block, count, emit.constant(loop.getGrain())});
}

/// Work for less than two threads is a direct call; the runtime decides about the rest.
LogicalResult lowerParallel(rt::ParallelOp loop, Value frame) {
  Emitter emit(loop.getLoc(), loop);
  auto worker = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(loop, loop.getWorkerAttr());
  if (!worker)
    return loop.emitOpError("runs ") << loop.getWorkerAttr() << ", which is no func.func";
  for (Value value : loop.getCaptured())
    if (Type type = value.getType(); !type.isIntOrIndexOrFloat() && !isa<MemRefType>(type))
      return loop.emitOpError("captures a value of type ") << type << "; workers take buffers and scalars";
  auto callWorker = [&] {
    Value scratch = emit.load(emit.pointer(), frame, offsetof(abi::dlc_abi_frame, scratch));
    SmallVector<Value> operands(loop.getCaptured());
    auto type = cast<MemRefType>(worker.getArgumentTypes().back());
    operands.append({emit.index(0), loop.getCount(), bufferAt(emit, emit.getLoc(), scratch, {}, type)});
    func::CallOp::create(emit, worker, operands);
  };
  int64_t least = 2 * loop.getGrain();
  APInt count;
  if (matchPattern(loop.getCount(), m_ConstantInt(&count))) {
    if (count.getSExtValue() < least)
      callWorker();
    else
      callRuntime(emit, loop, worker, frame);
  } else {
    Value small = arith::CmpIOp::create(emit, arith::CmpIPredicate::slt, loop.getCount(), emit.index(least));
    auto branch = scf::IfOp::create(emit, small, /*withElseRegion=*/true);
    emit.setInsertionPointToStart(branch.thenBlock());
    callWorker();
    emit.setInsertionPointToStart(branch.elseBlock());
    callRuntime(emit, loop, worker, frame);
  }
  loop.erase();
  return success();
}

//===----------------------------------------------------------------------===//
// Programs
//===----------------------------------------------------------------------===//

/// Numbers of the model's symbols in the tables of the frame.
struct Symbols {
  llvm::StringMap<unsigned> tensors, prepared;
  SmallVector<StringRef> dims;

  explicit Symbols(rt::VariantOp variant) {
    auto model = cast<rt::ModelOp>(variant->getParentOp());
    for (rt::ParameterOp op : model.getBody().getOps<rt::ParameterOp>())
      tensors.insert({op.getSymName(), tensors.size()});
    for (rt::StateOp op : model.getBody().getOps<rt::StateOp>())
      tensors.insert({op.getSymName(), tensors.size()});
    for (rt::PreparedOp op : variant.getBody().getOps<rt::PreparedOp>())
      prepared.insert({op.getSymName(), prepared.size()});
    for (rt::DimOp op : model.getBody().getOps<rt::DimOp>())
      dims.push_back(op.getSymName());
  }
};

/// Emits the function of one program.
class ProgramLowering {
public:
  ProgramLowering(Emitter &emit, const Symbols &symbols, SmallVectorImpl<Attribute> &checks)
      : emit(emit), symbols(symbols), checks(checks) {}

  void lower(rt::ProgramOp program, StringRef name) {
    auto type = emit.getFunctionType({emit.pointer()}, {emit.getI32Type()});
    auto function = func::FuncOp::create(emit, name, type);
    function.setArgAttr(0, LLVM::LLVMDialect::getNoAliasAttrName(), emit.getUnitAttr());
    frame = function.addEntryBlock()->getArgument(0);
    emit.setInsertionPointToStart(&function.getBody().front());
    for (Operation &op : program.getBody().front()) {
      emit.setLoc(op.getLoc());
      llvm::TypeSwitch<Operation *>(&op)
          .Case<rt::ArgumentOp, rt::GetOp, rt::SlotOp, rt::ViewOp>([&](auto op) { lower(op); })
          .Case<rt::LaunchOp, rt::CopyOp, rt::CheckOp, rt::ReturnOp>([&](auto op) { lower(op); })
          .DefaultUnreachable("the verifier of rt.program admits nothing else");
    }
  }

private:
  Emitter &emit;
  const Symbols &symbols;
  SmallVectorImpl<Attribute> &checks; // rt.checked of the variant so far
  Value frame;
  SmallVector<Value> dims; // extents of this call, in order of declaration; loaded at first use
  IRMapping buffers;
  Value arena;
  DenseMap<Operation *, Value> offsets, ends; // of slots

  Value table(int64_t field, int64_t number) {
    return emit.load(emit.pointer(), emit.load(emit.pointer(), frame, field), 8 * number);
  }

  SmallVector<Value> extentsOf(AffineMap map) {
    if (map.getNumResults() == 0)
      return {};
    if (dims.empty()) {
      Value extents = emit.load(emit.pointer(), frame, offsetof(abi::dlc_abi_frame, extents));
      for (size_t i = 0; i < symbols.dims.size(); ++i)
        dims.push_back(
            arith::IndexCastOp::create(emit, emit.getIndexType(), emit.load(emit.getI64Type(), extents, 8 * i)));
    }
    SmallVector<Value> results;
    for (AffineExpr expr : map.getResults())
      results.push_back(affine::expandAffineExpr(emit, emit.getLoc(), expr, {}, dims));
    return results;
  }

  void define(Value buffer, Value pointer, AffineMap extents) {
    auto type = cast<MemRefType>(buffer.getType());
    buffers.map(buffer, bufferAt(emit, emit.getLoc(), pointer, extentsOf(extents), type));
  }

  void lower(rt::ArgumentOp op) {
    define(op.getBuffer(), table(offsetof(abi::dlc_abi_frame, arguments), op.getIndex()), op.getExtents());
  }

  void lower(rt::GetOp op) {
    auto it = symbols.prepared.find(op.getSymbol());
    bool prepared = it != symbols.prepared.end();
    Value pointer = prepared ? table(offsetof(abi::dlc_abi_frame, prepared), it->second)
                             : table(offsetof(abi::dlc_abi_frame, tensors), symbols.tensors.lookup(op.getSymbol()));
    define(op.getValue(), pointer, AffineMap::get(emit.getContext()));
  }

  /// Offsets follow the extents of the call: no slot ends higher than with the larger extents that are reserved.
  void lower(rt::SlotOp op) {
    Value offset = emit.constant(*op.getOffset());
    for (Value below : op.getAbove())
      offset = arith::MaxSIOp::create(emit, offset, endOf(cast<rt::SlotOp>(below.getDefiningOp())));
    offsets[op] = offset;
    if (!arena) // once: thousands of slots would each load it
      arena = emit.load(emit.pointer(), frame, offsetof(abi::dlc_abi_frame, arena));
    define(op.getBuffer(), LLVM::GEPOp::create(emit, emit.pointer(), emit.getI8Type(), arena, offset), op.getExtents());
  }

  /// Where a slot ends, rounded up.
  Value endOf(rt::SlotOp op) {
    Value &end = ends[op];
    if (!end) {
      SmallVector<Value> flat = flatten(emit, emit.getLoc(), buffers.lookup(op.getBuffer()));
      Value bytes = arith::IndexCastOp::create(emit, emit.getI64Type(), bytesOf(op.getBuffer(), flat));
      Value mask = emit.constant(-rt::slotAlignment);
      bytes = arith::AddIOp::create(emit, bytes, emit.constant(rt::slotAlignment - 1));
      end = arith::AddIOp::create(emit, offsets.lookup(op), arith::AndIOp::create(emit, bytes, mask));
    }
    return end;
  }

  void lower(rt::ViewOp op) {
    Value pointer = flatten(emit, emit.getLoc(), buffers.lookup(op.getSource()))[0];
    define(op.getResult(), pointer, op.getExtents().value_or(AffineMap::get(emit.getContext())));
  }

  void lower(rt::LaunchOp op) {
    SmallVector<Value> operands{frame};
    for (Value buffer : op->getOperands())
      operands.push_back(buffers.lookup(buffer));
    func::CallOp::create(emit, op.getKernel(), TypeRange(), operands);
  }

  void lower(rt::CopyOp op) {
    OpBuilder::InsertionGuard guard(emit);
    if (op.getCommit()) {
      Value good = arith::CmpIOp::create(emit, arith::CmpIPredicate::eq, error(),
                                         arith::ConstantIntOp::create(emit, emit.getI32Type(), 0));
      auto branch = scf::IfOp::create(emit, good, /*withElseRegion=*/false);
      emit.setInsertionPointToStart(branch.thenBlock());
    }
    SmallVector<Value> source = flatten(emit, emit.getLoc(), buffers.lookup(op.getSource()));
    SmallVector<Value> target = flatten(emit, emit.getLoc(), buffers.lookup(op.getTarget()));
    Value bytes = arith::IndexCastOp::create(emit, emit.getI64Type(), bytesOf(op.getSource(), source));
    LLVM::MemcpyOp::create(emit, target[0], source[0], bytes, /*isVolatile=*/false);
  }

  /// One pass over the values; the runtime finds the wrong one and words the message.
  void lower(rt::CheckOp op) {
    checks.push_back(rt::CheckedAttr::get(op.getContext(), argumentOf(op.getValue()), op.getLow(), op.getHigh(),
                                          dimOf(op.getExtent()), op.getMessage()));
    Value limit = emit.constant(op.getHigh()), least = emit.constant(op.getLow());
    if (op.getExtent()) {
      limit = arith::IndexCastOp::create(emit, emit.getI64Type(), extentsOf(*op.getExtent())[0]);
      if (int64_t(op.getLow()) < 0)
        least = arith::SubIOp::create(emit, emit.constant(0), limit);
    }
    Value buffer = buffers.lookup(op.getValue());
    SmallVector<Value> flat = flatten(emit, emit.getLoc(), buffer);
    auto type = cast<MemRefType>(buffer.getType());
    auto line = MemRefType::get({ShapedType::kDynamic}, type.getElementType());
    Value count = elementsOf(op.getValue(), flat);
    Value values = bufferAt(emit, emit.getLoc(), flat[0], count, line);
    Value none = arith::ConstantIntOp::create(emit, emit.getI1Type(), 0);
    auto loop = scf::ForOp::create(emit, emit.index(0), count, emit.index(1), ValueRange{none});
    {
      OpBuilder::InsertionGuard guard(emit);
      emit.setInsertionPointToStart(loop.getBody());
      Value value = memref::LoadOp::create(emit, values, loop.getInductionVar());
      if (!type.getElementType().isInteger(64))
        value = arith::ExtSIOp::create(emit, emit.getI64Type(), value);
      Value low = arith::CmpIOp::create(emit, arith::CmpIPredicate::slt, value, least);
      Value high = arith::CmpIOp::create(emit, arith::CmpIPredicate::sge, value, limit);
      Value wrong = arith::OrIOp::create(emit, arith::OrIOp::create(emit, low, high), loop.getRegionIterArg(0));
      scf::YieldOp::create(emit, wrong);
    }
    Value number = arith::ConstantIntOp::create(emit, emit.getI32Type(), checks.size());
    Value value = arith::SelectOp::create(emit, loop.getResult(0), number, error());
    emit.store(value, frame, offsetof(abi::dlc_abi_frame, error));
  }

  void lower(rt::ReturnOp) { func::ReturnOp::create(emit, error()); }

  Value error() { return emit.load(emit.getI32Type(), frame, offsetof(abi::dlc_abi_frame, error)); }

  /// Elements of a buffer whose pointer and unknown extents are `flat`.
  Value elementsOf(Value buffer, ArrayRef<Value> flat) {
    int64_t known = 1;
    for (int64_t extent : cast<MemRefType>(buffer.getType()).getShape())
      known *= ShapedType::isDynamic(extent) ? 1 : extent;
    Value count = emit.index(known);
    for (Value extent : flat.drop_front())
      count = arith::MulIOp::create(emit, count, extent);
    return count;
  }

  Value bytesOf(Value buffer, ArrayRef<Value> flat) {
    unsigned bits = cast<MemRefType>(buffer.getType()).getElementTypeBitWidth();
    return arith::MulIOp::create(emit, elementsOf(buffer, flat), emit.index(llvm::divideCeil(bits, 8)));
  }

  /// Number of the dim that an extent is, or -1.
  static int64_t dimOf(std::optional<AffineMap> extent) {
    auto symbol = extent ? dyn_cast<AffineSymbolExpr>(extent->getResult(0)) : AffineSymbolExpr(nullptr);
    return symbol ? int64_t(symbol.getPosition()) : -1;
  }

  /// Number of the entry's argument that a buffer is, or -1.
  static int64_t argumentOf(Value buffer) {
    while (auto view = buffer.getDefiningOp<rt::ViewOp>())
      buffer = view.getSource();
    auto argument = buffer.getDefiningOp<rt::ArgumentOp>();
    return argument ? int64_t(argument.getIndex()) : -1;
  }
};

struct LowerToRuntime : dlc::impl::LowerToRuntimeBase<LowerToRuntime> {
  void runOnOperation() override {
    rt::VariantOp variant = getOperation();
    if (variant.getTarget().getDevice() != rt::DeviceKind::CPU)
      return;
    auto programs = llvm::to_vector(variant.getBody().getOps<rt::ProgramOp>());
    for (rt::ProgramOp program : programs)
      if (!program.getArena()) {
        program.emitOpError("has no arena; run dlc-plan-memory first");
        return signalPassFailure();
      }

    if (failed(renameKernels(variant)))
      return signalPassFailure();
    Emitter emit(variant.getLoc(), &getContext());
    emit.setInsertionPoint(&variant.getBody().front(), variant.getBody().front().begin());
    auto module = ModuleOp::create(emit);
    module->setAttr("rt.target", variant.getTarget());
    int64_t scratch = 0;
    for (Operation &op : llvm::make_early_inc_range(variant.getBody().front()))
      if (isa<func::FuncOp, memref::GlobalOp>(op))
        op.moveBefore(module.getBody(), module.getBody()->end());
    if (failed(lowerKernels(module, scratch)))
      return signalPassFailure();

    Symbols symbols(variant);
    SmallVector<Attribute> checks;
    for (rt::ProgramOp program : programs) {
      emit.setInsertionPointToEnd(module.getBody());
      emit.setLoc(program.getLoc());
      size_t before = checks.size();
      ProgramLowering(emit, symbols, checks).lower(program, (variant.getSymName() + "_" + program.getSymName()).str());
      emit.setInsertionPoint(program);
      rt::CompiledOp::create(emit, program.getSymName(), *program.getArena(), scratch,
                             emit.getArrayAttr(ArrayRef(checks).drop_front(before)));
      program.erase();
    }
  }

  /// A kernel is named after an operator, and so may a function of libm be, which code would call the kernel for.
  LogicalResult renameKernels(rt::VariantOp variant) {
    for (auto function : variant.getBody().getOps<func::FuncOp>()) {
      auto name = StringAttr::get(&getContext(), function.getSymName() + ".kernel");
      if (failed(SymbolTable::replaceAllSymbolUses(function, name, variant)))
        return failure();
      function.setSymNameAttr(name);
    }
    return success();
  }

  /// Every kernel takes the frame first. `scratch` becomes the most bytes that a worker needs.
  LogicalResult lowerKernels(ModuleOp module, int64_t &scratch) {
    Type pointer = LLVM::LLVMPointerType::get(&getContext());
    auto internal = LLVM::LinkageAttr::get(&getContext(), LLVM::Linkage::Internal);
    llvm::DenseSet<StringAttr> workers;
    SmallVector<rt::ParallelOp> loops;
    module.walk([&](rt::ParallelOp loop) {
      loops.push_back(loop);
      workers.insert(loop.getWorkerAttr().getAttr());
    });
    for (auto function : module.getOps<func::FuncOp>()) {
      function->setAttr("llvm.linkage", internal);
      if (!workers.contains(function.getSymNameAttr())) {
        if (failed(function.insertArgument(0, pointer, {}, function.getLoc())))
          return failure();
        continue;
      }
      // Out of line, where LLVM knows which of its pointers do not alias.
      function->setAttr("passthrough", Builder(&getContext()).getStrArrayAttr({"noinline"}));
      auto type = cast<MemRefType>(function.getArgumentTypes().back());
      scratch = std::max(scratch, type.getNumElements());
    }
    for (rt::ParallelOp loop : loops) {
      auto kernel = loop->getParentOfType<func::FuncOp>();
      if (!kernel || workers.contains(kernel.getSymNameAttr()))
        return loop.emitOpError("does not stand in a kernel; expected it outside of workers");
      if (failed(lowerParallel(loop, kernel.getArgument(0))))
        return failure();
    }
    return success();
  }
};

} // namespace
