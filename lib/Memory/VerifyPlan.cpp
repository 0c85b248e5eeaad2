//===- VerifyPlan.cpp - Every byte read is the one written for it ---------===//
//
// A shadow of the arena: which slots still hold what was written to them. It trusts neither live ranges nor the
// packing, and holds for all extents: of two slots that are not known to be apart, the one written last has overwritten
// the other.
//
//===----------------------------------------------------------------------===//

#include "dialects/rt/Samples.h"
#include "dialects/rt/Slots.h"
#include "dlc/Memory/Passes.h"
#include "llvm/ADT/STLExtras.h"

namespace dlc {
#define GEN_PASS_DEF_VERIFYPLAN
#include "dlc/Memory/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

/// The slots that hold what was last written to them; no two of them share a byte.
class Shadow {
public:
  explicit Shadow(rt::ProgramOp program) : relation(program) {}

  void write(rt::SlotOp slot) {
    llvm::erase_if(holding, [&](rt::SlotOp other) {
      bool isLost = other != slot && overlap(slot, other);
      if (isLost)
        overwriter[other] = slot;
      return isLost || other == slot;
    });
    holding.push_back(slot);
    overwriter[slot] = slot;
  }

  /// `slot` where it holds what was written to it; else who overwrote it, or null for nobody.
  rt::SlotOp getOverwriter(rt::SlotOp slot) { return overwriter.lookup(slot); }

  bool overlap(rt::SlotOp a, rt::SlotOp b) const { return a == b || !relation.isApart(a, b); }

private:
  rt::SlotRelation relation;
  SmallVector<rt::SlotOp> holding;
  llvm::DenseMap<Operation *, rt::SlotOp> overwriter;
};

Value getBase(Value buffer) {
  while (auto view = buffer.getDefiningOp<rt::ViewOp>())
    buffer = view.getSource();
  return buffer;
}

/// Are two buffers that are no slots the same memory?
bool isSameMemory(Value a, Value b) {
  if (a == b)
    return true;
  auto argumentA = a.getDefiningOp<rt::ArgumentOp>(), argumentB = b.getDefiningOp<rt::ArgumentOp>();
  if (argumentA && argumentB)
    return argumentA.getIndex() == argumentB.getIndex();
  auto getA = a.getDefiningOp<rt::GetOp>(), getB = b.getDefiningOp<rt::GetOp>();
  return getA && getB && getA.getSymbolAttr() == getB.getSymbolAttr();
}

class ProgramChecker {
public:
  ProgramChecker(rt::ProgramOp program, ArrayRef<rt::ExtentRange> dims)
      : program(program), dims(dims), shadow(program) {}

  LogicalResult run();

private:
  LogicalResult checkArena();
  LogicalResult check(rt::ViewOp view);
  LogicalResult check(rt::CopyOp copy);
  LogicalResult check(rt::LaunchOp launch);
  LogicalResult checkOutput(rt::LaunchOp launch, unsigned output);
  LogicalResult read(Operation *op, Value buffer);
  LogicalResult write(Operation *op, Value buffer, bool isCommit);
  LogicalResult checkResults();
  bool overlap(Value a, Value b);
  std::optional<int64_t> bytesOf(Value value, ArrayRef<rt::ExtentRange> ranges);
  bool fits(Value part, Value whole);

