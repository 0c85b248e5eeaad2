// RUN: dlc-opt %s --pass-pipeline='builtin.module(rt.model(rt.variant(dlc-mark-no-alias)))' | FileCheck %s

rt.model @m {
  rt.dim @n = 1 to 4
  rt.parameter @w : tensor<4xf32> = #rt.init<constant, 1.0, 0.0> key "w" stream 0
  rt.entry @forward(x: tensor<?xf32> [@n]) -> (y: tensor<?xf32> [@n])
  rt.variant @x86_64_v3 #rt.target<cpu, "x86-64-v3"> {
    // CHECK: @apart(%{{.*}}: memref<?xf32> {rt.noalias}, %{{.*}}: memref<4xf32> {rt.noalias}, %{{.*}}: memref<?xf32> {rt.noalias})
    func.func private @apart(%x: memref<?xf32>, %w: memref<4xf32>, %y: memref<?xf32>) { return }
    // CHECK: @in_place(%{{.*}}: memref<?xf32>, %{{.*}}: memref<4xf32> {rt.noalias}, %{{.*}}: memref<?xf32>)
    func.func private @in_place(%x: memref<?xf32>, %w: memref<4xf32>, %y: memref<?xf32>) { return }
    // CHECK: @two_inputs_of_one_buffer(%{{.*}}: memref<?xf32> {rt.noalias}, %{{.*}}: memref<?xf32> {rt.noalias}, %{{.*}}: memref<?xf32> {rt.noalias})
    func.func private @two_inputs_of_one_buffer(%a: memref<?xf32>, %b: memref<?xf32>, %y: memref<?xf32>) { return }
    // CHECK: @overlapping_slots(%{{.*}}: memref<?xf32>, %{{.*}}: memref<32xf32>)
    func.func private @overlapping_slots(%x: memref<?xf32>, %y: memref<32xf32>) { return }
    // CHECK: @through_view(%{{.*}}: memref<4x8xf32>, %{{.*}}: memref<32xf32>)
    func.func private @through_view(%x: memref<4x8xf32>, %y: memref<32xf32>) { return }
    // CHECK: @not_launched(%{{.*}}: memref<4xf32>)
    func.func private @not_launched(%x: memref<4xf32>) { return }
    rt.program @forward() arena 256 bound 256 {
      %x = rt.argument 0 : memref<?xf32> extents affine_map<()[n] -> (n)>
      %y = rt.argument 1 : memref<?xf32> extents affine_map<()[n] -> (n)>
      %w = rt.get @w : memref<4xf32>
      %a = rt.slot at 0 : memref<?xf32> extents affine_map<()[n] -> (n)>
      %b = rt.slot at 0 : memref<?xf32> extents affine_map<()[n] -> (n)>
      %c = rt.slot at 64 : memref<?xf32> extents affine_map<()[n] -> (n)>
      %d = rt.slot at 64 : memref<32xf32> extents affine_map<() -> ()>
      %e = rt.slot at 128 : memref<32xf32> extents affine_map<() -> ()>
      %v = rt.view %e : memref<32xf32> to memref<4x8xf32>
      rt.launch @apart ins(%x, %w : memref<?xf32>, memref<4xf32>) outs(%a : memref<?xf32>)
      rt.launch @in_place ins(%x, %w : memref<?xf32>, memref<4xf32>) outs(%a : memref<?xf32>)
      rt.launch @in_place ins(%a, %w : memref<?xf32>, memref<4xf32>) outs(%b : memref<?xf32>)
      rt.launch @two_inputs_of_one_buffer ins(%a, %a : memref<?xf32>, memref<?xf32>) outs(%y : memref<?xf32>)
      rt.launch @overlapping_slots ins(%c : memref<?xf32>) outs(%d : memref<32xf32>)
      rt.launch @through_view ins(%v : memref<4x8xf32>) outs(%e : memref<32xf32>)
      rt.return
    }
  }
}
