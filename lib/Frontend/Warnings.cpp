//===- Warnings.cpp - Which warnings there are, and what -W says of them ------===//

#include "dlc/Frontend/Warnings.h"
#include "llvm/ADT/StringExtras.h"

using namespace dlc;
using namespace mlir;

static constexpr std::pair<StringLiteral, StringLiteral> catalogue[] = {
#define DLC_DIAGNOSTIC(CODE, NAME, TITLE, HELP) {#CODE, #NAME},
#include "dlc/Frontend/Diagnostics.def"
};

/// `unused-parameter` of UnusedParameter.
static std::string optionName(StringRef name) {
  std::string text;
  for (char c : name) {
    if (llvm::isUpper(c) && !text.empty())
      text += '-';
    text += llvm::toLower(c);
  }
  return text;
}

static std::vector<std::pair<std::string, Code>> allWarnings() {
  std::vector<std::pair<std::string, Code>> all;
  for (auto [index, entry] : llvm::enumerate(catalogue))
    if (entry.first.starts_with("W"))
      all.emplace_back(optionName(entry.second), Code(index));
  return all;
}

WarningOptions::WarningOptions() {
  for (auto &[name, code] : allWarnings())
    shown.insert(code);
}

std::string WarningOptions::apply(StringRef text) {
  StringRef rest = text;
  bool no = rest.consume_front("no-");
  bool error = rest == "error" || rest.consume_front("error=");
  StringRef name = rest == "error" ? "all" : rest;
  bool isAll = name == "all" && (!error || rest == "error");
  bool found = false;
  std::string names;
  for (auto &[option, code] : allWarnings()) {
    names += (names.empty() ? "" : ", ") + option;
    if (!isAll && name != option)
      continue;
    found = true;
    std::set<Code> &set = error ? errors : shown;
    no ? void(set.erase(code)) : void(set.insert(code));
    // `-Werror=NAME` also wants to see it.
    if (error && !no && !isAll)
      shown.insert(code);
  }
  return found ? ""
               : ("-W" + text +
                  ": unknown warning; expected [no-]NAME, [no-]error=NAME, [no-]error or [no-]all, "
                  "where NAME is one of " +
                  names)
                     .str();
}

InFlightDiagnostic WarningOptions::emit(Location location, Code code) const {
  if (errors.count(code))
    return dlc::emitError(location, code);
  return mlir::emitWarning(location) << stringifyCode(code) << ": ";
}
