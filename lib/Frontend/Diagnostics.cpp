//===- Diagnostics.cpp - Codes of errors, and how they are printed --------===//

#include "dlc/Frontend/Diagnostics.h"
#include "lib/Frontend/Capture.h"
#include "mlir/IR/Location.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/Support/raw_ostream.h"

using namespace dlc;
using namespace mlir;

StringRef dlc::stringifyCode(Code code) {
  static constexpr StringLiteral codes[] = {
#define DLC_DIAGNOSTIC(CODE, NAME, TITLE, HELP) "DLC-" #CODE,
#include "dlc/Frontend/Diagnostics.def"
  };
  return codes[size_t(code)];
}

InFlightDiagnostic dlc::emitError(Location location, Code code) {
  return mlir::emitError(location) << stringifyCode(code) << ": ";
}

/// The place in a file that a location means: of a call, what is called.
static FileLineColLoc placeOf(Location location) {
  if (auto place = dyn_cast<FileLineColLoc>(location))
    return place;
  if (auto name = dyn_cast<NameLoc>(location))
    return placeOf(name.getChildLoc());
  if (auto call = dyn_cast<CallSiteLoc>(location))
    return placeOf(call.getCallee());
  if (auto fused = dyn_cast<FusedLoc>(location))
    for (Location part : fused.getLocations())
      if (FileLineColLoc place = placeOf(part))
        return place;
  return nullptr;
}

/// Names come from the file: nothing in them may drive a terminal.
static std::string printable(StringRef text) {
  std::string result;
  for (char c : text)
    result += (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f ? '?' : c;
  return result;
}

Diagnostics::Diagnostics(MLIRContext &context) : context(context) {
  handler = context.getDiagEngine().registerHandler([this](Diagnostic &diagnostic) { record(diagnostic); });
}

Diagnostics::~Diagnostics() { context.getDiagEngine().eraseHandler(handler); }

void Diagnostics::addSource(llvm::MemoryBufferRef source) {
  sources[source.getBufferIdentifier()] = source.getBuffer();
}

Diagnostics::Message Diagnostics::messageOf(Diagnostic &diagnostic) {
  Message message;
  message.severity = diagnostic.getSeverity();
  message.text = printable(diagnostic.str());
  if (FileLineColLoc place = placeOf(diagnostic.getLocation())) {
    message.file = place.getFilename().str();
    message.line = place.getLine();
    message.column = place.getColumn();
  }
  return message;
}

void Diagnostics::record(Diagnostic &diagnostic) {
  Message message = messageOf(diagnostic);
  // Of a stage after the Frontend. What has no place in a model is about the command line or the machine.
  if (message.severity == DiagnosticSeverity::Error && message.line && !StringRef(message.text).starts_with("DLC-"))
    message.text = (stringifyCode(Code::CannotCompile) + ": " + plainText(message.text)).str();
  for (Diagnostic &note : diagnostic.getNotes())
    message.notes.push_back(messageOf(note));
  std::lock_guard<std::mutex> lock(mutex);
  errorCount += message.severity == DiagnosticSeverity::Error;
  messages.push_back(std::move(message));
}

void Diagnostics::printLine(raw_ostream &stream, const Message &message) const {
  auto source = sources.find(message.file);
  if (source == sources.end() || message.line == 0)
    return;
  StringRef line = source->second;
  for (unsigned skipped = 1; skipped < message.line; ++skipped)
    line = line.split('\n').second;
  line = line.split('\n').first.rtrim('\r');
  // A window of a long line.
  size_t column = std::min<size_t>(std::max(1u, message.column) - 1, line.size());
  size_t begin = column > 100 ? column - 60 : 0;
  stream << printable(line.substr(begin, 160)) << '\n';
  for (char c : line.slice(begin, column))
    stream << (c == '\t' ? '\t' : ' ');
  stream << "^\n";
}

void Diagnostics::printMessage(raw_ostream &stream, const Message &message) const {
  if (!message.file.empty())
    stream << printable(message.file) << ':' << message.line << ':' << message.column << ": ";
  switch (message.severity) {
  case DiagnosticSeverity::Error:
    stream << "error: ";
    break;
  case DiagnosticSeverity::Warning:
    stream << "warning: ";
    break;
  case DiagnosticSeverity::Note:
    stream << "note: ";
    break;
  case DiagnosticSeverity::Remark:
    stream << "remark: ";
    break;
  }
  stream << message.text << '\n';
  printLine(stream, message);
}

std::vector<Diagnostics::Message> Diagnostics::take() {
  std::lock_guard<std::mutex> lock(mutex);
  llvm::sort(messages, [](const Message &a, const Message &b) {
    return std::tie(a.file, a.line, a.column, a.text) < std::tie(b.file, b.line, b.column, b.text);
  });
  // A function that is called from several entries is checked for each.
  messages.erase(std::unique(messages.begin(), messages.end(),
                             [](const Message &a, const Message &b) {
                               return a.line && std::tie(a.file, a.line, a.column, a.text) ==
                                                    std::tie(b.file, b.line, b.column, b.text);
                             }),
                 messages.end());
  return std::exchange(messages, {});
}

void Diagnostics::print(raw_ostream &stream, size_t limit) {
  size_t printed = 0;
  for (const Message &message : take()) {
    bool isError = message.severity == DiagnosticSeverity::Error;
    if (isError && printed++ >= limit)
      continue;
    printMessage(stream, message);
    for (const Message &note : message.notes)
      printMessage(stream, note);
  }
  if (printed > limit)
    stream << printed - limit << " more errors are not shown\n";
}
