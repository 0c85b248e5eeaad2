//===- FakeModel.cpp - A model written by hand, as the compiler would write it ------------------------------------===//
#include "test/Runtime/FakeModel.h"

#include "runtime/Abi.h"

#include <string.h>

#define EXPORT __attribute__((visibility("default")))

//--- The module table -------------------------------------------------------------------------------------------------

static constexpr dlc_dtype f32 = {DLC_CODE_FLOAT, 32, 1}, f64 = {DLC_CODE_FLOAT, 64, 1}, i64 = {DLC_CODE_INT, 64, 1},
                           i32 = {DLC_CODE_INT, 32, 1}, i1 = {DLC_CODE_BOOL, 8, 1};
enum { batch, length }; // dims
static constexpr int64_t ofBatch = DLC_DIM(batch), ofLength = DLC_DIM(length);

static const dlc_dim dims[] = {{"batch", 1, 64}, {"length", 0, 1 << 20}};

static const int64_t shapeW[] = {4, 3}, shape4[] = {4}, shape1[] = {1}, shape2[] = {2}, shapeX[] = {ofBatch, 3},
                     shapeY[] = {ofBatch, 4}, shapeN[] = {ofBatch}, shapeTable[] = {ofBatch, 10}, shapeV[] = {ofLength};

static const dlc_value tensors[] = {{"fc.weight", shapeW, f32, 2},
                                    {"b", shape4, f32, 1},
                                    {"scale", nullptr, f64, 0},
                                    {"count", shape1, i64, 1},
                                    {"seen \"it\"\n", shape2, i1, 1}};

static const dlc_value forwardArguments[] = {{"x", shapeX, f32, 2}};
static const dlc_value forwardResults[] = {{"y", shapeY, f32, 2}, {"sum", shapeN, f32, 1}};
static const dlc_value pickArguments[] = {{"label", shapeN, i64, 1}, {"table", shapeTable, f32, 2}};
static const dlc_value pickResults[] = {{"value", shapeN, f32, 1}};
static const dlc_value totalArguments[] = {{"v", shapeV, f64, 1}};
static const dlc_value totalResults[] = {{"total", nullptr, f64, 0}};
static const dlc_value addArguments[] = {{"a", nullptr, f32, 0}, {"b", nullptr, i32, 0}};
static const dlc_value addResults[] = {{"c", nullptr, f32, 0}};
static const dlc_value waitArguments[] = {{"flag", shape1, i64, 1}};
static const dlc_value waitResults[] = {{"done", nullptr, f32, 0}};
static const int32_t onlyBatch[] = {batch}, onlyLength[] = {length};

static const dlc_entry entries[] = {{"forward", forwardArguments, forwardResults, onlyBatch, 1, 2, 1, 0},
                                    {"pick", pickArguments, pickResults, onlyBatch, 2, 1, 1, 0},
                                    {"total", totalArguments, totalResults, onlyLength, 1, 1, 1, 0},
                                    {"add", addArguments, addResults, nullptr, 2, 1, 0, 0},
                                    {"wait", waitArguments, waitResults, nullptr, 1, 1, 0, 0}};

static const char *const levels[] = {"x86-64-v2", "x86-64-v3", "not-made-yet"};

static const dlc_module module = {sizeof(dlc_module),
                                  DLC_ABI_VERSION,
                                  0,
                                  "fake",
                                  "dlc 0.1.0",
                                  "0123abcd",
                                  FAKE_SIGNATURE,
                                  dims,
                                  tensors,
                                  entries,
                                  levels,
                                  2,
                                  3,
                                  2,
                                  5,
                                  3,
                                  0,
                                  64 + 64 + 64,
                                  64,
                                  64 + 64,
                                  fake_create,
                                  dlc_rt_share,
                                  dlc_rt_destroy,
                                  dlc_rt_reserve,
                                  dlc_rt_load,
                                  dlc_rt_load_memory,
                                  dlc_rt_save,
                                  dlc_rt_save_memory,
                                  dlc_rt_get,
                                  dlc_rt_set,
                                  dlc_rt_reset,
                                  dlc_rt_seed,
                                  fake_bytes,
                                  dlc_rt_message,
                                  dlc_rt_run_dl};

//--- The private tables -----------------------------------------------------------------------------------------------

