//===- EmitPointwise.cpp - Kernels without an anchor: one loop nest -----===//
//
// Elementwise chains, movement and gathers: every element of the results is
// computed from the arguments by the element emitter. Workers take blocks of
// rows of the result (blocks of elements where it has one dimension), vectors run
// along the last dimension; where inputs lie along another, TransposingLoops goes over
// both. On GPUs each lane takes elements of the block.
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Emit/EmitElement.h"
#include "lib/Kernel/Emit/Families.h"
#include "lib/Kernel/Emit/Loops.h"
#include "lib/Kernel/Pointwise/TransposingLoops.h"
#include "lib/Kernel/Schedule/Cycles.h"
#include "lib/Kernel/Schedule/Schedule.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace dlc;

namespace {

/// All results of one kernel have the extents of the first.
class ElementwiseKernel {
public:
  explicit ElementwiseKernel(KernelOp kernel) : function(kernel) {}

  void emit() {
    Value result = function.results().front();
    // Nothing to compute, and no basis to count elements in.
    if (llvm::is_contained(cast<RankedTensorType>(result.getType()).getShape(), 0))
      return function.finish();
    SmallVector<Value> extents = function.extents(result);
    if (extents.empty())
      return emitRankZero();
    if (function.threads() == 1 && function.width() > 1)
      if (std::optional<TransposedReads> reads = findTransposedReads(function))
        return emitTransposingLoops(function, *reads);
    int64_t block = function.schedule<rt::PointwiseScheduleAttr>().getBlock();
    if (extents.size() == 1)
      return emitRow(extents.front(), block);
    // On CPUs rows lie along the last axis that is longer than 1.
    size_t axis = extents.size() - 1;
    if (function.threads() == 1)
      while (axis && getConstantIntValue(extents[axis]) == 1)
        --axis;
    emitRows(extents, axis, block);
  }

private:
  void emitRankZero() {
    Value one = arith::ConstantIndexOp::create(function.builder, function.loc, 1);
    function.forWorkers(one, 1, [&](OpBuilder &nested, Value) {
      if (function.threads() == 1)
        return emitPoint(nested, {}, Value(), 1);
      function.forThreads(nested, one, [&](OpBuilder &at, Value) { emitPoint(at, {}, Value(), 1); });
    });
    function.finish();
  }

  /// One dimension: each worker iteration takes `block` elements.
  void emitRow(Value extent, int64_t block) {
    Location loc = function.loc;
    Value count = emitCeilDiv(function.builder, loc, extent, block);
    int64_t width = function.width();
    function.forWorkers(count, block * cycles::ofPointwiseVector / width, [&](OpBuilder &nested, Value worker) {
      Value size = arith::ConstantIndexOp::create(nested, loc, block);
      Value lower = arith::MulIOp::create(nested, loc, worker, size);
      Value end = arith::AddIOp::create(nested, loc, lower, size);
      Value upper = arith::MinSIOp::create(nested, loc, end, extent);
      if (function.threads() > 1)
        return emitByThread(nested, {}, lower, upper);
      emitVectorLoop(nested, loc, lower, upper, width,
                     [&](OpBuilder &at, Value i, Value mask) { emitPoint(at, {{i, width > 1}}, mask, width); });
    });
    function.finish();
  }

  /// Several: each worker iteration takes whole rows along `axis`.
  void emitRows(SmallVector<Value> outer, size_t axis, int64_t block) {
    Location loc = function.loc;
    SmallVector<Value> basis = outer;
    Value last = outer[axis], rows = arith::ConstantIndexOp::create(function.builder, loc, 1);
    outer.erase(outer.begin() + axis);
    for (Value extent : outer)
      rows = function.builder.createOrFold<arith::MulIOp>(loc, rows, extent);
    int64_t rowElements = std::max<int64_t>(getConstantIntValue(last).value_or(block), 1);
    int64_t rowsPerWorker = std::max<int64_t>(1, block / rowElements);
    int64_t width = function.width();
    Value count = emitCeilDiv(function.builder, loc, rows, rowsPerWorker);
    int64_t cycles = rowsPerWorker * rowElements * cycles::ofPointwiseVector / width;
    function.forWorkers(count, cycles, [&](OpBuilder &nested, Value worker) {
      Value size = arith::ConstantIndexOp::create(nested, loc, rowsPerWorker);
      Value lower = arith::MulIOp::create(nested, loc, worker, size);
      Value end = arith::AddIOp::create(nested, loc, lower, size);
      Value upper = arith::MinSIOp::create(nested, loc, end, rows);
      if (function.threads() > 1)
        return emitByThread(nested, basis, nested.createOrFold<arith::MulIOp>(loc, lower, last),
                            nested.createOrFold<arith::MulIOp>(loc, upper, last));
      emitLoop(nested, loc, lower, upper, 1, [&](OpBuilder &inner, Value row) {
        Point point;
        auto indices = emitDelinearize(inner, loc, row, outer);
        for (Value index : indices)
          point.push_back({index, 0});
        Value zero = arith::ConstantIndexOp::create(inner, loc, 0);
        emitVectorLoop(inner, loc, zero, last, width, [&](OpBuilder &at, Value i, Value mask) {
          Point here = point;
          here.insert(here.begin() + axis, {i, width > 1});
          emitPoint(at, here, mask, width);
        });
      });
    });
    function.finish();
  }

  /// Elements [lower, upper) of the result, which has the extents `basis` if it has several dimensions.
  void emitByThread(OpBuilder &at, ArrayRef<Value> basis, Value lower, Value upper) {
    Location loc = function.loc;
    Value count = arith::SubIOp::create(at, loc, upper, lower);
    function.forThreads(at, count, [&](OpBuilder &inner, Value i) {
      Value element = arith::AddIOp::create(inner, loc, lower, i);
      if (basis.empty())
        return emitPoint(inner, {{element, 0}}, Value(), 1);
      Point point;
      auto indices = emitDelinearize(inner, loc, element, basis);
      for (Value index : indices)
        point.push_back({index, 0});
      emitPoint(inner, point, Value(), 1);
    });
  }

  void emitPoint(OpBuilder &at, const Point &point, Value mask, int64_t width) {
    ElementEmitter emitter(function, at, width);
    for (auto [index, result] : llvm::enumerate(function.results())) {
      Value element = emitter.emit(result, point, mask);
      emitter.store(element, elementTypeOf(result), function.output(index), point, mask);
    }
  }

  KernelFunction function;
};

} // namespace

LogicalResult dlc::emitPointwise(KernelOp kernel, Operation *) {
  ElementwiseKernel(kernel).emit();
  return success();
}
