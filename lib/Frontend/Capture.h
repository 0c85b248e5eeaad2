//===- Capture.h - Errors of MLIR on their way to a code ------------------===//

#ifndef DLC_LIB_FRONTEND_CAPTURE_H
#define DLC_LIB_FRONTEND_CAPTURE_H

#include "dlc/Frontend/Diagnostics.h"

namespace dlc {

struct Captured {
  mlir::Location location;
  std::string text;
  std::vector<std::pair<mlir::Location, std::string>> notes;
};

/// The errors that `run` reports on this thread, withheld.
std::vector<Captured> captureErrors(mlir::MLIRContext &context, llvm::function_ref<void()> run);

/// "'dlc.relu' op wants" reads "relu: wants", with `prefix` between the two.
std::string plainText(llvm::StringRef text, llvm::StringRef prefix = "");

/// Reports one with a code, in plain text.
void report(const Captured &error, Code code, llvm::StringRef prefix = "");

} // namespace dlc

#endif // DLC_LIB_FRONTEND_CAPTURE_H
