//===- Signature.cpp - What header and module table say of a model --------===//

#include "lib/Driver/Signature.h"
#include "dlc-c/Artifact.h"
#include "dlc/Frontend/HeaderNames.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/SHA256.h"

using namespace mlir;
using namespace dlc;

ElementType dlc::elementType(Type type) {
  auto dtype = [](uint32_t code, uint32_t bits) { return code | bits << 8 | 1u << 16; };
  if (type.isF64())
    return {"double", dtype(DLC_CODE_FLOAT, 64), 8};
  if (type.isF32())
    return {"float", dtype(DLC_CODE_FLOAT, 32), 4};
  if (type.isBF16())
    return {"uint16_t", dtype(DLC_CODE_BFLOAT, 16), 2};
  if (type.isF16())
    return {"uint16_t", dtype(DLC_CODE_FLOAT, 16), 2};
  switch (type.getIntOrFloatBitWidth()) {
  case 64:
    return {"int64_t", dtype(DLC_CODE_INT, 64), 8};
  case 32:
    return {"int32_t", dtype(DLC_CODE_INT, 32), 4};
  case 8:
    return {"int8_t", dtype(DLC_CODE_INT, 8), 1};
  default:
    return {"bool", dtype(DLC_CODE_BOOL, 8), 1};
  }
}

int64_t dlc::tensorBytes(RankedTensorType type) {
  return type.getNumElements() * elementType(type.getElementType()).bytes;
}

static void addValues(SmallVectorImpl<TensorInfo> &values, TypeRange types, ArrayAttr names, ArrayAttr dims,
                      const llvm::StringMap<unsigned> &numbers) {
  for (auto [type, name, list] : llvm::zip_equal(types, names.getAsRange<StringAttr>(), dims)) {
    TensorInfo value{identifierOf(name), name.str(), cast<RankedTensorType>(type), {}};
    auto next = cast<ArrayAttr>(list).getAsRange<FlatSymbolRefAttr>().begin();
    for (int64_t extent : value.type.getShape())
      value.shape.push_back(ShapedType::isDynamic(extent) ? DLC_DIM(int64_t(numbers.lookup((*next++).getValue())))
                                                          : extent);
    values.push_back(std::move(value));
  }
}

static EntryInfo describe(rt::EntryOp op, const llvm::StringMap<unsigned> &numbers) {
  EntryInfo entry{identifierOf(op.getSymName()), op.getSymName().str(), {}, {}, {}};
  FunctionType type = op.getFunctionType();
  addValues(entry.arguments, type.getInputs(), op.getArgumentNames(), op.getArgumentDims(), numbers);
  addValues(entry.results, type.getResults(), op.getResultNames(), op.getResultDims(), numbers);
  for (const TensorInfo &argument : entry.arguments)
    for (int64_t extent : argument.shape)
      if (extent < 0 && !llvm::is_contained(entry.dims, unsigned(DLC_DIM(extent))))
        entry.dims.push_back(DLC_DIM(extent));
  return entry;
}

/// Two models differ in their interface exactly if a caller of one does not fit the other.
static std::string interfaceOf(const Signature &signature) {
  std::string text;
  llvm::raw_string_ostream i(text);
  i << DLC_ABI_VERSION << signature.name << '\n';
  for (const TensorInfo &tensor : signature.tensors)
    i << tensor.name << ':' << tensor.type << '\n';
  for (const DimInfo &dim : signature.dims)
    i << dim.name << ' ' << dim.minimum << ' ' << dim.maximum << '\n';
  auto values = [&](ArrayRef<TensorInfo> list) {
    for (const TensorInfo &value : list) {
      i << value.name << ':' << value.type.getElementType();
      llvm::interleave(value.shape, i << '[', [&](int64_t extent) { i << extent; }, ",");
      i << "]\n";
    }
  };
  for (const EntryInfo &entry : signature.entries) {
    i << entry.name << '\n';
    values(entry.arguments);
    i << "->\n";
    values(entry.results);
  }
  return text;
}

Signature Signature::of(rt::ModelOp model) {
  Signature signature;
  signature.name = identifierOf(model.getSymName());
  llvm::StringMap<unsigned> numbers;
  for (rt::DimOp dim : model.getBody().getOps<rt::DimOp>()) {
    numbers.insert({dim.getSymName(), signature.dims.size()});
    signature.dims.push_back(
        {identifierOf(dim.getSymName()), dim.getSymName().str(), int64_t(dim.getMin()), int64_t(dim.getMax())});
  }
  auto addTensor = [&](auto op, uint64_t &bytes) {
    auto type = cast<RankedTensorType>(op.getType());
    signature.tensors.push_back(
        {op.getKey().str(), op.getSymName().str(), type, SmallVector<int64_t>(type.getShape())});
    bytes += align64(tensorBytes(type));
  };
  for (rt::ParameterOp op : model.getBody().getOps<rt::ParameterOp>())
    addTensor(op, signature.parameterBytes);
  signature.parameterCount = signature.tensors.size();
  for (rt::StateOp op : model.getBody().getOps<rt::StateOp>())
    addTensor(op, signature.stateBytes);
  for (rt::EntryOp op : model.getBody().getOps<rt::EntryOp>())
    signature.entries.push_back(describe(op, numbers));
  for (rt::VariantOp variant : model.getBody().getOps<rt::VariantOp>()) {
    if (variant.getTarget().getDevice() != rt::DeviceKind::CPU)
      continue;
    signature.levels.push_back(variant);
    uint64_t packed = 0;
    for (rt::PreparedOp op : variant.getBody().getOps<rt::PreparedOp>())
      packed += align64(tensorBytes(cast<RankedTensorType>(op.getType())));
    signature.packedBytes = std::max(signature.packedBytes, packed);
  }
  signature.interface = interfaceOf(signature);
  auto digest = llvm::SHA256::hash(llvm::arrayRefFromStringRef(signature.interface));
  signature.value = llvm::support::endian::read64le(digest.data());
  return signature;
}

SmallVector<std::string> Signature::exports() const {
  SmallVector<std::string> names{"dlc_module_get", name + "_module_get"};
  for (const char *function : commonFunctions())
    names.push_back(name + "_" + function);
  for (const EntryInfo &entry : entries) {
    names.push_back(name + "_" + entry.name);
    names.push_back(name + "_" + entry.name + "_dl");
  }
  return names;
}
