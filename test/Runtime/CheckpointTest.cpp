//===- CheckpointTest.cpp - Load, save, get, set: round trips and hostile files
//------------------------------------===//
#include "test/Runtime/Tensors.h"

#include "dlc-c/Safetensors.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace {

constexpr int32_t all = DLC_PARAMETERS | DLC_STATE;
constexpr const char *seenKey = "seen \"it\"\n";

// A folder for the length of a test.
class Checkpoint : public testing::Test {
protected:
  void SetUp() override {
    char name[] = "/tmp/dlc-runtime-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    folder = name;
  }
  void TearDown() override { EXPECT_EQ(system(("rm -rf " + folder).c_str()), 0); }
  std::string path(const char *name) const { return folder + "/" + name; }
  int files() const {
    int count = system(("exit $(ls -A " + folder + " | wc -l)").c_str());
    return WEXITSTATUS(count);
  }
  std::string folder;
};

std::string readFile(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void writeFile(const std::string &path, const std::string &bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// Gives an instance values that no other has.
void fill(const Fake &instance, float value) {
  Tensor<float> w(std::vector<float>(12, value), {4, 3}), b(std::vector<float>(4, -value), {4});
  Tensor<double> scale({value * 10.0}, {});
  Tensor<int64_t> count({static_cast<int64_t>(value) + 100}, {1});
  Tensor<uint8_t> seen({0, 1}, {2});
  EXPECT_EQ(fake_set(instance, "fc.weight", &w), DLC_OK) << instance.message();
  EXPECT_EQ(fake_set(instance, "b", &b), DLC_OK);
  EXPECT_EQ(fake_set(instance, "scale", &scale), DLC_OK);
  EXPECT_EQ(fake_set(instance, "count", &count), DLC_OK);
  EXPECT_EQ(fake_set(instance, seenKey, &seen), DLC_OK);
}

void expectFilled(const Fake &instance, float value) {
  EXPECT_EQ(instance.weight(), std::vector<float>(12, value));
  EXPECT_EQ(instance.bias(), std::vector<float>(4, -value));
  EXPECT_EQ(instance.get<double>("scale", {})[0], value * 10.0);
  EXPECT_EQ(instance.count(), static_cast<int64_t>(value) + 100);
  EXPECT_EQ(instance.get<uint8_t>(seenKey, {2}), (std::vector<uint8_t>{0, 1}));
  float x[3] = {1, 1, 1}, y[4], sum[1];
  EXPECT_EQ(fake_forward(instance, x, 1, y, sum), DLC_OK);
  EXPECT_EQ(y[0], 3 * value * value * 10 - value); // the prepared values are made of the new ones
}

std::string savedBytes(const Fake &instance, int32_t what) {
  size_t size = 0;
  EXPECT_EQ(fake_save_memory(instance, nullptr, 0, &size, what), DLC_OK) << instance.message();
  std::string bytes(size, '\0');
  EXPECT_EQ(fake_save_memory(instance, &bytes[0], size, &size, what), DLC_OK) << instance.message();
  return bytes;
}

// Replaces text in the header and corrects its length.
std::string edited(std::string file, const std::string &from, const std::string &to) {
  size_t at = file.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  file.replace(at, from.size(), to);
  uint64_t length;
  memcpy(&length, file.data(), 8);
  length += to.size() - from.size();
  memcpy(&file[0], &length, 8);
  return file;
}

void refuse(const Fake &instance, const std::string &file, int32_t what, dlc_status status,
            const std::vector<const char *> &parts) {
  expectFailure(fake_load_memory(instance, file.data(), file.size(), what), status, instance.message(), parts);
}

} // namespace

TEST_F(Checkpoint, RoundTripThroughAFile) {
  Fake from, to;
  fill(from, 3);
  EXPECT_EQ(fake_seed(from, 0xfedcba9876543210u, 77), DLC_OK);
  ASSERT_EQ(fake_save(from, path("a").c_str(), all), DLC_OK) << from.message();
  EXPECT_EQ(files(), 1); // no temporary file is left
  ASSERT_EQ(fake_load(to, path("a").c_str(), all), DLC_OK) << to.message();
  expectFilled(to, 3);
  EXPECT_EQ(savedBytes(to, all), readFile(path("a"))); // seed and step too
  fill(from, 4);
  ASSERT_EQ(fake_save(from, path("a").c_str(), all), DLC_OK); // over the old one
  ASSERT_EQ(fake_load(to, path("a").c_str(), all), DLC_OK);
  expectFilled(to, 4);
}

TEST_F(Checkpoint, IsASafetensorsFile) {
  Fake instance;
  std::string bytes = savedBytes(instance, all);
  dlc_safetensors file;
  dlc_safetensors_error error;
  ASSERT_TRUE(dlc_safetensors_open(&file, bytes.data(), bytes.size(), bytes.size(), &error)) << error.what;
  std::vector<dlc_safetensors_tensor> tensors(file.count);
  ASSERT_TRUE(dlc_safetensors_index(&file, tensors.data(), &error)) << error.what;
  EXPECT_EQ(file.count, 5u);
  EXPECT_EQ(file.data % 8, 0u);
  for (const dlc_safetensors_tensor &tensor : tensors)
    EXPECT_EQ(tensor.begin % (tensor.bits / 8u), 0u);
  EXPECT_NE(dlc_safetensors_find(&file, tensors.data(), seenKey), nullptr);
  for (const char *key : {"format", "compiler", "model", "hash", "version", "seed", "step"}) {
    size_t size;
    EXPECT_NE(dlc_safetensors_metadata(&file, key, &size), nullptr) << key;
  }
}

TEST_F(Checkpoint, PartsOfAModel) {
  Fake from, to;
  fill(from, 3);
  std::string parameters = savedBytes(from, DLC_PARAMETERS), states = savedBytes(from, DLC_STATE);
  ASSERT_EQ(fake_load_memory(to, states.data(), states.size(), DLC_STATE), DLC_OK) << to.message();
  EXPECT_EQ(to.count(), 103);
  EXPECT_EQ(to.weight()[0], 1);
  refuse(to, states, DLC_PARAMETERS, DLC_MISMATCH, {"'fc.weight' is missing", "DLC_PARTIAL"});
  ASSERT_EQ(fake_load_memory(to, parameters.data(), parameters.size(), DLC_PARAMETERS), DLC_OK) << to.message();
  expectFilled(to, 3);
  // A full checkpoint, of which only the parameters are asked for.
  Fake third;
  std::string both = savedBytes(from, all);
  ASSERT_EQ(fake_load_memory(third, both.data(), both.size(), DLC_PARAMETERS), DLC_OK) << third.message();
  EXPECT_EQ(third.count(), 0);
  EXPECT_EQ(third.weight()[0], 3);
}

TEST_F(Checkpoint, Partial) {
  Fake from, to;
  fill(from, 3);
  std::vector<float> bias = to.bias();
  std::string file = edited(savedBytes(from, all), "\"b\"", "\"c\"");
  refuse(to, file, all, DLC_MISMATCH, {"'b' is missing"});
  ASSERT_EQ(fake_load_memory(to, file.data(), file.size(), all | DLC_PARTIAL), DLC_OK) << to.message();
  EXPECT_EQ(to.weight()[0], 3);
  EXPECT_EQ(to.bias(), bias);
  std::string extra = edited(savedBytes(from, all), "\"b\":",
                             "\"z\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":"
                             "[0,0]},\"b\":");
  refuse(to, extra, all, DLC_MISMATCH, {"'z' is no parameter or state", "DLC_PARTIAL"});
  EXPECT_EQ(fake_load_memory(to, extra.data(), extra.size(), all | DLC_PARTIAL), DLC_OK);
  expectFilled(to, 3);
  EXPECT_EQ(fake_load_memory(to, "\2\0\0\0\0\0\0\0{}", 10, all | DLC_PARTIAL), DLC_OK);
  expectFilled(to, 3);
}

TEST_F(Checkpoint, BadFilesChangeNothing) {
  Fake from, instance;
  fill(from, 3);
  fill(instance, 5);
  std::string good = savedBytes(from, all);
  refuse(instance, "", all, DLC_BAD_FILE, {"shorter than 8 bytes"});
  refuse(instance, good.substr(0, good.size() - 1), all, DLC_BAD_FILE, {"outside the data"});
  refuse(instance, good + "x", all, DLC_BAD_FILE, {"belong to no tensor"});
  refuse(instance, edited(good, "\"F64\"", "\"F65\""), all, DLC_BAD_FILE, {"'scale'", "unknown dtype"});
  refuse(instance, edited(good, "\"F32\",\"shape\":[4]", "\"I32\",\"shape\":[4]"), all, DLC_MISMATCH,
         {"'b' is int32, the model has float32"});
  refuse(instance, edited(good, "[4,3]", "[3,4]"), all, DLC_MISMATCH, {"dimension 0 of 'fc.weight' is 3", "has 4"});
  refuse(instance, edited(good, "[4,3]", "[12]"), all, DLC_MISMATCH, {"'fc.weight' has 1 dimensions", "has 2"});
  good.back() = 2; // the last tensor is the bool
  refuse(instance, good, all, DLC_BAD_FILE, {"seen", "element 1 is 2", "0 or 1"});
  expectFilled(instance, 5);
  EXPECT_EQ(fake_load_memory(instance, nullptr, 10, all), DLC_BAD_ARGUMENT);
  refuse(instance, good, 0, DLC_BAD_ARGUMENT, {"what is 0"});
  refuse(instance, good, 64 | all, DLC_BAD_ARGUMENT, {"what is 67"});
}

TEST_F(Checkpoint, BadPaths) {
  Fake instance;
  auto refusePath = [&](const std::string &file, dlc_status status, const char *part) {
    expectFailure(fake_load(instance, file.c_str(), all), status, instance.message(), {file.c_str(), part});
  };
  refusePath(path("none"), DLC_FILE, "No such file");
  refusePath(folder, DLC_BAD_FILE, "not a regular file");
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  refusePath(path("pipe"), DLC_BAD_FILE, "not a regular file"); // and does not wait for a writer
  refusePath("/dev/zero", DLC_BAD_FILE, "not a regular file");
  writeFile(path("empty"), "");
  refusePath(path("empty"), DLC_BAD_FILE, "shorter than 8 bytes");
  writeFile(path("short"), std::string("\xff\0\0\0\0\0\0\0{", 9));
  refusePath(path("short"), DLC_BAD_FILE, "longer than the file");
  EXPECT_EQ(fake_load(instance, nullptr, all), DLC_BAD_ARGUMENT);
  EXPECT_EQ(fake_save(instance, nullptr, all), DLC_BAD_ARGUMENT);
}

TEST_F(Checkpoint, SavingThatFailsLeavesTheOldFile) {
  Fake instance;
  fill(instance, 3);
  ASSERT_EQ(fake_save(instance, path("a").c_str(), all), DLC_OK);
  std::string before = readFile(path("a"));
  fill(instance, 4);
  rlimit limit, old;
  getrlimit(RLIMIT_FSIZE, &old);
  limit = {100, old.rlim_max};
  signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &limit);
  dlc_status status = fake_save(instance, path("a").c_str(), all);
  setrlimit(RLIMIT_FSIZE, &old);
  expectFailure(status, DLC_FILE, instance.message(), {"cannot write", "File too large"});
  EXPECT_EQ(readFile(path("a")), before);
  EXPECT_EQ(files(), 1);
  expectFailure(fake_save(instance, path("no/such/folder").c_str(), all), DLC_FILE, instance.message(),
                {"no/such/folder", "cannot create"});
  ASSERT_EQ(mkdir(path("d").c_str(), 0700), 0);
  expectFailure(fake_save(instance, path("d").c_str(), all), DLC_FILE, instance.message(), {"not a regular file"});
  EXPECT_EQ(files(), 2);
  expectFailure(fake_save(instance, path("a").c_str(), all | DLC_PARTIAL), DLC_BAD_ARGUMENT, instance.message(),
                {"what is 11"});
}

