//===- Operators.h - What each operator of the language is ----------------===//

#ifndef DLC_TOOLS_LSP_OPERATORS_H
#define DLC_TOOLS_LSP_OPERATORS_H

#include "llvm/ADT/StringRef.h"
#include <map>
#include <vector>

namespace dlc {

struct OperatorPage {
  llvm::StringRef summary;
  llvm::StringRef text;               // summary, syntax, description, in Markdown
  std::vector<llvm::StringRef> words; // of its syntax: `axis`
};

/// By name without prefix, of dialects/dlc/*.td. Kernels and what is in them are left out.
const std::map<llvm::StringRef, OperatorPage> &operatorPages();

} // namespace dlc

#endif // DLC_TOOLS_LSP_OPERATORS_H
