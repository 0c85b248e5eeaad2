//===- KernelFunction.h - The func.func a kernel becomes ------------------===//
//
// A `dlc.kernel` on tensors becomes a `func.func` on memrefs: inputs, then
// outputs, contiguous and row-major. Nothing between them has a buffer, so there
// is nothing to bufferise away: values live in registers or in `rt.scratch`.
//===----------------------------------------------------------------------===//

#pragma once

#include "dialects/dlc/Dlc.h"
#include "dialects/rt/Rt.h"
#include "lib/Kernel/Schedule/Tile.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dlc {

class KernelFunction {
public:
  /// Creates the function in front of `kernel`. `finish` replaces the kernel.
  explicit KernelFunction(KernelOp kernel);

  mlir::OpBuilder builder; ///< at the end of what has been emitted
  mlir::Location loc;

  /// The schedule of the kernel's family, which `checkKernels` has seen.
  template <typename Schedule>
  Schedule schedule() const {
    return mlir::cast<Schedule>(kernelSchedule);
  }
  /// Elements of a register vector, 1 for scalar code.
  int64_t width() const { return kernelSchedule.getWidth(); }
  mlir::Block &body() { return kernel.getFunctionBody().front(); }
  /// The operator that decides how code is generated.
  mlir::Operation *anchor();
  /// Values the kernel returns, and the buffers they go to.
  mlir::OperandRange results() { return body().getTerminator()->getOperands(); }
  mlir::Value output(unsigned index) { return outputs[index]; }
  /// Buffer of a kernel argument; null for other values.
  mlir::Value buffer(mlir::Value value) const { return buffers.lookup(value); }

  /// Buffer of a literal that is not one repeated value.
  mlir::Value constant(ConstantOp op);

  /// Workspace of the launch, of known shape, which all workers see: one worker loop writes
  /// it, the next one reads it.
  mlir::Value workspace(mlir::MemRefType type);

  /// Extents of any tensor of the kernel, as affine expressions and as index
  /// values (emitted at `at`).
  const Shape &shape(mlir::Value value);
  mlir::Value extent(mlir::OpBuilder &at, mlir::Value value, unsigned dimension);
  llvm::SmallVector<mlir::Value> extents(mlir::Value value);
  /// The value, emitted at `at`, of an expression of the symbols that extents are expressions of.
  mlir::Value symbolic(mlir::OpBuilder &at, mlir::AffineExpr expr);

  /// One `scf.forall` over [0, count) on workers; `cycles` estimates the cost of
  /// one iteration. `body` emits at the builder it is given.
  void forWorkers(mlir::Value count, int64_t cycles, llvm::function_ref<void(mlir::OpBuilder &, mlir::Value)> body);

  /// GPU threads of one worker, 1 on CPUs. Where there are several every store
  /// of the worker loop stands inside `forThreads`, in iterations that share nothing.
  int64_t threads() const { return kernelSchedule.getThreads(); }
  void forThreads(mlir::OpBuilder &at, mlir::Value count,
                  llvm::function_ref<void(mlir::OpBuilder &, mlir::Value)> body);

  /// Ends the function and erases the kernel.
  void finish();

private:
  void addWorkspaceResults();

  KernelOp kernel;
  rt::ScheduleInterface kernelSchedule;
  mlir::func::FuncOp function;
  int64_t cyclesPerIteration = 0;
  llvm::DenseMap<mlir::Value, mlir::Value> buffers;
  llvm::SmallVector<mlir::Value> outputs;
  llvm::SmallVector<mlir::MemRefType> workspaceTypes;
  llvm::SmallVector<mlir::Value> symbols; ///< one index value per `?` of the arguments
  llvm::DenseMap<mlir::Value, Shape> shapes;
};

/// Type of an element in memory: a bool is a byte.
mlir::Type storageType(mlir::Type element);

} // namespace dlc
