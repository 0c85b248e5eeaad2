// A number in hexadecimal does not say of how many bits it is: it was once read as an f64, and -inf of f32 became 0.
// RUN: not dlc --check %s 2>&1 | FileCheck %s
// CHECK: hex-value.mlir:7:40: error: DLC-E0101: pad: a number in hexadecimal says not of how many bits it is; write it in decimal, or inf, -inf or nan

dlc.model @m {
  func @f(%x: tensor<3xf32>) -> (y: tensor<4xf32>) {
    %y = pad %x low [0] high [1] value 0xFF800000 : tensor<3xf32>
    return %y : tensor<4xf32>
  }
}
