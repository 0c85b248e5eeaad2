//===- Server.h - The language server protocol ----------------------------===//

#ifndef DLC_TOOLS_LSP_SERVER_H
#define DLC_TOOLS_LSP_SERVER_H

#include "llvm/Support/LSP/Transport.h"

namespace dlc {

/// Answers until the client says `exit`; whether it said `shutdown` before.
bool serve(llvm::lsp::JSONTransport &transport);

} // namespace dlc

#endif // DLC_TOOLS_LSP_SERVER_H
