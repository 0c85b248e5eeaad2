//===- Scan.cpp - A look at the tokens before MLIR's parser ---------------===//
//
// MLIR's parser recurses per bracket and expands aliases, so text that nests
// deeply or defines aliases must not reach it. One pass over the tokens refuses
// such text and finds where declarations and bodies of functions begin and end,
// so that the parser's first error is not the only one that is reported.
//===----------------------------------------------------------------------===//

#include "lib/Frontend/Scan.h"
#include "lib/Frontend/Braces.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Endian.h"

using namespace dlc;
using llvm::StringRef;

namespace {

enum class Scope { Other, Model, Block, Body };

struct Bracket {
  char kind;
  size_t offset;
  Scope scope = Scope::Other;
  ptrdiff_t declaration = -1; // the one that is open directly inside, or whose body this is
};

class Scanner {
public:
  explicit Scanner(StringRef text) : text(text) {}
  ScanResult run();

private:
  bool checkBytes();
  void token();
  void word();
  void prefixed();
  void string();
  void bracket();
  void close(char kind);
  void error(size_t offset, Code code, const llvm::Twine &message);
  void checkName(size_t begin);
  void beginDeclaration();
  void checkBodyOpen(size_t begin);
  void unbalanced(size_t offset, const llvm::Twine &before, std::optional<ScanError> found = std::nullopt);
  void endDeclaration(Bracket &bracket, size_t offset);
  Scope scopeOfBrace(Bracket &parent, ptrdiff_t &declaration);

  StringRef text;
  size_t at = 0;
  std::vector<Bracket> open;
  ScanResult result;
  // The last bare words, for `func private @f`: keyword and where it stands.
  StringRef keyword, word1;
  size_t keywordOffset = 0;
  bool failed = false;
};

} // namespace

void Scanner::error(size_t offset, Code code, const llvm::Twine &message) {
  result.errors.push_back({offset, code, message.str()});
  // Enough to say what kind of file it is.
  failed |= result.errors.size() >= 20;
}

/// What a file is by its first bytes where people take it for a model; nothing where it may be text.
static StringRef binaryFormat(StringRef bytes) {
  struct Magic {
    StringRef bytes, name;
  };
  static const Magic table[] = {
      {"PK\x03\x04", "a zip archive, as PyTorch's .pt and numpy's .npz files are"},
      {StringRef("\x80\x02", 2), "a pickle of Python, as older .pt files are"},
      {StringRef("\x80\x04", 2), "a pickle of Python"},
      {"\x93NUMPY", "an array of numpy"},
      {"\x89HDF", "an HDF5 file, as Keras writes them"},
      {"\x1f\x8b", "compressed by gzip"},
      {"\x7f"
       "ELF",
       "an artefact or a program"},
      {"TFL3", "a model of TensorFlow Lite"},
  };
  for (const Magic &magic : table)
    if (bytes.starts_with(magic.bytes) || (magic.bytes == "TFL3" && bytes.substr(4).starts_with(magic.bytes)))
      return magic.name;
  if (bytes.size() > 9 && bytes[8] == '{' && llvm::support::endian::read64le(bytes.data()) < bytes.size())
    return "a safetensors file";
  // A protobuf whose first field is a small number and whose second is a string: ir_version and producer_name.
  if (bytes.size() > 2 && bytes[0] == '\x08' && bytes[1] < ' ' && (bytes[2] == '\x12' || bytes[2] == '\x3a'))
    return "an ONNX model";
  return {};
}

/// Size, NUL bytes and UTF-8.
bool Scanner::checkBytes() {
  if (StringRef format = binaryFormat(text); !format.empty()) {
    error(0, Code::NotText,
          "this is " + format +
              "; a model is text (docs/language.md), and its weights come from a safetensors file: "
              "`parameter @w : tensor<4x8xf32> = #dlc.external<\"weights.safetensors\", \"key\">`");
    return false;
  }
  if (text.size() > maxSourceBytes) {
    error(0, Code::TooLarge,
          "the model has " + llvm::Twine(text.size()) + " bytes of text, at most " + llvm::Twine(maxSourceBytes) +
              " are read: put weights into a safetensors file");
    return false;
  }
  if (size_t nul = text.find('\0'); nul != StringRef::npos) {
    error(nul, Code::NotText, "a NUL byte: a model is UTF-8 text");
    return false;
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    error(0, Code::NotText, "a byte order mark: save the model as UTF-8 without one");
    return false;
  }
  const auto *begin = reinterpret_cast<const llvm::UTF8 *>(text.begin());
  const llvm::UTF8 *position = begin;
  if (llvm::isLegalUTF8String(&position, reinterpret_cast<const llvm::UTF8 *>(text.end())))
    return true;
  error(position - begin, Code::NotText,
        "the byte 0x" + llvm::utohexstr(*position) + " is not UTF-8: save the model as UTF-8 text");
  return false;
}

static bool isWordCharacter(char c) { return llvm::isAlnum(c) || c == '_' || c == '$' || c == '.'; }

