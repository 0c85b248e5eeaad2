//===- Tensors.h - Tensors and instances for the tests ------------------------------------------------------------===//
#ifndef DLC_TEST_RUNTIME_TENSORS_H
#define DLC_TEST_RUNTIME_TENSORS_H

#include "test/Runtime/FakeModel.h"

#include "gtest/gtest.h"

#include <string>
#include <vector>

// A dlc_tensor over a vector.
template <class T>
struct Tensor : dlc_tensor {
  Tensor(std::vector<T> values, std::vector<int64_t> extents)
      : dlc_tensor(), values(std::move(values)), extents(std::move(extents)) {
    data = this->values.data();
    device = {DLC_DEVICE_CPU, 0};
    ndim = static_cast<int32_t>(this->extents.size());
    uint8_t code = std::is_same<T, uint8_t>::value    ? DLC_CODE_BOOL
                   : std::is_floating_point<T>::value ? DLC_CODE_FLOAT
                                                      : DLC_CODE_INT;
    dtype = {code, sizeof(T) * 8, 1};
    shape = this->extents.data();
  }
  Tensor(const Tensor &) = delete;
  std::vector<T> values;
  std::vector<int64_t> extents;
};

// An instance for the length of a scope.
class Fake {
public:
  explicit Fake(int threads = 1) {
    dlc_options options = FAKE_OPTIONS_INIT;
    options.threads = threads;
    EXPECT_EQ(fake_create(&options, &instance), DLC_OK) << fake_message(nullptr);
  }
  explicit Fake(const dlc_options &options) { EXPECT_EQ(fake_create(&options, &instance), DLC_OK) << message(); }
  explicit Fake(fake *owner) {
    dlc_options options = FAKE_OPTIONS_INIT;
    options.threads = 1;
    EXPECT_EQ(fake_share(owner, &options, &instance), DLC_OK) << fake_message(nullptr);
  }
  Fake(const Fake &) = delete;
  ~Fake() { fake_destroy(instance); }
  operator fake *() const { return instance; }
  std::string message() const { return fake_message(instance); }

  template <class T>
  std::vector<T> get(const char *key, std::vector<int64_t> extents) const {
    int64_t count = 1;
    for (int64_t extent : extents)
      count *= extent;
    Tensor<T> tensor(std::vector<T>(static_cast<size_t>(count)), std::move(extents));
    EXPECT_EQ(fake_get(instance, key, &tensor), DLC_OK) << message();
    return tensor.values;
  }
  std::vector<float> weight() const { return get<float>("fc.weight", {4, 3}); }
  std::vector<float> bias() const { return get<float>("b", {4}); }
  int64_t count() const { return get<int64_t>("count", {1})[0]; }

private:
  fake *instance = nullptr;
};

inline bool contains(const std::string &text, const char *part) { return text.find(part) != std::string::npos; }

// A call fails with this status and a message that has these parts.
inline void expectFailure(dlc_status status, dlc_status expected, const std::string &message,
                          const std::vector<const char *> &parts) {
  EXPECT_EQ(status, expected) << message;
  for (const char *part : parts)
    EXPECT_TRUE(contains(message, part)) << "no '" << part << "' in: " << message;
}

#endif // DLC_TEST_RUNTIME_TENSORS_H
