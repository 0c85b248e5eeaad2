//===- Status.h - Status codes with a message that says what was expected, what came and what to do -------------===//
#ifndef DLC_RUNTIME_STATUS_H
#define DLC_RUNTIME_STATUS_H

#include "dlc-c/Artifact.h"

namespace dlc {

using Status = dlc_status;

#define DLC_RETURN_IF_ERROR(expression)                                                                                \
  do {                                                                                                                 \
    if (::dlc::Status status_ = (expression))                                                                          \
      return status_;                                                                                                  \
  } while (false)

// Where a failing call leaves its text: one in each instance, one per thread for calls that have no instance yet.
struct Message {
  char text[1024];
};

// What the last failing call of this thread left that could not go to an instance.
struct ThreadMessage : Message {
  const dlc_instance *busy; // the instance that was found busy last, while that is what its message is about
};
ThreadMessage &threadMessage();

// Writes the text (control characters, which names from files may have, as '?') and returns `status`.
Status fail(Message &message, Status status, const char *format, ...) __attribute__((format(printf, 3, 4), cold));

// The system's text for an error number.
struct SystemError {
  explicit SystemError(int number);
  char text[128];
};

// "float32", "bfloat16", "int64", "bool".
struct TypeName {
  explicit TypeName(dlc_dtype type);
  char text[32];
};

} // namespace dlc

#endif // DLC_RUNTIME_STATUS_H
