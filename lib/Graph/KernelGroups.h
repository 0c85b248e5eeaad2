//===- KernelGroups.h - Which operators become one kernel -----------------===//

#pragma once

#include "dialects/dlc/Dlc.h"
#include "llvm/ADT/SetVector.h"

namespace dlc {

/// A kernel to be. `ops` are in no order; the anchor decides how code is generated.
struct KernelGroup {
  llvm::SmallVector<mlir::Operation *> ops;
  mlir::Operation *anchor;
  Role role;
  bool onParameters; ///< depends on parameters and literals only
};

/// Partitions the operators of a function. Every operator starts as a group of
/// its own. Groups grow in three rounds: heavy anchors (contractions, attention,
/// windows, gathers) take elementwise consumers as epilogue, since these cost
/// nothing on values in registers; then row anchors take elementwise producers
/// and consumers of their own shape; what is left becomes elementwise chains.
/// Groups never depend on each other in a circle, and what depends on parameters
/// only stays apart, to be computed once. Refusals are missed remarks.
class KernelGroups {
public:
  explicit KernelGroups(FuncOp func);
  void grow();

  /// Groups in use, in the order of their first operators.
  llvm::SmallVector<KernelGroup *> groups();
  /// Operands from outside, without literals.
  llvm::SetVector<mlir::Value> inputsOf(const KernelGroup &group) const;
  /// Values used outside.
  llvm::SmallVector<mlir::Value> resultsOf(const KernelGroup &group) const;
  /// The operators in the order of the function.
  llvm::SmallVector<mlir::Operation *> sorted(const KernelGroup &group) const;

private:
  /// Why a group did not take an operator; null where it did.
  using Refusal = const char *;

  void addOp(mlir::Operation &op);
  void growHeavy(KernelGroup &group);
  void takeLayout(KernelGroup &group);
  void growRows(KernelGroup &group);
  void growElementwise(mlir::Operation *op);
  void absorbProducers(KernelGroup &group);
  void takeEpilogue(KernelGroup &group);
  void takeProducers(KernelGroup &group, mlir::Value value);

  KernelGroup *groupOf(mlir::Operation *op) const { return op ? owner.lookup(op) : nullptr; }
  bool isAlone(const KernelGroup &group) const { return group.ops.size() == 1; }
  bool contains(const KernelGroup &group, mlir::Operation *op) const { return groupOf(op) == &group; }
  bool usedOutside(mlir::Value value, const KernelGroup &group) const;
  bool dependsThroughOthers(const KernelGroup &later, const KernelGroup &earlier) const;
  Refusal refusesEpilogue(const KernelGroup &group, mlir::Operation *op) const;
  Refusal refusesMerge(const KernelGroup &a, const KernelGroup &b) const;
  Refusal refusesCrossing(const KernelGroup &group, const KernelGroup &own, mlir::Value value) const;
  Refusal refusesProducer(const KernelGroup &group, mlir::Value value) const;
  Refusal refusesSize(const KernelGroup &a, const KernelGroup &b) const;
  void merge(KernelGroup &into, KernelGroup &from);
  void reject(mlir::Operation *op, const KernelGroup &group, Refusal reason) const;

  mlir::Block &body;
  mlir::SymbolTableCollection symbols;
  std::vector<std::unique_ptr<KernelGroup>> storage; ///< in block order of the first operator
  llvm::DenseMap<mlir::Operation *, KernelGroup *> owner;
  llvm::DenseMap<mlir::Operation *, size_t> position;
};

} // namespace dlc
