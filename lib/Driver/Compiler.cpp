//===- Compiler.cpp - From a model to an artefact ---------------------------===//

#include "dlc/Driver/Compiler.h"
#include "dialects/dlc/Dlc.h"
#include "dlc/Driver/Pipelines.h"
#include "dlc/Driver/Register.h"
#include "dlc/Frontend/Diagnostics.h"
#include "dlc/Frontend/ParseModel.h"
#include "dlc/Frontend/Warnings.h"
#include "dlc/Kernel/Machine.h"
#include "dlc/Target/EmitObject.h"
#include "dlc/Target/EmitPtx.h"
#include "lib/Driver/Artifact.h"
#include "lib/Driver/Depfile.h"
#include "lib/Driver/Progress.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/ToolOutputFile.h"
#include "llvm/Support/WithColor.h"
#include "llvm/TargetParser/Host.h"

using namespace mlir;
using namespace dlc;

std::vector<std::string> dlc::parseLevels(StringRef text, std::string &error) {
  std::vector<std::string> levels;
  if (text == "default") {
    for (const Machine &level : cpuLevels())
      levels.emplace_back(level.name);
    return levels;
  }
  if (text == "native") {
    llvm::StringMap<bool> host = llvm::sys::getHostCPUFeatures();
    uint64_t bits = 0;
#define DLC_ABI_FEATURE(name, bit, llvm, ...) bits |= uint64_t(host.lookup(llvm)) << bit;
#include "dlc-c/Abi.def"
    for (const Machine &level : llvm::reverse(cpuLevels()))
      if ((levelFeatures(level.name) & ~bits) == 0)
        return {level.name.str()};
    error = ("this processor is below " + cpuLevels().front().name + ", the lowest level dlc compiles for").str();
    return {};
  }
  for (StringRef name : llvm::split(text, ',')) {
    if (!findCpuLevel(name)) {
      error = ("unknown CPU level '" + name + "'; known are " + cpuLevelNames()).str();
      return {};
    }
    levels.push_back(name.str());
  }
  // The runtime takes the last level that runs.
  llvm::sort(levels, [](StringRef a, StringRef b) { return findCpuLevel(a) < findCpuLevel(b); });
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  return levels;
}

std::vector<std::string> dlc::parseArchs(StringRef text, std::string &error) {
  std::vector<std::string> archs;
  for (StringRef name : llvm::split(text, ',')) {
    if (!isGpuArch(name)) {
      error =
          ("unknown GPU arch '" + name + "'; expected a compute capability of at least 8.0, such as sm_80 or sm_90a")
              .str();
      return {};
    }
    if (!llvm::is_contained(archs, name))
      archs.push_back(name.str());
  }
  return archs;
}

std::string dlc::checkDevice(const CompileOptions &options) {
  if (options.check)
    return "";
  if (options.device == Device::CPU)
    return options.emit == Stage::PTX ? "--emit=ptx is of GPUs; say --target=cuda" : "";
  if (options.emit == Stage::SharedLibrary)
    return "--target=cuda makes no shared library yet; say --emit=ptx for the code of the kernels";
  if (options.emit == Stage::Assembly || options.emit == Stage::Object)
    return "GPUs have neither assembly nor objects here; say --emit=ptx";
  if (options.emit == Stage::PTX && !options.output.empty() && options.levels.size() != 1)
    return "PTX is of one arch, so a file is too; choose one with --gpu-arch=";
  return "";
}

namespace {

class Compilation {
public:
  Compilation(const CompileOptions &options, llvm::function_ref<void(PassManager &)> configure);
  ~Compilation();
  Outcome run();

private:
  const CompileOptions options; // a copy: lld resets every command line option of the process
  llvm::function_ref<void(PassManager &)> configure;
  llvm::DefaultThreadPool threads;
  MLIRContext context;
  std::unique_ptr<llvm::MemoryBuffer> source;
  std::string folder; // of the input
  Diagnostics diagnostics;
  Progress progress;
  OwningOpRef<ModuleOp> module;
  bool isWhole = true; // the text has no errors

  bool read();
  bool keepOneModel();
  bool checkModel();
  bool createVariants();
  bool runPasses(StringRef stage, llvm::function_ref<void(OpPassManager &)> build);
  Outcome writeText();
  Outcome writeArtifacts();
  Outcome writeDepfile(ArrayRef<std::string> outputs, ArrayRef<rt::ModelOp> models);
  Outcome usage(const Twine &text) {
    progress.end();
    llvm::WithColor::error(llvm::errs(), "dlc") << text << "\n";
    return Outcome::Usage;
  }
};

} // namespace

Compilation::Compilation(const CompileOptions &options, llvm::function_ref<void(PassManager &)> configure)
    : options(options), configure(configure), threads(llvm::hardware_concurrency(options.jobs)),
      context(MLIRContext::Threading::DISABLED), diagnostics(context), progress(options.verbose) {
  if (options.jobs != 1)
    context.setThreadPool(threads);
}

Compilation::~Compilation() {
  progress.end();
  diagnostics.print(llvm::errs());
}