// Whoever may write there could otherwise lose /dev/null to a checkpoint.
TEST_F(Checkpoint, SaveReplacesFilesOnly) {
  Fake instance;
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  ASSERT_EQ(symlink("pipe", path("link").c_str()), 0);
  for (const char *name : {"pipe", "link"})
    expectFailure(fake_save(instance, path(name).c_str(), all), DLC_FILE, instance.message(),
                  {name, "not a regular file"});
  struct stat status;
  ASSERT_EQ(lstat(path("pipe").c_str(), &status), 0);
  EXPECT_TRUE(S_ISFIFO(status.st_mode));
  EXPECT_EQ(files(), 2);
}

TEST_F(Checkpoint, SaveMemoryThatIsTooSmall) {
  Fake instance;
  std::string bytes = savedBytes(instance, all);
  size_t size = 0;
  expectFailure(fake_save_memory(instance, &bytes[0], bytes.size() - 1, &size, all), DLC_TOO_LARGE, instance.message(),
                {std::to_string(bytes.size()).c_str()});
  EXPECT_EQ(size, bytes.size());
  EXPECT_EQ(fake_save_memory(instance, nullptr, 0, nullptr, all), DLC_TOO_LARGE);
}

TEST_F(Checkpoint, WeightsAtCreate) {
  Fake from;
  fill(from, 3);
  ASSERT_EQ(fake_save(from, path("a").c_str(), DLC_PARAMETERS), DLC_OK);
  dlc_options options = FAKE_OPTIONS_INIT;
  std::string file = path("a");
  options.weights = file.c_str();
  options.threads = 1;
  Fake instance(options);
  EXPECT_EQ(instance.weight(), std::vector<float>(12, 3));
  EXPECT_EQ(instance.count(), 0);
  // The rule of load: every parameter, and nothing that the model does not have.
  fake *none = nullptr;
  ASSERT_EQ(fake_save(from, file.c_str(), DLC_STATE), DLC_OK);
  expectFailure(fake_create(&options, &none), DLC_MISMATCH, fake_message(nullptr), {"is missing"});
  std::string other = savedBytes(from, DLC_PARAMETERS);
  size_t name = other.find("fc.weight");
  ASSERT_NE(name, std::string::npos);
  other.replace(name, 9, "fc.wreght");
  writeFile(file, other);
  expectFailure(fake_create(&options, &none), DLC_MISMATCH, fake_message(nullptr), {"'fc.weight' is missing"});
  EXPECT_EQ(none, nullptr);
  writeFile(file, "not a checkpoint");
  EXPECT_EQ(fake_create(&options, &none), DLC_BAD_FILE);
}

