// Long sums of few rows are cut into pieces, which a launch of its own multiplies.
// RUN: dlc %s -v -o %t.so 2>&1 | FileCheck %s
// RUN: dlc-run %s --artifact=%t.so --verify=reference

// CHECK-DAG: x86-64-v4: the depth 16384 of linear is cut into 8 pieces: 1 by 16 elements are too few for many threads
// CHECK-DAG: x86-64-v2: the depth 6144 of linear is cut into 3 pieces: 5 by 17 elements
dlc.model @numeric {
  parameter @w : tensor<16x16384xf32> = #dlc.kaiming_normal
  parameter @b : tensor<16xf32> = #dlc.normal<0.0, 1.0>
  parameter @v : tensor<17x6144xf32> = #dlc.kaiming_normal
  parameter @d : tensor<9x8192xf64> = #dlc.kaiming_normal
  parameter @one : tensor<1x65536xf32> = #dlc.kaiming_normal

  func @row(%x: tensor<1x16384xf32>) -> (y: tensor<1x16xf32>) {
    %w = read @w : tensor<16x16384xf32>
    %b = read @b : tensor<16xf32>
    %0 = linear %x, %w, %b : tensor<1x16384xf32>, tensor<16x16384xf32>, tensor<16xf32>
    %1 = relu %0 : tensor<1x16xf32>
    return %1 : tensor<1x16xf32>
  }

  // The weights twice, one of the results in what comes behind the other.
  func @rows(%x: tensor<5x6144xf32>, %y: tensor<5x6144xf32>) -> (z: tensor<5x17xf32>, u: tensor<5x17xf32>) {
    %v = read @v : tensor<17x6144xf32>
    %0 = linear %x, %v : tensor<5x6144xf32>, tensor<17x6144xf32>
    %1 = linear %y, %v : tensor<5x6144xf32>, tensor<17x6144xf32>
    %2 = sigmoid %0 : tensor<5x17xf32>
    %3 = mul %2, %1 : tensor<5x17xf32>, tensor<5x17xf32>
    return %3, %0 : tensor<5x17xf32>, tensor<5x17xf32>
  }

  func @double(%x: tensor<16x8192xf64>) -> (y: tensor<9x16xf64>) {
    %d = read @d : tensor<9x8192xf64>
    %0 = linear %x, %d : tensor<16x8192xf64>, tensor<9x8192xf64>
    %1 = transpose %0 [1, 0] : tensor<16x9xf64>
    return %1 : tensor<9x16xf64>
  }

  func @one_column(%x: tensor<2x65536xf32>) -> (y: tensor<2x1xf32>) {
    %w = read @one : tensor<1x65536xf32>
    %0 = linear %x, %w : tensor<2x65536xf32>, tensor<1x65536xf32>
    return %0 : tensor<2x1xf32>
  }
}
