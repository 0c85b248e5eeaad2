//===- MutationTest.cpp - No text crashes the compiler --------------------===//
//
// Texts of the project's models and tests, in both forms, with seeded accidents: bytes, tokens,
// numbers and lines lost, doubled, exchanged. Each must be refused with diagnostics that have a code
// and a position, in the words of the language, or compiled up to planned buffers; 2,000 cases, the same ones each
// time.
//===----------------------------------------------------------------------===//

#include "dlc/Driver/Pipelines.h"
#include "dlc/Driver/Register.h"
#include "dlc/Frontend/Diagnostics.h"
#include "dlc/Frontend/ParseModel.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "gtest/gtest.h"
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

using namespace dlc;

namespace {

constexpr unsigned cases = 2000;

/// SplitMix64: the same numbers everywhere.
class Random {
public:
  explicit Random(uint64_t seed) : state(seed) {}
  uint64_t next() {
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  size_t below(size_t limit) { return limit ? next() % limit : 0; }
  template <typename Container>
  const typename Container::value_type &of(const Container &container) {
    return container[below(container.size())];
  }

private:
  uint64_t state;
};

struct Token {
  size_t begin, size;
};

std::vector<Token> tokensOf(llvm::StringRef text) {
  std::vector<Token> tokens;
  for (size_t at = 0; at < text.size();) {
    size_t begin = at;
    auto inWord = [](char c) { return llvm::isAlnum(c) || c == '_' || c == '.'; };
    while (at < text.size() && inWord(text[at]))
      ++at;
    at += at == begin;
    if (!llvm::isSpace(text[begin]))
      tokens.push_back({begin, at - begin});
  }
  return tokens;
}

struct Corpus {
  std::vector<std::string> good, other; // what is accepted as it is, in both forms, and what is not
  std::vector<std::string> words;       // of all texts
};

std::string genericForm(llvm::StringRef text) {
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  prepareContext(context);
  Diagnostics diagnostics(context);
  std::string generic;
  llvm::raw_string_ostream stream(generic);
  if (auto module = parseModel({text, "m.mlir"}, context))
    module->print(stream, mlir::OpPrintingFlags().printGenericOpForm());
  return generic;
}

void addText(Corpus &corpus, std::string text) {
  for (Token token : tokensOf(text))
    if (corpus.words.size() < 20000)
      corpus.words.push_back(text.substr(token.begin, token.size));
  std::string generic = genericForm(text);
  std::vector<std::string> &texts = generic.empty() ? corpus.other : corpus.good;
  texts.push_back(std::move(text));
  if (!generic.empty())
    texts.push_back(std::move(generic));
}

Corpus readCorpus() {
  Corpus corpus;
  std::vector<std::string> paths;
  for (const char *folder : {"models", "models/small", "test/Frontend", "test/dialects/dlc"}) {
    std::error_code error;
    for (llvm::sys::fs::directory_iterator file(folder, error), end; file != end && !error; file.increment(error))
      if (llvm::sys::path::extension(file->path()) == ".mlir")
        paths.push_back(file->path());
  }
  llvm::sort(paths);
  for (const std::string &path : paths) {
    auto buffer = llvm::MemoryBuffer::getFile(path);
    llvm::SmallVector<llvm::StringRef> parts;
    (*buffer)->getBuffer().split(parts, "// -----");
    for (llvm::StringRef part : parts)
      if (part.size() < 20000)
        addText(corpus, part.str());
  }
  return corpus;
}

/// In the generic form: another number of operands, other values, other result types.
void mutateOperands(std::string &line, Random &random) {
  llvm::SmallVector<llvm::StringRef> values, types;
  auto [head, rest] = llvm::StringRef(line).split('(');
  auto [operands, middle] = rest.split(')');
  size_t colon = middle.rfind(" : (");
  if (!head.contains("\"dlc.") || colon == llvm::StringRef::npos)
    return;
  auto [operandTypes, result] = middle.substr(colon + 4).split(')');
  operands.split(values, ", ", -1, false);
  operandTypes.split(types, ", ", -1, false);
  if (values.empty() || values.size() != types.size())
    return;
  size_t at = random.below(values.size()), other = random.below(values.size());
  switch (random.below(3)) {
  case 0:
    values.erase(values.begin() + at);
    types.erase(types.begin() + at);
    break;
  case 1:
    values.insert(values.begin() + at, values[other]);
    types.insert(types.begin() + at, types[other]);
    break;
  default:
    std::swap(values[at], values[other]);
    std::swap(types[at], types[other]);
  }
  std::string resultText = result.str();
  static const std::vector<std::string> results = {" -> tensor<*xf32>\n", " -> f32\n", " -> tensor<3xi8>\n",
                                                   " -> tensor<?x?xf32>\n", " -> ()\n"};
  if (random.below(4) == 0)
    resultText = random.of(results);
  line = (head + "(" + llvm::join(values, ", ") + ")" + middle.take_front(colon) + " : (" + llvm::join(types, ", ") +
          ")" + resultText)
             .str();
}

/// One accident.
void mutate(std::string &text, const Corpus &corpus, Random &random) {
  static const std::vector<std::string> numbers = {"0",
                                                   "-1",
                                                   "1",
                                                   "2",
                                                   "3",
                                                   "7",
                                                   "255",
                                                   "65536",
                                                   "2147483648",
                                                   "1099511627776",
                                                   "4611686018427387904",
                                                   "9223372036854775807",
                                                   "99999999999999999999",
                                                   "1.0e400",
                                                   "?",
                                                   "-9223372036854775808"};
  static const std::vector<std::string> pieces = {"\"",
                                                  "{",
                                                  "}",
                                                  "(",
                                                  ")",
                                                  "<",
                                                  ">",
                                                  "[",
                                                  "]",
                                                  "%",
                                                  "@",
                                                  "#",
                                                  "!",
                                                  "^bb0:",
                                                  "::",
                                                  "->",
                                                  "-",
                                                  std::string(1, '\0'),
                                                  "\xff",
                                                  "\xc3\xa9",
                                                  "f32",
                                                  "i1",
                                                  "bf16",
                                                  "tensor<",
                                                  "tensor<*xf32>",
                                                  "dense<",
                                                  "none",
                                                  "index",
                                                  "unit",
                                                  "loc(unknown)",
                                                  "{a = 1}",
                                                  "[1, 2",
                                                  std::string(300, '['),
                                                  std::string(2000, 'x'),
                                                  "#dlc.",
                                                  "// ",
                                                  "\\"};
  std::vector<Token> tokens = tokensOf(text);
  if (tokens.empty())
    return;
  Token token = random.of(tokens);
  size_t line = text.rfind('\n', token.begin) + 1,
         lineEnd = std::min(text.find('\n', token.begin), text.size() - 1) + 1;
  std::string wholeLine = text.substr(line, lineEnd - line);
  // Mostly what keeps the text readable: words and numbers for others.
  static const std::vector<int> kinds = {0, 1, 2, 2, 2, 2, 3, 4, 5, 6, 6, 7, 8, 9, 9, 9, 9, 9, 10, 10};
  switch (random.of(kinds)) {
  case 0:
    text.erase(token.begin, token.size);
    break;
  case 1:
    text.insert(token.begin, text.substr(token.begin, token.size) + " ");
    break;
  case 2: { // another word, or another sign
    std::string word = random.of(corpus.words);
    for (int tries = 0; tries < 20 && llvm::isAlpha(word[0]) != llvm::isAlpha(text[token.begin]); ++tries)
      word = random.of(corpus.words);
    text.replace(token.begin, token.size, word);
    break;
  }
  case 3:
    text.insert(token.begin, random.of(pieces));
    break;
  case 4:
    text.erase(line, lineEnd - line);
    break;
  case 5:
    text.insert(line, wholeLine);
    break;
  case 6: { // a line goes elsewhere
    text.erase(line, lineEnd - line);
    size_t other = text.rfind('\n', random.below(text.size())) + 1;
    text.insert(other, wholeLine);
    break;
  }
  case 7:
    text[random.below(text.size())] = char(random.next());
    break;
  case 8:
    text.erase(token.begin, random.below(60));
    break;
  case 10:
    mutateOperands(wholeLine, random);
    text.replace(line, lineEnd - line, wholeLine);
    break;
  default: { // a number
    std::vector<Token> digits;
    for (Token candidate : tokens)
      if (llvm::isDigit(text[candidate.begin]))
        digits.push_back(candidate);
    if (digits.empty())
      return;
    token = random.of(digits);
    size_t size = 0;
    while (size < token.size && llvm::isDigit(text[token.begin + size]))
      ++size;
    text.replace(token.begin, size, random.of(numbers));
  }
  }
}

/// What MLIR would say of a text in the language's own form.
std::string foreignWord(llvm::StringRef report) {
  for (const char *word : {"SSA", "identifier", "dialect", "ellipsis", "begin a region", "dimension list", "::llvm",
                           "custom op", "op requires", "variadic", "signless", "builtin.", "ODS"})
    if (report.contains(word))
      return word;
  return "";
}

/// What dlc makes of a text, and what is wrong with how it did that.
struct Result {
  bool valid = false, compiled = false; // after the Frontend, after the stage Memory
  std::string fault;
  std::set<std::string> codes;
};

const mlir::DialectRegistry &allDialects() {
  static const mlir::DialectRegistry *registry = [] {
    auto *all = new mlir::DialectRegistry;
    registerAllDialects(*all);
    return all;
  }();
  return *registry;
}

bool runPasses(mlir::ModuleOp module, llvm::function_ref<void(mlir::OpPassManager &)> build) {
  mlir::PassManager pm(module.getContext());
  build(pm);
  return succeeded(pm.run(module));
}

void compileText(const std::string &text, Result &result) {
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  prepareContext(context);
  Diagnostics diagnostics(context);
  llvm::MemoryBufferRef source(text, "m.mlir");
  diagnostics.addSource(source);
  ParsedModel parsed = parseWhatIsSound(source, context);
  mlir::OwningOpRef<mlir::ModuleOp> module = std::move(parsed.module);
  // Also what is left of a text with errors is checked.
  result.valid = module && succeeded(runFrontend(*module, parsed.isWhole, ".", [](mlir::PassManager &) {}));
  if (result.valid == (diagnostics.errors() > 0))
    result.fault = result.valid ? "accepted with errors" : "refused without an error";
  if (result.valid) {
    context.appendDialectRegistry(allDialects());
    result.compiled = runPasses(*module, [](mlir::OpPassManager &pm) {
      buildGraphPipeline(pm);
      buildCheckTargetsPipeline(pm, {"x86-64-v3"});
      buildVariantsPipeline(pm, {"x86-64-v3"});
      buildKernelPipeline(pm, Convolution::Auto, false);
      buildMemoryPipeline(pm, false);
    });
    if (!result.compiled && diagnostics.errors() == 0)
      result.fault = "not compiled, without an error";
  }
  std::string report;
  llvm::raw_string_ostream stream(report);
  diagnostics.print(stream);
  if (!result.compiled && (report.find("m.mlir:") != 0 || report.find("error: DLC-E") == std::string::npos))
    result.fault = "no position or no code: " + report;
  for (size_t at = report.find("error: DLC-"); at != std::string::npos; at = report.find("error: DLC-", at + 1))
    result.codes.insert(report.substr(at + 7, 9));
  llvm::SmallVector<llvm::StringRef> lines;
  llvm::StringRef(report).split(lines, '\n');
  for (llvm::StringRef line : lines)
    if (std::string word = foreignWord(line);
        !word.empty() && line.contains(" error: ") && !llvm::StringRef(text).contains("\"dlc.") && !result.valid)
      result.fault = "speaks of '" + word + "': " + line.str();
  if (!result.valid && result.codes.count("DLC-E0901"))
    result.fault = "an error of the Frontend without a code of its own: " + report;
}

} // namespace

TEST(Mutation, NothingCrashesTheCompiler) {
  Corpus corpus = readCorpus();
  ASSERT_GT(corpus.good.size(), 30u) << "run this test in the root of the repository";
  llvm::CrashRecoveryContext::Enable();
  unsigned valid = 0, compiled = 0;
  std::map<std::string, unsigned> reached;
  for (unsigned number = 0; number < cases; ++number) {
    Random random(number);
    std::string text = random.of(random.below(8) ? corpus.good : corpus.other);
    for (size_t left = 1 + random.below(2); left > 0; --left)
      mutate(text, corpus, random);
    Result result;
    auto begin = std::chrono::steady_clock::now();
    llvm::CrashRecoveryContext recovery;
    if (!recovery.RunSafely([&] { compileText(text, result); }))
      result.fault = "crash";
    std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    if (seconds.count() > 60)
      result.fault = "took " + std::to_string(seconds.count()) + " s";
    valid += result.valid;
    compiled += result.compiled;
    for (const std::string &code : result.codes)
      ++reached[code];
    if (result.fault.empty())
      continue;
    std::string path = "build/mutation-" + std::to_string(number) + ".mlir";
    std::ofstream(path, std::ios::binary) << text;
    ADD_FAILURE() << "case " << number << " (" << path << "): " << result.fault;
  }
  llvm::CrashRecoveryContext::Disable();
  std::cout << valid << " of " << cases << " are valid, " << compiled << " were compiled;";
  for (const auto &[code, count] : reached)
    std::cout << ' ' << code << " " << count;
  std::cout << '\n';
  // Accidents that are none, such as a lost comment: enough to reach the passes, not all.
  EXPECT_GT(compiled, cases / 50);
  EXPECT_LT(valid, cases / 2);
}
