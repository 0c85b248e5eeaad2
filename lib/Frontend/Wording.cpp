//===- Wording.cpp - What MLIR says, in the words of this language --------===//

#include "lib/Frontend/Wording.h"

using namespace dlc;
using llvm::StringRef;

namespace {

struct Phrase {
  StringRef from, to;
};

/// Whole messages.
const Phrase messages[] = {
    {"unexpected decimal integer literal for a floating point value",
     "a number of a float type has a point between `<` and `>`: `dense<0.0>`; alone it needs none: `constant 0`, `= "
     "0`"},
    {"add a trailing dot to make the literal a float", "write the number with a point"},
    {"expected operation name in quotes",
     "expected an operator, such as `add %a, %b : tensor<4xf32>, tensor<4xf32>`; there are no signs like + and *"},
    {"invalid kind of attribute specified",
     "this is of another kind than what is expected here: a whole number, a number, "
     "a list such as [1, 2], or a name"},
    {"expected SSA operand", "expected a value: `%name`"},
    {"expected non-function type", "expected a type: `tensor<4x?xf32>` of f64, f32, bf16, f16, i64, i32, i8 or i1"},
    {"invalid SSA name", "a name has letters, digits, `_`, `$`, `.` and `-`"},
    {"unexpected character",
     "no such character here: names have letters, digits, `_`, `$`, `.` and `-`, nothing ends in "
     "`;`, comments begin with `//`"},
    {"expected attribute value", "expected a number, a word that the operator knows, or a type such as f32"},
    {"floating point value not valid for specified type", "a single number is no value of this type; a tensor of one "
                                                          "number is `dense<1.0>`, an axis is whole"},
    {"expected ':'", "expected ':' and the types of all operands"},
    {"invalid dimension", "an extent is `?` or a number below 2^63"},
    {"expected floating point literal", "expected a number with a point, such as 0.5"},
    {"Failures have been detected while processing an MLIR pass pipeline",
     "internal error: a pass of dlc has failed; please report it with the reproducer"},
    {"must be the last operation in the parent block", "nothing may follow it"},
    {"expected '=' after SSA name", "expected `=`: `%name = relu %x : tensor<4xf32>`"},
    {"@ identifier expected to start with letter or '_'", "a name begins with a letter or `_`: `@name`"},
    {"expected valid ssa identifier", "expected a value: `%name`"},
    {"expected nested symbol reference identifier", "expected a name behind `::`: `@instance::@name`"},
    {"attribute names with a '.' are reserved for dialect-defined names", "the names of attributes have no `.`"},
    {"expected valid '@'-identifier for symbol name", "expected a name: `@name`"},
    {"unbalanced '<' character in pretty dialect name", "this `<` has no `>`"},
    {"expected three consecutive dots for an ellipsis", "no such word here; `.` is part of names and numbers"},
    {"expected '{' to begin a region", "expected `{`"},
    {"expected 'x' in dimension list", "expected `x` between the extents of a shape, and the element type last: "
                                       "`tensor<4x?xf32>`"},
    {"expected '>' in tensor type", "expected `>` behind the element type: `tensor<4x?xf32>`"},
    {"expected '<' in tensor type", "expected `<` behind `tensor`: `tensor<4x?xf32>`"},
    {"expected '->' in function type", "expected `->` and the types of results: `(tensor<4xf32>) -> tensor<4xf32>`"},
    {"expected integer value", "expected a whole number"},
    {"integer value too large", "the number is too large: at most 2^63 - 1"},
    {"integer constant out of range for attribute", "the number is too large: at most 2^63 - 1"},
    {"integer literal not valid for specified type", "a whole number is no value of this type"},
    {"expected integer number of results", "expected a name: one value has one name, `%name`"},
    {"expected constant integer or floating point value", "expected a number"},
    {"which is to be a `::llvm::StringRef`", "which is a text in quotes"},
};

/// Parts, in this order: longer ones first.
const Phrase parts[] = {
    {"invalid kind of type specified: expected builtin.tensor, but found ",
     "expected a type such as tensor<2x4xf32>, got "},
    {"invalid kind of type specified: expected builtin.function, but found ",
     "expected the types of arguments and results, `(tensor<4xf32>) -> tensor<4xf32>`, got "},
    {"definition of SSA value ", "the value "},
    {"previously used here with type", "used here as"},
    {"failed to parse Dlc_ExternalAttr parameter", "expected in #dlc.external"},
    {"must be variadic of ranked tensor of ", "must be a tensor of "},
    {"must be ranked tensor of ", "must be a tensor of "},
    {" values, but got ", ", got "},
    {"64-bit float", "f64"},
    {"32-bit float", "f32"},
    {"bfloat16 type", "bf16"},
    {"16-bit float", "f16"},
    {"64-bit signless integer", "i64"},
    {"32-bit signless integer", "i32"},
    {"8-bit signless integer", "i8"},
    {"1-bit signless integer", "i1"},
    {"or bool,", "or i1,"},
    {"expected string or keyword containing one of the following enum values for attribute", "expected for"},
    {"inferred shape of elements literal", "the literal has shape"},
    {"does not match type", "not that of its type"},
};

} // namespace

std::string dlc::reword(StringRef message) {
  for (const Phrase &phrase : messages)
    if (message.ends_with(phrase.from))
      return (message.drop_back(phrase.from.size()) + phrase.to).str();
  std::string text = message.str();
  for (const Phrase &phrase : parts)
    if (size_t at = text.find(phrase.from); at != std::string::npos)
      text.replace(at, phrase.from.size(), phrase.to);
  return text;
}
