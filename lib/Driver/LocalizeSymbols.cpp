//===- LocalizeSymbols.cpp - Keep an object's inner symbols to itself -------===//
//
// What `objcopy --keep-global-symbols` does. ELF wants local symbols first in the table, so symbols change their
// numbers and every relocation names the new one. There are no section groups, which also name symbols: the linker
// dissolved them.
//
//===----------------------------------------------------------------------===//

#include "lib/Driver/LocalizeSymbols.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Object/ELFTypes.h"
#include "llvm/Support/FileSystem.h"

using namespace llvm;

namespace {

using Elf = object::ELF64LE;

class Object {
public:
  explicit Object(char *bytes) : bytes(bytes), header(*reinterpret_cast<Elf::Ehdr *>(bytes)) {}

  void localize(const StringSet<> &exports);

private:
  char *bytes;
  Elf::Ehdr &header;

  template <class T>
  MutableArrayRef<T> contents(const Elf::Shdr &section) {
    return {reinterpret_cast<T *>(bytes + section.sh_offset), size_t(section.sh_size / sizeof(T))};
  }
  MutableArrayRef<Elf::Shdr> sections() {
    return {reinterpret_cast<Elf::Shdr *>(bytes + header.e_shoff), size_t(header.e_shnum)};
  }
  std::vector<uint32_t> sortSymbols(Elf::Shdr &table, const StringSet<> &exports);
};

} // namespace

/// Returns the new number of each symbol.
std::vector<uint32_t> Object::sortSymbols(Elf::Shdr &table, const StringSet<> &exports) {
  const char *names = bytes + sections()[table.sh_link].sh_offset;
  MutableArrayRef<Elf::Sym> symbols = contents<Elf::Sym>(table);
  for (Elf::Sym &symbol : symbols)
    if (symbol.st_shndx != ELF::SHN_UNDEF && !exports.contains(names + symbol.st_name)) {
      symbol.setBinding(ELF::STB_LOCAL);
      symbol.setVisibility(ELF::STV_DEFAULT);
    }
  std::vector<Elf::Sym> sorted;
  std::vector<uint32_t> numbers(symbols.size());
  for (bool local : {true, false}) {
    for (auto [i, symbol] : enumerate(symbols))
      if ((symbol.getBinding() == ELF::STB_LOCAL) == local) {
        numbers[i] = sorted.size();
        sorted.push_back(symbol);
      }
    if (local)
      table.sh_info = sorted.size();
  }
  copy(sorted, symbols.begin());
  return numbers;
}

void Object::localize(const StringSet<> &exports) {
  for (Elf::Shdr &table : sections()) {
    if (table.sh_type != ELF::SHT_SYMTAB)
      continue;
    std::vector<uint32_t> numbers = sortSymbols(table, exports);
    for (Elf::Shdr &section : sections())
      if (section.sh_type == ELF::SHT_RELA)
        for (Elf::Rela &relocation : contents<Elf::Rela>(section))
          relocation.setSymbol(numbers[relocation.getSymbol(false)], false);
  }
}

Error dlc::localizeSymbols(StringRef path, ArrayRef<std::string> exports) {
  StringSet<> kept;
  for (const std::string &name : exports)
    kept.insert(name);
  auto file = sys::fs::openNativeFileForReadWrite(path, sys::fs::CD_OpenExisting, sys::fs::OF_None);
  if (!file)
    return file.takeError();
  uint64_t size = 0;
  std::error_code error = sys::fs::file_size(path, size);
  if (!error) {
    sys::fs::mapped_file_region region(*file, sys::fs::mapped_file_region::readwrite, size, 0, error);
    if (!error)
      Object(region.data()).localize(kept);
  }
  (void)sys::fs::closeFile(*file);
  return errorCodeToError(error);
}
