//===- Weights.cpp - Initial values of parameters and state ----------------===//
//
// The object is written by hand: a section of the large code model (over 2 GiB of .rodata cannot be linked) whose bytes
// stream from the model's files, and one symbol at its start.
//
//===----------------------------------------------------------------------===//

#include "lib/Driver/Weights.h"
#include "dlc/Frontend/Diagnostics.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Object/ELFTypes.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace dlc;

namespace {
enum : int32_t {
#define DLC_ABI_INIT(name, value) init_##name = value,
#include "dlc-c/Abi.def"
};
} // namespace

static int32_t initOf(rt::InitKind kind) {
  switch (kind) {
  case rt::InitKind::Constant:
    return init_constant;
  case rt::InitKind::Uniform:
    return init_uniform;
  case rt::InitKind::Normal:
    return init_normal;
  case rt::InitKind::TruncatedNormal:
    return init_truncated_normal;
  }
  llvm_unreachable("all kinds are above");
}

/// The value of a splat, where an f64 holds it exactly.
static std::optional<double> splatOf(DenseElementsAttr elements) {
  if (!elements.isSplat())
    return std::nullopt;
  if (auto value = dyn_cast<FloatAttr>(elements.getSplatValue<Attribute>()))
    return value.getValueAsDouble();
  const APInt value = elements.getSplatValue<APInt>();
  if (value.getBitWidth() == 1)
    return value.getZExtValue();
  double number = value.getSExtValue();
  if (std::abs(number) < 0x1p53)
    return number;
  return std::nullopt;
}

Weights::Weights(rt::ModelOp model) {
  auto add = [&](auto op) {
    InitialValue value{op, init_data, 0, 0, int32_t(op.getStream()), 0, 0, op.getInitial()};
    auto type = cast<RankedTensorType>(op.getType());
    value.bytes = type.getNumElements() * llvm::divideCeil(type.getElementTypeBitWidth(), 8);
    if (auto rule = dyn_cast<rt::InitAttr>(value.source)) {
      value.init = initOf(rule.getKind());
      value.p0 = rule.getA().getValueAsDouble();
      value.p1 = rule.getB().getValueAsDouble();
    } else if (auto elements = dyn_cast<DenseElementsAttr>(value.source)) {
      if (std::optional<double> splat = splatOf(elements)) {
        value.init = init_constant;
        value.p0 = *splat;
      }
    }
    if (value.init == init_data) {
      value.offset = bytes;
      bytes = llvm::alignTo(bytes + value.bytes, 64);
    } else {
      value.source = nullptr;
    }
    tensors.push_back(value);
  };
  for (rt::ParameterOp op : model.getBody().getOps<rt::ParameterOp>())
    add(op);
  for (rt::StateOp op : model.getBody().getOps<rt::StateOp>())
    add(op);
}

using Sink = llvm::function_ref<void(StringRef)>;

/// Copies the file's range to the sink, piece by piece.
static LogicalResult copyFile(const InitialValue &value, rt::FileAttr file, StringRef folder, Sink sink) {
  SmallString<128> path(file.getPath());
  llvm::sys::path::make_absolute(folder, path);
  auto handle = llvm::sys::fs::openNativeFileForRead(path);
  if (!handle)
    return dlc::emitError(value.op->getLoc(), Code::CannotReadWeights)
           << "cannot open '" << path << "': " << llvm::toString(handle.takeError());
  std::vector<char> buffer(1 << 20);
  uint64_t offset = file.getOffset(), left = file.getBytes();
  while (left > 0) {
    MutableArrayRef<char> chunk(buffer.data(), std::min<uint64_t>(left, buffer.size()));
    auto count = llvm::sys::fs::readNativeFileSlice(*handle, chunk, offset);
    if (!count || *count == 0) {
      std::string reason = count ? "it ends there" : llvm::toString(count.takeError());
      (void)llvm::sys::fs::closeFile(*handle);
      return dlc::emitError(value.op->getLoc(), Code::CannotReadWeights)
             << "cannot read " << left << " bytes at " << offset << " of '" << path << "': " << reason;
    }
    sink({chunk.data(), *count});
    offset += *count;
    left -= *count;
  }
  (void)llvm::sys::fs::closeFile(*handle);
  return success();
}

static void copyElements(DenseElementsAttr elements, Sink sink) {
  ArrayRef<char> raw = elements.getRawData();
  if (elements.getElementType().isInteger(1)) { // bits in the attribute, bytes in the artefact
    for (bool value : elements.getValues<bool>())
      sink(value ? StringRef("\1", 1) : StringRef("\0", 1));
    return;
  }
  for (int64_t i = 0, copies = elements.isSplat() ? elements.getNumElements() : 1; i < copies; ++i)
    sink({raw.data(), raw.size()});
}

