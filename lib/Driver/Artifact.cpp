//===- Artifact.cpp - Variants -> OUT.so and OUT.h -------------------------===//

#include "lib/Driver/Artifact.h"
#include "dlc/Frontend/Diagnostics.h"
#include "dlc/Target/EmitObject.h"
#include "dlc/Target/EmitPtx.h"
#include "lib/Driver/EmitHeader.h"
#include "lib/Driver/Link.h"
#include "lib/Driver/ModuleTable.h"
#include "mlir/IR/Threading.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace dlc;

/// The module with a variant's code, after the stage Target.
static ModuleOp codeOf(rt::VariantOp variant) { return *variant.getBody().getOps<ModuleOp>().begin(); }

/// Reports at the model; what dlc did wrong itself comes with exit code 3.
static Outcome report(rt::ModelOp model, llvm::Error error) {
  Outcome outcome = Outcome::ModelAtFault;
  llvm::handleAllErrors(
      std::move(error),
      [&](const LinkError &link) {
        outcome = link.internal ? Outcome::Internal : Outcome::ModelAtFault;
        dlc::emitError(UnknownLoc::get(model.getContext()), link.internal ? Code::CannotCompile : Code::CannotWrite)
            << link.text;
      },
      [&](const llvm::ErrorInfoBase &other) {
        mlir::emitError(UnknownLoc::get(model.getContext())) << other.message();
      });
  return outcome;
}

Outcome dlc::writeCode(rt::ModelOp model, Device device, Stage stage, llvm::raw_pwrite_stream &out) {
  bool isCuda = device == Device::CUDA;
  SmallVector<rt::VariantOp> variants(model.getBody().getOps<rt::VariantOp>());
  llvm::erase_if(variants, [&](rt::VariantOp variant) {
    return (variant.getTarget().getDevice() == rt::DeviceKind::CUDA) != isCuda;
  });
  if (variants.empty()) {
    model.emitError() << "has no variant for " << (isCuda ? "--target=cuda" : "--target=cpu")
                      << "; say what it was compiled for with --target=";
    return Outcome::Usage;
  }
  CodeKind kind = stage == Stage::LLVM ? CodeKind::LLVM : CodeKind::Assembly;
  for (rt::VariantOp variant : variants)
    if (failed(isCuda ? emitPtx(codeOf(variant), kind, out) : emitCode(codeOf(variant), kind, out)))
      return Outcome::Internal;
  return Outcome::Done;
}

/// The hash of everything that determines results: interface, initial values and object code. `weights` has hashed the
/// bytes of the weights section.
static std::string hashOf(const Signature &signature, ArrayRef<InitialValue> values, llvm::BLAKE3 &weights,
                          ArrayRef<SmallVector<char, 0>> code) {
  llvm::BLAKE3 hash;
  auto add = [&](StringRef bytes) {
    uint64_t size = bytes.size();
    hash.update(StringRef(reinterpret_cast<const char *>(&size), sizeof size));
    hash.update(bytes);
  };
  add(signature.interface);
  for (const InitialValue &value : values)
    add(llvm::formatv("{0} {1} {2} {3} {4}", value.init, llvm::bit_cast<uint64_t>(value.p0),
                      llvm::bit_cast<uint64_t>(value.p1), value.stream, value.offset)
            .str());
  add(llvm::toHex(weights.final()));
  for (size_t i = 0; i < signature.levels.size(); ++i) {
    rt::VariantOp level = signature.levels[i];
    add(level.getTarget().getArch());
    add({code[i].data(), code[i].size()});
  }
  return llvm::toHex(hash.final(), /*LowerCase=*/true);
}

/// Writes the weights, then the objects: one per level, each in an LLVM context of its own, and the table last, which
/// has the hash of all.
static Outcome emitObjects(rt::ModelOp model, const Signature &signature, const Weights &weights, StringRef weightsFile,
                           StringRef folder, std::vector<SmallVector<char, 0>> &objects) {
  llvm::BLAKE3 hash;
  if (!weightsFile.empty() && failed(weights.write(weightsFile, folder, hash)))
    return Outcome::ModelAtFault;
  size_t levels = signature.levels.size();
  objects.resize(levels + 1);
  LogicalResult emitted = failableParallelForEachN(model.getContext(), 0, levels, [&](size_t i) {
    llvm::raw_svector_ostream out(objects[i]);
    return emitCode(codeOf(signature.levels[i]), CodeKind::Object, out);
  });
  if (failed(emitted))
    return Outcome::Internal;
  llvm::raw_svector_ostream out(objects.back());
  std::string whole = hashOf(signature, weights.values(), hash, objects);
  return failed(emitModuleTable(model, signature, weights, whole, out)) ? Outcome::Internal : Outcome::Done;
}

Outcome dlc::writeArtifact(rt::ModelOp model, const CompileOptions &options, StringRef output, StringRef folder) {
  Signature signature = Signature::of(model);
  Weights weights(model);
  auto temporary = TemporaryFolder::besides(output);
  if (!temporary)
    return report(model, temporary.takeError());
  if (auto own = model->getAttrOfType<StringAttr>("rt.folder"))
    folder = own;
  std::string weightsFile = weights.size() > 0 ? temporary->file("weights.o") : "";
  std::vector<SmallVector<char, 0>> objects;
  Outcome outcome = emitObjects(model, signature, weights, weightsFile, folder, objects);
  if (outcome != Outcome::Done)
    return outcome;

  SmallVector<StringRef> bytes;
  for (const SmallVector<char, 0> &object : objects)
    bytes.emplace_back(object.data(), object.size());
  SmallVector<std::string> exports = signature.exports();
  LinkInputs inputs{bytes, weightsFile, exports};
  StringRef soname = options.soname.empty() ? llvm::sys::path::filename(output) : StringRef(options.soname);
  llvm::Error error = options.emit == Stage::Object ? linkObject(inputs, *temporary, output)
                                                    : linkSharedLibrary(inputs, soname, *temporary, output);
  std::string text;
  llvm::raw_string_ostream header(text);
  emitHeader(signature, header);
  SmallString<128> headerPath(output);
  llvm::sys::path::replace_extension(headerPath, ".h");
  if (!error)
    error = writeWhole(headerPath, text, *temporary);
  return error ? report(model, std::move(error)) : Outcome::Done;
}
