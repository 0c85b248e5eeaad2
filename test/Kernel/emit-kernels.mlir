// The role of the operator that is not pointwise chooses the family, on every device.
// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-schedule-kernels,dlc-emit-kernels)))' | FileCheck %s --implicit-check-not=dlc.kernel
// RUN: sed 's/cpu, "x86-64-v3"/cuda, "sm_80"/' %s | dlc-opt --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-schedule-kernels,dlc-emit-kernels)))' | FileCheck %s --implicit-check-not=dlc.kernel

rt.model @m {
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    // CHECK: func.func private @contraction({{.*}}rt.schedule = #rt.contraction<width
    dlc.kernel @contraction(%x: tensor<4x8xf32>, %w: tensor<8x8xf32>) -> tensor<4x8xf32> {
      %0 = relu %x : tensor<4x8xf32>
      %1 = linear %0, %w : tensor<4x8xf32>, tensor<8x8xf32>
      %2 = transpose %1 [1, 0] : tensor<4x8xf32>
      %3 = transpose %2 [1, 0] : tensor<8x4xf32>
      return %3 : tensor<4x8xf32>
    }
    // CHECK: func.func private @reduction({{.*}}rt.schedule = #rt.reduction<width
    dlc.kernel @reduction(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
      %0 = softmax %x axis 1 : tensor<4x8xf32>
      return %0 : tensor<4x8xf32>
    }
    // CHECK: func.func private @two_results({{.*}}rt.schedule = #rt.reduction<width
    dlc.kernel @two_results(%x: tensor<4x8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
      %0, %1 = moments %x axes [0] : tensor<4x8xf32>
      %2 = sqrt %1 : tensor<8xf32>
      return %0, %2 : tensor<8xf32>, tensor<8xf32>
    }
    // CHECK: func.func private @pooling({{.*}}rt.schedule = #rt.pooling<width
    dlc.kernel @pooling(%x: tensor<1x1x4x4xf32>) -> tensor<1x1x2x2xf32> {
      %0 = max_pool %x window [2, 2] strides [2, 2] : tensor<1x1x4x4xf32>
      return %0 : tensor<1x1x2x2xf32>
    }
    // CHECK: func.func private @attention({{.*}}rt.schedule = #rt.attention<width
    dlc.kernel @attention(%q: tensor<1x1x4x8xf32>) -> tensor<1x1x4x8xf32> {
      %0 = attention %q, %q, %q : tensor<1x1x4x8xf32>, tensor<1x1x4x8xf32>, tensor<1x1x4x8xf32>
      return %0 : tensor<1x1x4x8xf32>
    }
    // CHECK: func.func private @pointwise({{.*}}rt.schedule = #rt.pointwise<width
    dlc.kernel @pointwise(%x: tensor<4x8xf32>, %i: tensor<2xi32>) -> tensor<2x8xf32> {
      %0 = gather %x, %i axis 0 : tensor<4x8xf32>, tensor<2xi32>
      %1 = exp %0 : tensor<2x8xf32>
      return %1 : tensor<2x8xf32>
    }
  }
}
