//===- AssignBuffers.cpp - A buffer for every value of a program ----------===//
//
// A group is what one op defines, with all its views: it needs one memory. Results and new state claim theirs first.
// Then launches are visited from the last to the first: the memory of what a launch computes is known, and an input
// that ends there and may be overwritten takes the same memory. So a chain of launches in place ends where the result
// is wanted.
//
//===----------------------------------------------------------------------===//

#include "dialects/rt/Rt.h"
#include "dlc/Memory/Passes.h"
#include "mlir/IR/PatternMatch.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <limits>

namespace dlc {
#define GEN_PASS_DEF_ASSIGNBUFFERS
#include "dlc/Memory/Passes.h.inc"
} // namespace dlc

using namespace mlir;
using namespace dlc;

namespace {

constexpr int64_t never = -1;
constexpr int64_t atEnd = std::numeric_limits<int64_t>::max();

/// A tensor's shape: `extents` gives the `?`s of `type`.
struct Shape {
  RankedTensorType type;
  AffineMap extents;

  bool operator==(const Shape &other) const {
    return type == other.type && extents.getResults() == other.extents.getResults();
  }

  /// Equally many elements of one type, whatever the dims are.
  bool hasSizeOf(const Shape &other) const {
    if (type.getElementType() != other.type.getElementType() || getKnown(type) != getKnown(other.type))
      return false;
    ArrayRef<AffineExpr> a = extents.getResults(), b = other.extents.getResults();
    return std::is_permutation(a.begin(), a.end(), b.begin(), b.end());
  }

private:
  static int64_t getKnown(RankedTensorType type) {
    int64_t known = 1;
    for (int64_t extent : type.getShape())
      known *= ShapedType::isDynamic(extent) ? 1 : extent;
    return known;
  }
};

/// Memory that values share, one after the other.
struct Storage {
  enum Kind { Argument, Symbol, Slot } kind;
  Shape shape;
  int64_t index = 0;             // of an Argument: results count on after arguments
  FlatSymbolRefAttr symbol = {}; // of a Symbol
  Value buffer = {};
};

struct Group {
  Shape shape;
  rt::LaunchOp launch = {}; // that computes it; none: it is given
  unsigned result = 0;      // of the launch
  int64_t definition = never;
  int64_t lastUse = never;
  Storage *storage = nullptr;
};

/// Decides on the buffers of one program, then rewrites it.
class ProgramBuffers {
public:
  explicit ProgramBuffers(rt::ProgramOp program) : program(program), builder(program.getContext()) {}

  void run();

private:
  // Analysis
  void eraseDeadOps();
  void collectGroups();
  void addGroup(Value value, Shape shape, Storage *storage);
  void use(Value value, int64_t time) { groupOf(value).lastUse = std::max(groupOf(value).lastUse, time); }
  Group &groupOf(Value value) { return groups[groupIndex.lookup(value)]; }
  Shape shapeOf(Value value);
  Storage *makeStorage(Storage storage);
  Storage *getSymbolStorage(FlatSymbolRefAttr symbol, Shape shape);

  // Decisions
  void claimResults();
  void claimSymbols();
  void assignLaunches();
  bool isLastReader(rt::LaunchOp launch, unsigned result, const Group &input);
  bool mayOverwriteSymbol(FlatSymbolRefAttr symbol, const Group &by);

  // Rewriting
  void rewrite();
  void rewriteOp(Operation &op);
  void rewriteLaunch(rt::LaunchOp launch);
  void makeBuffer(Location location, Storage &storage);
  Value bufferOf(Location location, Value value);
  void copyResults();
  void commitSymbols();

