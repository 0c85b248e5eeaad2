/*===- Safetensors.h - the one parser of safetensors ---------------------------------------------------------------===
 *
 * A safetensors file is 8 bytes with the size N of the header, N bytes of JSON
 *   {"__metadata__": {"key": "text"}, "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ...}
 * and the data that the offsets point into. It may come from anywhere: every number is checked in 64 bits, the
 * grammar is just this one (no recursion), and tensors must cover the data without a gap or an overlap. C99, nothing
 * allocated: the caller asks for the number of tensors and brings the memory for the index.
 *
 *   dlc_safetensors file;
 *   dlc_safetensors_error error;
 *   if (!dlc_safetensors_open(&file, bytes, how many of them are there, size of the file, &error)) ...
 *   tensors = ... file.count of dlc_safetensors_tensor ...
 *   if (!dlc_safetensors_index(&file, tensors, &error)) ...
 *   const dlc_safetensors_tensor *weight = dlc_safetensors_find(&file, tensors, "fc1.weight");
 *   its data: bytes [file.data + weight->begin, file.data + weight->end) of the file
 */
#ifndef DLC_C_SAFETENSORS_H
#define DLC_C_SAFETENSORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { DLC_SAFETENSORS_MAX_HEADER = 100000000 }; /* the same limit as in the format's reference implementation */

/* Why a file was refused: a sentence, the offset in the file, the tensor (as written, undecoded) or null. */
typedef struct dlc_safetensors_error {
  const char *what;
  uint64_t offset;
  const char *key;
  size_t key_size;
} dlc_safetensors_error;

typedef struct dlc_safetensors {
  const char *header; /* JSON */
  size_t header_size;
  uint64_t data; /* offset of the data in the file */
  uint64_t data_size;
  uint64_t count;       /* of tensors */
  const char *metadata; /* at the { of __metadata__, or null */
} dlc_safetensors;

/* Points into the header. */
typedef struct dlc_safetensors_tensor {
  const char *name;    /* between the quotes: may have escapes, compare with dlc_safetensors_compare */
  const char *shape;   /* at the [, read with dlc_safetensors_extent */
  uint64_t begin, end; /* in the data */
  uint32_t name_size;
  uint32_t rank;
  uint8_t code, bits; /* of DLPack */
} dlc_safetensors_tensor;

/* The element types of the format, by their names and by DLPack's codes. */
typedef struct dlc_safetensors_dtype {
  const char *name;
  uint8_t code, bits;
} dlc_safetensors_dtype;

static inline const dlc_safetensors_dtype *dlc_safetensors_dtypes(size_t *count) {
  static const dlc_safetensors_dtype all[] = {
      {"F32", 2, 32}, {"F16", 2, 16}, {"BF16", 4, 16},    {"F64", 2, 64},     {"I64", 0, 64},    {"I32", 0, 32},
      {"I16", 0, 16}, {"I8", 0, 8},   {"U8", 1, 8},       {"U16", 1, 16},     {"U32", 1, 32},    {"U64", 1, 64},
      {"BOOL", 6, 8}, {"C64", 5, 64}, {"F8_E4M3", 10, 8}, {"F8_E5M2", 12, 8}, {"F8_E8M0", 14, 8}};
  *count = sizeof(all) / sizeof(all[0]);
  return all;
}

static inline const char *dlc_safetensors_dtype_name(uint8_t code, uint8_t bits) {
  size_t count;
  const dlc_safetensors_dtype *all = dlc_safetensors_dtypes(&count);
  for (size_t i = 0; i < count; ++i)
    if (all[i].code == code && all[i].bits == bits)
      return all[i].name;
  return NULL;
}

/*--- Reading JSON: each function moves the cursor behind what it read, or notes the error and returns false ---------*/

typedef struct dlc_json {
  const char *at, *end, *begin;
  dlc_safetensors_error *error;
  const char *key; /* of the tensor being read */
  size_t key_size;
} dlc_json;

