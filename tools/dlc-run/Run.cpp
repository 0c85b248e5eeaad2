//===- Run.cpp - Open or compile, then run, list, time or verify ---===//

#include "tools/dlc-run/Run.h"
#include "dlc/Driver/Compiler.h"
#include "tools/dlc-run/Bench.h"
#include "tools/dlc-run/List.h"
#include "tools/dlc-run/TensorFiles.h"
#include "tools/dlc-run/Verify.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace dlc;
using namespace dlc::run;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;

namespace {

/// A folder that goes when the object does.
struct TemporaryFolder {
  llvm::SmallString<128> path;
  ~TemporaryFolder() {
    if (!path.empty())
      llvm::sys::fs::remove_directories(path);
  }
};

} // namespace

static bool isModel(const RunOptions &options) { return StringRef(options.file).ends_with(".mlir"); }

/// What the options contradict each other in, or would do nothing for; empty if they do not.
static std::string findContradiction(const RunOptions &options) {
  const std::pair<bool, StringRef> modes[] = {
      {options.list, "--list"}, {options.bench, "--bench"}, {options.verify, "--verify"}};
  StringRef mode;
  for (auto [given, name] : modes) {
    if (given && !mode.empty())
      return (mode + " and " + name + ": do one after the other").str();
    mode = given ? name : mode;
  }
  if (!options.inputs.empty() && options.randomInputs)
    return "--inputs and --random-inputs: give one of them";
  bool calls = !options.list && !options.verify;
  const std::tuple<bool, StringRef, bool, StringRef> needs[] = {
      {!options.inputs.empty(), "--inputs", calls, "a call"},
      {!options.outputs.empty(), "--outputs", calls && !options.bench, "a call that is not timed"},
      {!options.dims.empty(), "--dim", !options.list && options.inputs.empty(), "made-up inputs"},
      {options.special, "--special-values", !options.list && options.inputs.empty(), "made-up inputs"},
      {options.threads != 0, "--threads", calls, "a call; --verify takes 1, 2 and 3"},
      {options.verify, "--verify=reference", isModel(options), "the model's text: give M.mlir"},
      {!options.cpu.empty(), "--cpu", isModel(options), "a model to compile: give M.mlir"},
      {!options.model.empty(), "--model", isModel(options), "a model to compile: give M.mlir"},
      {!options.artifact.empty(), "--artifact", isModel(options) && options.cpu.empty() && options.model.empty(),
       "the model's text, M.mlir, and nothing to compile"}};
  for (auto [given, name, has, what] : needs)
    if (given && !has)
      return (name + " needs " + what).str();
  if (StringRef(options.outputs).ends_with(".npy"))
    return "--outputs=" + options.outputs + ": outputs are written as safetensors, named as the results";
  return "";
}

/// Compiles a model to a library in `folder`; 0 or an exit code.
static int compileModel(const RunOptions &options, TemporaryFolder &folder, std::string &library) {
  if (std::error_code error = llvm::sys::fs::createUniqueDirectory("dlc-run", folder.path)) {
    llvm::errs() << "dlc-run: cannot make a temporary folder: " << error.message() << "\n";
    return 3;
  }
  library = (folder.path + "/model.so").str();
  CompileOptions compile;
  compile.input = options.file;
  compile.output = library;
  compile.model = options.model;
  std::string error;
  compile.levels = parseLevels(options.cpu.empty() ? "default" : options.cpu, error);
  if (!error.empty()) {
    llvm::errs() << "dlc-run: --cpu=" << options.cpu << ": " << error << "\n";
    return 2;
  }
  return static_cast<int>(dlc::compile(compile, [](mlir::PassManager &) {}));
}

//===----------------------------------------------------------------------===//
// Inputs and outputs
//===----------------------------------------------------------------------===//

/// The extents of made-up inputs: what --dim says, else 1 or the lowest there may be.
static Extents chooseExtents(const Artifact &artifact, const RunOptions &options) {
  Extents extents;
  for (const dlc_dim &dim : artifact.dims()) {
    auto given = options.dims.find(dim.name);
    extents.push_back(given == options.dims.end() ? std::max<int64_t>(dim.minimum, 1) : given->second);
  }
  return extents;
}

/// What --dim says is possible.
static Error checkDims(const Artifact &artifact, const RunOptions &options) {
  for (const auto &given : options.dims) {
    auto dim = llvm::find_if(artifact.dims(), [&](const dlc_dim &dim) { return given.first() == dim.name; });
    if (dim == artifact.dims().end())
      return failure("--dim=", given.first(), ": the model has no such dim");
    if (given.second < dim->minimum || given.second > dim->maximum)
      return failure("--dim=", dim->name, "=", given.second, ": expected ", dim->minimum, " to ", dim->maximum);
  }
  return Error::success();
}

