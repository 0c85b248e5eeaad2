//===- ParseModel.cpp - Read the text of a model --------------------------===//
//
// MLIR's parser stops at its first error. What is at fault is overwritten with
// spaces (positions stay), and the text is parsed again: the next error is another
// one. In the body of a function that is one operator; elsewhere it is a whole declaration. Operators that use what
// an operator at fault would have defined are read like all others, and then taken out without a word, so that no
// error is said because of another one. What is left is verified op by op.
//===----------------------------------------------------------------------===//

#include "dlc/Frontend/ParseModel.h"
#include "lib/Frontend/Braces.h"
#include "lib/Frontend/Capture.h"
#include "lib/Frontend/Forms.h"
#include "lib/Frontend/Scan.h"
#include "lib/Frontend/Statements.h"
#include "lib/Frontend/Suggest.h"
#include "lib/Frontend/VerifyModel.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/SourceMgr.h"
#include <map>

using namespace dlc;
using namespace mlir;

namespace {

class ModelParser {
public:
  ModelParser(llvm::MemoryBufferRef source, MLIRContext &context);
  ParsedModel run();

private:
  OwningOpRef<ModuleOp> parse(std::vector<Captured> &errors);
  Code classify(const Captured &error);
  void reportSyntax(const Captured &error, Code code);
  void reportUnknownWord(Location location, StringRef word, StringRef rest);
  bool handle(const Captured &error);
  bool blank(size_t begin, size_t end);
  bool blankBody(const Declaration &owner, size_t offset, Code code);
  bool blankUsers(ArrayRef<Statement> statements, StringRef value);
  SmallVector<Statement> bodyOf(const Declaration &owner) const;
  static size_t statementAt(ArrayRef<Statement> statements, size_t offset, bool isSyntax);
  size_t endOfLineBefore(size_t offset) const;
  StringRef operatorAt(size_t offset) const;
  const Declaration *declarationAt(size_t offset) const;
  Location locationOf(size_t offset);
  std::optional<size_t> offsetOf(Location location);
  StringRef wordAt(size_t offset) const { return dlc::wordAt(original, offset); }
  StringRef valueAt(size_t offset) const;
  bool isOperatorName(size_t offset) const;

