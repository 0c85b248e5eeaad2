//===- File.h - Files and memory to read a checkpoint from and to write one to ----------------------------------===//
#ifndef DLC_RUNTIME_FILE_H
#define DLC_RUNTIME_FILE_H

#include "runtime/Status.h"

#include <stddef.h>
#include <stdint.h>

namespace dlc {

// Bytes that someone else wrote.
class Source {
public:
  Source() = default;
  Source(const Source &) = delete;
  Source &operator=(const Source &) = delete;
  ~Source();
  Status openFile(const char *path, Message &message);
  void openMemory(const void *memory, size_t memorySize);

  // All of [offset, offset + count), which must lie within `size`.
  Status read(uint64_t offset, void *to, uint64_t count, Message &message) const;

  const char *name = "checkpoint"; // for messages
  uint64_t size = 0;
  const char *bytes = nullptr; // null: in a file

private:
  int file = -1;
};

// Where a checkpoint goes, from front to back. A file appears under its name when `commit` returns DLC_OK or never.
class Sink {
public:
  Sink() = default;
  Sink(const Sink &) = delete;
  Sink &operator=(const Sink &) = delete;
  ~Sink();
  Status openFile(const char *path, Message &message);
  void openMemory(void *memory) { bytes = static_cast<char *>(memory); }
  Status write(const void *from, uint64_t count, Message &message);
  Status commit(Message &message);

private:
  Status failed(const char *verb, int number, Message &message) const;
  char *bytes = nullptr;
  const char *path = nullptr;
  int file = -1;
  char temporary[4096];
};

} // namespace dlc

#endif // DLC_RUNTIME_FILE_H
