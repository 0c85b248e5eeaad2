//===- Diagnostics.h - Codes of errors, and how they are printed ----------===//

#ifndef DLC_FRONTEND_DIAGNOSTICS_H
#define DLC_FRONTEND_DIAGNOSTICS_H

#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include <mutex>

namespace dlc {

/// What can be wrong with a model; Diagnostics.def says what each means.
enum class Code {
#define DLC_DIAGNOSTIC(CODE, NAME, TITLE, HELP) NAME,
#include "dlc/Frontend/Diagnostics.def"
};

/// "DLC-E0101".
llvm::StringRef stringifyCode(Code code);

/// An error with its code: "DLC-E0101: ...".
mlir::InFlightDiagnostic emitError(mlir::Location location, Code code);

/// Collects what is reported on a context, from any thread, while it lives; prints it in order of position as
/// `file:line:col: error: DLC-E0101: message` with the line and a caret.
class Diagnostics {
public:
  explicit Diagnostics(mlir::MLIRContext &context);
  ~Diagnostics();

  /// Lines of this file are printed with its diagnostics. The text is kept, not copied.
  void addSource(llvm::MemoryBufferRef source);

  size_t errors() const { return errorCount; }

  struct Message {
    std::string file;
    unsigned line = 0, column = 0; // from 1, in bytes; 0 where there is no place
    mlir::DiagnosticSeverity severity;
    std::string text;
    std::vector<Message> notes;
  };

  /// What was reported, once each and in order of position, which is then forgotten.
  std::vector<Message> take();

  /// Prints and forgets; at most `limit` errors.
  void print(llvm::raw_ostream &stream, size_t limit = 100);

private:
  static Message messageOf(mlir::Diagnostic &diagnostic);
  void record(mlir::Diagnostic &diagnostic);
  void printMessage(llvm::raw_ostream &stream, const Message &message) const;
  void printLine(llvm::raw_ostream &stream, const Message &message) const;

  mlir::MLIRContext &context;
  mlir::DiagnosticEngine::HandlerID handler;
  std::mutex mutex;
  std::vector<Message> messages;
  llvm::StringMap<llvm::StringRef> sources;
  size_t errorCount = 0;
};

} // namespace dlc

#endif // DLC_FRONTEND_DIAGNOSTICS_H
