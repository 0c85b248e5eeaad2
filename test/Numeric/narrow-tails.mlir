// A row whose last vector has one element, of a type narrower than what it was computed in: nothing is written beside it.
// RUN: dlc-run %s --verify=reference --special-values | FileCheck %s
// CHECK: 0 mismatches
// RUN: dlc %s --cpu=x86-64-v4 --emit=llvm | FileCheck %s --check-prefix=SCALAR
// SCALAR-NOT: masked.store{{.*}}, <{{[0-9]+}} x i1> <i1 true, i1 false
dlc.model @m {
  func @i32_i8(%x: tensor<3x17xi32>) -> (y: tensor<3x17xi8>) {
    %y = cast %x : tensor<3x17xi32> to i8
    return %y : tensor<3x17xi8>
  }
  func @i64_i32(%x: tensor<3x17xi64>) -> (y: tensor<3x17xi32>) {
    %y = cast %x : tensor<3x17xi64> to i32
    return %y : tensor<3x17xi32>
  }
  func @i8_bf16(%x: tensor<3x17xi8>) -> (y: tensor<3x17xbf16>) {
    %y = cast %x : tensor<3x17xi8> to bf16
    return %y : tensor<3x17xbf16>
  }
  func @f64_f16(%x: tensor<3x17xf64>) -> (y: tensor<3x17xf16>) {
    %y = cast %x : tensor<3x17xf64> to f16
    return %y : tensor<3x17xf16>
  }
  func @f32_i1(%x: tensor<3x17xf32>) -> (y: tensor<3x17xi1>) {
    %zero = constant 0.0 : tensor<f32>
    %y = compare gt, %x, %zero : tensor<3x17xf32>, tensor<f32>
    return %y : tensor<3x17xi1>
  }
  func @i8_add(%x: tensor<9x33xi8>) -> (y: tensor<9x33xi8>) {
    %y = add %x, %x : tensor<9x33xi8>, tensor<9x33xi8>
    return %y : tensor<9x33xi8>
  }
  func @bf16_abs(%x: tensor<5x5xf32>) -> (y: tensor<5x5xbf16>) {
    %a = sigmoid %x : tensor<5x5xf32>
    %y = cast %a : tensor<5x5xf32> to bf16
    return %y : tensor<5x5xbf16>
  }
}
