//===- Attention.cpp - Softmax of query-key products, times values --------===//

#include "dialects/dlc/Attention.h"
#include "mlir/IR/Builders.h"
#include <cmath>
#include <limits>

using namespace dlc;
using namespace mlir;

#define GET_OP_CLASSES
#include "dialects/dlc/Attention.cpp.inc"

void DlcDialect::addAttentionOps() {
  addOperations<
#define GET_OP_LIST
#include "dialects/dlc/Attention.cpp.inc"
      >();
}

FailureOr<Shape> AttentionOp::inferShape(Adaptor, ArrayRef<Shape> operands, ShapeError error) {
  if (operands.size() < 3 || llvm::any_of(operands.take_front(3), [](const Shape &s) { return s.size() != 4; }))
    return error("(C1) expected query (B, Hq, T, D), key and value (B, Hkv, S, D)");
  Shape result = operands[0];
  for (const Shape &other : operands.slice(1, 2)) {
    result[0] = knownExtent(result[0], other[0]);
    result[3] = knownExtent(result[3], other[3]);
  }
  return result;
}

double AttentionOp::getScaleOrDefault(int64_t headSize) {
  return getScale() ? getScale()->convertToDouble() : 1.0 / std::sqrt(static_cast<double>(headSize));
}

LogicalResult AttentionOp::verify() {
  RankedTensorType query = getQuery().getType(), key = getKey().getType(), value = getValue().getType();
  if (!llvm::all_of_zip(key.getShape(), value.getShape(), extentsAgree) ||
      !extentsAgree(query.getDimSize(0), key.getDimSize(0)) || !extentsAgree(query.getDimSize(3), key.getDimSize(3)))
    return emitOpError("(C2) expected query (B, Hq, T, D), key and value (B, Hkv, S, D), got ")
           << query << ", " << key << " and " << value;
  int64_t queryHeads = query.getDimSize(1), keyHeads = key.getDimSize(1);
  if (!ShapedType::isDynamic(queryHeads) && !ShapedType::isDynamic(keyHeads) &&
      (keyHeads == 0 || queryHeads % keyHeads != 0))
    return emitOpError("(C3) expected the heads of query to be a multiple of those of key, got ")
           << queryHeads << " and " << keyHeads;
  for (Value operand : {getKey(), getValue()})
    if (Type got = cast<RankedTensorType>(operand.getType()).getElementType(); got != query.getElementType())
      return emitOpError("(C6) expected query, key and value to have one element type, got ")
             << query.getElementType() << " and " << got << "; convert one of them with cast";
  if (!getMask())
    return success();
  RankedTensorType mask = getMask().getType();
  if (Type got = mask.getElementType(); got != query.getElementType() && !got.isInteger(1))
    return emitOpError("(C4) expected a mask of ") << query.getElementType() << " or i1, got " << got;
  int64_t scores[] = {query.getDimSize(0), queryHeads, query.getDimSize(2), key.getDimSize(2)};
  bool fits = mask.getRank() <= 4;
  for (int64_t i = 0; fits && i < mask.getRank(); ++i) {
    int64_t extent = mask.getDimSize(i);
    fits = extent == 1 || extentsAgree(extent, scores[4 - mask.getRank() + i]);
  }
  if (!fits)
    return emitOpError("(C5) expected a mask that can be broadcast to (B, Hq, T, S), got ")
           << mask << " for query " << query << " and key " << key;
  return success();
}

static constexpr double infinity = std::numeric_limits<double>::infinity();

/// Score of key `s` for query (b, h, t); none where the query may not see it.
static std::optional<double> score(AttentionOp op, ArrayRef<Tensor> operands, ArrayRef<int64_t> at, int64_t s,
                                   AttentionWeights care) {
  const Tensor &query = operands[0], &key = operands[1];
  int64_t b = at[0], h = at[1], t = at[2];
  int64_t queries = query.shape()[2], keys = key.shape()[2], headSize = query.shape()[3];
  if (op.getCausal() && s > t + keys - queries)
    return std::nullopt;
  int64_t keyHead = h / (query.shape()[1] / key.shape()[1]);
  int64_t queryRow = ((b * query.shape()[1] + h) * queries + t) * headSize;
  int64_t keyRow = ((b * key.shape()[1] + keyHead) * keys + s) * headSize;
  double sum = 0, scale = op.getScaleOrDefault(headSize);
  bool isDouble = query.elementType().isF64();
  for (int64_t d = 0; d < headSize; ++d) {
    double scaled = query.real(queryRow + d) * scale;
    if (care == AttentionWeights::Rounded && !isDouble)
      scaled = static_cast<float>(scaled);
    sum += scaled * key.real(keyRow + d);
  }
  if (operands.size() < 4)
    return sum;
  const Tensor &mask = operands[3];
  int64_t position = mask.broadcastOffset({b, h, t, s});
  double added = mask.isFloat() ? mask.real(position) : mask.integer(position) ? 0 : -infinity;
  return added == -infinity ? std::nullopt : std::optional(sum + added);
}

FailureOr<Tensor> dlc::evaluateAttention(AttentionOp op, ArrayRef<Tensor> operands, AttentionWeights care) {
  FailureOr<Tensor> result = resultTensor(op, operands);
  if (failed(result))
    return failure();
  const Tensor &query = operands[0], &key = operands[1], &value = operands[2];
  int64_t keys = key.shape()[2], headSize = query.shape()[3];
  double least = care == AttentionWeights::Rounded ? std::exp(-88) : 0;
  forEachIndex(query.shape().drop_back(), [&](ArrayRef<int64_t> at) { // (b, h, t)
    std::vector<std::optional<double>> weights(keys);
    double largest = -infinity, sum = 0;
    for (int64_t s = 0; s < keys; ++s)
      if ((weights[s] = score(op, operands, at, s, care)))
        largest = std::fmax(largest, *weights[s]);
    double shift = largest == -infinity ? 0 : largest;
    for (std::optional<double> &weight : weights) {
      if (!weight)
        continue;
      weight = std::exp(*weight - shift);
      sum += *weight < least ? *(weight = 0) : *weight;
      if (care == AttentionWeights::Exact && *weight == 0)
        weight.reset();
    }
    double factor = sum == 0 ? 0 : 1 / sum; // a query that sees no key yields zeros
    int64_t keyHead = at[1] / (query.shape()[1] / key.shape()[1]);
    int64_t values = (at[0] * key.shape()[1] + keyHead) * keys * headSize;
    int64_t row = ((at[0] * query.shape()[1] + at[1]) * query.shape()[2] + at[2]) * headSize;
    for (int64_t s = 0; s < keys; ++s)
      for (int64_t d = 0; weights[s] && d < headSize; ++d)
        result->real(row + d) += *weights[s] * factor * value.real(values + s * headSize + d);
  });
  return result;
}

FailureOr<Tensor> AttentionOp::evaluate(ArrayRef<Tensor> operands) {
  return evaluateAttention(*this, operands, AttentionWeights::Exact);
}
