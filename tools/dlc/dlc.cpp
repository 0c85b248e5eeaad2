//===- dlc.cpp - Compile a model to a shared library and a C header ---------===//

#include "dlc/Driver/Compiler.h"
#include "dlc/Frontend/Warnings.h"
#include "dlc/Kernel/Machine.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/WithColor.h"

namespace cl = llvm::cl;
using dlc::Stage;

/// Printing of IR and timing, named as in mlir-opt. --help leaves them to those who know them.
static void registerMlirOptions() {
  mlir::registerAsmPrinterCLOptions();
  mlir::registerMLIRContextCLOptions();
  mlir::registerPassManagerCLOptions();
  mlir::registerDefaultTimingManagerCLOptions();
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  dlc::CompileOptions options;
  cl::OptionCategory category("Options of dlc");
  cl::opt<std::string, true> input(cl::Positional, cl::location(options.input), cl::Required, cl::desc("MODEL.mlir"),
                                   cl::cat(category));
  cl::opt<std::string, true> output("o", cl::location(options.output), cl::value_desc("OUT.so"),
                                    cl::desc("Library to write; OUT.h comes beside it (several models: a folder)"),
                                    cl::cat(category));
  cl::opt<std::string, true> soname("soname", cl::location(options.soname), cl::value_desc("NAME"),
                                    cl::desc("Name that programs find the library by; default: that of OUT.so"),
                                    cl::cat(category));
  cl::opt<std::string, true> depfile("depfile", cl::location(options.depfile), cl::value_desc("FILE"),
                                     cl::desc("List the files that OUT is made of, for make and ninja"),
                                     cl::cat(category));
  cl::opt<Stage, true> emit(
      "emit", cl::location(options.emit), cl::desc("Stop at a stage and print it:"), cl::cat(category),
      cl::values(clEnumValN(Stage::Entries, "entries", "operators of each entry, with their types"),
                 clEnumValN(Stage::Graph, "graph", "kernels and launches"),
                 clEnumValN(Stage::Kernel, "kernel", "generated kernels"),
                 clEnumValN(Stage::Memory, "memory", "buffers of one arena"),
                 clEnumValN(Stage::LLVM, "llvm", "LLVM IR"), clEnumValN(Stage::Assembly, "asm", "assembly"),
                 clEnumValN(Stage::Object, "object", "one object of all levels with its header, for static linking"),
                 clEnumValN(Stage::PTX, "ptx", "PTX of --target=cuda"),
                 clEnumValN(Stage::SharedLibrary, "so", "the shared library")));
  cl::opt<Stage, true> from("from", cl::location(options.from), cl::desc("What the input is, if not a model:"),
                            cl::cat(category),
                            cl::values(clEnumValN(Stage::Entries, "entries", "printed by --emit=entries"),
                                       clEnumValN(Stage::Graph, "graph", "printed by --emit=graph"),
                                       clEnumValN(Stage::Kernel, "kernel", "printed by --emit=kernel"),
                                       clEnumValN(Stage::Memory, "memory", "printed by --emit=memory")));
  cl::opt<dlc::Device, true> device(
      "target", cl::location(options.device), cl::desc("What to compile for:"), cl::cat(category),
      cl::values(clEnumValN(dlc::Device::CPU, "cpu", "x86-64 (default)"),
                 clEnumValN(dlc::Device::CUDA, "cuda", "NVIDIA GPUs: kernels up to --emit=ptx, no library yet")));
  cl::opt<std::string> gpu("gpu-arch", cl::init("sm_80,sm_90a"), cl::value_desc("LIST"),
                           cl::desc("GPU archs of --target=cuda, such as sm_80,sm_90a"), cl::cat(category));
  cl::opt<std::string> cpu("cpu", cl::init("default"), cl::value_desc("default|native|help|LIST"),
                           cl::desc("CPU levels inside, such as x86-64-v2,x86-64-v3; help prints them"),
                           cl::cat(category));
  cl::opt<dlc::Convolution, true> convolution(
      "convolution", cl::location(options.convolution), cl::desc("Convolutions by windows of 3 x 3 with stride 1:"),
      cl::cat(category),
      cl::values(
          clEnumValN(dlc::Convolution::Auto, "auto",
                     "whatever is estimated to be fastest with at most twice the error of direct (default)"),
          clEnumValN(dlc::Convolution::Direct, "direct", "window by window"),
          clEnumValN(dlc::Convolution::Winograd, "winograd", "by Winograd's transforms of 4 x 4 pixels"),
          clEnumValN(dlc::Convolution::Winograd2, "winograd2", "by those of 2 x 2 pixels, which are more exact")));
  cl::opt<std::string, true> model("model", cl::location(options.model), cl::value_desc("NAME"),
                                   cl::desc("The one to compile of several models in the file"), cl::cat(category));
  cl::opt<bool, true> check("check", cl::location(options.check), cl::desc("Only report what is wrong with the model"),
                            cl::cat(category));
  // Some library of LLVM has an option of this name, for tools of its own.
  if (cl::Option *other = cl::getRegisteredOptions().lookup("W"))
    other->removeArgument();
  cl::list<std::string> warnings("W", cl::Prefix, cl::value_desc("[no-][error=]NAME"),
                                 cl::desc("Which warnings are given or errors, such as -Wno-unused-dim, -Werror"),
                                 cl::cat(category));
  cl::opt<bool, true> verbose("v", cl::location(options.verbose), cl::desc("Say what is done and how long it takes"),
                              cl::cat(category));
  cl::opt<unsigned, true> jobs("jobs", cl::location(options.jobs), cl::value_desc("N"),
                               cl::desc("Threads; 0: one per core"), cl::cat(category));
  registerMlirOptions();
  cl::HideUnrelatedOptions(category);
  cl::SetVersionPrinter([](llvm::raw_ostream &out) { out << "dlc " DLC_VERSION ", LLVM " LLVM_VERSION_STRING "\n"; });
  for (llvm::StringRef argument : llvm::ArrayRef(argv, argc).drop_front())
    if (argument.consume_front("-O") && argument.size() <= 1) {
      llvm::WithColor::error(llvm::errs(), "dlc") << "there is no -O" << argument << ": dlc always optimises\n";
      return int(dlc::Outcome::Usage);
    }
  if (!cl::ParseCommandLineOptions(argc, argv, "dlc: a model in, a shared library and its C header out\n",
                                   &llvm::errs()))
    return int(dlc::Outcome::Usage);

  if (cpu == "help") {
    dlc::printMachines(llvm::outs());
    return int(dlc::Outcome::Done);
  }
  std::string error;
  options.levels = options.device == dlc::Device::CUDA ? dlc::parseArchs(gpu, error) : dlc::parseLevels(cpu, error);
  if (error.empty())
    error = dlc::checkDevice(options);
  if (error.empty() && options.output.empty() && !options.check) {
    if (options.emit == Stage::SharedLibrary)
      error = "say where to write: -o OUT.so";
    if (options.emit == Stage::Object)
      error = "say where to write: -o OUT.o";
  }
  dlc::WarningOptions chosen;
  for (const std::string &text : warnings)
    if (error.empty())
      error = chosen.apply(text);
  options.warnings = &chosen;
  if (!error.empty()) {
    llvm::WithColor::error(llvm::errs(), "dlc") << error << "\n";
    return int(dlc::Outcome::Usage);
  }
  auto configure = [](mlir::PassManager &pm) {
    (void)mlir::applyPassManagerCLOptions(pm);
    mlir::applyDefaultTimingPassManagerCLOptions(pm);
  };
  return int(dlc::compile(options, configure));
}
