//===- CheckNames.cpp - Refuse what the headers of a file cannot export ----===//
//
// Every function, type and macro of every model of the file, in one table: against one another, since a program may
// include all headers, and against what it includes besides.
//
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "dlc/Frontend/Diagnostics.h"
#include "dlc/Frontend/HeaderNames.h"
#include "dlc/Frontend/Passes.h"
#include "lib/Frontend/ReservedNames.h"
#include "lib/Frontend/Soundness.h"
#include "llvm/Support/FormatVariadic.h"

namespace dlc {
#define GEN_PASS_DEF_CHECKNAMES
#include "dlc/Frontend/Passes.h.inc"
} // namespace dlc

using namespace dlc;
using namespace mlir;

namespace {

struct CheckNames : dlc::impl::CheckNamesBase<CheckNames> {
  void runOnOperation() override;

private:
  llvm::StringMap<std::string> owners; // of identifiers

  LogicalResult add(Location location, StringRef what, StringRef identifier);
  LogicalResult addCommon(ModelOp model, StringRef name);
  LogicalResult addModel(ModelOp model);
};

} // namespace

/// Reports where the header cannot export `identifier`, or something else does. `what` says what it names.
LogicalResult CheckNames::add(Location location, StringRef what, StringRef identifier) {
  if (identifier.empty() || isReservedWord(identifier))
    return dlc::emitError(location, Code::ReservedName)
           << what << " is in C `" << identifier << "`, which is "
           << (identifier.empty() ? "no identifier" : "a reserved word") << ": choose another name";
  auto [entry, isNew] = owners.try_emplace(identifier, what);
  if (isNew && !isLibraryName(identifier))
    return success();
  StringRef other = isNew ? "a name of the C library" : StringRef(entry->second);
  return dlc::emitError(location, Code::NameClash)
         << what << " and " << other << " are both `" << identifier << "` in C: rename one";
}

/// Adds the names that every model exports. Stops at the first clash: the model must be renamed anyway.
LogicalResult CheckNames::addCommon(ModelOp model, StringRef name) {
  auto addAll = [&](StringRef kind, StringRef prefix, ArrayRef<const char *> names) {
    for (StringRef of : names) {
      std::string what = llvm::formatv("{0} '{1}' of model '{2}'", kind, of, model.getSymName());
      if (failed(add(model.getLoc(), what, (prefix + "_" + of).str())))
        return failure();
    }
    return success();
  };
  // Also taken: inline functions of the header, the accessor of the table, functions of later versions (set_stream,
  // wait), and the program `prepare`, which stands beside the entries in the compiled code.
  return success(succeeded(addAll("function", name, commonFunctions())) &&
                 succeeded(addAll("function", name,
                                  {"create_checked", "share_checked", "bytes_checked", "module_get", "set_stream",
                                   "wait", "prepare"})) &&
                 succeeded(addAll("macro", name.upper(),
                                  {"OPTIONS_INIT", "PARAMETER_BYTES", "PACKED_BYTES", "STATE_BYTES", "ARENA_BYTES"})));
}

LogicalResult CheckNames::addModel(ModelOp model) {
  StringRef symbol = model.getSymName();
  std::string name = identifierOf(symbol);
  if (failed(add(model.getLoc(), ("the model '" + symbol + "'").str(), name)) || failed(addCommon(model, name)))
    return failure();
  bool ok = true;
  for (FuncOp function : model.getOps<FuncOp>()) {
    if (function.isPrivate() || !isSound(function))
      continue;
    std::string plain = name + "_" + identifierOf(function.getSymName());
    std::string entry = llvm::formatv("entry '{0}' of model '{1}'", function.getSymName(), symbol);
    ok &= succeeded(add(function.getLoc(), entry, plain)) &&
          succeeded(add(function.getLoc(), "the tensor form of " + entry, plain + "_dl"));
  }
  return success(ok);
}

void CheckNames::runOnOperation() {
  owners.clear();
  // The type of a model stands in prototypes with these: parameters of that name would hide it.
  for (StringRef name : {"options", "owner"})
    owners[name] = "a name of the header";
  bool ok = true;
  for (ModelOp model : getOperation().getOps<ModelOp>())
    ok &= succeeded(addModel(model));
  if (!ok)
    signalPassFailure();
  markAllAnalysesPreserved();
}
