//===- ParseModel.cpp - Read the text of a model --------------------------===//
//
// MLIR's parser stops at its first error. Where that lies in the body of a
// function, the body is overwritten with spaces (positions stay), and the text
// is parsed again: the next error is another one. An error elsewhere takes its
// whole declaration out. What is left is verified op by op.
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/ParseModel.h"
#include "lib/Frontend/Capture.h"
#include "lib/Frontend/Scan.h"
#include "lib/Frontend/VerifyModel.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/SourceMgr.h"

using namespace dlc;
using namespace mlir;

namespace {

class ModelParser {
public:
  ModelParser(llvm::MemoryBufferRef source, MLIRContext &context);
  OwningOpRef<ModuleOp> run();

private:
  OwningOpRef<ModuleOp> parse(std::vector<Captured> &errors);
  void reportSyntax(const Captured &error);
  bool blank(const Captured &error);
  Location locationOf(size_t offset);
  std::optional<size_t> offsetOf(Location location);
  StringRef wordAt(size_t offset) const;
  bool isOperatorName(size_t offset) const;

  MLIRContext &context;
  StringRef name;
  std::string text; // with the broken parts overwritten
  StringRef original;
  ScanResult scanned;
  std::vector<size_t> lines; // where each begins
  LostText lost;
};

} // namespace

ModelParser::ModelParser(llvm::MemoryBufferRef source, MLIRContext &context)
    : context(context), name(source.getBufferIdentifier()), text(source.getBuffer()), original(source.getBuffer()) {
  lines.push_back(0);
  for (size_t at = original.find('\n'); at != StringRef::npos; at = original.find('\n', at + 1))
    lines.push_back(at + 1);
}

Location ModelParser::locationOf(size_t offset) {
  size_t line = llvm::upper_bound(lines, offset) - lines.begin();
  return FileLineColLoc::get(&context, name, line, offset - lines[line - 1] + 1);
}

std::optional<size_t> ModelParser::offsetOf(Location location) {
  auto place = dyn_cast<FileLineColLoc>(location);
  if (!place || place.getLine() == 0 || place.getLine() > lines.size() || place.getFilename() != name)
    return std::nullopt;
  return std::min(lines[place.getLine() - 1] + std::max(1u, place.getColumn()) - 1, original.size());
}

StringRef ModelParser::wordAt(size_t offset) const {
  return original.substr(offset).take_while(
      [](char c) { return llvm::isAlnum(c) || c == '_' || c == '.' || c == '$'; });
}

/// `%0 = word` of a known operator: errors of type inference are reported there.
bool ModelParser::isOperatorName(size_t offset) const {
  StringRef word = wordAt(offset);
  word.consume_front("dlc.");
  return original.take_front(offset).rtrim(" \t\r\n").ends_with("=") &&
         RegisteredOperationName::lookup(("dlc." + word).str(), &context);
}

//===----------------------------------------------------------------------===//
// Syntax errors
//===----------------------------------------------------------------------===//

