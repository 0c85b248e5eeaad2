//===- KernelGroups.cpp - Which operators become one kernel ---------------===//

#include "lib/Graph/KernelGroups.h"

#include "mlir/IR/Remarks.h"

using namespace mlir;
using namespace dlc;

/// Limits that keep one kernel's code and operand list of reasonable size.
static constexpr size_t maxOps = 48, maxInputs = 16, maxResults = 4;
/// Steps of one dependence query; beyond, the answer is "depends".
static constexpr size_t maxSteps = 20000;

static StringRef mnemonic(Operation *op) { return op->getName().stripDialect(); }

static ArrayRef<int64_t> extentsOf(Value value) { return cast<RankedTensorType>(value.getType()).getShape(); }

//===----------------------------------------------------------------------===//
// Groups
//===----------------------------------------------------------------------===//

KernelGroups::KernelGroups(FuncOp func) : body(func.getBody().front()) {
  size_t next = 0;
  for (Operation &op : body) {
    position[&op] = next++;
    addOp(op);
  }
}

/// Literals are copied into each kernel that uses them, and reshapes are views;
/// a literal that an entry returns or views still needs a kernel to write it.
void KernelGroups::addOp(Operation &op) {
  auto tensorOp = dyn_cast<TensorOpInterface>(op);
  bool isLiteral = isa<ConstantOp>(op) && llvm::any_of(op.getUsers(), [](Operation *user) {
                     return !isa<TensorOpInterface>(user) || isa<ReshapeOp>(user);
                   });
  if ((!tensorOp || isa<ReshapeOp>(op)) && !isLiteral)
    return;
  bool onParameters = llvm::all_of(op.getOperands(), [&](Value operand) {
    Operation *producer = operand.getDefiningOp();
    while (isa_and_present<ReshapeOp>(producer))
      producer = producer->getOperand(0).getDefiningOp();
    if (KernelGroup *other = groupOf(producer))
      return other->onParameters;
    if (auto read = dyn_cast_or_null<ReadOp>(producer))
      return symbols.lookupNearestSymbolFrom<ParameterOp>(read, read.getSymbolAttr()) != nullptr;
    return isa_and_present<ConstantOp>(producer);
  });
  Role role = tensorOp ? tensorOp.getRole() : Role::Movement;
  storage.push_back(std::make_unique<KernelGroup>(KernelGroup{{&op}, &op, role, onParameters}));
  owner[&op] = storage.back().get();
}

SmallVector<KernelGroup *> KernelGroups::groups() {
  SmallVector<KernelGroup *> live;
  for (auto &candidate : storage)
    if (!candidate->ops.empty())
      live.push_back(candidate.get());
  return live;
}

SmallVector<Operation *> KernelGroups::sorted(const KernelGroup &group) const {
  SmallVector<Operation *> ops(group.ops);
  llvm::sort(ops, [&](Operation *a, Operation *b) { return position.lookup(a) < position.lookup(b); });
  return ops;
}

SetVector<Value> KernelGroups::inputsOf(const KernelGroup &group) const {
  SetVector<Value> inputs;
  for (Operation *op : sorted(group))
    for (Value operand : op->getOperands())
      if (!contains(group, operand.getDefiningOp()) && !operand.getDefiningOp<ConstantOp>())
        inputs.insert(operand);
  return inputs;
}

SmallVector<Value> KernelGroups::resultsOf(const KernelGroup &group) const {
  SmallVector<Value> results;
  for (Operation *op : sorted(group))
    for (Value result : op->getResults())
      if (usedOutside(result, group))
        results.push_back(result);
  return results;
}

bool KernelGroups::usedOutside(Value value, const KernelGroup &group) const {
  return llvm::any_of(value.getUsers(), [&](Operation *user) { return !contains(group, user); });
}

