//===- Link.cpp - Objects -> OUT.so ------------------------------------------===//
//
// lld runs in this process. It sees the runtime and stub libraries that dlc carries, nothing of this machine, so the
// bytes of an artefact depend on its input alone. A disk that fills up while lld writes its mapped output is a SIGBUS:
// the room is asked for first.
//
//===----------------------------------------------------------------------===//

#include "lib/Driver/Link.h"
#include "dlc/Driver/EmbeddedFiles.h"
#include "lib/Driver/LocalizeSymbols.h"
#include "lld/Common/Driver.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <unistd.h>

LLD_HAS_DRIVER(elf)

using namespace dlc;
using llvm::Error;
using llvm::StringRef;
namespace fs = llvm::sys::fs;

char LinkError::ID;

static Error fail(const llvm::Twine &text, bool internal = false) {
  return llvm::make_error<LinkError>(text.str(), internal);
}

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

/// What an interrupt removes; empty where there is none. One compilation writes at a time.
static char folderAtWork[4096];

/// Runs when a signal has come that ends dlc, after LLVM has removed the files; then that happens.
static void removeFolderAtWork() {
  // Another thread may still have made a file.
  for (int attempt = 0; folderAtWork[0] && rmdir(folderAtWork) != 0 && attempt < 100; ++attempt)
    llvm::sys::RunInterruptHandlers();
  signal(SIGINT, SIG_DFL);
  raise(SIGINT);
}

static void setFolderAtWork(StringRef path) {
  bool fits = path.size() < sizeof folderAtWork;
  memcpy(folderAtWork, fits ? path.data() : "", fits ? path.size() : 0);
  folderAtWork[fits ? path.size() : 0] = 0;
  llvm::sys::SetInterruptFunction(path.empty() ? nullptr : removeFolderAtWork);
}

llvm::Expected<TemporaryFolder> TemporaryFolder::besides(StringRef output) {
  llvm::SmallString<128> path;
  for (int attempt = 0; attempt < 16; ++attempt) {
    fs::createUniquePath(output + ".%%%%%%", path, /*MakeAbsolute=*/false);
    setFolderAtWork(path);
    std::error_code error = fs::create_directory(path, /*IgnoreExisting=*/false);
    if (!error)
      return TemporaryFolder(path);
    setFolderAtWork("");
    if (error != std::errc::file_exists)
      return fail("cannot write beside '" + output + "': " + error.message());
  }
  return fail("cannot make a folder beside '" + output + "'");
}

TemporaryFolder::TemporaryFolder(TemporaryFolder &&other) : path(std::move(other.path)) { other.path.clear(); }

TemporaryFolder::~TemporaryFolder() {
  if (path.empty())
    return;
  (void)fs::remove_directories(path);
  setFolderAtWork("");
}

std::string TemporaryFolder::file(StringRef name) const {
  llvm::SmallString<128> result(path);
  llvm::sys::path::append(result, name);
  llvm::sys::RemoveFileOnSignal(result);
  return std::string(result);
}

static Error writeFile(StringRef path, StringRef bytes) {
  std::error_code error;
  llvm::raw_fd_ostream out(path, error);
  if (!error) {
    out << bytes;
    out.close();
    error = out.error();
    out.clear_error();
  }
  return error ? fail("cannot write '" + path + "': " + error.message()) : Error::success();
}

static Error moveInPlace(StringRef from, StringRef to) {
  fs::file_status status; // of what is there: devices and pipes would be gone
  if (!fs::status(to, status) && status.type() != fs::file_type::regular_file)
    return fail("cannot write '" + to + "': it is no regular file; choose another name");
  if (std::error_code error = fs::rename(from, to))
    return fail("cannot write '" + to + "': " + error.message());
  return Error::success();
}

Error dlc::writeWhole(StringRef path, StringRef bytes, const TemporaryFolder &folder) {
  std::string temporary = folder.file(llvm::sys::path::filename(path));
  if (Error error = writeFile(temporary, bytes))
    return error;
  return moveInPlace(temporary, path);
}

/// Whether the disk has `bytes` left.
static Error askForRoom(uint64_t bytes, const TemporaryFolder &folder) {
  std::string path = folder.file("room");
  int file = open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0)
    return fail("cannot write '" + path + "': " + std::string(strerror(errno)));
  int error = posix_fallocate(file, 0, bytes);
  close(file);
  unlink(path.c_str());
  if (error)
    return fail("cannot write an artefact of " + llvm::Twine(bytes) + " bytes: " + strerror(error));
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Linking
//===----------------------------------------------------------------------===//

