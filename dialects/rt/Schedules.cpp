//===- Schedules.cpp - What a schedule must say, whatever its kernel ------===//

#include "dialects/rt/Rt.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace dlc::rt;

using EmitError = function_ref<InFlightDiagnostic()>;

namespace {

/// Blocks have memory, and tiles and what is unrolled are code.
constexpr int64_t mostInTile = 4096, mostInBlock = 1 << 24, mostUnrolled = 64, mostThreads = 1024, widest = 64;

struct Field {
  StringRef name;
  int64_t value, least = 1, most = mostInBlock;
};

} // namespace

static LogicalResult checkField(EmitError emitError, const Field &field) {
  if (field.value >= field.least && field.value <= field.most)
    return success();
  return emitError() << "expected " << field.name << " from " << field.least << " to " << field.most << ", got "
                     << field.value;
}

static LogicalResult checkFields(EmitError emitError, int64_t width, ArrayRef<Field> fields, int64_t threads) {
  if (width < 1 || width > widest || !llvm::isPowerOf2_64(width))
    return emitError() << "expected a power of 2 up to " << widest << " for width, got " << width;
  for (const Field &field : fields)
    if (failed(checkField(emitError, field)))
      return failure();
  return checkField(emitError, {"threads", threads, 1, mostThreads});
}

/// Remainders are masked at the ends of extents only: tiles are whole vectors, and blocks whole tiles.
static LogicalResult checkTile(EmitError emitError, int64_t width, int64_t rows, int64_t columns) {
  if (columns % width != 0)
    return emitError() << "expected columns in whole vectors of " << width << ", got " << columns;
  if (rows * columns > mostInTile)
    return emitError() << "expected at most " << mostInTile << " elements in a tile, got " << rows << " x " << columns;
  return success();
}

static LogicalResult checkProductTile(EmitError emitError, int64_t width, int64_t rows, int64_t columns, int64_t block,
                                      int64_t threads) {
  if (failed(checkTile(emitError, width, rows, columns)))
    return failure();
  // What is beyond the last column is masked, which a vector of one has no way to.
  if (width == 1 && threads == 1 && columns != 1)
    return emitError() << "expected 1 column where a vector has 1 element, got " << columns;
  if (block % rows != 0)
    return emitError() << "expected a block of whole tiles of " << rows << " rows, got " << block;
  return success();
}

static LogicalResult checkTileFields(EmitError emitError, TileAttr tile) {
  for (const Field &field : {Field{"rows", tile.getRows(), 1, mostInTile},
                             {"columns", tile.getColumns(), 1, mostInTile},
                             {"depth", tile.getDepth(), 1, mostUnrolled},
                             {"interleave", tile.getInterleave(), 1, mostUnrolled}})
    if (failed(checkField(emitError, field)))
      return failure();
  if (tile.getDepth() % tile.getInterleave() != 0)
    return emitError() << "expected a depth of whole groups of " << tile.getInterleave() << " neighbours, got "
                       << tile.getDepth();
  for (Type type : {tile.getLeft(), tile.getRight(), tile.getAccumulator(), tile.getResult()})
    if (!type.isIntOrFloat())
      return emitError() << "expected numbers as elements of a tile, got " << type;
  return success();
}

LogicalResult ContractionScheduleAttr::verify(EmitError emitError, int64_t width, TileAttr tile, int64_t batchBlock,
                                              int64_t rowBlock, int64_t panelBlock, int64_t depthBlock,
                                              int64_t packPanels, int64_t tilePanels, int64_t threads) {
  if (failed(checkFields(emitError, width,
                         {{"batch_block", batchBlock},
                          {"row_block", rowBlock},
                          {"panel_block", panelBlock},
                          {"depth_block", depthBlock, 0},
                          {"pack_panels", packPanels},
                          {"tile_panels", tilePanels, 1, mostUnrolled}},
                         threads)) ||
      failed(checkTileFields(emitError, tile)))
    return failure();
  if (depthBlock % tile.getDepth() != 0)
    return emitError() << "expected depth_block in whole steps of " << tile.getDepth() << ", got " << depthBlock;
  return checkProductTile(emitError, width, tile.getRows(), tile.getColumns(), rowBlock, threads);
}

LogicalResult WinogradScheduleAttr::verify(EmitError emitError, int64_t width, int64_t rows, int64_t columns,
                                           int64_t tileBlock, int64_t panelPiece, int64_t panelBlock,
                                           int64_t depthBlock, int64_t threads) {
  if (failed(checkFields(emitError, width,
                         {{"rows", rows, 1, mostInTile},
                          {"columns", columns, 1, mostInTile},
                          {"tile_block", tileBlock},
                          {"panel_piece", panelPiece},
                          {"panel_block", panelBlock},
                          {"depth_block", depthBlock, 0}},
                         threads)))
    return failure();
  return checkProductTile(emitError, width, rows, columns, tileBlock, threads);
}

LogicalResult AttentionScheduleAttr::verify(EmitError emitError, int64_t width, int64_t rows, int64_t columns,
                                            int64_t keyBlock, int64_t fewQueries, int64_t rowKeyBlock, int64_t rowKeys,
                                            int64_t rowVectors, int64_t threads) {
  if (failed(checkFields(emitError, width,
                         {{"rows", rows, 1, mostInTile},
                          {"columns", columns, 1, mostInTile},
                          {"key_block", keyBlock},
                          {"few_queries", fewQueries, 0},
                          {"row_key_block", rowKeyBlock},
                          {"row_keys", rowKeys, 1, mostUnrolled},
                          {"row_vectors", rowVectors, 1, mostUnrolled}},
                         threads)) ||
      failed(checkTile(emitError, width, rows, columns)))
    return failure();
  // Tiles of the weighted sums are as many queries high.
  if (columns % rows != 0)
    return emitError() << "expected rows that divide the " << columns << " queries of a worker, got " << rows;
  if (keyBlock % width != 0)
    return emitError() << "expected key_block in whole vectors of " << width << ", got " << keyBlock;
  return success();
}

LogicalResult ReductionScheduleAttr::verify(EmitError emitError, int64_t width, int64_t block, int64_t accumulators,
                                            int64_t unroll, int64_t chunk, int64_t leastChunks, int64_t mostChunks,
                                            int64_t manyRows, int64_t scratch, int64_t prefetch, int64_t threads) {
  return checkFields(emitError, width,
                     {{"block", block},
                      {"accumulators", accumulators, 1, mostUnrolled},
                      {"unroll", unroll, 0, mostUnrolled},
                      {"chunk", chunk},
                      {"least_chunks", leastChunks},
                      {"most_chunks", mostChunks},
                      {"many_rows", manyRows},
                      {"scratch", scratch, 0},
                      {"prefetch", prefetch, 0}},
                     threads);
}

LogicalResult PoolingScheduleAttr::verify(EmitError emitError, int64_t width, int64_t block, int64_t chunkColumns,
                                          int64_t unroll, int64_t threads) {
  return checkFields(emitError, width,
                     {{"block", block}, {"chunk_columns", chunkColumns}, {"unroll", unroll, 0, mostUnrolled}}, threads);
}

LogicalResult PointwiseScheduleAttr::verify(EmitError emitError, int64_t width, int64_t block, int64_t interleave,
                                            int64_t columnVectors, int64_t leastColumns, int64_t unroll,
                                            int64_t threads) {
  return checkFields(emitError, width,
                     {{"block", block},
                      {"interleave", interleave, 0, mostUnrolled},
                      {"column_vectors", columnVectors},
                      {"least_columns", leastColumns},
                      {"unroll", unroll, 0, mostInBlock}},
                     threads);
}