TEST_F(Checkpoint, GetAndSetCheckTheirTensor) {
  Fake instance;
  Tensor<float> flat(std::vector<float>(12), {12}), b(std::vector<float>(4), {4});
  Tensor<double> doubles(std::vector<double>(4), {4});
  expectFailure(fake_get(instance, "no", &b), DLC_BAD_ARGUMENT, instance.message(), {"fake_get", "'no'"});
  expectFailure(fake_get(instance, nullptr, &b), DLC_BAD_ARGUMENT, instance.message(), {"key is null"});
  expectFailure(fake_set(instance, "b", nullptr), DLC_BAD_ARGUMENT, instance.message(), {"fake_set: key 'b'", "null"});
  expectFailure(fake_set(instance, "b", &doubles), DLC_BAD_ARGUMENT, instance.message(), {"float32, got float64"});
  expectFailure(fake_set(instance, "fc.weight", &flat), DLC_BAD_ARGUMENT, instance.message(), {"[4, 3]"});
  b.data = nullptr;
  expectFailure(fake_get(instance, "b", &b), DLC_BAD_ARGUMENT, instance.message(), {"data is null"});
  Tensor<uint8_t> seen({1, 2}, {2});
  expectFailure(fake_set(instance, seenKey, &seen), DLC_BAD_DATA, instance.message(),
                {"fake_set: key", "element 1 is 2"});
  EXPECT_EQ(instance.get<uint8_t>(seenKey, {2}), (std::vector<uint8_t>{1, 1})); // and can be saved and loaded again
}

// Files as a fuzzer would write them: refused or taken, never a crash, and never half taken.
TEST_F(Checkpoint, SurvivesMutations) {
  Fake from, instance;
  fill(from, 3);
  fill(instance, 3);
  const std::string good = savedBytes(from, all);
  unsigned state = 12345;
  auto random = [&] { return (state = state * 1664525 + 1013904223) >> 8; };
  for (int round = 0; round < 3000; ++round) {
    std::string file = good;
    for (unsigned change = random() % 3 + 1; change > 0; --change)
      file[random() % (file.size() - 90)] = "{}[]\",:0129abF\\"[random() % 15]; // not the values
    dlc_status status = fake_load_memory(instance, file.data(), file.size(), all);
    EXPECT_TRUE(status == DLC_OK || status == DLC_BAD_FILE || status == DLC_MISMATCH) << instance.message();
  }
  expectFilled(instance, 3);
}
