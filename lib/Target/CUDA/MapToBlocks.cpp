//===- MapToBlocks.cpp - Worker loops become GPU kernels ------------------===//
//
// A block computes one iteration, threads of the block share its inner loops. Functions stay as they are: how many
// blocks there are is read off their loops.
//
//===----------------------------------------------------------------------===//

#include "dlc/Target/Passes.h"
#include "lib/Target/BarePointer.h"
#include "lib/Target/ParallelLoops.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Transforms/RegionUtils.h"

namespace dlc {
#define GEN_PASS_DEF_MAPTOBLOCKS
#include "dlc/Target/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

constexpr int64_t mostThreads = 1024; // of a block, on every arch

bool writesMemory(Operation *op) {
  if (op->getNumRegions() > 0 || isMemoryEffectFree(op))
    return false;
  auto effects = dyn_cast<MemoryEffectOpInterface>(op);
  return !effects || effects.hasEffect<MemoryEffects::Write>();
}

/// Visits `op` and what is in it but for loops of `level`. Stores are refused.
LogicalResult refuseStores(Operation *op, rt::MappingLevel level, StringRef what) {
  WalkResult result = op->walk<WalkOrder::PreOrder>([&](Operation *inner) {
    if (auto loop = dyn_cast<scf::ForallOp>(inner); loop && isMappedTo(loop, level))
      return WalkResult::skip();
    if (!writesMemory(inner))
      return WalkResult::advance();
    inner->emitOpError(what);
    return WalkResult::interrupt();
  });
  return failure(result.wasInterrupted());
}

/// Iterations of a thread loop, dealt to the threads of the block.
void mapToThreads(IRRewriter &rewriter, scf::ForallOp loop, Value thread, Value threads) {
  rewriter.setInsertionPoint(loop);
  Location loc = loop.getLoc();
  Value count = getValueOrCreateConstantIndexOp(rewriter, loc, loop.getMixedUpperBound()[0]);
  auto range = scf::ForOp::create(rewriter, loc, thread, count, threads);
  Block *body = loop.getBody();
  rewriter.eraseOp(body->getTerminator());
  rewriter.inlineBlockBefore(body, range.getBody()->getTerminator(), range.getInductionVar());
  rewriter.eraseOp(loop);
}

struct MapToBlocks : dlc::impl::MapToBlocksBase<MapToBlocks> {
  void runOnOperation() override {
    rt::VariantOp variant = getOperation();
    if (variant.getTarget().getDevice() != rt::DeviceKind::CUDA)
      return;
    auto functions = llvm::to_vector(variant.getBody().getOps<func::FuncOp>());
    OpBuilder builder = OpBuilder::atBlockBegin(&variant.getBody().front());
    auto module = ModuleOp::create(builder, variant.getLoc());
    module->setAttr("rt.target", variant.getTarget());
    builder.setInsertionPointToStart(module.getBody());
    auto kernels = gpu::GPUModuleOp::create(builder, variant.getLoc(), "kernels");
    for (func::FuncOp function : functions)
      if (failed(mapFunction(function, kernels)))
        return signalPassFailure();
    copyLiterals(variant, kernels);
  }

  LogicalResult mapFunction(func::FuncOp function, gpu::GPUModuleOp kernels) {
    if (failed(refuseStores(function, rt::MappingLevel::Worker,
                            "stores outside worker loops, which no block runs; move it into one")))
      return failure();
    SmallVector<scf::ForallOp> loops;
    function.walk([&](scf::ForallOp loop) {
      if (isMappedTo(loop, rt::MappingLevel::Worker))
        loops.push_back(loop);
    });
    if (loops.empty())
      return success();
    auto threads = function->getAttrOfType<IntegerAttr>("rt.threads");
    if (!threads || threads.getInt() < 1 || threads.getInt() > mostThreads)
      return function.emitOpError("has a worker loop and needs `rt.threads`, the threads of one block, 1 to ")
             << mostThreads;
    for (auto [number, loop] : llvm::enumerate(loops)) {
      std::string name = (function.getSymName() + "_block" + Twine(number)).str();
      if (failed(checkLoop(loop)) || failed(createKernel(kernels, loop, name, threads.getInt())))
        return failure();
    }
    return success();
  }

