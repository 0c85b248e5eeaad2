//===- Capture.cpp - Errors of MLIR on their way to a code ----------------===//

#include "lib/Frontend/Capture.h"
#include "lib/Frontend/Wording.h"
#include "llvm/Support/Threading.h"

using namespace dlc;
using namespace mlir;

std::vector<Captured> dlc::captureErrors(MLIRContext &context, llvm::function_ref<void()> run) {
  std::vector<Captured> errors;
  uint64_t thread = llvm::get_threadid();
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) -> LogicalResult {
    if (diagnostic.getSeverity() != DiagnosticSeverity::Error || llvm::get_threadid() != thread)
      return failure();
    Captured &error = errors.emplace_back(Captured{diagnostic.getLocation(), diagnostic.str(), {}});
    for (Diagnostic &note : diagnostic.getNotes())
      error.notes.push_back({note.getLocation(), note.str()});
    return success();
  });
  run();
  return errors;
}

std::string dlc::plainText(StringRef text, StringRef prefix) {
  StringRef rest = text;
  rest.consume_front("custom op ");
  if (!rest.consume_front("'dlc."))
    return (prefix + reword(text)).str();
  auto [name, message] = rest.split("' ");
  message.consume_front("op ");
  if (message.starts_with("custom op ")) // of an operation inside of this one
    return plainText(message, prefix);
  return (name + ": " + prefix + reword(message)).str();
}

void dlc::report(const Captured &error, Code code, StringRef prefix) {
  InFlightDiagnostic diagnostic = emitError(error.location, code) << plainText(error.text, prefix);
  for (const auto &[location, note] : error.notes)
    diagnostic.attachNote(location) << note;
}
