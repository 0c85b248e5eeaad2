//===- HeaderTest.cpp - dlc_tensor is DLPack's DLTensor where that was there first --------------------------------===//
#define DLPACK_DLPACK_H_ // what follows is DLPack's own text, as far as it matters
#include <stdint.h>
typedef enum : int32_t { kDLCPU = 1, kDLCUDA = 2 } DLDeviceType;
typedef struct {
  DLDeviceType device_type;
  int32_t device_id;
} DLDevice;
typedef struct {
  uint8_t code;
  uint8_t bits;
  uint16_t lanes;
} DLDataType;
typedef struct {
  void *data;
  DLDevice device;
  int32_t ndim;
  DLDataType dtype;
  int64_t *shape;
  int64_t *strides;
  uint64_t byte_offset;
} DLTensor;

#include "dlc-c/Artifact.h"

#include "gtest/gtest.h"

#include <type_traits>

static_assert(std::is_same<dlc_tensor, DLTensor>::value, "");
static_assert(int(DLC_DEVICE_CPU) == int(kDLCPU), "");
static_assert(sizeof(dlc_tensor) == 48 && offsetof(dlc_tensor, shape) == 24, "");

namespace own { // the same header without DLPack
#undef DLPACK_DLPACK_H_
#undef DLC_C_ARTIFACT_H
#undef DLC_OPTIONS_INIT
#undef DLC_DIM
#undef DLC_ABI_VERSION
#include "dlc-c/Artifact.h"
} // namespace own

#define SAME(field)                                                                                                    \
  EXPECT_EQ(offsetof(own::dlc_tensor, field), offsetof(DLTensor, field));                                              \
  EXPECT_EQ(sizeof(own::dlc_tensor::field), sizeof(DLTensor::field))

TEST(Header, TensorHasDlpacksLayout) {
  SAME(data);
  SAME(device);
  SAME(ndim);
  SAME(dtype);
  SAME(shape);
  SAME(strides);
  SAME(byte_offset);
  EXPECT_EQ(sizeof(own::dlc_tensor), sizeof(DLTensor));
}
