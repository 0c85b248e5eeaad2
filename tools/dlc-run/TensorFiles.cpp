//===- TensorFiles.cpp - Values from and to files: safetensors, .npy ---===//

#include "tools/dlc-run/TensorFiles.h"
#include "dlc-c/Safetensors.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/ToolOutputFile.h"
#include <cstring>

using namespace dlc::run;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// safetensors
//===----------------------------------------------------------------------===//

/// What stands between the quotes of a JSON string, decoded.
static std::string decode(StringRef text) {
  Expected<llvm::json::Value> parsed = llvm::json::parse(("\"" + text + "\"").str());
  if (parsed && parsed->getAsString())
    return parsed->getAsString()->str();
  llvm::consumeError(parsed.takeError());
  return text.str();
}

static Expected<std::vector<Value>> readSafetensors(StringRef path, StringRef bytes) {
  dlc_safetensors file;
  dlc_safetensors_error error;
  auto refuse = [&]() -> Error {
    StringRef key(error.key ? error.key : "", error.key ? error.key_size : 0);
    return failure(path, ": ", key, key.empty() ? "" : ": ", error.what, " (at byte ", error.offset, ")");
  };
  if (!dlc_safetensors_open(&file, bytes.data(), bytes.size(), bytes.size(), &error))
    return refuse();
  std::vector<dlc_safetensors_tensor> tensors(file.count);
  if (!dlc_safetensors_index(&file, tensors.data(), &error))
    return refuse();
  std::vector<Value> values;
  for (const dlc_safetensors_tensor &tensor : tensors) {
    std::vector<int64_t> shape(tensor.rank);
    for (uint32_t i = 0; i < tensor.rank; ++i)
      shape[i] = dlc_safetensors_extent(&file, &tensor, i);
    Value &value =
        values.emplace_back(decode({tensor.name, tensor.name_size}), dlc_dtype{tensor.code, tensor.bits, 1}, shape);
    StringRef data = bytes.substr(file.data + tensor.begin, tensor.end - tensor.begin);
    if (!data.empty())
      std::memcpy(value.data(), data.data(), data.size());
  }
  return values;
}

Error dlc::run::writeTensors(StringRef path, llvm::ArrayRef<Value> values) {
  llvm::json::Object header;
  int64_t offset = 0;
  for (const Value &value : values) {
    const char *type = dlc_safetensors_dtype_name(value.type.code, value.type.bits);
    int64_t end = offset + static_cast<int64_t>(value.bytes());
    header[value.name] = llvm::json::Object{
        {"dtype", type}, {"shape", llvm::json::Array(value.shape)}, {"data_offsets", llvm::json::Array{offset, end}}};
    offset = end;
  }
  std::string text = llvm::formatv("{0}", llvm::json::Value(std::move(header)));
  text.resize(llvm::alignTo(text.size(), 8), ' ');
  char size[8];
  llvm::support::endian::write64le(size, text.size());
  std::error_code error;
  llvm::ToolOutputFile file(path, error, llvm::sys::fs::OF_None);
  if (!error) {
    file.os() << StringRef(size, 8) << text;
    for (const Value &value : values)
      file.os().write(value.data(), value.bytes());
    file.os().close();
    error = file.os().error();
    file.os().clear_error();
  }
  if (error)
    return failure("cannot write '", path, "': ", error.message());
  file.keep();
  return Error::success();
}

//===----------------------------------------------------------------------===//
// .npy: a magic number, a version, the length of a Python dictionary, the dictionary, the data
//===----------------------------------------------------------------------===//

static bool parseShape(StringRef text, std::vector<int64_t> &shape, int64_t &elements) {
  elements = 1;
  for (StringRef part : llvm::split(text, ',')) {
    if (part.trim().empty())
      continue;
    int64_t &extent = shape.emplace_back();
    if (part.trim().getAsInteger(10, extent) || extent < 0 || llvm::MulOverflow(elements, extent, elements))
      return false;
  }
  return elements < (int64_t(1) << 40);
}

/// The text between `from` and `to` after `key`.
static StringRef between(StringRef text, StringRef key, StringRef from, StringRef to) {
  return text.split(key).second.split(from).second.split(to).first;
}

static Expected<std::vector<Value>> readNpy(StringRef path, StringRef bytes) {
  auto refuse = [&](const llvm::Twine &why) { return failure(path, ": ", why); };
  if (bytes.size() < 12)
    return refuse("the file is too short for .npy");
  bool old = bytes[6] == 1; // 2 bytes of length, else 4
  uint64_t size =
      old ? llvm::support::endian::read16le(bytes.data() + 8) : llvm::support::endian::read32le(bytes.data() + 8);
  StringRef rest = bytes.drop_front(old ? 10 : 12);
  if (size > rest.size())
    return refuse("the header is longer than the file");
  StringRef header = rest.take_front(size), data = rest.drop_front(size);
  StringRef type = between(header, "'descr'", "'", "'");
  static const std::pair<StringRef, dlc_dtype> types[] = {
      {"<f8", {DLC_CODE_FLOAT, 64, 1}}, {"<f4", {DLC_CODE_FLOAT, 32, 1}}, {"<f2", {DLC_CODE_FLOAT, 16, 1}},
      {"<i8", {DLC_CODE_INT, 64, 1}},   {"<i4", {DLC_CODE_INT, 32, 1}},   {"|i1", {DLC_CODE_INT, 8, 1}},
      {"|b1", {DLC_CODE_BOOL, 8, 1}}};
  auto found = llvm::find_if(types, [&](const auto &known) { return known.first == type; });
  if (found == std::end(types))
    return refuse("elements of type '" + type + "'; known are <f8 <f4 <f2 <i8 <i4 |i1 |b1");
  if (header.contains("'fortran_order': True"))
    return refuse("columns come first; save it with numpy.ascontiguousarray");
  std::vector<int64_t> shape;
  int64_t elements;
  if (!parseShape(between(header, "'shape'", "(", ")"), shape, elements))
    return refuse("the shape is not a tuple of extents");
  if (data.size() != static_cast<uint64_t>(elements) * found->second.bits / 8)
    return refuse("the data have " + llvm::Twine(data.size()) + " bytes, the shape asks for " +
                  llvm::Twine(elements * found->second.bits / 8));
  Value value("", found->second, shape);
  if (!data.empty())
    std::memcpy(value.data(), data.data(), data.size());
  std::vector<Value> values;
  values.push_back(std::move(value));
  return values;
}

Expected<std::vector<Value>> dlc::run::readTensors(StringRef path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!buffer)
    return failure("cannot read '", path, "': ", buffer.getError().message());
  StringRef bytes = (*buffer)->getBuffer();
  return bytes.starts_with("\x93NUMPY") ? readNpy(path, bytes) : readSafetensors(path, bytes);
}
