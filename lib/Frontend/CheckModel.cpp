//===- CheckModel.cpp - Refuse entries that a C header cannot declare -----===//
//
// Of names: those of parameters of prototypes and macros. What the header exports is in CheckNames.cpp.
//
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "dlc/Frontend/Diagnostics.h"
#include "dlc/Frontend/HeaderNames.h"
#include "dlc/Frontend/Passes.h"
#include "lib/Frontend/ReservedNames.h"
#include "lib/Frontend/Soundness.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

namespace dlc {
#define GEN_PASS_DEF_CHECKMODEL
#include "dlc/Frontend/Passes.h.inc"
} // namespace dlc

using namespace dlc;
using namespace mlir;

namespace {

/// Parameters of one prototype or macro.
class Scope {
public:
  /// Reports where `name` is none of C or one that is taken. `what` says what it names.
  LogicalResult add(Location location, const Twine &what, StringRef name);

private:
  llvm::StringMap<std::string> owners;
};

struct CheckModel : dlc::impl::CheckModelBase<CheckModel> {
  void runOnOperation() override;

private:
  LogicalResult checkEntry(FuncOp entry);
  LogicalResult checkTyped(FuncOp entry, const Twine &what, StringRef name, RankedTensorType type,
                           ArrayRef<Attribute> dims, Scope &scope, llvm::StringSet<> &seenDims);
};

} // namespace

LogicalResult Scope::add(Location location, const Twine &what, StringRef name) {
  std::string identifier = identifierOf(name);
  if (identifier.empty() || isReservedEverywhere(identifier))
    return dlc::emitError(location, Code::ReservedName)
           << what << " is named '" << name << "', in C `" << identifier << "`, which is "
           << (identifier.empty() ? "no identifier" : "a reserved word") << ": choose another name";
  auto [entry, isNew] = owners.try_emplace(identifier, (what + " '" + name + "'").str());
  if (!isNew)
    return dlc::emitError(location, Code::NameClash)
           << what << " '" << name << "' and " << entry->second << " are both `" << identifier << "` in C: rename one";
  return success();
}

/// As it is written, without the quotes of messages.
static std::string textOf(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

/// `@batch` as it is written: what to put after a type.
static std::string dimsToWrite(unsigned count) {
  static constexpr StringLiteral names[] = {"@batch", "@n", "@m", "@k"};
  std::string text = "[";
  for (unsigned i = 0; i < count; ++i)
    text += (i ? ", " : "") + (i < 4 ? names[i].str() : "@n" + std::to_string(i));
  return text + "]";
}

LogicalResult CheckModel::checkTyped(FuncOp entry, const Twine &what, StringRef name, RankedTensorType type,
                                     ArrayRef<Attribute> dims, Scope &scope, llvm::StringSet<> &seenDims) {
  bool ok = true;
  if (name.empty()) {
    dlc::emitError(entry.getLoc(), Code::UnnamedResult)
        << what << " of entry @" << entry.getSymName() << " has no name: write `(NAME: " << textOf(type)
        << ")`, or `func private` where it is called from the model only";
    ok = false;
  } else {
    ok &= succeeded(scope.add(entry.getLoc(), what, name));
  }
  if (type.getNumDynamicDims() && dims.empty()) {
    std::string written = dimsToWrite(type.getNumDynamicDims());
    dlc::emitError(entry.getLoc(), Code::UnnamedExtent)
        << what << " '" << name << "' of entry @" << entry.getSymName() << " has unknown extents without names: write `"
        << textOf(type) << " " << written << "`, and e.g. `dim @batch = 1 to 64` in the model";
    ok = false;
  }
  for (Attribute dim : dims) {
    StringRef symbol = cast<FlatSymbolRefAttr>(dim).getValue();
    if (!seenDims.insert(symbol).second)
      continue;
    ok &= succeeded(scope.add(entry.getLoc(), "dim", symbol));
  }
  return success(ok);
}

LogicalResult CheckModel::checkEntry(FuncOp entry) {
  Scope scope;
  llvm::StringSet<> dims;
  bool ok = true;
  for (auto [index, type] : llvm::enumerate(entry.getArgumentTypes()))
    ok &= succeeded(checkTyped(entry, "argument #" + Twine(index), entry.getArgumentName(index),
                               cast<RankedTensorType>(type), entry.getArgumentDims(index), scope, dims));
  for (auto [index, type] : llvm::enumerate(entry.getResultTypes()))
    ok &= succeeded(checkTyped(entry, "result #" + Twine(index), entry.getResultName(index),
                               cast<RankedTensorType>(type), entry.getResultDims(index), scope, dims));
  return success(ok);
}

void CheckModel::runOnOperation() {
  ModelOp model = getOperation();
  bool ok = true;
  Scope dims; // of MODEL_reserve and MODEL_ARENA_BYTES
  for (DimOp dim : model.getOps<DimOp>())
    if (isSound(dim))
      ok &= succeeded(dims.add(dim.getLoc(), "dim", dim.getSymName()));
  bool any = false;
  for (FuncOp function : model.getOps<FuncOp>()) {
    if (function.isPrivate())
      continue;
    any = true;
    if (!isSound(function))
      continue;
    ok &= succeeded(checkEntry(function));
  }
  if (!any && isComplete(model)) {
    dlc::emitError(model.getLoc(), Code::NoEntry)
        << "model @" << model.getSymName() << " has no entry: write `func @forward(...) -> (...) { ... }`";
    ok = false;
  }
  if (!ok)
    signalPassFailure();
  markAllAnalysesPreserved();
}
