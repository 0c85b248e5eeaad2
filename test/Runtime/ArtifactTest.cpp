//===- ArtifactTest.cpp - A library linked as dlc links one: what it needs, exports and leaves behind
//--------------===//
#include "test/Runtime/FakeModel.h"

#include "gtest/gtest.h"

#include <dirent.h>
#include <dlfcn.h>
#include <elf.h>
#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer) // which map memory of their own

namespace {

const char *const path = DLC_FAKE_LIBRARY;

// Threads and mappings of this process, apart from the heap, which belongs to others.
struct Remains {
  Remains() {
    DIR *folder = opendir("/proc/self/task");
    while (dirent *entry = readdir(folder))
      threads += entry->d_name[0] != '.';
    closedir(folder);
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);)
      if (line.find("[heap]") == std::string::npos)
        bytes += std::stoul(line.substr(line.find('-') + 1), nullptr, 16) - std::stoul(line, nullptr, 16);
  }
  int threads = 0;
  size_t bytes = 0;
};

// Uses all there is in the library, from a thread of its own as well.
void use(void *library) {
  const dlc_module *module = reinterpret_cast<dlc_module_get_fn *>(dlsym(library, "dlc_module_get"))();
  dlc_options options = DLC_OPTIONS_INIT(module->signature);
  options.threads = 3;
  dlc_instance *owner = nullptr, *other = nullptr;
  ASSERT_EQ(module->create(&options, &owner), DLC_OK) << module->message(nullptr);
  ASSERT_EQ(module->share(owner, &options, &other), DLC_OK);
  static std::vector<double> v(1 << 16, 1.0);
  static double total;
  int64_t length = 1 << 16;
  dlc_tensor input = {v.data(), {DLC_DEVICE_CPU, 0}, 1, {DLC_CODE_FLOAT, 64, 1}, &length, nullptr, 0};
  dlc_tensor output = {&total, {DLC_DEVICE_CPU, 0}, 0, {DLC_CODE_FLOAT, 64, 1}, nullptr, nullptr, 0};
  const dlc_tensor *inputs[] = {&input};
  dlc_tensor *outputs[] = {&output};
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(module->run(other, 2, inputs, outputs), DLC_OK);
  EXPECT_EQ(module->run(other, 2, nullptr, nullptr), DLC_BAD_ARGUMENT);
  EXPECT_EQ(module->load(other, "/nowhere", DLC_PARAMETERS), DLC_FILE);
  module->destroy(owner);
  EXPECT_EQ(module->create(nullptr, nullptr), DLC_BAD_ARGUMENT);
  module->destroy(other);
}

void openUseAndClose() {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(library, nullptr) << dlerror();
  use(library);
  EXPECT_EQ(dlclose(library), 0);
}

} // namespace

TEST(Artifact, NothingIsLeftAfterDlclose) {
  openUseAndClose(); // what libc keeps from a first time is not ours
  Remains before;
  for (int i = 0; i < 10; ++i)
    openUseAndClose();
  Remains after;
  EXPECT_EQ(after.threads, before.threads);
  EXPECT_EQ(after.bytes, before.bytes);
  EXPECT_EQ(dlopen(path, RTLD_NOW | RTLD_NOLOAD), nullptr);
}

// An instance that nobody destroyed has workers: they end before their code goes.
TEST(Artifact, DlcloseJoinsTheWorkersOfALiveInstance) {
  for (int i = 0; i < 200; ++i) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    ASSERT_NE(library, nullptr) << dlerror();
    const dlc_module *module = reinterpret_cast<dlc_module_get_fn *>(dlsym(library, "dlc_module_get"))();
    dlc_options options = DLC_OPTIONS_INIT(module->signature);
    options.threads = 3;
    dlc_instance *instance = nullptr;
    ASSERT_EQ(module->create(&options, &instance), DLC_OK);
    EXPECT_EQ(dlclose(library), 0);
  }
  EXPECT_EQ(Remains().threads, 1);
}

