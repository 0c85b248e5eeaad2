//===- EmitHeader.cpp - OUT.h -----------------------------------------------===//

#include "lib/Driver/EmitHeader.h"
#include "dlc-c/Artifact.h"
#include "dlc/Driver/EmbeddedFiles.h"
#include "dlc/Frontend/HeaderNames.h"
#include "lib/Driver/ArenaExpression.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"

using namespace dlc;
using llvm::ArrayRef;
using llvm::StringRef;

namespace {

class HeaderWriter {
public:
  HeaderWriter(const Signature &signature, llvm::raw_ostream &out)
      : signature(signature), out(out), upper(StringRef(signature.name).upper()) {}

  void write();

private:
  const Signature &signature;
  llvm::raw_ostream &out;
  std::string upper; // prefix of macros

  std::string typeOf(const TensorInfo &value) { return elementType(value.type.getElementType()).c; }

  /// "float x[batch][64]", for people
  std::string describe(const TensorInfo &value) {
    std::string text = value.name;
    for (int64_t extent : value.shape)
      text += "[" + (extent < 0 ? signature.dims[DLC_DIM(extent)].name : std::to_string(extent)) + "]";
    return text;
  }

  void writeMacros();
  void writeCommon();
  void writeChecked();
  void writeEntry(const EntryInfo &entry);
  std::string arenaBytes();
};

} // namespace

/// The largest of some expressions of C, itself one.
static std::string maximum(ArrayRef<std::string> terms) {
  if (terms.size() == 1)
    return terms[0];
  size_t half = terms.size() / 2; // a term appears twice per level
  return "DLC_MAX(" + maximum(terms.take_front(half)) + ", " + maximum(terms.drop_front(half)) + ")";
}

/// Bytes of the arena: the most over all levels of what an entry needs and the scratch of each thread.
std::string HeaderWriter::arenaBytes() {
  llvm::SmallMapVector<mlir::AffineExpr, int64_t, 4> scratchOf; // of the levels with that sum
  for (rt::VariantOp variant : signature.levels) {
    int64_t scratch = 0;
    for (rt::CompiledOp program : variant.getBody().getOps<rt::CompiledOp>())
      scratch = std::max<int64_t>(scratch, align64(program.getScratch()));
    for (rt::CompiledOp program : variant.getBody().getOps<rt::CompiledOp>())
      if (program.getSymName() != "prepare")
        for (mlir::AffineExpr sum : program.getArena().getResults()) {
          int64_t &most = scratchOf[sum];
          most = std::max(most, scratch);
        }
  }
  std::vector<std::string> names, terms;
  for (const DimInfo &dim : signature.dims)
    names.push_back(parameterOf(dim.name));
  for (auto [sum, scratch] : scratchOf)
    terms.push_back(printArenaSum(sum, names) + " + (int64_t)(threads) * " + std::to_string(scratch));
  return terms.empty() ? "0" : maximum(terms);
}

void HeaderWriter::writeMacros() {
  out << "/* Start of dlc_options for this model. */\n#define " << upper << "_OPTIONS_INIT DLC_OPTIONS_INIT(UINT64_C("
      << llvm::format_hex(signature.value, 18) << "))\n\n";
  out << "/* Upper bounds in bytes over all CPU levels inside; " << signature.name << "_bytes is exact. */\n";
  out << "#define " << upper << "_PARAMETER_BYTES UINT64_C(" << signature.parameterBytes << ")\n";
  out << "#define " << upper << "_PACKED_BYTES UINT64_C(" << signature.packedBytes << ")\n";
  out << "#define " << upper << "_STATE_BYTES UINT64_C(" << signature.stateBytes << ")\n";

  out << "/* Without options.null_results. */\n#define " << upper << "_ARENA_BYTES(threads";
  for (const DimInfo &dim : signature.dims)
    out << ", " << parameterOf(dim.name);
  out << ") \\\n  ((uint64_t)(" << arenaBytes() << "))\n";
}

