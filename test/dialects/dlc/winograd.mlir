// RUN: dlc-opt %s | dlc-opt | FileCheck %s

// CHECK-LABEL: dlc.func private @tiles(
dlc.func private @tiles(%x: tensor<?x7x9x5xf32>, %u: tensor<16x3x5xf32>, %b: tensor<3xf32>) -> tensor<?x7x8x3xf32> {
  // CHECK: winograd_conv2d %{{.*}}, %{{.*}}, %{{.*}} output 2 padding [1, 1, 1, 0] : tensor<?x7x9x5xf32>, tensor<16x3x5xf32>, tensor<3xf32>
  %y = winograd_conv2d %x, %u, %b output 2 padding [1, 1, 1, 0] : tensor<?x7x9x5xf32>, tensor<16x3x5xf32>, tensor<3xf32>
  return %y : tensor<?x7x8x3xf32>
}

// CHECK-LABEL: dlc.func private @unknown(
dlc.func private @unknown(%x: tensor<1x?x6x5xf64>, %u: tensor<36x?x5xf64>) -> tensor<1x?x4x?xf64> {
  // CHECK: winograd_conv2d %{{.*}}, %{{.*}} output 4 : tensor<1x?x6x5xf64>, tensor<36x?x5xf64>
  %y = winograd_conv2d %x, %u output 4 : tensor<1x?x6x5xf64>, tensor<36x?x5xf64>
  return %y : tensor<1x?x4x?xf64>
}
