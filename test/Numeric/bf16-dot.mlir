// RUN: dlc-run %s --verify=reference --special-values
// RUN: %if avx512_bf16 %{ dlc %s --cpu=native --emit=asm -o - | FileCheck %s %}
// CHECK-COUNT-20: vdpbf16ps
// Contractions of bf16 operands at every level: in pairs where the level has dot products of them.

dlc.model @dots {
  dim @n = 0 to 40
  parameter @w : tensor<40x33xbf16> = #dlc.kaiming_uniform
  parameter @b : tensor<40xbf16> = #dlc.normal<0.0, 1.0>
  parameter @square : tensor<48x48xbf16> = #dlc.kaiming_uniform
  parameter @long : tensor<35x2100xbf16> = #dlc.kaiming_uniform
  parameter @k : tensor<20x6x3x3xbf16> = #dlc.kaiming_uniform
  parameter @odd : tensor<9x3x3x3xbf16> = #dlc.kaiming_uniform
  parameter @bias : tensor<20xbf16> = #dlc.normal<0.0, 1.0>
  // An odd depth, columns that fill no panel, an epilogue, an unknown number of rows.
  func @epilogue(%x: tensor<?x33xbf16> [@n]) -> (y: tensor<?x40xbf16> [@n]) {
    %w = read @w : tensor<40x33xbf16>
    %b = read @b : tensor<40xbf16>
    %h = linear %x, %w, %b : tensor<?x33xbf16>, tensor<40x33xbf16>, tensor<40xbf16>
    %y = relu %h : tensor<?x40xbf16>
    return %y : tensor<?x40xbf16>
  }
  func @depth_of_one(%x: tensor<?x1xbf16> [@n], %w: tensor<19x1xbf16>) -> (y: tensor<?x19xbf16> [@n]) {
    %y = linear %x, %w : tensor<?x1xbf16>, tensor<19x1xbf16>
    return %y : tensor<?x19xbf16>
  }
  func @one_row(%x: tensor<1x48xbf16>) -> (y: tensor<1x48xbf16>) {
    %w = read @square : tensor<48x48xbf16>
    %y = linear %x, %w : tensor<1x48xbf16>, tensor<48x48xbf16>
    return %y : tensor<1x48xbf16>
  }
  func @a_vector(%x: tensor<33xbf16>) -> (y: tensor<40xbf16>) {
    %w = read @w : tensor<40x33xbf16>
    %y = linear %x, %w : tensor<33xbf16>, tensor<40x33xbf16>
    return %y : tensor<40xbf16>
  }
  // Few columns: vectors of 8, 4 and 2 sums.
  func @few_columns(%x: tensor<?x18xbf16> [@n], %a: tensor<7x18xbf16>, %b: tensor<3x18xbf16>, %c: tensor<1x18xbf16>)
      -> (y: tensor<?x7xbf16> [@n], z: tensor<?x3xbf16> [@n], u: tensor<?x1xbf16> [@n]) {
    %y = linear %x, %a : tensor<?x18xbf16>, tensor<7x18xbf16>
    %z = linear %x, %b : tensor<?x18xbf16>, tensor<3x18xbf16>
    %u = linear %x, %c : tensor<?x18xbf16>, tensor<1x18xbf16>
    return %y, %z, %u : tensor<?x7xbf16>, tensor<?x3xbf16>, tensor<?x1xbf16>
  }
  // The depth is cut, and the left side packed.
  func @long_depth(%x: tensor<30x2100xbf16>) -> (y: tensor<30x35xbf16>) {
    %w = read @long : tensor<35x2100xbf16>
    %y = linear %x, %w : tensor<30x2100xbf16>, tensor<35x2100xbf16>
    return %y : tensor<30x35xbf16>
  }
  func @odd_long_depth(%x: tensor<26x2101xbf16>, %w: tensor<33x2101xbf16>) -> (y: tensor<26x33xbf16>) {
    %y = linear %x, %w : tensor<26x2101xbf16>, tensor<33x2101xbf16>
    return %y : tensor<26x33xbf16>
  }
  // One matrix, twice and as it is read by matmul.
  func @used_twice(%x: tensor<?x48xbf16> [@n]) -> (y: tensor<?x48xbf16> [@n]) {
    %w = read @square : tensor<48x48xbf16>
    %h = linear %x, %w : tensor<?x48xbf16>, tensor<48x48xbf16>
    %i = linear %h, %w : tensor<?x48xbf16>, tensor<48x48xbf16>
    %y = matmul %i, %w : tensor<?x48xbf16>, tensor<48x48xbf16>
    return %y : tensor<?x48xbf16>
  }
  func @matmul(%a: tensor<?x17xbf16> [@n], %b: tensor<17x23xbf16>) -> (y: tensor<?x23xbf16> [@n]) {
    %y = matmul %a, %b : tensor<?x17xbf16>, tensor<17x23xbf16>
    return %y : tensor<?x23xbf16>
  }
  func @matmul_unknown(%a: tensor<7x?xbf16> [@n], %b: tensor<?x23xbf16> [@n]) -> (y: tensor<7x23xbf16>) {
    %y = matmul %a, %b : tensor<7x?xbf16>, tensor<?x23xbf16>
    return %y : tensor<7x23xbf16>
  }
  func @matmul_transposed(%a: tensor<16x5xbf16>, %b: tensor<3x23x16xbf16>) -> (y: tensor<3x5x23xbf16>) {
    %y = matmul %a, %b transpose_a transpose_b : tensor<16x5xbf16>, tensor<3x23x16xbf16>
    return %y : tensor<3x5x23xbf16>
  }
  func @matmul_batch(%a: tensor<3x13x14xbf16>, %b: tensor<3x23x14xbf16>) -> (y: tensor<3x13x23xbf16>) {
    %y = matmul %a, %b transpose_b : tensor<3x13x14xbf16>, tensor<3x23x14xbf16>
    return %y : tensor<3x13x23xbf16>
  }
  // Windows of an even and an odd number of channels, with padding and strides.
  func @convolution(%x: tensor<2x6x9x11xbf16>) -> (y: tensor<2x20x5x6xbf16>) {
    %k = read @k : tensor<20x6x3x3xbf16>
    %b = read @bias : tensor<20xbf16>
    %h = conv2d %x, %k, %b strides [2, 2] padding [1, 1, 1, 1] : tensor<2x6x9x11xbf16>, tensor<20x6x3x3xbf16>, tensor<20xbf16>
    %y = relu %h : tensor<2x20x5x6xbf16>
    return %y : tensor<2x20x5x6xbf16>
  }
  func @odd_channels(%x: tensor<1x3x7x9xbf16>) -> (y: tensor<1x9x5x7xbf16>) {
    %k = read @odd : tensor<9x3x3x3xbf16>
    %y = conv2d %x, %k : tensor<1x3x7x9xbf16>, tensor<9x3x3x3xbf16>
    return %y : tensor<1x9x5x7xbf16>
  }
  func @depthwise(%x: tensor<1x8x7x9xbf16>, %k: tensor<8x1x3x3xbf16>) -> (y: tensor<1x8x5x7xbf16>) {
    %y = conv2d %x, %k groups 8 : tensor<1x8x7x9xbf16>, tensor<8x1x3x3xbf16>
    return %y : tensor<1x8x5x7xbf16>
  }
  func @groups(%x: tensor<1x8x7x9xbf16>, %k: tensor<6x4x3x3xbf16>) -> (y: tensor<1x6x5x7xbf16>) {
    %y = conv2d %x, %k groups 2 : tensor<1x8x7x9xbf16>, tensor<6x4x3x3xbf16>
    return %y : tensor<1x6x5x7xbf16>
  }
}
