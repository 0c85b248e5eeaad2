// RUN: dlc-run %s --verify=reference --special-values
// RUN: dlc %s --cpu=x86-64-v2 --emit=llvm -o - | FileCheck %s
// CHECK-NOT: {{(load|store|phi|fpext|fptrunc|[(>,]) (<[0-9]+ x )?(half|bfloat)[ >,]}}
// 16-bit floats are moved by every operator at every level, whatever the compiler makes of branches and masks.

dlc.model @halves {
  dim @n = 0 to 40
  func @reshape_bf16(%x: tensor<21xbf16>) -> (y: tensor<7x3xbf16>) {
    %y = reshape %x shape [7, 3] : tensor<21xbf16>
    return %y : tensor<7x3xbf16>
  }
  func @transpose_bf16(%x: tensor<7x19xbf16>) -> (y: tensor<19x7xbf16>) {
    %y = transpose %x [1, 0] : tensor<7x19xbf16>
    return %y : tensor<19x7xbf16>
  }
  func @transpose_unknown_bf16(%x: tensor<?x3x5xbf16> [@n]) -> (y: tensor<5x?x3xbf16> [@n]) {
    %y = transpose %x [2, 0, 1] : tensor<?x3x5xbf16>
    return %y : tensor<5x?x3xbf16>
  }
  func @broadcast_bf16(%x: tensor<8xbf16>) -> (y: tensor<3x8xbf16>) {
    %y = broadcast %x shape [3, 8] : tensor<8xbf16>
    return %y : tensor<3x8xbf16>
  }
  func @broadcast_column_bf16(%x: tensor<5x1xbf16>) -> (y: tensor<5x13xbf16>) {
    %y = broadcast %x shape [5, 13] : tensor<5x1xbf16>
    return %y : tensor<5x13xbf16>
  }
  func @slice_bf16(%x: tensor<5x17xbf16>) -> (y: tensor<3x5xbf16>) {
    %y = slice %x offsets [1, 2] ends [4, 17] strides [1, 3] : tensor<5x17xbf16>
    return %y : tensor<3x5xbf16>
  }
  func @concat_bf16(%x: tensor<4x5xbf16>, %z: tensor<4x9xbf16>) -> (y: tensor<4x14xbf16>) {
    %y = concat %x, %z axis 1 : tensor<4x5xbf16>, tensor<4x9xbf16>
    return %y : tensor<4x14xbf16>
  }
  func @pad_bf16(%x: tensor<5x7xbf16>) -> (y: tensor<8x10xbf16>) {
    %y = pad %x low [1, 2] high [2, 1] value 3.0 : tensor<5x7xbf16>
    return %y : tensor<8x10xbf16>
  }
  func @gather_bf16(%x: tensor<6x9xbf16>, %i: tensor<4xi64>) -> (y: tensor<6x4xbf16>) {
    %y = gather %x, %i axis 1 : tensor<6x9xbf16>, tensor<4xi64>
    return %y : tensor<6x4xbf16>
  }
  func @embedding_bf16(%i: tensor<3xi32>, %x: tensor<6x9xbf16>) -> (y: tensor<3x9xbf16>) {
    %y = embedding %i, %x : tensor<3xi32>, tensor<6x9xbf16>
    return %y : tensor<3x9xbf16>
  }
  func @select_bf16(%c: tensor<3x11xi1>, %x: tensor<3x11xbf16>, %z: tensor<11xbf16>) -> (y: tensor<3x11xbf16>) {
    %y = select %c, %x, %z : tensor<3x11xi1>, tensor<3x11xbf16>, tensor<11xbf16>
    return %y : tensor<3x11xbf16>
  }
  func @max_pool_bf16(%x: tensor<1x3x7x9xbf16>) -> (y: tensor<1x3x5x7xbf16>) {
    %y = max_pool %x window [3, 3] strides [1, 1] : tensor<1x3x7x9xbf16>
    return %y : tensor<1x3x5x7xbf16>
  }
  func @maximum_bf16(%x: tensor<?x3xbf16> [@n], %z: tensor<3xbf16>) -> (y: tensor<?x3xbf16> [@n]) {
    %y = maximum %x, %z : tensor<?x3xbf16>, tensor<3xbf16>
    return %y : tensor<?x3xbf16>
  }
  func @reshape_f16(%x: tensor<21xf16>) -> (y: tensor<7x3xf16>) {
    %y = reshape %x shape [7, 3] : tensor<21xf16>
    return %y : tensor<7x3xf16>
  }
  func @transpose_f16(%x: tensor<7x19xf16>) -> (y: tensor<19x7xf16>) {
    %y = transpose %x [1, 0] : tensor<7x19xf16>
    return %y : tensor<19x7xf16>
  }
  func @transpose_unknown_f16(%x: tensor<?x3x5xf16> [@n]) -> (y: tensor<5x?x3xf16> [@n]) {
    %y = transpose %x [2, 0, 1] : tensor<?x3x5xf16>
    return %y : tensor<5x?x3xf16>
  }
  func @broadcast_f16(%x: tensor<8xf16>) -> (y: tensor<3x8xf16>) {
    %y = broadcast %x shape [3, 8] : tensor<8xf16>
    return %y : tensor<3x8xf16>
  }
  func @broadcast_column_f16(%x: tensor<5x1xf16>) -> (y: tensor<5x13xf16>) {
    %y = broadcast %x shape [5, 13] : tensor<5x1xf16>
    return %y : tensor<5x13xf16>
  }
  func @slice_f16(%x: tensor<5x17xf16>) -> (y: tensor<3x5xf16>) {
    %y = slice %x offsets [1, 2] ends [4, 17] strides [1, 3] : tensor<5x17xf16>
    return %y : tensor<3x5xf16>
  }
  func @concat_f16(%x: tensor<4x5xf16>, %z: tensor<4x9xf16>) -> (y: tensor<4x14xf16>) {
    %y = concat %x, %z axis 1 : tensor<4x5xf16>, tensor<4x9xf16>
    return %y : tensor<4x14xf16>
  }
  func @pad_f16(%x: tensor<5x7xf16>) -> (y: tensor<8x10xf16>) {
    %y = pad %x low [1, 2] high [2, 1] value 3.0 : tensor<5x7xf16>
    return %y : tensor<8x10xf16>
  }
  func @gather_f16(%x: tensor<6x9xf16>, %i: tensor<4xi64>) -> (y: tensor<6x4xf16>) {
    %y = gather %x, %i axis 1 : tensor<6x9xf16>, tensor<4xi64>
    return %y : tensor<6x4xf16>
  }
  func @embedding_f16(%i: tensor<3xi32>, %x: tensor<6x9xf16>) -> (y: tensor<3x9xf16>) {
    %y = embedding %i, %x : tensor<3xi32>, tensor<6x9xf16>
    return %y : tensor<3x9xf16>
  }
  func @select_f16(%c: tensor<3x11xi1>, %x: tensor<3x11xf16>, %z: tensor<11xf16>) -> (y: tensor<3x11xf16>) {
    %y = select %c, %x, %z : tensor<3x11xi1>, tensor<3x11xf16>, tensor<11xf16>
    return %y : tensor<3x11xf16>
  }
  func @max_pool_f16(%x: tensor<1x3x7x9xf16>) -> (y: tensor<1x3x5x7xf16>) {
    %y = max_pool %x window [3, 3] strides [1, 1] : tensor<1x3x7x9xf16>
    return %y : tensor<1x3x5x7xf16>
  }
  func @maximum_f16(%x: tensor<?x3xf16> [@n], %z: tensor<3xf16>) -> (y: tensor<?x3xf16> [@n]) {
    %y = maximum %x, %z : tensor<?x3xf16>, tensor<3xf16>
    return %y : tensor<?x3xf16>
  }
}
