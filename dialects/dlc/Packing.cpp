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
  if (operands.empty() || operands[0].size() < 2)
    return error("(C1) expected an input of rank 2 or more");
  if (!tile || tile.getInt() <= 0)
    return error("(C2) expected a positive tile");
  Shape shape = operands[0];
  AffineExpr columns = shape.pop_back_val();
  shape.back() = shape.back().ceilDiv(tile.getInt());
  shape.append({columns, getAffineConstantExpr(tile.getInt(), tile.getContext())});
  return shape;
}

LogicalResult PackOp::verify() { return success(); }

FailureOr<Tensor> PackOp::evaluate(ArrayRef<Tensor> operands) {
  const Tensor &input = operands[0];
  Tensor::Index shape(input.shape());
  int64_t columns = shape.pop_back_val(), rows = shape.back(), tile = getTile();
  shape.back() = (rows + tile - 1) / tile;
  shape.append({columns, tile});
  Tensor result(input.elementType(), shape);
  forEachIndex(shape, [&](ArrayRef<int64_t> index) {
    Tensor::Index source(index.drop_back(3));
    ArrayRef<int64_t> at = index.take_back(3); // panel, k, i
    source.append({at[0] * tile + at[2], at[1]});
    if (source[source.size() - 2] < rows)
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
  int64_t tile = getTile();
  read.at.append({coordinate(rows) * tile + coordinate(rank - 1), coordinate(rank - 2)});
  return ElementReads{.reads = {read}};
}

//===----------------------------------------------------------------------===//
// unpack
//===----------------------------------------------------------------------===//

int64_t UnpackOp::getTile() { return cast<RankedTensorType>(getInput().getType()).getShape().back(); }

FailureOr<Shape> UnpackOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  IntegerAttr rows = adaptor.getRowsAttr();
  if (operands.empty() || operands[0].size() < 3 || !constantExtent(operands[0].back()))
    return error("(C1) expected an input of rank 3 or more whose last extent is known");
  if (!rows || rows.getInt() < 0)
    return error("(C2) expected a number of rows that is not negative");
  Shape shape = operands[0];
  shape.pop_back();
  AffineExpr columns = shape.pop_back_val();
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
  int64_t tile = shape.pop_back_val(), columns = shape.pop_back_val();
  shape.back() = getRows();
  shape.push_back(columns);
  Tensor result(input.elementType(), shape);
  forEachIndex(shape, [&](ArrayRef<int64_t> index) {
    Tensor::Index source(index.drop_back(2));
    int64_t row = index[index.size() - 2];
    source.append({row / tile, index.back(), row % tile});
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
  AffineExpr row = coordinate(rank - 2);
  read.at.append({row.floorDiv(getTile()), coordinate(rank - 1), row % getTile()});
  return ElementReads{.reads = {read}, .inTiles = true};
}
