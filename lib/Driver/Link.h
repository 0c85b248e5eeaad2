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

/// What an artefact is made of besides the runtime.
struct LinkInputs {
  llvm::ArrayRef<llvm::StringRef> objects;
  llvm::StringRef weights; // path of the object with the weights; may be empty
  llvm::ArrayRef<std::string> exports;
};

/// Links them to a shared library that exports `exports`, under the name `soname`.
llvm::Error linkSharedLibrary(const LinkInputs &inputs, llvm::StringRef soname, const TemporaryFolder &folder,
                              llvm::StringRef output);

/// Links them to one relocatable object whose only global symbols are `exports` and what it needs of libc and libm.
llvm::Error linkObject(const LinkInputs &inputs, const TemporaryFolder &folder, llvm::StringRef output);

/// Writes a file so that either all of it is there under its name or nothing.
llvm::Error writeWhole(llvm::StringRef path, llvm::StringRef bytes, const TemporaryFolder &folder);

} // namespace dlc

#endif // DLC_LIB_DRIVER_LINK_H
