//===- Depfile.cpp - The files that an artefact is made of, for build systems ===//

#include "lib/Driver/Depfile.h"
#include "lib/Driver/Weights.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace dlc;

/// A file name as make reads it.
static std::string escaped(StringRef path) {
  std::string text;
  for (char c : path) {
    if (c == ' ' || c == '#')
      text += '\\';
    if (c == '$')
      text += '$';
    text += c;
  }
  return text;
}

std::string dlc::depfileText(ArrayRef<std::string> outputs, StringRef model, ArrayRef<rt::ModelOp> models,
                             StringRef folder) {
  std::vector<std::string> inputs{model.str()};
  for (rt::ModelOp op : models) {
    auto own = op->getAttrOfType<StringAttr>("rt.folder"); // of a model that an earlier run printed
    for (const InitialValue &value : Weights(op).values())
      if (auto file = dyn_cast_or_null<rt::FileAttr>(value.source)) {
        SmallString<128> path(file.getPath());
        llvm::sys::path::make_absolute(own ? own.getValue() : folder, path);
        if (!llvm::is_contained(inputs, path.str()))
          inputs.emplace_back(path);
      }
  }
  std::string text;
  for (const std::string &output : outputs)
    text += (text.empty() ? "" : " ") + escaped(output);
  text += ":";
  for (const std::string &input : inputs)
    text += " \\\n  " + escaped(input);
  return text + "\n";
}
