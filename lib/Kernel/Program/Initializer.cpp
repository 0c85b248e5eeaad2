//===- Initializer.cpp - Initial values of parameters and state -----------===//

#include "lib/Kernel/Program/Initializer.h"

#include "dialects/rt/Rt.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <cmath>

using namespace mlir;
using namespace dlc;

Initializers::Initializers(ModelOp model) {
  if (auto file = model.getLoc()->findInstanceOf<FileLineColLoc>())
    modelFolder = llvm::sys::path::parent_path(file.getFilename().getValue()).str();
}

static Attribute makeInit(MLIRContext *context, rt::InitKind kind, double a, double b) {
  Builder builder(context);
  return rt::InitAttr::get(context, kind, builder.getF64FloatAttr(a), builder.getF64FloatAttr(b));
}

FailureOr<Attribute> Initializers::convert(Operation *op, RankedTensorType type, Attribute initial) {
  MLIRContext *context = op->getContext();
  if (isa<DenseElementsAttr>(initial))
    return initial;
  if (isa<ZerosAttr>(initial))
    return makeInit(context, rt::InitKind::Constant, 0, 0);
  if (isa<OnesAttr>(initial))
    return makeInit(context, rt::InitKind::Constant, 1, 0);
  if (auto fill = dyn_cast<FillAttr>(initial))
    return makeInit(context, rt::InitKind::Constant, fill.getValue().getValueAsDouble(), 0);
  if (auto random = dyn_cast<RandomAttr>(initial))
    return convertRandom(op, type, random);
  if (auto external = dyn_cast<ExternalAttr>(initial))
    return convertExternal(op, type, external);
  return op->emitError("initial value ") << initial << " is no initialiser";
}

//===----------------------------------------------------------------------===//
// Random
//===----------------------------------------------------------------------===//

/// Variances as torch.nn.init has them, for gain sqrt(2) (kaiming, relu) and 1
/// (xavier): https://pytorch.org/docs/stable/nn.init.html. A uniform
/// distribution on [-b, b) has variance b^2 / 3.
FailureOr<Attribute> Initializers::convertRandom(Operation *op, RankedTensorType type, RandomAttr random) {
  MLIRContext *context = op->getContext();
  Distribution family = random.getFamily();
  if (random.getA()) {
    auto kind = family == Distribution::Uniform  ? rt::InitKind::Uniform
                : family == Distribution::Normal ? rt::InitKind::Normal
                                                 : rt::InitKind::TruncatedNormal;
    return makeInit(context, kind, random.getA().getValueAsDouble(), random.getB().getValueAsDouble());
  }
  if (type.getNumElements() == 0)
    return makeInit(context, rt::InitKind::Constant, 0, 0);
  // Rows are outputs: [out, in] of linear, [out, in / groups, h, w] of conv2d.
  double fanIn = double(type.getNumElements()) / type.getDimSize(0);
  double fanOut = double(type.getNumElements()) / type.getDimSize(1);
  bool isKaiming = family == Distribution::KaimingUniform || family == Distribution::KaimingNormal;
  double variance = 2 / (isKaiming ? fanIn : fanIn + fanOut);
  if (family == Distribution::KaimingUniform || family == Distribution::XavierUniform)
    return makeInit(context, rt::InitKind::Uniform, -std::sqrt(3 * variance), std::sqrt(3 * variance));
  return makeInit(context, rt::InitKind::Normal, 0, std::sqrt(variance));
}

//===----------------------------------------------------------------------===//
// Safetensors
//===----------------------------------------------------------------------===//

/// Null, or what is wrong with a path: it must stay in the folder of the model,
/// whatever links are on the way, and name a regular file.
static const char *pathProblem(StringRef folder, StringRef path, StringRef full) {
  if (path.empty() || path.contains('\0') || llvm::sys::path::is_absolute(path))
    return "expected a path relative to the folder of the model";
  for (auto part = llvm::sys::path::begin(path), end = llvm::sys::path::end(path); part != end; ++part)
    if (*part == "..")
      return "expected a path that does not leave the folder of the model";
  llvm::sys::fs::file_status status;
  if (llvm::sys::fs::status(full, status))
    return "there is no such file in the folder of the model";
  if (!llvm::sys::fs::is_regular_file(status))
    return "expected a regular file";
  SmallString<256> realFolder, realFile;
  if (llvm::sys::fs::real_path(folder.empty() ? "." : folder, realFolder) || llvm::sys::fs::real_path(full, realFile))
    return "the path cannot be resolved";
  if (realFolder != "/")
    realFolder += "/";
  if (!StringRef(realFile).starts_with(realFolder))
    return "a link leads out of the folder of the model";
  return nullptr;
}

