//===- Slots.cpp - Sizes of slots, and where they lie to each other -------===//
//
// A slot starts at a constant or where the highest of the slots that it names ends. So slots have an order that holds
// for all extents, which is what must be known to say that two of them never share a byte.
//
//===----------------------------------------------------------------------===//

#include "dialects/rt/Slots.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc::rt;

std::optional<SlotSize> dlc::rt::getSlotSize(SlotOp slot, ArrayRef<ExtentRange> dims) {
  auto type = cast<MemRefType>(slot.getType());
  if (!type.getElementType().isIntOrFloat())
    return std::nullopt;
  SlotSize size{static_cast<int64_t>(llvm::divideCeil(type.getElementTypeBitWidth(), 8)), {}};
  if (llvm::is_contained(type.getShape(), 0))
    return SlotSize();
  for (int64_t extent : type.getShape())
    if (!ShapedType::isDynamic(extent) && llvm::MulOverflow(size.known, extent, size.known))
      return std::nullopt;
  for (AffineExpr extent : slot.getExtents().getResults()) {
    AffineExpr bound = getUpperExtent(extent, dims);
    if (!bound)
      return std::nullopt;
    size.unknown = size.unknown ? size.unknown * bound : bound;
  }
  auto constant = dyn_cast_or_null<AffineConstantExpr>(size.unknown);
  if (!constant)
    return size;
  if (llvm::MulOverflow(size.known, std::max<int64_t>(0, constant.getValue()), size.known))
    return std::nullopt;
  return SlotSize{size.known, {}};
}

std::optional<SmallVector<std::pair<int64_t, int64_t>>> dlc::rt::placeSlots(ProgramOp program,
                                                                            ArrayRef<ExtentRange> numbers) {
  SmallVector<std::pair<int64_t, int64_t>> places;
  DenseMap<Value, int64_t> ends;
  for (auto slot : program.getBody().getOps<SlotOp>()) {
    std::optional<int64_t> bytes = getUpperBytes(slot.getType(), slot.getExtents(), numbers);
    int64_t begin = slot.getOffset().value_or(0), end;
    for (Value below : slot.getAbove())
      begin = std::max(begin, static_cast<int64_t>(llvm::alignTo(ends.lookup(below), slotAlignment)));
    if (!bytes || llvm::AddOverflow(begin, *bytes, end) || end > INT64_MAX - slotAlignment)
      return std::nullopt;
    ends[slot] = end;
    places.emplace_back(begin, end);
  }
  return places;
}

SlotRelation::SlotRelation(ProgramOp program) {
  unsigned count = 0;
  for (auto slot : program.getBody().getOps<SlotOp>()) {
    Place place{count++, static_cast<int64_t>(slot.getOffset().value_or(0)), {}, {}};
    for (Value value : slot.getAbove()) {
      const Place &other = places[value.getDefiningOp()];
      place.least = std::max(place.least, other.end.value_or(other.least));
      if (place.below.size() < std::max<size_t>(other.below.size(), other.number + 1))
        place.below.resize(std::max<size_t>(other.below.size(), other.number + 1));
      place.below |= other.below;
      place.below.set(other.number);
    }
    bool isConstant = slot.getAbove().empty() && cast<MemRefType>(slot.getType()).hasStaticShape();
    if (std::optional<int64_t> bytes = getUpperBytes(slot.getType(), slot.getExtents(), {}); isConstant && bytes)
      place.end = place.least + *bytes;
    places[slot] = std::move(place);
  }
}

bool SlotRelation::isBelow(const Place &a, const Place &b) const {
  return (a.end && *a.end <= b.least) || (a.number < b.below.size() && b.below.test(a.number));
}

bool SlotRelation::isApart(SlotOp a, SlotOp b) const {
  const Place &one = places.find(a)->second, &other = places.find(b)->second;
  bool isEmpty = (one.end && *one.end == one.least) || (other.end && *other.end == other.least);
  return isEmpty || isBelow(one, other) || isBelow(other, one);
}
