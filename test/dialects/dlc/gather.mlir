// RUN: dlc-opt %s | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --mlir-print-op-generic | dlc-opt | FileCheck %s

// CHECK-LABEL: @gather
dlc.func private @gather(%x: tensor<9x64x?xi8>, %i: tensor<?x3xi64>, %j: tensor<i32>)
    -> (tensor<9x?x3x?xi8>, tensor<9x64xi8>) {
  // CHECK: gather {{.*}} axis 1 : tensor<9x64x?xi8>, tensor<?x3xi64>
  %0 = gather %x, %i axis 1 : tensor<9x64x?xi8>, tensor<?x3xi64>
  // CHECK: gather {{.*}} axis -1 : tensor<9x64x?xi8>, tensor<i32>
  %1 = gather %x, %j axis -1 : tensor<9x64x?xi8>, tensor<i32>
  return %0, %1 : tensor<9x?x3x?xi8>, tensor<9x64xi8>
}

// CHECK-LABEL: @embedding
dlc.func private @embedding(%ids: tensor<?x7xi64>, %table: tensor<100x64xbf16>) -> tensor<?x7x64xbf16> {
  // CHECK: embedding {{.*}} : tensor<?x7xi64>, tensor<100x64xbf16>
  %0 = embedding %ids, %table : tensor<?x7xi64>, tensor<100x64xbf16>
  return %0 : tensor<?x7x64xbf16>
}
