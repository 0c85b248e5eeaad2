//===- CheckExtents.cpp - Entries hold over the whole ranges of dims ------===//
//
// A verifier sees `?` and has to believe. With numbers for the dims it does not: each operator is
// copied with concrete types and verified, at both ends of the ranges and with dims that differ.
//===----------------------------------------------------------------------===//

#include "dialects/dlc/Dlc.h"
#include "dlc/Frontend/Passes.h"
#include "lib/Frontend/Capture.h"
#include "mlir/IR/IRMapping.h"

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
  Trial(FuncOp entry, const Sample &sample) : entry(entry), sample(sample), builder(entry.getContext()) {}
  LogicalResult run();

private:
  Type concrete(Type type, ArrayRef<Attribute> dims) const;
  LogicalResult verify(Operation &op, Operation *copy);
  LogicalResult tooLarge(Location location, Type type) const;
  std::string where(FuncOp entry) const;

  FuncOp entry;
  const Sample &sample;
  OpBuilder builder;
  IRMapping values;
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
    StringRef text = error.text;
    text.consume_front("'dlc.");
    error.text = where(entry) + (text.size() == error.text.size() ? "" : "'") + text.str();
    report(error, sample.code());
  }
  return success(ok);
}

LogicalResult Trial::run() {
  Block scratch;
  builder.setInsertionPointToEnd(&scratch);
  for (BlockArgument argument : entry.getArguments()) {
    Type type = concrete(argument.getType(), entry.getArgumentDims(argument.getArgNumber()));
    if (failed(tooLarge(entry.getLoc(), type)))
      return failure();
    values.map(argument, scratch.addArgument(type, argument.getLoc()));
  }
  for (Operation &op : entry.getBody().front()) {
    if (isa<ReturnOp, WriteOp>(op))
      continue;
    Operation *copy = builder.clone(op, values);
    if (isa<TensorOpInterface>(op) && failed(verify(op, copy)))
      return failure();
    for (Type type : copy->getResultTypes())
      if (failed(tooLarge(op.getLoc(), type)))
        return failure();
  }
  return success();
}

/// Both ends of all ranges, then numbers that differ where the ranges leave room.
static SmallVector<Sample> samplesOf(ModelOp model) {
  SmallVector<Sample> samples(3);
  samples[2].distinct = true;
  int64_t position = 0;
  for (DimOp dim : model.getOps<DimOp>()) {
    int64_t min = dim.getMin(), max = dim.getMax();
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
  for (FuncOp entry : getOperation().getOps<FuncOp>())
    for (const Sample &sample : samples)
      if (failed(Trial(entry, sample).run())) {
        ok = false;
        break;
      }
  if (!ok)
    signalPassFailure();
  markAllAnalysesPreserved();
}
