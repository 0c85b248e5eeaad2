//===- Document.cpp - A text, what is wrong with it, and what a name means ----===//
//
// Offsets and MLIR's columns count bytes; positions of the protocol count UTF-16 units.
//===----------------------------------------------------------------------===//

#include "tools/dlc-lsp-server/Document.h"
#include "dialects/dlc/Dlc.h"
#include "dlc/Driver/Pipelines.h"
#include "dlc/Driver/Register.h"
#include "dlc/Frontend/ParseModel.h"
#include "dlc/Frontend/Warnings.h"
#include "tools/dlc-lsp-server/Operators.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/Path.h"

using namespace dlc;
namespace lsp = llvm::lsp;
using llvm::StringRef;

Document::Document(lsp::URIForFile uri, std::string contents) : uri(uri), text(std::move(contents)), names(text) {
  lines.push_back(0);
  for (size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
    lines.push_back(at + 1);
  llvm::CrashRecoveryContext recovery;
  if (!recovery.RunSafely([&] { check(); })) {
    found.emplace_back();
    found.back().severity = lsp::DiagnosticSeverity::Error;
    found.back().source = "dlc";
    found.back().message = "internal error: the compiler crashed on this text";
  }
}

//===----------------------------------------------------------------------===//
// Positions
//===----------------------------------------------------------------------===//

/// UTF-16 units of the character that begins with this byte; 0 inside one.
static int unitsOf(char c) {
  auto byte = static_cast<unsigned char>(c);
  return (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
}

size_t Document::offsetOf(lsp::Position position) const {
  if (position.line < 0)
    return 0;
  if (size_t(position.line) >= lines.size())
    return text.size();
  size_t at = lines[position.line];
  for (int units = 0; at < text.size() && text[at] != '\n'; ++at) {
    units += unitsOf(text[at]);
    if (units > position.character)
      break;
  }
  return at;
}

lsp::Position Document::positionOf(size_t offset) const {
  offset = std::min(offset, text.size());
  size_t line = llvm::upper_bound(lines, offset) - lines.begin() - 1;
  int units = 0;
  for (size_t at = lines[line]; at < offset; ++at)
    units += unitsOf(text[at]);
  return lsp::Position(int(line), units);
}

size_t Document::offsetAt(unsigned line, unsigned column) const {
  if (line == 0 || line > lines.size())
    return 0;
  return std::min(lines[line - 1] + std::max(1u, column) - 1, text.size());
}

lsp::Range Document::rangeOf(size_t begin, size_t end) const { return lsp::Range(positionOf(begin), positionOf(end)); }

/// Of the token at a place that a diagnostic names.
lsp::Range Document::rangeAt(unsigned line, unsigned column) const {
  size_t offset = offsetAt(line, column);
  const Token *token = names.tokenAt(offset);
  return rangeOf(offset, token && token->begin <= offset ? token->end() : offset);
}

//===----------------------------------------------------------------------===//
// What dlc says
//===----------------------------------------------------------------------===//

template <typename T>
static std::string textOf(T thing) {
  std::string result;
  llvm::raw_string_ostream(result) << thing;
  return result;
}

static std::string tensorText(mlir::Type type) {
  auto tensor = llvm::dyn_cast<mlir::RankedTensorType>(type);
  std::optional<int64_t> bytes = tensor && tensor.hasStaticShape() ? bytesOf(tensor) : std::nullopt;
  return textOf(type) + (bytes ? ", " + std::to_string(*bytes) + " bytes" : "");
}

void Document::check() {
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  Diagnostics diagnostics(context);
  prepareContext(context);
  ParsedModel parsed = parseWhatIsSound(llvm::MemoryBufferRef(text, uri.file()), context);
  if (parsed.module) {
    auto note = [&](mlir::Location location, std::string type) {
      if (auto place = llvm::dyn_cast<mlir::FileLineColLoc>(location))
        types[offsetAt(place.getLine(), place.getColumn())] = std::move(type);
    };
    parsed.module->walk([&](mlir::Operation *op) {
      if (op->getNumResults() == 1)
        note(op->getLoc(), textOf(op->getResult(0).getType()));
      if (auto type = op->getAttrOfType<mlir::TypeAttr>("type"))
        note(op->getLoc(), tensorText(type.getValue()));
      if (auto function = llvm::dyn_cast<FuncOp>(op); function && !function.isExternal())
        for (mlir::BlockArgument argument : function.getArguments())
          note(argument.getLoc(), textOf(argument.getType()));
    });
    mlir::DialectRegistry all;
    registerAllDialects(all);
    context.appendDialectRegistry(all);
    if (parsed.isWhole)
      warnUnused(*parsed.module, text, WarningOptions());
    (void)runFrontend(*parsed.module, parsed.isWhole, llvm::sys::path::parent_path(uri.file()),
                      [](mlir::PassManager &) {});
  }
  for (const Diagnostics::Message &message : diagnostics.take()) {
    lsp::Diagnostic result;
    result.range = rangeAt(message.line, message.column);
    result.severity = message.severity == mlir::DiagnosticSeverity::Error     ? lsp::DiagnosticSeverity::Error
                      : message.severity == mlir::DiagnosticSeverity::Warning ? lsp::DiagnosticSeverity::Warning
                                                                              : lsp::DiagnosticSeverity::Information;
    result.source = "dlc";
    result.message = message.text;
    // All warnings are of what is not used: editors print it pale.
    if (result.severity == lsp::DiagnosticSeverity::Warning)
      result.tags.push_back(lsp::DiagnosticTag::Unnecessary);
    if (!message.notes.empty())
      result.relatedInformation.emplace();
    for (const Diagnostics::Message &note : message.notes)
      result.relatedInformation->emplace_back(lsp::Location(uri, rangeAt(note.line, note.column)), note.text);
    found.push_back(std::move(result));
  }
}

//===----------------------------------------------------------------------===//
// What a name means
//===----------------------------------------------------------------------===//

/// The line of a declaration, with the bytes of a tensor.
std::string Document::describe(const SymbolName &symbol) const {
  StringRef line = StringRef(text).drop_front(symbol.begin).split('\n').first.rtrim(" {\r");
  std::string result = "```mlir\n" + line.take_front(400).str() + "\n```";
  if (auto type = types.find(symbol.begin); type != types.end() && symbol.keyword != "func")
    result += "\n\n" + type->second;
  return result;
}

std::string Document::describe(const Token &token) const {
  if (token.text.starts_with("%")) {
    const ValueName *value = names.findValue(token.text, token.begin);
    auto type = value ? types.find(value->origin) : types.end();
    return type == types.end() ? "" : "```mlir\n" + token.text.str() + " : " + type->second + "\n```";
  }
  if (token.text.starts_with("@")) {
    const SymbolName *symbol = names.findSymbol(token);
    return symbol ? describe(*symbol) : "";
  }
  StringRef word = token.text;
  word.consume_front("dlc.");
  auto page = operatorPages().find(word);
  return page == operatorPages().end() ? "" : ("### " + word + "\n\n" + page->second.text).str();
}

std::optional<lsp::Hover> Document::hover(lsp::Position position) const {
  const Token *token = names.tokenAt(offsetOf(position));
  std::string description = token ? describe(*token) : "";
  if (description.empty())
    return std::nullopt;
  lsp::Hover hover(rangeOf(token->begin, token->end()));
  hover.contents.value = std::move(description);
  return hover;
}

std::vector<lsp::Location> Document::definition(lsp::Position position) const {
  const Token *token = names.tokenAt(offsetOf(position));
  const Token *target = nullptr;
  if (token && token->text.starts_with("%")) {
    if (const ValueName *value = names.findValue(token->text, token->begin))
      target = &value->name;
  } else if (token && token->text.starts_with("@")) {
    if (const SymbolName *symbol = names.findSymbol(*token))
      target = &symbol->name;
  }
  if (!target)
    return {};
  return {lsp::Location(uri, rangeOf(target->begin, target->end()))};
}

static lsp::SymbolKind kindOf(StringRef keyword) {
  if (keyword == "model")
    return lsp::SymbolKind::Module;
  if (keyword == "block")
    return lsp::SymbolKind::Class;
  if (keyword == "func")
    return lsp::SymbolKind::Function;
  if (keyword == "instance")
    return lsp::SymbolKind::Object;
  return keyword == "dim" ? lsp::SymbolKind::Constant : lsp::SymbolKind::Variable;
}

std::vector<lsp::DocumentSymbol> Document::outline(int parent) const {
  std::vector<lsp::DocumentSymbol> inside;
  for (const auto &[index, symbol] : llvm::enumerate(names.symbols)) {
    if (symbol.parent != parent)
      continue;
    inside.emplace_back(symbol.name.text, kindOf(symbol.keyword), rangeOf(symbol.begin, symbol.end),
                        rangeOf(symbol.name.begin, symbol.name.end()));
    inside.back().detail = symbol.keyword.str();
    if (symbol.keyword == "model" || symbol.keyword == "block")
      inside.back().children = outline(int(index));
  }
  return inside;
}
