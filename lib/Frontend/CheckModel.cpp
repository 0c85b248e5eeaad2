//===- CheckModel.cpp - Refuse entries that a C header cannot declare -----===//

#include "dialects/dlc/Dlc.h"
#include "dlc/Frontend/Diagnostics.h"
#include "dlc/Frontend/Passes.h"
#include "lib/Frontend/Soundness.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

namespace dlc {
#define GEN_PASS_DEF_CHECKMODEL
#include "dlc/Frontend/Passes.h.inc"
} // namespace dlc

using namespace dlc;
using namespace mlir;

/// What is no letter, digit or underscore becomes `_`.
static std::string identifierOf(StringRef name) {
  std::string identifier = name.str();
  for (char &c : identifier)
    c = llvm::isAlnum(c) ? c : '_';
  return identifier;
}

/// Words of C and C++, of either of which the header's reader may be.
static bool isReserved(StringRef identifier) {
  static const llvm::StringSet<> words = {"alignas",
                                          "alignof",
                                          "and",
                                          "and_eq",
                                          "asm",
                                          "auto",
                                          "bitand",
                                          "bitor",
                                          "bool",
                                          "break",
                                          "case",
                                          "catch",
                                          "char",
                                          "char16_t",
                                          "char32_t",
                                          "char8_t",
                                          "class",
                                          "co_await",
                                          "co_return",
                                          "co_yield",
                                          "compl",
                                          "concept",
                                          "const",
                                          "const_cast",
                                          "consteval",
                                          "constexpr",
                                          "constinit",
                                          "continue",
                                          "decltype",
                                          "default",
                                          "delete",
                                          "do",
                                          "double",
                                          "dynamic_cast",
                                          "else",
                                          "enum",
                                          "explicit",
                                          "export",
                                          "extern",
                                          "false",
                                          "float",
                                          "for",
                                          "friend",
                                          "goto",
                                          "if",
                                          "inline",
                                          "int",
                                          "int16_t",
                                          "int32_t",
                                          "int64_t",
                                          "int8_t",
                                          "long",
                                          "mutable",
                                          "namespace",
                                          "new",
                                          "noexcept",
                                          "not",
                                          "not_eq",
                                          "nullptr",
                                          "operator",
                                          "or",
                                          "or_eq",
                                          "private",
                                          "protected",
                                          "public",
                                          "register",
                                          "reinterpret_cast",
                                          "requires",
                                          "restrict",
                                          "return",
                                          "short",
                                          "signed",
                                          "size_t",
                                          "sizeof",
                                          "static",
                                          "static_assert",
                                          "static_cast",
                                          "struct",
                                          "switch",
                                          "template",
                                          "this",
                                          "thread_local",
                                          "throw",
                                          "true",
                                          "try",
                                          "typedef",
                                          "typeid",
                                          "typename",
                                          "typeof",
                                          "uint16_t",
                                          "uint64_t",
                                          "union",
                                          "unsigned",
                                          "using",
                                          "virtual",
                                          "void",
                                          "volatile",
                                          "wchar_t",
                                          "while",
                                          "xor",
                                          "xor_eq",
                                          "NULL",
                                          "main",
                                          "instance"};
  // Names that begin with `_` and those of the interface itself.
  return words.contains(identifier) || identifier.starts_with("__") || identifier == "_" ||
         identifier.starts_with("dlc_") || identifier.starts_with("DLC_");
}

namespace {

/// Identifiers of one scope of the header.
class Scope {
public:
  /// Reports where `name` is none of C or one that is taken. `what` says what it names.
  LogicalResult add(Location location, const Twine &what, StringRef name);
  void reserve(StringRef identifier, StringRef by) { owners[identifier] = by.str(); }

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
  if (identifier.empty() || llvm::isDigit(identifier.front()) || isReserved(identifier))
    return dlc::emitError(location, Code::ReservedName)
           << what << " is named '" << name << "', in C `" << identifier << "`, which is "
           << (isReserved(identifier) ? "a reserved word" : "no identifier") << ": choose another name";
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
    if (seenDims.insert(symbol).second)
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
  bool ok = succeeded(Scope().add(model.getLoc(), "the model", model.getSymName()));
  // MODEL_create and so on: what every artefact has.
  Scope functions;
  for (StringRef name : {"create", "share", "destroy", "reserve", "load", "load_memory", "save", "save_memory", "get",
                         "set", "reset", "seed", "bytes", "message", "set_stream", "wait"})
    functions.reserve(name, "a function of every artefact");
  // Stands beside the entries in the compiled code: what packs weights.
  functions.reserve("prepare", "a program of every artefact");
  bool any = false;
  for (FuncOp function : model.getOps<FuncOp>()) {
    if (function.isPrivate())
      continue;
    any = true;
    if (!isSound(function))
      continue;
    std::string plain = identifierOf(function.getSymName());
    ok &= succeeded(functions.add(function.getLoc(), "entry", function.getSymName()));
    // The second form of each entry.
    functions.reserve(plain + "_dl", "the second form of entry '" + plain + "'");
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
