//===- HeaderNames.cpp - What things of a model are called in C --------------===//

#include "dlc/Frontend/HeaderNames.h"
#include "llvm/ADT/StringExtras.h"

std::string dlc::identifierOf(llvm::StringRef name) {
  std::string identifier = name.str();
  for (char &c : identifier)
    c = llvm::isAlnum(c) ? c : '_';
  return !name.empty() && llvm::isDigit(name[0]) ? "_" + identifier : identifier;
}

llvm::ArrayRef<const char *> dlc::commonFunctions() {
  static const char *const names[] = {"create",      "share", "destroy", "reserve", "load", "load_memory", "save",
                                      "save_memory", "get",   "set",     "reset",   "seed", "bytes",       "message"};
  return names;
}
