//===- Tensor.cpp - Tensors that callers give: shape, type, layout, device --------------------------------------===//
#include "runtime/Instance.h"

#include <stdio.h>
#include <string.h>

namespace dlc {

int64_t bytesOf(const dlc_value &value, const int64_t *extents) {
  int64_t bytes = value.dtype.bits / 8;
  bool zero = false, overflow = false;
  for (int32_t i = 0; i < value.rank; ++i) {
    int64_t extent = value.shape[i] >= 0 ? value.shape[i] : extents[DLC_DIM(value.shape[i])];
    zero = zero || extent == 0;
    overflow = overflow || __builtin_mul_overflow(bytes, extent, &bytes);
  }
  constexpr int64_t limit = int64_t(1) << 62;
  return zero ? 0 : overflow || bytes > limit ? -1 : bytes;
}

// "[4, 64]"
struct ShapeText {
  template <class Extent>
  ShapeText(int32_t rank, Extent extent) {
    int used = snprintf(text, sizeof text, "[");
    for (int32_t i = 0; i < rank && used < int(sizeof text) - 48; ++i)
      used += extent(text + used, sizeof text - used, i, i ? ", " : "");
    snprintf(text + used, sizeof text - used, "]");
  }
  char text[256];
};

static ShapeText expectedShape(const dlc_module &module, const dlc_value &value) {
  return {value.rank, [&](char *to, size_t size, int32_t i, const char *comma) {
            if (value.shape[i] < 0)
              return snprintf(to, size, "%s%.40s", comma, module.dims[DLC_DIM(value.shape[i])].name);
            return snprintf(to, size, "%s%lld", comma, static_cast<long long>(value.shape[i]));
          }};
}

static ShapeText givenShape(const dlc_tensor &tensor) {
  return {tensor.ndim, [&](char *to, size_t size, int32_t i, const char *comma) {
            return snprintf(to, size, "%s%lld", comma, static_cast<long long>(tensor.shape[i]));
          }};
}

static bool isContiguous(const dlc_tensor &tensor) {
  if (!tensor.strides)
    return true;
  bool contiguous = true;
  uint64_t expected = 1;
  for (int32_t i = tensor.ndim - 1; i >= 0; --i) {
    if (tensor.shape[i] == 0)
      return true;
    if (tensor.shape[i] != 1 && static_cast<uint64_t>(tensor.strides[i]) != expected)
      contiguous = false;
    expected *= static_cast<uint64_t>(tensor.shape[i]);
  }
  return contiguous;
}

#define DLC_LABEL "%s_%s: %s '%.200s': "
#define DLC_LABEL_OF(label) label.model, label.function, label.kind, label.name

static Status checkShape(const dlc_module &module, const dlc_value &value, const dlc_tensor &tensor, int64_t *extents,
                         const Label &label, Message &message) {
  if (tensor.ndim != value.rank)
    return fail(message, DLC_BAD_ARGUMENT, DLC_LABEL "expected %d dimensions, %s; got %d", DLC_LABEL_OF(label),
                value.rank, expectedShape(module, value).text, tensor.ndim);
  if (tensor.ndim > 0 && !tensor.shape)
    return fail(message, DLC_BAD_ARGUMENT, DLC_LABEL "its shape is null", DLC_LABEL_OF(label));
  for (int32_t i = 0; i < value.rank; ++i) {
    int64_t expected = value.shape[i];
    if (expected < 0) {
      int64_t &extent = extents[DLC_DIM(expected)];
      if (extent == -1 && tensor.shape[i] >= 0)
        extent = tensor.shape[i];
      expected = extent;
      if (tensor.shape[i] >= 0 && tensor.shape[i] != expected)
        return fail(message, DLC_BAD_ARGUMENT,
                    DLC_LABEL "'%s' is %lld here, but %lld in an argument before; equal names are equal extents",
                    DLC_LABEL_OF(label), module.dims[DLC_DIM(value.shape[i])].name,
                    static_cast<long long>(tensor.shape[i]), static_cast<long long>(expected));
    }
    if (tensor.shape[i] != expected)
      return fail(message, DLC_BAD_ARGUMENT, DLC_LABEL "expected the shape %s, got %s", DLC_LABEL_OF(label),
                  expectedShape(module, value).text, givenShape(tensor).text);
  }
  return DLC_OK;
}

Status checkTensor(const dlc_module &module, const dlc_value &value, const dlc_tensor *tensor, int64_t *extents,
                   const Label &label, Message &message, void *&data) {
  data = nullptr;
  if (!tensor)
    return fail(message, DLC_BAD_ARGUMENT, DLC_LABEL "expected a tensor, got null", DLC_LABEL_OF(label));
  constexpr int pinnedByCuda = 3; // host memory all the same
  int device = static_cast<int>(tensor->device.device_type);
  if (device != DLC_DEVICE_CPU && device != pinnedByCuda)
    return fail(message, DLC_BAD_ARGUMENT, DLC_LABEL "expected memory of the CPU (device type 1), got device type %d",
                DLC_LABEL_OF(label), device);
  dlc_dtype type = tensor->dtype;
  if (type.code != value.dtype.code || type.bits != value.dtype.bits || type.lanes != value.dtype.lanes)
    return fail(message, DLC_BAD_ARGUMENT, DLC_LABEL "expected %s, got %s; convert it first", DLC_LABEL_OF(label),
                TypeName(value.dtype).text, TypeName(type).text);
  DLC_RETURN_IF_ERROR(checkShape(module, value, *tensor, extents, label, message));
  if (!isContiguous(*tensor))
    return fail(message, DLC_BAD_ARGUMENT,
                DLC_LABEL "expected a row-major tensor without gaps, got other strides; "
                          "copy it to one first",
                DLC_LABEL_OF(label));
  if (tensor->data)
    data = static_cast<char *>(tensor->data) + tensor->byte_offset;
  return DLC_OK;
}

// The tensor with that key and the checked memory of the caller's tensor.
Status findTensor(dlc_instance &instance, const char *function, const char *key, const dlc_tensor *tensor,
                  int64_t &number, void *&data) {
  const dlc_module &module = *instance.shared->module;
  Message &message = messageOf(instance);
  if (!key)
    return fail(message, DLC_BAD_ARGUMENT, "%s_%s: the key is null", module.name, function);
  for (number = 0; number < tensorCount(module); ++number)
    if (strcmp(module.tensors[number].name, key) == 0)
      break;
  if (number == tensorCount(module))
    return fail(message, DLC_BAD_ARGUMENT, "%s_%s: the model has no parameter or state '%.200s'", module.name, function,
                key);
  const dlc_value &value = module.tensors[number];
  Label label = {module.name, function, "key", value.name};
  DLC_RETURN_IF_ERROR(checkTensor(module, value, tensor, nullptr, label, message, data));
  if (!data && instance.shared->model->tensors[number].bytes)
    return fail(message, DLC_BAD_ARGUMENT, "%s_%s: key '%.200s': the tensor's data is null", module.name, function,
                key);
  return DLC_OK;
}

} // namespace dlc
