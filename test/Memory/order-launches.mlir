// RUN: dlc-opt %s --pass-pipeline="builtin.module(rt.model(rt.variant(dlc-order-launches)))" | FileCheck %s

rt.model @m {
  rt.dim @n = 1 to 512
  rt.state @s : tensor<4xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 0
  rt.entry @branches(x: tensor<?xf32> [@n]) -> (y: tensor<4xf32>)
  rt.entry @no_gain(x: tensor<?xf32> [@n]) -> (y: tensor<4xf32>)
  rt.entry @no_gain_in_place(x: tensor<?xf32> [@n]) -> (y: tensor<?xf32> [@n])
  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    func.func private @map(memref<?xf32>, memref<?xf32>)
    func.func private @sum(memref<?xf32>, memref<4xf32>)
    func.func private @sum2(memref<?x1xf32>, memref<4xf32>)
    func.func private @add(memref<4xf32>, memref<4xf32>, memref<4xf32>)
    func.func private @add_n(memref<?xf32>, memref<?xf32>, memref<?xf32>)

    // Each large value is consumed before the next is made; views follow their source, rt.put stays behind.
    // CHECK-LABEL: rt.program @branches
    // CHECK: rt.get @s
    // CHECK: %[[A:.*]] = rt.launch @map
    // CHECK: rt.view %[[A]]
    // CHECK: rt.launch @sum2
    // CHECK: %[[B:.*]] = rt.launch @map
    // CHECK: rt.launch @sum ins(%[[B]]
    // CHECK: %[[Y:.*]] = rt.launch @add
    // CHECK: rt.put @s
    // CHECK: rt.return %[[Y]]
    rt.program @branches(%x: tensor<?xf32> {rt.extents = affine_map<()[n] -> (n)>}) -> tensor<4xf32> {
      %s = rt.get @s : tensor<4xf32>
      rt.put @s, %s : tensor<4xf32>
      %a = rt.launch @map ins(%x : tensor<?xf32>) outs() -> tensor<?xf32> extents [affine_map<()[n] -> (n)>]
      %b = rt.launch @map ins(%x : tensor<?xf32>) outs() -> tensor<?xf32> extents [affine_map<()[n] -> (n)>]
      %v = rt.view %a : tensor<?xf32> to tensor<?x1xf32> extents affine_map<()[n] -> (n)>
      %0 = rt.launch @sum2 ins(%v : tensor<?x1xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
      %1 = rt.launch @sum ins(%b : tensor<?xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
      %2 = rt.launch @add ins(%0, %1 : tensor<4xf32>, tensor<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
      rt.return %2 : tensor<4xf32>
    }

    // The order of the source stands where no other one has a lower peak.
    // CHECK-LABEL: rt.program @no_gain(
    // CHECK: rt.launch @map
    // CHECK: rt.launch @sum
    // CHECK: rt.launch @sum
    // CHECK: rt.launch @add
    rt.program @no_gain(%x: tensor<?xf32> {rt.extents = affine_map<()[n] -> (n)>}) -> tensor<4xf32> {
      %a = rt.launch @map ins(%x : tensor<?xf32>) outs() -> tensor<?xf32> extents [affine_map<()[n] -> (n)>]
      %0 = rt.launch @sum ins(%x : tensor<?xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
      %1 = rt.launch @sum ins(%a : tensor<?xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
      %2 = rt.launch @add ins(%0, %1 : tensor<4xf32>, tensor<4xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>]
      rt.return %2 : tensor<4xf32>
    }

    // In place and in the caller's memory nothing is needed in any order.
    // CHECK-LABEL: rt.program @no_gain_in_place(
    // CHECK: %[[A:.*]] = rt.launch @map
    // CHECK: %[[B:.*]] = rt.launch @map ins(%[[A]]
    // CHECK: rt.launch @add_n ins(%{{.*}}, %[[B]]
    rt.program @no_gain_in_place(%x: tensor<?xf32> {rt.extents = affine_map<()[n] -> (n)>}) -> tensor<?xf32> {
      %a = rt.launch @map ins(%x : tensor<?xf32>) outs() -> tensor<?xf32> extents [affine_map<()[n] -> (n)>]
      %b = rt.launch @map ins(%a : tensor<?xf32>) outs() -> tensor<?xf32> extents [affine_map<()[n] -> (n)>] reuse [0]
      %c = rt.launch @add_n ins(%x, %b : tensor<?xf32>, tensor<?xf32>) outs() -> tensor<?xf32> extents [affine_map<()[n] -> (n)>]
      rt.return %c : tensor<?xf32>
    }
  }
}
