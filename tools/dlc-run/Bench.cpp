//===- Bench.cpp - Time an entry ---===//

#include "tools/dlc-run/Bench.h"
#include "tools/dlc-run/Flops.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <chrono>

using namespace dlc;
using namespace dlc::run;
using llvm::Error;

namespace {

/// The tensors of a call, made once: a call then costs what it costs an application.
struct Call {
  llvm::SmallVector<dlc_tensor> in, out;
  llvm::SmallVector<const dlc_tensor *> inputs;
  llvm::SmallVector<dlc_tensor *> outputs;

  Call(llvm::MutableArrayRef<Value> from, llvm::MutableArrayRef<Value> to) {
    for (Value &value : from)
      in.push_back(value.tensor());
    for (Value &value : to)
      out.push_back(value.tensor());
    for (dlc_tensor &tensor : in)
      inputs.push_back(&tensor);
    for (dlc_tensor &tensor : out)
      outputs.push_back(&tensor);
  }
};

} // namespace

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

/// Microseconds per call. A sample is as many calls as take 20 microseconds, so that reading the clock does not count.
static std::vector<double> sample(Instance &instance, int32_t entry, Call &call) {
  const dlc_module &module = instance.table();
  auto time = [&](int64_t calls) {
    Clock::time_point start = Clock::now();
    for (int64_t i = 0; i < calls; ++i)
      (void)module.run(instance.raw(), entry, call.inputs.data(), call.outputs.data());
    return Microseconds(Clock::now() - start).count();
  };
  double first = time(8) / 8;
  int64_t calls = std::max<int64_t>(1, static_cast<int64_t>(20 / std::max(first, 0.01)));
  std::vector<double> samples;
  Clock::time_point start = Clock::now();
  while (samples.size() < 10 || (Clock::now() - start < std::chrono::seconds(2) && samples.size() < 100000))
    samples.push_back(time(calls) / static_cast<double>(calls));
  llvm::sort(samples);
  return samples;
}

Error dlc::run::bench(Instance &instance, int32_t entry, llvm::MutableArrayRef<Value> inputs,
                      llvm::MutableArrayRef<Value> outputs, const InstanceOptions &settings, Reference *reference) {
  const dlc_module &module = instance.table();
  if (Error error = instance.run(entry, inputs, outputs))
    return error;
  Call call(inputs, outputs);
  std::vector<double> samples = sample(instance, entry, call);
  auto percentile = [&](double part) { return samples[static_cast<size_t>(part * (samples.size() - 1))]; };
  llvm::outs() << module.entries[entry].name << ": median " << llvm::format("%.3f", percentile(0.5)) << " us, p1 "
               << llvm::format("%.3f", percentile(0.01)) << " us, p99 " << llvm::format("%.3f", percentile(0.99))
               << " us (" << samples.size() << " samples)\n";
  if (reference) {
    auto shapes = llvm::map_to_vector(inputs, [](const Value &input) { return input.shape; });
    if (std::optional<double> count = flops(reference->entry(module.entries[entry].name), shapes))
      llvm::outs() << llvm::format("%.4g", *count / 1e9) << " GFLOP in contractions, "
                   << llvm::format("%.4g", *count / percentile(0.5) / 1e3) << " GFLOP/s\n";
  }
  dlc_options options = DLC_OPTIONS_INIT(module.signature);
  const char *const entries[] = {settings.entry, nullptr};
  options.threads = settings.threads;
  options.reserve = settings.reserve.data();
  options.entries = settings.entry ? entries : nullptr;
  dlc_bytes bytes;
  if (module.bytes(&options, &bytes) == DLC_OK)
    llvm::outs() << "bytes: parameters " << bytes.parameters << ", packed " << bytes.packed << ", state " << bytes.state
                 << ", arena " << bytes.arena << "\n";
  return Error::success();
}
