//===- ReservedNames.cpp - Names that a C header cannot give away -------------===//

#include "lib/Frontend/ReservedNames.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

/// Whether the text has the word between two spaces.
static bool hasWord(StringRef text, StringRef word) { return text.contains((" " + word + " ").str()); }

bool dlc::isReservedEverywhere(StringRef identifier) {
  return identifier == "_" ||
         (identifier.size() > 1 && identifier[0] == '_' && (identifier[1] == '_' || llvm::isUpper(identifier[1])));
}

bool dlc::isReservedWord(StringRef identifier) {
  static constexpr StringLiteral words =
      " alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t char8_t class "
      "co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype "
      "default delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline "
      "int long main mutable namespace new noexcept not not_eq nullptr nullptr_t operator or or_eq private protected "
      "public "
      "register reinterpret_cast requires restrict return short signed sizeof static static_assert static_cast std "
      "struct switch template this thread_local throw true try typedef typeid typename typeof typeof_unqual union "
      "unsigned using virtual void volatile wchar_t while xor xor_eq ";
  return identifier.starts_with("_") || hasWord(words, identifier) || identifier.starts_with("dlc_") ||
         identifier.starts_with("DLC_");
}

bool dlc::isLibraryName(StringRef identifier) {
  static constexpr StringLiteral names = " "
#include "lib/Frontend/LibraryNames.inc"
      ;
  return hasWord(names, identifier);
}
