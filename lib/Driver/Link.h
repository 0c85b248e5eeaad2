//===- Link.h - Objects -> OUT.so --------------------------------------------===//

#ifndef DLC_LIB_DRIVER_LINK_H
#define DLC_LIB_DRIVER_LINK_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Error.h"

namespace dlc {

/// A folder beside the output for files of one compilation; removed with what is in it.
class TemporaryFolder {
public:
  static llvm::Expected<TemporaryFolder> besides(llvm::StringRef output);
  TemporaryFolder(TemporaryFolder &&other);
  ~TemporaryFolder();

  /// The path of a file in it, which is removed too when dlc is interrupted.
  std::string file(llvm::StringRef name) const;

private:
  explicit TemporaryFolder(llvm::StringRef path) : path(path) {}
  llvm::SmallString<128> path;
};

/// Why no artefact came out of it.
struct LinkError : llvm::ErrorInfo<LinkError> {
  static char ID;
  std::string text;
  bool internal; // dlc is at fault, not the machine
  LinkError(std::string text, bool internal) : text(std::move(text)), internal(internal) {}
  void log(llvm::raw_ostream &out) const override { out << text; }
  std::error_code convertToErrorCode() const override { return llvm::inconvertibleErrorCode(); }
};

/// Links the objects, the file of weights (may be empty) and the runtime to a shared library that exports `exports`.
llvm::Error linkSharedLibrary(llvm::ArrayRef<llvm::StringRef> objects, llvm::StringRef weights,
                              llvm::ArrayRef<std::string> exports, const TemporaryFolder &folder,
                              llvm::StringRef output);

/// Writes a file so that either all of it is there under its name or nothing.
llvm::Error writeWhole(llvm::StringRef path, llvm::StringRef bytes, const TemporaryFolder &folder);

} // namespace dlc

#endif // DLC_LIB_DRIVER_LINK_H
