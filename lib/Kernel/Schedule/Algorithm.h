//===- Algorithm.h - The cost model: one operator, several ways -----------===//

#pragma once

#include "lib/Kernel/Schedule/Schedule.h"

namespace dlc {

/// How a convolution by windows of 3 x 3 with stride 1 is computed: window by window, or in tiles of 2 x 2 or 4 x 4
/// pixels by Winograd's transforms.
enum class ConvolutionAlgorithm { Direct, Winograd2, Winograd4 };

/// Pixels of the result, 0 where unknown, and channels of input and result.
struct ConvolutionSize {
  int64_t images, height, width, channels, outputs;
};

/// Estimated cycles of one thread: products of vectors, or the time that weights take from memory where that is more,
/// and transforms. Only ratios count.
double convolutionCycles(const Machine &machine, const ConvolutionSize &size, ConvolutionAlgorithm algorithm);

/// The fastest by `convolutionCycles` of those whose error is at most twice that of the direct sums.
ConvolutionAlgorithm chooseConvolution(const Machine &machine, const ConvolutionSize &size);

/// Equal pieces that the depth of a product is cut into so that many threads have work, 1 where rows and columns alone
/// give them enough or the depth is not worth it.
int64_t chooseDepthPieces(const Machine &machine, const ContractionSize &size, int64_t bytes);

/// Channels after which sums in the Winograd domain are cut; each cut is summed by itself.
int64_t winogradDepth(int64_t channels);

} // namespace dlc