/// `array<index`, whose elements MLIR's parser asks for their width.
static bool isArrayOfIndex(StringRef word, StringRef rest) {
  return word == "array" && rest.consume_front("<") && rest.ltrim().starts_with("index");
}

void Scanner::checkName(size_t begin) {
  if (at - begin > maxNameBytes)
    error(begin, Code::NameTooLong,
          "a name or shape of " + llvm::Twine(at - begin) + " characters, at most " + llvm::Twine(maxNameBytes) +
              " are allowed");
}

void Scanner::string() {
  for (++at; at < text.size() && text[at] != '"' && text[at] != '\n'; ++at)
    if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] != '\n')
      ++at;
  at += at < text.size() && text[at] == '"';
}

/// Nothing below a bracket without a partner is where it seems to be. `found` is where the layout of the text says that
/// the other one is missing.
void Scanner::unbalanced(size_t offset, const llvm::Twine &before, std::optional<ScanError> found) {
  if (found)
    result.errors.push_back(std::move(*found));
  else
    error(offset, Code::Unbalanced, "'" + llvm::Twine(text[offset]) + "' has no partner" + before);
  failed = true;
}

/// `%name =` stands in a body only.
void Scanner::checkBodyOpen(size_t begin) {
  Bracket &bracket = open.back();
  if (bracket.kind != '{' || bracket.declaration < 0 || !text.substr(at).ltrim().starts_with("="))
    return;
  const Declaration &owner = result.declarations[bracket.declaration];
  if (owner.keyword == "func" && !owner.bodyBegin)
    unbalanced(begin, "", findMissingOpen(text, result.declarations));
}

/// A declaration begins where its keyword is followed by `@name`.
void Scanner::beginDeclaration() {
  static const llvm::StringSet<> keywords = {"dim",   "parameter", "state",  "instance",
                                             "block", "func",      "kernel", "model"};
  keyword.consume_front("dlc.");
  if (!keywords.contains(keyword) || open.back().kind != '{')
    return;
  Bracket &bracket = open.back();
  if (bracket.scope == Scope::Body && keyword != "func") // a dim in a body is one that stands in the wrong place
    return;
  if (bracket.scope == Scope::Body)
    return unbalanced(bracket.offset, "",
                      ScanError{endOfCodeBefore(text, keywordOffset), Code::Unbalanced,
                                "expected `}` behind this line: a func ends before the next one"});
  bool isOfFile = open.size() == 1;
  if (isOfFile && bracket.declaration >= 0 && !result.declarations[bracket.declaration].bodyBegin && keyword != "model")
    return unbalanced(keywordOffset, "", findMissingOpen(text, result.declarations));
  endDeclaration(bracket, keywordOffset);
  Declaration declaration;
  declaration.keyword = keyword;
  declaration.begin = keywordOffset;
  bracket.declaration = result.declarations.size();
  result.declarations.push_back(declaration);
}

void Scanner::endDeclaration(Bracket &bracket, size_t offset) {
  if (bracket.declaration >= 0)
    result.declarations[bracket.declaration].end = offset;
  bracket.declaration = -1;
}

/// `@name`, `%name`, `#name`, `!name`, `^name`, also with a string after the sign.
void Scanner::prefixed() {
  size_t begin = at;
  char sign = text[at++];
  if (at < text.size() && text[at] == '"')
    string();
  while (at < text.size() && (isWordCharacter(text[at]) || text[at] == '-'))
    if (text[at] == '-' && (sign != '%' || text.substr(at).starts_with("->")))
      break;
    else
      ++at;
  // `%0#1` is the second result of `%0:2`.
  if (sign == '%' && at < text.size() && text[at] == '#')
    ++at;
  checkName(begin);
  StringRef name = text.slice(begin + 1, at);
  if ((sign == '#' && !name.starts_with("dlc.")) || sign == '!')
    error(begin, Code::NotInLanguage,
          "'" + llvm::Twine(sign) + name.take_front(40) + "' is not part of a model" +
              (sign == '#' && name.empty() ? ": comments begin with `//`" : ""));
  if (sign == '%')
    checkBodyOpen(begin);
  if (sign != '@' || keyword.empty())
    return;
  beginDeclaration();
  if (!open.empty() && open.back().declaration >= 0 && result.declarations[open.back().declaration].name.empty())
    result.declarations[open.back().declaration].name = name;
}

void Scanner::word() {
  static const llvm::StringSet<> banned = {"affine_map", "affine_set", "sparse", "dense_resource", "distinct", "memref",
                                           "vector",     "complex",    "tuple",  "strided",        "opaque",   "loc"};
  size_t begin = at;
  while (at < text.size() && isWordCharacter(text[at]))
    ++at;
  checkName(begin);
  StringRef found = text.slice(begin, at);
  // `private` stands between a keyword and its name.
  if (found == "private" && !keyword.empty())
    return;
  StringRef rest = text.substr(at).ltrim();
  if (banned.contains(found) && (rest.starts_with("<") || rest.starts_with("(") || rest.starts_with("[")))
    error(begin, Code::NotInLanguage, "'" + found + "' is not part of a model");
  if (isArrayOfIndex(found, rest))
    error(begin, Code::NotInLanguage, "an array of 'index' has elements of no size: write `array<i64: ...>`");
  keyword = word1 = found;
  keywordOffset = begin;
}

