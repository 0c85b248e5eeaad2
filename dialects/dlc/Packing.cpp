//===- Packing.cpp - Matrices as panels of columns ------------------------===//

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/Builders.h"

using namespace dlc;
using namespace mlir;

#define GET_OP_CLASSES
#include "dialects/dlc/Packing.cpp.inc"

void DlcDialect::addPackingOps() {
  addOperations<
#define GET_OP_LIST
#include "dialects/dlc/Packing.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// pack
//===----------------------------------------------------------------------===//

FailureOr<Shape> PackOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  IntegerAttr tile = adaptor.getTileAttr();
  auto interleave = static_cast<int64_t>(adaptor.getInterleave());
  if (operands.empty() || operands[0].size() < 2)
    return error("(C1) expected an input of rank 2 or more");
  if (!tile || tile.getInt() <= 0 || interleave <= 0)
    return error("(C2) expected a positive tile and interleave");
  Shape shape = operands[0];
  AffineExpr columns = shape.pop_back_val();
  shape.back() = shape.back().ceilDiv(tile.getInt());
  shape.append({columns.ceilDiv(interleave), getAffineConstantExpr(tile.getInt() * interleave, tile.getContext())});
  return shape;
}

LogicalResult PackOp::verify() { return success(); }

FailureOr<Tensor> PackOp::evaluate(ArrayRef<Tensor> operands) {
  const Tensor &input = operands[0];
  Tensor::Index shape(input.shape());
  int64_t columns = shape.pop_back_val(), rows = shape.back(), tile = getTile(), group = getInterleave();
  shape.back() = (rows + tile - 1) / tile;
  shape.append({(columns + group - 1) / group, tile * group});
  Tensor result(input.elementType(), shape);
  forEachIndex(shape, [&](ArrayRef<int64_t> index) {
    Tensor::Index source(index.drop_back(3));
    ArrayRef<int64_t> at = index.take_back(3); // panel, k, i
    source.append({at[0] * tile + at[2] / group, at[1] * group + at[2] % group});
    if (source[source.size() - 2] < rows && source.back() < columns)
      result.copy(result.offset(index), input, input.offset(source));
  });
  return result;
}

std::optional<ElementReads> PackOp::getReads(ArrayRef<Shape> operands) {
  unsigned rank = operands[0].size() + 1, rows = rank - 3;
  auto coordinate = [&](unsigned number) { return getAffineDimExpr(number, getContext()); };
  ElementRead read{0, {}, {rows}};
  for (unsigned i = 0; i < rows; ++i)
    read.at.push_back(coordinate(i));
  int64_t tile = getTile(), group = getInterleave();
  AffineExpr lane = coordinate(rank - 1);
  read.at.append({coordinate(rows) * tile + lane.floorDiv(group), coordinate(rank - 2) * group + lane % group});
  if (group > 1)
    read.bounded.push_back(rows + 1); // the last group
  return ElementReads{.reads = {read}};
}

//===----------------------------------------------------------------------===//
// unpack
//===----------------------------------------------------------------------===//

int64_t UnpackOp::getTile() {
  return cast<RankedTensorType>(getInput().getType()).getShape().back() / static_cast<int64_t>(getInterleave());
}

FailureOr<Shape> UnpackOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  IntegerAttr rows = adaptor.getRowsAttr();
  if (operands.empty() || operands[0].size() < 3 || !constantExtent(operands[0].back()))
    return error("(C1) expected an input of rank 3 or more whose last extent is known");
  if (!rows || rows.getInt() < 0)
    return error("(C2) expected a number of rows that is not negative");
  Shape shape = operands[0];
  int64_t tile = *constantExtent(shape.pop_back_val()), group = adaptor.getInterleave();
  if (group <= 0 || tile % group != 0)
    return error("(C3) expected an interleave that divides the last extent");
  AffineExpr columns = shape.pop_back_val();
  if (IntegerAttr known = adaptor.getColumnsAttr()) {
    std::optional<int64_t> groups = constantExtent(columns);
    if (groups && static_cast<int64_t>(llvm::divideCeil(known.getInt(), group)) != *groups)
      return error("(C3) expected columns that fill the groups");
    columns = getAffineConstantExpr(known.getInt(), known.getContext());
  }
  shape.back() = getAffineConstantExpr(rows.getInt(), rows.getContext());
  shape.push_back(columns);
  return shape;
}

LogicalResult UnpackOp::verify() {
  auto shape = cast<RankedTensorType>(getInput().getType()).getShape();
  int64_t panels = shape[shape.size() - 3];
  if (!ShapedType::isDynamic(panels) && static_cast<int64_t>(getRows()) > panels * getTile())
    return emitOpError() << "(C2) expected at most " << panels * getTile() << " rows, got " << getRows();
  return success();
}

FailureOr<Tensor> UnpackOp::evaluate(ArrayRef<Tensor> operands) {
  const Tensor &input = operands[0];
  Tensor::Index shape(input.shape());
  int64_t tile = getTile(), group = getInterleave();
  shape.pop_back();
  int64_t columns = shape.pop_back_val();
  shape.back() = getRows();
  shape.push_back(getColumns() ? *getColumns() : columns);
  Tensor result(input.elementType(), shape);
  forEachIndex(shape, [&](ArrayRef<int64_t> index) {
    Tensor::Index source(index.drop_back(2));
    int64_t row = index[index.size() - 2], column = index.back();
    source.append({row / tile, column / group, row % tile * group + column % group});
    result.copy(result.offset(index), input, input.offset(source));
  });
  return result;
}

/// The last panel is padded, so that any row of a panel may be read.
std::optional<ElementReads> UnpackOp::getReads(ArrayRef<Shape> operands) {
  unsigned rank = operands[0].size() - 1;
  auto coordinate = [&](unsigned number) { return getAffineDimExpr(number, getContext()); };
  ElementRead read{0, {}, {}};
  for (unsigned i = 0; i < rank - 2; ++i)
    read.at.push_back(coordinate(i));
  AffineExpr row = coordinate(rank - 2), column = coordinate(rank - 1);
  int64_t group = getInterleave();
  read.at.append({row.floorDiv(getTile()), column.floorDiv(group), row % getTile() * group + column % group});
  return ElementReads{.reads = {read}, .inTiles = true};
}
