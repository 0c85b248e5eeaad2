//===- Schedule.cpp - The cost model: kernel and target to schedule -------===//

#include "lib/Kernel/Schedule/Schedule.h"
#include "lib/Kernel/Schedule/Algorithm.h"
#include "lib/Kernel/Schedule/Tile.h"

#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"
#include <numeric>

using namespace mlir;
using namespace dlc;

/// Lanes of a contraction: no wider than its columns need.
static int64_t widthFor(const Machine &machine, const ContractionSize &size, int64_t bytes) {
  auto width = std::max<int64_t>(1, machine.vectorBytes / bytes);
  auto needed = size.columns ? static_cast<int64_t>(llvm::PowerOf2Ceil(size.columns)) : width;
  return std::min(width, std::max<int64_t>(2, needed));
}

std::pair<int64_t, int64_t> dlc::chooseTile(const Machine &machine, const ContractionSize &size, int64_t bytes) {
  int64_t width = widthFor(machine, size, bytes);
  int64_t vectors = size.columns && size.columns <= width ? 1 : 2;
  // Accumulators, the vectors of one row of the right side, one broadcast.
  int64_t budget = (machine.registers - vectors - 2) / vectors;
  int64_t most = machine.registers > 16 ? std::min<int64_t>(budget, 14) : std::min<int64_t>(budget, 8);
  if (machine.threads > 1)
    most = 4;
  if (!size.rows)
    return {std::min<int64_t>(most, 12), vectors * width};
  int64_t tiles = llvm::divideCeil(size.rows, most);
  return {llvm::divideCeil(size.rows, tiles), vectors * width};
}

bool dlc::crowdsCache(const Machine &machine, int64_t rows, int64_t stride) {
  int64_t setPeriod = machine.firstCache / machine.firstCacheWays;
  int64_t apart = setPeriod / std::gcd(stride, setPeriod); // rows until the first set comes again
  return static_cast<int64_t>(llvm::divideCeil(rows, apart)) >= machine.firstCacheWays;
}

static int64_t extentOrZero(Type type, int64_t fromEnd) {
  auto shape = cast<RankedTensorType>(type).getShape();
  int64_t position = static_cast<int64_t>(shape.size()) - 1 - fromEnd;
  if (position < 0)
    return 1;
  return ShapedType::isDynamic(shape[position]) ? 0 : shape[position];
}

static ContractionSize sizeOf(Operation *op) {
  Type result = op->getResult(0).getType(), left = op->getOperand(0).getType();
  return llvm::TypeSwitch<Operation *, ContractionSize>(op)
      .Case([&](Conv2dOp conv) -> ContractionSize {
        Type weight = conv.getWeight().getType(); // (O, C/groups, R, S)
        int64_t groups = conv.isDepthwise() ? 1 : static_cast<int64_t>(conv.getGroups());
        return {extentOrZero(result, 0), extentOrZero(weight, 3) / groups,
                extentOrZero(weight, 2) * extentOrZero(weight, 1) * extentOrZero(weight, 0)};
      })
      .Case([&](MatmulOp matmul) -> ContractionSize {
        return {extentOrZero(result, 1), extentOrZero(result, 0), extentOrZero(left, matmul.getTransposeA())};
      })
      .Default([&](Operation *) -> ContractionSize {
        return {extentOrZero(result, 1), extentOrZero(result, 0), extentOrZero(left, 0)};
      });
}

/// As many rows of a strip amortise packing it; rows of unknown number count as such strips.
static constexpr int64_t stripRows = 48;

/// Row tiles and column panels per block. If strips of rows alone give too few blocks for many threads, columns are cut
/// (at least 4 panels, which a one-row tile computes at once), then strips are halved. Searched on v3 and v4: within
/// the noise between 48 and 192 rows (docs/decisions/0009-loops-are-shared-piecewise.md).
static std::pair<int64_t, int64_t> chooseBlock(int64_t rows, int64_t tileRows, int64_t panels, int64_t mostPanels) {
  constexpr int64_t unknownStrips = 4, leastPanels = 4, manyPieces = 32, fewPieces = 16;
  auto ceilDiv = [](int64_t a, int64_t b) { return static_cast<int64_t>(llvm::divideCeil(a, b)); };
  int64_t tiles = ceilDiv(rows ? std::min(rows, stripRows) : stripRows, tileRows);
  auto strips = [&] { return rows ? ceilDiv(rows, tiles * tileRows) : unknownStrips; };
  int64_t panelsAcross = std::max(leastPanels, ceilDiv(panels, ceilDiv(manyPieces, strips())));
  panelsAcross = std::min({panelsAcross, panels, mostPanels});
  while (rows && tiles > 1 && strips() * ceilDiv(panels, panelsAcross) < fewPieces)
    tiles = ceilDiv(tiles, 2);
  return {tiles, panelsAcross};
}