void HeaderWriter::writeCommon() {
  const std::string &m = signature.name;
  out << "typedef struct " << m << " " << m << "; /* one instance: state, arena, shared parameters */\n\n"
      << "/* options: NULL for the defaults. Instances may be destroyed in any order. */\n"
      << "dlc_status " << m << "_create(const dlc_options *options, " << m << " **instance);\n"
      << "/* The same parameters, a state and an arena of its own. */\n"
      << "dlc_status " << m << "_share(" << m << " *owner, const dlc_options *options, " << m << " **instance);\n"
      << "void " << m << "_destroy(" << m << " *instance);\n\n"
      << "/* The largest extents to be ready for; entries never allocate. */\n"
      << "dlc_status " << m << "_reserve(" << m << " *instance";
  for (const DimInfo &dim : signature.dims)
    out << ", int64_t " << parameterOf(dim.name);
  out << ");\n\n"
      << "/* Checkpoints are safetensors; what: DLC_PARAMETERS | DLC_STATE, DLC_PARTIAL. All or nothing. */\n"
      << "dlc_status " << m << "_load(" << m << " *instance, const char *path, int32_t what);\n"
      << "dlc_status " << m << "_load_memory(" << m << " *instance, const void *bytes, size_t size, int32_t what);\n"
      << "dlc_status " << m << "_save(" << m << " *instance, const char *path, int32_t what);\n"
      << "dlc_status " << m << "_save_memory(" << m << " *instance, void *bytes, size_t capacity, size_t *size,\n"
      << "    int32_t what);\n\n"
      << "/* Copies one tensor of a checkpoint by its key. */\n"
      << "dlc_status " << m << "_get(" << m << " *instance, const char *key, dlc_tensor *to);\n"
      << "dlc_status " << m << "_set(" << m << " *instance, const char *key, const dlc_tensor *from);\n\n"
      << "dlc_status " << m << "_reset(" << m << " *instance, int32_t what); /* as after create */\n"
      << "dlc_status " << m << "_seed(" << m << " *instance, uint64_t seed, uint64_t step);\n"
      << "dlc_status " << m << "_bytes(const dlc_options *options, dlc_bytes *bytes);\n"
      << "/* What went wrong last; NULL: in create, share and bytes, on this thread. */\n"
      << "const char *" << m << "_message(const " << m << " *instance);\n";
}

/// The exported functions cannot know by which header they are called: without options they take the defaults. So the
/// header's own names pass its signature in every call. They are macros without arguments, so that a function pointer
/// made of them checks too.
void HeaderWriter::writeChecked() {
  const std::string &m = signature.name;
  auto checked = [&](StringRef function, StringRef before, const std::string &after, StringRef call) {
    out << "static inline dlc_status " << m << "_" << function << "_checked(" << before
        << "const dlc_options *options_, " << after << ") {\n  const dlc_options defaults_ = " << upper
        << "_OPTIONS_INIT;\n  return " << m << "_" << function << "(" << call << ");\n}\n";
  };
  out << "\n/* A library of another version than this header's is DLC_MISMATCH, also without options. */\n";
  checked("create", "", m + " **instance_", "options_ ? options_ : &defaults_, instance_");
  checked("share", m + " *owner_, ", m + " **instance_", "owner_, options_ ? options_ : &defaults_, instance_");
  checked("bytes", "", "dlc_bytes *bytes_", "options_ ? options_ : &defaults_, bytes_");
  for (StringRef function : {"create", "share", "bytes"})
    out << "#define " << m << "_" << function << " " << m << "_" << function << "_checked\n";
}

void HeaderWriter::writeEntry(const EntryInfo &entry) {
  const std::string &m = signature.name;
  auto list = [&](ArrayRef<TensorInfo> values) {
    llvm::interleaveComma(values, out,
                          [&](const TensorInfo &value) { out << typeOf(value) << " " << describe(value); });
  };
  out << "\n/* " << entry.name << ": (";
  list(entry.arguments);
  out << ") -> (";
  list(entry.results);
  out << ")\n   With options.null_results outputs may be NULL: not wanted. */\n";
  out << "dlc_status " << m << "_" << entry.name << "(" << m << " *instance";
  for (const TensorInfo &argument : entry.arguments)
    if (argument.type.getRank() == 0)
      out << ", " << typeOf(argument) << " " << parameterOf(argument.name);
    else
      out << ", const " << typeOf(argument) << " *" << parameterOf(argument.name);
  for (unsigned dim : entry.dims)
    out << ", int64_t " << parameterOf(signature.dims[dim].name);
  for (const TensorInfo &result : entry.results)
    out << ", " << typeOf(result) << " *" << parameterOf(result.name);
  out << ");\ndlc_status " << m << "_" << entry.name << "_dl(" << m << " *instance";
  for (const TensorInfo &argument : entry.arguments)
    out << ", const dlc_tensor *" << parameterOf(argument.name);
  for (const TensorInfo &result : entry.results)
    out << ", dlc_tensor *" << parameterOf(result.name);
  out << ");\n";
}

void HeaderWriter::write() {
  out << "/* " << signature.name
      << ".h - generated by dlc. This header and the library are all an application needs. */\n"
      << artifactHeader() << "\n#ifndef DLC_MODEL_" << upper << "_H\n#define DLC_MODEL_" << upper
      << "_H\n\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n";
  writeMacros();
  out << "\n";
  writeCommon();
  writeChecked();
  for (const EntryInfo &entry : signature.entries)
    writeEntry(entry);
  out << "\n/* The table for callers that know no model: names, shapes, memory, functions. */\n"
      << "const dlc_module *" << signature.name << "_module_get(void);\n"
      << "/* The same of whichever artefact the program finds first; for those who look it up in one library. */\n"
      << "const dlc_module *dlc_module_get(void);\n"
      << "\n#ifdef __cplusplus\n}\n#endif\n\n#endif /* DLC_MODEL_" << upper << "_H */\n";
}

void dlc::emitHeader(const Signature &signature, llvm::raw_ostream &out) { HeaderWriter(signature, out).write(); }
