//===- dlc-run.cpp - Run, time and verify an artefact ---===//

#include "tools/dlc-run/Run.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"

namespace cl = llvm::cl;
using dlc::run::RunOptions;

int main(int argc, char **argv) {
  cl::ResetCommandLineParser(); // LLVM's own options are not ours
  cl::OptionCategory ours("Options of dlc-run");
  cl::opt<std::string> file(cl::Positional, cl::cat(ours), cl::desc("M.so|M.mlir"), cl::Required);
  cl::opt<std::string> entry(cl::Positional, cl::cat(ours), cl::desc("[ENTRY]"));
  cl::opt<std::string> inputs("inputs", cl::cat(ours),
                              cl::desc("Read inputs: tensors named as the arguments (.npy: of one argument)"),
                              cl::value_desc("F.safetensors|F.npy"));
  cl::opt<std::string> outputs("outputs", cl::cat(ours), cl::desc("Write outputs, named as the results"),
                               cl::value_desc("F.safetensors"));
  cl::opt<std::string> random("random-inputs", cl::cat(ours), cl::desc("Make up the inputs"), cl::value_desc("SEED"));
  cl::opt<bool> special("special-values", cl::cat(ours),
                        cl::desc("Made-up inputs hold NaN, infinities, -0 and denormals too"));
  cl::list<std::string> dims("dim", cl::cat(ours), cl::desc("Extent of a dim for made-up inputs, e.g. batch=16"),
                             cl::value_desc("NAME=N"), cl::CommaSeparated);
  cl::opt<int> threads("threads", cl::cat(ours), cl::desc("Threads (default: the cores this process may use)"),
                       cl::value_desc("N"));
  cl::opt<bool> bench("bench", cl::cat(ours), cl::desc("Time the entry: median, p1, p99, GFLOP/s, bytes"));
  cl::opt<bool> list("list", cl::cat(ours), cl::desc("Print entries, parameters, memory and CPU levels"));
  cl::opt<std::string> verify("verify", cl::cat(ours),
                              cl::desc("Compare every output with the model's definition (M.mlir)"),
                              cl::value_desc("reference"), cl::ValueOptional);
  cl::opt<std::string> model("model", cl::cat(ours), cl::desc("The model to take where M.mlir holds several"),
                             cl::value_desc("NAME"));
  cl::opt<std::string> artifact("artifact", cl::cat(ours), cl::desc("The artefact of M.mlir, instead of compiling it"),
                                cl::value_desc("M.so"));
  cl::opt<std::string> cpu("cpu", cl::cat(ours), cl::desc("CPU levels to compile M.mlir for"),
                           cl::value_desc("default|native|LIST"));
  cl::opt<std::string> inject("inject", cl::cat(ours), cl::desc("Do wrong after a call: --verify must find it"),
                              cl::value_desc("error|infinity|overrun"), cl::Hidden);
  llvm::InitLLVM initialise(argc, argv);
  cl::HideUnrelatedOptions(ours);
  cl::SetVersionPrinter([](llvm::raw_ostream &out) { out << "dlc-run " DLC_VERSION "\n"; });
  if (!cl::ParseCommandLineOptions(
          argc, argv, "Run an entry of an artefact of dlc. A model (M.mlir) is compiled first.\n", &llvm::errs()))
    return 2;

  RunOptions options{file, artifact, entry,   model, inputs, outputs, {},    special,
                     {},   cpu,      threads, bench, list,   false,   inject};
  auto usage = [&](const llvm::Twine &text) {
    llvm::errs() << "dlc-run: " << text << "\n";
    return 2;
  };
  uint64_t seed = 0;
  if (!random.empty() && llvm::StringRef(random).getAsInteger(10, seed))
    return usage("--random-inputs=" + random + ": expected a number");
  if (!random.empty())
    options.randomInputs = seed;
  for (llvm::StringRef dim : dims)
    if (auto [name, text] = dim.split('='); text.getAsInteger(10, options.dims[name]) || options.dims[name] < 0)
      return usage("--dim=" + dim + ": expected NAME=N");
  if (!verify.empty() && verify != "reference")
    return usage("--verify=" + verify + ": known is --verify=reference");
  options.verify = verify.getNumOccurrences() > 0;
  return dlc::run::run(options);
}
