//===- Launches.h - Launches and kernels that passes add ------------------===//

#pragma once

#include "dialects/dlc/Dlc.h"
#include "dialects/rt/Rt.h"

namespace dlc {

/// Whether a value of a program comes from parameters alone, so that @prepare computes what is made of it.
bool dependsOnParametersOnly(mlir::Value value);

/// The kernel `name` of the variant with arguments of these types; `body` makes its result, unless the kernel is there.
KernelOp kernelNamed(rt::VariantOp variant, llvm::StringRef name, mlir::TypeRange arguments,
                     llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::ValueRange)> body);

/// A launch, in front of `launch`, of a kernel of `kernelNamed`, whose result has known extents.
mlir::Value launchBefore(rt::LaunchOp launch, KernelOp kernel, mlir::ValueRange inputs);

} // namespace dlc
