//===- Tensor.h - Host tensor of the reference evaluator ------------------===//
//
// Floats are held as f64 and rounded to nothing: the evaluator is the oracle.
// Integers and booleans are held as i64, exact. Written for reading, not speed.
//===----------------------------------------------------------------------===//

#pragma once

#include "mlir/IR/BuiltinAttributes.h"
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
  /// Position of the element that numpy's broadcasting shows at an index of the
  /// broadcast shape.
  int64_t broadcastOffset(llvm::ArrayRef<int64_t> index) const;

  /// Element by row-major position; `real` for floats, `integer` for integers
  /// and booleans. `number` reads either as f64.
  double &real(int64_t position) { return std::get<0>(data)[position]; }
  double real(int64_t position) const { return std::get<0>(data)[position]; }
  int64_t &integer(int64_t position) { return std::get<1>(data)[position]; }
  int64_t integer(int64_t position) const { return std::get<1>(data)[position]; }
  double number(int64_t position) const;
  /// Sets an element; rounds towards zero and wraps where it is an integer.
  void set(int64_t position, double value);
  /// Sets an element to one of a tensor of the same element type.
  void copy(int64_t position, const Tensor &from, int64_t source);
  /// The same elements under other extents of the same product.
  Tensor reshaped(llvm::ArrayRef<int64_t> shape) const;

private:
  mlir::Type element;
  Index extents;
  std::variant<std::vector<double>, std::vector<int64_t>> data;
};

/// An integer or boolean reduced to the bits of its type, sign-extended (booleans
/// are 0 or 1).
int64_t wrapInteger(mlir::Type element, int64_t value);

/// The value of a literal; nothing where the literal is not dense.
std::optional<Tensor> tensorOf(mlir::ElementsAttr literal);

/// The literal of a value; floats are rounded to the element type.
mlir::DenseElementsAttr literalOf(const Tensor &tensor);

/// The tensor of row-major elements in memory as an artefact takes them: bool is
/// a byte, bf16 and f16 two. `bytes` has the size that the shape needs.
Tensor tensorOf(mlir::Type element, llvm::ArrayRef<int64_t> shape, llvm::ArrayRef<char> bytes);

/// Zeros of the element types and extents that a tensor operator yields for
/// `operands`. Fails, with a message at the operator, where the operands' actual
/// extents break a constraint of the operator.
mlir::FailureOr<llvm::SmallVector<Tensor>> resultTensors(mlir::Operation *op, llvm::ArrayRef<Tensor> operands);
/// The same of an operator with one result.
mlir::FailureOr<Tensor> resultTensor(mlir::Operation *op, llvm::ArrayRef<Tensor> operands);

/// Calls `visit` with every index of `shape` in row-major order.
void forEachIndex(llvm::ArrayRef<int64_t> shape, llvm::function_ref<void(llvm::ArrayRef<int64_t>)> visit);

} // namespace dlc
