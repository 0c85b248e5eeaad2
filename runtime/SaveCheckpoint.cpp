//===- SaveCheckpoint.cpp - Checkpoints out: save and get -------------------------------------------------------===//
#include "runtime/File.h"
#include "runtime/Instance.h"

#include "dlc-c/Safetensors.h"

#include <stdio.h>
#include <string.h>

namespace dlc {

namespace {
// Writes text to memory, or only counts where there is none.
class Text {
public:
  explicit Text(char *to) : to(to) {}
  void put(char c) {
    if (to)
      to[size] = c;
    ++size;
  }
  void put(const char *text) {
    while (*text)
      put(*text++);
  }
  void put(uint64_t number) {
    char digits[24];
    snprintf(digits, sizeof digits, "%llu", static_cast<unsigned long long>(number));
    put(digits);
  }
  // A string of JSON.
  void quote(const char *text) {
    put('"');
    for (; *text; ++text) {
      unsigned char c = static_cast<unsigned char>(*text);
      if (c < 0x20) {
        char escape[8];
        snprintf(escape, sizeof escape, "\\u%04x", c);
        put(escape);
      } else {
        if (c == '"' || c == '\\')
          put('\\');
        put(*text);
      }
    }
    put('"');
  }
  uint64_t size = 0;

private:
  char *to;
};
} // namespace

// Tensors are written from wide to narrow elements, so that each stands at a multiple of its own.
template <class Visit>
static Status forEachSaved(const dlc_instance &instance, int32_t what, Visit visit) {
  const dlc_module &module = *instance.shared->module;
  for (int bits = 64; bits >= 8; bits /= 2)
    for (int64_t i = 0; i < tensorCount(module); ++i)
      if (module.tensors[i].dtype.bits == bits && isAsked(module, i, what))
        DLC_RETURN_IF_ERROR(visit(i, static_cast<uint64_t>(instance.shared->model->tensors[i].bytes)));
  return DLC_OK;
}

// The header's JSON; `data` becomes the number of bytes that follow it.
static void putHeader(Text &text, const dlc_instance &instance, int32_t what, uint64_t &data) {
  const dlc_module &module = *instance.shared->module;
  const char *pairs[][2] = {
      {"format", "dlc"}, {"compiler", module.compiler}, {"model", module.name}, {"hash", module.hash}};
  text.put("{\"__metadata__\":{");
  for (auto &pair : pairs) {
    text.quote(pair[0]);
    text.put(':');
    text.quote(pair[1]);
    text.put(',');
  }
  text.put("\"version\":\"1\",\"seed\":\"");
  text.put(static_cast<uint64_t>(instance.frame.seed));
  text.put("\",\"step\":\"");
  text.put(static_cast<uint64_t>(instance.frame.step));
  text.put("\"}");
  data = 0;
  forEachSaved(instance, what, [&](int64_t i, uint64_t bytes) {
    const dlc_value &value = module.tensors[i];
    text.put(',');
    text.quote(value.name);
    text.put(":{\"dtype\":");
    text.quote(dlc_safetensors_dtype_name(value.dtype.code, value.dtype.bits));
    text.put(",\"shape\":[");
    for (int32_t d = 0; d < value.rank; ++d) {
      if (d)
        text.put(',');
      text.put(static_cast<uint64_t>(value.shape[d]));
    }
    text.put("],\"data_offsets\":[");
    text.put(data);
    text.put(',');
    text.put(data += bytes);
    text.put("]}");
    return DLC_OK;
  });
  text.put('}');
  while (text.size % 8)
    text.put(' ');
}

// The header with its length before it; `total` is what it and the data take.
static Status makeHeader(const dlc_instance &instance, int32_t what, Message &message, Memory &header,
                         uint64_t &headerSize, uint64_t &total) {
  uint64_t data;
  Text measured(nullptr);
  putHeader(measured, instance, what, data);
  headerSize = 8 + measured.size;
  total = headerSize + data;
  if (!allocate(static_cast<int64_t>(headerSize), header))
    return fail(message, DLC_NO_MEMORY, "%s_save: no memory for the header", instance.shared->module->name);
  memcpy(header.data, &measured.size, 8); // little-endian
  Text text(header.data + 8);
  putHeader(text, instance, what, data);
  return DLC_OK;
}

static Status checkSaved(const dlc_instance &instance, int32_t what, Message &message) {
  constexpr int32_t both = DLC_PARAMETERS | DLC_STATE;
  if ((what & both) && !(what & ~both))
    return DLC_OK;
  return fail(message, DLC_BAD_ARGUMENT, "%s_save: what is %d; expected DLC_PARAMETERS, DLC_STATE or both",
              instance.shared->module->name, what);
}

static Status write(const dlc_instance &instance, int32_t what, const Memory &header, uint64_t headerSize, Sink &sink,
                    Message &message) {
  DLC_RETURN_IF_ERROR(sink.write(header.data, headerSize, message));
  DLC_RETURN_IF_ERROR(forEachSaved(
      instance, what, [&](int64_t i, uint64_t bytes) { return sink.write(instance.tensors[i], bytes, message); }));
  return sink.commit(message);
}

} // namespace dlc

using namespace dlc;

dlc_status dlc_rt_save(dlc_instance *instance, const char *path, int32_t what) {
  Call call(instance, "save");
  DLC_RETURN_IF_ERROR(call.status);
  Message &message = messageOf(*instance);
  Memory header;
  Sink sink;
  uint64_t headerSize, total;
  if (!path)
    return fail(message, DLC_BAD_ARGUMENT, "%s_save: the path is null", instance->shared->module->name);
  DLC_RETURN_IF_ERROR(checkSaved(*instance, what, message));
  DLC_RETURN_IF_ERROR(makeHeader(*instance, what, message, header, headerSize, total));
  DLC_RETURN_IF_ERROR(sink.openFile(path, message));
  return write(*instance, what, header, headerSize, sink, message);
}

dlc_status dlc_rt_save_memory(dlc_instance *instance, void *bytes, size_t capacity, size_t *size, int32_t what) {
  Call call(instance, "save_memory");
  DLC_RETURN_IF_ERROR(call.status);
  Message &message = messageOf(*instance);
  Memory header;
  Sink sink;
  uint64_t headerSize, total;
  DLC_RETURN_IF_ERROR(checkSaved(*instance, what, message));
  DLC_RETURN_IF_ERROR(makeHeader(*instance, what, message, header, headerSize, total));
  if (size)
    *size = total;
  if (!bytes && size) // only asked how much it takes
    return DLC_OK;
  if (!bytes || capacity < total)
    return fail(message, DLC_TOO_LARGE, "%s_save_memory: the checkpoint takes %llu bytes, the capacity is %zu",
                instance->shared->module->name, static_cast<unsigned long long>(total), bytes ? capacity : 0);
  sink.openMemory(bytes);
  return write(*instance, what, header, headerSize, sink, message);
}

dlc_status dlc_rt_get(dlc_instance *instance, const char *key, dlc_tensor *to) {
  Call call(instance, "get");
  DLC_RETURN_IF_ERROR(call.status);
  int64_t number;
  void *data;
  DLC_RETURN_IF_ERROR(findTensor(*instance, "get", key, to, number, data));
  if (size_t size = static_cast<size_t>(instance->shared->model->tensors[number].bytes))
    memcpy(data, instance->tensors[number], size);
  return DLC_OK;
}
