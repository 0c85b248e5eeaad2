//===- Gather.cpp - Elements at indices that are data ---------------------===//

#include "dialects/dlc/Dlc.h"
#include "mlir/IR/Builders.h"

using namespace dlc;
using namespace mlir;

#define GET_OP_CLASSES
#include "dialects/dlc/Gather.cpp.inc"

void DlcDialect::addGatherOps() {
  addOperations<
#define GET_OP_LIST
#include "dialects/dlc/Gather.cpp.inc"
      >();
}

/// Fails, at the operator, unless all indices are in [0, extent).
static LogicalResult checkIndices(Operation *op, const Tensor &indices, int64_t extent) {
  for (int64_t i = 0; i < indices.size(); ++i)
    if (int64_t index = indices.integer(i); index < 0 || index >= extent)
      return op->emitOpError("expected indices in [0, ") << extent << "), got " << index;
  return success();
}

//===----------------------------------------------------------------------===//
// gather
//===----------------------------------------------------------------------===//

FailureOr<Shape> GatherOp::inferShape(Adaptor adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.size() != 2 || !adaptor.getAxisAttr())
    return error("expected data, indices and an axis");
  int64_t rank = operands[0].size(), axis = adaptor.getAxisAttr().getInt();
  std::optional<int64_t> positive = positiveAxis(axis, rank);
  if (!positive)
    return error("(C1) expected an axis in [" + Twine(-rank) + ", " + Twine(rank) + "), got " + Twine(axis));
  Shape result = operands[0];
  auto place = result.erase(result.begin() + *positive);
  result.insert(place, operands[1].begin(), operands[1].end());
  return result;
}

int64_t GatherOp::getPositiveAxis() { return *positiveAxis(getAxis(), getData().getType().getRank()); }

FailureOr<Tensor> GatherOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &data = operands[0], &indices = operands[1];
  int64_t axis = getPositiveAxis();
  if (failed(checkIndices(getOperation(), indices, data.shape()[axis])))
    return failure();
  int64_t position = 0;
  forEachIndex(result->shape(), [&](ArrayRef<int64_t> at) { // (a..., i..., b...)
    Tensor::Index source(at.take_front(axis));
    source.push_back(indices.integer(indices.offset(at.slice(axis, indices.rank()))));
    source.append(at.begin() + axis + indices.rank(), at.end());
    result->copy(position++, data, data.offset(source));
  });
  return result;
}

std::optional<ElementReads> GatherOp::getReads(ArrayRef<Shape> operands) {
  unsigned axis = getPositiveAxis(), indices = operands[1].size(), rank = operands[0].size() - 1 + indices;
  auto coordinate = [&](unsigned number) { return getAffineDimExpr(number, getContext()); };
  ElementRead lookup{1, {}, {}}, read{0, {}, {}};
  for (unsigned i = 0; i < axis; ++i)
    read.at.push_back(coordinate(i));
  read.at.push_back(coordinate(rank));
  for (unsigned i = axis; i < axis + indices; ++i)
    lookup.at.push_back(coordinate(i));
  for (unsigned i = axis + indices; i < rank; ++i)
    read.at.push_back(coordinate(i));
  return ElementReads{.lookups = {lookup}, .reads = {read}};
}

//===----------------------------------------------------------------------===//
// embedding
//===----------------------------------------------------------------------===//

FailureOr<Shape> EmbeddingOp::inferShape(Adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.size() != 2 || operands[1].size() != 2)
    return error("(C1) expected ids and table (rows, columns)");
  Shape result = operands[0];
  result.push_back(operands[1][1]);
  return result;
}

Type EmbeddingOp::inferElementType(Adaptor adaptor) { return elementTypeOf(adaptor.getOperands(), 1); }

FailureOr<Tensor> EmbeddingOp::evaluate(ArrayRef<Tensor> operands) {
  FailureOr<Tensor> result = resultTensor(getOperation(), operands);
  if (failed(result))
    return failure();
  const Tensor &ids = operands[0], &table = operands[1];
  if (failed(checkIndices(getOperation(), ids, table.shape()[0])))
    return failure();
  int64_t columns = table.shape()[1];
  for (int64_t i = 0; i < result->size(); ++i)
    result->real(i) = table.real(ids.integer(i / columns) * columns + i % columns);
  return result;
}

std::optional<ElementReads> EmbeddingOp::getReads(ArrayRef<Shape> operands) {
  unsigned ids = operands[0].size();
  auto coordinate = [&](unsigned number) { return getAffineDimExpr(number, getContext()); };
  ElementRead lookup{0, {}, {}};
  for (unsigned i = 0; i < ids; ++i)
    lookup.at.push_back(coordinate(i));
  return ElementReads{.lookups = {lookup}, .reads = {{1, {coordinate(ids + 1), coordinate(ids)}, {}}}};
}
