//===- CheckWeights.cpp - External weights are there and fit --------------===//

#include "dlc-c/Safetensors.h"
#include "dlc/Frontend/Passes.h"
#include "lib/Frontend/Capture.h"
#include "lib/Frontend/Instances.h"
#include "lib/Frontend/Soundness.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace dlc {
#define GEN_PASS_DEF_CHECKWEIGHTS
#include "dlc/Frontend/Passes.h.inc"
} // namespace dlc

using namespace dlc;
using namespace mlir;

namespace {

/// A mapped file and its index.
struct WeightsFile {
  std::unique_ptr<llvm::MemoryBuffer> bytes;
  dlc_safetensors header;
  std::vector<dlc_safetensors_tensor> tensors;
};

struct CheckWeights : dlc::impl::CheckWeightsBase<CheckWeights> {
  using CheckWeightsBase::CheckWeightsBase;
  void runOnOperation() override;

private:
  LogicalResult check(Operation *op, Type type, ExternalAttr external);
  LogicalResult checkPath(Operation *op, StringRef path, SmallVectorImpl<char> &full);
  const WeightsFile *open(Operation *op, StringRef path);

  llvm::StringMap<std::shared_ptr<WeightsFile>> files; // null: was refused already
};

} // namespace

/// What is wrong with a path as it is written, or null.
static const char *pathFault(StringRef path) {
  if (path.empty())
    return "it is empty";
  if (path.contains('\0') || path.contains('\n'))
    return "it has a NUL byte or a new line";
  if (llvm::sys::path::is_absolute(path) || path.starts_with("~"))
    return "it is absolute";
  if (path.contains("://") || path.starts_with("file:"))
    return "it is an address, not a path";
  if (path.contains('\\'))
    return "it has a backslash";
  for (StringRef part : llvm::split(path, '/'))
    if (part == "..")
      return "it has `..`";
  return nullptr;
}

/// Inside the folder also after every link on the way; a regular file.
LogicalResult CheckWeights::checkPath(Operation *op, StringRef path, SmallVectorImpl<char> &full) {
  auto forbidden = [&](const Twine &reason) {
    return dlc::emitError(op->getLoc(), Code::ForbiddenPath)
           << "weights path \"" << path << "\" is refused: " << reason
           << "; write a path relative to the model's folder that stays inside it";
  };
  if (const char *fault = pathFault(path))
    return forbidden(fault);
  llvm::sys::path::append(full, folder.getValue(), path);
  auto unreadable = [&](const Twine &reason) {
    return dlc::emitError(op->getLoc(), Code::CannotReadWeights)
           << "cannot read weights \"" << path << "\": " << reason;
  };
  SmallString<256> realFolder, realFile;
  if (std::error_code error = llvm::sys::fs::real_path(folder.empty() ? "." : folder.getValue(), realFolder))
    return unreadable(error.message());
  if (std::error_code error = llvm::sys::fs::real_path(full, realFile))
    return unreadable(error.message() + "; paths are relative to the model's folder");
  if (!realFolder.ends_with("/"))
    realFolder += '/';
  if (!realFile.starts_with(realFolder))
    return forbidden("a symbolic link on it leaves the model's folder");
  llvm::sys::fs::file_status status;
  if (std::error_code error = llvm::sys::fs::status(realFile, status))
    return unreadable(error.message());
  if (!llvm::sys::fs::is_regular_file(status))
    return unreadable("it is not a regular file");
  full.assign(realFile.begin(), realFile.end());
  return success();
}

const WeightsFile *CheckWeights::open(Operation *op, StringRef path) {
  auto [entry, isNew] = files.try_emplace(path);
  if (!isNew)
    return entry->second.get();
  SmallString<256> full;
  if (failed(checkPath(op, path, full)))
    return nullptr;
  auto bytes = llvm::MemoryBuffer::getFile(full, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!bytes) {
    dlc::emitError(op->getLoc(), Code::CannotReadWeights)
        << "cannot read weights \"" << path << "\": " << bytes.getError().message();
    return nullptr;
  }
  auto file = std::make_shared<WeightsFile>();
  file->bytes = std::move(*bytes);
  uint64_t size = file->bytes->getBufferSize();
  dlc_safetensors_error error;
  bool valid = dlc_safetensors_open(&file->header, file->bytes->getBufferStart(), size, size, &error);
  if (valid) {
    file->tensors.resize(file->header.count);
    valid = dlc_safetensors_index(&file->header, file->tensors.data(), &error);
  }
  if (!valid) {
    InFlightDiagnostic diagnostic = dlc::emitError(op->getLoc(), Code::MalformedWeights)
                                    << "\"" << path << "\" is not valid safetensors: " << error.what << " (offset "
                                    << error.offset;
    if (error.key)
      diagnostic << ", key \"" << StringRef(error.key, std::min<size_t>(error.key_size, 200)) << "\"";
    diagnostic << ")";
    return nullptr;
  }
  entry->second = std::move(file);
  return entry->second.get();
}

