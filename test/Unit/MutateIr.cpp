//===- MutateIr.cpp - One accident in the IR of any dialect, drawn at random ---===//

#include "test/Unit/MutateIr.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::test;

namespace {

/// What takes the place of a number: what is next to it, and what no extent, offset or index is.
std::string otherNumber(StringRef digits, Random &random) {
  static const char *const numbers[] = {"0",
                                        "1",
                                        "2",
                                        "3",
                                        "7",
                                        "64",
                                        "255",
                                        "4294967296",
                                        "2147483647",
                                        "-1",
                                        "1048576",
                                        "9223372036854775807",
                                        "-9223372036854775808",
                                        "?"};
  int64_t value;
  if (random.chance(40) && !digits.getAsInteger(10, value) && value < INT64_MAX)
    return std::to_string(random.chance(50) ? value + 1 : value - 1);
  return random.of(numbers);
}

struct Word {
  size_t begin, size;
};

bool isWord(char c) { return llvm::isAlnum(c) || c == '_' || c == '.' || c == '$'; }

/// Numbers, also those of a shape, or words; not what a `%` names.
std::vector<Word> wordsOf(StringRef text, bool numbers) {
  std::vector<Word> words;
  for (size_t at = 0; at < text.size();) {
    size_t begin = at;
    bool isNumber = llvm::isDigit(text[at]);
    while (at < text.size() && (isNumber ? llvm::isDigit(text[at]) : isWord(text[at])))
      ++at;
    at += at == begin;
    bool isName = begin > 0 && (text[begin - 1] == '%' || text[begin - 1] == '#');
    if (!isName && (numbers ? isNumber : isWord(text[begin]) && !isNumber))
      words.push_back({begin, at - begin});
  }
  return words;
}

/// Replaces a number of the text, or leaves out or doubles an element of one of its lists.
bool mutateElement(std::string &text, Random &random) {
  std::vector<Word> numbers = wordsOf(text, /*numbers=*/true);
  size_t comma = text.find(',', random.below(static_cast<int64_t>(text.size())));
  if (comma != std::string::npos && random.chance(40)) {
    size_t end = text.find_first_of(",])>}", comma + 1);
    if (end == std::string::npos)
      return false;
    std::string element = text.substr(comma, end - comma);
    random.chance(50) ? text.erase(comma, element.size()) : text.insert(comma, element);
    return true;
  }
  if (numbers.empty())
    return false;
  Word number = random.of(numbers);
  bool isNegative = number.begin > 0 && text[number.begin - 1] == '-';
  size_t begin = number.begin - isNegative;
  text.replace(begin, number.size + isNegative, otherNumber(text.substr(number.begin, number.size), random));
  return true;
}

template <typename Printable>
std::string toText(Printable printable) {
  std::string text;
  llvm::raw_string_ostream(text) << printable;
  return text;
}

template <typename Function>
auto inSilence(MLIRContext *context, Function function) {
  ScopedDiagnosticHandler silent(context, [](Diagnostic &) { return success(); });
  return function();
}

/// Null where the changed text is none.
Attribute mutate(Attribute attribute, Random &random) {
  std::string text = toText(attribute);
  if (text.size() > 4000 || !mutateElement(text, random))
    return {};
  MLIRContext *context = attribute.getContext();
  return inSilence(context, [&] { return parseAttribute(text, context); });
}

Type mutate(Type type, Random &random) {
  static const char *const elements[] = {"f32", "f16",   "bf16", "f64", "i1",           "i8",           "i32",
                                         "i64", "index", "i7",   "ui8", "complex<f32>", "vector<4xf32>"};
  std::string text = toText(type);
  if (std::vector<Word> words = wordsOf(text, /*numbers=*/false); !words.empty() && random.chance(25)) {
    Word word = words.back();
    size_t begin = word.begin + (text[word.begin] == 'x');
    text.replace(begin, word.begin + word.size - begin, random.of(elements));
  } else if (!mutateElement(text, random)) {
    text = random.chance(50) ? "tensor<*xf32>" : "index";
  }
  MLIRContext *context = type.getContext();
  return inSilence(context, [&] { return parseType(text, context); });
}

class IrMutator {
public:
  IrMutator(Operation *root, Random &random) : root(root), random(random) {
    root->walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (op == root)
        return;
      ops.push_back(op);
      llvm::append_range(values, op->getResults());
      for (Region &region : op->getRegions())
        for (Block &block : region) {
          llvm::append_range(values, block.getArguments());
          blocks.push_back(&block);
        }
    });
  }

  std::string run();