const Initializers::WeightsFile *Initializers::open(Operation *op, StringRef path) {
  auto [known, isNew] = files.try_emplace(path);
  if (isNew)
    known->second = map(op, path);
  return known->second.get();
}

std::unique_ptr<Initializers::WeightsFile> Initializers::map(Operation *op, StringRef path) {
  SmallString<256> full(modelFolder);
  llvm::sys::path::append(full, path);
  if (const char *problem = pathProblem(modelFolder, path, full)) {
    op->emitError("cannot take weights from '") << path << "': " << problem;
    return nullptr;
  }
  // No terminator: the file is mapped, not read.
  auto buffer = llvm::MemoryBuffer::getFile(full, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!buffer) {
    op->emitError("cannot read '") << path << "': " << buffer.getError().message();
    return nullptr;
  }
  auto file = std::make_unique<WeightsFile>();
  file->buffer = std::move(*buffer);
  dlc_safetensors_error error;
  uint64_t size = file->buffer->getBufferSize();
  bool isValid = dlc_safetensors_open(&file->header, file->buffer->getBufferStart(), size, size, &error);
  if (isValid) {
    file->tensors.resize(file->header.count);
    isValid = dlc_safetensors_index(&file->header, file->tensors.data(), &error);
  }
  if (isValid)
    return file;
  InFlightDiagnostic diagnostic = op->emitError("'") << path << "' is no valid safetensors file: " << error.what
                                                     << " (offset " << error.offset;
  if (error.key)
    diagnostic << ", tensor '" << StringRef(error.key, error.key_size) << "'";
  diagnostic << ")";
  return nullptr;
}

/// `f32[4, 2]`, as the format writes element types.
static std::string describe(const char *dtype, ArrayRef<int64_t> shape) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << dtype << '[';
  llvm::interleaveComma(shape, stream);
  stream << ']';
  return text;
}

/// DLPack's code and bits of an element type.
static std::pair<uint8_t, uint8_t> dlpackType(Type element) {
  if (element.isInteger(1))
    return {6, 8};
  return {element.isBF16() ? 4 : isa<FloatType>(element) ? 2 : 0, element.getIntOrFloatBitWidth()};
}

FailureOr<Attribute> Initializers::convertExternal(Operation *op, RankedTensorType type, ExternalAttr external) {
  const WeightsFile *file = open(op, external.getPath());
  if (!file)
    return failure();
  const dlc_safetensors_tensor *tensor =
      dlc_safetensors_find(&file->header, file->tensors.data(), external.getKey().str().c_str());
  if (!tensor)
    return op->emitError("'") << external.getPath() << "' has no tensor '" << external.getKey() << "'";
  if (int64_t(tensor->rank) != type.getRank())
    return op->emitError("has type ") << type << ", tensor '" << external.getKey() << "' of '" << external.getPath()
                                      << "' has " << tensor->rank << " axes";
  SmallVector<int64_t> shape;
  for (uint32_t axis = 0; axis < tensor->rank; ++axis)
    shape.push_back(dlc_safetensors_extent(&file->header, tensor, axis));
  auto [code, bits] = dlpackType(type.getElementType());
  if (code != tensor->code || bits != tensor->bits || ArrayRef(shape) != type.getShape())
    return op->emitError("has type ") << type << ", tensor '" << external.getKey() << "' of '" << external.getPath()
                                      << "' is "
                                      << describe(dlc_safetensors_dtype_name(tensor->code, tensor->bits), shape);
  return rt::FileAttr::get(op->getContext(), external.getPath(), file->header.data + tensor->begin,
                           tensor->end - tensor->begin);
}
