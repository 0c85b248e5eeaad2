//===- Artifact.cpp - Open an artefact and call it as any user would ---===//

#include "tools/dlc-run/Artifact.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include <dlfcn.h>
#include <unistd.h>

using namespace dlc::run;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;

Expected<Artifact> Artifact::open(StringRef path) {
  // Absolute: dlopen would search a bare name elsewhere.
  llvm::SmallString<256> absolute(path);
  if (std::error_code error = llvm::sys::fs::make_absolute(absolute))
    return failure("cannot find '", path, "': ", error.message());
  if (!llvm::sys::fs::exists(absolute))
    return failure("cannot open '", path, "': there is no such file");
  void *handle = dlopen(absolute.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle)
    return failure("cannot load '", path, "' as a shared library: ", dlerror());
  auto *get = reinterpret_cast<dlc_module_get_fn *>(dlsym(handle, "dlc_module_get"));
  if (!get)
    return failure("'", path, "' is not an artefact of dlc: it has no dlc_module_get");
  Artifact artifact;
  artifact.table = get();
  if (artifact.table->abi_version != DLC_ABI_VERSION)
    return failure("'", path, "' has version ", artifact.table->abi_version, " of the interface, this dlc-run knows ",
                   DLC_ABI_VERSION, "; compile the model again");
  return artifact;
}

Expected<int32_t> Artifact::findEntry(StringRef name) const {
  std::string names;
  for (auto [i, entry] : llvm::enumerate(entries())) {
    if (name == entry.name || (name.empty() && entries().size() == 1))
      return static_cast<int32_t>(i);
    names += (i ? ", " : "") + std::string(entry.name);
  }
  if (name.empty())
    return failure("'", table->name, "' has several entries; name one of: ", names);
  return failure("'", table->name, "' has no entry '", name, "'; it has: ", names);
}

std::string dlc::run::describe(const dlc_module &module, const dlc_value &value) {
  std::string text = typeName(value.dtype) + "[";
  for (int32_t i = 0; i < value.rank; ++i) {
    int64_t extent = value.shape[i];
    text += (i ? ", " : "") + (extent < 0 ? std::string(module.dims[DLC_DIM(extent)].name) : std::to_string(extent));
  }
  return text + "]";
}

std::vector<int64_t> dlc::run::shapeOf(const dlc_value &value, const Extents &extents) {
  std::vector<int64_t> shape(value.shape, value.shape + value.rank);
  for (int64_t &extent : shape)
    if (extent < 0)
      extent = extents[DLC_DIM(extent)];
  return shape;
}

/// How numpy converts an array that has elements of another type, or nothing.
static std::string hintOfCast(dlc_dtype from, dlc_dtype to) {
  if (from.code == to.code && from.bits == to.bits)
    return "";
  std::string bits = std::to_string(to.bits);
  switch (to.code) {
  case DLC_CODE_FLOAT:
    return ": convert it, in numpy by array.astype(numpy.float" + bits + ")";
  case DLC_CODE_INT:
    return ": convert it, in numpy by array.astype(numpy.int" + bits + ")";
  case DLC_CODE_BOOL:
    return ": convert it, in numpy by array.astype(bool)";
  default:
    return ": numpy has no such type; torch has torch.bfloat16 and saves safetensors";
  }
}

Error dlc::run::unify(const dlc_module &module, const dlc_value &argument, const Value &value, Extents &extents) {
  auto misfit = [&] {
    return failure("'", argument.name, "' should be ", describe(module, argument), ", is ",
                   kindOf(value.type, value.shape), hintOfCast(value.type, argument.dtype));
  };
  if (value.type.code != argument.dtype.code || value.type.bits != argument.dtype.bits ||
      static_cast<int32_t>(value.shape.size()) != argument.rank)
    return misfit();
  for (auto [i, extent] : llvm::enumerate(value.shape)) {
    int64_t expected = argument.shape[i];
    if (expected >= 0) {
      if (extent != expected)
        return misfit();
      continue;
    }
    const dlc_dim &dim = module.dims[DLC_DIM(expected)];
    int64_t &known = extents[DLC_DIM(expected)];
    if (extent < dim.minimum || extent > dim.maximum)
      return failure("'", dim.name, "' is ", extent, " in '", argument.name, "'; expected ", dim.minimum, " to ",
                     dim.maximum);
    if (known != unknown && known != extent)
      return failure("'", dim.name, "' is ", known, ", but ", extent, " in '", argument.name, "'");
    known = extent;
  }
  return Error::success();
}

