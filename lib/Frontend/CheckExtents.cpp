//===- CheckExtents.cpp - Entries hold over the whole ranges of dims ------===//
//
// A verifier sees `?` and has to believe. With numbers for the dims it does not: each operator is
// copied with concrete types and verified, at both ends of the ranges and with dims that differ. So is
// the range of a dim that names extents of results only.
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "dlc/Frontend/Passes.h"
#include "lib/Frontend/Capture.h"
#include "lib/Frontend/Soundness.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/StringSet.h"

namespace dlc {
#define GEN_PASS_DEF_CHECKEXTENTS
#include "dlc/Frontend/Passes.h.inc"
} // namespace dlc

using namespace dlc;
using namespace mlir;

namespace {

/// A number for each dim.
struct Sample {
  llvm::StringMap<int64_t> extents;
  bool distinct = false; // dims with room in their ranges differ from each other
  Code code() const { return distinct ? Code::Extents : Code::RangeOfDim; }
};

/// Verifies one entry at one sample, in a scratch block.
class Trial {
public:
  /// `reported` has operators that have failed; what uses their values is not looked at.
  Trial(FuncOp entry, const Sample &sample, DenseSet<Operation *> &reported)
      : entry(entry), sample(sample), reported(reported), builder(entry.getContext()) {}
  LogicalResult run();

private:
  Type concrete(Type type, ArrayRef<Attribute> dims) const;
  LogicalResult verify(Operation &op, Operation *copy);
  LogicalResult run(Operation &op);
  LogicalResult checkResults(ReturnOp op);
  LogicalResult checkRange(unsigned index, ArrayRef<int64_t> shape);
  LogicalResult tooLarge(Location location, Type type) const;
  std::string where(FuncOp entry) const;

  FuncOp entry;
  const Sample &sample;
  DenseSet<Operation *> &reported;
  OpBuilder builder;
  IRMapping values;
  llvm::StringSet<> known; // dims of the arguments
};

struct CheckExtents : dlc::impl::CheckExtentsBase<CheckExtents> {
  void runOnOperation() override;
};

} // namespace

Type Trial::concrete(Type type, ArrayRef<Attribute> dims) const {
  auto tensor = cast<RankedTensorType>(type);
  SmallVector<int64_t> shape(tensor.getShape());
  for (int64_t &extent : shape)
    if (ShapedType::isDynamic(extent) && !dims.empty()) {
      extent = sample.extents.lookup(cast<FlatSymbolRefAttr>(dims.front()).getValue());
      dims = dims.drop_front();
    }
  return tensor.clone(shape);
}

/// "with @batch = 1 and @time = 3": the dims of the entry's arguments.
std::string Trial::where(FuncOp entry) const {
  llvm::SetVector<StringRef> names;
  for (unsigned index = 0; index < entry.getNumArguments(); ++index)
    for (Attribute dim : entry.getArgumentDims(index))
      names.insert(cast<FlatSymbolRefAttr>(dim).getValue());
  std::string text = names.empty() ? "" : "with ";
  for (auto [index, name] : llvm::enumerate(names))
    text += (index ? ", @" : "@") + name.str() + " = " + std::to_string(sample.extents.lookup(name));
  return text + (names.empty() ? "" : ": ");
}

LogicalResult Trial::tooLarge(Location location, Type type) const {
  auto tensor = cast<RankedTensorType>(type);
  if (!tensor.hasStaticShape() || bytesOf(tensor))
    return success();
  return dlc::emitError(location, Code::TensorTooLarge) << where(entry) << "a tensor is " << tensor << ", more than "
                                                        << maxTensorBytes << " bytes: narrow the range of a dim";
}

LogicalResult Trial::verify(Operation &op, Operation *copy) {
  bool ok = true;
  std::vector<Captured> errors = captureErrors(*op.getContext(), [&] {
    SmallVector<Type> types;
    auto inference = dyn_cast<InferTypeOpInterface>(copy);
    if (inference)
      ok = succeeded(inference.inferReturnTypes(op.getContext(), op.getLoc(), copy->getOperands(),
                                                copy->getDiscardableAttrDictionary(), copy->getPropertiesStorage(),
                                                copy->getRegions(), types));
    if (!ok)
      return;
    for (auto [result, type] : llvm::zip(copy->getResults(), types))
      result.setType(type);
    ok = succeeded(copy->getName().verifyInvariants(copy));
  });
  for (Captured &error : errors) {
    // Shapes are inferred by functions that know no operator.
    if (!StringRef(error.text).starts_with("'"))
      error.text = ("'" + op.getName().getStringRef() + "' op " + error.text).str();
    report(error, sample.code(), where(entry));
  }
  return success(ok);
}