  LogicalResult checkLoop(scf::ForallOp loop) {
    if (failed(checkForm(loop)))
      return failure();
    WalkResult result = loop.getBody()->walk([](Operation *op) {
      if (auto inner = dyn_cast<scf::ForallOp>(op); inner && failed(checkForm(inner)))
        return WalkResult::interrupt();
      if (!isa<rt::ScratchOp>(op))
        return WalkResult::advance();
      op->emitOpError("has no place in a block; keep the values in registers of a thread");
      return WalkResult::interrupt();
    });
    if (result.wasInterrupted())
      return failure();
    for (Operation &op : *loop.getBody())
      if (failed(refuseStores(&op, rt::MappingLevel::Thread,
                              "stores outside thread loops, where every thread of the block would; move it into one")))
        return failure();
    return success();
  }

  /// gpu.func @name(captured...) with the loop's body for one iteration.
  LogicalResult createKernel(gpu::GPUModuleOp kernels, scf::ForallOp original, StringRef name, int64_t threads) {
    IRRewriter rewriter(original);
    Location loc = original.getLoc();
    auto loop = cast<scf::ForallOp>(rewriter.clone(*original));
    SmallVector<Value> captured = isolate(loop.getRegion());
    SmallVector<Type> types;
    for (Value value : captured) {
      auto type = dyn_cast<MemRefType>(value.getType());
      if (type && !type.getLayout().isIdentity())
        return original.emitOpError("captures a buffer with gaps, ") << type << "; capture the buffer it is a view of";
      types.append(type ? flatten(type) : SmallVector<Type>{value.getType()});
    }
    rewriter.setInsertionPointToEnd(kernels.getBody());
    auto kernel = gpu::GPUFuncOp::create(rewriter, loc, name, rewriter.getFunctionType(types, {}));
    kernel->setAttr(gpu::GPUDialect::getKernelFuncAttrName(), rewriter.getUnitAttr());
    kernel.setKnownBlockSizeAttr(rewriter.getDenseI32ArrayAttr({static_cast<int32_t>(threads), 1, 1}));

    rewriter.setInsertionPointToStart(&kernel.getBody().front());
    ArrayRef<BlockArgument> arguments = kernel.getArguments();
    for (Value value : captured) {
      auto type = dyn_cast<MemRefType>(value.getType());
      size_t parts = type ? flatten(type).size() : 1;
      SmallVector<Value> values(arguments.take_front(parts));
      arguments = arguments.drop_front(parts);
      Value own = type ? bufferAt(rewriter, loc, values[0], ArrayRef(values).drop_front(), type) : values[0];
      replaceAllUsesInRegionWith(value, own, loop.getRegion());
    }
    Value block = gpu::BlockIdOp::create(rewriter, loc, gpu::Dimension::x);
    Value thread = gpu::ThreadIdOp::create(rewriter, loc, gpu::Dimension::x);
    Value step = arith::ConstantIndexOp::create(rewriter, loc, threads);
    Operation *end = gpu::ReturnOp::create(rewriter, loc);
    rewriter.eraseOp(loop.getBody()->getTerminator());
    rewriter.inlineBlockBefore(loop.getBody(), end, block);
    rewriter.eraseOp(loop);
    SmallVector<scf::ForallOp> inner;
    kernel.walk([&](scf::ForallOp threads) { inner.push_back(threads); });
    for (scf::ForallOp threads : inner)
      mapToThreads(rewriter, threads, thread, step);
    return success();
  }

  /// Kernels find literals in their own module.
  void copyLiterals(rt::VariantOp variant, gpu::GPUModuleOp kernels) {
    OpBuilder builder = OpBuilder::atBlockBegin(kernels.getBody());
    SymbolTable own(kernels);
    kernels.walk([&](memref::GetGlobalOp use) {
      if (!own.lookup(use.getName()))
        own.insert(variant.lookupSymbol(use.getName())->clone(), builder.getInsertionPoint());
    });
  }
};

} // namespace
