//===- CheckKernels.cpp - What every emitter relies on --------------------===//

#include "lib/Kernel/Schedule/CheckKernels.h"
#include "dialects/rt/Samples.h"
#include "lib/Kernel/Schedule/Schedule.h"
#include "lib/Kernel/Schedule/Tile.h"

using namespace mlir;
using namespace dlc;

/// The emitter of tiles has code for the steps of the table.
static LogicalResult checkTile(KernelOp kernel, Operation *anchor, rt::ContractionScheduleAttr schedule) {
  rt::TileAttr tile = schedule.getTile();
  rt::TargetAttr target = kernel->getParentOfType<rt::VariantOp>().getTarget();
  const TileStep *step = findStep(machineOf(target), tile, schedule.getWidth());
  if (!step)
    return kernel.emitOpError("rt.schedule: expected a tile of steps that ")
           << target.getArch() << " has, " << stepNames(machineOf(target)) << ", got " << tile
           << "; without a schedule dlc-schedule-kernels chooses it";
  Type operand = getElementTypeOrSelf(anchor->getOperand(0).getType());
  if (step->kind == StepKind::DotOfPairs && operand != tile.getLeft())
    return kernel.emitOpError("rt.schedule: expected operands of ")
           << tile.getLeft() << " for the " << step->name << ", got " << operand;
  Type element = registerType(getElementTypeOrSelf(anchor->getResult(0).getType()));
  if (tile.getResult() != element)
    return kernel.emitOpError("rt.schedule: expected a tile whose result is ")
           << element << " for '" << anchor->getName().stripDialect() << "', got " << tile.getResult();
  return success();
}

/// Emitters read fields of their family's schedule, the kind that the cost model would choose; it says itself what they
/// may be.
static LogicalResult checkSchedule(KernelOp kernel, rt::TargetAttr target) {
  Attribute schedule = kernel->getAttr("rt.schedule");
  if (!schedule)
    return kernel.emitOpError("has no rt.schedule: run dlc-schedule-kernels before");
  Operation *anchor = anchorOf(kernel);
  if (schedule.getTypeID() == chooseSchedule(kernel, target).getTypeID()) {
    auto contraction = dyn_cast<rt::ContractionScheduleAttr>(schedule);
    return contraction ? checkTile(kernel, anchor, contraction) : success();
  }
  InFlightDiagnostic error = kernel.emitOpError("rt.schedule: expected the schedule of ");
  if (anchor)
    error << "kernels around '" << anchor->getName().stripDialect() << "'";
  else
    error << "pointwise kernels";
  return error << ", got " << schedule << "; without one dlc-schedule-kernels chooses it";
}

namespace {

StringRef mnemonicOf(Operation *op) { return op->getName().stripDialect(); }

ArrayRef<int64_t> extentsOf(Value value) { return cast<RankedTensorType>(value.getType()).getShape(); }

class KernelChecker {
public:
  explicit KernelChecker(KernelOp kernel) : kernel(kernel), anchor(anchorOf(kernel)) {}

  LogicalResult run() {
    if (kernel.getNumResults() == 0)
      return kernel.emitOpError("returns nothing; expected a result to write");
    addArguments();
    for (Operation &op : kernel.getBody().front().without_terminator())
      if (failed(addShape(op)) || failed(checkAnchor(op)))
        return failure();
    return anchor ? checkBehindAnchor() : checkOneShape();
  }

private:
  void addArguments();
  LogicalResult addShape(Operation &op);
  LogicalResult checkAnchor(Operation &op);
  LogicalResult checkBehindAnchor();
  LogicalResult addBehind(Operation &op);
  LogicalResult checkOneShape();

