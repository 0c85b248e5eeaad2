//===- Soundness.h - What has been reported and must be left alone --------===//
//
// All errors come out in one run: a check looks at what the checks before it have
// found sound. What they have not, they mark; it stays in the module until that is
// given up.
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_FRONTEND_SOUNDNESS_H
#define DLC_LIB_FRONTEND_SOUNDNESS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/Operation.h"

namespace dlc {

/// Something has been said about the op itself: nobody may look at it again.
inline void markUnsound(mlir::Operation *op) {
  op->setDiscardableAttr("dlc.unsound", mlir::Builder(op->getContext()).getUnitAttr());
}
inline bool isSound(mlir::Operation *op) { return !op->getDiscardableAttr("dlc.unsound"); }

/// The op is sound, but something is gone that it holds or names.
inline void markIncomplete(mlir::Operation *op) {
  op->setDiscardableAttr("dlc.incomplete", mlir::Builder(op->getContext()).getUnitAttr());
}
inline bool isComplete(mlir::Operation *op) { return !op->getDiscardableAttr("dlc.incomplete"); }

} // namespace dlc

#endif // DLC_LIB_FRONTEND_SOUNDNESS_H
