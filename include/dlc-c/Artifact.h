/*===- Artifact.h - what every compiled model has in common ---------------------------------------------------------===
 *
 * The common part of each header that dlc writes, embedded in it verbatim behind this include guard. C99 and C++, no
 * allocation, nothing to link. A model's own header adds its entries, in the names of the model.
 *
 * Generic callers (dlc-run, language bindings, servers) need nothing but this file: they look `dlc_module_get` up in
 * the artefact and use the table it returns.
 */
#ifndef DLC_C_ARTIFACT_H
#define DLC_C_ARTIFACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Version of everything below. A caller that finds another one in dlc_module.abi_version cannot use the artefact. */
#define DLC_ABI_VERSION 1

/*--- Status ---------------------------------------------------------------------------------------------------------*/

/* What every call returns. A call that fails changes neither parameters nor state; MODEL_message says why. The numbers
   without a comment are for devices and training to come: no artefact of this version returns them. */
typedef int32_t dlc_status;
enum {
  DLC_OK = 0,
  DLC_BAD_ARGUMENT = 1, /* null, wrong dtype, rank, extent, strides, alignment, device, name */
  DLC_BAD_DATA = 2,     /* a value inside an input is out of range: a label, an index */
  DLC_TOO_LARGE = 3,    /* an extent above what is reserved, or memory given that is too small */
  DLC_NO_MEMORY = 4,    /* the system gives no memory, or no threads */
  DLC_NO_DEVICE = 5,    /* no such device, or a processor that no level inside runs on */
  DLC_DEVICE_LOST = 6,
  DLC_NO_LIBRARY = 7,
  DLC_FILE = 8,      /* the system refused: open, read, write, rename */
  DLC_BAD_FILE = 9,  /* the file is not a valid checkpoint */
  DLC_MISMATCH = 10, /* another model's or version's header, options or checkpoint */
  DLC_BUSY = 11,     /* another call is running in this instance */
  DLC_SHARED = 12,
  DLC_NONFINITE = 13,
  DLC_UNSUPPORTED = 14,
  DLC_INTERNAL = 15 /* a bug of dlc: please report it */
};

/*--- Tensors --------------------------------------------------------------------------------------------------------*/

/* DLPack's DLTensor: the very type where dlpack.h was included first, elsewhere one of the same layout and names. */
#ifdef DLPACK_DLPACK_H_
typedef DLDevice dlc_device;
typedef DLDataType dlc_dtype;
typedef DLTensor dlc_tensor;
#else
typedef struct dlc_device {
  int32_t device_type; /* DLC_DEVICE_CPU */
  int32_t device_id;
} dlc_device;

typedef struct dlc_dtype {
  uint8_t code;   /* DLC_CODE_... */
  uint8_t bits;   /* of one element */
  uint16_t lanes; /* 1 */
} dlc_dtype;

typedef struct dlc_tensor {
  void *data;
  dlc_device device;
  int32_t ndim;
  dlc_dtype dtype;
  int64_t *shape;       /* ndim extents */
  int64_t *strides;     /* in elements; NULL: row-major without gaps, which is also the only layout taken */
  uint64_t byte_offset; /* of the first element, from data */
} dlc_tensor;
#endif

enum { DLC_DEVICE_CPU = 1 };

/* DLPack's codes of element types: bf16 is DLC_CODE_BFLOAT with 16 bits, bool is DLC_CODE_BOOL with 8. */
enum { DLC_CODE_INT = 0, DLC_CODE_UINT = 1, DLC_CODE_FLOAT = 2, DLC_CODE_BFLOAT = 4, DLC_CODE_BOOL = 6 };

/*--- Options --------------------------------------------------------------------------------------------------------*/

/* Start from MODEL_OPTIONS_INIT; a generic caller from DLC_OPTIONS_INIT(module->signature). Zero is the default. */
typedef struct dlc_options {
  uint64_t size;              /* sizeof(dlc_options) */
  uint64_t signature;         /* of the model this is for; another one is DLC_MISMATCH */
  const char *device;         /* "cpu" or "auto"; NULL: "auto" */
  const int64_t *reserve;     /* largest extent to be ready for, one per dim in order of declaration; 0 in it or NULL:
                                 the upper end of the dim's range, which must then have one */
  const char *const *entries; /* names of the entries to be ready for, ended by NULL; NULL: all of them */
  void *arena;                /* working memory, 64-byte aligned; NULL: mapped by create. It means nothing between
                                 calls, so instances that are never called at once may be given the same */
  uint64_t arena_bytes;       /* its size; MODEL_bytes and MODEL_ARENA_BYTES say what is needed */
  const char *weights; /* safetensors file with all parameters to begin with, by the rule of load; NULL: those inside */
  uint64_t seed;       /* of initial parameters and random operations */
  int32_t threads;     /* 0: DLC_THREADS in the environment, else the cores this process may use; 1: no pool */
  int32_t null_results; /* 1: outputs may be NULL, not wanted; the arena then has memory for all results of an entry */
} dlc_options;

