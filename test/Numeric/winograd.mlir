// RUN: dlc %s --convolution=winograd -o %t.so
// RUN: dlc-run %s --artifact=%t.so --verify=reference
// RUN: dlc %s --convolution=winograd2 -o %t.so
// RUN: dlc-run %s --artifact=%t.so --verify=reference

dlc.model @numeric {
  dim @n = 0 to 3
  dim @h = 3 to 13
  parameter @w : tensor<24x17x3x3xf32> = #dlc.kaiming_normal
  parameter @b : tensor<24xf32> = #dlc.normal<0.0, 1.0>
  parameter @square : tensor<40x40x3x3xf32> = #dlc.kaiming_normal
  parameter @deep : tensor<33x150x3x3xf32> = #dlc.kaiming_normal

  // Padding is a launch of its own, which goes; a bias and what follows are applied to pixels.
  func @padded(%x: tensor<?x17x14x9xf32> [@n]) -> (y: tensor<?x24x14x9xf32> [@n]) {
    %w = read @w : tensor<24x17x3x3xf32>
    %b = read @b : tensor<24xf32>
    %0 = conv2d %x, %w, %b padding [1, 1, 1, 1] : tensor<?x17x14x9xf32>, tensor<24x17x3x3xf32>, tensor<24xf32>
    %1 = relu %0 : tensor<?x24x14x9xf32>
    return %1 : tensor<?x24x14x9xf32>
  }

  // Unequal padding, no multiple of a tile; the image is unknown.
  func @unknown(%x: tensor<2x17x?x11xf32> [@h]) -> (y: tensor<2x24x?x12xf32> [@h]) {
    %w = read @w : tensor<24x17x3x3xf32>
    %y = conv2d %x, %w padding [2, 1, 0, 2] : tensor<2x17x?x11xf32>, tensor<24x17x3x3xf32>
    return %y : tensor<2x24x?x12xf32>
  }

  // Two in a row, and the image is added to what is made of it: no result may take its memory.
  func @residual(%x: tensor<1x40x9x10xf32>) -> (y: tensor<1x40x9x10xf32>) {
    %w = read @square : tensor<40x40x3x3xf32>
    %0 = conv2d %x, %w padding [1, 1, 1, 1] : tensor<1x40x9x10xf32>, tensor<40x40x3x3xf32>
    %1 = add %0, %x : tensor<1x40x9x10xf32>, tensor<1x40x9x10xf32>
    %2 = conv2d %1, %w padding [1, 1, 1, 1] : tensor<1x40x9x10xf32>, tensor<40x40x3x3xf32>
    %3 = add %2, %1 : tensor<1x40x9x10xf32>, tensor<1x40x9x10xf32>
    %4 = gelu %3 : tensor<1x40x9x10xf32>
    return %4 : tensor<1x40x9x10xf32>
  }

  // Channels are cut into 64, 64 and 22; one row of tiles.
  func @long(%x: tensor<1x150x3x20xf32>) -> (y: tensor<1x33x1x18xf32>) {
    %w = read @deep : tensor<33x150x3x3xf32>
    %y = conv2d %x, %w : tensor<1x150x3x20xf32>, tensor<33x150x3x3xf32>
    return %y : tensor<1x33x1x18xf32>
  }

  // Weights that are no parameter are transformed in each call; extents of 1.
  func @weights(%x: tensor<?x1x5x5xf32> [@n], %w: tensor<1x1x3x3xf32>) -> (y: tensor<?x1x5x5xf32> [@n]) {
    %y = conv2d %x, %w padding [1, 1, 1, 1] : tensor<?x1x5x5xf32>, tensor<1x1x3x3xf32>
    return %y : tensor<?x1x5x5xf32>
  }

  func @f64(%x: tensor<2x5x7x7xf64>, %w: tensor<9x5x3x3xf64>, %b: tensor<9xf64>) -> (y: tensor<2x9x5x5xf64>) {
    %y = conv2d %x, %w, %b : tensor<2x5x7x7xf64>, tensor<9x5x3x3xf64>, tensor<9xf64>
    return %y : tensor<2x9x5x5xf64>
  }

  // As the language has it.
  func @operator(%x: tensor<?x6x7x5xf32> [@n], %u: tensor<16x3x5xf32>, %v: tensor<36x10x5xf32>)
      -> (y: tensor<?x6x7x3xf32> [@n], z: tensor<?x6x7x10xf32> [@n]) {
    %y = winograd_conv2d %x, %u output 2 padding [1, 1, 1, 1] : tensor<?x6x7x5xf32>, tensor<16x3x5xf32>
    %z = winograd_conv2d %x, %v output 4 padding [1, 1, 1, 1] : tensor<?x6x7x5xf32>, tensor<36x10x5xf32>
    return %y, %z : tensor<?x6x7x3xf32>, tensor<?x6x7x10xf32>
  }

  // The image is the caller's memory, which ends where it does: tiles that are not there must not be read behind it.
  func @channels_last(%x: tensor<?x9x38x40xf32> [@n]) -> (y: tensor<?x9x38x40xf32> [@n]) {
    %w = read @square : tensor<40x40x3x3xf32>
    %0 = transpose %x [0, 3, 1, 2] : tensor<?x9x38x40xf32>
    %1 = conv2d %0, %w padding [1, 1, 1, 1] : tensor<?x40x9x38xf32>, tensor<40x40x3x3xf32>
    %2 = transpose %1 [0, 2, 3, 1] : tensor<?x40x9x38xf32>
    return %2 : tensor<?x9x38x40xf32>
  }
}