static inline bool dlc_json_fail(const dlc_json *json, const char *what) {
  json->error->what = what;
  json->error->offset = 8 + (uint64_t)(json->at - json->begin);
  json->error->key = json->key;
  json->error->key_size = json->key_size;
  return false;
}

static inline void dlc_json_space(dlc_json *json) {
  while (json->at < json->end && (*json->at == ' ' || *json->at == '\n' || *json->at == '\r' || *json->at == '\t'))
    ++json->at;
}

/* The character `c`, with space around it. */
static inline bool dlc_json_accept(dlc_json *json, char c) {
  dlc_json_space(json);
  if (json->at == json->end || *json->at != c)
    return false;
  ++json->at;
  dlc_json_space(json);
  return true;
}

/* After an element: the comma (*more) or the closing character. */
static inline bool dlc_json_next(dlc_json *json, char close, bool *more, const char *what) {
  *more = dlc_json_accept(json, ',');
  return *more || dlc_json_accept(json, close) || dlc_json_fail(json, what);
}

static inline bool dlc_json_u64(dlc_json *json, uint64_t *value) {
  const char *begin = json->at;
  uint64_t number = 0;
  while (json->at < json->end && *json->at >= '0' && *json->at <= '9') {
    uint64_t digit = (uint64_t)(*json->at - '0');
    if (number > (UINT64_MAX - digit) / 10)
      return dlc_json_fail(json, "a number does not fit 64 bits");
    number = number * 10 + digit;
    ++json->at;
  }
  if (json->at == begin || (*begin == '0' && json->at - begin > 1))
    return dlc_json_fail(json, "expected a whole number that is not negative");
  *value = number;
  return true;
}

static inline bool dlc_json_hex4(const char *at, const char *end, uint32_t *value) {
  uint32_t number = 0;
  if (end - at < 4)
    return false;
  for (int i = 0; i < 4; ++i) {
    char c = at[i];
    uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                     : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                     : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                            : 16u;
    if (digit == 16)
      return false;
    number = number * 16 + digit;
  }
  *value = number;
  return true;
}

/* One character of a string: its code point, or UINT32_MAX where it is malformed. Moves `at` behind it. */
static inline uint32_t dlc_json_character(const char **at, const char *end) {
  const unsigned char *s = (const unsigned char *)*at;
  size_t left = (size_t)(end - *at);
  uint32_t code, low;
  if (s[0] == '\\') {
    static const char escapes[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    if (left < 2)
      return UINT32_MAX;
    *at += 2;
    if (s[1] != 'u') {
      const char *escape = s[1] ? strchr(escapes, s[1]) : NULL;
      return escape ? (uint32_t)values[escape - escapes] : UINT32_MAX;
    }
    if (!dlc_json_hex4(*at, end, &code))
      return UINT32_MAX;
    *at += 4;
    if (code < 0xD800 || code > 0xDFFF)
      return code;
    if (code > 0xDBFF || end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u' || !dlc_json_hex4(*at + 2, end, &low) ||
        low < 0xDC00 || low > 0xDFFF)
      return UINT32_MAX;
    *at += 6;
    return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  }
  if (s[0] < 0x20)
    return UINT32_MAX;
  size_t size = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;
  if (size == 0 || left < size)
    return UINT32_MAX;
  code = size == 1 ? s[0] : s[0] & (0x7Fu >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((s[i] & 0xC0) != 0x80)
      return UINT32_MAX;
    code = code << 6 | (s[i] & 0x3Fu);
  }
  if ((size == 3 && (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF))) ||
      (size == 4 && (code < 0x10000 || code > 0x10FFFF)))
    return UINT32_MAX;
  *at += size;
  return code;
}

/* A string: valid UTF-8 and escapes. `text` is what stands between the quotes. */
static inline bool dlc_json_string(dlc_json *json, const char **text, size_t *size) {
  if (json->at == json->end || *json->at != '"')
    return dlc_json_fail(json, "expected a string");
  ++json->at;
  *text = json->at;
  while (json->at < json->end && *json->at != '"') {
    const char *at = json->at;
    if (dlc_json_character(&at, json->end) == UINT32_MAX)
      return dlc_json_fail(json, "a string is not valid UTF-8 or has an unknown escape");
    json->at = at;
  }
  if (json->at == json->end)
    return dlc_json_fail(json, "a string does not end");
  *size = (size_t)(json->at - *text);
  ++json->at;
  return true;
}

