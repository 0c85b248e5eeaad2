//===- EmitHeader.h - OUT.h -------------------------------------------------===//

#ifndef DLC_LIB_DRIVER_EMITHEADER_H
#define DLC_LIB_DRIVER_EMITHEADER_H

#include "lib/Driver/Signature.h"

namespace dlc {

/// Writes the C header of an artefact.
void emitHeader(const Signature &signature, llvm::raw_ostream &out);

} // namespace dlc

#endif // DLC_LIB_DRIVER_EMITHEADER_H
