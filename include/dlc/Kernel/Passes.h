//===- Passes.h - Passes of the Kernel stage ---===//

#ifndef DLC_KERNEL_PASSES_H
#define DLC_KERNEL_PASSES_H

#include "dialects/dlc/Dlc.h"
#include "dialects/rt/Rt.h"
#include "dlc/Kernel/Convolution.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Pass/Pass.h"

namespace dlc {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "dlc/Kernel/Passes.h.inc"

} // namespace dlc

#endif // DLC_KERNEL_PASSES_H