  rt::ProgramOp program;
  OpBuilder builder;
  SmallVector<Group> groups;
  DenseMap<Value, unsigned> groupIndex;
  std::vector<std::unique_ptr<Storage>> storages;
  llvm::MapVector<Attribute, Storage *> symbols;
  SmallVector<std::pair<Value, Storage *>> resultCopies; // what is returned -> where it is wanted
  SmallVector<rt::PutOp> symbolCopies;
  bool canFail = false;
};

//===----------------------------------------------------------------------===//
// Analysis
//===----------------------------------------------------------------------===//

AffineMap noExtents(MLIRContext *context) { return AffineMap::get(context); }

Shape ProgramBuffers::shapeOf(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  if (auto argument = dyn_cast<BlockArgument>(value))
    return {type, program.getArgumentExtents(argument.getArgNumber())};
  if (auto launch = value.getDefiningOp<rt::LaunchOp>()) {
    unsigned result = cast<OpResult>(value).getResultNumber();
    return {type, cast<AffineMapAttr>((*launch.getExtents())[result]).getValue()};
  }
  if (auto view = value.getDefiningOp<rt::ViewOp>())
    return {type, view.getExtents().value_or(noExtents(program.getContext()))};
  return {type, noExtents(program.getContext())};
}

Storage *ProgramBuffers::makeStorage(Storage storage) {
  return storages.emplace_back(std::make_unique<Storage>(std::move(storage))).get();
}

Storage *ProgramBuffers::getSymbolStorage(FlatSymbolRefAttr symbol, Shape shape) {
  Storage *&storage = symbols[symbol];
  if (!storage)
    storage = makeStorage({Storage::Symbol, shape, 0, symbol});
  return storage;
}

void ProgramBuffers::addGroup(Value value, Shape shape, Storage *storage) {
  groupIndex[value] = groups.size();
  groups.push_back({shape});
  groups.back().storage = storage;
}

void ProgramBuffers::eraseDeadOps() {
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(program.getBody().front())))
    if (isOpTriviallyDead(&op))
      op.erase();
}

/// Groups, with the times they are defined and last used: positions of ops.
void ProgramBuffers::collectGroups() {
  DenseMap<Attribute, unsigned> gets;
  for (BlockArgument argument : program.getArguments())
    addGroup(argument, shapeOf(argument),
             argument.use_empty() ? nullptr
                                  : makeStorage({Storage::Argument, shapeOf(argument), argument.getArgNumber()}));
  for (auto [position, op] : llvm::enumerate(program.getBody().front())) {
    for (Value operand : op.getOperands())
      use(operand, isa<rt::ReturnOp, rt::PutOp>(op) ? atEnd : isa<rt::ViewOp>(op) ? never : int64_t(position));
    canFail |= isa<rt::CheckOp>(op);
    if (auto view = dyn_cast<rt::ViewOp>(op)) {
      groupIndex[view] = groupIndex.lookup(view.getSource());
    } else if (auto get = dyn_cast<rt::GetOp>(op)) {
      auto [found, isNew] = gets.insert({get.getSymbolAttr(), groups.size()});
      if (isNew)
        addGroup(get, shapeOf(get), getSymbolStorage(get.getSymbolAttr(), shapeOf(get)));
      groupIndex[get] = found->second;
    } else if (auto launch = dyn_cast<rt::LaunchOp>(op)) {
      for (OpResult value : launch.getValues()) {
        addGroup(value, shapeOf(value), nullptr);
        groups.back().launch = launch;
        groups.back().result = value.getResultNumber();
        groups.back().definition = position;
      }
    }
  }
}

//===----------------------------------------------------------------------===//
// Decisions
//===----------------------------------------------------------------------===//

/// A result is computed where the caller wants it; returned a second time, or not computed at all, it is copied there.
void ProgramBuffers::claimResults() {
  int64_t arguments = program.getNumArguments();
  for (auto [index, value] : llvm::enumerate(program.getBody().front().getTerminator()->getOperands())) {
    Storage *storage = makeStorage({Storage::Argument, shapeOf(value), arguments + int64_t(index)});
    Group &group = groupOf(value);
    if (group.storage)
      resultCopies.emplace_back(value, storage);
    else
      group.storage = storage;
  }
}

