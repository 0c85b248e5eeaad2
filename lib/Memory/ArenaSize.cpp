//===- ArenaSize.cpp - Bytes of a planned arena as an expression of dims --===//
//
// Where a slot starts is the highest of the stacks of slots below it: a maximum of sums. Of two stacks one is mostly
// never the higher, whatever the dims are; what is left is few sums, which a header can write down.
//
//===----------------------------------------------------------------------===//

#include "lib/Memory/ArenaSize.h"
#include "dialects/rt/Slots.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace dlc {
namespace {

constexpr size_t maxStacks = 16;

/// Slots of `factor` * one product of extents: those whose factor is a multiple of the alignment count together.
struct Term {
  int64_t aligned = 0;
  SmallVector<int64_t> rounded; // factors, falling

  int64_t getSlope() const { return std::accumulate(rounded.begin(), rounded.end(), aligned); }
};

/// A sum of sizes of slots, each rounded up.
struct Stack {
  int64_t constant = 0;
  llvm::SmallMapVector<AffineExpr, Term, 2> terms;
};

class ArenaSize {
public:
  explicit ArenaSize(ArrayRef<rt::ExtentRange> dims) : dims(dims) {}

  Stack put(Stack below, const rt::SlotSize &size);
  void add(SmallVectorImpl<Stack> &stacks, const Stack &stack);
  AffineExpr toExpr(const Stack &stack, MLIRContext *context);

private:
  bool isNeverAbove(const Stack &a, const Stack &b);
  bool isCovered(const Stack &a, const Stack &b);

