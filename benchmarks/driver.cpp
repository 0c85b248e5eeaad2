//===- driver.cpp - Time a compiled entry beside its peer, in turns ---===//
//
//   driver ort   THREADS M.so M.onnx LIBRARY SHAPE-OF-INPUT SHAPE-OF-OUTPUT
//   driver tokens ...                          the same where the input is tokens: i64, below 512
//   driver gemm  THREADS M.so N                against oneDNN, weights packed beforehand
//   driver copy  THREADS M.so ROWS COLUMNS     against memcpy of as many bytes
//
// Each model has one entry with one input and one output, of f32 where nothing else is said. Both sides take turns of
// 20 milliseconds, so that what disturbs one disturbs the other; a figure is the median over the turns. Prints one line
// of JSON.
//===----------------------------------------------------------------------===//

#include "Ort.h"
#include "dlc-c/Artifact.h"
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <functional>
#include <oneapi/dnnl/dnnl.hpp>
#include <random>
#include <string>
#include <thread>
#include <vector>

using Shape = std::vector<int64_t>;
using Run = std::function<void()>;

[[noreturn]] static void fail(const std::string &text) {
  fprintf(stderr, "driver: %s\n", text.c_str());
  exit(1);
}

static int64_t size(const Shape &shape) {
  int64_t size = 1;
  for (int64_t extent : shape)
    size *= extent;
  return size;
}

/// 64-byte aligned, normal numbers.
struct Buffer {
  explicit Buffer(int64_t count, bool random = false) : count(count) {
    data = static_cast<float *>(aligned_alloc(64, (size_t(count) * 4 + 63) / 64 * 64));
    std::mt19937 generator(7);
    std::normal_distribution<float> normal;
    for (int64_t i = 0; i < count; ++i)
      data[i] = random ? normal(generator) : 0;
  }
  float *data;
  int64_t count;
};

/// `count` tokens, in a buffer for twice as many f32.
static void fillWithTokens(Buffer &buffer, int64_t count) {
  std::mt19937 generator(7);
  auto *tokens = reinterpret_cast<int64_t *>(buffer.data);
  for (int64_t i = 0; i < count; ++i)
    tokens[i] = static_cast<int64_t>(generator() % 512);
}

//===----------------------------------------------------------------------===//
// The sides
//===----------------------------------------------------------------------===//

static dlc_tensor tensorOf(Buffer &buffer, Shape &shape) {
  dlc_tensor tensor = {};
  tensor.data = buffer.data;
  tensor.device.device_type = DLC_DEVICE_CPU;
  tensor.ndim = static_cast<int32_t>(shape.size());
  tensor.dtype = {DLC_CODE_FLOAT, 32, 1};
  tensor.shape = shape.data();
  return tensor;
}

static const dlc_module *moduleOf(const char *path) {
  void *library = dlopen(path, RTLD_NOW);
  if (!library)
    fail(dlerror());
  return reinterpret_cast<dlc_module_get_fn *>(dlsym(library, "dlc_module_get"))();
}

struct Compiled {
  Compiled(const char *path, int threads, Shape inputShape, Shape outputShape, Buffer &from, Buffer &to)
      : module(moduleOf(path)), inputShape(inputShape), outputShape(outputShape),
        input(tensorOf(from, this->inputShape)), output(tensorOf(to, this->outputShape)) {
    input.dtype = module->entries[0].arguments[0].dtype;
    dlc_options options = DLC_OPTIONS_INIT(module->signature);
    Shape reserve(module->dim_count, inputShape.empty() ? 1 : inputShape[0]);
    options.threads = threads;
    options.reserve = reserve.data();
    if (module->create(&options, &instance) != DLC_OK)
      fail(module->message(nullptr));
    run();
  }
  void run() {
    const dlc_tensor *inputs[] = {&input};
    dlc_tensor *outputs[] = {&output};
    if (module->run(instance, 0, inputs, outputs) != DLC_OK)
      fail(module->message(instance));
  }
  const dlc_module *module;
  dlc_instance *instance = nullptr;
  Shape inputShape, outputShape;
  dlc_tensor input, output;
};