static Expected<std::vector<Value>> readInputs(const dlc_entry &entry, StringRef path) {
  Expected<std::vector<Value>> read = readTensors(path);
  if (!read)
    return read.takeError();
  if (entry.argument_count != 1 && read->size() == 1 && read->front().name.empty())
    return failure(path, " is one array, '", entry.name, "' takes ", entry.argument_count,
                   " arguments: give a .safetensors file that has them by name");
  std::vector<Value> inputs;
  for (const dlc_value &argument : llvm::ArrayRef(entry.arguments, entry.argument_count)) {
    auto found = llvm::find_if(*read, [&](const Value &value) {
      return value.name == argument.name || (value.name.empty() && entry.argument_count == 1);
    });
    if (found == read->end())
      return failure(path, " has no tensor '", argument.name, "', an argument of '", entry.name, "'");
    inputs.push_back(*found);
  }
  return inputs;
}

static void print(const Value &value) {
  llvm::outs() << value.name << " " << kindOf(value.type, value.shape) << ":";
  constexpr int64_t shown = 16;
  for (int64_t i = 0; i < std::min(value.size(), shown); ++i)
    llvm::outs() << llvm::format(" %g", value.number(i));
  llvm::outs() << (value.size() > shown ? " ...\n" : "\n");
}

static Error runEntry(const Artifact &artifact, const RunOptions &options, Reference *reference) {
  Expected<int32_t> number = artifact.findEntry(options.entry);
  if (!number)
    return number.takeError();
  const dlc_module &module = artifact.module();
  const dlc_entry &entry = module.entries[*number];
  std::vector<Value> inputs;
  Extents extents(module.dim_count, unknown);
  if (!options.inputs.empty()) {
    Expected<std::vector<Value>> read = readInputs(entry, options.inputs);
    if (!read)
      return read.takeError();
    inputs = std::move(*read);
  } else if (options.randomInputs || options.bench || entry.argument_count == 0) {
    Extents chosen = chooseExtents(artifact, options);
    if (Error error = checkRoom(module, entry, chosen))
      return error;
    FuncOp function = reference ? reference->entry(entry.name) : FuncOp();
    llvm::SmallVector<Range> ranges(entry.argument_count);
    if (function)
      ranges = reference->ranges(function);
    for (int32_t i = 0; i < entry.argument_count; ++i)
      inputs.push_back(
          randomValue(entry.arguments[i], chosen, {options.randomInputs.value_or(0), options.special}, i, ranges[i]));
  } else {
    return failure("'", entry.name, "' takes ", entry.argument_count,
                   entry.argument_count == 1 ? " argument" : " arguments",
                   ": give --inputs=FILE or --random-inputs=SEED");
  }
  for (auto [argument, input] : llvm::zip_equal(llvm::ArrayRef(entry.arguments, entry.argument_count), inputs))
    if (Error error = unify(module, argument, input, extents))
      return error;
  if (Error error = checkRoom(module, entry, extents))
    return error;
  Expected<std::vector<Value>> outputs = makeResults(module, entry, extents);
  if (!outputs)
    return outputs.takeError();
  InstanceOptions settings;
  settings.threads = options.threads;
  settings.entry = entry.name;
  for (auto [dim, extent] : llvm::zip_equal(artifact.dims(), extents))
    settings.reserve.push_back(extent > 0 ? extent : std::clamp<int64_t>(1, dim.minimum, dim.maximum));
  Expected<Instance> instance = Instance::create(module, settings);
  if (!instance)
    return instance.takeError();
  if (options.bench)
    return bench(*instance, *number, inputs, *outputs, settings, reference);
  if (Error error = instance->run(*number, inputs, *outputs))
    return error;
  if (!options.outputs.empty())
    return writeTensors(options.outputs, *outputs);
  for (const Value &output : *outputs)
    print(output);
  return Error::success();
}

//===----------------------------------------------------------------------===//
// All of it
//===----------------------------------------------------------------------===//

static Expected<bool> runArtifact(const RunOptions &options, StringRef library) {
  Expected<Artifact> artifact = Artifact::open(library);
  if (!artifact)
    return artifact.takeError();
  if (options.list) {
    list(*artifact);
    return true;
  }
  if (Error error = checkDims(*artifact, options))
    return error;
  std::unique_ptr<Reference> reference;
  if (isModel(options) && (options.verify || options.bench || options.randomInputs)) {
    reference = Reference::read(options.file, artifact->module().name);
    if (!reference)
      return failure("cannot read '", options.file, "' again");
  }
  if (!options.verify) {
    if (Error error = runEntry(*artifact, options, reference.get()))
      return error;
    return true;
  }
  VerifyOptions settings{
      options.entry, {options.randomInputs.value_or(0), options.special}, options.dims, options.inject};
  if (!settings.entry.empty())
    if (Expected<int32_t> entry = artifact->findEntry(settings.entry); !entry)
      return entry.takeError();
  return verify(*artifact, *reference, settings);
}

int dlc::run::run(const RunOptions &options) {
  if (std::string contradiction = findContradiction(options); !contradiction.empty()) {
    llvm::errs() << "dlc-run: " << contradiction << "\n";
    return 2;
  }
  TemporaryFolder folder;
  std::string library = options.artifact.empty() ? options.file : options.artifact;
  if (isModel(options) && options.artifact.empty()) {
    if (int code = compileModel(options, folder, library))
      return code;
  }
  Expected<bool> right = runArtifact(options, library);
  if (right)
    return *right ? 0 : 1;
  llvm::errs() << "dlc-run: " << llvm::toString(right.takeError()) << "\n";
  return 1;
}
