// What is chosen for a convolution and why, with -v.
// RUN: dlc -v %s --cpu=x86-64-v3 -o %t.so 2>&1 | FileCheck %s
// RUN: dlc -v %s --cpu=x86-64-v3 --convolution=direct -o %t.so 2>&1 | FileCheck %s --check-prefix=DIRECT --implicit-check-not=conv2d
// DIRECT: arena of
// Options of the command line reach the pass.
// RUN: dlc %s --cpu=x86-64-v3 --convolution=direct --emit=kernel | FileCheck %s --check-prefix=LAUNCHES --implicit-check-not=winograd2_ --implicit-check-not=winograd4_
// RUN: dlc %s --cpu=x86-64-v3 --convolution=winograd2 --emit=kernel | FileCheck %s --check-prefix=TWO
// RUN: dlc %s --cpu=x86-64-v3 --convolution=winograd --emit=kernel | FileCheck %s --check-prefix=FOUR
// LAUNCHES: rt.program
// TWO: winograd2_weights
// FOUR: winograd4_weights

dlc.model @m {
  parameter @few : tensor<64x3x3x3xf32> = #dlc.kaiming_normal
  parameter @some : tensor<64x32x3x3xf32> = #dlc.kaiming_normal
  parameter @many : tensor<128x64x3x3xf32> = #dlc.kaiming_normal
  parameter @deep : tensor<512x512x3x3xf32> = #dlc.kaiming_normal

  func @f0(%x: tensor<1x3x56x56xf32>) -> (y: tensor<1x64x56x56xf32>) {
    %w = read @few : tensor<64x3x3x3xf32>
    // CHECK: :[[#@LINE+1]]:{{.*}}remark: x86-64-v3: conv2d of 3 to 64 channels is direct; thousands of cycles estimated: direct {{[0-9]+}}, winograd2 {{[0-9]+}}, winograd {{[0-9]+}}
    %y = conv2d %x, %w padding [1, 1, 1, 1] : tensor<1x3x56x56xf32>, tensor<64x3x3x3xf32>
    return %y : tensor<1x64x56x56xf32>
  }
  // Tiles of 4 x 4 would be faster and less exact than is allowed.
  func @f1(%x: tensor<1x32x56x56xf32>) -> (y: tensor<1x64x56x56xf32>) {
    %w = read @some : tensor<64x32x3x3xf32>
    // CHECK: :[[#@LINE+1]]:{{.*}}remark: x86-64-v3: conv2d of 32 to 64 channels is winograd2;
    %y = conv2d %x, %w padding [1, 1, 1, 1] : tensor<1x32x56x56xf32>, tensor<64x32x3x3xf32>
    return %y : tensor<1x64x56x56xf32>
  }
  func @f2(%x: tensor<1x64x56x56xf32>) -> (y: tensor<1x128x56x56xf32>) {
    %w = read @many : tensor<128x64x3x3xf32>
    // CHECK: :[[#@LINE+1]]:{{.*}}remark: x86-64-v3: conv2d of 64 to 128 channels is winograd;
    %y = conv2d %x, %w padding [1, 1, 1, 1] : tensor<1x64x56x56xf32>, tensor<128x64x3x3xf32>
    return %y : tensor<1x128x56x56xf32>
  }
  // 36 weights for 9 are more to read than their products are worth.
  func @f3(%x: tensor<1x512x3x3xf32>) -> (y: tensor<1x512x3x3xf32>) {
    %w = read @deep : tensor<512x512x3x3xf32>
    // CHECK: :[[#@LINE+1]]:{{.*}}remark: x86-64-v3: conv2d of 512 to 512 channels is direct;
    %y = conv2d %x, %w padding [1, 1, 1, 1] : tensor<1x512x3x3xf32>, tensor<512x512x3x3xf32>
    return %y : tensor<1x512x3x3xf32>
  }
}