/* Orders two strings as they stand between quotes by their decoded characters: <0, 0, >0. Equal ASCII is
   passed over without decoding: a hostile file has nothing but long keys that differ at their end. */
static inline int dlc_safetensors_compare(const char *a, size_t a_size, const char *b, size_t b_size) {
  const char *a_end = a + a_size, *b_end = b + b_size;
  while (a < a_end && b < b_end) {
    if (*a == *b && (unsigned char)*a < 0x80 && *a != '\\') {
      ++a;
      ++b;
      continue;
    }
    uint32_t x = dlc_json_character(&a, a_end), y = dlc_json_character(&b, b_end);
    if (x != y)
      return x < y ? -1 : 1;
    if (x == UINT32_MAX)
      return 0; /* cannot be: both were read before */
  }
  return (a < a_end) - (b < b_end);
}

/* The same, where `b` is plain text that is not escaped (a key of a model). */
static inline int dlc_safetensors_compare_text(const char *a, size_t a_size, const char *b, size_t b_size) {
  const char *a_end = a + a_size, *b_end = b + b_size;
  while (a < a_end && b < b_end) {
    const char *plain = b;
    uint32_t x = dlc_json_character(&a, a_end);
    uint32_t y = *b == '\\' || (unsigned char)*b < 0x20 ? (unsigned char)*b++ : dlc_json_character(&b, b_end);
    if (y == UINT32_MAX) /* not UTF-8: equals nothing that is */
      return x < (unsigned char)*plain ? -1 : 1;
    if (x != y)
      return x < y ? -1 : 1;
  }
  return (a < a_end) - (b < b_end);
}

/*--- The grammar of the header --------------------------------------------------------------------------------------*/

/* {"key": "text", ...} */
static inline bool dlc_safetensors_read_metadata(dlc_json *json) {
  const char *text;
  size_t size;
  bool more = true;
  if (!dlc_json_accept(json, '{'))
    return dlc_json_fail(json, "__metadata__ must be an object of strings");
  if (dlc_json_accept(json, '}'))
    return true;
  while (more) {
    if (!dlc_json_string(json, &text, &size))
      return false;
    if (!dlc_json_accept(json, ':'))
      return dlc_json_fail(json, "expected a colon");
    if (!dlc_json_string(json, &text, &size) ||
        !dlc_json_next(json, '}', &more, "expected a comma or the end of __metadata__"))
      return false;
  }
  return true;
}

static inline bool dlc_safetensors_read_dtype(dlc_json *json, dlc_safetensors_tensor *tensor) {
  const char *text;
  size_t size, count;
  if (!dlc_json_string(json, &text, &size))
    return false;
  const dlc_safetensors_dtype *all = dlc_safetensors_dtypes(&count);
  for (size_t i = 0; i < count; ++i)
    if (strlen(all[i].name) == size && memcmp(all[i].name, text, size) == 0) {
      tensor->code = all[i].code;
      tensor->bits = all[i].bits;
      return true;
    }
  return dlc_json_fail(json, "unknown dtype");
}

/* [2, 3, ...]; `elements` is the product. */
static inline bool dlc_safetensors_read_shape(dlc_json *json, dlc_safetensors_tensor *tensor, uint64_t *elements) {
  bool more = true, zero = false;
  *elements = 1;
  tensor->rank = 0;
  tensor->shape = json->at;
  if (!dlc_json_accept(json, '['))
    return dlc_json_fail(json, "expected the shape as a list of numbers");
  if (dlc_json_accept(json, ']'))
    return true;
  while (more) {
    uint64_t extent;
    if (!dlc_json_u64(json, &extent))
      return false;
    if (extent > INT64_MAX || (!zero && extent != 0 && *elements > INT64_MAX / extent))
      return dlc_json_fail(json, "the number of elements does not fit 63 bits");
    zero = zero || extent == 0;
    *elements = zero ? 0 : *elements * extent;
    ++tensor->rank;
    if (!dlc_json_next(json, ']', &more, "expected a comma or the end of the shape"))
      return false;
  }
  return true;
}