#define DLC_OPTIONS_INIT(signature) {sizeof(dlc_options), (signature), NULL, NULL, NULL, NULL, 0, NULL, 0, 0, 0}

/* For MODEL_ARENA_BYTES. */
#define DLC_MAX(a, b) ((a) > (b) ? (a) : (b))

/* What an instance takes, in bytes. `parameters` and `packed` are shared by all instances that share them. */
typedef struct dlc_bytes {
  uint64_t parameters; /* canonical; stay in the artefact's file mapping until load or set replaces them */
  uint64_t packed;     /* made from parameters at create: packed and folded */
  uint64_t state;
  uint64_t arena; /* for the threads and extents of the options */
} dlc_bytes;

/* `what` of load, save and reset: an or of these. */
enum {
  DLC_PARAMETERS = 1,
  DLC_STATE = 2,
  DLC_PARTIAL = 8 /* load: missing and unknown keys are no error */
};

/*--- The module table -----------------------------------------------------------------------------------------------*/

typedef struct dlc_instance dlc_instance; /* what MODEL is to a generic caller */

typedef struct dlc_dim {
  const char *name;
  int64_t minimum;
  int64_t maximum; /* INT64_MAX: no upper end */
} dlc_dim;

/* An argument or result of an entry, or a parameter or state. */
typedef struct dlc_value {
  const char *name;     /* of a parameter or state: its key in checkpoints */
  const int64_t *shape; /* rank extents: itself, or where negative that of dim number DLC_DIM(extent) */
  dlc_dtype dtype;
  int32_t rank;
} dlc_value;

#define DLC_DIM(extent) (-1 - (extent))

typedef struct dlc_entry {
  const char *name;
  const dlc_value *arguments;
  const dlc_value *results;
  const int32_t *dims; /* dims of the arguments, in order of first appearance: what the plain form takes */
  int32_t argument_count;
  int32_t result_count;
  int32_t dim_count;
  int32_t reserved;
} dlc_entry;

/* Everything the model's header says. Only ever grows at the end; `size` says how far it goes. */
typedef struct dlc_module {
  uint64_t size;        /* of this table */
  uint32_t abi_version; /* DLC_ABI_VERSION */
  int32_t reserved;
  const char *name;         /* of the model */
  const char *compiler;     /* "dlc 0.1.0" */
  const char *hash;         /* of interface, weights and code, in hexadecimal; kept in checkpoints */
  uint64_t signature;       /* of entries, dims and tensors; kept in MODEL_OPTIONS_INIT */
  const dlc_dim *dims;      /* in order of declaration */
  const dlc_value *tensors; /* parameters, then states */
  const dlc_entry *entries;
  const char *const *levels; /* CPU levels inside, lowest first */
  int32_t dim_count;
  int32_t parameter_count;
  int32_t state_count;
  int32_t entry_count;
  int32_t level_count;
  int32_t reserved2;
  uint64_t parameter_bytes; /* as in dlc_bytes; upper bounds over all levels inside */
  uint64_t packed_bytes;
  uint64_t state_bytes;

  /* The same functions as MODEL_create and so on. */
  dlc_status (*create)(const dlc_options *options, dlc_instance **instance);
  dlc_status (*share)(dlc_instance *owner, const dlc_options *options, dlc_instance **instance);
  void (*destroy)(dlc_instance *instance);
  dlc_status (*reserve)(dlc_instance *instance, const int64_t *extents); /* one per dim; 0: as in options.reserve */
  dlc_status (*load)(dlc_instance *instance, const char *path, int32_t what);
  dlc_status (*load_memory)(dlc_instance *instance, const void *bytes, size_t size, int32_t what);
  dlc_status (*save)(dlc_instance *instance, const char *path, int32_t what);
  dlc_status (*save_memory)(dlc_instance *instance, void *bytes, size_t capacity, size_t *size, int32_t what);
  dlc_status (*get)(dlc_instance *instance, const char *key, dlc_tensor *to);
  dlc_status (*set)(dlc_instance *instance, const char *key, const dlc_tensor *from);
  dlc_status (*reset)(dlc_instance *instance, int32_t what);
  dlc_status (*seed)(dlc_instance *instance, uint64_t seed, uint64_t step);
  dlc_status (*bytes)(const dlc_options *options, dlc_bytes *bytes);
  const char *(*message)(const dlc_instance *instance); /* NULL: of create, share and bytes, in this thread */
  /* Entry number `entry`, inputs and outputs in its order; with options.null_results a NULL output is not wanted. */
  dlc_status (*run)(dlc_instance *instance, int64_t entry, const dlc_tensor *const *inputs, dlc_tensor *const *outputs);
} dlc_module;

/* The one symbol with the same name in every artefact, MODEL_module_get under a name that needs no model:
 * `((dlc_module_get_fn *)dlsym(handle, "dlc_module_get"))()`. */
typedef const dlc_module *dlc_module_get_fn(void);

#ifdef __cplusplus
}
#endif

#endif /* DLC_C_ARTIFACT_H */