/// Prepared values are computed where they are kept; so is state in programs that cannot fail.
void ProgramBuffers::claimSymbols() {
  for (auto put : program.getBody().getOps<rt::PutOp>()) {
    Group &group = groupOf(put.getValue());
    Storage *storage = getSymbolStorage(put.getSymbolAttr(), shapeOf(put.getValue()));
    if (group.storage == storage)
      continue; // the old value is the new one
    bool isSafe = program.isPrepare() || (!canFail && mayOverwriteSymbol(put.getSymbolAttr(), group));
    if (!group.storage && isSafe)
      group.storage = storage;
    else
      symbolCopies.push_back(put);
  }
}

/// Nobody needs the old value of `symbol` any more when `by` is computed.
bool ProgramBuffers::mayOverwriteSymbol(FlatSymbolRefAttr symbol, const Group &by) {
  if (!by.launch)
    return false;
  Storage *storage = symbols.lookup(symbol);
  for (const Group &old : groups)
    if (old.storage == storage && !old.launch)
      return old.lastUse < by.definition || isLastReader(by.launch, by.result, old);
  return true;
}

/// `launch` may compute its `result` in the memory of `input`, and is the last that needs it.
bool ProgramBuffers::isLastReader(rt::LaunchOp launch, unsigned result, const Group &input) {
  std::optional<ArrayRef<int64_t>> reuse = launch.getReuse();
  int64_t index = reuse ? (*reuse)[result] : -1;
  if (index < 0 || &groupOf(launch.getInputs()[index]) != &input)
    return false;
  // If the launch reads this buffer through a second operand too, writing in place could clobber what that still reads.
  bool isAlone = llvm::count_if(launch.getInputs(), [&](Value value) { return &groupOf(value) == &input; }) == 1;
  return isAlone && input.lastUse == groupOf(launch.getValues()[result]).definition;
}

void ProgramBuffers::assignLaunches() {
  for (Operation &op : llvm::reverse(program.getBody().front())) {
    auto launch = dyn_cast<rt::LaunchOp>(op);
    if (!launch)
      continue;
    for (OpResult value : launch.getValues()) {
      Group &group = groupOf(value);
      if (!group.storage)
        group.storage = makeStorage({Storage::Slot, group.shape});
      int64_t index = launch.getReuse() ? (*launch.getReuse())[value.getResultNumber()] : -1;
      if (index < 0)
        continue;
      Group &input = groupOf(launch.getInputs()[index]);
      if (input.storage || !isLastReader(launch, value.getResultNumber(), input) ||
          !input.shape.hasSizeOf(group.storage->shape))
        continue;
      bool isState = group.storage->kind == Storage::Symbol && !program.isPrepare();
      if (!isState || mayOverwriteSymbol(group.storage->symbol, input))
        input.storage = group.storage;
    }
  }
}

//===----------------------------------------------------------------------===//
// Rewriting
//===----------------------------------------------------------------------===//

MemRefType getBufferType(RankedTensorType type) {
  return MemRefType::get(type.getShape(), rt::getStorageType(type.getElementType()));
}

void ProgramBuffers::makeBuffer(Location location, Storage &storage) {
  Type type = getBufferType(storage.shape.type);
  switch (storage.kind) {
  case Storage::Argument:
    storage.buffer = rt::ArgumentOp::create(builder, location, type, storage.index, storage.shape.extents);
    break;
  case Storage::Symbol:
    storage.buffer = rt::GetOp::create(builder, location, type, storage.symbol);
    break;
  case Storage::Slot:
    storage.buffer = rt::SlotOp::create(builder, location, type, /*offset=*/IntegerAttr(), /*above=*/ValueRange(),
                                        AffineMapAttr::get(storage.shape.extents));
    break;
  }
}

/// The memory of `value`, under its shape.
Value ProgramBuffers::bufferOf(Location location, Value value) {
  Storage &storage = *groupOf(value).storage;
  if (!storage.buffer)
    makeBuffer(location, storage);
  Shape shape = shapeOf(value);
  if (shape == storage.shape)
    return storage.buffer;
  auto extents = shape.extents.getNumResults() ? AffineMapAttr::get(shape.extents) : AffineMapAttr();
  return rt::ViewOp::create(builder, location, getBufferType(shape.type), storage.buffer, extents);
}

