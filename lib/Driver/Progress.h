//===- Progress.h - What dlc is doing, on a terminal and with -v ------------===//

#ifndef DLC_LIB_DRIVER_PROGRESS_H
#define DLC_LIB_DRIVER_PROGRESS_H

#include "llvm/ADT/StringRef.h"
#include <chrono>
#include <string>

namespace dlc {

/// On a terminal, one line that changes once a compilation takes long. With -v, one line per step with its time.
class Progress {
public:
  explicit Progress(bool verbose);
  ~Progress() { end(); }

  void begin(llvm::StringRef step);
  void end();

private:
  using Clock = std::chrono::steady_clock;
  bool verbose, terminal, shown = false;
  Clock::time_point start, stepStart;
  std::string step;
};

} // namespace dlc

#endif // DLC_LIB_DRIVER_PROGRESS_H
