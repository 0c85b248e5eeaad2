//===- Statements.cpp - Where the operators of a body begin and end -------===//
//
// `%name =` outside brackets always begins an operator. One without results begins
// with its word, which must not be taken for an attribute's (`approximate tanh`):
// `return`, `write` and `call` are never those, and others stand behind a type, as does a word that begins a line: a
// mistyped one (but `to` of a cast goes on).
//===----------------------------------------------------------------------===//

#include "lib/Frontend/Statements.h"
#include "llvm/ADT/StringExtras.h"

using namespace dlc;
using llvm::StringRef;

namespace {

class StatementScanner {
public:
  StatementScanner(StringRef text, size_t begin, llvm::function_ref<bool(StringRef)> isOperator)
      : text(text), at(begin), isOperator(isOperator) {}
  llvm::SmallVector<Statement> run();

private:
  static bool isWordCharacter(char c) { return llvm::isAlnum(c) || c == '_' || c == '$' || c == '.'; }
  void begin(size_t offset) {
    if (!statements.empty())
      statements.back().end = offset;
    statements.emplace_back().begin = offset;
  }
  void space();
  void string();
  StringRef name();
  bool results();
  bool beginsLine(size_t offset) const { return text.take_front(offset).rtrim(" \t").ends_with("\n"); }
  bool isMissingEquals(size_t start, size_t end) const;
  void word();
  void token();

  StringRef text;
  size_t at;
  llvm::function_ref<bool(StringRef)> isOperator;
  llvm::SmallVector<Statement> statements;
  unsigned depth = 0;
  char last = '{'; // of the token before; a letter for a word
};

} // namespace

void StatementScanner::space() {
  while (at < text.size()) {
    if (text.substr(at).starts_with("//"))
      at = std::min(text.find('\n', at), text.size());
    else if (llvm::isSpace(text[at]))
      ++at;
    else
      return;
  }
}

void StatementScanner::string() {
  for (++at; at < text.size() && text[at] != '"' && text[at] != '\n'; ++at)
    at += text[at] == '\\' && at + 1 < text.size();
  at += at < text.size();
}

/// What follows a sign: `%name`.
StringRef StatementScanner::name() {
  size_t start = ++at;
  while (at < text.size() && (isWordCharacter(text[at]) || (text[at] == '-' && !text.substr(at).starts_with("->"))))
    ++at;
  return text.slice(start, at);
}

/// `%a relu ...` on a line of its own: results from `start` to `end`, whose `=` has been forgotten.
bool StatementScanner::isMissingEquals(size_t start, size_t end) const {
  return beginsLine(start) && isOperator(text.drop_front(end).take_while(isWordCharacter));
}

/// Takes `%a, %b:2 =` if it stands here.
bool StatementScanner::results() {
  size_t start = at;
  llvm::SmallVector<StringRef, 2> names;
  do {
    at += at != start && text[at] == ',';
    space();
    if (at >= text.size() || text[at] != '%')
      break;
    names.push_back(name());
    if (at < text.size() && text[at] == ':')
      for (++at; at < text.size() && llvm::isDigit(text[at]);)
        ++at;
    space();
  } while (at < text.size() && text[at] == ',');
  bool hasEquals = at < text.size() && text[at] == '=';
  if (names.empty() || (!hasEquals && !isMissingEquals(start, at))) {
    at = start;
    return false;
  }
  at += hasEquals;
  begin(start);
  statements.back().results = names;
  last = '=';
  return true;
}

void StatementScanner::word() {
  size_t start = at;
  while (at < text.size() && isWordCharacter(text[at]))
    ++at;
  StringRef found = text.slice(start, at);
  found.consume_front("dlc.");
  bool always = found == "return" || found == "write" || found == "call";
  bool isBehindType = StringRef(">)}{").contains(last);
  bool isFirst = isOperator(found) || (found != "to" && beginsLine(start));
  if (depth == 0 && last != '=' && (always || (isBehindType && isFirst)))
    begin(start);
  last = 'a';
}

void StatementScanner::token() {
  char c = text[at];
  if (c == '%') {
    if (depth == 0 && results())
      return;
    StringRef operand = name();
    if (!statements.empty())
      statements.back().operands.push_back(operand);
    last = 'a';
  } else if (c == '@' || c == '#' || c == '!' || c == '^') {
    name();
    last = 'a';
  } else if (c == '"') {
    size_t start = at;
    string();
    // The generic form of an operator without results.
    size_t after = at;
    space();
    if (depth == 0 && last != '=' && at < text.size() && text[at] == '(')
      begin(start);
    at = after;
    last = '"';
  } else if (llvm::isAlpha(c) || c == '_') {
    word();
  } else {
    depth += StringRef("([{").contains(c);
    depth -= depth > 0 && StringRef(")]}").contains(c);
    last = c;
    ++at;
  }
}

llvm::SmallVector<Statement> StatementScanner::run() {
  for (space(); at < text.size(); space())
    token();
  if (!statements.empty())
    statements.back().end = text.size();
  return std::move(statements);
}

llvm::SmallVector<Statement> dlc::statementsOf(StringRef text, size_t begin, size_t end,
                                               llvm::function_ref<bool(StringRef)> isOperator) {
  return StatementScanner(text.take_front(end), begin, isOperator).run();
}
