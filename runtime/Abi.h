//===- Abi.h - The structs and functions of dlc-c/Abi.def, checked against Artifact.h ---------------------------===//
#ifndef DLC_RUNTIME_ABI_H
#define DLC_RUNTIME_ABI_H

#include "dlc-c/Artifact.h"

#include <stddef.h>
#include <stdint.h>

extern "C" {

struct dlc_abi_frame;
typedef int32_t dlc_abi_entry(dlc_abi_frame *frame);
typedef int64_t dlc_abi_arena(const int64_t *extents);
typedef void dlc_abi_kernel(const void *arguments, int64_t begin, int64_t end, char *scratch);

#define DLC_ABI_STRUCT(s) typedef struct s {
#define DLC_ABI_FIELD(s, kind, field, ...) __typeof__(__VA_ARGS__) field;
#define DLC_ABI_END(s)                                                                                                 \
  }                                                                                                                    \
  s;
#include "dlc-c/Abi.def"

enum {
#define DLC_ABI_INIT(name, value) dlc_init_##name = value,
#include "dlc-c/Abi.def"
};

void dlc_parallel_for(dlc_abi_frame *frame, dlc_abi_kernel *kernel, const void *arguments, int64_t count,
                      int64_t grain);
dlc_status dlc_rt_create(const dlc_abi_model *model, const dlc_options *options, dlc_instance **instance);
dlc_status dlc_rt_bytes(const dlc_abi_model *model, const dlc_options *options, dlc_bytes *bytes);
dlc_status dlc_rt_share(dlc_instance *owner, const dlc_options *options, dlc_instance **instance);
void dlc_rt_destroy(dlc_instance *instance);
dlc_status dlc_rt_reserve(dlc_instance *instance, const int64_t *extents);
dlc_status dlc_rt_load(dlc_instance *instance, const char *path, int32_t what);
dlc_status dlc_rt_load_memory(dlc_instance *instance, const void *bytes, size_t size, int32_t what);
dlc_status dlc_rt_save(dlc_instance *instance, const char *path, int32_t what);
dlc_status dlc_rt_save_memory(dlc_instance *instance, void *bytes, size_t capacity, size_t *size, int32_t what);
dlc_status dlc_rt_get(dlc_instance *instance, const char *key, dlc_tensor *to);
dlc_status dlc_rt_set(dlc_instance *instance, const char *key, const dlc_tensor *from);
dlc_status dlc_rt_reset(dlc_instance *instance, int32_t what);
dlc_status dlc_rt_seed(dlc_instance *instance, uint64_t seed, uint64_t step);
const char *dlc_rt_message(const dlc_instance *instance);
dlc_status dlc_rt_run(dlc_instance *instance, int64_t entry, void **pointers, int64_t *extents);
dlc_status dlc_rt_run_dl(dlc_instance *instance, int64_t entry, const dlc_tensor *const *inputs,
                         dlc_tensor *const *outputs);
} // extern "C"

// The kinds in the table are those of the declarations above and of the structs in Artifact.h.
namespace dlc::abi {
enum Kind { none, ptr, i64, i32 };

template <class T>
constexpr Kind kindOf() {
  if constexpr (__is_same(T, void))
    return none;
  else if constexpr (__is_pointer(T))
    return ptr;
  else
    return sizeof(T) == 8 ? i64 : i32;
}

template <Kind... kinds, class R, class... A>
constexpr bool matches(R (*)(A...)) {
  constexpr Kind expected[] = {kinds...}, found[] = {kindOf<R>(), kindOf<A>()...};
  if (sizeof expected != sizeof found)
    return false;
  for (size_t i = 0; i < sizeof...(kinds); ++i)
    if (expected[i] != found[i])
      return false;
  return true;
}

#define DLC_ABI_CALLBACK(name, ...) static_assert(matches<__VA_ARGS__>(static_cast<name *>(nullptr)), #name);
#define DLC_ABI_FUNCTION(name, ...) static_assert(matches<__VA_ARGS__>(decltype (&name)(nullptr)), #name);
#include "dlc-c/Abi.def"

constexpr size_t align(size_t offset, Kind kind) { return kind == i32 ? offset : (offset + 7) & ~size_t(7); }
constexpr size_t size(Kind kind) { return kind == i32 ? 4 : 8; }

#define DLC_ABI_PUBLIC(s)                                                                                              \
  constexpr bool check_##s() {                                                                                         \
    size_t end = 0;                                                                                                    \
    bool same = true;
#define DLC_ABI_PUBLIC_FIELD(s, kind, field)                                                                           \
  same = same && offsetof(s, field) == align(end, kind) && sizeof(s::field) == size(kind);                             \
  end = align(end, kind) + size(kind);
#define DLC_ABI_PUBLIC_END(s)                                                                                          \
  return same && sizeof(s) == align(end, ptr);                                                                         \
  }                                                                                                                    \
  static_assert(check_##s(), #s);
#include "dlc-c/Abi.def"
} // namespace dlc::abi

#endif // DLC_RUNTIME_ABI_H
