//===- Algorithm.cpp - The cost model: one operator, several ways ---------===//

#include "lib/Kernel/Schedule/Algorithm.h"

#include "llvm/Support/MathExtras.h"

using namespace dlc;

static double ceilDiv(int64_t a, int64_t b) { return static_cast<double>(llvm::divideCeil(a, b)); }

double dlc::convolutionCycles(const Machine &machine, const ConvolutionSize &size, ConvolutionAlgorithm algorithm) {
  // Images of unknown extents are taken as 56 x 56.
  constexpr int64_t unknownSide = 56, bytesPerCycle = 4;
  int64_t height = size.height ? size.height : unknownSide, width = size.width ? size.width : unknownSide;
  double lanes = static_cast<double>(machine.vectorBytes) / sizeof(float);
  double images = static_cast<double>(std::max<int64_t>(1, size.images));
  double matrix = static_cast<double>(size.channels) * static_cast<double>(size.outputs);
  auto products = [&](double rows, double weights) {
    return std::max(rows * matrix / (lanes * static_cast<double>(machine.multiplyAdds)),
                    weights * matrix * sizeof(float) / bytesPerCycle);
  };
  if (algorithm == ConvolutionAlgorithm::Direct)
    return products(images * static_cast<double>(height * width) * 9, 9);
  int64_t output = algorithm == ConvolutionAlgorithm::Winograd2 ? 2 : 4;
  double tiles = images * ceilDiv(height, output) * ceilDiv(width, output);
  auto points = static_cast<double>((output + 2) * (output + 2));
  // For each vector of channels of a patch or of the sums of a tile: its transform, about 6 instructions a point, and
  // for sums their way through memory at each cut of the channels.
  auto vectors = [&](int64_t channels) { return ceilDiv(channels, static_cast<int64_t>(lanes)); };
  double cuts = ceilDiv(size.channels, winogradDepth(size.channels));
  double patches = vectors(size.channels) * 3, sums = vectors(size.outputs) * (3 + 2 * cuts);
  return products(tiles * points, points) + tiles * points * (patches + sums);
}

ConvolutionAlgorithm dlc::chooseConvolution(const Machine &machine, const ConvolutionSize &size) {
  // From 64 channels on tiles of 4 x 4 with cut sums have less than twice the error of direct sums; tiles of 2 x 2
  // always have (docs/numerics.md).
  constexpr int64_t leastChannels4 = 64;
  ConvolutionAlgorithm best = ConvolutionAlgorithm::Direct;
  for (ConvolutionAlgorithm algorithm : {ConvolutionAlgorithm::Winograd2, ConvolutionAlgorithm::Winograd4})
    if ((algorithm == ConvolutionAlgorithm::Winograd2 || size.channels >= leastChannels4) &&
        convolutionCycles(machine, size, algorithm) < convolutionCycles(machine, size, best))
      best = algorithm;
  return best;
}

int64_t dlc::chooseDepthPieces(const Machine &machine, const ContractionSize &size, int64_t bytes) {
  // A block has 4 panels of columns at least, and more rows make blocks of their own. A piece has enough weights to be
  // worth a thread, and sums as deep as those that no kernel cuts.
  constexpr int64_t fewRows = 16, leastPanels = 4, fewBlocks = 8, manyBlocks = 16, leastWeights = 1 << 15,
                    leastDepth = 1024;
  if (size.rows == 0 || size.columns == 0 || size.depth == 0 || size.rows > fewRows)
    return 1;
  auto columns = chooseTile(machine, size, bytes).second;
  auto blocks = static_cast<int64_t>(llvm::divideCeil(llvm::divideCeil(size.columns, columns), leastPanels));
  if (blocks >= fewBlocks)
    return 1;
  int64_t pieces = std::min({manyBlocks / blocks, size.columns * size.depth / leastWeights, size.depth / leastDepth});
  while (pieces > 1 && size.depth % pieces)
    --pieces;
  return std::max<int64_t>(1, pieces);
}

int64_t dlc::winogradDepth(int64_t channels) { return channels < 128 ? 32 : 64; }
