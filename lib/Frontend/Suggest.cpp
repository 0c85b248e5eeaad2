//===- Suggest.cpp - What is meant where MLIR's parser stops --------------===//

#include "lib/Frontend/Suggest.h"
#include "lib/Frontend/Forms.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace dlc;
using llvm::StringRef;

StringRef dlc::wordAt(StringRef text, size_t offset) {
  return text.substr(offset).take_while([](char c) { return llvm::isAlnum(c) || c == '_' || c == '.' || c == '$'; });
}

/// An element type by its own name or by that of another framework, or nothing.
static StringRef elementTypeOf(StringRef word) {
  bool isOwn = llvm::is_contained({"f64", "f32", "bf16", "f16", "i64", "i32", "i8", "i1"}, word);
  return isOwn ? word : elementTypeFor(word);
}

static std::string tensorType(llvm::ArrayRef<StringRef> extents, StringRef element) {
  std::string type = "tensor<";
  for (StringRef extent : extents)
    type += (extent.trim() + "x").str();
  return type + element.str() + ">";
}

/// The tensor type that is meant by `tensor<Nx4xf32>`, whose parentheses hold `inside`, or nothing.
static std::string typeOfNamedExtents(StringRef inside) {
  llvm::SmallVector<StringRef> extents;
  inside.split(extents, 'x');
  StringRef element = elementTypeOf(extents.pop_back_val().trim()), named;
  for (StringRef &extent : extents) {
    extent = extent.trim();
    if (uint64_t number; extent == "?" || !extent.getAsInteger(10, number))
      continue;
    if (!llvm::all_of(extent, [](char c) { return llvm::isAlnum(c) || c == '_' || c == '@'; }) || extent.empty())
      return "";
    named = extent.ltrim('@');
    extent = "?";
  }
  if (element.empty() || named.empty())
    return "";
  return tensorType(extents, element) + " [@" + named.str() + "], where the model says `dim @" + named.str() +
         " = 1 to 64`";
}

/// The type that is meant by `float32` at the offset, by `tensor<Nx4xf32>` around it, or by `f32[?, 64]` whose `[`
/// stands before it; or nothing.
static std::string typeMeantAt(StringRef text, size_t offset) {
  auto isWord = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  StringRef before = text.take_front(offset).rtrim(), rest = text.substr(offset).ltrim(" \t");
  if (size_t open = before.rfind('<'); open != StringRef::npos && before.take_front(open).ends_with("tensor") &&
                                       before.find_first_of(">\n", open) == StringRef::npos)
    if (size_t close = text.find_first_of("<>\n", open + 1); close != StringRef::npos && text[close] == '>')
      if (std::string type = typeOfNamedExtents(text.slice(open + 1, close)); !type.empty())
        return type;
  StringRef element = rest.take_while(isWord);
  if (!before.ends_with("["))
    return elementTypeFor(element).str();
  before = before.drop_back().rtrim();
  element = elementTypeOf(before.drop_front(before.find_last_not_of("abcdefghijklmnopqrstuvwxyz0123456789") + 1));
  llvm::SmallVector<StringRef> extents;
  rest.take_until([](char c) { return c == ']' || c == '\n'; }).split(extents, ',');
  return element.empty() ? "" : tensorType(extents, element);
}

/// Of the words that are allowed, `[a, b]`, the one that is meant.
static std::string chosenFrom(StringRef list, StringRef word) {
  llvm::SmallVector<StringRef> allowed;
  list.split(allowed, ", ");
  StringRef chosen = choiceFor(word);
  if (!llvm::is_contained(allowed, chosen))
    return "";
  return ("unknown word '" + word + "': write " + chosen + ", of [" + list + "]").str();
}

std::string dlc::suggestFor(StringRef message, StringRef text, size_t offset) {
  StringRef rest = text.substr(offset).ltrim(" \t"); // what is missing is reported behind the word before
  StringRef word = wordAt(rest, 0);
  if (rest.starts_with("->"))
    return "the types of results are not written: they follow from the operands";
  if (rest.starts_with("@") && text.take_front(offset).rtrim().ends_with("="))
    return ("a symbol is read: write `read " + rest.take_until([](char c) { return llvm::isSpace(c); }) +
            " : tensor<...>` with its type")
        .str();
  if (std::string type = typeMeantAt(text, offset); !type.empty())
    return "this is no type: write " + type;
  if (word.empty() || llvm::isDigit(word.front()))
    return "";
  if (message.ends_with("expected valid '@'-identifier for symbol name"))
    return ("a name begins with `@`: write `@" + word + "`").str();
  if (message.ends_with("expected SSA operand"))
    return ("a value begins with `%`: write `%" + word + "`").str();
  if (auto [begin, list] = message.rsplit(" ["); begin.contains("enum values") && list.consume_back("]"))
    return chosenFrom(list, word);
  // Any of the optional words, or one that must stand here.
  StringRef expected = message.rsplit("expected '").second, option = optionFor(word);
  if (!expected.consume_back("'") || option.empty() || option == word || (expected != ":" && expected != option))
    return "";
  return ("unknown word '" + word + "': write " + option).str();
}
