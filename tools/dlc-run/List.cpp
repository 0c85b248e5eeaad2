//===- List.cpp - What is inside an artefact ---===//

#include "tools/dlc-run/List.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace dlc::run;

static void printValues(const dlc_module &module, llvm::ArrayRef<dlc_value> values) {
  llvm::interleaveComma(values, llvm::outs(),
                        [&](const dlc_value &value) { llvm::outs() << value.name << ": " << describe(module, value); });
}

static void printTensors(const dlc_module &module, const char *title, llvm::ArrayRef<dlc_value> values) {
  if (values.empty())
    return;
  llvm::outs() << title << "\n";
  for (const dlc_value &value : values)
    llvm::outs() << "  " << value.name << ": " << describe(module, value) << "\n";
}

static void printArena(const dlc_module &module) {
  for (int32_t threads : {1, 2}) {
    dlc_options options = DLC_OPTIONS_INIT(module.signature);
    options.threads = threads;
    dlc_bytes bytes;
    llvm::outs() << "  arena, " << threads << (threads == 1 ? " thread:  " : " threads: ");
    if (module.bytes(&options, &bytes) == DLC_OK)
      llvm::outs() << bytes.arena << " bytes\n";
    else
      llvm::outs() << module.message(nullptr) << "\n";
  }
}

void dlc::run::list(const Artifact &artifact) {
  const dlc_module &module = artifact.module();
  llvm::outs() << module.name << ", by " << module.compiler << ", hash " << module.hash << "\nentries\n";
  for (const dlc_entry &entry : artifact.entries()) {
    llvm::outs() << "  " << entry.name << "(";
    printValues(module, {entry.arguments, static_cast<size_t>(entry.argument_count)});
    llvm::outs() << ") -> (";
    printValues(module, {entry.results, static_cast<size_t>(entry.result_count)});
    llvm::outs() << ")\n";
  }
  if (!artifact.dims().empty())
    llvm::outs() << "dims\n";
  for (const dlc_dim &dim : artifact.dims()) {
    llvm::outs() << "  " << dim.name << ": " << dim.minimum << " to ";
    if (dim.maximum == INT64_MAX)
      llvm::outs() << "any\n";
    else
      llvm::outs() << dim.maximum << "\n";
  }
  printTensors(module, "parameters", artifact.tensors().take_front(module.parameter_count));
  printTensors(module, "state", artifact.tensors().drop_front(module.parameter_count));
  llvm::outs() << "memory\n  parameters: " << module.parameter_bytes << " bytes\n  packed: at most "
               << module.packed_bytes << " bytes\n  state: " << module.state_bytes << " bytes\n";
  printArena(module);
  llvm::outs() << "CPU levels\n  ";
  llvm::interleaveComma(llvm::ArrayRef(module.levels, module.level_count), llvm::outs());
  llvm::outs() << "\n";
}
