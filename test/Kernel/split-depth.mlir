// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-choose-algorithms{depth-pieces=2})))' | FileCheck %s
// Not by itself: the weights are no parameter.
// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-choose-algorithms)))' | FileCheck %s --check-prefix=AUTO --implicit-check-not=pieces

// AUTO: linear
rt.model @m {
  rt.entry @f(x: tensor<3x8xf32>, w: tensor<8x8xf32>) -> (y: tensor<3x8xf32>)
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // CHECK: dlc.kernel @pieces_of_rows_3_2_4_by_2_8_4_f32(%[[X:.*]]: tensor<3x2x4xf32>, %[[W:.*]]: tensor<2x8x4xf32>) -> tensor<2x3x8xf32>
    // CHECK: %[[ROWS:.*]] = transpose %[[X]] [1, 0, 2]
    // CHECK: matmul %[[ROWS]], %[[W]] transpose_b
    // CHECK: dlc.kernel @pieces_first_8_2_4_f32(%{{.*}}: tensor<8x2x4xf32>) -> tensor<2x8x4xf32>

    // Arguments that nothing reads any more go, and what a result takes over is counted anew.
    // CHECK: dlc.kernel @product(%[[P:.*]]: tensor<2x3x8xf32>, %[[B:.*]]: tensor<8xf32>, %[[Z:.*]]: tensor<3x8xf32>)
    // CHECK: %[[SUM:.*]] = reduce sum, %[[P]] axes [0]
    // CHECK: %[[BIASED:.*]] = add %[[SUM]], %[[B]]
    // CHECK: add %[[BIASED]], %[[Z]]
    dlc.kernel @product(%x: tensor<3x8xf32>, %w: tensor<8x8xf32>, %b: tensor<8xf32>, %z: tensor<3x8xf32>) -> tensor<3x8xf32> {
      %0 = linear %x, %w, %b : tensor<3x8xf32>, tensor<8x8xf32>, tensor<8xf32>
      %1 = add %0, %z : tensor<3x8xf32>, tensor<3x8xf32>
      return %1 : tensor<3x8xf32>
    }
    // What is read behind the anchor stays.
    // CHECK: dlc.kernel @residual(%[[X:.*]]: tensor<3x8xf32>, %[[P:.*]]: tensor<2x3x8xf32>)
    // CHECK: add %{{.*}}, %[[X]]
    dlc.kernel @residual(%x: tensor<3x8xf32>, %w: tensor<8x8xf32>) -> tensor<3x8xf32> {
      %0 = linear %x, %w : tensor<3x8xf32>, tensor<8x8xf32>
      %1 = add %0, %x : tensor<3x8xf32>, tensor<3x8xf32>
      return %1 : tensor<3x8xf32>
    }
    // Partial sums of halves would be rounded; three rows do not divide.
    // CHECK: dlc.kernel @half
    // CHECK: linear
    dlc.kernel @half(%x: tensor<3x8xf16>, %w: tensor<8x8xf16>) -> tensor<3x8xf16> {
      %0 = linear %x, %w : tensor<3x8xf16>, tensor<8x8xf16>
      return %0 : tensor<3x8xf16>
    }
    // CHECK: dlc.kernel @odd
    // CHECK: linear
    dlc.kernel @odd(%x: tensor<3x9xf32>, %w: tensor<8x9xf32>) -> tensor<3x8xf32> {
      %0 = linear %x, %w : tensor<3x9xf32>, tensor<8x9xf32>
      return %0 : tensor<3x8xf32>
    }
    // CHECK: rt.program @f(%[[X:.*]]: tensor<3x8xf32>, %[[W:.*]]: tensor<8x8xf32>)
    // CHECK: %[[R:.*]] = rt.launch @residual ins(%[[X]], %{{.*}} : tensor<3x8xf32>, tensor<2x3x8xf32>)
    // CHECK: rt.view %[[W]] : tensor<8x8xf32> to tensor<8x2x4xf32>
    // CHECK: rt.view %[[R]] : tensor<3x8xf32> to tensor<3x2x4xf32>
    // CHECK: rt.launch @pieces_first_8_2_4_f32
    // CHECK: %[[PRODUCTS:.*]] = rt.launch @pieces_of_rows_3_2_4_by_2_8_4_f32
    // CHECK: rt.launch @product ins(%[[PRODUCTS]], %{{.*}}, %[[R]] : {{.*}} reuse [2]
    rt.program @f(%x: tensor<3x8xf32>, %w: tensor<8x8xf32>) -> tensor<3x8xf32> {
      %0 = rt.launch @residual ins(%x, %w : tensor<3x8xf32>, tensor<8x8xf32>) outs() -> tensor<3x8xf32> extents [affine_map<() -> ()>]
      %1 = rt.launch @bias ins(%x : tensor<3x8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>]
      %2 = rt.launch @product ins(%0, %w, %1, %0 : tensor<3x8xf32>, tensor<8x8xf32>, tensor<8xf32>, tensor<3x8xf32>) outs() -> tensor<3x8xf32> extents [affine_map<() -> ()>] reuse [3]
      rt.return %2 : tensor<3x8xf32>
    }
    dlc.kernel @bias(%x: tensor<3x8xf32>) -> tensor<8xf32> {
      %0 = reduce sum, %x axes [0] : tensor<3x8xf32>
      return %0 : tensor<8xf32>
    }
  }
}
