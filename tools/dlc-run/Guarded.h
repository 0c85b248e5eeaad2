//===- Guarded.h - Memory between two pages that nobody may touch ---===//

#ifndef DLC_RUN_GUARDED_H
#define DLC_RUN_GUARDED_H

#include "llvm/Support/Error.h"

namespace dlc::run {

/// Code that reads or writes past its end, or before its begin, ends the process there and then, instead of now and
/// then giving wrong numbers. Only one of the two can lie exactly at its page, unless the size is one of whole pages.
class Guarded {
public:
  enum class Exact { Begin, End };

  Guarded() = default;
  Guarded(Guarded &&other) : pages(std::exchange(other.pages, nullptr)), size(other.size), begin(other.begin) {}
  Guarded &operator=(Guarded &&other);
  ~Guarded();

  /// Zeros.
  static llvm::Expected<Guarded> allocate(size_t bytes, Exact exact);
  char *data() const { return begin; }
  /// From now on it may only be read.
  void protect();

private:
  char *pages = nullptr;
  size_t size = 0; // of all pages
  char *begin = nullptr;
};

} // namespace dlc::run

#endif // DLC_RUN_GUARDED_H
