//===- Dlc.h - The dlc dialect and its ops ---===//

#ifndef DLC_DIALECTS_DLC_DLC_H
#define DLC_DIALECTS_DLC_DLC_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialects/dlc/Dialect.h.inc"

#include "dialects/dlc/Enums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/dlc/Attributes.h.inc"

#define GET_OP_CLASSES
#include "dialects/dlc/Ops.h.inc"

#endif // DLC_DIALECTS_DLC_DLC_H
