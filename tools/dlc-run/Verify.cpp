//===- Verify.cpp - Hold an artefact against the definition of its model ---===//
//
// The reference is slow, so it runs once per entry and choice of extents; then each level and number of threads has to
// agree with it. With more threads the bits must be those of one thread.
//===----------------------------------------------------------------------===//

#include "tools/dlc-run/Verify.h"
#include "tools/dlc-run/Compare.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <map>

using namespace dlc;
using namespace dlc::run;
using llvm::ArrayRef;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;

namespace {

/// One call: inputs, and what the model's definition says about it.
struct Case {
  int32_t entry;
  Extents extents;
  bool special; // inputs
  std::vector<Value> inputs;
  std::optional<Reference::Outcome> wanted; // none: an index has nothing to point at, and the call is to be refused
};

/// The largest error of one output over all cases.
struct Largest {
  double maximum = 0, rms = 0;
  int64_t count = 0;
};

class Verification {
public:
  Verification(const Artifact &artifact, Reference &reference, const VerifyOptions &options)
      : artifact(artifact), module(artifact.module()), reference(reference), options(options) {}
  Expected<bool> run();

private:
  Error readTensors();
  std::vector<Extents> chooseExtents(const dlc_entry &entry);
  Error makeCases(int32_t entry);
  Expected<bool> runLevel(StringRef level);
  Error runCase(Instance &instance, Case &test, StringRef level, int32_t threads, std::vector<Value> &outputs);
  void check(Case &test, const Value &got, const Tensor &wanted, StringRef where, bool isState);
  const Tensor *naive(Case &test, StringRef name, bool isState);
  std::string title(const Case &test);
  void complain(const Case &test, StringRef where, StringRef what);

  const Artifact &artifact;
  const dlc_module &module;
  Reference &reference;
  const VerifyOptions &options;
  llvm::StringMap<Value> tensors; // parameters and states, by key
  std::vector<Case> cases;
  llvm::DenseMap<const Case *, Reference::Outcome> naives;
  std::map<std::pair<int32_t, std::string>, Largest> largest;
  int64_t mismatches = 0;
};

} // namespace

//===----------------------------------------------------------------------===//
// Cases
//===----------------------------------------------------------------------===//

/// Parameters and states as they are after create.
Error Verification::readTensors() {
  unsetenv("DLC_CPU_LEVEL");
  InstanceOptions settings;
  settings.threads = 1;
  settings.reserve.assign(module.dim_count, 0);
  for (auto [i, dim] : llvm::enumerate(artifact.dims()))
    settings.reserve[i] = std::max<int64_t>(dim.minimum, 1);
  Expected<Instance> instance = Instance::create(module, settings);
  if (!instance)
    return instance.takeError();
  for (const dlc_value &tensor : artifact.tensors()) {
    Expected<Value> value = instance->get(tensor);
    if (!value)
      return value.takeError();
    tensors.try_emplace(tensor.name, std::move(*value));
  }
  return Error::success();
}

/// A few extents for each dim, from its range: the lowest, one, and odd ones that leave tails. In each choice the dims
/// take different ones.
std::vector<Extents> Verification::chooseExtents(const dlc_entry &entry) {
  constexpr int64_t interesting[] = {0, 1, 3, 8, 17};
  std::vector<std::vector<int64_t>> values(module.dim_count);
  size_t choices = 1;
  ArrayRef<int32_t> used(entry.dims, entry.dim_count);
  for (int32_t d : used) {
    const dlc_dim &dim = module.dims[d];
    if (auto given = options.dims.find(dim.name); given != options.dims.end()) {
      values[d] = {given->second};
      continue;
    }
    for (int64_t value : interesting) {
      value = std::clamp(value, dim.minimum, dim.maximum);
      if (!llvm::is_contained(values[d], value))
        values[d].push_back(value);
    }
    choices = std::max(choices, values[d].size());
  }
  std::vector<Extents> all;
  for (size_t choice = 0; choice < choices; ++choice) {
    Extents &extents = all.emplace_back(module.dim_count, unknown);
    for (auto [i, d] : llvm::enumerate(used))
      extents[d] = values[d][(choice + i) % values[d].size()];
  }
  return all;
}

