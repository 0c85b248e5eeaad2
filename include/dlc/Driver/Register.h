//===- Register.h - Everything the developer tools know ---===//

#ifndef DLC_DRIVER_REGISTER_H
#define DLC_DRIVER_REGISTER_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace dlc {

/// dlc, rt and upstream's dialects with their interface implementations.
void registerAllDialects(mlir::DialectRegistry &registry);

/// The passes of every stage and upstream's, for the command lines of dlc-opt and dlc-reduce.
void registerAllPasses();

} // namespace dlc

#endif // DLC_DRIVER_REGISTER_H
