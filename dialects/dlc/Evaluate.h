//===- Evaluate.h - Run a function by its operators' reference values -----===//
//
// The oracle: what a compiled artefact must compute, in f64. It runs functions
// before and after any pass of the stages Frontend and Graph, and kernels.
//===----------------------------------------------------------------------===//

#pragma once

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/StringMap.h"
#include <functional>

namespace dlc {

class Evaluator {
public:
  /// Yields the initial value of a `dlc.parameter` or `dlc.state`. `name` is its
  /// symbol, behind `instance.` in a block: `h0.wq`.
  using Read = std::function<mlir::FailureOr<Tensor>(llvm::StringRef name, mlir::Operation *symbol)>;

  using Tensors = llvm::SmallVector<Tensor>;

  /// What an operator yields; by default its reference values.
  using Apply = std::function<mlir::FailureOr<Tensors>(TensorOpInterface op, llvm::ArrayRef<Tensor> operands)>;

  explicit Evaluator(Read read, Apply apply = nullptr) : read(std::move(read)), apply(std::move(apply)) {}

  /// Results of a `dlc.func` or `dlc.kernel`. Fails with a located message where
  /// arguments do not fit their types or named extents, or an operator fails.
  mlir::FailureOr<Tensors> run(mlir::FunctionOpInterface function, llvm::ArrayRef<Tensor> arguments);

  /// State that was written, by name. The next `run` reads it.
  const llvm::StringMap<Tensor> &written() const { return state; }

private:
  using Values = llvm::DenseMap<mlir::Value, Tensor>;

  /// What the terminator of a block hands on, for values of its arguments. `values` holds those of the blocks around it
  /// and gets those of this one: a region may run many times, inside an operator and beside it.
  mlir::FailureOr<Tensors> runBlock(mlir::Block &block, llvm::ArrayRef<Tensor> arguments, Values &values);
  mlir::LogicalResult runOp(mlir::Operation *op, Values &values);
  mlir::FailureOr<Tensors> resultsOf(mlir::Operation *op, llvm::ArrayRef<Tensor> operands);
  mlir::FailureOr<Tensors> call(mlir::Operation *op, mlir::SymbolRefAttr callee, llvm::ArrayRef<Tensor> operands);
  mlir::FailureOr<Tensor> readSymbol(mlir::Operation *user, mlir::SymbolRefAttr symbol);
  std::string nameOf(mlir::Operation *symbol);

  Read read;
  Apply apply;
  llvm::StringMap<Tensor> state;
  mlir::SymbolTableCollection tables;
  /// Instances whose functions are running, innermost last.
  llvm::SmallVector<std::string> instances;
  unsigned depth = 0;
};

} // namespace dlc