// The child has none of the parent's threads: what they held when it began is held no more.
TEST(Artifact, AForkWhileOthersCreateAndRunDoesNotHangTheChild) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(library, nullptr);
  struct Shared {
    void *library;
    std::atomic<bool> done{false};
  } shared;
  shared.library = library;
  auto work = [](void *argument) -> void * {
    Shared &shared = *static_cast<Shared *>(argument);
    while (!shared.done)
      use(shared.library);
    return nullptr;
  };
  pthread_t threads[2];
  for (pthread_t &thread : threads)
    pthread_create(&thread, nullptr, work, &shared);
  for (int i = 0; i < 200; ++i) {
    pid_t child = fork();
    if (child == 0) {
      alarm(20); // a child that hangs is killed, and that is seen
      use(library);
      _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "status " << status;
  }
  shared.done = true;
  for (pthread_t thread : threads)
    pthread_join(thread, nullptr);
  dlclose(library);
}

// A thread that has a message of its own ends after the library has gone.
TEST(Artifact, ThreadsMayOutliveTheLibrary) {
  struct Shared {
    pthread_barrier_t barrier;
    void *library;
  } shared;
  shared.library = dlopen(path, RTLD_NOW);
  ASSERT_NE(shared.library, nullptr);
  pthread_barrier_init(&shared.barrier, nullptr, 2);
  auto run = [](void *argument) -> void * {
    Shared &shared = *static_cast<Shared *>(argument);
    use(shared.library);
    pthread_barrier_wait(&shared.barrier); // done with the library
    pthread_barrier_wait(&shared.barrier); // it is closed
    return nullptr;
  };
  pthread_t thread;
  pthread_create(&thread, nullptr, run, &shared);
  pthread_barrier_wait(&shared.barrier);
  EXPECT_EQ(dlclose(shared.library), 0);
  pthread_barrier_wait(&shared.barrier);
  pthread_join(thread, nullptr);
  pthread_barrier_destroy(&shared.barrier);
}

// Its dynamic section and symbols, read from the file.
TEST(Artifact, NeedsAndExports) {
  std::ifstream stream(path, std::ios::binary);
  std::string file{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  ASSERT_GT(file.size(), sizeof(Elf64_Ehdr));
  const Elf64_Ehdr &header = *reinterpret_cast<const Elf64_Ehdr *>(file.data());
  const Elf64_Shdr *sections = reinterpret_cast<const Elf64_Shdr *>(file.data() + header.e_shoff);
  std::set<std::string> needed, exported;
  for (int i = 0; i < header.e_shnum; ++i) {
    const char *begin = file.data() + sections[i].sh_offset;
    const char *strings = file.data() + sections[sections[i].sh_link].sh_offset;
    if (sections[i].sh_type == SHT_DYNAMIC)
      for (auto entry = reinterpret_cast<const Elf64_Dyn *>(begin); entry->d_tag != DT_NULL; ++entry) {
        if (entry->d_tag == DT_NEEDED)
          needed.insert(strings + entry->d_un.d_val);
        EXPECT_FALSE(entry->d_tag == DT_FLAGS && (entry->d_un.d_val & DF_STATIC_TLS))
            << "uses ld.so's little TLS space";
      }
    if (sections[i].sh_type == SHT_DYNSYM)
      for (size_t k = 1; k < sections[i].sh_size / sizeof(Elf64_Sym); ++k) {
        const Elf64_Sym &symbol = reinterpret_cast<const Elf64_Sym *>(begin)[k];
        if (symbol.st_shndx != SHN_UNDEF)
          exported.insert(strings + symbol.st_name);
      }
  }
  EXPECT_EQ(needed, (std::set<std::string>{"libc.so.6", "libpthread.so.0"}));
  for (const std::string &name : exported)
    EXPECT_TRUE(name == "dlc_module_get" || name.compare(0, 5, "fake_") == 0) << name;
  EXPECT_EQ(exported.count("dlc_module_get"), 1u);
}

#endif
