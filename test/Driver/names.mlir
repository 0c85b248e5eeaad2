// Parameters may have the names of what dlc makes itself: of variants, programs, kernels and prepared values.
//
// RUN: dlc %s -o %t.so && dlc-run %s --verify=reference | FileCheck %s
// Entries may have the names of literals, and a sum may have no elements.
// RUN: dlc %s --emit=kernel --cpu=x86-64-v3 | FileCheck %s --check-prefix=KERNEL
// CHECK-NOT: FAIL
// KERNEL-DAG: rt.parameter @x86_64_v3 :
// KERNEL-DAG: rt.variant @x86_64_v3_ #rt.target<cpu, "x86-64-v3">
// KERNEL-DAG: rt.parameter @w.exp :
// KERNEL-DAG: rt.prepared @w.exp_0 :

dlc.model @m {
  parameter @w : tensor<4xf32> = dense<[1.0, 2.0, 3.0, 4.0]>
  parameter @w.exp : tensor<4xf32> = dense<0.5>
  parameter @x86_64_v3 : tensor<4xf32> = dense<0.25>
  parameter @prepare : tensor<4xf32> = dense<2.0>
  func @literal_0(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {
    %0 = constant dense<[1.0, 2.0, 4.0, 8.0]> : tensor<4xf32>
    %1 = add %x, %0 : tensor<4xf32>, tensor<4xf32>
    return %1 : tensor<4xf32>
  }
  func @nothing(%x: tensor<3x0xf32>, %w: tensor<5x0xf32>) -> (y: tensor<3x5xf32>) {
    %0 = linear %x, %w : tensor<3x0xf32>, tensor<5x0xf32>
    return %0 : tensor<3x5xf32>
  }
  func @forward(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {
    %w = read @w : tensor<4xf32>
    %a = read @w.exp : tensor<4xf32>
    %b = read @x86_64_v3 : tensor<4xf32>
    %c = read @prepare : tensor<4xf32>
    %0 = exp %w : tensor<4xf32>
    %1 = softmax %0 axis 0 : tensor<4xf32>
    %2 = add %x, %0 : tensor<4xf32>, tensor<4xf32>
    %3 = mul %2, %a : tensor<4xf32>, tensor<4xf32>
    %4 = sub %3, %b : tensor<4xf32>, tensor<4xf32>
    %5 = add %4, %c : tensor<4xf32>, tensor<4xf32>
    %6 = softmax %5 axis 0 : tensor<4xf32>
    %7 = add %6, %1 : tensor<4xf32>, tensor<4xf32>
    return %7 : tensor<4xf32>
  }
}