static inline bool dlc_safetensors_read_offsets(dlc_json *json, dlc_safetensors_tensor *tensor, uint64_t data_size) {
  if (!dlc_json_accept(json, '[') || !dlc_json_u64(json, &tensor->begin) || !dlc_json_accept(json, ',') ||
      !dlc_json_u64(json, &tensor->end) || !dlc_json_accept(json, ']'))
    return dlc_json_fail(json, "expected data_offsets as two numbers");
  if (tensor->begin > tensor->end || tensor->end > data_size)
    return dlc_json_fail(json, "data_offsets lie outside the data of the file");
  return true;
}

/* {"dtype": ..., "shape": [...], "data_offsets": [...]}, in any order, each once, nothing else. */
static inline bool dlc_safetensors_read_tensor(dlc_json *json, dlc_safetensors_tensor *tensor, uint64_t data_size) {
  uint64_t elements = 0;
  unsigned seen = 0;
  bool more = true;
  if (!dlc_json_accept(json, '{'))
    return dlc_json_fail(json, "expected an object with dtype, shape and data_offsets");
  while (more) {
    const char *text;
    size_t size;
    unsigned field;
    if (!dlc_json_string(json, &text, &size))
      return false;
    field = size == 5 && memcmp(text, "dtype", 5) == 0            ? 1
            : size == 5 && memcmp(text, "shape", 5) == 0          ? 2
            : size == 12 && memcmp(text, "data_offsets", 12) == 0 ? 4
                                                                  : 0;
    if (field == 0 || (seen & field))
      return dlc_json_fail(json, "expected dtype, shape and data_offsets, each once");
    seen |= field;
    if (!dlc_json_accept(json, ':'))
      return dlc_json_fail(json, "expected a colon");
    if (!(field == 1   ? dlc_safetensors_read_dtype(json, tensor)
          : field == 2 ? dlc_safetensors_read_shape(json, tensor, &elements)
                       : dlc_safetensors_read_offsets(json, tensor, data_size)) ||
        !dlc_json_next(json, '}', &more, "expected a comma or the end of the object"))
      return false;
  }
  if (seen != 7)
    return dlc_json_fail(json, "expected dtype, shape and data_offsets, each once");
  if (elements > UINT64_MAX / 8 || elements * (tensor->bits / 8u) != tensor->end - tensor->begin)
    return dlc_json_fail(json, "data_offsets do not have the length that dtype and shape ask for");
  return true;
}

/* The whole header. Counts tensors; where `tensors` is not null, writes them. */
static inline bool dlc_safetensors_read(dlc_safetensors *file, dlc_safetensors_tensor *tensors,
                                        dlc_safetensors_error *error) {
  dlc_json json = {file->header, file->header + file->header_size, file->header, error, NULL, 0};
  uint64_t count = 0;
  bool more = true;
  file->metadata = NULL;
  if (json.at == json.end || *json.at != '{')
    return dlc_json_fail(&json, "the header does not begin with {");
  dlc_json_accept(&json, '{');
  if (dlc_json_accept(&json, '}'))
    more = false;
  while (more) {
    dlc_safetensors_tensor tensor;
    const char *name;
    size_t size;
    memset(&tensor, 0, sizeof tensor);
    if (!dlc_json_string(&json, &name, &size))
      return false;
    json.key = tensor.name = name;
    json.key_size = tensor.name_size = (uint32_t)size;
    if (!dlc_json_accept(&json, ':'))
      return dlc_json_fail(&json, "expected a colon");
    if (dlc_safetensors_compare(name, size, "__metadata__", 12) == 0) {
      if (file->metadata)
        return dlc_json_fail(&json, "the key stands twice");
      file->metadata = json.at;
      if (!dlc_safetensors_read_metadata(&json))
        return false;
    } else {
      if (!dlc_safetensors_read_tensor(&json, &tensor, file->data_size))
        return false;
      if (tensors)
        tensors[count] = tensor;
      ++count;
    }
    json.key = NULL;
    json.key_size = 0;
    if (!dlc_json_next(&json, '}', &more, "expected a comma or the end of the header"))
      return false;
  }
  if (json.at != json.end)
    return dlc_json_fail(&json, "something follows the header's closing }");
  file->count = count;
  return true;
}

