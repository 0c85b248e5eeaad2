//===- Complete.cpp - What may be written at a place ----------------------===//

#include "tools/dlc-lsp-server/Document.h"
#include "tools/dlc-lsp-server/Operators.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringExtras.h"

using namespace dlc;
namespace lsp = llvm::lsp;
using llvm::StringRef;

static lsp::CompletionItem itemOf(const llvm::Twine &label, lsp::CompletionItemKind kind,
                                  const llvm::Twine &detail = "") {
  lsp::CompletionItem item(label, kind);
  item.detail = detail.str();
  return item;
}

/// The last token that ends at or before `offset`.
const Token *Document::tokenBefore(size_t offset) const {
  auto next = llvm::lower_bound(names.tokens, offset, [](const Token &token, size_t o) { return token.begin < o; });
  return next == names.tokens.begin() ? nullptr : &*std::prev(next);
}

void Document::completeValues(size_t offset, llvm::function_ref<void(lsp::CompletionItem)> add) const {
  int function = names.symbolAt(offset);
  if (function < 0)
    return;
  llvm::DenseSet<StringRef> seen;
  for (const ValueName &value : names.symbols[function].values) {
    // A value is used below its definition.
    if (value.name.end() >= offset || !seen.insert(value.name.text).second)
      continue;
    auto type = types.find(value.origin);
    add(itemOf(value.name.text, lsp::CompletionItemKind::Variable, type == types.end() ? "" : type->second));
  }
}

/// Keywords of what can be named at a place; all where nothing says.
llvm::DenseSet<StringRef> Document::kindsAt(size_t begin) const {
  const Token *before = tokenBefore(begin);
  StringRef word = before ? before->text : "";
  word.consume_front("dlc.");
  if (word == "of")
    return {"block"};
  if (word == "read")
    return {"parameter", "state"};
  if (word == "write")
    return {"state"};
  if (word == "call")
    return {"func", "instance"};
  // `[@n, @m`
  while (before && before > names.tokens.data() && (before->text == "," || before->text.starts_with("@")))
    --before;
  if (before && before->text == "[")
    return {"dim"};
  return {"dim", "parameter", "state", "block", "instance", "func"};
}

void Document::completeSymbols(size_t begin, llvm::function_ref<void(lsp::CompletionItem)> add) const {
  const SymbolName *instance = names.instanceBefore(begin);
  llvm::DenseSet<StringRef> kinds = kindsAt(begin);
  for (const SymbolName &symbol : names.symbols) {
    if (instance) {
      bool isOfBlock = symbol.keyword == "func" && symbol.parent >= 0 &&
                       names.symbols[symbol.parent].keyword == "block" &&
                       names.symbols[symbol.parent].name.text == instance->block;
      if (!isOfBlock)
        continue;
    } else if (!kinds.contains(symbol.keyword) || !names.isVisible(symbol, begin)) {
      continue;
    }
    auto type = types.find(symbol.begin);
    bool hasType = type != types.end() && symbol.keyword != "func";
    add(itemOf(symbol.name.text, lsp::CompletionItemKind::Reference,
               symbol.keyword + (hasType ? " : " + type->second : "")));
  }
}

static bool isDeclaration(StringRef word) {
  return llvm::is_contained({"model", "dim", "parameter", "state", "block", "instance", "func"}, word);
}

/// Operators where a statement begins, the words of its operator within one.
void Document::completeWords(size_t begin, llvm::function_ref<void(lsp::CompletionItem)> add) const {
  const Token *before = tokenBefore(begin);
  size_t line = StringRef(text).take_front(begin).rfind('\n') + 1; // npos + 1 is 0
  bool isFirst = StringRef(text).slice(line, begin).trim().empty();
  bool isResult = before && before->text == "=" && before > names.tokens.data() &&
                  (before[-1].text.starts_with("%") || llvm::isDigit(before[-1].text[0]));
  if (isFirst || isResult) {
    for (const auto &[name, page] : operatorPages()) {
      bool givesNothing = isDeclaration(name) || name == "return" || name == "write";
      if (isResult && givesNothing)
        continue;
      lsp::CompletionItem item = itemOf(
          name == "model" ? "dlc.model" : name,
          isDeclaration(name) ? lsp::CompletionItemKind::Keyword : lsp::CompletionItemKind::Function, page.summary);
      item.documentation = lsp::MarkupContent{lsp::MarkupKind::Markdown, page.text.str()};
      add(std::move(item));
    }
    return;
  }
  for (; before && before >= names.tokens.data() && before->text != "{" && before->text != "}"; --before) {
    StringRef word = before->text;
    word.consume_front("dlc.");
    if (auto page = operatorPages().find(word); page != operatorPages().end()) {
      for (StringRef optional : page->second.words)
        add(itemOf(optional, lsp::CompletionItemKind::Keyword, "of " + word));
      return;
    }
    if (before == names.tokens.data())
      return;
  }
}

lsp::CompletionList Document::complete(lsp::Position position) const {
  lsp::CompletionList list;
  size_t offset = offsetOf(position), begin = offset;
  while (begin > 0 && (llvm::isAlnum(text[begin - 1]) || llvm::is_contained({'_', '.', '$'}, text[begin - 1])))
    --begin;
  char sigil = begin > 0 ? text[begin - 1] : ' ';
  bool hasSigil = llvm::is_contained({'%', '@', '#'}, sigil);
  begin -= hasSigil;
  StringRef line = StringRef(text).take_front(begin);
  line = line.drop_front(line.rfind('\n') + 1);
  if (line.contains("//") || line.count('"') % 2)
    return list;
  // What is typed is replaced with its sigil, whatever the editor takes for a word.
  auto add = [&](lsp::CompletionItem item) {
    item.textEdit = lsp::TextEdit{rangeOf(begin, offset), item.label};
    list.items.push_back(std::move(item));
  };
  if (!hasSigil)
    completeWords(begin, add);
  else if (sigil == '%')
    completeValues(offset, add);
  else if (sigil == '@')
    completeSymbols(begin, add);
  else
    for (StringRef name :
         {"zeros", "ones", "fill<0.0>", "normal<0.0, 0.02>", "truncated_normal<0.0, 0.02>", "uniform<-0.1, 0.1>",
          "kaiming_uniform", "kaiming_normal", "xavier_uniform", "xavier_normal", "external<\"FILE\", \"KEY\">"})
      add(itemOf("#dlc." + name, lsp::CompletionItemKind::Value));
  return list;
}