void ProgramBuffers::rewriteLaunch(rt::LaunchOp launch) {
  SmallVector<Value> inputs, outputs;
  for (Value input : launch.getInputs())
    inputs.push_back(bufferOf(launch.getLoc(), input));
  for (Value value : launch.getValues())
    outputs.push_back(bufferOf(launch.getLoc(), value));
  auto onBuffers = rt::LaunchOp::create(builder, launch.getLoc(), TypeRange(), launch.getKernelAttr(), inputs, outputs,
                                        /*extents=*/ArrayAttr(), launch.getReuseAttr());
  onBuffers->setDiscardableAttrs(launch->getDiscardableAttrDictionary());
}

void ProgramBuffers::rewriteOp(Operation &op) {
  builder.setInsertionPoint(&op);
  if (auto launch = dyn_cast<rt::LaunchOp>(op))
    return rewriteLaunch(launch);
  if (auto check = dyn_cast<rt::CheckOp>(op))
    return check.getValueMutable().assign(bufferOf(op.getLoc(), check.getValue()));
  if (!isa<rt::ReturnOp>(op))
    return;
  copyResults();
  commitSymbols();
  op.setOperands({});
}

void ProgramBuffers::copyResults() {
  for (auto [value, storage] : resultCopies)
    rt::CopyOp::create(builder, value.getLoc(), bufferOf(value.getLoc(), value), storage->buffer, /*commit=*/false);
}

/// New values of symbols that are not in place yet. One that is old state may be overwritten by another of these copies
/// (two states that are swapped), so it is set aside first.
void ProgramBuffers::commitSymbols() {
  SmallVector<Value> sources;
  for (rt::PutOp put : symbolCopies) {
    Value source = sources.emplace_back(bufferOf(put.getLoc(), put.getValue()));
    Storage &from = *groupOf(put.getValue()).storage;
    bool isWritten = llvm::any_of(symbolCopies, [&](rt::PutOp other) { return other.getSymbolAttr() == from.symbol; });
    if (from.kind != Storage::Symbol || !isWritten)
      continue;
    auto slot = rt::SlotOp::create(builder, put.getLoc(), source.getType(), IntegerAttr(), ValueRange(),
                                   AffineMapAttr::get(shapeOf(put.getValue()).extents));
    rt::CopyOp::create(builder, put.getLoc(), source, slot, /*commit=*/false);
    sources.back() = slot;
  }
  for (auto [put, source] : llvm::zip_equal(symbolCopies, sources))
    rt::CopyOp::create(builder, put.getLoc(), source, symbols.lookup(put.getSymbolAttr())->buffer,
                       /*commit=*/!program.isPrepare());
}

void ProgramBuffers::rewrite() {
  Block &body = program.getBody().front();
  SmallVector<Operation *> old = llvm::to_vector(llvm::make_pointer_range(body));
  builder.setInsertionPointToStart(&body);
  for (std::unique_ptr<Storage> &storage : storages)
    if (storage->kind == Storage::Argument)
      makeBuffer(program.getLoc(), *storage);
  for (Storage *storage : llvm::make_second_range(symbols))
    makeBuffer(program.getLoc(), *storage);
  for (Operation *op : old)
    rewriteOp(*op);
  for (Operation *op : llvm::reverse(old))
    if (!isa<rt::CheckOp, rt::ReturnOp>(op))
      op->erase();
  program.setFunctionType(FunctionType::get(program.getContext(), {}, {}));
  program.removeArgAttrsAttr();
  program.removeResAttrsAttr();
  body.eraseArguments(0, body.getNumArguments());
  eraseDeadOps();
}

void ProgramBuffers::run() {
  eraseDeadOps();
  collectGroups();
  claimResults();
  claimSymbols();
  assignLaunches();
  rewrite();
}

struct AssignBuffers : dlc::impl::AssignBuffersBase<AssignBuffers> {
  void runOnOperation() override {
    for (auto program : getOperation().getOps<rt::ProgramOp>())
      if (!program.isOnBuffers())
        ProgramBuffers(program).run();
  }
};

} // namespace
