//===- List.h - What is inside an artefact ---===//

#ifndef DLC_RUN_LIST_H
#define DLC_RUN_LIST_H

#include "tools/dlc-run/Artifact.h"

namespace dlc::run {

/// Prints entries, dims, parameters, memory and CPU levels.
void list(const Artifact &artifact);

} // namespace dlc::run

#endif // DLC_RUN_LIST_H