/// A model is untrusted text for a context that knows dlc alone; what dlc printed itself is read as it is.
bool Compilation::read() {
  progress.begin("Read");
  prepareContext(context);
  SmallString<128> path(options.input == "-" ? "." : llvm::sys::path::parent_path(options.input));
  if (std::error_code error = llvm::sys::fs::make_absolute(path)) {
    mlir::emitError(UnknownLoc::get(&context))
        << "cannot find the folder of '" << options.input << "': " << error.message();
    return false;
  }
  folder = path.str();
  source = readModel(options.input, context);
  if (!source)
    return false;
  diagnostics.addSource(*source);
  if (options.from == Stage::Source) {
    ParsedModel parsed = parseWhatIsSound(*source, context);
    module = std::move(parsed.module);
    isWhole = parsed.isWhole;
  }
  DialectRegistry all;
  registerAllDialects(all);
  context.appendDialectRegistry(all);
  if (options.from != Stage::Source)
    module = parseIr(*source, context);
  return bool(module);
}

/// Drops the models that --model= does not name.
bool Compilation::keepOneModel() {
  if (options.model.empty())
    return true;
  bool found = false;
  SmallVector<std::string> names;
  for (Operation &op : llvm::make_early_inc_range(*module->getBody())) {
    auto name = op.getAttrOfType<StringAttr>(SymbolTable::getSymbolAttrName());
    if (!name)
      continue;
    names.push_back(name.str());
    if (name == options.model)
      found = true;
    else
      op.erase();
  }
  if (!found)
    mlir::emitError(UnknownLoc::get(&context))
        << "--model=" << options.model << ": the file has " << llvm::join(names, ", ");
  return found;
}

namespace {

/// A file in the system's folder for temporary ones, made when a pass has failed.
struct Reproducer : ReproducerStream {
  std::string path;
  llvm::raw_fd_ostream stream;
  Reproducer(StringRef path, int file) : path(path), stream(file, /*shouldClose=*/true) {}
  StringRef description() override { return path; }
  raw_ostream &os() override { return stream; }
};

} // namespace

static std::unique_ptr<ReproducerStream> openReproducer(std::string &error) {
  int file;
  SmallString<128> path;
  if (std::error_code code = llvm::sys::fs::createTemporaryFile("dlc-reproducer", "mlir", file, path)) {
    error = code.message();
    return nullptr;
  }
  return std::make_unique<Reproducer>(path, file);
}

/// The Frontend also looks at what is left of a text with errors.
bool Compilation::checkModel() {
  progress.begin("Frontend");
  if (isWhole && module->getOps<ModelOp>().empty()) {
    dlc::emitError(FileLineColLoc::get(&context, options.input, 1, 1), Code::NoEntry)
        << "the file has no model: write `dlc.model @name { ... }`";
    return false;
  }
  // What uses a thing may have an error.
  if (isWhole && options.warnings)
    warnUnused(*module, source->getBuffer(), *options.warnings);
  return succeeded(runFrontend(*module, isWhole, folder, configure)) && diagnostics.errors() == 0;
}

bool Compilation::runPasses(StringRef stage, llvm::function_ref<void(OpPassManager &)> build) {
  progress.begin(stage);
  PassManager pm(&context);
  configure(pm);
  // From Kernel on a failure is dlc's; its developers get the module as it was.
  if (stage != "Graph" && stage != "Limits" && stage != "Variants" && stage != "Plan")
    pm.enableCrashReproducerGeneration(openReproducer);
  build(pm);
  return succeeded(pm.run(*module));
}

/// Both pipelines run even if the first fails, so that all refusals are reported in one run.
bool Compilation::createVariants() {
  bool fits = runPasses("Limits", [&](OpPassManager &pm) { buildCheckTargetsPipeline(pm, options.levels); });
  return runPasses("Variants", [&](OpPassManager &pm) { buildVariantsPipeline(pm, options.levels); }) && fits;
}

/// Whether a library or object with a header is asked for.
static bool makesArtifact(const CompileOptions &options) {
  return options.emit == Stage::SharedLibrary || options.emit == Stage::Object;
}

/// Why nothing may be written where -o says and as --soname= says, empty if it may.
static std::string checkOutput(const CompileOptions &options) {
  auto isModel = [&](StringRef path) { return llvm::sys::fs::equivalent(path, options.input); };
  if (!options.soname.empty() && options.emit != Stage::SharedLibrary)
    return "--soname= is of shared libraries; leave it out";
  if (!options.depfile.empty() && !makesArtifact(options))
    return "--depfile= is of libraries and objects; leave it out";
  if (StringRef(options.soname).contains('/'))
    return "--soname='" + options.soname +
           "' is a path; programs look the library up by a file name, such as libm.so.1";
  if (options.check || options.output.empty())
    return "";
  if (isModel(options.output))
    return "-o '" + options.output + "' would overwrite the model";
  if (!makesArtifact(options))
    return "";
  SmallString<128> header(options.output);
  llvm::sys::path::replace_extension(header, ".h");
  if (header == options.output)
    return "-o '" + options.output + "' is the name of the header; name the library, such as OUT.so";
  if (isModel(header))
    return ("the header '" + header + "' would overwrite the model").str();
  return "";
}