private:
  std::string changeAttribute();
  std::string changeType();
  std::string changeEverywhere();
  std::string changeOperand();
  std::string changeOperation();
  std::string changeName();
  Operation *draw();
  Attribute drawAttribute(StringRef name);

  Operation *root;
  Random &random;
  std::vector<Operation *> ops;
  std::vector<Value> values;
  std::vector<Block *> blocks;
};

/// Mostly of dlc and rt, which are few among those of the kernels.
Operation *IrMutator::draw() {
  Operation *op = random.of(ops);
  for (int tries = 0; tries < 4 && !llvm::is_contained({"dlc", "rt"}, op->getName().getDialectNamespace()); ++tries)
    op = random.of(ops);
  return op;
}

/// One of another operation, mostly of the same name.
Attribute IrMutator::drawAttribute(StringRef name) {
  for (int tries = 0; tries < 50; ++tries) {
    DictionaryAttr dictionary = random.of(ops)->getAttrDictionary();
    if (dictionary.empty())
      continue;
    if (Attribute same = dictionary.get(name))
      return same;
    if (tries > 30)
      return random.of(dictionary.getValue()).getValue();
  }
  return {};
}

std::string IrMutator::changeAttribute() {
  Operation *op = draw();
  DictionaryAttr dictionary = op->getAttrDictionary();
  if (dictionary.empty())
    return "";
  NamedAttribute old = random.of(dictionary.getValue());
  if (random.chance(15)) {
    op->removeAttr(old.getName());
    return llvm::formatv("{0} without {1}", op->getName(), old.getName().getValue());
  }
  Attribute other = random.chance(75) ? mutate(old.getValue(), random) : drawAttribute(old.getName());
  if (!other)
    return "";
  op->setAttr(random.chance(97) ? old.getName() : random.of(dictionary.getValue()).getName(), other);
  return llvm::formatv("{0} with {1} = {2}", op->getName(), old.getName().getValue(), toText(other).substr(0, 200));
}

std::string IrMutator::changeType() {
  if (values.empty())
    return "";
  Value value = random.of(values);
  Type type = random.chance(70) ? mutate(value.getType(), random) : random.of(values).getType();
  if (!type)
    return "";
  value.setType(type);
  return "a value of type " + toText(type);
}

/// Types and attributes at all their places, which verifiers of single operations cannot tell.
std::string IrMutator::changeEverywhere() {
  Operation *where = random.chance(50) ? root : draw();
  AttrTypeReplacer replacer;
  std::string what;
  if (random.chance(60) && !values.empty()) {
    Type old = random.of(values).getType(), type = mutate(old, random);
    if (!type)
      return "";
    replacer.addReplacement([=](Type t) { return t == old ? type : t; });
    what = toText(old) + " -> " + toText(type);
  } else {
    DictionaryAttr dictionary = draw()->getAttrDictionary();
    if (dictionary.empty())
      return "";
    Attribute old = random.of(dictionary.getValue()).getValue(), other = mutate(old, random);
    if (!other)
      return "";
    replacer.addReplacement([=](Attribute a) { return a == old ? other : a; });
    what = toText(old).substr(0, 200) + " -> " + toText(other).substr(0, 200);
  }
  replacer.recursivelyReplaceElementsIn(where, /*replaceAttrs=*/true, /*replaceLocs=*/false, /*replaceTypes=*/true);
  return what + " everywhere";
}

std::string IrMutator::changeOperand() {
  Operation *op = draw();
  for (int tries = 0; tries < 10 && op->getNumOperands() == 0; ++tries)
    op = draw();
  if (op->getNumOperands() == 0)
    return "";
  unsigned at = static_cast<unsigned>(random.below(op->getNumOperands()));
  Value other = op->getOperand(static_cast<unsigned>(random.below(op->getNumOperands())));
  std::string name = op->getName().getStringRef().str();
  switch (random.below(5)) {
  case 0:
    op->eraseOperand(at);
    return name + " with an operand less";
  case 1:
    op->insertOperands(at, other);
    return name + " with an operand twice";
  case 2: {
    Value old = op->getOperand(at);
    op->setOperand(at, other);
    return name + (old == other ? "" : " with another of its operands");
  }
  default:
    // Mostly one of the type, or what stands before it, as others are refused.
    other = random.of(values);
    for (int tries = 0; tries < 30 && other.getType() != op->getOperand(at).getType(); ++tries)
      other = random.of(values);
    op->setOperand(at, other);
    return name + " with another operand";
  }
}

