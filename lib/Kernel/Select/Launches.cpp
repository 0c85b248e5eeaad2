//===- Launches.cpp - Launches and kernels that passes add ----------------===//

#include "lib/Kernel/Select/Launches.h"

using namespace mlir;
using namespace dlc;

bool dlc::dependsOnParametersOnly(Value value) {
  Operation *op = value.getDefiningOp();
  if (auto get = dyn_cast_or_null<rt::GetOp>(op))
    return !isa_and_nonnull<rt::StateOp>(
        SymbolTable::lookupNearestSymbolFrom(op->getParentOfType<rt::ModelOp>(), get.getSymbolAttr()));
  return isa_and_nonnull<rt::LaunchOp, rt::ViewOp>(op) && llvm::all_of(op->getOperands(), dependsOnParametersOnly);
}

KernelOp dlc::kernelNamed(rt::VariantOp variant, StringRef name, TypeRange arguments,
                          llvm::function_ref<Value(OpBuilder &, ValueRange)> body) {
  if (auto existing = variant.lookupSymbol<KernelOp>(name))
    return existing;
  OpBuilder builder = OpBuilder::atBlockBegin(&variant.getBody().front());
  Location loc = variant.getLoc();
  OperationState state(loc, KernelOp::getOperationName());
  Block &block = state.addRegion()->emplaceBlock();
  OpBuilder inner(variant.getContext());
  inner.setInsertionPointToStart(&block);
  block.addArguments(arguments, SmallVector<Location>(arguments.size(), loc));
  Value result = body(inner, block.getArguments());
  ReturnOp::create(inner, loc, result);
  state.addAttribute("sym_name", builder.getStringAttr(name));
  state.addAttribute("function_type", TypeAttr::get(builder.getFunctionType(arguments, result.getType())));
  return cast<KernelOp>(builder.create(state));
}

Value dlc::launchBefore(rt::LaunchOp launch, KernelOp kernel, ValueRange inputs) {
  OpBuilder builder(launch);
  // Of a result of known shape no extent is left to the dims of the model.
  unsigned dims = llvm::range_size(launch->getParentOfType<rt::ModelOp>().getOps<rt::DimOp>());
  AffineMap extents = AffineMap::get(0, dims, {}, launch.getContext());
  return rt::LaunchOp::create(builder, launch.getLoc(), kernel.getResultTypes(), kernel.getSymName(), inputs,
                              ValueRange(), builder.getAffineMapArrayAttr({extents}), DenseI64ArrayAttr())
      .getResult(0);
}