namespace {

using Elf = llvm::object::ELF64LE;

/// Where the parts of the object are.
struct Layout {
  static constexpr char sectionNames[] = "\0.lrodata\0.symtab\0.strtab\0.note.GNU-stack";
  std::string symbolNames;
  uint64_t bytes; // of the section
  uint64_t dataAt, symbolsAt, symbolNamesAt, sectionNamesAt, sectionsAt;

  explicit Layout(uint64_t bytes) : symbolNames(1, '\0'), bytes(bytes) {
    symbolNames += Weights::symbol;
    symbolNames += '\0';
    dataAt = sizeof(Elf::Ehdr);
    symbolsAt = dataAt + llvm::alignTo(bytes, 64);
    symbolNamesAt = symbolsAt + 2 * sizeof(Elf::Sym);
    sectionNamesAt = symbolNamesAt + symbolNames.size();
    sectionsAt = llvm::alignTo(sectionNamesAt + sizeof sectionNames, 8);
  }
  void writeHeader(raw_ostream &out) const;
  void writeSymbols(raw_ostream &out) const;
  void writeSections(raw_ostream &out) const;
};

} // namespace

void Layout::writeHeader(raw_ostream &out) const {
  using namespace llvm::ELF;
  Elf::Ehdr header = {};
  memcpy(header.e_ident, "\177ELF\2\1\1", 7);
  header.e_type = ET_REL;
  header.e_machine = EM_X86_64;
  header.e_version = EV_CURRENT;
  header.e_shoff = sectionsAt;
  header.e_ehsize = sizeof header;
  header.e_shentsize = sizeof(Elf::Shdr);
  header.e_shnum = 6;
  header.e_shstrndx = 4;
  out.write(reinterpret_cast<const char *>(&header), sizeof header);
}

void Layout::writeSymbols(raw_ostream &out) const {
  using namespace llvm::ELF;
  Elf::Sym symbols[2] = {};
  symbols[1].st_name = 1;
  symbols[1].setBindingAndType(STB_GLOBAL, STT_OBJECT);
  symbols[1].setVisibility(STV_HIDDEN);
  symbols[1].st_shndx = 1;
  symbols[1].st_size = bytes;
  out.write(reinterpret_cast<const char *>(symbols), sizeof symbols);
  out << symbolNames;
  out.write(sectionNames, sizeof sectionNames);
}

void Layout::writeSections(raw_ostream &out) const {
  using namespace llvm::ELF;
  Elf::Shdr sections[6] = {};
  auto section = [&](unsigned i, StringRef name, unsigned type, uint64_t offset, uint64_t size, unsigned align) {
    sections[i].sh_name = StringRef(sectionNames, sizeof sectionNames).find(name);
    sections[i].sh_type = type;
    sections[i].sh_offset = offset;
    sections[i].sh_size = size;
    sections[i].sh_addralign = align;
  };
  section(1, ".lrodata", SHT_PROGBITS, dataAt, bytes, 64);
  sections[1].sh_flags = SHF_ALLOC | SHF_X86_64_LARGE;
  section(2, ".symtab", SHT_SYMTAB, symbolsAt, 2 * sizeof(Elf::Sym), 8);
  sections[2].sh_link = 3;
  sections[2].sh_info = 1;
  sections[2].sh_entsize = sizeof(Elf::Sym);
  section(3, ".strtab", SHT_STRTAB, symbolNamesAt, symbolNames.size(), 1);
  section(4, ".strtab", SHT_STRTAB, sectionNamesAt, sizeof sectionNames, 1);
  section(5, ".note.GNU-stack", SHT_PROGBITS, sectionsAt, 0, 1);
  out.write(reinterpret_cast<const char *>(sections), sizeof sections);
}

LogicalResult Weights::write(StringRef path, StringRef folder, llvm::BLAKE3 &hash) const {
  Layout layout(bytes);
  auto fail = [&](const std::error_code &error) {
    return dlc::emitError(UnknownLoc::get(tensors[0].op->getContext()), Code::CannotWrite)
           << "cannot write '" << path << "': " << error.message();
  };
  std::error_code error;
  llvm::raw_fd_ostream out(path, error);
  if (error)
    return fail(error);
  layout.writeHeader(out);
  auto sink = [&](StringRef bytes) {
    out << bytes;
    hash.update(bytes);
  };
  for (const InitialValue &value : tensors) {
    if (!value.source)
      continue;
    out.write_zeros(layout.dataAt + value.offset - out.tell());
    if (auto file = dyn_cast<rt::FileAttr>(value.source)) {
      if (failed(copyFile(value, file, folder, sink))) {
        out.clear_error();
        return failure();
      }
    } else {
      copyElements(cast<DenseElementsAttr>(value.source), sink);
    }
  }
  out.write_zeros(layout.symbolsAt - out.tell());
  layout.writeSymbols(out);
  out.write_zeros(layout.sectionsAt - out.tell());
  layout.writeSections(out);
  out.close();
  error = out.error();
  out.clear_error();
  return error ? LogicalResult(fail(error)) : success();
}
