//===- Names.h - What a text declares, also while it is incomplete --------===//

#ifndef DLC_TOOLS_LSP_NAMES_H
#define DLC_TOOLS_LSP_NAMES_H

#include "llvm/ADT/StringRef.h"
#include <vector>

namespace dlc {

/// A piece of text: a word, a name with its sigil (`%x`, `@f`, `#dlc.zeros`), a string or one other character.
struct Token {
  llvm::StringRef text;
  size_t begin = 0;
  size_t end() const { return begin + text.size(); }
};

/// An argument or the result of an operator.
struct ValueName {
  Token name;
  size_t origin; // the operator that gives it, or the argument itself: where MLIR says that it is
};

/// What is declared with a keyword and `@name`.
struct SymbolName {
  llvm::StringRef keyword; // "parameter", "func", ...
  Token name;
  size_t begin = 0, end = 0; // of the declaration
  int parent = -1;           // the block or model it stands in
  llvm::StringRef block;     // `@layer` of an instance
  std::vector<ValueName> values;
};

/// Read without a grammar, by tokens alone: nothing is a syntax error.
class Names {
public:
  explicit Names(llvm::StringRef text);

  std::vector<Token> tokens;
  std::vector<SymbolName> symbols; // in order of the text

  /// The token at an offset, or that ends there; null if there is none.
  const Token *tokenAt(size_t offset) const;
  /// The declaration that an offset stands in; -1 before the first.
  int symbolAt(size_t offset) const;
  /// `%name` as it is seen from `offset`.
  const ValueName *findValue(llvm::StringRef name, size_t offset) const;
  /// `@name` as it is seen from the token `at`, through an instance after `::`.
  const SymbolName *findSymbol(const Token &at) const;
  /// The instance before `::@...`, null if there is none.
  const SymbolName *instanceBefore(size_t offset) const;
  /// Whether a symbol can be named at `offset`: it is of the same model, and of the same block or of none.
  bool isVisible(const SymbolName &symbol, size_t offset) const;

private:
  void split(llvm::StringRef text);
  void declare(size_t token, std::vector<int> &open);
  void define(size_t equals);
  const SymbolName *lookup(llvm::StringRef name, int from) const;
};

} // namespace dlc

#endif // DLC_TOOLS_LSP_NAMES_H
