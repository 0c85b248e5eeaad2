//===- Rt.h - The rt dialect and its ops ---===//

#ifndef DLC_DIALECTS_RT_RT_H
#define DLC_DIALECTS_RT_RT_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialects/rt/Dialect.h.inc"

#define GET_OP_CLASSES
#include "dialects/rt/Ops.h.inc"

#endif // DLC_DIALECTS_RT_RT_H
