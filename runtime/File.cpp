//===- File.cpp - Files and memory to read a checkpoint from and to write one to --------------------------------===//
#include "runtime/File.h"

#include <atomic>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern "C" int rename(const char *from, const char *to);

namespace dlc {

//--- Source -----------------------------------------------------------------------------------------------------------

Source::~Source() {
  if (file >= 0)
    close(file);
}

void Source::openMemory(const void *memory, size_t memorySize) {
  bytes = static_cast<const char *>(memory);
  size = memorySize;
}

// Not blocking, for a path may be a pipe; and statx, for fstat has a version of its own in each glibc.
Status Source::openFile(const char *path, Message &message) {
  name = path;
  file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct statx status;
  if (file < 0 || statx(file, "", AT_EMPTY_PATH, STATX_TYPE | STATX_SIZE, &status) != 0)
    return fail(message, DLC_FILE, "%.400s: cannot open: %s", path, SystemError(errno).text);
  if (!S_ISREG(status.stx_mode))
    return fail(message, DLC_BAD_FILE, "%.400s: not a regular file", path);
  size = status.stx_size;
  return DLC_OK;
}

Status Source::read(uint64_t offset, void *to, uint64_t count, Message &message) const {
  if (bytes) {
    memcpy(to, bytes + offset, count);
    return DLC_OK;
  }
  for (uint64_t done = 0; done < count;) {
    ssize_t got = pread(file, static_cast<char *>(to) + done, count - done, static_cast<off_t>(offset + done));
    if (got == 0)
      return fail(message, DLC_BAD_FILE, "%.400s: ends at byte %llu, while it is being read", name,
                  static_cast<unsigned long long>(offset + done));
    if (got < 0 && errno != EINTR)
      return fail(message, DLC_FILE, "%.400s: cannot read: %s", name, SystemError(errno).text);
    done += got > 0 ? static_cast<uint64_t>(got) : 0;
  }
  return DLC_OK;
}

//--- Sink -------------------------------------------------------------------------------------------------------------

Sink::~Sink() {
  if (file >= 0) {
    close(file);
    unlink(temporary);
  }
}

Status Sink::failed(const char *verb, int number, Message &message) const {
  return fail(message, DLC_FILE, "%.400s: cannot %s: %s", path, verb, SystemError(number).text);
}

// A rename would put a file in the place of a device or a pipe: no other program would find it again.
Status Sink::openFile(const char *target, Message &message) {
  static std::atomic<unsigned> count;
  struct statx status;
  if (statx(AT_FDCWD, target, 0, STATX_TYPE, &status) == 0 && !S_ISREG(status.stx_mode))
    return fail(message, DLC_FILE, "%.400s: cannot be replaced: not a regular file", target);
  path = target;
  do {
    int length = snprintf(temporary, sizeof temporary, "%s.%d-%u.tmp", target, static_cast<int>(getpid()),
                          count.fetch_add(1, std::memory_order_relaxed));
    if (length >= static_cast<int>(sizeof temporary))
      return failed("create", ENAMETOOLONG, message);
    file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
  } while (file < 0 && errno == EEXIST);
  return file < 0 ? failed("create", errno, message) : DLC_OK;
}

Status Sink::write(const void *from, uint64_t count, Message &message) {
  if (bytes) {
    memcpy(bytes, from, count);
    bytes += count;
    return DLC_OK;
  }
  for (uint64_t done = 0; done < count;) {
    ssize_t put = ::write(file, static_cast<const char *>(from) + done, count - done);
    if (put < 0 && errno != EINTR)
      return failed("write", errno, message);
    done += put > 0 ? static_cast<uint64_t>(put) : 0;
  }
  return DLC_OK;
}

// The folder of a path, opened to be synced: a rename is on the disk when its folder is.
static void syncFolder(char *path) {
  char *slash = nullptr;
  for (char *c = path; *c; ++c)
    slash = *c == '/' ? c : slash;
  if (slash)
    slash[slash == path] = 0;
  int folder = open(slash ? path : ".", O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  if (folder < 0)
    return;
  fsync(folder);
  close(folder);
}

Status Sink::commit(Message &message) {
  if (file < 0)
    return DLC_OK;
  if (fsync(file) != 0)
    return failed("sync", errno, message);
  int closed = close(file), number = errno;
  file = -1;
  if (closed != 0 || rename(temporary, path) != 0) {
    number = closed != 0 ? number : errno;
    unlink(temporary);
    return failed(closed != 0 ? "close" : "rename", number, message);
  }
  syncFolder(temporary);
  return DLC_OK;
}

} // namespace dlc