/* What a file is whose first 8 bytes are no size of a header. */
static inline const char *dlc_safetensors_other_format(const unsigned char *b) {
  bool is_text = true;
  if (memcmp(b, "PK\3\4", 4) == 0)
    return "this is a zip archive, as .npz and .pt files are: save its tensors as safetensors "
           "(safetensors.numpy.save_file, safetensors.torch.save_file)";
  if (memcmp(b, "\x93NUMPY", 6) == 0)
    return "this is a .npy file: save it under its key as safetensors "
           "(safetensors.numpy.save_file({key: array}, file))";
  if (memcmp(b, "\x89HDF", 4) == 0)
    return "this is an HDF5 file: save its tensors as safetensors (safetensors.numpy.save_file)";
  if (memcmp(b, "GGUF", 4) == 0)
    return "this is a GGUF file: save its tensors as safetensors";
  if (b[0] == 0x80 && b[1] < 8)
    return "this is a pickle, as old .pt and .pkl files are: save its tensors as safetensors "
           "(safetensors.torch.save_file)";
  for (int i = 0; i < 8; ++i)
    is_text = is_text && ((b[i] >= ' ' && b[i] < 127) || b[i] == '\n' || b[i] == '\r' || b[i] == '\t');
  if (is_text)
    return "this is a text file, not safetensors";
  return "the size of the header is more than the format allows (100 MB)";
}

/* Step 1: `available` bytes of a file of `size` bytes are at `bytes`. The first 8 say how many are needed: where they
   are there but the header is not, file->header_size is set and error->what is null. */
static inline bool dlc_safetensors_open(dlc_safetensors *file, const void *bytes, uint64_t available, uint64_t size,
                                        dlc_safetensors_error *error) {
  const unsigned char *b = (const unsigned char *)bytes;
  uint64_t header_size = 0;
  memset(file, 0, sizeof *file);
  memset(error, 0, sizeof *error);
  error->what = "the file is shorter than 8 bytes";
  if (available < 8 || size < 8)
    return false;
  for (int i = 7; i >= 0; --i)
    header_size = header_size << 8 | b[i];
  error->what = dlc_safetensors_other_format(b);
  if (header_size > DLC_SAFETENSORS_MAX_HEADER)
    return false;
  error->what = "the header is longer than the file";
  if (header_size > size - 8)
    return false;
  file->header_size = (size_t)header_size;
  file->data = 8 + header_size;
  file->data_size = size - file->data;
  error->what = NULL;
  if (available - 8 < header_size)
    return false;
  file->header = (const char *)bytes + 8;
  return dlc_safetensors_read(file, NULL, error);
}

static inline bool dlc_safetensors_less(const dlc_safetensors_tensor *a, const dlc_safetensors_tensor *b,
                                        bool by_name) {
  if (by_name)
    return dlc_safetensors_compare(a->name, a->name_size, b->name, b->name_size) < 0;
  return a->begin != b->begin ? a->begin < b->begin : a->end < b->end;
}

/* Heapsort: in place, no bad case. */
static inline void dlc_safetensors_sort(dlc_safetensors_tensor *tensors, uint64_t count, bool by_name) {
  for (uint64_t heap = count / 2, end = count; end > 1;) {
    dlc_safetensors_tensor moved;
    uint64_t hole, child;
    if (heap > 0) {
      moved = tensors[--heap];
    } else {
      moved = tensors[--end];
      tensors[end] = tensors[0];
    }
    for (hole = heap; (child = 2 * hole + 1) < end; hole = child) {
      if (child + 1 < end && dlc_safetensors_less(&tensors[child], &tensors[child + 1], by_name))
        ++child;
      if (!dlc_safetensors_less(&moved, &tensors[child], by_name))
        break;
      tensors[hole] = tensors[child];
    }
    tensors[hole] = moved;
  }
}

