//===- Names.cpp - What a text declares, also while it is incomplete ------===//

#include "tools/dlc-lsp-server/Names.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>

using namespace dlc;
using llvm::StringRef;

static bool isNameChar(char c) { return llvm::isAlnum(c) || c == '_' || c == '.' || c == '$'; }

static bool isKeyword(StringRef word) {
  return llvm::is_contained({"model", "dim", "parameter", "state", "block", "instance", "func"}, word);
}

/// `relu` of `dlc.relu`.
static StringRef withoutPrefix(StringRef word) {
  word.consume_front("dlc.");
  return word;
}

void Names::split(StringRef text) {
  for (size_t at = 0; at < text.size();) {
    StringRef rest = text.drop_front(at);
    size_t length = 1;
    if (llvm::isSpace(rest[0])) {
      at += 1;
      continue;
    }
    if (rest.starts_with("//")) {
      at += std::min(rest.find('\n'), rest.size());
      continue;
    }
    if (rest[0] == '"') {
      while (length < rest.size() && rest[length] != '"' && rest[length] != '\n')
        length += rest[length] == '\\' ? 2 : 1;
      length = std::min(length + 1, rest.size());
    } else if (isNameChar(rest[0]) || llvm::is_contained({'%', '@', '#', '!'}, rest[0])) {
      length += rest.drop_front().take_while(isNameChar).size();
    }
    tokens.push_back({rest.take_front(length), at});
    at += length;
  }
}

/// A keyword that `@name` follows. A declaration inside one that holds none ends it, whatever brackets are missing.
void Names::declare(size_t token, std::vector<int> &open) {
  size_t next = token + 1;
  if (next < tokens.size() && tokens[next].text == "private")
    ++next;
  StringRef keyword = withoutPrefix(tokens[token].text);
  if (!isKeyword(keyword) || next >= tokens.size() || !tokens[next].text.starts_with("@"))
    return;
  auto holds = [&](StringRef outer) {
    return outer == "model" ? keyword != "model"
                            : outer == "block" && llvm::is_contained({"parameter", "state", "func"}, keyword);
  };
  while (!open.empty() && !holds(symbols[open.back()].keyword))
    open.pop_back();
  SymbolName symbol;
  symbol.keyword = keyword;
  symbol.name = tokens[next];
  symbol.begin = tokens[token].begin;
  symbol.end = tokens[next].end();
  symbol.parent = open.empty() ? -1 : open.back();
  if (keyword == "instance" && next + 2 < tokens.size() && tokens[next + 1].text == "of")
    symbol.block = tokens[next + 2].text;
  symbols.push_back(symbol);
}

/// `%a, %b:2 = operator`.
void Names::define(size_t equals) {
  size_t origin = equals + 1 < tokens.size() ? tokens[equals + 1].begin : tokens[equals].begin;
  for (size_t at = equals; at-- > 0;) {
    StringRef text = tokens[at].text;
    if (text.starts_with("%"))
      symbols.back().values.push_back({tokens[at], origin});
    else if (text != "," && text != ":" && !llvm::isDigit(text[0]))
      break;
  }
}

Names::Names(StringRef text) {
  split(text);
  std::vector<int> open; // models, blocks and functions with an open brace
  std::vector<int> braces;
  for (size_t at = 0; at < tokens.size(); ++at) {
    StringRef token = tokens[at].text;
    declare(at, open);
    bool isInFunction = !symbols.empty() && symbols.back().keyword == "func";
    if (token == "{") {
      // Of the declaration before, the first time.
      int owner = symbols.empty() || llvm::is_contained(braces, int(symbols.size()) - 1) ||
                          symbols.back().end != symbols.back().name.end()
                      ? -1
                      : int(symbols.size()) - 1;
      braces.push_back(owner);
      if (owner >= 0)
        open.push_back(owner);
    } else if (token == "}" && !braces.empty()) {
      if (int owner = braces.back(); owner >= 0) {
        symbols[owner].end = tokens[at].end();
        open.erase(std::remove(open.begin(), open.end(), owner), open.end());
      }
      braces.pop_back();
    } else if (isInFunction && token == "=") {
      define(at);
    } else if (isInFunction && token.starts_with("%") && (open.empty() || open.back() != int(symbols.size()) - 1) &&
               symbols.back().end == symbols.back().name.end()) {
      symbols.back().values.push_back({tokens[at], tokens[at].begin});
    }
  }
}

const Token *Names::tokenAt(size_t offset) const {
  auto next = llvm::upper_bound(tokens, offset, [](size_t o, const Token &token) { return o < token.begin; });
  if (next == tokens.begin())
    return nullptr;
  const Token &token = *std::prev(next);
  if (offset < token.end())
    return &token;
  // Between `x` and `)` the cursor is at x; that it begins at another one has been seen.
  return offset == token.end() ? &token : nullptr;
}

int Names::symbolAt(size_t offset) const {
  auto next = llvm::upper_bound(symbols, offset, [](size_t o, const SymbolName &symbol) { return o < symbol.begin; });
  return int(next - symbols.begin()) - 1;
}

const ValueName *Names::findValue(StringRef name, size_t offset) const {
  int function = symbolAt(offset);
  if (function < 0)
    return nullptr;
  for (const ValueName &value : symbols[function].values)
    if (value.name.text == name)
      return &value;
  return nullptr;
}

bool Names::isVisible(const SymbolName &symbol, size_t offset) const {
  for (int from = symbolAt(offset); from >= 0; from = symbols[from].parent)
    if (symbols[from].parent == symbol.parent)
      return true;
  return symbol.parent < 0;
}

/// From the innermost declaration outwards.
const SymbolName *Names::lookup(StringRef name, int from) const {
  for (; from >= 0; from = symbols[from].parent)
    for (const SymbolName &symbol : symbols)
      if (symbol.parent == symbols[from].parent && symbol.name.text == name)
        return &symbol;
  return nullptr;
}

const SymbolName *Names::instanceBefore(size_t offset) const {
  auto next = llvm::lower_bound(tokens, offset, [](const Token &token, size_t o) { return token.begin < o; });
  if (next - tokens.begin() < 3 || std::prev(next)->text != ":" || std::prev(next, 2)->text != ":")
    return nullptr;
  return lookup(std::prev(next, 3)->text, symbolAt(offset));
}

const SymbolName *Names::findSymbol(const Token &at) const {
  const SymbolName *instance = instanceBefore(at.begin);
  if (!instance) {
    // A declaration names itself.
    for (const SymbolName &symbol : symbols)
      if (symbol.name.begin == at.begin)
        return &symbol;
    return lookup(at.text, symbolAt(at.begin));
  }
  const SymbolName *block = lookup(instance->block, instance - symbols.data());
  for (const SymbolName &symbol : symbols)
    if (block && symbol.parent == block - symbols.data() && symbol.name.text == at.text)
      return &symbol;
  return nullptr;
}
