/*===- Headers.c - The shared headers are C99 that compiles alone
 * ---------------------------------------------------===*/
#include "dlc-c/Artifact.h"

#include "dlc-c/Abi.def"
#include "dlc-c/Philox.h"
#include "dlc-c/Safetensors.h"

const dlc_options dlc_test_options = DLC_OPTIONS_INIT(1);
