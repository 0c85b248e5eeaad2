//===- Program.cpp - What a program may hold before and after Memory ------===//

#include "dialects/rt/Limits.h"
#include "dialects/rt/Rt.h"
#include "mlir/IR/BuiltinTypes.h"

using namespace mlir;
using namespace dlc::rt;

/// C2: one kind of value everywhere.
static LogicalResult verifyValueTypes(Operation &op, bool onBuffers) {
  for (Type type : llvm::concat<const Type>(op.getOperandTypes(), op.getResultTypes())) {
    auto buffer = dyn_cast<MemRefType>(type);
    if (static_cast<bool>(buffer) != onBuffers)
      return op.emitOpError() << "has a value of type " << type << " in a program on "
                              << (onBuffers ? "buffers" : "tensors");
    if (buffer && !buffer.getLayout().isIdentity())
      return op.emitOpError() << "expects a buffer of identity layout, got " << type;
  }
  return success();
}

/// C3
static LogicalResult verifyOnTensors(ProgramOp program) {
  for (unsigned index = 0; index < program.getNumArguments(); ++index) {
    auto type = dyn_cast<RankedTensorType>(program.getArgumentTypes()[index]);
    AffineMap extents = program.getArgumentExtents(index);
    if (!type || extents.getNumDims() != 0 || extents.getNumResults() != type.getNumDynamicDims())
      return program.emitOpError() << "expects rt.extents with one result per '?' on argument " << index << " of type "
                                   << program.getArgumentTypes()[index] << ", got " << AffineMapAttr::get(extents);
  }
  for (Operation &op : program.getBody().front())
    if (isa<ArgumentOp, SlotOp, CopyOp>(op))
      return op.emitOpError("occurs in programs on buffers only, got a program on tensors");
  auto end = cast<ReturnOp>(program.getBody().front().getTerminator());
  if (end.getOperandTypes() != program.getResultTypes())
    return end.emitOpError() << "expects values of the results' types " << program.getResultTypes() << ", got "
                             << end.getOperandTypes();
  return success();
}

/// C4
static LogicalResult verifyOnBuffers(ProgramOp program) {
  if (program.getNumArguments() != 0 || program.getNumResults() != 0)
    return program.emitOpError() << "on buffers takes and returns nothing, got " << program.getFunctionType();
  for (Operation &op : program.getBody().front())
    if (isa<PutOp>(op))
      return op.emitOpError("occurs in programs on tensors only: on buffers it is an rt.copy");
  return success();
}

/// C5
static LogicalResult verifyPlan(ProgramOp program) {
  if (program.getArena().has_value() != program.getBound().has_value())
    return program.emitOpError("expects both arena and bound or neither");
  if (std::optional<AffineMap> arena = program.getArena()) {
    std::optional<int64_t> bytes;
    if (arena->isSingleConstant())
      bytes = arena->getSingleConstantResult();
    if (arena->getNumDims() != 0 || arena->getNumResults() == 0)
      return program.emitOpError() << "expects an arena over symbols, got " << AffineMapAttr::get(*arena);
    if (bytes && (*bytes < 0 || *bytes > maxArenaBytes))
      return program.emitOpError() << "expects an arena of 0 to " << maxArenaBytes << " bytes, got " << *bytes;
  }
  for (auto slot : program.getBody().getOps<SlotOp>())
    if (slot.getOffset().has_value() != program.getArena().has_value())
      return slot.emitOpError() << (program.getArena() ? "expects an offset in a program with an arena"
                                                       : "has an offset in a program without an arena");
  return success();
}

LogicalResult ProgramOp::verifyRegions() {
  if (getBody().empty())
    return emitOpError("expects a body");
  if (!isa<ReturnOp>(getBody().front().getTerminator()))
    return emitOpError("expects rt.return at the end");
  bool onBuffers = isOnBuffers();
  llvm::SmallDenseSet<Attribute> written;
  for (Operation &op : getBody().front()) {
    // C1
    if (!isa<ArgumentOp, CheckOp, CopyOp, GetOp, LaunchOp, PutOp, ReturnOp, SlotOp, ViewOp>(op))
      return op.emitOpError("does not stand in a program: expects rt ops only");
    if (failed(verifyValueTypes(op, onBuffers)))
      return failure();
    if (auto put = dyn_cast<PutOp>(op); put && !written.insert(put.getSymbolAttr()).second)
      return put.emitOpError() << "is the second of " << put.getSymbolAttr() << "; expects at most one";
  }
  if (failed(onBuffers ? verifyOnBuffers(*this) : verifyOnTensors(*this)))
    return failure();
  return verifyPlan(*this);
}

