//===- Microkernel.cpp - A register tile of a contraction -----------------===//

#include "lib/Kernel/Emit/Microkernel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/X86Vector/X86VectorDialect.h"

using namespace mlir;

Value dlc::emitMultiplyAdd(OpBuilder &builder, Location loc, Value a, Value b, Value c) {
  if (isa<IntegerType>(getElementTypeOrSelf(c.getType())))
    return arith::AddIOp::create(builder, loc, arith::MulIOp::create(builder, loc, a, b), c);
  // Not math.fma: without the instruction that is a call. `contract` lets the
  // target fuse where it can.
  auto flags = arith::FastMathFlags::contract;
  Value product = arith::MulFOp::create(builder, loc, a, b, flags);
  return arith::AddFOp::create(builder, loc, product, c, flags);
}

static Value emitSum(OpBuilder &builder, Location loc, dlc::StepKind step, Value left, Value right, Value before) {
  if (step == dlc::StepKind::DotOfPairs)
    return x86vector::DotBF16Op::create(builder, loc, before, left, right);
  return dlc::emitMultiplyAdd(builder, loc, left, right, before);
}

static SmallVector<Value> emitStep(OpBuilder &builder, Location loc, unsigned rows, unsigned columns, ValueRange k,
                                   ValueRange accumulators, const dlc::TileOperands &operands) {
  SmallVector<Value> right, results;
  for (unsigned column = 0; column < columns; ++column)
    right.push_back(operands.right(builder, column, k));
  for (unsigned row = 0; row < rows; ++row) {
    Value left;
    for (unsigned column = 0; column < columns; ++column) {
      if (!left || operands.leftVaries)
        left = operands.left(builder, row, column, k);
      if (auto type = dyn_cast<VectorType>(right.front().getType()); type && left.getType() != type)
        left = vector::BroadcastOp::create(builder, loc, type, left);
      Value before = accumulators[row * columns + column];
      Value sum = emitSum(builder, loc, operands.step, left, right[column], before);
      if (operands.skipsZeros) {
        Value zero = arith::ConstantOp::create(builder, loc, builder.getZeroAttr(left.getType()));
        Value isZero = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::OEQ, left, zero);
        sum = arith::SelectOp::create(builder, loc, isZero, before, sum);
      }
      results.push_back(sum);
    }
  }
  return results;
}

/// The loops from `depth` on; `k` holds the indices of those outside.
static SmallVector<Value> emitLoops(OpBuilder &builder, Location loc, unsigned rows, unsigned columns,
                                    ArrayRef<dlc::ContractionLoop> loops, SmallVector<Value> k, ValueRange accumulators,
                                    const dlc::TileOperands &operands) {
  if (loops.empty())
    return emitStep(builder, loc, rows, columns, k, accumulators, operands);
  Value step = arith::ConstantIndexOp::create(builder, loc, loops.front().step);
  auto loop = scf::ForOp::create(
      builder, loc, loops.front().lower, loops.front().upper, step, accumulators,
      [&](OpBuilder &nested, Location, Value index, ValueRange carried) {
        SmallVector<Value> inner = k;
        inner.push_back(index);
        scf::YieldOp::create(nested, loc,
                             emitLoops(nested, loc, rows, columns, loops.drop_front(), inner, carried, operands));
      });
  return llvm::to_vector_of<Value>(loop.getResults());
}

SmallVector<Value> dlc::emitMicrokernel(OpBuilder &builder, Location loc, unsigned rows, unsigned columns,
                                        ArrayRef<ContractionLoop> loops, ValueRange accumulators,
                                        const TileOperands &operands) {
  return emitLoops(builder, loc, rows, columns, loops, {}, accumulators, operands);
}
