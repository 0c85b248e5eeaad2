//===- RandomKernel.h - Kernels of elementwise, movement and gather operators, drawn at random ---===//
//
// Their arguments are small whole numbers and halves, infinities and NaN, and an operator whose value bf16 cannot hold
// is not kept: no rounding anywhere, so that results are compared bit by bit whatever the order of operations.
//===----------------------------------------------------------------------===//

#pragma once

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/BuiltinOps.h"

namespace dlc::test {

/// SplitMix64: the same numbers everywhere.
class Random {
public:
  explicit Random(uint64_t seed) : state(seed) {}
  uint64_t next() {
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  /// In [0, limit), 0 where that is empty.
  int64_t below(int64_t limit) { return limit > 0 ? static_cast<int64_t>(next() % static_cast<uint64_t>(limit)) : 0; }
  /// In [low, high].
  int64_t from(int64_t low, int64_t high) { return low + below(high - low + 1); }
  bool chance(int64_t percent) { return below(100) < percent; }
  template <typename Container>
  auto &of(Container &&container) {
    return container[below(static_cast<int64_t>(std::size(container)))];
  }

private:
  uint64_t state;
};

struct RandomKernel {
  /// What an argument holds.
  enum class Holds { Numbers, Indices, Variances };
  struct Argument {
    Holds holds;
    int64_t limit; ///< of indices: they lie in [0, limit)
  };

  mlir::OwningOpRef<mlir::ModuleOp> module;
  KernelOp kernel; ///< its results have one shape
  llvm::SmallVector<Argument> arguments;
  int64_t unknown; ///< what the extents `?` are all taken to be
};

RandomKernel drawKernel(mlir::MLIRContext &context, Random &random);

/// Values for the arguments of a kernel whose extents `?` are all `unknown`. `anyIndices`: indices are any numbers.
llvm::SmallVector<Tensor> drawArguments(const RandomKernel &drawn, Random &random, int64_t unknown, bool anyIndices);

/// Whether all elements are small and exact in bf16; infinities and NaN are.
bool isExact(const Tensor &tensor);

} // namespace dlc::test