/// `type`, a tensor or its buffer, is that of the tensor `expected`.
static bool isSameTensor(Type type, Type expected) {
  auto a = dyn_cast<ShapedType>(type), b = dyn_cast<ShapedType>(expected);
  if (!a || !b || a.getShape() != b.getShape())
    return false;
  return a.getElementType() == (isa<MemRefType>(a) ? getStorageType(b.getElementType()) : b.getElementType());
}

/// C6
static LogicalResult verifyRanges(Operation *op, ArrayRef<ExtentRange> dims) {
  auto hasRange = [&](AffineExpr extent) { return evaluateExtent(extent, dims).has_value(); };
  for (NamedAttribute named : op->getAttrs()) {
    SmallVector<Attribute> maps{named.getValue()};
    if (auto list = dyn_cast<ArrayAttr>(named.getValue()))
      maps.assign(list.begin(), list.end());
    for (Attribute attribute : maps)
      if (auto map = dyn_cast<AffineMapAttr>(attribute); map && !llvm::all_of(map.getValue().getResults(), hasRange))
        return op->emitOpError() << "expects extents that the " << dims.size()
                                 << " dims of the model give, without division by 0, got " << map;
  }
  return success();
}

/// C6
static LogicalResult verifyExtents(Operation *op, int64_t index, AffineMap extents, EntryOp entry) {
  SmallVector<Attribute> lists(entry.getArgumentDims().getValue());
  llvm::append_range(lists, entry.getResultDims());
  auto names = dyn_cast<ArrayAttr>(lists[index]);
  unsigned position = 0;
  llvm::DenseMap<Attribute, AffineExpr> symbols;
  for (auto dim : entry->getParentOfType<ModelOp>().getOps<DimOp>())
    symbols[FlatSymbolRefAttr::get(dim.getSymNameAttr())] = getAffineSymbolExpr(position++, op->getContext());
  // The entry has its own verifier.
  if (!names || names.size() != extents.getNumResults() ||
      llvm::all_of(llvm::zip(names, extents.getResults()),
                   [&](auto one) { return symbols.lookup(std::get<0>(one)) == std::get<1>(one); }))
    return success();
  return op->emitOpError() << "has extents " << AffineMapAttr::get(extents) << " of " << index
                           << ", expects those of the entry, the dims " << names << " in their order in the model";
}