/// What a brace opens, from the declaration before it.
Scope Scanner::scopeOfBrace(Bracket &parent, ptrdiff_t &declaration) {
  declaration = -1;
  if (parent.kind != '{' || parent.declaration < 0 || word1 == "attributes")
    return Scope::Other;
  Declaration &owner = result.declarations[parent.declaration];
  if (owner.bodyBegin)
    return Scope::Other;
  Scope scope = llvm::StringSwitch<Scope>(owner.keyword)
                    .Case("model", Scope::Model)
                    .Case("block", Scope::Block)
                    .Cases({"func", "kernel"}, Scope::Body)
                    .Default(Scope::Other);
  if (scope != Scope::Other) {
    owner.bodyBegin = at;
    declaration = parent.declaration;
  }
  return scope;
}

void Scanner::close(char kind) {
  static constexpr StringRef pairs = "(){}[]";
  char opening = pairs[pairs.find(kind) - 1];
  if (open.size() == 1)
    return unbalanced(at, "", kind == '}' ? findMissingOpen(text, result.declarations) : std::nullopt);
  if (open.back().kind != opening)
    return unbalanced(open.back().offset, " before '" + llvm::Twine(kind) + "'");
  endDeclaration(open.back(), at);
  size_t begin = open.back().offset;
  open.pop_back();
  if (kind != '}' || open.back().declaration < 0)
    return;
  Declaration &owner = result.declarations[open.back().declaration];
  if (owner.bodyBegin == begin + 1)
    owner.bodyEnd = at;
}

void Scanner::bracket() {
  char kind = text[at];
  if (StringRef(")}]").contains(kind)) {
    close(kind);
    ++at;
    return;
  }
  Bracket bracket{kind, at++};
  if (kind == '{') {
    ptrdiff_t owner;
    bracket.scope = scopeOfBrace(open.back(), owner);
    if (text.substr(at).starts_with("-#")) {
      error(at - 1, Code::NotInLanguage, "resources are not part of a model");
      failed = true;
    }
  }
  open.push_back(bracket);
  if (open.size() - 1 > maxNesting) {
    error(bracket.offset, Code::Nesting, "more than " + llvm::Twine(maxNesting) + " brackets are open here");
    failed = true;
  }
}

void Scanner::token() {
  char c = text[at];
  if (llvm::isSpace(c)) {
    ++at;
  } else if (text.substr(at).starts_with("//")) {
    at = std::min(text.find('\n', at), text.size());
  } else if (llvm::isAlpha(c) || c == '_') {
    word();
  } else if (StringRef("@%#!^").contains(c)) {
    prefixed();
    keyword = word1 = {};
  } else {
    if (c == '"')
      string();
    else if (StringRef("(){}[]").contains(c))
      bracket();
    else
      ++at;
    keyword = word1 = {};
  }
}

ScanResult Scanner::run() {
  open.push_back({'{', 0}); // the file
  if (!checkBytes())
    return std::move(result);
  size_t angles = 0;
  while (at < text.size() && !failed) {
    // `<` nests types and attributes; it is not matched, since it is also an arrow's and a comparison's.
    char c = text[at];
    if (c == '<' && ++angles > maxNesting) {
      error(at, Code::Nesting, "more than " + llvm::Twine(maxNesting) + " brackets are open here");
      failed = true;
      break;
    }
    if (c == '>' && at > 0 && text[at - 1] != '-')
      angles -= angles > 0;
    token();
  }
  if (!failed && open.size() > 1) {
    unbalanced(open.back().offset, "", open.back().kind == '{' ? findMissingClose(text) : std::nullopt);
    return std::move(result);
  }
  endDeclaration(open.front(), text.size());
  return std::move(result);
}

ScanResult dlc::scan(StringRef text) { return Scanner(text).run(); }

std::optional<ScanError> dlc::scanIr(StringRef text) {
  size_t depth = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    StringRef rest = text.substr(at);
    if (rest.starts_with("//")) {
      at = std::min(text.find('\n', at), text.size());
    } else if (c == '"') {
      for (++at; at < text.size() && text[at] != '"' && text[at] != '\n'; ++at)
        at += text[at] == '\\';
    } else if (StringRef("({[<").contains(c)) {
      if (++depth > maxNesting)
        return ScanError{at, Code::Nesting, "more than " + std::to_string(maxNesting) + " brackets are open here"};
    } else if (StringRef(")}]>").contains(c) && !text.take_front(at).ends_with("-")) {
      depth -= depth > 0;
    } else if (rest.consume_front("array") && isArrayOfIndex("array", rest)) {
      return ScanError{at, Code::NotInLanguage, "an array of 'index' has elements of no size: write `array<i64: ...>`"};
    }
  }
  return std::nullopt;
}
