//===- Progress.cpp - What dlc is doing, on a terminal and with -v ----------===//

#include "lib/Driver/Progress.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace dlc;

Progress::Progress(bool verbose)
    : verbose(verbose), terminal(!verbose && llvm::errs().is_displayed()), start(Clock::now()) {}

void Progress::begin(llvm::StringRef name) {
  end();
  step = name.str();
  stepStart = Clock::now();
  if (terminal && stepStart - start > std::chrono::milliseconds(500)) {
    llvm::errs() << "dlc: " << step << " ...\r";
    shown = true;
  }
}

void Progress::end() {
  if (step.empty())
    return;
  std::chrono::duration<double, std::milli> time = Clock::now() - stepStart;
  if (verbose)
    llvm::errs() << llvm::format("dlc: %7.1f ms  ", time.count()) << step << "\n";
  if (shown)
    llvm::errs() << "\033[K";
  shown = false;
  step.clear();
}
