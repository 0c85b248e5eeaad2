//===- Convolution.h - Ways to compute a convolution ----------------------===//

#ifndef DLC_KERNEL_CONVOLUTION_H
#define DLC_KERNEL_CONVOLUTION_H

namespace dlc {

/// How convolutions by windows of 3 x 3 with stride 1 are computed: as is estimated to be fastest with an error of at
/// most twice that of direct sums, window by window, or in tiles of 4 x 4 or 2 x 2 pixels in the Winograd domain.
enum class Convolution { Auto, Direct, Winograd, Winograd2 };

} // namespace dlc

#endif // DLC_KERNEL_CONVOLUTION_H
