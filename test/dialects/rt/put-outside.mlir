// RUN: not dlc-opt %s 2>&1 | FileCheck %s
// CHECK: put-outside.mlir:5:3: error: 'rt.put' op is for programs; put it into rt.program

func.func @f(%x: tensor<4xf32>) {
  rt.put @s, %x : tensor<4xf32>
  return
}