static rt::ContractionScheduleAttr scheduleContraction(Operation *op, const Machine &machine, int64_t bytes) {
  // k is cut at 512 where it is longer than 1024, so that a panel stays in the first two caches.
  constexpr int64_t longDepth = 1024, depthBlock = 512, blockColumns = 2048;
  // Packing rows pays from so many panels on that read them; tiles of few rows hide latency with so many.
  constexpr int64_t packPanels = 4, tilePanels = 4;
  ContractionSize size = sizeOf(op);
  auto [rows, columns] = chooseTile(machine, size, bytes);
  int64_t width = widthFor(machine, size, bytes);
  int64_t panels = size.columns ? llvm::divideCeil(size.columns, columns) : blockColumns / columns;
  auto [tiles, panelBlock] = chooseBlock(size.rows, rows, panels, std::max<int64_t>(1, blockColumns / columns));
  int64_t rowBlock = tiles * rows;
  int64_t outerBlock = 1;
  if (auto conv = dyn_cast<Conv2dOp>(op)) {
    // Whole output rows, about 96 pixels; the panel of weights is reused by them.
    int64_t height = extentOrZero(conv.getType(), 1);
    rowBlock = llvm::divideCeil(size.rows ? size.rows : stripRows, rows) * rows;
    outerBlock = std::clamp<int64_t>(llvm::divideCeil(96, rowBlock), 1, std::max<int64_t>(1, height));
    int64_t panelFlops = 2 * outerBlock * rowBlock * columns * size.depth;
    panelBlock = std::clamp<int64_t>((1 << 22) / std::max<int64_t>(1, panelFlops), 1, panels);
  }
  bool dots = machine.bf16Dot && suitsDots(op);
  rt::TileAttr tile = multiplyAddTile(rows, columns, registerType(getElementTypeOrSelf(op->getResult(0).getType())));
  if (rt::TileAttr pairs = dotTile(op->getContext(), rows, columns); dots && findStep(machine, pairs, width))
    tile = pairs;
  // Panels of pairs of half the bytes are as large.
  int64_t depth = size.depth > longDepth * tile.getDepth() ? depthBlock * tile.getDepth()
                                                           : llvm::alignTo(size.depth, tile.getDepth());
  return rt::ContractionScheduleAttr::get(op->getContext(), width, tile, outerBlock, rowBlock, panelBlock, depth,
                                          packPanels, tilePanels, machine.threads);
}

/// Blocks of tiles whose patches and sums stay in the second cache or, where the weights do not stay in a cache, more,
/// so that each that is read serves as many products; pieces of at least 4 panels, where blocks alone give too few of
/// them for many threads. Searched on v4 (AMD, 1 MiB of second cache): 26 is 2 to 4 % faster than 52 with 64 and
/// 128 channels, 2 % slower with 512.
static rt::WinogradScheduleAttr scheduleWinograd(WinogradConv2dOp op, const Machine &machine, int64_t bytes) {
  constexpr int64_t fewTiles = 26, manyTiles = 52, cachedWeights = 1 << 22, fewPieces = 8, leastPanels = 4,
                    blockColumns = 64;
  RankedTensorType type = op.getType(), weight = op.getWeight().getType();
  int64_t points = weight.getDimSize(0), outputs = weight.getDimSize(1), channels = weight.getDimSize(2);
  int64_t mostTiles = points * outputs * channels * bytes <= cachedWeights ? fewTiles : manyTiles;
  int64_t tiles = 1; // of one image where their number is unknown
  for (int64_t axis : {1, 2})
    tiles *= type.isDynamicDim(axis) ? mostTiles : llvm::divideCeil(type.getDimSize(axis), op.getOutput());
  tiles *= type.isDynamicDim(0) ? 1 : type.getDimSize(0);
  int64_t blocks = std::max<int64_t>(1, llvm::divideCeil(tiles, mostTiles));
  int64_t blockTiles = std::max<int64_t>(1, llvm::divideCeil(tiles, blocks));
  ContractionSize size = {blockTiles, outputs, channels};
  auto [rows, columns] = chooseTile(machine, size, bytes);
  int64_t panels = std::max<int64_t>(1, llvm::divideCeil(outputs, columns)), piece = panels;
  while (piece > leastPanels && blocks * static_cast<int64_t>(llvm::divideCeil(panels, piece)) < fewPieces)
    piece = llvm::divideCeil(piece, 2);
  return rt::WinogradScheduleAttr::get(
      op.getContext(), widthFor(machine, size, bytes), rows, columns, llvm::alignTo(blockTiles, rows), piece,
      std::clamp<int64_t>(blockColumns / columns, 1, piece), winogradDepth(channels), machine.threads);
}