/// ONNX Runtime, bound to the same buffers: nothing is allocated in a call that does not have to be.
struct Ort {
  Ort(const char *library, const char *path, int threads, bool tokens, Shape inputShape, Shape outputShape,
      Buffer &from, Buffer &to) {
    void *handle = dlopen(library, RTLD_NOW);
    if (!handle)
      fail(dlerror());
    auto *base = reinterpret_cast<const OrtApiBase *(*)()>(dlsym(handle, "OrtGetApiBase"))();
    api = base->GetApi(ORT_VERSION);
    OrtEnv *environment;
    OrtSessionOptions *options;
    OrtMemoryInfo *memory;
    check(api->CreateEnv(ORT_WARNING, "benchmark", &environment));
    check(api->CreateSessionOptions(&options));
    check(api->SetIntraOpNumThreads(options, threads));
    check(api->SetInterOpNumThreads(options, 1));
    check(api->CreateSession(environment, path, options, &session));
    check(api->CreateCpuMemoryInfo(ORT_ARENA_ALLOCATOR, ORT_MEMORY_DEFAULT, &memory));
    check(api->CreateTensorWithDataAsOrtValue(memory, from.data, size_t(from.count) * 4, inputShape.data(),
                                              inputShape.size(), tokens ? ORT_INT64 : ORT_FLOAT, &input));
    check(api->CreateTensorWithDataAsOrtValue(memory, to.data, size_t(to.count) * 4, outputShape.data(),
                                              outputShape.size(), ORT_FLOAT, &output));
    run();
  }
  void check(OrtStatus *status) {
    if (status)
      fail(api->GetErrorMessage(status));
  }
  void run() {
    static const char *const inputs[] = {"x"}, *const outputs[] = {"y"};
    check(api->Run(session, nullptr, inputs, &input, 1, outputs, 1, &output));
  }
  const OrtApi *api;
  OrtSession *session;
  OrtValue *input, *output;
};

/// y = x w', with w in whatever layout oneDNN likes best.
struct OneDnn {
  OneDnn(int64_t n, Buffer &from, Buffer &weights, Buffer &to) : engine(dnnl::engine::kind::cpu, 0), stream(engine) {
    using dnnl::memory;
    auto plain = memory::desc({n, n}, memory::data_type::f32, memory::format_tag::ab);
    auto any = memory::desc({n, n}, memory::data_type::f32, memory::format_tag::any);
    auto given = memory::desc({n, n}, memory::data_type::f32, memory::format_tag::ba); // (out, in) read as (in, out)
    dnnl::matmul::primitive_desc description({plain, any, plain}, engine);
    memory source(given, engine, weights.data), packed(description.weights_desc(), engine);
    dnnl::reorder(source, packed).execute(stream, source, packed);
    matmul = dnnl::matmul(description);
    arguments = {{DNNL_ARG_SRC, memory(plain, engine, from.data)},
                 {DNNL_ARG_WEIGHTS, packed},
                 {DNNL_ARG_DST, memory(plain, engine, to.data)}};
    stream.wait();
    run();
  }
  void run() {
    matmul.execute(stream, arguments);
    stream.wait();
  }
  dnnl::engine engine;
  dnnl::stream stream;
  dnnl::matmul matmul;
  std::unordered_map<int, dnnl::memory> arguments;
};

//===----------------------------------------------------------------------===//
// Timing
//===----------------------------------------------------------------------===//

using Clock = std::chrono::steady_clock;

