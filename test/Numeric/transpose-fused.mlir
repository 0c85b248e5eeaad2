// RUN: dlc-run %s --verify=reference --special-values

// Kernels that transpose and do more: operands along both axes, movement on either.
dlc.model @numeric {
  dim @n = 0 to 64
  dim @m = 0 to 64
  func @relu(%x: tensor<2x19x37xf32>) -> (y: tensor<2x37x19xf32>) {
    %0 = transpose %x [0, 2, 1] : tensor<2x19x37xf32>
    %y = relu %0 : tensor<2x37x19xf32>
    return %y : tensor<2x37x19xf32>
  }
  func @relu_bf16(%x: tensor<?x37xbf16> [@n]) -> (y: tensor<37x?xbf16> [@n]) {
    %0 = transpose %x [1, 0] : tensor<?x37xbf16>
    %y = relu %0 : tensor<37x?xbf16>
    return %y : tensor<37x?xbf16>
  }
  func @gelu(%x: tensor<?x?xf32> [@n, @m]) -> (y: tensor<?x?xf32> [@m, @n]) {
    %0 = transpose %x [1, 0] : tensor<?x?xf32>
    %y = gelu %0 : tensor<?x?xf32>
    return %y : tensor<?x?xf32>
  }
  func @add(%x: tensor<?x37xf32> [@n], %z: tensor<37x?xf32> [@n]) -> (y: tensor<37x?xf32> [@n]) {
    %0 = transpose %x [1, 0] : tensor<?x37xf32>
    %y = add %0, %z : tensor<37x?xf32>, tensor<37x?xf32>
    return %y : tensor<37x?xf32>
  }
  func @add_f16(%x: tensor<37x35xf16>, %z: tensor<35x37xf16>) -> (y: tensor<35x37xf16>) {
    %0 = transpose %x [1, 0] : tensor<37x35xf16>
    %y = add %0, %z : tensor<35x37xf16>, tensor<35x37xf16>
    return %y : tensor<35x37xf16>
  }
  func @symmetric(%x: tensor<37x37xf32>) -> (y: tensor<37x37xf32>) {
    %0 = transpose %x [1, 0] : tensor<37x37xf32>
    %y = add %0, %x : tensor<37x37xf32>, tensor<37x37xf32>
    return %y : tensor<37x37xf32>
  }
  func @bias_of_columns(%x: tensor<2x19x37xf32>, %b: tensor<19xf32>) -> (y: tensor<2x37x19xf32>) {
    %0 = transpose %x [0, 2, 1] : tensor<2x19x37xf32>
    %y = add %0, %b : tensor<2x37x19xf32>, tensor<19xf32>
    return %y : tensor<2x37x19xf32>
  }
  func @bias_of_rows(%x: tensor<2x19x37xf32>, %b: tensor<37x1xf32>) -> (y: tensor<2x37x19xf32>) {
    %0 = transpose %x [0, 2, 1] : tensor<2x19x37xf32>
    %y = add %0, %b : tensor<2x37x19xf32>, tensor<37x1xf32>
    return %y : tensor<2x37x19xf32>
  }
  func @repeated(%x: tensor<19x37xf32>, %z: tensor<3x37x19xf32>) -> (y: tensor<3x37x19xf32>) {
    %0 = transpose %x [1, 0] : tensor<19x37xf32>
    %y = mul %0, %z : tensor<37x19xf32>, tensor<3x37x19xf32>
    return %y : tensor<3x37x19xf32>
  }
  func @both(%x: tensor<2x19x37xf32>, %z: tensor<19x37x2xf32>) -> (y: tensor<37x2x19xf32>) {
    %0 = transpose %x [2, 0, 1] : tensor<2x19x37xf32>
    %1 = transpose %z [1, 2, 0] : tensor<19x37x2xf32>
    %y = sub %0, %1 : tensor<37x2x19xf32>, tensor<37x2x19xf32>
    return %y : tensor<37x2x19xf32>
  }
  func @results(%x: tensor<19x37xf32>, %z: tensor<37x19xf32>) -> (y: tensor<37x19xf32>, s: tensor<37x19xf32>) {
    %0 = transpose %x [1, 0] : tensor<19x37xf32>
    %y = add %0, %z : tensor<37x19xf32>, tensor<37x19xf32>
    %s = relu %y : tensor<37x19xf32>
    return %y, %s : tensor<37x19xf32>, tensor<37x19xf32>
  }
  func @compare(%x: tensor<19x37xf32>, %z: tensor<37x19xf32>) -> (y: tensor<37x19xi1>) {
    %0 = transpose %x [1, 0] : tensor<19x37xf32>
    %y = compare lt, %0, %z : tensor<37x19xf32>, tensor<37x19xf32>
    return %y : tensor<37x19xi1>
  }
  func @invert(%x: tensor<19x37xi1>) -> (y: tensor<37x19xi1>) {
    %0 = transpose %x [1, 0] : tensor<19x37xi1>
    %y = not %0 : tensor<37x19xi1>
    return %y : tensor<37x19xi1>
  }
  func @pad_image(%x: tensor<2x19x6x35xf32>) -> (y: tensor<2x8x38x19xf32>) {
    %0 = transpose %x [0, 2, 3, 1] : tensor<2x19x6x35xf32>
    %y = pad %0 low [0, 1, 2, 0] high [0, 1, 1, 0] value 0.5 : tensor<2x6x35x19xf32>
    return %y : tensor<2x8x38x19xf32>
  }
  func @pad_pixels(%x: tensor<?x3x6x35xf32> [@n]) -> (y: tensor<?x8x38x3xf32> [@n]) {
    %0 = transpose %x [0, 2, 3, 1] : tensor<?x3x6x35xf32>
    %y = pad %0 low [0, 1, 2, 0] high [0, 1, 1, 0] value 0.5 : tensor<?x6x35x3xf32>
    return %y : tensor<?x8x38x3xf32>
  }
  func @pad_planes(%x: tensor<2x6x35x3xf32>) -> (y: tensor<2x3x8x38xf32>) {
    %0 = transpose %x [0, 3, 1, 2] : tensor<2x6x35x3xf32>
    %y = pad %0 low [0, 0, 1, 2] high [0, 0, 1, 1] value 0.5 : tensor<2x3x6x35xf32>
    return %y : tensor<2x3x8x38xf32>
  }
  func @pad_columns(%x: tensor<?x37xbf16> [@n]) -> (y: tensor<40x?xbf16> [@n]) {
    %0 = transpose %x [1, 0] : tensor<?x37xbf16>
    %y = pad %0 low [1, 0] high [2, 0] value 1.0 : tensor<37x?xbf16>
    return %y : tensor<40x?xbf16>
  }
  func @pad_rows(%x: tensor<37x?xbf16> [@n]) -> (y: tensor<?x40xbf16> [@n]) {
    %0 = transpose %x [1, 0] : tensor<37x?xbf16>
    %y = pad %0 low [0, 1] high [0, 2] value 1.0 : tensor<?x37xbf16>
    return %y : tensor<?x40xbf16>
  }
  func @pad_then_transpose(%x: tensor<19x37xf32>) -> (y: tensor<40x22xf32>) {
    %0 = pad %x low [1, 1] high [2, 2] value 0.5 : tensor<19x37xf32>
    %y = transpose %0 [1, 0] : tensor<22x40xf32>
    return %y : tensor<40x22xf32>
  }
  func @slice(%x: tensor<4x19x37xf32>) -> (y: tensor<3x30x17xf32>) {
    %0 = transpose %x [0, 2, 1] : tensor<4x19x37xf32>
    %y = slice %0 offsets [1, 3, 1] ends [4, 33, 18] : tensor<4x37x19xf32>
    return %y : tensor<3x30x17xf32>
  }
  func @steps(%x: tensor<19x37xf32>) -> (y: tensor<19x10xf32>) {
    %0 = transpose %x [1, 0] : tensor<19x37xf32>
    %y = slice %0 offsets [0, 0] ends [37, 19] strides [2, 2] : tensor<37x19xf32>
    return %y : tensor<19x10xf32>
  }
  func @concat(%x: tensor<19x37xf32>, %z: tensor<37x5xf32>) -> (y: tensor<37x24xf32>) {
    %0 = transpose %x [1, 0] : tensor<19x37xf32>
    %y = concat %0, %z axis 1 : tensor<37x19xf32>, tensor<37x5xf32>
    return %y : tensor<37x24xf32>
  }
  func @batch_norm(%x: tensor<2x6x35x19xf32>, %s: tensor<19xf32>, %b: tensor<19xf32>, %m: tensor<19xf32>, %v: tensor<19xf32>) -> (y: tensor<2x19x6x35xf32>) {
    %0 = transpose %x [0, 3, 1, 2] : tensor<2x6x35x19xf32>
    %1 = mul %v, %v : tensor<19xf32>, tensor<19xf32>
    %y = batch_norm %0, %s, %b, %m, %1 epsilon 1.0e-3 : tensor<2x19x6x35xf32>, tensor<19xf32>, tensor<19xf32>, tensor<19xf32>, tensor<19xf32>
    return %y : tensor<2x19x6x35xf32>
  }
  func @conv(%x: tensor<1x19x9x21xf32>, %w: tensor<5x19x3x3xf32>) -> (y: tensor<1x5x9x21xf32>) {
    %y = conv2d %x, %w padding [1, 1, 1, 1] : tensor<1x19x9x21xf32>, tensor<5x19x3x3xf32>
    return %y : tensor<1x5x9x21xf32>
  }
  // What a cast has widened moves as it was before.
  func @widened_halves(%x: tensor<3x31x9x2xbf16>) -> (y: tensor<2x9x31x3xf64>) {
    %c = cast %x : tensor<3x31x9x2xbf16> to f64
    %y = transpose %c [3, 2, 1, 0] : tensor<3x31x9x2xf64>
    return %y : tensor<2x9x31x3xf64>
  }
  func @widened_singles(%x: tensor<17x33xf32>) -> (y: tensor<33x17xf64>) {
    %c = cast %x : tensor<17x33xf32> to f64
    %y = transpose %c [1, 0] : tensor<17x33xf64>
    return %y : tensor<33x17xf64>
  }
}