/// Whether a path leads from `earlier` to `later` through an operator of neither.
bool KernelGroups::dependsThroughOthers(const KernelGroup &later, const KernelGroup &earlier) const {
  size_t first = SIZE_MAX;
  for (Operation *op : earlier.ops)
    first = std::min(first, position.lookup(op));
  llvm::DenseSet<Operation *> visited;
  SmallVector<Operation *> stack;
  auto visit = [&](Operation *op) {
    KernelGroup *own = groupOf(op);
    // An operator before the earlier group depends on it only through the group it is in.
    if (op && op->getBlock() == &body && own != &later && own != &earlier && visited.insert(op).second)
      stack.push_back(op);
  };
  for (Operation *op : later.ops)
    for (Value operand : op->getOperands())
      visit(operand.getDefiningOp());
  while (!stack.empty()) {
    if (visited.size() > maxSteps)
      return true;
    Operation *op = stack.pop_back_val();
    KernelGroup *own = groupOf(op);
    if (!own ? position.lookup(op) < first
             : llvm::all_of(own->ops, [&](Operation *member) { return position.lookup(member) < first; }))
      continue;
    for (Operation *member : own ? ArrayRef<Operation *>(own->ops) : ArrayRef<Operation *>(op))
      for (Value operand : member->getOperands()) {
        if (contains(earlier, operand.getDefiningOp()))
          return true;
        visit(operand.getDefiningOp());
      }
  }
  return false;
}

void KernelGroups::merge(KernelGroup &into, KernelGroup &from) {
  for (Operation *op : from.ops) {
    owner[op] = &into;
    into.ops.push_back(op);
  }
  from.ops.clear();
}

void KernelGroups::reject(Operation *op, const KernelGroup &group, Refusal reason) const {
  remark::missed(op->getLoc(), remark::RemarkOpts::name("fuse").category("dlc-fuse-kernels")) << remark::reason(
      "'{0}' does not join the kernel of '{1}': {2}", mnemonic(op).str(), mnemonic(group.anchor).str(), reason);
}

//===----------------------------------------------------------------------===//
// What may join what
//===----------------------------------------------------------------------===//

KernelGroups::Refusal KernelGroups::refusesSize(const KernelGroup &a, const KernelGroup &b) const {
  if (a.ops.size() + b.ops.size() > maxOps)
    return "the kernel would hold too many operators";
  SetVector<Value> inputs = inputsOf(a);
  inputs.insert_range(inputsOf(b));
  if (inputs.size() > maxInputs)
    return "the kernel would take too many operands";
  return nullptr;
}

KernelGroups::Refusal KernelGroups::refusesEpilogue(const KernelGroup &group, Operation *op) const {
  KernelGroup *own = groupOf(op);
  if (!own || own->role != Role::Elementwise || !isAlone(*own))
    return own ? "it is no elementwise operator of its own" : "it is no operator";
  if (own->onParameters != group.onParameters)
    return "it depends on parameters only and is computed once";
  for (Value operand : op->getOperands())
    if (contains(group, operand.getDefiningOp()) && extentsOf(operand) != extentsOf(op->getResult(0)))
      return "its shape differs";
  if (Refusal reason = refusesSize(group, *own))
    return reason;
  if (dependsThroughOthers(*own, group))
    return "another operand is computed from the kernel's result";
  return nullptr;
}