static double seconds(const Run &run, int64_t calls) {
  Clock::time_point start = Clock::now();
  for (int64_t i = 0; i < calls; ++i)
    run();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Microseconds per call of each side: median over turns.
static std::vector<double> inTurns(const std::vector<Run> &sides) {
  constexpr double turn = 0.02, total = 3;
  std::vector<int64_t> calls;
  std::vector<std::vector<double>> samples(sides.size());
  for (const Run &side : sides) {
    seconds(side, 1);
    double one = seconds(side, 3) / 3;
    calls.push_back(std::max<int64_t>(1, static_cast<int64_t>(turn / one)));
  }
  for (Clock::time_point start = Clock::now();
       samples[0].size() < 15 || Clock::now() - start < std::chrono::duration<double>(total);)
    for (size_t i = 0; i < sides.size(); ++i) {
      // Idle threads of a side spin for a while: not on the core that the next side works on.
      std::this_thread::sleep_for(std::chrono::milliseconds(40));
      seconds(sides[i], 1);
      samples[i].push_back(1e6 * seconds(sides[i], calls[i]) / static_cast<double>(calls[i]));
    }
  std::vector<double> medians;
  for (std::vector<double> &list : samples) {
    std::sort(list.begin(), list.end());
    medians.push_back(list[list.size() / 2]);
  }
  return medians;
}

static double difference(const Buffer &a, const Buffer &b) {
  double largest = 0;
  for (int64_t i = 0; i < a.count; ++i)
    largest = std::fmax(largest, std::fabs(double(a.data[i]) - double(b.data[i])) / (1 + std::fabs(double(b.data[i]))));
  return largest;
}

static void print(const std::vector<double> &medians, double largest, const Compiled &compiled) {
  dlc_options options = DLC_OPTIONS_INIT(compiled.module->signature);
  dlc_bytes bytes = {};
  compiled.module->bytes(&options, &bytes);
  printf("{\"dlc_us\": %.4f, \"peer_us\": %.4f, \"difference\": %.3e, \"arena_bytes\": %llu}\n", medians[0], medians[1],
         largest, static_cast<unsigned long long>(bytes.arena));
}

static Shape shapeOf(const char *text) {
  Shape shape;
  for (char *end; *text; text = *end ? end + 1 : end)
    shape.push_back(strtoll(text, &end, 10));
  return shape;
}

int main(int argc, char **argv) {
  std::string kind = argc > 1 ? argv[1] : "";
  if (argc < 5)
    fail("usage: see the head of driver.cpp");
  int threads = atoi(argv[2]);
  if ((kind == "ort" || kind == "tokens") && argc == 8) {
    bool tokens = kind == "tokens";
    Shape in = shapeOf(argv[6]), out = shapeOf(argv[7]);
    Buffer input(tokens ? 2 * size(in) : size(in), true), ours(size(out)), theirs(size(out));
    if (tokens)
      fillWithTokens(input, size(in));
    Compiled compiled(argv[3], threads, in, out, input, ours);
    Ort ort(argv[5], argv[4], threads, tokens, in, out, input, theirs);
    print(inTurns({[&] { compiled.run(); }, [&] { ort.run(); }}), difference(ours, theirs), compiled);
  } else if (kind == "gemm") {
    int64_t n = atoll(argv[4]);
    Buffer input(n * n, true), weights(n * n), ours(n * n), theirs(n * n);
    Compiled compiled(argv[3], threads, {n, n}, {n, n}, input, ours);
    Shape shape = {n, n};
    dlc_tensor to = tensorOf(weights, shape);
    if (compiled.module->get(compiled.instance, "w", &to) != DLC_OK)
      fail(compiled.module->message(compiled.instance));
    OneDnn peer(n, input, weights, theirs);
    print(inTurns({[&] { compiled.run(); }, [&] { peer.run(); }}), difference(ours, theirs), compiled);
  } else if (kind == "copy" && argc == 6) {
    Shape shape = {atoll(argv[4]), atoll(argv[5])};
    Buffer input(size(shape), true), ours(size(shape)), theirs(size(shape));
    Compiled compiled(argv[3], threads, shape, shape, input, ours);
    auto copy = [&] { memcpy(theirs.data, input.data, size_t(input.count) * 4); };
    print(inTurns({[&] { compiled.run(); }, copy}), 0, compiled);
  } else {
    fail("usage: see the head of driver.cpp");
  }
}