  ArrayRef<rt::ExtentRange> dims;
};

Stack ArenaSize::put(Stack below, const rt::SlotSize &size) {
  if (!size.unknown) {
    below.constant += llvm::alignTo(size.known, rt::slotAlignment);
    return below;
  }
  Term &term = below.terms[size.unknown];
  if (size.known % rt::slotAlignment == 0)
    term.aligned += size.known;
  else
    term.rounded.insert(llvm::upper_bound(term.rounded, size.known, std::greater<>()), size.known);
  return below;
}

/// Slot by slot no larger.
bool ArenaSize::isCovered(const Stack &a, const Stack &b) {
  return a.constant <= b.constant && llvm::all_of(a.terms, [&](const auto &entry) {
           auto other = b.terms.find(entry.first);
           return other != b.terms.end() && entry.second.aligned <= other->second.aligned &&
                  entry.second.rounded.size() <= other->second.rounded.size() &&
                  llvm::all_of(llvm::zip_first(entry.second.rounded, other->second.rounded),
                               [](auto pair) { return std::get<0>(pair) <= std::get<1>(pair); });
         });
}

/// Adds `factor` * `expr` to the factors of products of dims, sum by sum; known extents to `constant`.
void addSlopes(AffineExpr expr, int64_t factor, llvm::SmallMapVector<AffineExpr, int64_t, 4> &slopes,
               int64_t &constant) {
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (auto known = dyn_cast<AffineConstantExpr>(expr)) {
    constant += known.getValue() * factor;
  } else if (binary && expr.getKind() == AffineExprKind::Add) {
    addSlopes(binary.getLHS(), factor, slopes, constant);
    addSlopes(binary.getRHS(), factor, slopes, constant);
  } else if (auto times = dyn_cast_or_null<AffineConstantExpr>(binary ? binary.getRHS() : AffineExpr());
             times && expr.getKind() == AffineExprKind::Mul) {
    addSlopes(binary.getLHS(), factor * times.getValue(), slopes, constant);
  } else {
    slopes[expr] += factor;
  }
}

/// Whatever the dims: `a` with all that rounding can add is no higher than `b` without. Rounding adds nothing to what
/// is empty, so a product that may be 0 needs no room for it where its factors differ by more.
bool ArenaSize::isNeverAbove(const Stack &a, const Stack &b) {
  if (isCovered(a, b))
    return true;
  int64_t room = b.constant - a.constant;
  llvm::SmallMapVector<AffineExpr, int64_t, 4> slopes, rounding;
  for (const auto &[unknown, term] : b.terms)
    addSlopes(unknown, term.getSlope(), slopes, room);
  for (const auto &[unknown, term] : a.terms) {
    addSlopes(unknown, -term.getSlope(), slopes, room);
    rounding[unknown] = (rt::slotAlignment - 1) * term.rounded.size();
  }
  for (auto [unknown, slope] : slopes) {
    std::optional<rt::ExtentRange> range = rt::evaluateExtent(unknown, dims);
    int64_t least = range ? std::max<int64_t>(0, range->low) : 0, gain, slack = rounding.lookup(unknown);
    rounding.erase(unknown);
    if (slope < 0 || (slope > 0 && (!range || range->low < 0)))
      return false;
    if (least == 0)
      gain = std::min<int64_t>(0, slope - slack);
    else if (llvm::MulOverflow(slope, least, gain))
      return true;
    else
      gain -= slack;
    if (llvm::AddOverflow(room, gain, room))
      return true;
  }
  for (auto [unknown, slack] : rounding)
    room -= slack;
  return room >= 0;
}

Stack join(const Stack &a, const Stack &b) {
  Stack both = a;
  both.constant = std::max(a.constant, b.constant);
  for (const auto &[unknown, term] : b.terms) {
    Term &joined = both.terms[unknown];
    joined.aligned = std::max(joined.aligned, term.aligned);
    if (joined.rounded.size() < term.rounded.size())
      joined.rounded.resize(term.rounded.size());
    for (auto [mine, other] : llvm::zip(joined.rounded, term.rounded))
      mine = std::max(mine, other);
  }
  return both;
}

/// Keeps what may be the highest for some dims.
void ArenaSize::add(SmallVectorImpl<Stack> &stacks, const Stack &stack) {
  if (llvm::any_of(stacks, [&](const Stack &other) { return isNeverAbove(stack, other); }))
    return;
  llvm::erase_if(stacks, [&](const Stack &other) { return isNeverAbove(other, stack); });
  if (stacks.size() < maxStacks)
    stacks.push_back(stack);
  else
    stacks.back() = join(stacks.back(), stack);
}

AffineExpr ArenaSize::toExpr(const Stack &stack, MLIRContext *context) {
  AffineExpr sum = getAffineConstantExpr(stack.constant, context);
  for (const auto &[unknown, term] : stack.terms) {
    if (term.aligned)
      sum = sum + unknown * term.aligned;
    for (int64_t factor : term.rounded)
      sum = sum + (unknown * factor).ceilDiv(rt::slotAlignment) * rt::slotAlignment;
  }
  return sum;
}

} // namespace

AffineMap getArenaSize(rt::ProgramOp program, ArrayRef<rt::ExtentRange> dims) {
  ArenaSize arena(dims);
  DenseMap<Value, SmallVector<Stack>> tops; // the stacks that end with a slot
  SmallVector<Stack> highest{Stack()};
  for (auto slot : program.getBody().getOps<rt::SlotOp>()) {
    std::optional<rt::SlotSize> size = rt::getSlotSize(slot, dims);
    Stack start;
    start.constant = *slot.getOffset();
    SmallVector<Stack> below;
    if (start.constant > 0 || slot.getAbove().empty())
      below.push_back(start);
    for (Value other : slot.getAbove())
      for (const Stack &stack : tops[other])
        arena.add(below, stack);
    for (const Stack &stack : below) {
      Stack top = arena.put(stack, *size);
      arena.add(tops[slot], top);
      arena.add(highest, top);
    }
  }
  SmallVector<AffineExpr> sums;
  for (const Stack &stack : highest)
    sums.push_back(arena.toExpr(stack, program.getContext()));
  return AffineMap::get(0, dims.size(), sums, program.getContext());
}

} // namespace dlc