std::string IrMutator::changeOperation() {
  Operation *op = draw();
  std::string name = op->getName().getStringRef().str();
  if (blocks.empty())
    return "";
  Block *block = random.chance(60) ? op->getBlock() : random.of(blocks);
  bool isInside = op->isAncestor(block->getParentOp());
  auto place = std::next(block->begin(), random.below(static_cast<int64_t>(block->getOperations().size()) + 1));
  switch (random.below(5)) {
  case 0:
    if (!op->use_empty() && !values.empty())
      for (Value result : op->getResults())
        if (Value other = random.of(values); other != result)
          result.replaceAllUsesWith(other);
    if (!op->use_empty())
      return "";
    for (Region &region : op->getRegions())
      region.dropAllReferences();
    op->dropAllUses();
    op->erase();
    return "no " + name;
  case 1:
    block->getOperations().insert(place, op->clone());
    return name + " twice";
  case 2:
    if (op->getNumRegions() == 0)
      return "";
    op->getRegion(0).dropAllReferences();
    op->getRegion(0).getBlocks().clear();
    return name + " without a body";
  default:
    if (isInside || (place != block->end() && &*place == op))
      return "";
    op->remove();
    block->getOperations().insert(place, op);
    return name + " elsewhere";
  }
}

std::string IrMutator::changeName() {
  std::vector<Operation *> symbols;
  for (Operation *op : ops)
    if (op->hasAttr(SymbolTable::getSymbolAttrName()))
      symbols.push_back(op);
  if (symbols.empty())
    return "";
  auto nameOf = [](Operation *op) { return op->getAttrOfType<StringAttr>(SymbolTable::getSymbolAttrName()); };
  Operation *one = random.of(symbols), *two = random.of(symbols);
  StringAttr from = nameOf(one), to = nameOf(two);
  if (!from || !to)
    return "";
  if (random.chance(30))
    to = StringAttr::get(root->getContext(), random.chance(50) ? "missing" : "prepare");
  if (random.chance(50)) {
    one->setAttr(SymbolTable::getSymbolAttrName(), to);
    return (one->getName().getStringRef() + " " + from.getValue() + " called " + to.getValue()).str();
  }
  AttrTypeReplacer replacer;
  auto old = FlatSymbolRefAttr::get(from), other = FlatSymbolRefAttr::get(to);
  replacer.addReplacement([=](FlatSymbolRefAttr a) { return a == old ? other : a; });
  replacer.recursivelyReplaceElementsIn(random.chance(50) ? root : draw());
  return "@" + from.str() + " taken for @" + to.str();
}

std::string IrMutator::run() {
  if (ops.empty())
    return "";
  switch (random.below(10)) {
  case 0:
  case 1:
  case 2:
    return changeAttribute();
  case 3:
    return changeType();
  case 4:
  case 5:
    return changeEverywhere();
  case 6:
  case 7:
    return changeOperand();
  case 8:
    return changeOperation();
  default:
    return changeName();
  }
}

} // namespace

std::string dlc::test::mutateIr(Operation *root, Random &random) {
  for (int tries = 0; tries < 100; ++tries)
    if (std::string what = IrMutator(root, random).run(); !what.empty())
      return what;
  return "nothing";
}

std::string dlc::test::mutateText(std::string &text, Random &random) {
  bool isNumber = random.chance(60);
  std::vector<Word> words = wordsOf(text, isNumber);
  if (words.empty())
    return "nothing";
  Word word = random.of(words), another = random.of(words);
  std::string old = text.substr(word.begin, word.size);
  std::string other = isNumber ? otherNumber(old, random) : text.substr(another.begin, another.size);
  size_t line = text.rfind('\n', word.begin) + 1, end = text.find('\n', word.begin);
  std::string whole = text.substr(line, end - line) + "\n";
  switch (random.below(8)) {
  case 0:
    text.erase(line, whole.size());
    return "no line " + whole;
  case 1:
    text.insert(line, whole);
    return "twice the line " + whole;
  case 2: {
    text.erase(line, whole.size());
    size_t place = text.rfind('\n', another.begin) + 1;
    text.insert(place, whole);
    return "elsewhere the line " + whole;
  }
  case 3: { // everywhere
    for (auto place = words.rbegin(); place != words.rend(); ++place)
      if (text.compare(place->begin, place->size, old) == 0)
        text.replace(place->begin, place->size, other);
    return old + " -> " + other + " everywhere";
  }
  case 4:
    text.erase(word.begin, word.size);
    return "no " + old;
  default:
    text.replace(word.begin, word.size, other);
    return old + " -> " + other + " in " + whole;
  }
}