  KernelOp kernel;
  Operation *anchor;
  llvm::DenseMap<Value, Shape> shapes;
  /// Where a value lies that is computed from the anchor's results: its axis i is axis `axes[i]` of `result`, the first
  /// of those of one shape, which loops go over together.
  struct Place {
    Value result;
    SmallVector<int64_t> axes;
    bool operator==(const Place &other) const { return result == other.result && axes == other.axes; }
  };
  llvm::DenseMap<Value, Place> behind;
};

void KernelChecker::addArguments() {
  unsigned symbols = 0;
  for (BlockArgument argument : kernel.getArguments())
    for (int64_t extent : extentsOf(argument))
      shapes[argument].push_back(ShapedType::isDynamic(extent) ? getAffineSymbolExpr(symbols++, kernel.getContext())
                                                               : getAffineConstantExpr(extent, kernel.getContext()));
}

LogicalResult KernelChecker::addShape(Operation &op) {
  auto tensorOp = dyn_cast<TensorOpInterface>(op);
  if (!tensorOp) {
    for (int64_t extent : extentsOf(op.getResult(0)))
      shapes[op.getResult(0)].push_back(getAffineConstantExpr(extent, kernel.getContext()));
    return success();
  }
  SmallVector<Shape> operands;
  for (Value operand : op.getOperands())
    operands.push_back(shapes.lookup(operand));
  FailureOr<SmallVector<Shape>> inferred = tensorOp.getResultShapes(operands);
  if (failed(inferred))
    return op.emitOpError("has a result of no shape that follows from its operands");
  for (auto [result, shape] : llvm::zip_equal(op.getResults(), *inferred))
    shapes[result] = shape;
  return success();
}

LogicalResult KernelChecker::checkAnchor(Operation &op) {
  if (&op == anchor || isPointwise(&op))
    return success();
  return op.emitOpError("in a kernel whose anchor is '")
         << mnemonicOf(anchor) << "'; expected elementwise operators and movement around one anchor";
}

/// Loops go over the anchor's results: what is computed from them, and every result, lies at the same point.
LogicalResult KernelChecker::checkBehindAnchor() {
  for (Value result : anchor->getResults()) {
    Value first = *llvm::find_if(anchor->getResults(), [&](Value other) { return shapes[other] == shapes[result]; });
    int64_t rank = extentsOf(result).size();
    behind[result] = {first, llvm::to_vector(llvm::seq<int64_t>(0, rank))};
  }
  for (Operation *op = anchor->getNextNode(); op != kernel.getBody().front().getTerminator(); op = op->getNextNode())
    if (failed(addBehind(*op)))
      return failure();
  for (auto [index, result] : llvm::enumerate(kernel.getBody().front().getTerminator()->getOperands()))
    if (!behind.contains(result))
      return kernel.emitOpError("result #") << index << " is not computed from that of its anchor '"
                                            << mnemonicOf(anchor) << "'; expected a kernel of its own";
  return success();
}

LogicalResult KernelChecker::addBehind(Operation &op) {
  std::optional<Place> from;
  bool isSame = true;
  for (Value operand : op.getOperands()) {
    auto known = behind.find(operand);
    if (known == behind.end())
      continue;
    isSame &= !from || *from == known->second;
    from = known->second;
    isSame &= extentsOf(operand) == extentsOf(op.getResult(0));
  }
  if (!from)
    return success();
  Place &place = behind[op.getResult(0)];
  place.result = from->result;
  if (auto permutation = permutationOf(&op)) {
    for (int64_t axis : *permutation)
      place.axes.push_back(from->axes[axis]);
    return success();
  }
  place = *from;
  if (isSame && cast<TensorOpInterface>(op).getRole() == Role::Elementwise)
    return success();
  return op.emitOpError("takes other elements of what its kernel's anchor '")
         << mnemonicOf(anchor) << "' computes than the one at the place of its own; expected it in another kernel";
}

/// Without an anchor of loops of its own, all results are written in the loops over the first.
LogicalResult KernelChecker::checkOneShape() {
  OperandRange results = kernel.getBody().front().getTerminator()->getOperands();
  for (auto [index, result] : llvm::enumerate(results))
    if (extentsOf(result) != extentsOf(results.front()))
      return kernel.emitOpError("result #") << index << " has type " << result.getType() << ", the first "
                                            << results.front().getType() << "; expected results of equal extents";
  return success();
}

} // namespace

LogicalResult dlc::checkKernels(rt::VariantOp variant) {
  for (auto kernel : variant.getOps<KernelOp>())
    if (failed(checkSchedule(kernel, variant.getTarget())) || failed(KernelChecker(kernel).run()))
      return failure();
  return success();
}

//===----------------------------------------------------------------------===//
// Extents of a launch
//===----------------------------------------------------------------------===//

/// Gives `kernel`, whose arguments have known extents, the types that follow, and asks the operators whether they fit.
static LogicalResult verifyWithKnownExtents(KernelOp kernel) {
  for (Operation &op : kernel.getBody().front().without_terminator()) {
    auto inference = dyn_cast<InferTypeOpInterface>(op);
    if (!isa<TensorOpInterface>(op) || !inference)
      continue;
    SmallVector<Type> types;
    if (failed(inference.inferReturnTypes(op.getContext(), op.getLoc(), op.getOperands(),
                                          op.getDiscardableAttrDictionary(), op.getPropertiesStorage(), op.getRegions(),
                                          types)))
      return failure();
    for (auto [result, type] : llvm::zip_equal(op.getResults(), types))
      result.setType(type);
    if (failed(op.getName().verifyInvariants(&op)))
      return failure();
  }
  return KernelChecker(kernel).run();
}

LogicalResult dlc::checkExtents(KernelOp kernel, ArrayRef<Shape> arguments, ArrayRef<rt::ExtentRange> dims) {
  auto isStatic = [](Type type) { return cast<RankedTensorType>(type).hasStaticShape(); };
  if (llvm::all_of(kernel.getArgumentTypes(), isStatic))
    return success();
  for (ArrayRef<rt::ExtentRange> sample : rt::sampleDims(dims)) {
    OwningOpRef<KernelOp> copy = kernel.clone();
    for (auto [argument, shape] : llvm::zip_equal(copy->getArguments(), arguments)) {
      auto type = cast<RankedTensorType>(argument.getType());
      SmallVector<int64_t> extents;
      for (AffineExpr extent : shape) {
        std::optional<rt::ExtentRange> value = rt::evaluateExtent(extent, sample);
        if (!value || value->low < 0)
          return kernel.emitOpError("argument #") << argument.getArgNumber() << " has a negative extent";
        extents.push_back(value->low);
      }
      argument.setType(type.clone(extents));
    }
    if (failed(verifyWithKnownExtents(*copy)))
      return failure();
  }
  return success();
}
