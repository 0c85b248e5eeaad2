// Only windows of 3 x 3 with stride 1 over all channels, of elements that the transforms are exact enough for.
// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-choose-algorithms{convolution=winograd})))' | FileCheck %s
// By itself nothing whose weights are no parameter, as their transform would be part of every call.
// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-choose-algorithms)))' | FileCheck %s --check-prefix=AUTO --implicit-check-not=winograd

// AUTO: conv2d
rt.model @m {
  rt.dim @n = 1 to 8
  rt.entry @f(x: tensor<?x64x58x58xf32> [@n], w: tensor<64x64x3x3xf32>) -> (y: tensor<?x56x56x64xf32> [@n])
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // CHECK-LABEL: dlc.kernel @stride
    // CHECK: conv2d %{{.*}} strides [1, 2]
    dlc.kernel @stride(%x: tensor<1x64x58x58xf32>, %w: tensor<64x64x3x3xf32>) -> tensor<1x64x56x28xf32> {
      %0 = conv2d %x, %w strides [1, 2] : tensor<1x64x58x58xf32>, tensor<64x64x3x3xf32>
      return %0 : tensor<1x64x56x28xf32>
    }
    // CHECK-LABEL: dlc.kernel @dilation
    // CHECK: conv2d %{{.*}} dilations [2, 2]
    dlc.kernel @dilation(%x: tensor<1x64x58x58xf32>, %w: tensor<64x64x3x3xf32>) -> tensor<1x64x54x54xf32> {
      %0 = conv2d %x, %w dilations [2, 2] : tensor<1x64x58x58xf32>, tensor<64x64x3x3xf32>
      return %0 : tensor<1x64x54x54xf32>
    }
    // CHECK-LABEL: dlc.kernel @groups
    // CHECK: conv2d %{{.*}} groups 2
    dlc.kernel @groups(%x: tensor<1x64x58x58xf32>, %w: tensor<64x32x3x3xf32>) -> tensor<1x64x56x56xf32> {
      %0 = conv2d %x, %w groups 2 : tensor<1x64x58x58xf32>, tensor<64x32x3x3xf32>
      return %0 : tensor<1x64x56x56xf32>
    }
    // CHECK-LABEL: dlc.kernel @window
    // CHECK: conv2d
    dlc.kernel @window(%x: tensor<1x64x58x58xf32>, %w: tensor<64x64x3x1xf32>) -> tensor<1x64x56x58xf32> {
      %0 = conv2d %x, %w : tensor<1x64x58x58xf32>, tensor<64x64x3x1xf32>
      return %0 : tensor<1x64x56x58xf32>
    }
    // CHECK-LABEL: dlc.kernel @half
    // CHECK: conv2d
    dlc.kernel @half(%x: tensor<1x64x58x58xf16>, %w: tensor<64x64x3x3xf16>) -> tensor<1x64x56x56xf16> {
      %0 = conv2d %x, %w : tensor<1x64x58x58xf16>, tensor<64x64x3x3xf16>
      return %0 : tensor<1x64x56x56xf16>
    }
    // Images with their channels first are turned in the kernel.
    // CHECK-LABEL: dlc.kernel @conv(
    // CHECK: %[[LAST:.*]] = transpose %{{.*}} [0, 2, 3, 1]
    // CHECK: %[[TILES:.*]] = winograd_conv2d %[[LAST]], %{{.*}} output 4 : tensor<?x58x58x64xf32>, tensor<36x64x64xf32>
    // CHECK: transpose %[[TILES]] [0, 3, 1, 2]
    dlc.kernel @conv(%x: tensor<?x64x58x58xf32>, %w: tensor<64x64x3x3xf32>) -> tensor<?x64x56x56xf32> {
      %0 = conv2d %x, %w : tensor<?x64x58x58xf32>, tensor<64x64x3x3xf32>
      return %0 : tensor<?x64x56x56xf32>
    }
    // The image is read after pixels have been written: no result takes its memory.
    // CHECK-LABEL: dlc.kernel @sum(
    // CHECK: winograd_conv2d %{{.*}} output 4 padding [1, 1, 1, 1]
    dlc.kernel @sum(%x: tensor<?x58x58x64xf32>, %w: tensor<64x64x3x3xf32>, %y: tensor<?x56x56x64xf32>) -> tensor<?x56x56x64xf32> {
      %0 = transpose %x [0, 3, 1, 2] : tensor<?x58x58x64xf32>
      %1 = conv2d %0, %w : tensor<?x64x58x58xf32>, tensor<64x64x3x3xf32>
      %2 = transpose %1 [0, 2, 3, 1] : tensor<?x64x56x56xf32>
      %3 = add %2, %y : tensor<?x56x56x64xf32>, tensor<?x56x56x64xf32>
      return %3 : tensor<?x56x56x64xf32>
    }
    // CHECK-NOT: dlc.kernel @pad
    dlc.kernel @pad(%x: tensor<?x56x56x64xf32>) -> tensor<?x58x58x64xf32> {
      %0 = pad %x low [0, 1, 1, 0] high [0, 1, 1, 0] : tensor<?x56x56x64xf32>
      return %0 : tensor<?x58x58x64xf32>
    }
    dlc.kernel @last(%x: tensor<?x64x56x56xf32>) -> tensor<?x56x56x64xf32> {
      %0 = transpose %x [0, 2, 3, 1] : tensor<?x64x56x56xf32>
      return %0 : tensor<?x56x56x64xf32>
    }
    // CHECK-LABEL: rt.program @f
    // CHECK: %[[Y:.*]] = rt.launch @last
    // CHECK: rt.launch @sum ins(%[[Y]], %{{.*}}, %[[Y]] :
    // CHECK-SAME: reuse [-1]
    rt.program @f(%x: tensor<?x64x58x58xf32> {rt.extents = affine_map<()[n] -> (n)>}, %w: tensor<64x64x3x3xf32>) -> tensor<?x56x56x64xf32> {
      %0 = rt.launch @conv ins(%x, %w : tensor<?x64x58x58xf32>, tensor<64x64x3x3xf32>) outs() -> tensor<?x64x56x56xf32> extents [affine_map<()[n] -> (n)>]
      %1 = rt.launch @last ins(%0 : tensor<?x64x56x56xf32>) outs() -> tensor<?x56x56x64xf32> extents [affine_map<()[n] -> (n)>]
      %2 = rt.launch @pad ins(%1 : tensor<?x56x56x64xf32>) outs() -> tensor<?x58x58x64xf32> extents [affine_map<()[n] -> (n)>]
      %3 = rt.launch @sum ins(%2, %w, %1 : tensor<?x58x58x64xf32>, tensor<64x64x3x3xf32>, tensor<?x56x56x64xf32>) outs() -> tensor<?x56x56x64xf32> extents [affine_map<()[n] -> (n)>] reuse [2]
      rt.return %3 : tensor<?x56x56x64xf32>
    }
  }
}
