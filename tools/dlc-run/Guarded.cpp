//===- Guarded.cpp - Memory between two pages that nobody may touch ---===//

#include "tools/dlc-run/Guarded.h"
#include "tools/dlc-run/Artifact.h"
#include "llvm/Support/MathExtras.h"
#include <sys/mman.h>
#include <unistd.h>

using namespace dlc::run;

static size_t pageSize() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }

llvm::Expected<Guarded> Guarded::allocate(size_t bytes, Exact exact) {
  const size_t page = pageSize(), middle = llvm::alignTo(bytes, page);
  Guarded made;
  made.size = middle + 2 * page;
  void *pages = mmap(nullptr, made.size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (pages == MAP_FAILED)
    return failure("no memory for ", bytes, " bytes");
  made.pages = static_cast<char *>(pages);
  if (middle && mprotect(made.pages + page, middle, PROT_READ | PROT_WRITE) != 0)
    return failure("no memory for ", bytes, " bytes");
  made.begin = made.pages + page + (exact == Exact::End ? middle - bytes : 0);
  return made;
}

Guarded &Guarded::operator=(Guarded &&other) {
  std::swap(pages, other.pages);
  std::swap(size, other.size);
  std::swap(begin, other.begin);
  return *this;
}

Guarded::~Guarded() {
  if (pages)
    munmap(pages, size);
}

void Guarded::protect() {
  if (size > 2 * pageSize())
    mprotect(pages + pageSize(), size - 2 * pageSize(), PROT_READ);
}