  rt::ProgramOp program;
  ArrayRef<rt::ExtentRange> dims;
  Shadow shadow;
  llvm::SmallDenseSet<int64_t> writtenArguments;
  llvm::SmallDenseSet<StringAttr> writtenSymbols;
  int64_t arguments = 0, results = 0;
  bool canFail = false;
};

/// Every slot lies in the arena, tried with numbers for the dims.
LogicalResult ProgramChecker::checkArena() {
  for (ArrayRef<rt::ExtentRange> sample : rt::sampleDims(dims)) {
    std::optional<int64_t> arena = rt::evaluateMaximum(*program.getArena(), sample);
    auto places = rt::placeSlots(program, sample);
    if (!places)
      return program.emitOpError("has slots whose bytes cannot be counted");
    for (auto [slot, place] : llvm::zip_equal(program.getBody().getOps<rt::SlotOp>(), *places))
      if (!arena || place.second > *arena)
        return slot.emitOpError() << "expects to end within the arena of "
                                  << (arena ? std::to_string(*arena) : "uncountable") << " bytes, got "
                                  << place.second - place.first << " bytes at " << place.first;
  }
  return success();
}

/// Bytes of a buffer where the dims have these ranges; none where they cannot be counted.
std::optional<int64_t> ProgramChecker::bytesOf(Value value, ArrayRef<rt::ExtentRange> ranges) {
  AffineMap extents = AffineMap::get(program.getContext());
  Operation *op = value.getDefiningOp();
  if (auto slot = dyn_cast<rt::SlotOp>(op))
    extents = slot.getExtents();
  else if (auto argument = dyn_cast<rt::ArgumentOp>(op))
    extents = argument.getExtents();
  else if (auto view = dyn_cast<rt::ViewOp>(op))
    extents = view.getExtents().value_or(extents);
  return rt::getUpperBytes(cast<ShapedType>(value.getType()), extents, ranges);
}

/// `part` lies in `whole` whatever the dims: extents may grow in other ways than each other.
bool ProgramChecker::fits(Value part, Value whole) {
  return llvm::all_of(rt::sampleDims(dims), [&](ArrayRef<rt::ExtentRange> sample) {
    std::optional<int64_t> bytes = bytesOf(part, sample), space = bytesOf(whole, sample);
    return bytes && space && *bytes <= *space;
  });
}

LogicalResult ProgramChecker::check(rt::ViewOp view) {
  if (!fits(view, view.getSource()))
    return view.emitOpError() << "expects a result no larger than its source, got " << view.getType() << " of "
                              << view.getSource().getType();
  return success();
}

LogicalResult ProgramChecker::check(rt::CopyOp copy) {
  if (!fits(copy.getSource(), copy.getTarget()) || !fits(copy.getTarget(), copy.getSource()))
    return copy.emitOpError("expects source and target of equal extents");
  return success(succeeded(read(copy, copy.getSource())) && succeeded(write(copy, copy.getTarget(), copy.getCommit())));
}

LogicalResult ProgramChecker::read(Operation *op, Value buffer) {
  auto slot = getBase(buffer).getDefiningOp<rt::SlotOp>();
  if (!slot)
    return success();
  rt::SlotOp other = shadow.getOverwriter(slot);
  if (other == slot)
    return success();
  InFlightDiagnostic error = op->emitOpError() << "reads a slot "
                                               << (other ? "that another one has overwritten" : "before it is written");
  error.attachNote(slot.getLoc()) << "the slot";
  if (other)
    error.attachNote(other.getLoc()) << "the other one";
  return error;
}

LogicalResult ProgramChecker::write(Operation *op, Value buffer, bool isCommit) {
  Operation *base = getBase(buffer).getDefiningOp();
  if (auto slot = dyn_cast<rt::SlotOp>(base))
    shadow.write(slot);
  if (auto argument = dyn_cast<rt::ArgumentOp>(base)) {
    if (static_cast<int64_t>(argument.getIndex()) < arguments)
      return op->emitOpError() << "writes argument " << argument.getIndex() << " of the entry";
    writtenArguments.insert(argument.getIndex());
  }
  if (auto get = dyn_cast<rt::GetOp>(base)) {
    Operation *model = program->getParentOfType<rt::ModelOp>();
    Operation *symbol = SymbolTable::lookupSymbolIn(model, get.getSymbolAttr().getAttr());
    if (isa_and_nonnull<rt::ParameterOp>(symbol) || (!symbol && !program.isPrepare()))
      return op->emitOpError() << "writes " << get.getSymbolAttr() << ", which is constant here";
    if (canFail && !isCommit)
      return op->emitOpError() << "writes state " << get.getSymbolAttr()
                               << " before it is known whether the call fails";
    writtenSymbols.insert(get.getSymbolAttr().getAttr());
  }
  return success();
}

bool ProgramChecker::overlap(Value a, Value b) {
  Value baseA = getBase(a), baseB = getBase(b);
  auto slotA = baseA.getDefiningOp<rt::SlotOp>(), slotB = baseB.getDefiningOp<rt::SlotOp>();
  if (slotA && slotB)
    return shadow.overlap(slotA, slotB);
  return isSameMemory(baseA, baseB);
}

/// An output shares memory with no other output, and with an input only where it may take it over.
LogicalResult ProgramChecker::checkOutput(rt::LaunchOp launch, unsigned output) {
  Value buffer = launch.getOutputs()[output];
  for (Value other : launch.getOutputs().drop_front(output + 1))
    if (overlap(buffer, other))
      return launch.emitOpError("writes two outputs to the same memory");
  int64_t reuse = launch.getReuse() ? (*launch.getReuse())[output] : -1;
  for (auto [index, input] : llvm::enumerate(launch.getInputs())) {
    if (!overlap(buffer, input))
      continue;
    if (!isSameMemory(getBase(buffer), getBase(input)) || static_cast<int64_t>(index) != reuse)
      return launch.emitOpError() << "writes output " << output << " over input " << index
                                  << ", which its reuse does not allow";
  }
  return success();
}

LogicalResult ProgramChecker::check(rt::LaunchOp launch) {
  for (Value input : launch.getInputs())
    if (failed(read(launch, input)))
      return failure();
  for (unsigned output = 0; output < launch.getOutputs().size(); ++output)
    if (failed(checkOutput(launch, output)) || failed(write(launch, launch.getOutputs()[output], /*isCommit=*/false)))
      return failure();
  return success();
}

LogicalResult ProgramChecker::checkResults() {
  for (int64_t index = arguments; index < arguments + results; ++index)
    if (!writtenArguments.contains(index))
      return program.emitOpError() << "never writes result " << index - arguments << " of the entry";
  if (program.isPrepare())
    for (auto prepared : program->getParentOfType<rt::VariantOp>().getBody().getOps<rt::PreparedOp>())
      if (!writtenSymbols.contains(prepared.getSymNameAttr()))
        return program.emitOpError() << "never writes the prepared value @" << prepared.getSymName();
  return success();
}

LogicalResult ProgramChecker::run() {
  if (!program.isPrepare()) {
    Operation *model = program->getParentOfType<rt::ModelOp>();
    auto entry = cast<rt::EntryOp>(SymbolTable::lookupSymbolIn(model, program.getSymNameAttr()));
    arguments = entry.getFunctionType().getNumInputs();
    results = entry.getFunctionType().getNumResults();
  }
  canFail = !program.getBody().getOps<rt::CheckOp>().empty();
  if (failed(checkArena()))
    return failure();
  for (Operation &op : program.getBody().front()) {
    LogicalResult result = success();
    if (auto view = dyn_cast<rt::ViewOp>(op))
      result = check(view);
    else if (auto launch = dyn_cast<rt::LaunchOp>(op))
      result = check(launch);
    else if (auto checked = dyn_cast<rt::CheckOp>(op))
      result = read(checked, checked.getValue());
    else if (auto copy = dyn_cast<rt::CopyOp>(op))
      result = check(copy);
    if (failed(result))
      return failure();
  }
  return checkResults();
}

struct VerifyPlan : dlc::impl::VerifyPlanBase<VerifyPlan> {
  void runOnOperation() override {
    SmallVector<rt::ExtentRange> dims = rt::getDimRanges(getOperation());
    for (auto program : getOperation().getOps<rt::ProgramOp>()) {
      if (!program.getArena()) {
        program.emitOpError("has no plan to verify: run dlc-plan-memory before");
        return signalPassFailure();
      }
      if (failed(ProgramChecker(program, dims).run()))
        return signalPassFailure();
    }
    markAllAnalysesPreserved();
  }
};

} // namespace