static inline bool dlc_safetensors_refuse(const dlc_safetensors *file, const dlc_safetensors_tensor *tensor,
                                          const char *what, dlc_safetensors_error *error) {
  error->what = what;
  error->offset = tensor ? 8 + (uint64_t)(tensor->name - file->header) : file->data + file->data_size;
  error->key = tensor ? tensor->name : NULL;
  error->key_size = tensor ? tensor->name_size : 0;
  return false;
}

/* Step 2: fills `tensors` (file->count of them), sorted by name. */
static inline bool dlc_safetensors_index(dlc_safetensors *file, dlc_safetensors_tensor *tensors,
                                         dlc_safetensors_error *error) {
  uint64_t covered = 0;
  if (!dlc_safetensors_read(file, tensors, error))
    return false;
  dlc_safetensors_sort(tensors, file->count, false);
  for (uint64_t i = 0; i < file->count; ++i) {
    if (tensors[i].begin < covered)
      return dlc_safetensors_refuse(file, &tensors[i], "its data overlap those of another tensor", error);
    if (tensors[i].begin > covered)
      return dlc_safetensors_refuse(file, &tensors[i], "there is a gap in the data before it", error);
    covered = tensors[i].end;
  }
  if (covered != file->data_size)
    return dlc_safetensors_refuse(file, NULL, "bytes that belong to no tensor stand at the end", error);
  dlc_safetensors_sort(tensors, file->count, true);
  for (uint64_t i = 1; i < file->count; ++i)
    if (!dlc_safetensors_less(&tensors[i - 1], &tensors[i], true))
      return dlc_safetensors_refuse(file, &tensors[i], "the key stands twice", error);
  return true;
}

/* The tensor of that name, or null. */
static inline const dlc_safetensors_tensor *
dlc_safetensors_find(const dlc_safetensors *file, const dlc_safetensors_tensor *tensors, const char *key) {
  size_t key_size = strlen(key);
  uint64_t low = 0, high = file->count;
  while (low < high) {
    uint64_t middle = low + (high - low) / 2;
    int order = dlc_safetensors_compare_text(tensors[middle].name, tensors[middle].name_size, key, key_size);
    if (order == 0)
      return &tensors[middle];
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

/* Extent number `index` < rank of a tensor of an index. */
static inline int64_t dlc_safetensors_extent(const dlc_safetensors *file, const dlc_safetensors_tensor *tensor,
                                             uint32_t index) {
  dlc_safetensors_error error;
  dlc_json json = {tensor->shape, file->header + file->header_size, file->header, &error, NULL, 0};
  uint64_t extent = 0;
  dlc_json_accept(&json, '[');
  for (uint32_t i = 0; i <= index && dlc_json_u64(&json, &extent); ++i)
    dlc_json_accept(&json, ',');
  return (int64_t)extent;
}

/* The text of a key of __metadata__ as it stands between the quotes, or null. */
static inline const char *dlc_safetensors_metadata(const dlc_safetensors *file, const char *key, size_t *size) {
  dlc_safetensors_error error;
  dlc_json json = {file->metadata, file->header + file->header_size, file->header, &error, NULL, 0};
  const char *name, *text;
  size_t name_size;
  if (!file->metadata || !dlc_json_accept(&json, '{'))
    return NULL;
  while (dlc_json_string(&json, &name, &name_size) && dlc_json_accept(&json, ':') &&
         dlc_json_string(&json, &text, size)) {
    if (dlc_safetensors_compare_text(name, name_size, key, strlen(key)) == 0)
      return text;
    if (!dlc_json_accept(&json, ','))
      break;
  }
  return NULL;
}

#endif /* DLC_C_SAFETENSORS_H */