/// The op or other word of the language nearest to `word`, or nothing.
static StringRef nearestOperator(MLIRContext &context, StringRef word) {
  StringRef nearest;
  unsigned best = std::max<unsigned>(1, word.size() / 3) + 1;
  for (RegisteredOperationName op : context.getRegisteredOperations()) {
    StringRef candidate = op.getStringRef();
    if (!candidate.consume_front("dlc."))
      continue;
    unsigned distance = word.edit_distance(candidate, true, best);
    if (distance < best || (distance == best && candidate < nearest && !nearest.empty())) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

static Code classifySyntax(StringRef text) {
  if (text.starts_with("use of undeclared SSA value"))
    return Code::UndefinedValue;
  if (text.starts_with("redefinition of SSA value") || text.contains("is already in use"))
    return Code::Redefined;
  if (text.contains("expects different type than prior uses"))
    return Code::TypeOfUse;
  if (text.starts_with("unknown attribute"))
    return Code::UnknownAttribute;
  if (text.contains("is unknown (tried") || text.contains("unregistered operation") ||
      text.contains("unregistered dialect") || text.contains("not found for custom op"))
    return Code::UnknownOperator;
  return Code::Syntax;
}

void ModelParser::reportSyntax(const Captured &error) {
  Code code = classifySyntax(error.text);
  std::optional<size_t> offset = offsetOf(error.location);
  if (code == Code::UnknownOperator && offset) {
    StringRef word = wordAt(*offset);
    if (word.empty()) {
      dlc::emitError(error.location, code) << "unknown operator: a model has those of the dlc dialect only";
      return;
    }
    InFlightDiagnostic diagnostic = dlc::emitError(error.location, code) << "unknown operator '" << word << "'";
    word.consume_front("dlc.");
    if (StringRef nearest = nearestOperator(context, word); !nearest.empty())
      diagnostic << ", did you mean '" << nearest << "'?";
    return;
  }
  if (code != Code::Syntax || !offset || !isOperatorName(*offset))
    return report(error, code);
  // Of an op that was read, but has no result type.
  Captured named = error;
  if (!StringRef(named.text).starts_with("'"))
    named.text = (wordAt(*offset) + ": " + named.text).str();
  report(named, Code::NoResultType);
}

/// Takes the part around an error out of the text; false where there is none.
bool ModelParser::blank(const Captured &error) {
  std::optional<size_t> offset = offsetOf(error.location);
  if (!offset)
    return false;
  // What stands at the first word of a declaration is the fault of the one before, which is not complete.
  const Declaration *innermost = nullptr;
  for (const Declaration &declaration : scanned.declarations)
    if (declaration.keyword != "model" && declaration.begin < *offset && *offset <= declaration.end)
      innermost = &declaration;
  if (!innermost)
    return false;
  bool isBody = innermost->keyword != "block" && innermost->bodyBegin && innermost->bodyBegin <= *offset &&
                *offset <= innermost->bodyEnd;
  Location location = locationOf(innermost->begin);
  // A body that is gone already cannot be at fault.
  isBody &= lost.bodies.insert(location).second;
  size_t begin = isBody ? innermost->bodyBegin : innermost->begin;
  size_t end = isBody ? innermost->bodyEnd : innermost->end;
  bool changed = false;
  for (char &c : llvm::MutableArrayRef<char>(text.data() + begin, end - begin)) {
    changed |= !llvm::isSpace(c);
    c = c == '\n' ? '\n' : ' ';
  }
  if (!isBody)
    lost.names.insert(innermost->name);
  return changed;
}

//===----------------------------------------------------------------------===//
// The text, again and again
//===----------------------------------------------------------------------===//

OwningOpRef<ModuleOp> ModelParser::parse(std::vector<Captured> &errors) {
  OwningOpRef<ModuleOp> module;
  errors = captureErrors(context, [&] {
    llvm::SourceMgr sources;
    sources.AddNewSourceBuffer(llvm::MemoryBuffer::getMemBuffer(text, name), llvm::SMLoc());
    module = parseSourceFile<ModuleOp>(sources, ParserConfig(&context, /*verifyAfterParse=*/false));
  });
  return module;
}

OwningOpRef<ModuleOp> ModelParser::run() {
  scanned = scan(original);
  for (const ScanError &error : scanned.errors)
    dlc::emitError(locationOf(error.offset), error.code) << error.message;
  if (!scanned.errors.empty())
    return nullptr;
  constexpr unsigned maxRounds = 32;
  for (unsigned round = 0; round < maxRounds; ++round) {
    std::vector<Captured> errors;
    OwningOpRef<ModuleOp> module = parse(errors);
    for (const Captured &error : errors)
      reportSyntax(error);
    if (module && errors.empty())
      return succeeded(verifyModel(*module, lost)) ? std::move(module) : nullptr;
    bool progress = false;
    for (const Captured &error : errors)
      progress |= blank(error);
    if (!progress)
      break;
  }
  return nullptr;
}

void dlc::prepareContext(MLIRContext &context) {
  context.loadDialect<DlcDialect>();
  context.printOpOnDiagnostic(false);
}

OwningOpRef<ModuleOp> dlc::parseModel(llvm::MemoryBufferRef source, MLIRContext &context) {
  return ModelParser(source, context).run();
}

std::unique_ptr<llvm::MemoryBuffer> dlc::readModel(StringRef path, MLIRContext &context) {
  Location location = UnknownLoc::get(&context);
  auto fail = [&](const Twine &reason) {
    dlc::emitError(location, Code::CannotRead) << "cannot read '" << path << "': " << reason;
    return nullptr;
  };
  if (path == "-") {
    auto input = llvm::MemoryBuffer::getSTDIN();
    return input ? std::move(*input) : fail(input.getError().message());
  }
  llvm::sys::fs::file_status status;
  if (std::error_code error = llvm::sys::fs::status(path, status))
    return fail(error.message());
  // A FIFO or a device would wait or never end.
  if (!llvm::sys::fs::is_regular_file(status))
    return fail("it is not a regular file");
  if (status.getSize() > maxSourceBytes) {
    dlc::emitError(location, Code::TooLarge) << "'" << path << "' has " << status.getSize() << " bytes, at most "
                                             << maxSourceBytes << " are read: put weights into a safetensors file";
    return nullptr;
  }
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return fail(buffer.getError().message());
  return std::move(*buffer);
}