/// lld is not reentrant.
static bool runLld(llvm::ArrayRef<std::string> arguments, std::string &messages) {
  static std::mutex mutex;
  std::lock_guard<std::mutex> lock(mutex);
  llvm::SmallVector<const char *> argv{"ld.lld"};
  for (const std::string &argument : arguments)
    argv.push_back(argument.c_str());
  llvm::raw_string_ostream out(messages);
  bool good = false;
  llvm::CrashRecoveryContext recovery;
  bool survived = recovery.RunSafely([&] {
    const lld::DriverDef drivers[] = {{lld::Gnu, &lld::elf::link}};
    good = lld::lldMain(argv, out, out, drivers).retCode == 0;
  });
  if (!survived)
    out << "the linker crashed; the disk may be full";
  return survived && good;
}

/// Exactly these symbols.
static std::string versionScript(llvm::ArrayRef<std::string> exports) {
  std::string text = "{\n  global:\n";
  for (const std::string &name : exports)
    text += "    " + name + ";\n";
  return text + "  local: *;\n};\n";
}

/// Writes the objects, the runtime and, where `libraries`, the stub libraries to the folder, asks for room for the
/// output and adds the files to the linker's arguments.
static Error addInputs(const LinkInputs &inputs, bool libraries, const TemporaryFolder &folder,
                       std::vector<std::string> &arguments) {
  uint64_t bytes = 1 << 20;
  auto add = [&](StringRef name, StringRef content) {
    arguments.push_back(folder.file(name));
    bytes += content.size();
    return writeFile(arguments.back(), content);
  };
  for (auto [i, object] : llvm::enumerate(inputs.objects))
    if (Error error = add(std::to_string(i) + ".o", object))
      return error;
  if (Error error = add("runtime.o", runtimeObject()))
    return error;
  if (libraries)
    for (const StubLibrary &library : stubLibraries())
      if (Error error = add(library.soname, library.bytes))
        return error;
  if (!inputs.weights.empty()) {
    uint64_t size = 0;
    if (std::error_code error = fs::file_size(inputs.weights, size))
      return fail("cannot read '" + inputs.weights + "': " + error.message());
    bytes += size;
    arguments.push_back(inputs.weights.str());
  }
  return askForRoom(bytes, folder);
}

static Error link(llvm::ArrayRef<std::string> arguments) {
  std::string messages;
  if (!runLld(arguments, messages))
    return fail("internal error: cannot link the artefact:\n" + messages, /*internal=*/true);
  return Error::success();
}

Error dlc::linkSharedLibrary(const LinkInputs &inputs, StringRef soname, const TemporaryFolder &folder,
                             StringRef output) {
  std::string script = folder.file("exports.map");
  if (Error error = writeFile(script, versionScript(inputs.exports)))
    return error;
  std::string temporary = folder.file("linked.so");
  // Kernels keep their names, for profilers: a few KiB, which `strip` takes out again. The runtime's lines go.
  // References inside the library bind now (-Bsymbolic), never to an equal name of another library at load.
  std::vector<std::string> arguments = {"-shared",
                                        "-o",
                                        temporary,
                                        "-soname=" + soname.str(),
                                        "-Bsymbolic",
                                        "--version-script=" + script,
                                        "--no-undefined",
                                        "--no-undefined-version",
                                        "--as-needed",
                                        "--gc-sections",
                                        "--hash-style=gnu",
                                        "--build-id=none",
                                        "--strip-debug",
                                        "-O1",
                                        "--threads=1",
                                        "-z",
                                        "relro",
                                        "-z",
                                        "now",
                                        "-z",
                                        "noexecstack",
                                        "-z",
                                        "separate-code"};
  if (Error error = addInputs(inputs, /*libraries=*/true, folder, arguments))
    return error;
  if (Error error = link(arguments))
    return error;
  return moveInPlace(temporary, output);
}

Error dlc::linkObject(const LinkInputs &inputs, const TemporaryFolder &folder, StringRef output) {
  std::string temporary = folder.file("linked.o");
  // Without section groups: a linker keeps one of several equal groups, and drops code that local symbols refer to.
  std::vector<std::string> arguments = {"-r",         "-o", temporary, "--force-group-allocation", "--strip-debug",
                                        "--threads=1"};
  if (Error error = addInputs(inputs, /*libraries=*/false, folder, arguments))
    return error;
  if (Error error = link(arguments))
    return error;
  if (Error error = localizeSymbols(temporary, inputs.exports))
    return error;
  return moveInPlace(temporary, output);
}