KernelGroups::Refusal KernelGroups::refusesMerge(const KernelGroup &a, const KernelGroup &b) const {
  if (a.onParameters != b.onParameters)
    return "it depends on parameters only and is computed once";
  if (extentsOf(a.anchor->getResult(0)) != extentsOf(b.anchor->getResult(0)))
    return "its shape differs";
  if (Refusal reason = refusesSize(a, b))
    return reason;
  if (dependsThroughOthers(a, b) || dependsThroughOthers(b, a))
    return "a path between them leads through another kernel";
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Growing
//===----------------------------------------------------------------------===//

/// Takes elementwise consumers while they fit, then gives the last ones back
/// until few values leave the group: a kernel with a loop nest of its own
/// writes one result, or some where its anchor has several.
void KernelGroups::takeEpilogue(KernelGroup &group) {
  size_t keep = group.ops.size(), most = group.anchor->getNumResults() > 1 ? maxResults : 1;
  for (size_t i = 0; i < group.ops.size(); ++i) {
    SmallVector<Operation *> users(group.ops[i]->getUsers());
    llvm::sort(users, [&](Operation *a, Operation *b) { return position.lookup(a) < position.lookup(b); });
    for (Operation *user : users) {
      if (contains(group, user) || !groupOf(user))
        continue;
      if (Refusal reason = refusesEpilogue(group, user)) {
        reject(user, group, reason);
        continue;
      }
      merge(group, *groupOf(user));
      if (resultsOf(group).size() <= most)
        keep = group.ops.size();
    }
  }
  while (group.ops.size() > keep) {
    Operation *op = group.ops.pop_back_val();
    storage.push_back(std::make_unique<KernelGroup>(KernelGroup{{op}, op, Role::Elementwise, group.onParameters}));
    owner[op] = storage.back().get();
    reject(op, group, "a value it is computed from is used elsewhere too");
  }
}

/// Takes elementwise producers of `value`, of the same shape, that only this group uses.
void KernelGroups::takeProducers(KernelGroup &group, Value value) {
  Operation *producer = value.getDefiningOp();
  KernelGroup *own = groupOf(producer);
  if (!own || own == &group)
    return;
  Refusal reason = nullptr;
  if (own->role != Role::Elementwise || !isAlone(*own))
    reason = "it belongs to another kernel";
  else if (own->onParameters != group.onParameters)
    reason = "it depends on parameters only and is computed once";
  else if (usedOutside(value, group))
    reason = "its value is used elsewhere too";
  else
    reason = refusesSize(group, *own);
  if (reason)
    return reject(producer, group, reason);
  merge(group, *own);
  for (Value operand : producer->getOperands())
    if (extentsOf(operand) == extentsOf(value))
      takeProducers(group, operand);
}

/// Takes the transposes around an operator on images: they say in which order
/// elements lie and cost nothing inside.
void KernelGroups::takeLayout(KernelGroup &group) {
  if (!isa<Conv2dOp>(group.anchor) && group.role != Role::Pooling)
    return;
  auto takes = [&](Operation *op) {
    KernelGroup *own = groupOf(op);
    return isa_and_present<TransposeOp>(op) && own && isAlone(*own) && own->onParameters == group.onParameters;
  };
  Operation *producer = group.anchor->getOperand(0).getDefiningOp();
  if (takes(producer) && producer->hasOneUse())
    merge(group, *groupOf(producer));
  Value result = group.anchor->getResult(0);
  if (result.hasOneUse() && takes(*result.user_begin()))
    merge(group, *groupOf(*result.user_begin()));
}

void KernelGroups::growHeavy(KernelGroup &group) {
  takeLayout(group);
  takeEpilogue(group);
}

void KernelGroups::growRows(KernelGroup &group) {
  takeProducers(group, group.anchor->getOperand(0));
  takeEpilogue(group);
}

/// Merges an elementwise operator into the chains that produce its operands.
void KernelGroups::growElementwise(Operation *op) {
  for (Value operand : op->getOperands()) {
    KernelGroup *own = groupOf(op), *producer = groupOf(operand.getDefiningOp());
    if (!producer || producer == own || producer->role != Role::Elementwise)
      continue;
    Refusal reason = refusesMerge(*producer, *own);
    if (!reason) {
      size_t results = 0;
      for (KernelGroup *part : {producer, own})
        for (Operation *member : part->ops)
          results += llvm::any_of(member->getUsers(),
                                  [&](Operation *user) { return !contains(*producer, user) && !contains(*own, user); });
      if (results > maxResults)
        reason = "the kernel would have too many results";
    }
    if (reason) {
      reject(op, *producer, reason);
      continue;
    }
    merge(*producer, *own);
    producer->anchor = op;
  }
}

/// Whether each element of `value` is needed once at most: nothing stretches it
/// on its way to the group's result.
static bool isReadOnce(const KernelGroup &group, Value value) {
  for (Operation *op : group.ops) {
    if (repeatsElements(op))
      return false;
    if (cast<TensorOpInterface>(op).getRole() != Role::Elementwise)
      continue;
    for (Value operand : op->getOperands())
      if ((operand == value || llvm::is_contained(group.ops, operand.getDefiningOp())) &&
          extentsOf(operand) != extentsOf(op->getResult(0)))
        return false;
  }
  return true;
}

/// The axis that a permutation moves innermost; none where it leaves that one in place.
static std::optional<int64_t> innermostFrom(Operation *op) {
  std::optional<SmallVector<int64_t>> permutation = permutationOf(op);
  if (!permutation || permutation->empty() || permutation->back() == static_cast<int64_t>(permutation->size()) - 1)
    return std::nullopt;
  return permutation->back();
}

/// Whether elements of a movement come from several operands.
static bool readsSeveral(Operation *op) {
  auto tensorOp = dyn_cast<TensorOpInterface>(op);
  return tensorOp && tensorOp.getRole() == Role::Movement && readsOf(op)->reads.size() > 1;
}

/// A kernel transposes in registers between one axis that it reads along and one that it writes along, so it takes at
/// most one transpose that moves the innermost axis; before pure movement only if that is its only large input.
KernelGroups::Refusal KernelGroups::refusesCrossing(const KernelGroup &group, const KernelGroup &own,
                                                    Value value) const {
  auto *crossing = llvm::find_if(own.ops, [](Operation *op) { return innermostFrom(op).has_value(); });
  if (crossing == own.ops.end())
    return nullptr;
  if (!isReadOnce(group, value))
    return "its elements would be moved many times";
  bool isElementwise = true;
  for (Operation *op : group.ops) {
    std::optional<int64_t> other = innermostFrom(op);
    if (other && other != innermostFrom(*crossing))
      return "another transpose moves another axis innermost";
    isElementwise &= other || cast<TensorOpInterface>(op).getRole() == Role::Elementwise;
    if (readsSeveral(op))
      return "it moves the innermost axis";
  }
  if (isElementwise)
    return nullptr;
  for (Value input : inputsOf(group))
    if (input != value && extentsOf(input).size() >= extentsOf(value).size())
      return "it moves the innermost axis";
  return nullptr;
}

KernelGroups::Refusal KernelGroups::refusesProducer(const KernelGroup &group, Value value) const {
  const KernelGroup &own = *groupOf(value.getDefiningOp());
  if (own.onParameters != group.onParameters)
    return "it depends on parameters only and is computed once";
  if (usedOutside(value, group))
    return "its value is used elsewhere too";
  if (own.role == Role::Movement) {
    if (Refusal reason = refusesCrossing(group, own, value))
      return reason;
  } else if (resultsOf(own).size() != 1) {
    return "it has several results";
  } else if (!isReadOnce(group, value)) {
    return "its elements would be computed many times";
  }
  return refusesSize(group, own);
}

/// Lets a chain read its operands through movements, and through elementwise
/// operators behind these, that only the chain uses.
void KernelGroups::absorbProducers(KernelGroup &group) {
  llvm::SmallPtrSet<Operation *, 8> refused;
  for (bool changed = true; changed;) {
    changed = false;
    for (Value input : inputsOf(group)) {
      Operation *producer = input.getDefiningOp();
      KernelGroup *own = groupOf(producer);
      if (!own || own == &group || refused.contains(producer) ||
          (own->role != Role::Movement && own->role != Role::Elementwise))
        continue;
      if (Refusal reason = refusesProducer(group, input)) {
        refused.insert(producer);
        reject(producer, group, reason);
        continue;
      }
      merge(group, *own);
      changed = true;
    }
  }
}

void KernelGroups::grow() {
  auto eachLive = [&](auto visit) {
    for (size_t i = 0; i < storage.size(); ++i)
      if (!storage[i]->ops.empty())
        visit(*storage[i]);
  };
  eachLive([&](KernelGroup &group) {
    if (group.role == Role::Contraction || group.role == Role::Attention || group.role == Role::Pooling ||
        group.role == Role::Gather || group.role == Role::Winograd)
      growHeavy(group);
  });
  eachLive([&](KernelGroup &group) {
    if (group.role == Role::Reduction)
      growRows(group);
  });
  for (Operation &op : body)
    if (KernelGroup *own = groupOf(&op); own && own->role == Role::Elementwise)
      growElementwise(&op);
  // From the last one on: a chain takes movements with what these have taken.
  for (size_t i = storage.size(); i-- > 0;)
    if (KernelGroup &group = *storage[i]; !group.ops.empty() && !isa<ConstantOp>(group.anchor) &&
                                          (group.role == Role::Elementwise || group.role == Role::Movement))
      absorbProducers(group);
}
