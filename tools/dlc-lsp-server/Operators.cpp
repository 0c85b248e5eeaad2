//===- Operators.cpp - What each operator of the language is --------------===//
//
// The page that mlir-tblgen writes of the dialect is inside the program.
//===----------------------------------------------------------------------===//

#include "tools/dlc-lsp-server/Operators.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace dlc;
using llvm::StringRef;

extern "C" const char dlc_operators_begin[], dlc_operators_end[];

/// Words in backquotes: "`axis` $axis attr-dict `:`".
static std::vector<StringRef> wordsOf(StringRef text) {
  std::vector<StringRef> words;
  StringRef syntax = text.split("operation ::= ").second.split("```").first;
  while (syntax.contains('`')) {
    auto [word, rest] = syntax.split('`').second.split('`');
    if (!word.empty() && llvm::all_of(word, [](char c) { return llvm::isAlpha(c) || c == '_'; }) &&
        !llvm::is_contained(words, word))
      words.push_back(word);
    syntax = rest;
  }
  return words;
}

static std::map<StringRef, OperatorPage> readPages() {
  std::map<StringRef, OperatorPage> pages;
  StringRef rest(dlc_operators_begin, dlc_operators_end - dlc_operators_begin);
  rest = rest.split("### `dlc.").second;
  while (!rest.empty()) {
    auto [section, next] = rest.split("\n### `dlc.");
    rest = next;
    auto [name, body] = section.split('`');
    if (llvm::is_contained({"kernel", "launch", "pack", "unpack", "winograd_conv2d"}, name))
      continue;
    body = body.split('\n').second;
    // What follows is for those who write passes.
    for (StringRef end : {"\nTraits: ", "\nInterfaces: ", "\nEffects: ", "\n#### "})
      body = body.split(end).first;
    OperatorPage page;
    page.text = body.trim();
    page.summary = page.text.split('\n').first.trim('_');
    page.words = wordsOf(page.text);
    pages.emplace(name, page);
  }
  return pages;
}

const std::map<StringRef, OperatorPage> &dlc::operatorPages() {
  static const std::map<StringRef, OperatorPage> pages = readPages();
  return pages;
}
