//===- Braces.cpp - Where a brace is missing or one too many --------------===//
//
// That braces do not match shows at the end of the text, or at a bracket far from the mistake. How people indent says
// where it is: a block ends before the first line that is not indented further than the line that opens it. This is
// looked at only where braces do not match, so an unusual layout is no error.
//===----------------------------------------------------------------------===//

#include "lib/Frontend/Braces.h"

using namespace dlc;
using llvm::StringRef;

namespace {

struct Line {
  size_t begin; // of its code
  size_t indent;
  StringRef code; // without comment; never empty
};

} // namespace

static std::vector<Line> linesOf(StringRef text) {
  std::vector<Line> lines;
  for (size_t at = 0; at < text.size();) {
    StringRef line = text.substr(at).take_until([](char c) { return c == '\n'; });
    size_t indent = line.size() - line.ltrim().size();
    if (StringRef code = line.take_front(line.find("//")).trim(); !code.empty())
      lines.push_back({at + indent, indent, code});
    at += line.size() + 1;
  }
  return lines;
}

static std::string numberOfLine(StringRef text, size_t offset) {
  return std::to_string(text.take_front(offset).count('\n') + 1);
}

/// `func @f`: what a line that opens a block begins with.
static StringRef titleOf(StringRef code) {
  return code.take_until([](char c) { return c == '(' || c == '{'; }).trim();
}

/// `opener` is not closed where `last` ends.
static ScanError notClosed(StringRef text, const Line &opener, const Line &last) {
  return {last.begin + last.code.size(), Code::Unbalanced,
          ("expected `}` behind this line: '" + titleOf(opener.code) + "' of line " + numberOfLine(text, opener.begin) +
           " has a `{` that is not closed")
              .str()};
}

std::optional<ScanError> dlc::findMissingClose(StringRef text) {
  std::vector<Line> open, lines = linesOf(text);
  for (auto [i, line] : llvm::enumerate(lines)) {
    if (!open.empty() && line.indent <= open.back().indent) {
      if (open.back().begin == lines[i - 1].begin && !line.code.starts_with("}"))
        return std::nullopt; // a block that is not indented
      if (!line.code.starts_with("}") || line.indent != open.back().indent)
        return notClosed(text, open.back(), lines[i - 1]);
      open.pop_back();
    }
    if (line.code.ends_with("{"))
      open.push_back(line);
  }
  if (open.empty())
    return std::nullopt;
  return notClosed(text, open.back(), lines.back());
}

/// The end of the line on which the head of a declaration ends: its parentheses are closed there.
static size_t endOfHead(StringRef text, size_t begin) {
  int depth = 0;
  for (size_t at = begin; at < text.size(); ++at) {
    depth += text[at] == '(' || text[at] == '[';
    depth -= text[at] == ')' || text[at] == ']';
    if (depth <= 0 && (text[at] == '\n' || text.substr(at).starts_with("//")))
      return endOfCodeBefore(text, at);
  }
  return begin;
}

std::optional<ScanError> dlc::findMissingOpen(StringRef text, llvm::ArrayRef<Declaration> declarations) {
  for (const Declaration &declaration : declarations)
    if (declaration.bodyBegin == 0 && llvm::is_contained({"func", "kernel", "block", "model"}, declaration.keyword))
      return ScanError{endOfHead(text, declaration.begin), Code::Unbalanced,
                       ("expected `{` at the end of this line: " + declaration.keyword + " @" + declaration.name +
                        " has a body in braces")
                           .str()};
  std::vector<size_t> open;
  for (const Line &line : linesOf(text)) {
    if (line.code.starts_with("}")) {
      if (open.empty() || open.back() != line.indent)
        return ScanError{line.begin, Code::Unbalanced,
                         "this `}` is one too many: no `{` is open on a line that is indented like it"};
      open.pop_back();
    }
    if (line.code.ends_with("{"))
      open.push_back(line.indent);
  }
  return std::nullopt;
}

size_t dlc::endOfCodeBefore(StringRef text, size_t offset) {
  StringRef before = text.take_front(offset);
  for (;;) {
    size_t begin = before.rfind('\n') + 1; // 0 without one
    StringRef line = before.drop_front(begin);
    if (StringRef code = line.take_front(line.find("//")).rtrim(); !code.empty())
      return begin + code.size();
    if (begin == 0)
      return offset;
    before = before.take_front(begin - 1);
  }
}
