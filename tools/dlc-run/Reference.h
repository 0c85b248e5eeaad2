//===- Reference.h - What a model computes, by its operators' definitions ---===//
//
// The text of the model is read once more and its entries are evaluated in f64: the oracle that compiled code is held
// against. "Naive" is what one would get by rounding after each operator, with products summed one by one.
//===----------------------------------------------------------------------===//

#ifndef DLC_RUN_REFERENCE_H
#define DLC_RUN_REFERENCE_H

#include "dialects/dlc/Dlc.h"
#include "dialects/dlc/Evaluate.h"
#include "dlc/Frontend/Diagnostics.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "tools/dlc-run/RandomInputs.h"
#include "llvm/ADT/StringMap.h"

namespace dlc::run {

/// The value as the evaluator takes it.
Tensor tensorOf(const Value &value, mlir::Type element);

class Reference {
public:
  /// Reads a model; diagnostics have been printed where there is none.
  static std::unique_ptr<Reference> read(llvm::StringRef path, llvm::StringRef model);

  /// The function of an entry.
  FuncOp entry(llvm::StringRef name) { return module.lookupSymbol<FuncOp>(name); }

  /// What each argument may be: indices stay inside of what they index.
  llvm::SmallVector<Range> ranges(FuncOp entry);

  struct Outcome {
    llvm::SmallVector<Tensor> results;
    llvm::StringMap<Tensor> states; // that were written, by key
  };
  /// Fails where the definition has no value, an index out of range say; `whyNot` then holds the diagnostic. `tensors`:
  /// all parameters and states, by key.
  std::optional<Outcome> evaluate(FuncOp entry, llvm::ArrayRef<Value> inputs, const llvm::StringMap<Value> &tensors,
                                  bool naive);
  std::string whyNot;

private:
  explicit Reference();

  mlir::MLIRContext context;
  Diagnostics diagnostics;
  std::unique_ptr<llvm::MemoryBuffer> text;
  mlir::OwningOpRef<mlir::ModuleOp> file;
  ModelOp module;
};

} // namespace dlc::run

#endif // DLC_RUN_REFERENCE_H
