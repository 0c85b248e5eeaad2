//===- EmitAttention.cpp - Softmax of query-key products, times values ----===//
//
// A worker takes a block of queries of one head and walks over the keys block by
// block; what it has seen is summed relative to the largest score so far and
// scaled when that grows. Scores are computed transposed, (keys, queries): lanes
// are queries, so keys are read as they lie, and largest scores, sums and masks
// need no operation across lanes. Their product with the values has lanes along
// the head and reads values as they lie. With `causal`, blocks that no query of
// the worker sees are never visited. Few queries are taken one at a time
// (AttentionRow.cpp).
//===----------------------------------------------------------------------===//

#include "lib/Kernel/Attention/AttentionRow.h"
#include "lib/Kernel/Emit/Combine.h"
#include "lib/Kernel/Emit/EmitElement.h"
#include "lib/Kernel/Emit/ExpOfNonPositive.h"
#include "lib/Kernel/Emit/Families.h"
#include "lib/Kernel/Emit/Loops.h"
#include "lib/Kernel/Emit/Microkernel.h"
#include "lib/Kernel/Emit/Transpose.h"
#include "lib/Kernel/Schedule/Schedule.h"

#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace dlc;

namespace {

/// Queries of one worker and its scratch memory.
struct QueryBlock {
  Value batch, head, keyHead;
  Value first, count;   ///< queries; `count` of the block's are there
  Value keys;           ///< keys that some query of the block sees
  Value queries;        ///< (D rounded up to vectors, queries), scaled
  Value scores;         ///< (keys of a block, queries)
  Value mixed;          ///< (queries, D rounded up to vectors): weighted sums of values
  Value factors;        ///< (queries): a scalar per query
  Value masks;          ///< (keys of a block, queries), if the mask differs along both
  Value converted;      ///< (keys of a block, D), if the keys' type is not that of registers
  bool careful = false; ///< whether hidden values are known to hold NaN or infinity
};

/// Keys [first, first + count).
struct KeyBlock {
  Value first, count;
};

class AttentionKernel {
public:
  AttentionKernel(KernelOp kernel, AttentionOp op);
  void emit();

private:
  QueryBlock enter(OpBuilder &at);
  void locate(OpBuilder &at, Value unit, QueryBlock &block);
  void emitBlock(OpBuilder &at, QueryBlock block);
  SmallVector<Value> attend(OpBuilder &at, const QueryBlock &block);
  Value isSpoilt(OpBuilder &at, const QueryBlock &block);
  void loadQueries(OpBuilder &at, const QueryBlock &block);
  void convertKeys(OpBuilder &at, const QueryBlock &block, const KeyBlock &keys);
  SmallVector<Value> emitKeyBlock(OpBuilder &at, const QueryBlock &block, const KeyBlock &keys, ValueRange state);
  SmallVector<Value> emitScores(OpBuilder &at, const QueryBlock &block, const KeyBlock &keys, ValueRange largest);
  SmallVector<Value> emitScoreTile(OpBuilder &at, const QueryBlock &block, const KeyBlock &keys, Value key,
                                   unsigned rows, ValueRange largest);
  void transposeMask(OpBuilder &at, const QueryBlock &block, const KeyBlock &keys);
  Value emitMask(OpBuilder &at, const QueryBlock &block, const KeyBlock &keys, Value key, unsigned column);
  Value hide(OpBuilder &at, const QueryBlock &block, const KeyBlock &keys, Value key, unsigned column, Value score);
  SmallVector<Value> emitWeights(OpBuilder &at, const QueryBlock &block, const KeyBlock &keys, ValueRange largest,
                                 ValueRange sums);
  Value emitValue(OpBuilder &at, const QueryBlock &block, Value key, Value d, Value mask);
  void emitMixed(OpBuilder &at, const QueryBlock &block, const KeyBlock &keys);
  void emitMixedTile(OpBuilder &at, const QueryBlock &block, const KeyBlock &keys, Value query, Value d,
                     unsigned vectors, Value mask);
  void storeResults(OpBuilder &at, const QueryBlock &block, ValueRange sums);
  void storeFactors(OpBuilder &at, const QueryBlock &block, ArrayRef<Value> factors);

