// RUN: dlc-opt %s --pass-pipeline="builtin.module(rt.model(rt.variant(dlc-assign-buffers)))" | FileCheck %s

rt.model @m {
  rt.dim @n = 1 to 512
  rt.parameter @w : tensor<8xf32> = #rt.init<constant, 0.0, 0.0> key "w" stream 0
  rt.state @s : tensor<8xf32> = #rt.init<constant, 0.0, 0.0> key "s" stream 1
  rt.state @t : tensor<8xf32> = #rt.init<constant, 0.0, 0.0> key "t" stream 2
  rt.entry @chain(x: tensor<?xf32> [@n]) -> (y: tensor<?xf32> [@n])
  rt.entry @still_needed(x: tensor<8xf32>) -> (y: tensor<8xf32>)
  rt.entry @same_operand_twice(x: tensor<8xf32>) -> (y: tensor<8xf32>)
  rt.entry @no_reuse_of_arguments(x: tensor<8xf32>) -> (y: tensor<8xf32>)
  rt.entry @reuse_of_another_size(x: tensor<8xf32>) -> (y: tensor<4xf32>)
  rt.entry @views(x: tensor<8xf32>) -> (y: tensor<2x4xf32>)
  rt.entry @returned_twice(x: tensor<8xf32>) -> (y: tensor<8xf32>, z: tensor<8xf32>)
  rt.entry @returned_as_given(x: tensor<8xf32>) -> (y: tensor<8xf32>, w: tensor<8xf32>)
  rt.entry @dead(x: tensor<8xf32>) -> ()
  rt.entry @state_that_may_fail(x: tensor<8xi64>) -> ()
  rt.entry @state_in_place() -> ()
  rt.entry @state_still_read() -> (y: tensor<8xf32>)
  rt.entry @states_swapped() -> ()
  rt.entry @state_unchanged() -> ()
  rt.entry @booleans_are_bytes(x: tensor<8xi1>) -> (y: tensor<8xi1>)

  rt.variant @v #rt.target<cpu, "x86-64-v3"> {
    rt.prepared @p : tensor<8xf32> from [@w]
    rt.prepared @q : tensor<8xf32> from [@w]
    rt.prepared @r : tensor<8xf32> from [@w]
    func.func private @relu_n(memref<?xf32>, memref<?xf32>)
    func.func private @copy(memref<8xf32>, memref<8xf32>)
    func.func private @relu(memref<8xf32>, memref<8xf32>)
    func.func private @add(memref<8xf32>, memref<8xf32>, memref<8xf32>)
    func.func private @half(memref<8xf32>, memref<4xf32>)

    // Prepared values are computed where they are kept; the second use of one is a copy, as is a parameter as it is.
    // CHECK-LABEL: rt.program @prepare
    // CHECK-DAG: %[[W:.*]] = rt.get @w
    // CHECK-DAG: %[[P:.*]] = rt.get @p
    // CHECK-DAG: %[[Q:.*]] = rt.get @q
    // CHECK-DAG: %[[R:.*]] = rt.get @r
    // CHECK: rt.launch @copy ins(%[[W]] : memref<8xf32>) outs(%[[P]] : memref<8xf32>)
    // CHECK: rt.copy %[[P]] to %[[Q]] : memref
    // CHECK: rt.copy %[[W]] to %[[R]] : memref
    // CHECK: rt.return
    rt.program @prepare() {
      %w = rt.get @w : tensor<8xf32>
      %0 = rt.launch @copy ins(%w : tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>]
      rt.put @p, %0 : tensor<8xf32>
      rt.put @q, %0 : tensor<8xf32>
      rt.put @r, %w : tensor<8xf32>
      rt.return
    }

    // CHECK-LABEL: rt.program @booleans_are_bytes()
    // CHECK: rt.launch @not ins(%{{.*}} : memref<8xi8>) outs(%{{.*}} : memref<8xi8>)
    func.func private @not(memref<8xi8>, memref<8xi8>)
    rt.program @booleans_are_bytes(%x: tensor<8xi1>) -> tensor<8xi1> {
      %0 = rt.launch @not ins(%x : tensor<8xi1>) outs() -> tensor<8xi1> extents [affine_map<() -> ()>]
      rt.return %0 : tensor<8xi1>
    }

    // CHECK-LABEL: rt.program @chain()
    // CHECK: %[[X:.*]] = rt.argument 0 : memref<?xf32> extents
    // CHECK: %[[Y:.*]] = rt.argument 1 : memref<?xf32> extents
    // CHECK-NOT: rt.slot
    // CHECK: rt.launch @relu_n ins(%[[X]] : memref<?xf32>) outs(%[[Y]] : memref<?xf32>) reuse [0]
    // CHECK: rt.launch @relu_n ins(%[[Y]] : memref<?xf32>) outs(%[[Y]] : memref<?xf32>) reuse [0]
    // CHECK: rt.launch @relu_n ins(%[[Y]] : memref<?xf32>) outs(%[[Y]] : memref<?xf32>)
    rt.program @chain(%x: tensor<?xf32> {rt.extents = affine_map<()[n] -> (n)>}) -> tensor<?xf32> {
      %0 = rt.launch @relu_n ins(%x : tensor<?xf32>) outs() -> tensor<?xf32> extents [affine_map<()[n] -> (n)>] reuse [0]
      %1 = rt.launch @relu_n ins(%0 : tensor<?xf32>) outs() -> tensor<?xf32> extents [affine_map<()[n] -> (n)>] reuse [0]
      %2 = rt.launch @relu_n ins(%1 : tensor<?xf32>) outs() -> tensor<?xf32> extents [affine_map<()[n] -> (n)>] reuse [0]
      rt.return %2 : tensor<?xf32>
    }

    // CHECK-LABEL: rt.program @still_needed()
    // CHECK: %[[A:.*]] = rt.slot
    // CHECK: rt.launch @copy {{.*}} outs(%[[A]] :
    // CHECK: %[[B:.*]] = rt.slot
    // CHECK: rt.launch @relu ins(%[[A]] : memref<8xf32>) outs(%[[B]] : memref<8xf32>)
    // CHECK: rt.launch @add ins(%[[A]], %[[B]] :
    rt.program @still_needed(%x: tensor<8xf32>) -> tensor<8xf32> {
      %0 = rt.launch @copy ins(%x : tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>]
      %1 = rt.launch @relu ins(%0 : tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>] reuse [0]
      %2 = rt.launch @add ins(%0, %1 : tensor<8xf32>, tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>]
      rt.return %2 : tensor<8xf32>
    }

    // CHECK-LABEL: rt.program @same_operand_twice()
    // CHECK: %[[Y:.*]] = rt.argument 1
    // CHECK: %[[A:.*]] = rt.slot
    // CHECK: rt.launch @copy {{.*}} outs(%[[A]] :
    // CHECK: rt.launch @add ins(%[[A]], %[[A]] : memref<8xf32>, memref<8xf32>) outs(%[[Y]] :
    rt.program @same_operand_twice(%x: tensor<8xf32>) -> tensor<8xf32> {
      %0 = rt.launch @copy ins(%x : tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>]
      %1 = rt.launch @add ins(%0, %0 : tensor<8xf32>, tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>] reuse [0]
      rt.return %1 : tensor<8xf32>
    }

    // CHECK-LABEL: rt.program @no_reuse_of_arguments()
    // CHECK: %[[X:.*]] = rt.argument 0
    // CHECK: %[[Y:.*]] = rt.argument 1
    // CHECK: rt.launch @relu ins(%[[X]] : memref<8xf32>) outs(%[[Y]] : memref<8xf32>)
    rt.program @no_reuse_of_arguments(%x: tensor<8xf32>) -> tensor<8xf32> {
      %0 = rt.launch @relu ins(%x : tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>] reuse [0]
      rt.return %0 : tensor<8xf32>
    }

    // The result has no room for the value that it may take over.
    // CHECK-LABEL: rt.program @reuse_of_another_size()
    // CHECK: %[[Y:.*]] = rt.argument 1
    // CHECK: %[[A:.*]] = rt.slot : memref<8xf32>
    // CHECK: rt.launch @copy {{.*}} outs(%[[A]] :
    // CHECK: rt.launch @half ins(%[[A]] : memref<8xf32>) outs(%[[Y]] : memref<4xf32>)
    rt.program @reuse_of_another_size(%x: tensor<8xf32>) -> tensor<4xf32> {
      %0 = rt.launch @copy ins(%x : tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>]
      %1 = rt.launch @half ins(%0 : tensor<8xf32>) outs() -> tensor<4xf32> extents [affine_map<() -> ()>] reuse [0]
      rt.return %1 : tensor<4xf32>
    }

    // CHECK-LABEL: rt.program @views()
    // CHECK: %[[Y:.*]] = rt.argument 1 : memref<2x4xf32>
    // CHECK: %[[VIEW:.*]] = rt.view %[[Y]] : memref<2x4xf32> to memref<8xf32>
    // CHECK: rt.launch @copy {{.*}} outs(%[[VIEW]] : memref<8xf32>)
    // CHECK-NEXT: rt.return
    rt.program @views(%x: tensor<8xf32>) -> tensor<2x4xf32> {
      %0 = rt.launch @copy ins(%x : tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>]
      %1 = rt.view %0 : tensor<8xf32> to tensor<4x2xf32>
      %2 = rt.view %1 : tensor<4x2xf32> to tensor<2x4xf32>
      rt.return %2 : tensor<2x4xf32>
    }

    // CHECK-LABEL: rt.program @returned_twice()
    // CHECK: %[[Y:.*]] = rt.argument 1
    // CHECK: %[[Z:.*]] = rt.argument 2
    // CHECK: rt.launch @copy {{.*}} outs(%[[Y]] :
    // CHECK: rt.copy %[[Y]] to %[[Z]] : memref
    rt.program @returned_twice(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
      %0 = rt.launch @copy ins(%x : tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>]
      rt.return %0, %0 : tensor<8xf32>, tensor<8xf32>
    }

    // CHECK-LABEL: rt.program @returned_as_given()
    // CHECK: %[[X:.*]] = rt.argument 0
    // CHECK: %[[Y:.*]] = rt.argument 1
    // CHECK: %[[Z:.*]] = rt.argument 2
    // CHECK: %[[W:.*]] = rt.get @w
    // CHECK: rt.copy %[[X]] to %[[Y]] : memref
    // CHECK: rt.copy %[[W]] to %[[Z]] : memref
    rt.program @returned_as_given(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
      %w = rt.get @w : tensor<8xf32>
      rt.return %x, %w : tensor<8xf32>, tensor<8xf32>
    }

    // CHECK-LABEL: rt.program @dead()
    // CHECK-NEXT: rt.return
    rt.program @dead(%x: tensor<8xf32>) {
      %0 = rt.launch @copy ins(%x : tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>]
      rt.return
    }

    // CHECK-LABEL: rt.program @state_that_may_fail()
    // CHECK: %[[S:.*]] = rt.get @s
    // CHECK: rt.check %{{.*}} in 0 to 4, "label" : memref<8xi64>
    // CHECK: %[[NEW:.*]] = rt.slot
    // CHECK: rt.launch @relu ins(%[[S]] : memref<8xf32>) outs(%[[NEW]] : memref<8xf32>)
    // CHECK-NEXT: rt.copy %[[NEW]] to %[[S]] commit
    // CHECK-NEXT: rt.return
    rt.program @state_that_may_fail(%x: tensor<8xi64>) {
      rt.check %x in 0 to 4, "label" : tensor<8xi64>
      %s = rt.get @s : tensor<8xf32>
      %0 = rt.launch @relu ins(%s : tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>] reuse [0]
      rt.put @s, %0 : tensor<8xf32>
      rt.return
    }

    // CHECK-LABEL: rt.program @state_in_place()
    // CHECK: %[[S:.*]] = rt.get @s
    // CHECK-NEXT: rt.launch @relu ins(%[[S]] : memref<8xf32>) outs(%[[S]] : memref<8xf32>) reuse [0]
    // CHECK-NEXT: rt.launch @relu ins(%[[S]] : memref<8xf32>) outs(%[[S]] : memref<8xf32>)
    // CHECK-NEXT: rt.return
    rt.program @state_in_place() {
      %s = rt.get @s : tensor<8xf32>
      %0 = rt.launch @relu ins(%s : tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>] reuse [0]
      %1 = rt.launch @relu ins(%0 : tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>] reuse [0]
      rt.put @s, %1 : tensor<8xf32>
      rt.return
    }

    // The old value is returned, so the new one waits; the copy that returns it comes first.
    // CHECK-LABEL: rt.program @state_still_read()
    // CHECK: %[[Y:.*]] = rt.argument 0
    // CHECK: %[[S:.*]] = rt.get @s
    // CHECK: %[[NEW:.*]] = rt.slot
    // CHECK: rt.launch @relu ins(%[[S]] : memref<8xf32>) outs(%[[NEW]] : memref<8xf32>)
    // CHECK-NEXT: rt.copy %[[S]] to %[[Y]] : memref
    // CHECK-NEXT: rt.copy %[[NEW]] to %[[S]] commit
    rt.program @state_still_read() -> tensor<8xf32> {
      %s = rt.get @s : tensor<8xf32>
      %0 = rt.launch @relu ins(%s : tensor<8xf32>) outs() -> tensor<8xf32> extents [affine_map<() -> ()>] reuse [0]
      rt.put @s, %0 : tensor<8xf32>
      rt.return %s : tensor<8xf32>
    }

    // CHECK-LABEL: rt.program @states_swapped()
    // CHECK: %[[S:.*]] = rt.get @s
    // CHECK: %[[T:.*]] = rt.get @t
    // CHECK: rt.copy %[[T]] to %[[OLD_T:.*]] : memref
    // CHECK: rt.copy %[[S]] to %[[OLD_S:.*]] : memref
    // CHECK-NEXT: rt.copy %[[OLD_T]] to %[[S]] commit
    // CHECK-NEXT: rt.copy %[[OLD_S]] to %[[T]] commit
    rt.program @states_swapped() {
      %s = rt.get @s : tensor<8xf32>
      %t = rt.get @t : tensor<8xf32>
      rt.put @s, %t : tensor<8xf32>
      rt.put @t, %s : tensor<8xf32>
      rt.return
    }

    // CHECK-LABEL: rt.program @state_unchanged()
    // CHECK-NEXT: rt.return
    rt.program @state_unchanged() {
      %s = rt.get @s : tensor<8xf32>
      rt.put @s, %s : tensor<8xf32>
      rt.return
    }
  }
}
