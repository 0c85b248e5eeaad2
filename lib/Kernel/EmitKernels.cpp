//===- EmitKernels.cpp - Kernels become functions, each by its family -----===//

#include "dlc/Kernel/Passes.h"
#include "lib/Kernel/Emit/Families.h"
#include "lib/Kernel/Schedule/CheckKernels.h"
#include "lib/Kernel/Schedule/Schedule.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/X86Vector/X86VectorDialect.h"

namespace dlc {
#define GEN_PASS_DEF_EMITKERNELS
#include "dlc/Kernel/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

/// How kernels around an anchor of one role become loops on each device.
struct Family {
  std::optional<Role> role; ///< of the anchor; none: there is no anchor
  LogicalResult (*cpu)(KernelOp, Operation *);
  LogicalResult (*cuda)(KernelOp, Operation *);
};

constexpr Family families[] = {
    {Role::Contraction, emitContraction, emitContraction},
    {Role::Reduction, emitReduction, emitReduction},
    {Role::Pooling, emitPooling, emitPooling},
    {Role::Attention, emitAttention, emitAttention},
    {Role::Winograd, emitWinograd, nullptr},
    {std::nullopt, emitPointwise, emitPointwise},
};

LogicalResult emitKernel(KernelOp kernel, rt::DeviceKind device) {
  Operation *anchor = anchorOf(kernel);
  std::optional<Role> role;
  if (anchor)
    role = cast<TensorOpInterface>(anchor).getRole();
  for (const Family &family : families)
    if (auto *emit = device == rt::DeviceKind::CPU ? family.cpu : family.cuda; emit && family.role == role)
      return emit(kernel, anchor);
  return anchor->emitOpError("has no family of kernels for ")
         << rt::stringifyDeviceKind(device) << "; dlc-check-targets refuses what a target cannot compute";
}

struct EmitKernels : dlc::impl::EmitKernelsBase<EmitKernels> {
  void runOnOperation() override {
    if (failed(checkKernels(getOperation())))
      return signalPassFailure();
    for (auto kernel : llvm::make_early_inc_range(getOperation().getOps<KernelOp>()))
      if (failed(emitKernel(kernel, getOperation().getTarget().getDevice())))
        return signalPassFailure();
  }
};

} // namespace