Error dlc::run::checkRoom(const dlc_module &module, const dlc_entry &entry, const Extents &extents) {
  double needed = 0; // may be more than 64 bits hold
  auto add = [&](const dlc_value &value) {
    double bytes = value.dtype.bits / 8;
    for (int64_t extent : llvm::ArrayRef(value.shape, value.rank)) {
      if (extent < 0) // a dim of results only, or none
        extent = extents[DLC_DIM(extent)] != unknown ? extents[DLC_DIM(extent)] : module.dims[DLC_DIM(extent)].maximum;
      bytes *= static_cast<double>(extent);
    }
    needed += bytes;
  };
  llvm::for_each(llvm::ArrayRef(entry.arguments, entry.argument_count), add);
  llvm::for_each(llvm::ArrayRef(entry.results, entry.result_count), add);
  double there = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  if (needed <= there)
    return Error::success();
  return failure("arguments and results of '", entry.name, "' take ", llvm::formatv("{0:f1}", needed / (1 << 30)).str(),
                 " GiB, this machine has ", llvm::formatv("{0:f1}", there / (1 << 30)).str());
}

Expected<std::vector<Value>> dlc::run::makeResults(const dlc_module &module, const dlc_entry &entry, Extents extents) {
  std::vector<Value> results;
  for (const dlc_value &result : llvm::ArrayRef(entry.results, entry.result_count)) {
    for (int64_t extent : llvm::ArrayRef(result.shape, result.rank)) {
      if (extent >= 0 || extents[DLC_DIM(extent)] != unknown)
        continue;
      const dlc_dim &dim = module.dims[DLC_DIM(extent)];
      if (dim.maximum == INT64_MAX)
        return failure("result '", result.name, "' has the extent '", dim.name,
                       "' without an upper end; set --dim=", dim.name, "=N");
      extents[DLC_DIM(extent)] = dim.maximum;
    }
    results.emplace_back(result.name, result.dtype, shapeOf(result, extents));
  }
  return results;
}

Expected<Instance> Instance::create(const dlc_module &module, const InstanceOptions &options) {
  dlc_options raw = DLC_OPTIONS_INIT(module.signature);
  const char *const entries[] = {options.entry, nullptr};
  raw.threads = options.threads;
  raw.reserve = options.reserve.empty() ? nullptr : options.reserve.data();
  raw.entries = options.entry ? entries : nullptr;
  dlc_instance *handle = nullptr;
  Instance instance(&module, nullptr);
  if (options.guardArena) {
    dlc_bytes bytes;
    if (Error error = instance.check(module.bytes(&raw, &bytes)))
      return error;
    Expected<Guarded> arena = Guarded::allocate(bytes.arena, Guarded::Exact::End);
    if (!arena)
      return arena.takeError();
    instance.arena = std::move(*arena);
    raw.arena = instance.arena.data();
    raw.arena_bytes = bytes.arena;
  }
  if (Error error = instance.check(module.create(&raw, &handle)))
    return error;
  instance.handle = handle;
  return instance;
}

Instance::~Instance() {
  if (handle)
    module->destroy(handle);
}

Error Instance::check(dlc_status status) {
  if (status == DLC_OK)
    return Error::success();
  return llvm::createStringError(std::error_code(status, std::generic_category()), module->message(handle));
}

Error Instance::run(int32_t entry, llvm::MutableArrayRef<Value> inputs, llvm::MutableArrayRef<Value> outputs,
                    bool overrun) {
  const Guarded::Exact exact = calls++ % 2 ? Guarded::Exact::Begin : Guarded::Exact::End;
  std::vector<Guarded> memory;
  auto place = [&](Value &value) -> Expected<dlc_tensor> {
    Expected<Guarded> guarded = Guarded::allocate(value.bytes(), exact);
    if (!guarded)
      return guarded.takeError();
    std::copy_n(value.data(), value.bytes(), guarded->data());
    dlc_tensor tensor = value.tensor();
    tensor.data = guarded->data();
    memory.push_back(std::move(*guarded));
    return tensor;
  };
  llvm::SmallVector<dlc_tensor> ins(inputs.size()), outs(outputs.size());
  llvm::SmallVector<const dlc_tensor *> in;
  llvm::SmallVector<dlc_tensor *> out;
  for (auto [value, tensor] : llvm::zip_equal(inputs, ins)) {
    if (Error error = place(value).moveInto(tensor))
      return error;
    memory.back().protect();
    in.push_back(&tensor);
  }
  for (auto [value, tensor] : llvm::zip_equal(outputs, outs)) {
    if (Error error = place(value).moveInto(tensor))
      return error;
    out.push_back(&tensor);
  }
  if (Error error = check(module->run(handle, entry, in.data(), out.data())))
    return error;
  for (auto [output, tensor] : llvm::zip_equal(outputs, out)) {
    const char *from = static_cast<const char *>(tensor->data);
    std::copy_n(from, output.bytes(), output.data());
    if (overrun)
      const_cast<volatile char *>(from)[output.bytes()] = 0;
  }
  return Error::success();
}

Expected<Value> Instance::get(const dlc_value &tensor) {
  Value value(tensor.name, tensor.dtype, llvm::ArrayRef(tensor.shape, tensor.rank));
  dlc_tensor to = value.tensor();
  if (Error error = check(module->get(handle, tensor.name, &to)))
    return error;
  return value;
}

Error Instance::reset() { return check(module->reset(handle, DLC_STATE)); }
