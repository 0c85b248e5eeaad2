//===- Tensor.h - Host tensor of the reference evaluator ------------------===//
//
// Floats are held as f64 and rounded to nothing: the evaluator is the oracle.
// Integers and booleans are held as i64, exact. Written for reading, not speed.
//===----------------------------------------------------------------------===//

#pragma once

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/SmallVector.h"
#include <variant>
#include <vector>

namespace dlc {

class Tensor {
public:
  using Index = llvm::SmallVector<int64_t, 4>;

  Tensor() = default;
  /// Zeros. `shape` holds extents >= 0; `element` is a dlc element type.
  Tensor(mlir::Type element, llvm::ArrayRef<int64_t> shape);

  mlir::Type elementType() const { return element; }
  llvm::ArrayRef<int64_t> shape() const { return extents; }
  int64_t rank() const { return extents.size(); }
  int64_t size() const;
  bool isFloat() const;

  /// Row-major position of an index.
  int64_t offset(llvm::ArrayRef<int64_t> index) const;

  /// Element by row-major position; `real` for floats, `integer` for integers
  /// and booleans. `number` reads either as f64.
  double &real(int64_t position) { return std::get<0>(data)[position]; }
  double real(int64_t position) const { return std::get<0>(data)[position]; }
  int64_t &integer(int64_t position) { return std::get<1>(data)[position]; }
  int64_t integer(int64_t position) const { return std::get<1>(data)[position]; }
  double number(int64_t position) const;

private:
  mlir::Type element;
  Index extents;
  std::variant<std::vector<double>, std::vector<int64_t>> data;
};

/// Calls `visit` with every index of `shape` in row-major order.
void forEachIndex(llvm::ArrayRef<int64_t> shape,
                  llvm::function_ref<void(llvm::ArrayRef<int64_t>)> visit);

} // namespace dlc
