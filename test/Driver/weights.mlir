// Weights come from files, literals and rules, and lie in a section of the large code model.
//
// RUN: rm -rf %t && mkdir -p %t && cp %s %t/weights.mlir && python3 %S/Inputs/weights.py %t/w.safetensors
// RUN: dlc %t/weights.mlir -o %t/weights.so
// RUN: cc -std=c99 -Wall -Wextra -pedantic -Werror -I%t %S/Inputs/weights.c -o %t/weights %t/weights.so
// RUN: env LD_LIBRARY_PATH=%t %t/weights
// RUN: llvm-readelf -SW %t/weights.so | FileCheck %s
// CHECK: .lrodata PROGBITS {{.*}} Al {{.*}} 64
//
// RUN: rm %t/w.safetensors && not dlc %t/weights.mlir -o %t/none.so 2>&1 | FileCheck %s --check-prefix=MISSING
// MISSING: weights.mlir:[[@LINE+5]]:{{[0-9]+}}: error: DLC-E{{[0-9]+}}: {{.*}}w.safetensors
// RUN: not ls %t/none.so %t/none.h

dlc.model @weights {
  dim @n = 1 to 4
  parameter @w : tensor<64xf32> = #dlc.external<"w.safetensors", "w">
  parameter @h : tensor<4xf16> = #dlc.external<"w.safetensors", "h">
  parameter @mask : tensor<3xi1> = dense<[true, false, true]>
  parameter @big : tensor<2xi64> = dense<9223372036854775807>
  func @shift(%by: tensor<f32>) -> (y: tensor<64xf32>, count: tensor<i64>) {
    %w = read @w : tensor<64xf32>
    %0 = add %w, %by : tensor<64xf32>, tensor<f32>
    %1 = constant dense<7> : tensor<i64>
    return %0, %1 : tensor<64xf32>, tensor<i64>
  }
}
