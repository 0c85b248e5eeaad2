//===- MoveHalves.cpp - bf16 and f16 move as integers ---------------------===//
//
// Between a load and a store, in branches and under masks a bf16 or f16 is 16 bits. LLVM, which may merge such values
// in a phi or split them by a select, would otherwise convert there what it has no instruction for: a call of
// `__truncsfbf2` per element, which an artefact has not. What converts stays on floats.
//
//===----------------------------------------------------------------------===//

#include "dlc/Target/Passes.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace dlc {
#define GEN_PASS_DEF_MOVEHALVES
#include "dlc/Target/Passes.h.inc"
} // namespace dlc

using namespace mlir;

namespace {

/// The type with 16-bit integers in place of 16-bit floats; null where there are none.
Type asIntegers(Type type) {
  Type element = getElementTypeOrSelf(type);
  if (!element.isBF16() && !element.isF16())
    return Type();
  Type integer = IntegerType::get(type.getContext(), 16);
  auto vector = dyn_cast<VectorType>(type);
  return vector ? Type(vector.clone(integer)) : integer;
}

bool onlyMoves(Operation *op) {
  return isa<LLVM::LoadOp, LLVM::StoreOp, LLVM::MaskedLoadOp, LLVM::MaskedStoreOp, LLVM::masked_gather,
             LLVM::masked_scatter, LLVM::SelectOp, LLVM::ShuffleVectorOp, LLVM::ExtractElementOp, LLVM::InsertElementOp,
             LLVM::PoisonOp, LLVM::UndefOp, LLVM::ZeroOp, LLVM::BrOp, LLVM::CondBrOp>(op);
}

/// The value becomes integers; its users get it back as it was.
void retype(OpBuilder &builder, Value value) {
  Type type = asIntegers(value.getType());
  if (!type)
    return;
  Type before = value.getType();
  value.setType(type);
  auto back = LLVM::BitcastOp::create(builder, value.getLoc(), before, value);
  value.replaceAllUsesExcept(back, back);
}

/// Operands and results of the operation as integers; callers' values keep their types.
void moveAsIntegers(Operation *op) {
  OpBuilder builder(op);
  for (OpOperand &operand : op->getOpOperands())
    if (Type type = asIntegers(operand.get().getType()))
      operand.set(LLVM::BitcastOp::create(builder, op->getLoc(), type, operand.get()));
  builder.setInsertionPointAfter(op);
  for (OpResult result : op->getResults())
    retype(builder, result);
}

/// A literal of halves is one of their bits.
void makeIntegers(LLVM::ConstantOp op) {
  Type type = asIntegers(op.getType());
  if (!type)
    return;
  OpBuilder builder(op);
  auto bitsOf = [](const APFloat &value) { return value.bitcastToAPInt(); };
  if (auto real = dyn_cast<FloatAttr>(op.getValue()))
    op.setValueAttr(builder.getIntegerAttr(type, bitsOf(real.getValue())));
  else if (auto elements = dyn_cast<DenseFPElementsAttr>(op.getValue()))
    op.setValueAttr(elements.mapValues(builder.getI16Type(), bitsOf));
  else
    return;
  builder.setInsertionPointAfter(op);
  retype(builder, op.getResult());
}

struct MoveHalves : dlc::impl::MoveHalvesBase<MoveHalves> {
  void runOnOperation() override {
    getOperation().walk([](LLVM::LLVMFuncOp function) {
      for (Block &block : llvm::drop_begin(function.getBody(), function.isExternal() ? 0 : 1))
        for (BlockArgument argument : block.getArguments()) {
          OpBuilder builder = OpBuilder::atBlockBegin(&block);
          retype(builder, argument);
        }
    });
    getOperation().walk([](Operation *op) {
      if (auto constant = dyn_cast<LLVM::ConstantOp>(op))
        makeIntegers(constant);
      else if (onlyMoves(op))
        moveAsIntegers(op);
    });
  }
};

} // namespace
