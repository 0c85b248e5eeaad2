//===- MapToThreads.cpp - Worker loops become functions of a range --------===//

#include "dialects/rt/Limits.h"
#include "dlc/Target/Passes.h"
#include "lib/Target/ParallelLoops.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Iterators.h"
#include "mlir/Transforms/RegionUtils.h"

namespace dlc {
#define GEN_PASS_DEF_MAPTOTHREADS
#include "dlc/Target/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

/// About 4 microseconds, several times what it takes to hand a thread that spins its share.
constexpr int64_t cyclesWorthAThread = 15'000;
constexpr int64_t scratchAlignment = 64;

/// The body's scratch buffers become views of the worker's scratch argument.
LogicalResult placeScratch(func::FuncOp worker, Value scratch) {
  int64_t bytes = 0;
  SmallVector<rt::ScratchOp> buffers;
  worker.walk([&](rt::ScratchOp op) { buffers.push_back(op); });
  OpBuilder builder = OpBuilder::atBlockBegin(&worker.getBody().front());
  for (rt::ScratchOp op : buffers) {
    auto type = cast<MemRefType>(op.getBuffer().getType());
    std::optional<int64_t> size = rt::getUpperBytes(type, AffineMap::get(type.getContext()), {});
    if (!size || *size > rt::maxBytes - bytes || !type.getLayout().isIdentity())
      return op.emitOpError() << "expects numbers without gaps of at most " << rt::maxBytes << " bytes together, got "
                              << type;
    Value offset = arith::ConstantIndexOp::create(builder, op.getLoc(), bytes);
    Value view = memref::ViewOp::create(builder, op.getLoc(), type, scratch, offset, ValueRange());
    op.getBuffer().replaceAllUsesWith(view);
    op.erase();
    bytes += llvm::alignTo(*size, scratchAlignment);
  }
  auto type = MemRefType::get({bytes}, builder.getI8Type());
  scratch.setType(type);
  SmallVector<Type> inputs(worker.getArgumentTypes());
  inputs.back() = type;
  worker.setFunctionType(builder.getFunctionType(inputs, {}));
  return success();
}

struct MapToThreads : dlc::impl::MapToThreadsBase<MapToThreads> {
  void runOnOperation() override {
    rt::VariantOp variant = getOperation();
    if (variant.getTarget().getDevice() != rt::DeviceKind::CPU)
      return;
    for (func::FuncOp kernel : llvm::to_vector(variant.getBody().getOps<func::FuncOp>())) {
      SmallVector<scf::ForallOp> loops;
      kernel.walk([&](scf::ForallOp loop) {
        if (isMappedTo(loop, rt::MappingLevel::Worker))
          loops.push_back(loop);
      });
      for (auto [number, loop] : llvm::enumerate(loops))
        if (failed(outline(kernel, loop, number)))
          return signalPassFailure();
      kernel.walk<WalkOrder::PostOrder, ReverseIterator>([](Operation *op) {
        if (isOpTriviallyDead(op)) // cloned into a worker
          op->erase();
      });
    }
  }

  LogicalResult outline(func::FuncOp kernel, scf::ForallOp loop, size_t number) {
    if (failed(checkForm(loop)))
      return failure();
    auto cycles = kernel->getAttrOfType<IntegerAttr>("rt.cycles");
    if (!cycles || cycles.getInt() < 1)
      return kernel.emitOpError("has a worker loop and needs `rt.cycles`, the cycles of one iteration, at least 1");

    IRRewriter rewriter(loop);
    Location loc = loop.getLoc();
    Value count = getValueOrCreateConstantIndexOp(rewriter, loc, loop.getMixedUpperBound()[0]);
    SmallVector<Value> captured = isolate(loop.getRegion());
    for (Value value : captured)
      if (auto type = dyn_cast<MemRefType>(value.getType()); type && !type.getLayout().isIdentity())
        return loop.emitOpError("captures a buffer with gaps, ") << type << "; capture the buffer it is a view of";

    func::FuncOp worker = createWorker(rewriter, kernel, loop, captured, number);
    if (failed(placeScratch(worker, worker.getArguments().back())))
      return failure();

    rewriter.setInsertionPoint(loop);
    int64_t grain = llvm::divideCeil(cyclesWorthAThread, cycles.getInt());
    rt::ParallelOp::create(rewriter, loc, worker.getSymName(), captured, count, grain);
    rewriter.eraseOp(loop);
    return success();
  }

  /// func @kernel_workerN(captured..., begin, end, scratch) with the loop's body in a loop over the range.
  func::FuncOp createWorker(IRRewriter &rewriter, func::FuncOp kernel, scf::ForallOp loop, ArrayRef<Value> captured,
                            size_t number) {
    OpBuilder::InsertionGuard guard(rewriter);
    Location loc = loop.getLoc();
    SmallVector<Type> inputs(ValueRange(captured).getTypes());
    Type index = rewriter.getIndexType();
    inputs.append({index, index, MemRefType::get({0}, rewriter.getI8Type())});
    rewriter.setInsertionPoint(kernel);
    auto worker = func::FuncOp::create(rewriter, loc, (kernel.getSymName() + "_worker" + Twine(number)).str(),
                                       rewriter.getFunctionType(inputs, {}));
    worker.setPrivate();
    for (auto [i, value] : llvm::enumerate(captured))
      if (auto argument = dyn_cast<BlockArgument>(value); argument && argument.getOwner()->isEntryBlock())
        if (Attribute attr = kernel.getArgAttr(argument.getArgNumber(), "rt.noalias"))
          worker.setArgAttr(i, "rt.noalias", attr);

    size_t n = captured.size();
    worker.setArgAttr(n + 2, "rt.noalias", rewriter.getUnitAttr());

    Block *entry = worker.addEntryBlock();
    rewriter.setInsertionPointToStart(entry);
    Value one = arith::ConstantIndexOp::create(rewriter, loc, 1);
    auto range = scf::ForOp::create(rewriter, loc, entry->getArgument(n), entry->getArgument(n + 1), one);
    func::ReturnOp::create(rewriter, loc);

    for (auto [value, argument] : llvm::zip(captured, entry->getArguments()))
      replaceAllUsesInRegionWith(value, argument, loop.getRegion());
    Block *body = loop.getBody();
    rewriter.eraseOp(body->getTerminator());
    rewriter.inlineBlockBefore(body, range.getBody()->getTerminator(), range.getInductionVar());
    return worker;
  }
};

} // namespace
