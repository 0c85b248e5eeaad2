//===- MoveHalves.cpp - bf16 and f16 under masks move as integers ---------===//

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
  auto vector = dyn_cast<VectorType>(type);
  if (!vector || !(vector.getElementType().isBF16() || vector.getElementType().isF16()))
    return Type();
  return vector.clone(IntegerType::get(type.getContext(), 16));
}

/// Operands and results of the operation as integers; callers' values keep their types.
void moveAsIntegers(Operation *op) {
  OpBuilder builder(op);
  for (OpOperand &operand : op->getOpOperands())
    if (Type type = asIntegers(operand.get().getType()))
      operand.set(LLVM::BitcastOp::create(builder, op->getLoc(), type, operand.get()));
  builder.setInsertionPointAfter(op);
  for (OpResult result : op->getResults())
    if (Type type = asIntegers(result.getType())) {
      Type before = result.getType();
      result.setType(type);
      auto back = LLVM::BitcastOp::create(builder, op->getLoc(), before, result);
      result.replaceAllUsesExcept(back, back);
    }
}

struct MoveHalves : dlc::impl::MoveHalvesBase<MoveHalves> {
  void runOnOperation() override {
    getOperation().walk([](Operation *op) {
      if (isa<LLVM::MaskedLoadOp, LLVM::MaskedStoreOp, LLVM::masked_gather, LLVM::masked_scatter>(op))
        moveAsIntegers(op);
    });
  }
};

} // namespace