/// Register tiles of two vectors of queries, which a worker has, so that scores of 128 keys stay in the first cache;
/// those of 512 keys do for one query. That is faster up to 4 queries.
static rt::AttentionScheduleAttr scheduleAttention(MLIRContext *context, const Machine &machine, int64_t width) {
  constexpr int64_t keyBlock = 128, fewQueries = 4, rowKeyBlock = 512, rowKeys = 8, rowVectors = 8;
  int64_t columns = 2 * width, rows = std::min<int64_t>(machine.registers > 16 ? 8 : 4, columns);
  return rt::AttentionScheduleAttr::get(context, width, rows, columns, keyBlock, fewQueries, rowKeyBlock, rowKeys,
                                        rowVectors, machine.threads);
}

/// Elements of the result that are worth handing to a worker.
static constexpr int64_t workerElements = 8192;

static rt::ReductionScheduleAttr scheduleReduction(MLIRContext *context, const Machine &machine, int64_t width) {
  // Sums have a latency of four cycles. To compute a chunk costs much more than to wake a thread; 64 rows give every
  // thread enough to do.
  constexpr int64_t accumulators = 4, unroll = 8, chunk = 1 << 15, leastChunks = 4, mostChunks = 256, manyRows = 64,
                    prefetch = 4096;
  return rt::ReductionScheduleAttr::get(context, width, workerElements, accumulators, unroll, chunk, leastChunks,
                                        mostChunks, manyRows, machine.secondCache / sizeof(float), prefetch,
                                        machine.threads);
}

/// Chunks of 256 columns stay in the first cache.
static rt::PoolingScheduleAttr schedulePooling(MLIRContext *context, const Machine &machine, int64_t width) {
  constexpr int64_t chunkColumns = 256, unroll = 32;
  return rt::PoolingScheduleAttr::get(context, width, workerElements, chunkColumns, unroll, machine.threads);
}

/// Beyond 4 columns transposing squares needs fewer shuffles than interleaving.
rt::PointwiseScheduleAttr dlc::schedulePointwise(MLIRContext *context, int64_t width, int64_t threads) {
  constexpr int64_t interleave = 4, columnVectors = 8, leastColumns = 64, unroll = 7;
  return rt::PointwiseScheduleAttr::get(context, width, workerElements, interleave, columnVectors, leastColumns, unroll,
                                        threads);
}

bool dlc::isPointwise(Operation *op) {
  auto tensorOp = dyn_cast<TensorOpInterface>(op);
  return !tensorOp || llvm::is_contained({Role::Elementwise, Role::Movement, Role::Gather}, tensorOp.getRole());
}

Operation *dlc::anchorOf(KernelOp kernel) {
  for (Operation &op : kernel.getFunctionBody().front())
    if (!isPointwise(&op))
      return &op;
  return nullptr;
}

rt::ScheduleInterface dlc::chooseSchedule(KernelOp kernel, rt::TargetAttr target) {
  const Machine &machine = machineOf(target);
  // Lanes go by the widest float computed with; narrower types are computed in f32.
  int64_t bytes = 4;
  Operation *anchor = anchorOf(kernel);
  for (Operation &op : kernel.getFunctionBody().front().without_terminator()) {
    for (Type type : op.getResultTypes())
      if (cast<RankedTensorType>(type).getElementType().isF64())
        bytes = 8;
  }
  int64_t width = std::max<int64_t>(1, machine.vectorBytes / bytes);
  MLIRContext *context = kernel.getContext();
  if (!anchor)
    return schedulePointwise(context, width, machine.threads);
  switch (cast<TensorOpInterface>(anchor).getRole()) {
  case Role::Contraction:
    return scheduleContraction(anchor, machine, bytes);
  case Role::Winograd:
    return scheduleWinograd(cast<WinogradConv2dOp>(anchor), machine, bytes);
  case Role::Attention:
    return scheduleAttention(context, machine, width);
  case Role::Reduction:
    return scheduleReduction(context, machine, width);
  case Role::Pooling:
    return schedulePooling(context, machine, width);
  default:
    return schedulePointwise(context, width, machine.threads); // no family takes it: dlc-emit-kernels says so
  }
}
