//===- Dlc.h - The dlc dialect: models and tensor operators ---------------===//

#pragma once

#include "dialects/dlc/Shape.h"
#include "dialects/dlc/Tensor.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialects/dlc/Dialect.h.inc"
#include "dialects/dlc/Enums.h.inc"
#include "dialects/dlc/Interfaces.h.inc"
#define GET_ATTRDEF_CLASSES
#include "dialects/dlc/Attributes.h.inc"
#define GET_OP_CLASSES
#include "dialects/dlc/Ops.h.inc"