/// "F32 [4, 2]".
static std::string describe(const char *dtype, ArrayRef<int64_t> shape) {
  std::string text = std::string(dtype ? dtype : "?") + " [";
  for (auto [index, extent] : llvm::enumerate(shape))
    text += (index ? ", " : "") + std::to_string(extent);
  return text + "]";
}

/// DLPack's code and bits of an element type, as the index has them.
static std::pair<uint8_t, uint8_t> dlpackOf(Type element) {
  if (element.isInteger(1))
    return {6, 8};
  if (element.isBF16())
    return {4, 16};
  return {isa<FloatType>(element) ? 2 : 0, element.getIntOrFloatBitWidth()};
}

/// The keys most like `key`.
static std::string similarKeys(const WeightsFile &file, StringRef key) {
  std::vector<std::pair<unsigned, StringRef>> ranked;
  for (const dlc_safetensors_tensor &tensor : file.tensors) {
    StringRef name(tensor.name, tensor.name_size);
    if (name.size() <= 200 && ranked.size() < 10000)
      ranked.push_back({key.edit_distance(name, true, 100), name});
  }
  llvm::sort(ranked);
  std::string text;
  for (size_t i = 0; i < std::min<size_t>(3, ranked.size()); ++i)
    text += (i ? ", \"" : "\"") + ranked[i].second.str() + "\"";
  return text.empty() ? "it has no tensors" : "it has " + text;
}

LogicalResult CheckWeights::check(Operation *op, Type type, ExternalAttr external) {
  const WeightsFile *file = open(op, external.getPath());
  if (!file)
    return failure();
  std::string key = external.getKey().str();
  const dlc_safetensors_tensor *tensor = nullptr;
  if (!StringRef(key).contains('\0'))
    tensor = dlc_safetensors_find(&file->header, file->tensors.data(), key.c_str());
  if (!tensor)
    return dlc::emitError(op->getLoc(), Code::MissingKey)
           << "\"" << external.getPath() << "\" has no key \"" << key << "\": " << similarKeys(*file, key);
  auto wanted = cast<RankedTensorType>(type);
  SmallVector<int64_t> shape(std::min<size_t>(tensor->rank, 64));
  for (auto [index, extent] : llvm::enumerate(shape))
    extent = dlc_safetensors_extent(&file->header, tensor, index);
  std::pair<uint8_t, uint8_t> found(tensor->code, tensor->bits), expected = dlpackOf(wanted.getElementType());
  if (found == expected && tensor->rank == shape.size() && ArrayRef(shape) == wanted.getShape())
    return success();
  return dlc::emitError(op->getLoc(), Code::WeightsMismatch)
         << "\"" << key << "\" of \"" << external.getPath() << "\" is "
         << describe(dlc_safetensors_dtype_name(found.first, found.second), shape) << ", the model has "
         << describe(dlc_safetensors_dtype_name(expected.first, expected.second), wanted.getShape());
}

void CheckWeights::runOnOperation() {
  bool ok = true;
  SymbolTableCollection tables;
  auto checkAll = [&](Block &body, StringRef instance) {
    auto checkOne = [&](Operation *op, Type type, Attribute initial) {
      if (!instance.empty())
        initial = instanceInitial(instance, initial);
      if (auto external = dyn_cast<ExternalAttr>(initial))
        ok &= succeeded(check(op, type, external));
    };
    for (auto parameter : llvm::make_filter_range(body.getOps<ParameterOp>(), isSound))
      checkOne(parameter, parameter.getType(), parameter.getInitial());
    for (auto state : llvm::make_filter_range(body.getOps<StateOp>(), isSound))
      checkOne(state, state.getType(), state.getInitial());
  };
  Block &model = getOperation().getBody().front();
  checkAll(model, {});
  for (auto instance : llvm::make_filter_range(model.getOps<InstanceOp>(), isSound))
    checkAll(cast<BlockOp>(resolveSymbol(tables, instance, instance.getBlockAttr())).getBody().front(),
             instance.getSymName());
  files.clear();
  if (!ok)
    signalPassFailure();
  markAllAnalysesPreserved();
}
