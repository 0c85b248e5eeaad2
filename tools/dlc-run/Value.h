//===- Value.h - A named tensor in host memory ---===//

#ifndef DLC_RUN_VALUE_H
#define DLC_RUN_VALUE_H

#include "dlc-c/Artifact.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace dlc::run {

/// "f32", "bf16", "bool", ...
std::string typeName(dlc_dtype type);

/// "f32[2, 3]"
std::string kindOf(dlc_dtype type, llvm::ArrayRef<int64_t> shape);

class Value {
public:
  Value() = default;
  /// Zeros.
  Value(llvm::StringRef name, dlc_dtype type, llvm::ArrayRef<int64_t> shape);

  std::string name;
  dlc_dtype type = {};
  std::vector<int64_t> shape;

  int64_t size() const; // elements
  size_t bytes() const { return static_cast<size_t>(size()) * type.bits / 8; }
  char *data() { return lines.empty() ? nullptr : lines[0].bytes; }
  const char *data() const { return lines.empty() ? nullptr : lines[0].bytes; }

  /// Any element as f64, and back: rounded to nearest even where the type is narrower.
  double number(int64_t position) const;
  int64_t whole(int64_t position) const; // of whole numbers and booleans, exact
  void set(int64_t position, double value);

  /// A view, of use while the value lives and keeps its shape.
  dlc_tensor tensor();

private:
  struct alignas(64) Line {
    char bytes[64];
  };
  std::vector<Line> lines;
};

} // namespace dlc::run

#endif // DLC_RUN_VALUE_H
