/*===- Ort.h - The few declarations of ONNX Runtime's C API that the driver needs ---===
 *
 * The wheel from PyPI has the library but not its header. The table of functions only ever grows at its end, so what is
 * declared here, with gaps for the rest, fits every version since 1.0.
 */
#ifndef DLC_BENCHMARKS_ORT_H
#define DLC_BENCHMARKS_ORT_H

#include <cstddef>
#include <cstdint>

struct OrtEnv;
struct OrtMemoryInfo;
struct OrtSession;
struct OrtSessionOptions;
struct OrtStatus;
struct OrtValue;

struct OrtApi {
  void *gap0[2]; // 0, 1
  const char *(*GetErrorMessage)(const OrtStatus *);
  OrtStatus *(*CreateEnv)(int level, const char *id, OrtEnv **out); // 3
  void *gap4[3];
  OrtStatus *(*CreateSession)(const OrtEnv *, const char *path, const OrtSessionOptions *, OrtSession **out); // 7
  void *gap8;
  OrtStatus *(*Run)(OrtSession *, const void *options, const char *const *inputNames, const OrtValue *const *inputs,
                    size_t inputCount, const char *const *outputNames, size_t outputCount, OrtValue **outputs); // 9
  OrtStatus *(*CreateSessionOptions)(OrtSessionOptions **out);                                                  // 10
  void *gap11[13];
  OrtStatus *(*SetIntraOpNumThreads)(OrtSessionOptions *, int); // 24
  OrtStatus *(*SetInterOpNumThreads)(OrtSessionOptions *, int); // 25
  void *gap26[23];
  OrtStatus *(*CreateTensorWithDataAsOrtValue)(const OrtMemoryInfo *, void *data, size_t bytes, const int64_t *shape,
                                               size_t rank, int type, OrtValue **out); // 49
  void *gap50[19];
  OrtStatus *(*CreateCpuMemoryInfo)(int allocator, int memory, OrtMemoryInfo **out); // 69
};

struct OrtApiBase {
  const OrtApi *(*GetApi)(uint32_t version);
  const char *(*GetVersionString)();
};

enum {
  ORT_VERSION = 14,
  ORT_WARNING = 2,
  ORT_FLOAT = 1,
  ORT_INT64 = 7,
  ORT_ARENA_ALLOCATOR = 1,
  ORT_MEMORY_DEFAULT = 0
};

#endif // DLC_BENCHMARKS_ORT_H
