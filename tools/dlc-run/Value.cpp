//===- Value.cpp - A named tensor in host memory ---===//

#include "tools/dlc-run/Value.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APInt.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"
#include <cstring>

using namespace dlc::run;
using llvm::APFloat;

std::string dlc::run::typeName(dlc_dtype type) {
  switch (type.code) {
  case DLC_CODE_INT:
    return "i" + std::to_string(type.bits);
  case DLC_CODE_UINT:
    return "u" + std::to_string(type.bits);
  case DLC_CODE_FLOAT:
    return "f" + std::to_string(type.bits);
  case DLC_CODE_BFLOAT:
    return "bf" + std::to_string(type.bits);
  case DLC_CODE_BOOL:
    return "bool";
  }
  return "type(" + std::to_string(type.code) + ", " + std::to_string(type.bits) + ")";
}

std::string dlc::run::kindOf(dlc_dtype type, llvm::ArrayRef<int64_t> shape) {
  std::string text = typeName(type) + "[";
  for (auto [i, extent] : llvm::enumerate(shape))
    text += (i ? ", " : "") + std::to_string(extent);
  return text + "]";
}

Value::Value(llvm::StringRef name, dlc_dtype type, llvm::ArrayRef<int64_t> shape)
    : name(name), type(type), shape(shape.begin(), shape.end()), lines(llvm::divideCeil(bytes(), 64)) {
  std::memset(static_cast<void *>(lines.data()), 0, lines.size() * sizeof(Line));
}

int64_t Value::size() const {
  int64_t size = 1;
  for (int64_t extent : shape)
    size *= extent;
  return size;
}

/// Null for what is no float.
static const llvm::fltSemantics *semanticsOf(dlc_dtype type) {
  if (type.code == DLC_CODE_BFLOAT)
    return &APFloat::BFloat();
  if (type.code != DLC_CODE_FLOAT)
    return nullptr;
  return type.bits == 16 ? &APFloat::IEEEhalf() : type.bits == 32 ? &APFloat::IEEEsingle() : &APFloat::IEEEdouble();
}

static uint64_t bitsOf(const Value &value, int64_t position) {
  unsigned size = value.type.bits / 8;
  uint64_t bits = 0;
  std::memcpy(&bits, value.data() + position * size, size); // little-endian
  return bits;
}

int64_t Value::whole(int64_t position) const {
  uint64_t bits = bitsOf(*this, position);
  return type.code == DLC_CODE_INT ? llvm::SignExtend64(bits, type.bits) : static_cast<int64_t>(bits);
}

double Value::number(int64_t position) const {
  if (const llvm::fltSemantics *semantics = semanticsOf(type)) {
    APFloat value(*semantics, llvm::APInt(type.bits, bitsOf(*this, position)));
    bool inexact;
    value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &inexact);
    return value.convertToDouble();
  }
  return static_cast<double>(whole(position));
}

void Value::set(int64_t position, double value) {
  unsigned size = type.bits / 8;
  uint64_t bits = static_cast<uint64_t>(static_cast<int64_t>(value));
  if (const llvm::fltSemantics *semantics = semanticsOf(type)) {
    APFloat rounded(value);
    bool inexact;
    rounded.convert(*semantics, APFloat::rmNearestTiesToEven, &inexact);
    bits = rounded.bitcastToAPInt().getZExtValue();
  }
  std::memcpy(data() + position * size, &bits, size);
}

dlc_tensor Value::tensor() {
  dlc_tensor view = {};
  view.data = data();
  view.device.device_type = DLC_DEVICE_CPU;
  view.ndim = static_cast<int32_t>(shape.size());
  view.dtype = type;
  view.shape = shape.data();
  return view;
}