Error Verification::makeCases(int32_t number) {
  const dlc_entry &entry = module.entries[number];
  FuncOp function = reference.entry(entry.name);
  if (!function)
    return failure("the model's text has no entry '", entry.name, "'");
  llvm::SmallVector<Range> ranges = reference.ranges(function);
  for (const Extents &extents : chooseExtents(entry)) {
    if (Error error = checkRoom(module, entry, extents))
      return error;
    for (bool special : {false, true}) {
      if (special && !options.inputs.special)
        continue;
      Case test{number, extents, special, {}, {}};
      for (int32_t i = 0; i < entry.argument_count; ++i)
        test.inputs.push_back(randomValue(entry.arguments[i], extents, {options.inputs.seed, special}, i, ranges[i]));
      test.wanted = reference.evaluate(function, test.inputs, tensors, /*naive=*/false);
      if (!test.wanted)
        llvm::outs() << title(test)
                     << " has no value, so the call is to be refused: " << StringRef(reference.whyNot).split('\n').first
                     << "\n";
      cases.push_back(std::move(test));
    }
  }
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Comparison
//===----------------------------------------------------------------------===//

std::string Verification::title(const Case &test) {
  const dlc_entry &entry = module.entries[test.entry];
  std::string text = std::string(entry.name) + "(";
  for (int32_t i = 0; i < entry.dim_count; ++i)
    text += (i ? ", " : "") + std::string(module.dims[entry.dims[i]].name) + " = " +
            std::to_string(test.extents[entry.dims[i]]);
  return text + (test.special ? ") of special values" : ")");
}

void Verification::complain(const Case &test, StringRef where, StringRef what) {
  ++mismatches;
  llvm::outs() << "MISMATCH " << title(test) << " " << where << ": " << what << "\n";
}

/// What a naive evaluation has for a result or state of this name, or null.
const Tensor *Verification::naive(Case &test, StringRef name, bool isState) {
  const dlc_entry &entry = module.entries[test.entry];
  auto [place, isNew] = naives.try_emplace(&test);
  Reference::Outcome &outcome = place->second;
  if (isNew)
    if (auto made = reference.evaluate(reference.entry(entry.name), test.inputs, tensors, /*naive=*/true))
      outcome = std::move(*made);
  if (isState) {
    auto found = outcome.states.find(name);
    return found == outcome.states.end() ? nullptr : &found->second;
  }
  for (auto [result, value] : llvm::zip(ArrayRef(entry.results, entry.result_count), outcome.results))
    if (name == result.name)
      return &value;
  return nullptr;
}

void Verification::check(Case &test, const Value &got, const Tensor &wanted, StringRef where, bool isState) {
  Difference difference = compare(got, wanted);
  if (!difference.exact && wanted.isFloat())
    if (const Tensor *rounded = naive(test, got.name, isState))
      difference = compare(got, wanted, rounded);
  Largest &seen = largest[{test.entry, got.name}];
  seen.maximum = std::max(seen.maximum, difference.maximum);
  seen.rms = std::max(seen.rms, difference.rms);
  ++seen.count;
  if (difference.exact && difference.close)
    return;
  std::string text;
  llvm::raw_string_ostream out(text);
  out << got.name << " " << kindOf(got.type, got.shape);
  if (difference.exact) {
    const Tensor *careless = naive(test, got.name, isState);
    double allowed = careless ? 2 * rmsOf(*careless, wanted) : 0;
    if (difference.rms <= allowed)
      return;
    out << ": rms error " << llvm::format("%.2e", difference.rms) << ", at most " << llvm::format("%.2e", allowed)
        << " would be as a naive evaluation has it";
  }
  out << ": element " << difference.worst << " is " << llvm::format("%.9g", difference.got) << ", expected "
      << llvm::format("%.9g", difference.wanted);
  complain(test, where, text);
}

/// One call from the initial state. `outputs` holds what one thread gave, or nothing yet.
Error Verification::runCase(Instance &instance, Case &test, StringRef level, int32_t threads,
                            std::vector<Value> &outputs) {
  const dlc_entry &entry = module.entries[test.entry];
  Expected<std::vector<Value>> made = makeResults(module, entry, test.extents);
  if (!made)
    return made.takeError();
  std::vector<Value> results = std::move(*made);
  if (test.wanted)
    for (auto [result, wanted] : llvm::zip_equal(results, test.wanted->results)) // where dims are of results only
      result = Value(result.name, result.type, wanted.shape());
  if (Error error = instance.reset())
    return error;
  std::string where = (level + ", " + llvm::Twine(threads) + (threads == 1 ? " thread" : " threads")).str();
  if (!test.wanted) {
    std::error_code code = llvm::errorToErrorCode(instance.run(test.entry, test.inputs, results));
    if (code.value() != DLC_BAD_DATA)
      complain(test, where, "the call is not refused as bad data");
    return Error::success();
  }
  if (Error error = instance.run(test.entry, test.inputs, results, options.inject == "overrun"))
    return failure(title(test), " ", level, ": ", llvm::toString(std::move(error)));
  for (const dlc_value &state : artifact.tensors().drop_front(module.parameter_count)) {
    Expected<Value> value = instance.get(state);
    if (!value)
      return value.takeError();
    results.push_back(std::move(*value));
  }
  if (!outputs.empty()) {
    for (auto [first, second] : llvm::zip_equal(outputs, results))
      if (first.bytes() && std::memcmp(first.data(), second.data(), first.bytes()) != 0)
        complain(test, where, first.name + " has other bits than with one thread");
    return Error::success();
  }
  outputs = results;
  for (auto [i, result] : llvm::enumerate(results)) {
    if (options.inject == "error" && result.size())
      result.set(result.size() - 1, result.number(result.size() - 1) == 0 ? 1 : 0);
    if (options.inject == "infinity" && result.size())
      result.set(result.size() - 1, INFINITY);
    bool isState = static_cast<int32_t>(i) >= entry.result_count;
    if (!isState) {
      check(test, result, test.wanted->results[i], where, false);
    } else if (auto written = test.wanted->states.find(result.name); written != test.wanted->states.end()) {
      check(test, result, written->second, where, true);
    } else if (std::memcmp(result.data(), tensors[result.name].data(), result.bytes()) != 0 &&
               options.inject != "error") {
      complain(test, where, result.name + " has changed, but is not written");
    }
  }
  return Error::success();
}

/// False where this processor does not have the level.
Expected<bool> Verification::runLevel(StringRef level) {
  setenv("DLC_CPU_LEVEL", level.str().c_str(), /*overwrite=*/1);
  std::vector<std::vector<Value>> outputs(cases.size());
  InstanceOptions settings;
  settings.guardArena = true;
  settings.reserve.assign(module.dim_count, 1);
  for (const Case &test : cases)
    for (auto [reserved, extent] : llvm::zip_equal(settings.reserve, test.extents))
      reserved = std::max(reserved, extent);
  for (auto [reserved, dim] : llvm::zip_equal(settings.reserve, artifact.dims()))
    reserved = std::clamp(reserved, dim.minimum, dim.maximum);
  for (int32_t threads : {1, 2, 3}) {
    settings.threads = threads;
    Expected<Instance> instance = Instance::create(module, settings);
    if (!instance) {
      std::error_code code = llvm::errorToErrorCode(instance.takeError());
      if (code.value() == DLC_NO_DEVICE)
        return false;
      return failure("cannot create an instance at ", level, ": ", module.message(nullptr));
    }
    for (auto [test, output] : llvm::zip_equal(cases, outputs))
      if (Error error = runCase(*instance, test, level, threads, output))
        return error;
  }
  return true;
}

Expected<bool> Verification::run() {
  if (Error error = readTensors())
    return error;
  for (int32_t i = 0; i < module.entry_count; ++i)
    if (options.entry.empty() || options.entry == module.entries[i].name)
      if (Error error = makeCases(i))
        return error;
  std::string levels;
  for (StringRef level : ArrayRef(module.levels, module.level_count)) {
    Expected<bool> has = runLevel(level);
    if (!has)
      return has.takeError();
    if (*has)
      levels += (levels.empty() ? "" : ", ") + level.str();
    else
      llvm::errs() << "dlc-run: this processor does not run " << level << "; not verified\n";
  }
  if (levels.empty())
    return failure("this processor runs no level inside");
  for (const auto &[key, seen] : largest)
    llvm::outs() << module.entries[key.first].name << "  " << key.second << "  max error "
                 << llvm::format("%.2e", seen.maximum) << "  rms " << llvm::format("%.2e", seen.rms) << "  ("
                 << seen.count << " comparisons)\n";
  llvm::outs() << (mismatches ? "FAILED" : "verified") << " against the reference: " << cases.size() << " cases on "
               << levels << ", 1, 2 and 3 threads; " << mismatches << " mismatches\n";
  return mismatches == 0;
}

Expected<bool> dlc::run::verify(const Artifact &artifact, Reference &reference, const VerifyOptions &options) {
  return Verification(artifact, reference, options).run();
}