  MLIRContext &context;
  StringRef name;
  std::string text; // with the broken parts overwritten
  StringRef original;
  ScanResult scanned;
  std::vector<size_t> lines; // where each begins
  LostText lost;
  llvm::SmallPtrSet<const Declaration *, 4> gone;              // bodies of which nothing is left
  std::map<const Declaration *, llvm::StringSet<>> lostValues; // what operators at fault would have defined
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

/// `%name`, or nothing.
StringRef ModelParser::valueAt(size_t offset) const {
  StringRef rest = original.substr(offset);
  return rest.starts_with("%") ? rest.take_front(1 + wordAt(offset + 1).size()) : StringRef();
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

/// Two letters that follow each other have changed places: `rleu`.
static bool isSwapOf(StringRef a, StringRef b) {
  size_t at = 0;
  while (at < a.size() && at < b.size() && a[at] == b[at])
    ++at;
  return a.size() == b.size() && at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] &&
         a.drop_front(at + 2) == b.drop_front(at + 2);
}

/// The op or other word of the language nearest to `word`, or nothing.
static StringRef nearestOperator(MLIRContext &context, StringRef word) {
  StringRef nearest;
  // `Relu` of PyTorch is `relu`.
  std::string lower = word.lower();
  word = lower;
  // Of three letters one that differs makes another word.
  unsigned best = word.size() <= 3 ? 1 : word.size() / 3 + 1;
  for (RegisteredOperationName op : context.getRegisteredOperations()) {
    StringRef candidate = op.getStringRef();
    if (!candidate.consume_front("dlc."))
      continue;
    unsigned distance = isSwapOf(word, candidate) ? 1 : word.edit_distance(candidate, true, best);
    if (distance < best || (distance == best && candidate < nearest && !nearest.empty())) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

/// `BatchNormalization`, `batch_norm` -> letters alone, as the table of synonyms has them.
static std::string simplify(StringRef word) {
  std::string letters = word.lower();
  llvm::erase(letters, '_');
  return letters;
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

/// What MLIR says about values, in the words of this language.
static void rewordValue(Captured &error, Code code, StringRef value) {
  if (code == Code::UndefinedValue) {
    error.text = (value + " is not defined: each value is defined above its first use, in the same function").str();
    error.notes.clear();
  }
  if (code == Code::Redefined && !value.empty())
    error.text = (value + " is defined twice: give one of the two another name").str();
  if (code == Code::TypeOfUse) {
    auto [written, type] = StringRef(error.text).split("prior uses: ").second.split(" vs ");
    error.text = (value + " has type " + type + ", " + written + " is written here").str();
  }
  if (code != Code::TypeOfUse && code != Code::Redefined)
    return;
  for (auto &[location, note] : error.notes)
    note = code == Code::TypeOfUse ? "it has its type from here" : "first defined here";
}

Code ModelParser::classify(const Captured &error) {
  Code code = classifySyntax(error.text);
  std::optional<size_t> offset = offsetOf(error.location);
  // Of an op that was read, but has no result type.
  return code == Code::Syntax && offset && isOperatorName(*offset) ? Code::NoResultType : code;
}

/// A word that begins an operator or a declaration, but is none; `rest` is what stands behind it.
void ModelParser::reportUnknownWord(Location location, StringRef word, StringRef rest) {
  auto isRegistered = [&](StringRef name) {
    return bool(RegisteredOperationName::lookup(("dlc." + name).str(), &context));
  };
  if (isRegistered(word)) {
    dlc::emitError(location, Code::Misplaced)
        << "'" << word << "' is not allowed outside a model: "
        << (word == "model" ? "write `dlc.model @name {`" : "write `dlc.model @name { ... }` around it");
    return;
  }
  if (rest.starts_with("=")) {
    dlc::emitError(location, Code::Syntax) << "a value begins with `%`: write `%" << word << " =`";
    return;
  }
  InFlightDiagnostic diagnostic = dlc::emitError(location, Code::UnknownOperator)
                                  << "unknown operator '" << word << "'";
  word = word.rsplit('.').second.empty() ? word : word.rsplit('.').second; // `torch.relu`, `func.func`
  if (const StringRef *known = synonymOf(simplify(word)); known && known->empty())
    diagnostic << ": dlc has nothing like it yet";
  else if (known || isRegistered(word))
    diagnostic << ": write " << (known ? *known : word);
  else if (StringRef nearest = nearestOperator(context, word); !nearest.empty())
    diagnostic << ", did you mean '" << nearest << "'?";
}

void ModelParser::reportSyntax(const Captured &error, Code code) {
  std::optional<size_t> offset = offsetOf(error.location);
  if (code == Code::UnknownOperator && offset) {
    StringRef word = wordAt(*offset);
    if (word.empty()) {
      dlc::emitError(error.location, code) << "unknown operator: a model has those of docs/operators.md only";
      return;
    }
    reportUnknownWord(error.location, word, original.substr(*offset + word.size()).ltrim(" \t"));
    return;
  }
  Captured named = error;
  if (code == Code::Syntax && offset) {
    if (std::string text = suggestFor(named.text, original, *offset); !text.empty())
      named.text = std::move(text);
    named.location = locationOf(endOfLineBefore(*offset));
    if (StringRef form = formOf(operatorAt(*offset)); !form.empty())
      named.notes.push_back({named.location, ("it is written like this: " + form).str()});
  }
  if (code == Code::NoResultType && !StringRef(named.text).starts_with("'"))
    named.text = (wordAt(*offset) + ": " + named.text).str();
  else if (offset)
    rewordValue(named, code, valueAt(*offset));
  report(named, code);
}

/// MLIR reports what is missing at the token that stands there instead. Where that is on a later line, this is the end
/// of the line where something is missing.
size_t ModelParser::endOfLineBefore(size_t offset) const {
  size_t line = llvm::upper_bound(lines, offset) - lines.begin() - 1;
  bool isFirstOfLine = original.slice(lines[line], offset).trim().empty();
  return isFirstOfLine ? endOfCodeBefore(original, offset) : offset;
}

/// The word of the operator in whose text, or behind which, the offset is.
StringRef ModelParser::operatorAt(size_t offset) const {
  const Declaration *owner = declarationAt(offset);
  if (!owner || !owner->bodyBegin || offset < owner->bodyBegin)
    return {};
  SmallVector<Statement> statements = bodyOf(*owner);
  size_t number = statementAt(statements, offset, /*isSyntax=*/true);
  if (number == 0)
    return {};
  StringRef statement = original.slice(statements[number - 1].begin, statements[number - 1].end);
  if (statement.starts_with("%"))
    statement = statement.split('=').second.ltrim();
  statement.consume_front("dlc.");
  return statement.take_while([](char c) { return llvm::isAlnum(c) || c == '_'; });
}

//===----------------------------------------------------------------------===//
// What is at fault is taken out
//===----------------------------------------------------------------------===//

/// What stands at the first word of a declaration is the fault of the one before, which is not complete.
const Declaration *ModelParser::declarationAt(size_t offset) const {
  const Declaration *innermost = nullptr;
  for (const Declaration &declaration : scanned.declarations)
    if (declaration.keyword != "model" && declaration.begin < offset && offset <= declaration.end)
      innermost = &declaration;
  return innermost;
}

/// Overwrites a part of the text; false where it was empty.
bool ModelParser::blank(size_t begin, size_t end) {
  bool changed = false;
  for (char &c : llvm::MutableArrayRef<char>(text.data() + begin, end - begin)) {
    changed |= !llvm::isSpace(c);
    c = c == '\n' ? '\n' : ' ';
  }
  return changed;
}

SmallVector<Statement> ModelParser::bodyOf(const Declaration &owner) const {
  auto isOperator = [&](StringRef word) {
    return bool(RegisteredOperationName::lookup(("dlc." + word).str(), &context));
  };
  return statementsOf(text, owner.bodyBegin, owner.bodyEnd, isOperator);
}

/// One more than the number of the statement at an offset; 0: it is before all of them.
size_t ModelParser::statementAt(ArrayRef<Statement> statements, size_t offset, bool isSyntax) {
  size_t number = llvm::upper_bound(statements, offset, [](size_t at, const Statement &s) { return at < s.begin; }) -
                  statements.begin();
  // An operator that is not complete ends at the first word of the next one.
  return number > 1 && isSyntax && statements[number - 1].begin == offset ? number - 1 : number;
}

/// Takes out all that needs `value`, of these statements.
bool ModelParser::blankUsers(ArrayRef<Statement> statements, StringRef value) {
  llvm::StringSet<> names;
  names.insert(value);
  auto isUser = [&](const Statement &statement) {
    return llvm::any_of(statement.operands, [&](StringRef name) { return names.contains(name); });
  };
  for (size_t before = 0; before != names.size();) {
    before = names.size();
    for (const Statement &statement : llvm::make_filter_range(statements, isUser))
      names.insert_range(statement.results);
  }
  bool changed = false;
  for (const Statement &statement : llvm::make_filter_range(statements, isUser))
    changed |= blank(statement.begin, statement.end);
  return changed;
}

/// Takes out the operator at fault, or those that use a value that nothing defines.
bool ModelParser::blankBody(const Declaration &owner, size_t offset, Code code) {
  SmallVector<Statement> statements = bodyOf(owner);
  if (code == Code::UndefinedValue)
    return blankUsers(statements, valueAt(offset).drop_front());
  size_t culprit = statementAt(statements, offset, code == Code::Syntax);
  if (culprit == 0) {
    gone.insert(&owner);
    return blank(owner.bodyBegin, owner.bodyEnd);
  }
  Statement &first = statements[culprit - 1];
  for (StringRef name : first.results)
    if (code != Code::Redefined)
      lostValues[&owner].insert(name);
    else // what is defined twice is another value above
      blankUsers(ArrayRef(statements).drop_front(culprit), name);
  return blank(first.begin, first.end);
}

/// Reports an error and takes the part around it out of the text; false where there is none.
bool ModelParser::handle(const Captured &error) {
  Code code = classify(error);
  std::optional<size_t> offset = offsetOf(error.location);
  const Declaration *owner = offset ? declarationAt(*offset) : nullptr;
  bool isBody = owner && owner->keyword != "block" && owner->bodyBegin && owner->bodyBegin <= *offset &&
                *offset <= owner->bodyEnd;
  bool isConsequence =
      isBody && code == Code::UndefinedValue && lostValues[owner].contains(valueAt(*offset).drop_front());
  if (!isConsequence)
    reportSyntax(error, code);
  if (!owner)
    return false;
  // A body that is gone already cannot be at fault.
  if (isBody && !gone.contains(owner)) {
    lost.bodies.insert(locationOf(owner->begin));
    return blankBody(*owner, *offset, code);
  }
  lost.names.insert(owner->name);
  return blank(owner->begin, owner->end);
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

ParsedModel ModelParser::run() {
  scanned = scan(original);
  for (const ScanError &error : scanned.errors)
    dlc::emitError(locationOf(error.offset), error.code) << error.message;
  if (!scanned.errors.empty())
    return {};
  // With the last sentence as many as are printed; fewer of a text that takes long to read.
  const size_t maxRounds = std::clamp<size_t>((size_t(32) << 20) / (original.size() + 1), 16, 99);
  Location last = locationOf(0);
  for (size_t round = 0; round < maxRounds; ++round) {
    std::vector<Captured> errors;
    OwningOpRef<ModuleOp> module = parse(errors);
    if (module && errors.empty()) {
      bool isWhole = false;
      if (failed(verifyModel(*module, lost, isWhole)))
        return {};
      return {std::move(module), isWhole};
    }
    bool progress = false;
    for (const Captured &error : errors)
      progress |= handle(error);
    if (!progress)
      return {};
    last = errors.empty() ? last : errors.back().location;
  }
  dlc::emitError(last, Code::Syntax) << "reading stops here, after " << maxRounds << " errors: there may be more below";
  return {};
}

void dlc::prepareContext(MLIRContext &context) {
  context.loadDialect<DlcDialect>();
  context.printOpOnDiagnostic(false);
}

ParsedModel dlc::parseWhatIsSound(llvm::MemoryBufferRef source, MLIRContext &context) {
  return ModelParser(source, context).run();
}

OwningOpRef<ModuleOp> dlc::parseModel(llvm::MemoryBufferRef source, MLIRContext &context) {
  ParsedModel parsed = parseWhatIsSound(source, context);
  return parsed.isWhole ? std::move(parsed.module) : nullptr;
}

OwningOpRef<ModuleOp> dlc::parseIr(llvm::MemoryBufferRef source, MLIRContext &context) {
  StringRef text = source.getBuffer();
  std::optional<ScanError> error = scanIr(text);
  if (!error)
    return parseSourceString<ModuleOp>(text, &context, source.getBufferIdentifier());
  StringRef before = text.take_front(error->offset);
  auto [lines, column] = std::pair(before.count('\n'), before.size() - (before.rfind('\n') + 1));
  dlc::emitError(FileLineColLoc::get(&context, source.getBufferIdentifier(), lines + 1, column + 1), error->code)
      << error->message;
  return nullptr;
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