/// A dim that no argument has is given by a result; memory is planned for its range.
LogicalResult Trial::checkRange(unsigned index, ArrayRef<int64_t> shape) {
  ArrayRef<Attribute> dims = entry.getResultDims(index);
  ArrayRef<int64_t> declared = cast<RankedTensorType>(entry.getResultTypes()[index]).getShape();
  for (auto [axis, extent, given] : llvm::enumerate(shape, declared)) {
    if (!ShapedType::isDynamic(given) || dims.empty())
      continue;
    auto name = cast<FlatSymbolRefAttr>(dims.front());
    dims = dims.drop_front();
    auto dim = SymbolTable::lookupNearestSymbolFrom<DimOp>(entry, name);
    int64_t min = dim.getMin(), max = dim.getMax();
    if (!known.contains(name.getValue()) && (extent < min || extent > max))
      return dlc::emitError(entry.getLoc(), Code::RangeOfDim)
             << where(entry) << "result '" << entry.getResultName(index) << "' of @" << entry.getSymName()
             << " has extent " << extent << " on axis " << axis << ", " << name << " is " << min << " to " << max;
  }
  return success();
}

LogicalResult Trial::checkResults(ReturnOp op) {
  bool ok = true;
  for (auto [index, operand] : llvm::enumerate(op->getOperands())) {
    Value value = values.lookupOrNull(operand);
    auto type = value ? cast<RankedTensorType>(value.getType()) : RankedTensorType();
    if (type && type.hasStaticShape())
      ok &= succeeded(checkRange(index, type.getShape()));
  }
  return success(ok);
}

LogicalResult Trial::run(Operation &op) {
  bool ok = true;
  if (auto end = dyn_cast<ReturnOp>(op)) {
    ok = succeeded(checkResults(end));
  } else if (llvm::all_of(op.getOperands(), [&](Value operand) { return values.contains(operand); })) {
    Operation *copy = builder.clone(op, values);
    ok = !isa<TensorOpInterface>(op) || succeeded(verify(op, copy));
    for (Type type : copy->getResultTypes())
      ok = ok && succeeded(tooLarge(op.getLoc(), type));
  }
  if (ok)
    return success();
  reported.insert(&op);
  for (Value result : op.getResults())
    values.erase(result);
  return failure();
}

LogicalResult Trial::run() {
  Block scratch;
  builder.setInsertionPointToEnd(&scratch);
  bool ok = true;
  for (BlockArgument argument : entry.getArguments()) {
    ArrayRef<Attribute> dims = entry.getArgumentDims(argument.getArgNumber());
    for (Attribute dim : dims)
      known.insert(cast<FlatSymbolRefAttr>(dim).getValue());
    Type type = concrete(argument.getType(), dims);
    if (succeeded(tooLarge(entry.getLoc(), type)))
      values.map(argument, scratch.addArgument(type, argument.getLoc()));
    else
      ok = false;
  }
  for (Operation &op : entry.getBody().front())
    if (!isa<WriteOp>(op) && !reported.contains(&op))
      ok &= succeeded(run(op));
  return success(ok);
}

/// Both ends of all ranges, then numbers that differ where the ranges leave room.
static SmallVector<Sample> samplesOf(ModelOp model) {
  SmallVector<Sample> samples(3);
  samples[2].distinct = true;
  int64_t position = 0;
  for (DimOp dim : llvm::make_filter_range(model.getOps<DimOp>(), isSound)) {
    int64_t min = dim.getMin(), max = dim.getMax();
    if (max == INT64_MAX) // no upper end: so small that products of such extents are tensors that can be counted
      max = min + 16;
    samples[0].extents[dim.getSymName()] = min;
    samples[1].extents[dim.getSymName()] = max;
    samples[2].extents[dim.getSymName()] = std::max(min, max - position++);
  }
  if (position < 2)
    samples.pop_back();
  if (position == 0)
    samples.pop_back();
  return samples;
}

void CheckExtents::runOnOperation() {
  SmallVector<Sample> samples = samplesOf(getOperation());
  bool ok = true;
  for (FuncOp entry : getOperation().getOps<FuncOp>()) {
    DenseSet<Operation *> reported;
    for (const Sample &sample : samples)
      ok &= succeeded(Trial(entry, sample, reported).run());
  }
  if (!ok)
    signalPassFailure();
  markAllAnalysesPreserved();
}
