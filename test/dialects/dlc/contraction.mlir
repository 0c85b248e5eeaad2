// RUN: dlc-opt %s | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --mlir-print-op-generic | dlc-opt | FileCheck %s

// CHECK-LABEL: @linear
dlc.func private @linear(%x: tensor<?x7x?xf32>, %v: tensor<64xf32>, %w: tensor<10x64xf32>, %b: tensor<10xf32>)
    -> (tensor<?x7x10xf32>, tensor<10xf32>) {
  // CHECK: linear {{.*}} : tensor<?x7x?xf32>, tensor<10x64xf32>, tensor<10xf32>
  %0 = linear %x, %w, %b : tensor<?x7x?xf32>, tensor<10x64xf32>, tensor<10xf32>
  // CHECK: linear {{.*}} : tensor<64xf32>, tensor<10x64xf32>
  %1 = linear %v, %w : tensor<64xf32>, tensor<10x64xf32>
  return %0, %1 : tensor<?x7x10xf32>, tensor<10xf32>
}

// CHECK-LABEL: @matmul
dlc.func private @matmul(%a: tensor<8x1x4x16xf32>, %b: tensor<3x16x5xf32>, %c: tensor<?x4xbf16>, %d: tensor<6x?xbf16>)
    -> (tensor<8x3x4x5xf32>, tensor<4x6xbf16>) {
  // CHECK: matmul {{.*}} : tensor<8x1x4x16xf32>, tensor<3x16x5xf32>
  %0 = matmul %a, %b : tensor<8x1x4x16xf32>, tensor<3x16x5xf32>
  // CHECK: matmul {{.*}} transpose_a transpose_b : tensor<?x4xbf16>, tensor<6x?xbf16>
  %1 = matmul %c, %d transpose_a transpose_b : tensor<?x4xbf16>, tensor<6x?xbf16>
  return %0, %1 : tensor<8x3x4x5xf32>, tensor<4x6xbf16>
}

// CHECK-LABEL: @conv2d
dlc.func private @conv2d(%x: tensor<?x4x32x?xf32>, %w: tensor<8x2x3x3xf32>, %v: tensor<8x4x1x1xf32>, %b: tensor<8xf32>)
    -> (tensor<?x8x15x?xf32>, tensor<?x8x32x?xf32>) {
  // CHECK: conv2d {{.*}} strides [2, 2] padding [1, 1, 1, 1] dilations [2, 2] groups 2 :
  %0 = conv2d %x, %w, %b strides [2, 2] padding [1, 1, 1, 1] dilations [2, 2] groups 2
    : tensor<?x4x32x?xf32>, tensor<8x2x3x3xf32>, tensor<8xf32>
  // What is left out is not printed either.
  // CHECK: conv2d %{{[^,]*}}, %{{[^,]*}} : tensor<?x4x32x?xf32>, tensor<8x4x1x1xf32>
  %1 = conv2d %x, %v : tensor<?x4x32x?xf32>, tensor<8x4x1x1xf32>
  return %0, %1 : tensor<?x8x15x?xf32>, tensor<?x8x32x?xf32>
}
