//===- Artifact.cpp - Variants -> OUT.so and OUT.h -------------------------===//

#include "lib/Driver/Artifact.h"
#include "dlc/Frontend/Diagnostics.h"
#include "dlc/Target/EmitObject.h"
#include "dlc/Target/EmitPtx.h"
#include "lib/Driver/EmitHeader.h"
#include "lib/Driver/Link.h"
#include "lib/Driver/ModuleTable.h"
#include "mlir/IR/Threading.h"
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
  CodeKind kind = stage == Stage::LLVM     ? CodeKind::LLVM
                  : stage == Stage::Object ? CodeKind::Object
                                           : CodeKind::Assembly;
  if (kind == CodeKind::Object && variants.size() != 1) {
    model.emitError() << "has " << variants.size() << " levels and so as many objects; choose one with --cpu=";
    return Outcome::Usage;
  }
  for (rt::VariantOp variant : variants)
    if (failed(isCuda ? emitPtx(codeOf(variant), kind, out) : emitCode(codeOf(variant), kind, out)))
      return Outcome::Internal;
  return Outcome::Done;
}

Outcome dlc::writeArtifact(rt::ModelOp model, StringRef output, StringRef folder) {
  Signature signature = Signature::of(model);
  Weights weights(model);
  auto temporary = TemporaryFolder::besides(output);
  if (!temporary)
    return report(model, temporary.takeError());

  // One object per level, each in an LLVM context of its own; the table last.
  size_t levels = signature.levels.size();
  std::vector<SmallVector<char, 0>> objects(levels + 1);
  LogicalResult emitted = failableParallelForEachN(model.getContext(), 0, levels + 1, [&](size_t i) {
    llvm::raw_svector_ostream out(objects[i]);
    return i < levels ? emitCode(codeOf(signature.levels[i]), CodeKind::Object, out)
                      : emitModuleTable(model, signature, weights, out);
  });
  if (failed(emitted))
    return Outcome::Internal;

  std::string weightsFile;
  if (auto own = model->getAttrOfType<StringAttr>("rt.folder"))
    folder = own;
  if (weights.size() > 0) {
    weightsFile = temporary->file("weights.o");
    if (failed(weights.write(weightsFile, folder)))
      return Outcome::ModelAtFault;
  }
  std::string text;
  llvm::raw_string_ostream header(text);
  emitHeader(signature, header);
  SmallString<128> headerPath(output);
  llvm::sys::path::replace_extension(headerPath, ".h");

  SmallVector<StringRef> bytes;
  for (const SmallVector<char, 0> &object : objects)
    bytes.emplace_back(object.data(), object.size());
  llvm::Error error = linkSharedLibrary(bytes, weightsFile, signature.exports(), *temporary, output);
  if (!error)
    error = writeWhole(headerPath, text, *temporary);
  return error ? report(model, std::move(error)) : Outcome::Done;
}