/// C6
LogicalResult ProgramOp::verifySymbolUses(SymbolTableCollection &tables) {
  FunctionType expected = FunctionType::get(getContext(), {}, {});
  EntryOp entry;
  if (!isPrepare()) {
    entry = tables.lookupNearestSymbolFrom<EntryOp>((*this)->getParentOp()->getParentOp(), getSymNameAttr());
    if (!entry)
      return emitOpError("is neither @prepare nor the name of an rt.entry of the model");
    expected = entry.getFunctionType();
  }
  SmallVector<ExtentRange> dims = getDimRanges(*this);
  if (getArena() && getArena()->getNumSymbols() > dims.size())
    return emitOpError() << "expects an arena over the " << dims.size() << " dims of the model, got " << getArenaAttr();
  for (Operation &op : getBody().front())
    if (failed(verifyRanges(&op, dims)))
      return failure();
  // A body without ops and types may be either: a program on buffers whose entry does nothing looks the same.
  bool isEmpty = getBody().front().without_terminator().empty() && getFunctionType().getNumInputs() == 0 &&
                 getFunctionType().getNumResults() == 0;
  if (!isOnBuffers() && !isEmpty && getFunctionType() != expected)
    return emitOpError() << "expects the entry's type " << expected << ", got " << getFunctionType();
  if (!isOnBuffers() && !isEmpty)
    for (unsigned index = 0; index < getNumArguments(); ++index)
      if (failed(verifyExtents(*this, index, getArgumentExtents(index), entry)))
        return failure();
  SmallVector<Type> types(expected.getInputs());
  llvm::append_range(types, expected.getResults());
  for (auto argument : getBody().getOps<ArgumentOp>()) {
    if (argument.getIndex() >= types.size() || !isSameTensor(argument.getType(), types[argument.getIndex()]))
      return argument.emitOpError() << "expects a buffer of the entry's arguments and results " << types << ", got "
                                    << argument.getType() << " at " << argument.getIndex();
    if (failed(verifyExtents(argument, argument.getIndex(), argument.getExtents(), entry)))
      return failure();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Symbols of the model
//===----------------------------------------------------------------------===//

/// What `symbol` names from inside a program: a prepared value of the variant, else what the model has. Kernels and
/// programs of the variant may have names of parameters.
static Operation *lookupSymbol(Operation *op, FlatSymbolRefAttr symbol, SymbolTableCollection &tables) {
  auto variant = op->getParentOfType<VariantOp>();
  if (!variant)
    return nullptr;
  Operation *found = tables.lookupSymbolIn(variant, symbol.getAttr());
  if (isa_and_nonnull<PreparedOp>(found))
    return found;
  return tables.lookupSymbolIn(variant->getParentOp(), symbol.getAttr());
}

static Type getSymbolType(Operation *symbol) {
  if (auto parameter = dyn_cast_or_null<ParameterOp>(symbol))
    return parameter.getType();
  if (auto state = dyn_cast_or_null<StateOp>(symbol))
    return state.getType();
  if (auto prepared = dyn_cast_or_null<PreparedOp>(symbol))
    return prepared.getType();
  return {};
}

LogicalResult GetOp::verifySymbolUses(SymbolTableCollection &tables) {
  Operation *symbol = lookupSymbol(*this, getSymbolAttr(), tables);
  auto program = (*this)->getParentOfType<ProgramOp>();
  if (isa<RankedTensorType>(getType()) && program && program.isPrepare() && !isa_and_nonnull<ParameterOp>(symbol))
    return emitOpError() << "gets " << getSymbolAttr() << " in @prepare, which computes from parameters only";
  Type type = getSymbolType(symbol);
  if (!type)
    return emitOpError() << "gets " << getSymbolAttr() << ", which is no parameter, state or prepared value";
  if (!isSameTensor(getType(), type))
    return emitOpError() << "gets " << getSymbolAttr() << " of type " << type << " as " << getType();
  return success();
}

LogicalResult PutOp::verifySymbolUses(SymbolTableCollection &tables) {
  auto program = (*this)->getParentOfType<ProgramOp>();
  if (!program)
    return emitOpError("is for programs; put it into rt.program");
  bool inPrepare = program.isPrepare();
  Operation *symbol = lookupSymbol(*this, getSymbolAttr(), tables);
  if (inPrepare ? !isa_and_nonnull<PreparedOp>(symbol) : !isa_and_nonnull<StateOp>(symbol))
    return emitOpError() << "puts " << getSymbolAttr() << ", which is no "
                         << (inPrepare ? "prepared value of the variant" : "state of the model");
  if (Type type = getSymbolType(symbol); type != getValue().getType())
    return emitOpError() << "puts " << getValue().getType() << " into " << getSymbolAttr() << " of type " << type;
  return success();
}

LogicalResult ParallelOp::verifySymbolUses(SymbolTableCollection &tables) {
  auto worker = tables.lookupNearestSymbolFrom<FunctionOpInterface>(*this, getWorkerAttr());
  if (!worker)
    return emitOpError() << "runs " << getWorkerAttr() << ", which is no function";
  ArrayRef<Type> types = worker.getArgumentTypes();
  auto isBytes = [](Type type) {
    auto scratch = dyn_cast<MemRefType>(type);
    return scratch && scratch.getElementType().isInteger(8) && scratch.hasStaticShape();
  };
  if (types.size() != getCaptured().size() + 3 || !llvm::equal(getCaptured().getTypes(), types.drop_back(3)) ||
      !types.take_back(3)[0].isIndex() || !types.take_back(2)[0].isIndex() || !isBytes(types.back()))
    return emitOpError() << "expects a worker that takes (" << getCaptured().getTypes()
                         << ", index, index, memref of bytes), got " << worker.getFunctionType();
  return success();
}
