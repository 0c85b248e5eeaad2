//===- Capture.cpp - Errors of MLIR on their way to a code ----------------===//

#include "lib/Frontend/Capture.h"
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

void dlc::report(const Captured &error, Code code, StringRef prefix) {
  StringRef text = error.text;
  std::string renamed = (prefix + text).str();
  text.consume_front("custom op ");
  if (text.consume_front("'dlc.")) {
    auto [name, rest] = text.split("' ");
    rest.consume_front("op ");
    renamed = (name + ": " + prefix + rest).str();
  }
  InFlightDiagnostic diagnostic = emitError(error.location, code) << renamed;
  for (const auto &[location, note] : error.notes)
    diagnostic.attachNote(location) << note;
}
