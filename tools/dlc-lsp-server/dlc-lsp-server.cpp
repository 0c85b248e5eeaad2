//===- dlc-lsp-server.cpp - Editor support: diagnostics, completion, hover ----===//

#include "tools/dlc-lsp-server/Server.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/InitLLVM.h"

namespace cl = llvm::cl;
namespace lsp = llvm::lsp;

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  cl::OptionCategory category("Options of dlc-lsp-server");
  cl::opt<bool> isTest("lit-test", cl::cat(category),
                       cl::desc("Messages are divided by `// -----`, answers are printed to be read"));
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(argc, argv,
                              "dlc-lsp-server: a language server for models, on standard input and output\n");
  llvm::CrashRecoveryContext::Enable();
  lsp::Logger::setLogLevel(lsp::Logger::Level::Error);
  if (isTest)
    lsp::URIForFile::registerSupportedScheme("test");
  lsp::JSONTransport transport(stdin, llvm::outs(),
                               isTest ? lsp::JSONStreamStyle::Delimited : lsp::JSONStreamStyle::Standard, isTest);
  return dlc::serve(transport) ? 0 : 1;
}