alignas(64) static const float dataW[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
static constexpr int64_t minusOne = static_cast<int64_t>(0xbff0000000000000), one = 0x3ff0000000000000,
                         two = 0x4000000000000000; // bits of f64

static const dlc_abi_tensor initial[] = {{dataW, 48, 0, 0, dlc_init_data, 0},
                                         {nullptr, 16, minusOne, one, dlc_init_uniform, 1},
                                         {nullptr, 8, two, 0, dlc_init_constant, 2},
                                         {nullptr, 8, 0, 0, dlc_init_zeros, 3},
                                         {nullptr, 2, 0, 0, dlc_init_ones, 4}};

static const dlc_abi_check checks[] = {{10, "fake.mlir:7:3: gather", 0, 0}};

//--- Kernels and entries ----------------------------------------------------------------------------------------------

template <class T>
static T *as(void *pointer) {
  return static_cast<T *>(pointer);
}

// prepared[0][i, o] = scale * w[o, i], through the arena of prepare
static int32_t prepare(dlc_abi_frame *frame) {
  const float *w = as<float>(frame->tensors[0]);
  double scale = *as<double>(frame->tensors[2]);
  float *scaled = reinterpret_cast<float *>(frame->arena), *packed = as<float>(frame->prepared[0]);
  for (int i = 0; i < 12; ++i)
    scaled[i] = static_cast<float>(scale * w[i]);
  for (int o = 0; o < 4; ++o)
    for (int i = 0; i < 3; ++i)
      packed[i * 4 + o] = scaled[o * 3 + i];
  return 0;
}

static int32_t forward(dlc_abi_frame *frame) {
  const float *x = as<float>(frame->arguments[0]), *w = as<float>(frame->prepared[0]),
              *b = as<float>(frame->tensors[1]);
  float *y = as<float>(frame->arguments[1]), *sum = as<float>(frame->arguments[2]);
  for (int64_t n = 0; n < frame->extents[batch]; ++n) {
    for (int o = 0; o < 4; ++o) {
      y[n * 4 + o] = b[o];
      for (int i = 0; i < 3; ++i)
        y[n * 4 + o] += x[n * 3 + i] * w[i * 4 + o];
    }
  }
  for (int64_t n = 0; n < frame->extents[batch]; ++n) // reads what was written, wanted or not
    sum[n] = y[n * 4] + y[n * 4 + 1] + y[n * 4 + 2] + y[n * 4 + 3];
  return frame->error;
}

static int32_t pick(dlc_abi_frame *frame) {
  const int64_t *label = as<int64_t>(frame->arguments[0]);
  for (int64_t n = 0; n < frame->extents[batch]; ++n) {
    int64_t index = label[n];
    if (index < 0 || index >= 10) {
      __atomic_store_n(&frame->error, 1, __ATOMIC_RELAXED);
      index = 0;
    }
    as<float>(frame->arguments[2])[n] = as<float>(frame->arguments[1])[n * 10 + index];
  }
  if (frame->error == 0)
    *as<int64_t>(frame->tensors[3]) += frame->extents[batch];
  return frame->error;
}

namespace {
struct TotalArguments {
  const double *v;
  int64_t length;
  double *partial; // one per chunk
};
} // namespace
static constexpr int64_t chunk = 1024;

static void totalKernel(const void *arguments, int64_t begin, int64_t end, char *scratch) {
  const TotalArguments &a = *static_cast<const TotalArguments *>(arguments);
  double *sum = reinterpret_cast<double *>(scratch);
  for (int64_t c = begin; c < end; ++c) {
    *sum = 0;
    for (int64_t i = c * chunk; i < (c + 1) * chunk && i < a.length; ++i)
      *sum += a.v[i];
    a.partial[c] = *sum;
  }
}

static int32_t total(dlc_abi_frame *frame) {
  int64_t chunks = (frame->extents[length] + chunk - 1) / chunk;
  TotalArguments arguments = {as<double>(frame->arguments[0]), frame->extents[length],
                              reinterpret_cast<double *>(frame->arena)};
  dlc_parallel_for(frame, totalKernel, &arguments, chunks, 2);
  double sum = 0;
  for (int64_t c = 0; c < chunks; ++c)
    sum += arguments.partial[c];
  *as<double>(frame->arguments[1]) = sum;
  return frame->error;
}

static int32_t add(dlc_abi_frame *frame) {
  *as<float>(frame->arguments[2]) = *as<float>(frame->arguments[0]) + float(*as<int32_t>(frame->arguments[1]));
  return frame->error;
}

static int32_t wait(dlc_abi_frame *frame) {
  while (!__atomic_load_n(as<int64_t>(frame->arguments[0]), __ATOMIC_ACQUIRE))
    __builtin_ia32_pause();
  *as<float>(frame->arguments[1]) = 1;
  return frame->error;
}

static int64_t noArena(const int64_t *) { return 0; }
static int64_t totalArena(const int64_t *extents) { return (extents[length] + chunk - 1) / chunk * 8; }

static dlc_abi_entry *const code[] = {forward, pick, total, add, wait};
static dlc_abi_arena *const arenas[] = {noArena, noArena, totalArena, noArena, noArena};
static const int64_t preparedBytes[] = {48};

#define DLC_ABI_LEVEL(name, llvm, features) features,
static const int64_t features[] = {
#include "dlc-c/Abi.def"
    int64_t(1) << 62};

static const dlc_abi_variant variants[] = {
    {levels[0], features[0], code, arenas, prepare, preparedBytes, 1, 48, 8},
    {levels[1], features[1], code, arenas, prepare, preparedBytes, 1, 48, 8},
    {levels[2], int64_t(1) << 62, code, arenas, prepare, preparedBytes, 1, 48, 8},
};

static const dlc_abi_model model = {&module, initial, variants, checks, 3, 1};

//--- What the library exports -----------------------------------------------------------------------------------------

EXPORT const dlc_module *dlc_module_get(void) { return &module; }
EXPORT dlc_status fake_create(const dlc_options *o, fake **i) { return dlc_rt_create(&model, o, i); }
EXPORT dlc_status fake_bytes(const dlc_options *o, dlc_bytes *b) { return dlc_rt_bytes(&model, o, b); }
EXPORT dlc_status fake_share(fake *f, const dlc_options *o, fake **i) { return dlc_rt_share(f, o, i); }
EXPORT void fake_destroy(fake *f) { dlc_rt_destroy(f); }
EXPORT dlc_status fake_reserve(fake *f, int64_t batch, int64_t length) {
  int64_t extents[] = {batch, length};
  return dlc_rt_reserve(f, extents);
}
EXPORT dlc_status fake_load(fake *f, const char *path, int32_t what) { return dlc_rt_load(f, path, what); }
EXPORT dlc_status fake_load_memory(fake *f, const void *bytes, size_t size, int32_t what) {
  return dlc_rt_load_memory(f, bytes, size, what);
}
EXPORT dlc_status fake_save(fake *f, const char *path, int32_t what) { return dlc_rt_save(f, path, what); }
EXPORT dlc_status fake_save_memory(fake *f, void *bytes, size_t capacity, size_t *size, int32_t what) {
  return dlc_rt_save_memory(f, bytes, capacity, size, what);
}
EXPORT dlc_status fake_get(fake *f, const char *key, dlc_tensor *to) { return dlc_rt_get(f, key, to); }
EXPORT dlc_status fake_set(fake *f, const char *key, const dlc_tensor *from) { return dlc_rt_set(f, key, from); }
EXPORT dlc_status fake_reset(fake *f, int32_t what) { return dlc_rt_reset(f, what); }
EXPORT dlc_status fake_seed(fake *f, uint64_t seed, uint64_t step) { return dlc_rt_seed(f, seed, step); }
EXPORT const char *fake_message(const fake *f) { return dlc_rt_message(f); }

template <class T>
static void *address(const T *pointer) {
  return const_cast<T *>(pointer);
}

EXPORT dlc_status fake_forward(fake *f, const float *x, int64_t batch, float *y, float *sum) {
  void *pointers[] = {address(x), y, sum};
  int64_t extents[] = {batch, -1};
  return dlc_rt_run(f, 0, pointers, extents);
}
EXPORT dlc_status fake_forward_dl(fake *f, const dlc_tensor *x, dlc_tensor *y, dlc_tensor *sum) {
  const dlc_tensor *inputs[] = {x};
  dlc_tensor *outputs[] = {y, sum};
  return dlc_rt_run_dl(f, 0, inputs, outputs);
}
EXPORT dlc_status fake_pick(fake *f, const int64_t *label, const float *table, int64_t batch, float *value) {
  void *pointers[] = {address(label), address(table), value};
  int64_t extents[] = {batch, -1};
  return dlc_rt_run(f, 1, pointers, extents);
}
EXPORT dlc_status fake_total(fake *f, const double *v, int64_t length, double *total) {
  void *pointers[] = {address(v), total};
  int64_t extents[] = {-1, length};
  return dlc_rt_run(f, 2, pointers, extents);
}
EXPORT dlc_status fake_add(fake *f, float a, int32_t b, float *c) {
  void *pointers[] = {&a, &b, c};
  int64_t extents[] = {-1, -1};
  return dlc_rt_run(f, 3, pointers, extents);
}
EXPORT dlc_status fake_wait(fake *f, const int64_t *flag, float *done) {
  void *pointers[] = {address(flag), done};
  int64_t extents[] = {-1, -1};
  return dlc_rt_run(f, 4, pointers, extents);
}
