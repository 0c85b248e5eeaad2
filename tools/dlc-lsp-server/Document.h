//===- Document.h - One text that is open in the editor -------------------===//

#ifndef DLC_TOOLS_LSP_DOCUMENT_H
#define DLC_TOOLS_LSP_DOCUMENT_H

#include "tools/dlc-lsp-server/Names.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/LSP/Protocol.h"

namespace dlc {

/// Names come from the text as it is; types and diagnostics from what dlc's Frontend can read of it.
class Document {
public:
  Document(llvm::lsp::URIForFile uri, std::string text);
  Document(const Document &) = delete; // its names point into its text

  const std::vector<llvm::lsp::Diagnostic> &diagnostics() const { return found; }
  std::optional<llvm::lsp::Hover> hover(llvm::lsp::Position position) const;
  std::vector<llvm::lsp::Location> definition(llvm::lsp::Position position) const;
  llvm::lsp::CompletionList complete(llvm::lsp::Position position) const;
  std::vector<llvm::lsp::DocumentSymbol> outline(int parent = -1) const;

private:
  void check();
  size_t offsetOf(llvm::lsp::Position position) const;
  llvm::lsp::Position positionOf(size_t offset) const;
  size_t offsetAt(unsigned line, unsigned column) const;
  llvm::lsp::Range rangeOf(size_t begin, size_t end) const;
  llvm::lsp::Range rangeAt(unsigned line, unsigned column) const;
  std::string describe(const Token &token) const;
  std::string describe(const SymbolName &symbol) const;
  void completeValues(size_t offset, llvm::function_ref<void(llvm::lsp::CompletionItem)> add) const;
  void completeSymbols(size_t begin, llvm::function_ref<void(llvm::lsp::CompletionItem)> add) const;
  void completeWords(size_t begin, llvm::function_ref<void(llvm::lsp::CompletionItem)> add) const;
  llvm::DenseSet<llvm::StringRef> kindsAt(size_t begin) const;
  const Token *tokenBefore(size_t offset) const;

  llvm::lsp::URIForFile uri;
  std::string text;
  std::vector<size_t> lines; // where each begins
  Names names;
  std::vector<llvm::lsp::Diagnostic> found;
  llvm::DenseMap<size_t, std::string> types; // by where an operator, argument or declaration begins
};

} // namespace dlc

#endif // DLC_TOOLS_LSP_DOCUMENT_H