  Value index(OpBuilder &at, int64_t value) { return arith::ConstantIndexOp::create(at, loc, value); }
  Value add(OpBuilder &at, Value a, Value b) { return at.createOrFold<arith::AddIOp>(loc, a, b); }
  Value add(OpBuilder &at, Value a, int64_t b) { return add(at, a, index(at, b)); }
  Value real(OpBuilder &at, double value) { return emitConstant(at, loc, vectorType, value); }

  KernelFunction function;
  AttentionOp op;
  Location loc;
  int64_t width, headSize, queries, keys; ///< sizes of blocks
  unsigned tileRows, tileVectors;         ///< of register tiles
  bool convertsKeys, transposesMask = false;
  Type element, vectorType;
  Value queryCount, keyCount, blocks;
  Combiner largestOf{Reduction::Max, /*keepsNaN=*/false};
};

AttentionKernel::AttentionKernel(KernelOp kernel, AttentionOp op)
    : function(kernel), op(op), loc(function.loc), width(function.width()),
      headSize(op.getQuery().getType().getDimSize(3)) {
  auto schedule = function.schedule<rt::AttentionScheduleAttr>();
  queries = schedule.getColumns();
  keys = schedule.getKeyBlock();
  tileRows = schedule.getRows();
  tileVectors = queries / width;
  Type memory = op.getQuery().getType().getElementType();
  element = registerType(memory);
  vectorType = width == 1 ? element : VectorType::get({width}, element);
  convertsKeys = element != memory || !function.buffer(op.getKey());
  if (op.getMask() && width > 1) {
    auto shape = cast<RankedTensorType>(op.getMask().getType()).getShape();
    transposesMask = shape.size() >= 2 && shape.back() != 1 && shape[shape.size() - 2] != 1;
  }
  queryCount = function.extent(function.builder, op.getQuery(), 2);
  keyCount = function.extent(function.builder, op.getKey(), 2);
  blocks = emitCeilDiv(function.builder, loc, queryCount, queries);
}

//===----------------------------------------------------------------------===//
// Blocks of queries
//===----------------------------------------------------------------------===//

void AttentionKernel::emit() {
  OpBuilder &builder = function.builder;
  Value units = blocks;
  for (unsigned d : {0, 1})
    units = builder.createOrFold<arith::MulIOp>(loc, units, function.extent(builder, op.getQuery(), d));
  int64_t seen = getConstantIntValue(keyCount).value_or(keys);
  int64_t cycles = 2 * queries * headSize * seen / width + 2 * queries * seen;
  function.forWorkers(units, cycles, [&](OpBuilder &at, Value unit) {
    QueryBlock block = enter(at);
    locate(at, unit, block);
    emitBlock(at, block);
  });
  function.finish();
}

QueryBlock AttentionKernel::enter(OpBuilder &at) {
  auto scratch = [&](ArrayRef<int64_t> shape) -> Value {
    return rt::ScratchOp::create(at, loc, MemRefType::get(shape, element));
  };
  QueryBlock block;
  block.queries = scratch({static_cast<int64_t>(llvm::alignTo(headSize, width)), queries});
  block.scores = scratch({keys, queries});
  block.mixed = scratch({queries, static_cast<int64_t>(llvm::alignTo(headSize, width))});
  block.factors = scratch({queries});
  if (convertsKeys)
    block.converted = scratch({keys, headSize});
  if (transposesMask)
    block.masks = scratch({keys, queries});
  return block;
}

void AttentionKernel::locate(OpBuilder &at, Value unit, QueryBlock &block) {
  Value batches = function.extent(at, op.getQuery(), 0), heads = function.extent(at, op.getQuery(), 1);
  auto split = emitDelinearize(at, loc, unit, {batches, heads, blocks});
  block.batch = split[0];
  block.head = split[1];
  Value keyHeads = function.extent(at, op.getKey(), 1);
  Value group = at.createOrFold<arith::DivUIOp>(loc, heads, keyHeads);
  block.keyHead = arith::DivUIOp::create(at, loc, block.head, group);
  block.first = arith::MulIOp::create(at, loc, split[2], index(at, queries));
  Value rest = arith::SubIOp::create(at, loc, queryCount, block.first);
  block.count = arith::MinSIOp::create(at, loc, rest, index(at, queries));
  block.keys = keyCount;
  if (op.getCausal()) { // the last query sees the last key
    Value behind = arith::SubIOp::create(at, loc, keyCount, queryCount);
    Value seen = add(at, add(at, block.first, block.count), behind);
    block.keys = arith::MaxSIOp::create(at, loc, seen, index(at, 0));
  }
}

void AttentionKernel::emitBlock(OpBuilder &at, QueryBlock block) {
  loadQueries(at, block);
  if (!op.getCausal() && !op.getMask())
    return storeResults(at, block, attend(at, block));
  auto attempt = [&](OpBuilder &inner, bool careful) {
    block.careful = careful;
    return attend(inner, block);
  };
  storeResults(at, block, emitAttempts(at, loc, attempt, [&](OpBuilder &inner) { return isSpoilt(inner, block); }));
}

/// Sums values into `mixed`; returns the sums of weights.
SmallVector<Value> AttentionKernel::attend(OpBuilder &at, const QueryBlock &block) {
  emitLoop(at, loc, index(at, 0), index(at, queries), 1, [&](OpBuilder &inner, Value query) {
    emitLoop(inner, loc, index(inner, 0), index(inner, llvm::alignTo(headSize, width)), width,
             [&](OpBuilder &deep, Value d) { emitStore(deep, loc, real(deep, 0), block.mixed, {query, d}); });
  });
  SmallVector<Value> state(tileVectors, largestOf.neutral(at, loc, vectorType)); // largest, then sums
  state.append(tileVectors, real(at, 0));
  auto loop =
      scf::ForOp::create(at, loc, index(at, 0), block.keys, index(at, keys), state,
                         [&](OpBuilder &inner, Location, Value first, ValueRange carried) {
                           Value rest = arith::SubIOp::create(inner, loc, block.keys, first);
                           Value count = arith::MinSIOp::create(inner, loc, rest, index(inner, keys));
                           scf::YieldOp::create(inner, loc, emitKeyBlock(inner, block, {first, count}, carried));
                         });
  return llvm::to_vector_of<Value>(loop.getResults().drop_front(tileVectors));
}

/// Whether a NaN is in the weighted sums. A sum of them is one, too: of four sums, which do not wait for each other.
Value AttentionKernel::isSpoilt(OpBuilder &at, const QueryBlock &block) {
  SmallVector<Value> zeros(4, real(at, 0));
  auto loop = scf::ForOp::create(at, loc, index(at, 0), index(at, queries), index(at, 1), zeros,
                                 [&](OpBuilder &inner, Location, Value query, ValueRange carried) {
                                   SmallVector<Value> sums(carried);
                                   for (int64_t d = 0; d < headSize; d += width) {
                                     Value mixed =
                                         emitLoad(inner, loc, vectorType, block.mixed, {query, index(inner, d)});
                                     Value &sum = sums[d / width % sums.size()];
                                     sum = arith::AddFOp::create(inner, loc, sum, mixed);
                                   }
                                   scf::YieldOp::create(inner, loc, sums);
                                 });
  Value sum = real(at, 0);
  for (Value part : loop.getResults())
    sum = arith::AddFOp::create(at, loc, sum, part);
  Value isNaN = arith::CmpFOp::create(at, loc, arith::CmpFPredicate::UNO, sum, sum);
  return width == 1 ? isNaN : vector::ReductionOp::create(at, loc, vector::CombiningKind::OR, isNaN);
}

/// Squares of queries are transposed in registers. Those past the end repeat the last: nothing is read out of bounds,
/// and their results are not stored.
void AttentionKernel::loadQueries(OpBuilder &at, const QueryBlock &block) {
  Value scale = real(at, op.getScaleOrDefault(headSize));
  emitLoop(at, loc, index(at, 0), index(at, queries), width, [&](OpBuilder &inner, Value query) {
    Value last = arith::SubIOp::create(inner, loc, queryCount, index(inner, 1));
    SmallVector<Value> positions;
    for (int64_t lane = 0; lane < width; ++lane)
      positions.push_back(arith::MinSIOp::create(inner, loc, add(inner, add(inner, block.first, query), lane), last));
    emitVectorLoop(inner, loc, index(inner, 0), index(inner, headSize), width,
                   [&](OpBuilder &deep, Value d, Value mask) {
                     SmallVector<Value> rows;
                     for (Value position : positions) {
                       ElementEmitter emitter(function, deep, width);
                       Point point = {{block.batch, 0}, {block.head, 0}, {position, 0}, {d, width > 1}};
                       Value row = emitter.splat(emitter.emit(op.getQuery(), point, mask));
                       rows.push_back(arith::MulFOp::create(deep, loc, row, scale));
                     }
                     if (width > 1)
                       rows = emitTranspose(deep, loc, rows);
                     for (auto [i, row] : llvm::enumerate(rows))
                       emitStore(deep, loc, row, block.queries, {add(deep, d, i), query});
                   });
  });
}

/// Scales what has been summed and writes results.
void AttentionKernel::storeResults(OpBuilder &at, const QueryBlock &block, ValueRange sums) {
  SmallVector<Value> factors;
  for (Value sum : sums) { // a query that sees no key yields zeros
    Value zero = real(at, 0);
    Value isNothing = arith::CmpFOp::create(at, loc, arith::CmpFPredicate::OEQ, sum, zero);
    Value inverse = arith::DivFOp::create(at, loc, real(at, 1), sum);
    factors.push_back(arith::SelectOp::create(at, loc, isNothing, zero, inverse));
  }
  storeFactors(at, block, factors);
  emitLoop(at, loc, index(at, 0), block.count, 1, [&](OpBuilder &inner, Value query) {
    Value scalar = memref::LoadOp::create(inner, loc, block.factors, query);
    Value row = add(inner, block.first, query);
    emitVectorLoop(inner, loc, index(inner, 0), index(inner, headSize), width,
                   [&](OpBuilder &deep, Value d, Value mask) {
                     Value factor = emitSplat(deep, loc, vectorType, scalar);
                     Value value = emitLoad(deep, loc, vectorType, block.mixed, {query, d});
                     Point point = {{block.batch, 0}, {block.head, 0}, {row, 0}, {d, width > 1}};
                     ElementEmitter emitter(function, deep, width);
                     emitter.bind(op.getResult(), point, arith::MulFOp::create(deep, loc, value, factor));
                     emitter.storeResults(op.getResult(), point, mask);
                   });
  });
}

void AttentionKernel::storeFactors(OpBuilder &at, const QueryBlock &block, ArrayRef<Value> factors) {
  for (auto [column, factor] : llvm::enumerate(factors))
    emitStore(at, loc, factor, block.factors, index(at, column * width));
}

//===----------------------------------------------------------------------===//
// Blocks of keys
//===----------------------------------------------------------------------===//

/// `state` is the largest score and the sum of weights so far, per query.
SmallVector<Value> AttentionKernel::emitKeyBlock(OpBuilder &at, const QueryBlock &block, const KeyBlock &keyBlock,
                                                 ValueRange state) {
  if (convertsKeys)
    convertKeys(at, block, keyBlock);
  if (transposesMask)
    transposeMask(at, block, keyBlock);
  SmallVector<Value> largest = emitScores(at, block, keyBlock, state.take_front(tileVectors));
  SmallVector<Value> shifts, sums, factors;
  for (unsigned column = 0; column < tileVectors; ++column) {
    // Where nothing has been seen yet, minus infinity must not be subtracted from itself.
    Value least = largestOf.neutral(at, loc, vectorType);
    Value isNothing = arith::CmpFOp::create(at, loc, arith::CmpFPredicate::OEQ, largest[column], least);
    shifts.push_back(arith::SelectOp::create(at, loc, isNothing, real(at, 0), largest[column]));
    Value growth = arith::SubFOp::create(at, loc, state[column], shifts[column]);
    factors.push_back(emitExpOfNonPositive(at, loc, growth));
    sums.push_back(arith::MulFOp::create(at, loc, state[tileVectors + column], factors[column]));
  }
  storeFactors(at, block, factors);
  sums = emitWeights(at, block, keyBlock, shifts, sums);
  emitMixed(at, block, keyBlock);
  largest.append(sums);
  return largest;
}

void AttentionKernel::convertKeys(OpBuilder &at, const QueryBlock &block, const KeyBlock &keyBlock) {
  emitLoop(at, loc, index(at, 0), keyBlock.count, 1, [&](OpBuilder &inner, Value key) {
    Value row = add(inner, keyBlock.first, key);
    emitVectorLoop(inner, loc, index(inner, 0), index(inner, headSize), width,
                   [&](OpBuilder &deep, Value d, Value mask) {
                     ElementEmitter emitter(function, deep, width);
                     Point point = {{block.batch, 0}, {block.keyHead, 0}, {row, 0}, {d, width > 1}};
                     Value value = emitter.splat(emitter.emit(op.getKey(), point, mask));
                     if (mask)
                       vector::MaskedStoreOp::create(deep, loc, block.converted, ValueRange{key, d}, mask, value);
                     else
                       emitStore(deep, loc, value, block.converted, {key, d});
                   });
  });
}

/// Scores of a block of keys; returns the largest ones.
SmallVector<Value> AttentionKernel::emitScores(OpBuilder &at, const QueryBlock &block, const KeyBlock &keyBlock,
                                               ValueRange largest) {
  Value rest = arith::RemUIOp::create(at, loc, keyBlock.count, index(at, tileRows));
  Value whole = arith::SubIOp::create(at, loc, keyBlock.count, rest);
  auto loop = [&](Value lower, Value upper, unsigned rows, ValueRange initial) {
    return scf::ForOp::create(at, loc, lower, upper, index(at, rows), initial,
                              [&](OpBuilder &inner, Location, Value key, ValueRange carried) {
                                scf::YieldOp::create(inner, loc,
                                                     emitScoreTile(inner, block, keyBlock, key, rows, carried));
                              });
  };
  auto tiles = loop(index(at, 0), whole, tileRows, largest);
  return SmallVector<Value>(loop(whole, keyBlock.count, 1, tiles.getResults()).getResults());
}

SmallVector<Value> AttentionKernel::emitScoreTile(OpBuilder &at, const QueryBlock &block, const KeyBlock &keyBlock,
                                                  Value key, unsigned rows, ValueRange largest) {
  TileOperands operands;
  auto left = [&](OpBuilder &inner, unsigned row, unsigned, ValueRange k) -> Value {
    Value local = add(inner, key, row);
    if (convertsKeys)
      return memref::LoadOp::create(inner, loc, block.converted, ValueRange{local, k.front()});
    ElementEmitter emitter(function, inner, 1);
    Value position = add(inner, keyBlock.first, local);
    return emitter.emit(op.getKey(), {{block.batch, 0}, {block.keyHead, 0}, {position, 0}, {k.front(), 0}}, Value());
  };
  auto right = [&](OpBuilder &inner, unsigned column, ValueRange k) -> Value {
    return emitLoad(inner, loc, vectorType, block.queries, {k.front(), index(inner, column * width)});
  };
  operands.left = left;
  operands.right = right;
  SmallVector<Value> zeros(rows * tileVectors, real(at, 0));
  SmallVector<Value> scores =
      emitMicrokernel(at, loc, rows, tileVectors, {{index(at, 0), index(at, headSize)}}, zeros, operands);
  SmallVector<Value> result(largest);
  for (unsigned row = 0; row < rows; ++row)
    for (unsigned column = 0; column < tileVectors; ++column) {
      Value local = add(at, key, row);
      Value score = hide(at, block, keyBlock, local, column, scores[row * tileVectors + column]);
      result[column] = largestOf.combine(at, loc, result[column], score);
      emitStore(at, loc, score, block.scores, {local, index(at, column * width)});
    }
  return result;
}

/// The mask lies with keys side by side: squares of it are transposed in registers.
void AttentionKernel::transposeMask(OpBuilder &at, const QueryBlock &block, const KeyBlock &keyBlock) {
  for (unsigned column = 0; column < tileVectors; ++column) {
    SmallVector<Value> positions; // past the end the last query is repeated
    for (int64_t lane = 0; lane < width; ++lane) {
      Value last = arith::SubIOp::create(at, loc, queryCount, index(at, 1));
      positions.push_back(arith::MinSIOp::create(at, loc, add(at, block.first, column * width + lane), last));
    }
    emitVectorLoop(at, loc, index(at, 0), keyBlock.count, width, [&](OpBuilder &inner, Value key, Value mask) {
      SmallVector<Value> rows;
      for (Value position : positions) {
        Point score = {{block.batch, 0}, {block.head, 0}, {position, 0}, {add(inner, keyBlock.first, key), 1}};
        ElementEmitter emitter(function, inner, width);
        Value seen = emitter.splat(emitter.emit(op.getMask(), maskPoint(inner, op, score), mask));
        if (getElementTypeOrSelf(seen.getType()).isInteger(1))
          seen = arith::SelectOp::create(inner, loc, seen, real(inner, 1), real(inner, 0));
        rows.push_back(seen);
      }
      for (auto [i, vector] : llvm::enumerate(emitTranspose(inner, loc, rows)))
        emitStore(inner, loc, vector, block.masks, {add(inner, key, i), index(inner, column * width)});
    });
  }
}

/// The mask at a key of the block, for a vector of queries.
Value AttentionKernel::emitMask(OpBuilder &at, const QueryBlock &block, const KeyBlock &keyBlock, Value key,
                                unsigned column) {
  bool isBool = cast<RankedTensorType>(op.getMask().getType()).getElementType().isInteger(1);
  if (transposesMask) {
    Value seen = emitLoad(at, loc, vectorType, block.masks, {key, index(at, column * width)});
    return isBool ? arith::CmpFOp::create(at, loc, arith::CmpFPredicate::ONE, seen, real(at, 0)).getResult() : seen;
  }
  Value mask, query = add(at, block.first, column * width);
  if (width > 1 && getConstantIntValue(queryCount).value_or(1) % queries != 0) {
    Value rest = arith::SubIOp::create(at, loc, block.count, index(at, column * width));
    mask = vector::CreateMaskOp::create(at, loc, VectorType::get({width}, at.getI1Type()), rest);
  }
  if (width == 1) // past the end the last query is repeated
    query = arith::MinSIOp::create(at, loc, query, arith::SubIOp::create(at, loc, queryCount, index(at, 1)));
  Point score = {{block.batch, 0}, {block.head, 0}, {query, width > 1}, {add(at, keyBlock.first, key), 0}};
  ElementEmitter emitter(function, at, width);
  return emitter.splat(emitter.emit(op.getMask(), maskPoint(at, op, score), mask));
}

/// The score with the mask applied: minus infinity for keys that a query does not see.
Value AttentionKernel::hide(OpBuilder &at, const QueryBlock &block, const KeyBlock &keyBlock, Value local,
                            unsigned column, Value score) {
  Value hidden = largestOf.neutral(at, loc, vectorType);
  if (op.getMask()) {
    Value seen = emitMask(at, block, keyBlock, local, column);
    if (getElementTypeOrSelf(seen.getType()).isInteger(1))
      score = arith::SelectOp::create(at, loc, seen, score, hidden);
    else
      score = addMask(at, loc, score, seen);
  }
  if (!op.getCausal())
    return score;
  // key <= query + lane + (keys - queries), as lane >= key - query - ...
  Value query = add(at, block.first, column * width), key = add(at, keyBlock.first, local);
  Type integer = at.getI32Type();
  Value behind = arith::SubIOp::create(at, loc, keyCount, queryCount);
  Value from = arith::SubIOp::create(at, loc, key, add(at, query, behind));
  from = arith::IndexCastOp::create(at, loc, integer, from);
  Value lane = emitConstant(at, loc, integer, APInt(32, 0));
  if (width > 1) {
    SmallVector<int32_t> numbers = llvm::to_vector(llvm::seq<int32_t>(0, width));
    auto type = VectorType::get({width}, integer);
    lane = arith::ConstantOp::create(at, loc, DenseElementsAttr::get(type, ArrayRef<int32_t>(numbers)));
    from = emitSplat(at, loc, type, from);
  }
  Value seen = arith::CmpIOp::create(at, loc, arith::CmpIPredicate::sge, lane, from);
  return arith::SelectOp::create(at, loc, seen, score, hidden);
}

/// Scores become weights, e^(score - shift); returns the sums with them.
SmallVector<Value> AttentionKernel::emitWeights(OpBuilder &at, const QueryBlock &block, const KeyBlock &keyBlock,
                                                ValueRange shifts, ValueRange sums) {
  auto loop = scf::ForOp::create(at, loc, index(at, 0), keyBlock.count, index(at, 1), sums,
                                 [&](OpBuilder &inner, Location, Value key, ValueRange carried) {
                                   SmallVector<Value> next;
                                   for (unsigned column = 0; column < tileVectors; ++column) {
                                     Value offset = index(inner, column * width);
                                     Value score = emitLoad(inner, loc, vectorType, block.scores, {key, offset});
                                     Value weight = emitWeight(inner, loc, score, shifts[column], block.careful);
                                     emitStore(inner, loc, weight, block.scores, {key, offset});
                                     next.push_back(arith::AddFOp::create(inner, loc, carried[column], weight));
                                   }
                                   scf::YieldOp::create(inner, loc, next);
                                 });
  return SmallVector<Value>(loop.getResults());
}

/// A vector along the head of a value.
Value AttentionKernel::emitValue(OpBuilder &at, const QueryBlock &block, Value key, Value d, Value mask) {
  ElementEmitter emitter(function, at, width);
  Point point = {{block.batch, 0}, {block.keyHead, 0}, {key, 0}, {d, width > 1}};
  return emitter.splat(emitter.emit(op.getValue(), point, mask));
}

/// mixed = mixed * factor + weights * values, in register tiles. Where care is taken those of weight 0 do not count.
void AttentionKernel::emitMixed(OpBuilder &at, const QueryBlock &block, const KeyBlock &keyBlock) {
  int64_t columnsAtOnce = tileVectors * width, whole = headSize / columnsAtOnce * columnsAtOnce;
  emitLoop(at, loc, index(at, 0), index(at, queries), tileRows, [&](OpBuilder &inner, Value query) {
    emitLoop(inner, loc, index(inner, 0), index(inner, whole), columnsAtOnce,
             [&](OpBuilder &deep, Value d) { emitMixedTile(deep, block, keyBlock, query, d, tileVectors, Value()); });
    emitVectorLoop(
        inner, loc, index(inner, whole), index(inner, headSize), width,
        [&](OpBuilder &deep, Value d, Value mask) { emitMixedTile(deep, block, keyBlock, query, d, 1, mask); });
  });
}

void AttentionKernel::emitMixedTile(OpBuilder &at, const QueryBlock &block, const KeyBlock &keyBlock, Value query,
                                    Value d, unsigned vectors, Value mask) {
  SmallVector<Value> accumulators;
  for (unsigned row = 0; row < tileRows; ++row) {
    Value position = add(at, query, row);
    Value factor = emitSplat(at, loc, vectorType, memref::LoadOp::create(at, loc, block.factors, position));
    for (unsigned column = 0; column < vectors; ++column) {
      Value before = emitLoad(at, loc, vectorType, block.mixed, {position, add(at, d, column * width)});
      accumulators.push_back(arith::MulFOp::create(at, loc, before, factor));
    }
  }
  TileOperands operands;
  auto left = [&](OpBuilder &inner, unsigned row, unsigned, ValueRange k) -> Value {
    return memref::LoadOp::create(inner, loc, block.scores, ValueRange{k.front(), add(inner, query, row)});
  };
  auto right = [&](OpBuilder &inner, unsigned column, ValueRange k) -> Value {
    return emitValue(inner, block, add(inner, keyBlock.first, k.front()), add(inner, d, column * width), mask);
  };
  operands.left = left;
  operands.right = right;
  operands.skipsZeros = block.careful;
  accumulators = emitMicrokernel(at, loc, tileRows, vectors, {{index(at, 0), keyBlock.count}}, accumulators, operands);
  for (unsigned row = 0; row < tileRows; ++row)
    for (unsigned column = 0; column < vectors; ++column)
      emitStore(at, loc, accumulators[row * vectors + column], block.mixed,
                {add(at, query, row), add(at, d, column * width)});
}

} // namespace

LogicalResult dlc::emitAttention(KernelOp kernel, Operation *anchor) {
  auto op = cast<AttentionOp>(anchor);
  if (op.getQuery().getType().isDynamicDim(3))
    return op.emitOpError("expected a known head size, got ")
           << op.getQuery().getType() << "; write the last extent of the query as a number";
  auto schedule = kernel->getAttrOfType<rt::AttentionScheduleAttr>("rt.schedule");
  if (hasFewQueries(op, schedule.getFewQueries()) && schedule.getWidth() > 1)
    emitAttentionRows(kernel, op);
  else
    AttentionKernel(kernel, op).emit();
  return success();
}
