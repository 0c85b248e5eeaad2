//===- WinogradMatrices.h - From windows to products and back -------------===//

#pragma once

#include "llvm/ADT/ArrayRef.h"
#include <cstdint>

namespace dlc {

/// Of F(m x m, 3 x 3): rows of each matrix, one after the other. With a = m + 2, a window w of 3 x 3 becomes G w G^T, a
/// patch d of a x a BT d B, and the a x a sums s of their products AT s A, the m x m pixels.
struct WinogradMatrices {
  llvm::ArrayRef<double> filter; ///< G, a x 3
  llvm::ArrayRef<double> input;  ///< BT, a x a
  llvm::ArrayRef<double> output; ///< AT, m x a
};

/// Matrices for tiles of `output` pixels a side, 2 or 4. The points of F(4 x 4, 3 x 3) are 0, +-sqrt(1/2), +-sqrt(2)
/// and infinity, which halve the error of the usual 0, +-1, +-2: B. Barabasz et al., Error Analysis and Improving the
/// Accuracy of Winograd Convolution for Deep Neural Networks, 2020, on how points decide it.
const WinogradMatrices &winogradMatrices(int64_t output);

} // namespace dlc