Outcome Compilation::run() {
  if (std::string fault = checkOutput(options); !fault.empty())
    return usage(fault);
  if (!read())
    return Outcome::ModelAtFault;
  if (!keepOneModel())
    return Outcome::Usage;
  // What a stage refuses up to here is the model's fault; from Kernel on it is dlc's.
  if (options.from == Stage::Source && !checkModel())
    return Outcome::ModelAtFault;
  if (options.emit == Stage::Entries && !options.check)
    return writeText();
  if (options.from < Stage::Graph && !runPasses("Graph", [](OpPassManager &pm) { buildGraphPipeline(pm); }))
    return Outcome::ModelAtFault;
  if (options.emit == Stage::Graph && !options.check)
    return writeText();
  if (options.from < Stage::Kernel && !createVariants())
    return Outcome::ModelAtFault;
  if (options.check)
    return Outcome::Done;
  if (options.from < Stage::Kernel &&
      !runPasses("Kernel", [&](OpPassManager &pm) { buildKernelPipeline(pm, options.convolution, options.verbose); }))
    return Outcome::Internal;
  if (options.emit == Stage::Kernel)
    return writeText();
  if (options.from < Stage::Memory &&
      !runPasses("Memory", [&](OpPassManager &pm) { buildMemoryPipeline(pm, options.verbose); }))
    return Outcome::Internal;
  if (options.from == Stage::Memory && !runPasses("Plan", buildPlanCheckPipeline))
    return Outcome::ModelAtFault;
  if (options.emit == Stage::Memory)
    return writeText();
  auto build = options.device == Device::CUDA ? buildCudaPipeline : buildTargetPipeline;
  if (!runPasses("Target", build))
    return Outcome::Internal;
  return makesArtifact(options) ? writeArtifacts() : writeText();
}

/// IR or assembly, to a file or to standard output.
Outcome Compilation::writeText() {
  progress.begin("Write");
  std::error_code error;
  llvm::ToolOutputFile file(options.output.empty() ? "-" : options.output, error, llvm::sys::fs::OF_None);
  if (error)
    return usage("cannot write '" + options.output + "': " + error.message());
  if (options.emit <= Stage::Memory) {
    module->print(file.os());
  } else {
    for (rt::ModelOp model : module->getOps<rt::ModelOp>()) {
      SmallVector<char, 0> bytes;
      llvm::raw_svector_ostream out(bytes);
      if (Outcome outcome = writeCode(model, options.device, options.emit, out); outcome != Outcome::Done)
        return outcome;
      file.os() << out.str();
    }
  }
  file.keep();
  return Outcome::Done;
}

Outcome Compilation::writeArtifacts() {
  progress.begin("Objects, header and link");
  auto models = llvm::to_vector(module->getOps<rt::ModelOp>());
  if (models.empty())
    return usage("'" + options.input + "' has no model of the stage that --from= names");
  const char *extension = options.emit == Stage::Object ? ".o" : ".so";
  if (models.size() == 1 && llvm::sys::fs::is_directory(options.output))
    return usage("'" + options.output + "' is a folder: name the library, such as " + options.output + "/" +
                 models[0].getSymName() + extension);
  if (models.size() > 1 && !llvm::sys::fs::is_directory(options.output))
    return usage("'" + options.input + "' has " + Twine(models.size()) +
                 " models: -o must name a folder, or --model= one");
  if (models.size() > 1 && !options.soname.empty())
    return usage("--soname= is of one library; name the model with --model=");
  std::vector<std::string> outputs;
  for (rt::ModelOp model : models) {
    SmallString<128> path(options.output);
    if (models.size() > 1)
      llvm::sys::path::append(path, model.getSymName() + extension);
    if (Outcome outcome = writeArtifact(model, options, path, folder); outcome != Outcome::Done)
      return outcome;
    outputs.emplace_back(path);
  }
  return options.depfile.empty() ? Outcome::Done : writeDepfile(outputs, models);
}

Outcome Compilation::writeDepfile(ArrayRef<std::string> outputs, ArrayRef<rt::ModelOp> models) {
  std::error_code error;
  llvm::ToolOutputFile file(options.depfile, error, llvm::sys::fs::OF_Text);
  if (error)
    return usage("cannot write '" + options.depfile + "': " + error.message());
  file.os() << depfileText(outputs, options.input, models, folder);
  file.keep();
  return Outcome::Done;
}

Outcome dlc::compile(const CompileOptions &options, llvm::function_ref<void(PassManager &)> configure) {
  // A crash is an internal error like any other: its own exit code, and what it takes to see it again.
  llvm::CrashRecoveryContext::Enable();
  llvm::CrashRecoveryContext recovery;
  Outcome outcome = Outcome::Internal;
  std::string input = options.input;
  if (!recovery.RunSafely([&] { outcome = Compilation(options, configure).run(); }))
    llvm::errs() << "dlc: internal error: the compiler crashed; '" << input << "' and this command line reproduce it\n";
  return outcome;
}
