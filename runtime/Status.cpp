//===- Status.cpp - Messages of failing calls -------------------------------------------------------------------===//
#include "runtime/Status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

extern "C" int __xpg_strerror_r(int number, char *text, size_t size); // the POSIX form, whatever _GNU_SOURCE says

namespace dlc {

// Not inlined: the address of a thread's own memory costs a call, which no path but a failing one should see.
__attribute__((noinline)) ThreadMessage &threadMessage() {
  static __thread ThreadMessage message;
  return message;
}

Status fail(Message &message, Status status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message.text, sizeof message.text, format, arguments);
  va_end(arguments);
  for (char *c = message.text; *c; ++c)
    if (static_cast<unsigned char>(*c) < 0x20 || *c == 0x7f)
      *c = '?';
  return status;
}

SystemError::SystemError(int number) {
  if (__xpg_strerror_r(number, text, sizeof text))
    snprintf(text, sizeof text, "error %d", number);
}

TypeName::TypeName(dlc_dtype type) {
  int bits = type.bits;
  const char *name = type.code == DLC_CODE_INT      ? "int"
                     : type.code == DLC_CODE_UINT   ? "uint"
                     : type.code == DLC_CODE_FLOAT  ? "float"
                     : type.code == DLC_CODE_BFLOAT ? "bfloat"
                                                    : nullptr;
  if (type.lanes != 1)
    snprintf(text, sizeof text, "a vector of %d elements", type.lanes);
  else if (type.code == DLC_CODE_BOOL && bits == 8)
    snprintf(text, sizeof text, "bool");
  else if (name)
    snprintf(text, sizeof text, "%s%d", name, bits);
  else
    snprintf(text, sizeof text, "type code %d of %d bits", static_cast<int>(type.code), bits);
}

} // namespace dlc
