// RUN: dlc-opt %s --dlc-functionalize | FileCheck %s

// Calls of instances: parameters are the model's, each is read once.
// CHECK-LABEL: dlc.model @instances
dlc.model @instances {
  // CHECK-NEXT: dim @batch
  dim @batch = 1 to 8
  // CHECK-NEXT: parameter @first.w : tensor<4x4xf32> = #dlc.external<"w.safetensors", "first.lin.w"> key "first.lin.w"
  // CHECK-NEXT: state @first.count : tensor<f32> = #dlc.zeros{{$}}
  // CHECK-NEXT: parameter @second.w : tensor<4x4xf32> = #dlc.external<"w.safetensors", "second.lin.w"> key "second.lin.w"
  // CHECK-NEXT: state @second.count
  // CHECK-NEXT: func
  block @layer {
    parameter @w : tensor<4x4xf32> = #dlc.external<"w.safetensors", "lin.w"> key "lin.w"
    state @count : tensor<f32> = #dlc.zeros
    func @apply(%x: tensor<?x4xf32> [@batch]) -> tensor<?x4xf32> {
      %w = read @w : tensor<4x4xf32>
      %0 = call @product(%x, %w) : (tensor<?x4xf32>, tensor<4x4xf32>) -> tensor<?x4xf32>
      return %0 : tensor<?x4xf32>
    }
    func @product(%x: tensor<?x4xf32>, %w: tensor<4x4xf32>) -> tensor<?x4xf32> {
      %0 = matmul %x, %w : tensor<?x4xf32>, tensor<4x4xf32>
      return %0 : tensor<?x4xf32>
    }
  }
  instance @first of @layer
  instance @second of @layer
  func private @unused() { return }
  func @forward(%x: tensor<?x4xf32> [@batch]) -> (y: tensor<?x4xf32> [@batch]) {
    // CHECK-NEXT: [[A:%.*]] = read @first.w
    // CHECK-NEXT: [[B:%.*]] = read @second.w
    // CHECK-NEXT: [[X:%.*]] = matmul %x, [[A]]
    // CHECK-NEXT: [[Y:%.*]] = matmul [[X]], [[B]]
    // CHECK-NEXT: [[Z:%.*]] = matmul [[Y]], [[A]]
    // CHECK-NEXT: return [[Z]]
    %0 = call @first::@apply(%x) : (tensor<?x4xf32>) -> tensor<?x4xf32>
    %1 = call @second::@apply(%0) : (tensor<?x4xf32>) -> tensor<?x4xf32>
    %2 = call @first::@apply(%1) : (tensor<?x4xf32>) -> tensor<?x4xf32>
    return %2 : tensor<?x4xf32>
  }
}

// A write is what later reads see, also those of functions that are called; the last one stays.
// CHECK-LABEL: dlc.model @state
dlc.model @state {
  state @s : tensor<4xf32> = #dlc.zeros
  state @t : tensor<4xf32> = #dlc.zeros
  // CHECK-NOT: @step
  func private @step(%x: tensor<4xf32>) -> tensor<4xf32> {
    %s = read @s : tensor<4xf32>
    %0 = add %s, %x : tensor<4xf32>, tensor<4xf32>
    write @s, %0 : tensor<4xf32>
    return %0 : tensor<4xf32>
  }
  // CHECK: func @forward
  func @forward(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {
    // CHECK-NEXT: [[S:%.*]] = read @s
    // CHECK-NEXT: [[A:%.*]] = add [[S]], %x
    // CHECK-NEXT: [[B:%.*]] = add [[A]], %x
    // CHECK-NEXT: write @s, [[B]]
    // CHECK-NEXT: write @t, %x
    // CHECK-NEXT: return [[B]]
    write @t, %x : tensor<4xf32>
    %0 = call @step(%x) : (tensor<4xf32>) -> tensor<4xf32>
    %1 = call @step(%x) : (tensor<4xf32>) -> tensor<4xf32>
    return %1 : tensor<4xf32>
  }
}

// Entries call each other as they are written.
// CHECK-LABEL: dlc.model @entries
dlc.model @entries {
  // CHECK: func @a
  // CHECK-NEXT: relu
  // CHECK-NEXT: neg
  func @a(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {
    %0 = call @b(%x) : (tensor<4xf32>) -> tensor<4xf32>
    %1 = neg %0 : tensor<4xf32>
    return %1 : tensor<4xf32>
  }
  // CHECK: func @b
  // CHECK-NEXT: relu
  // CHECK-NEXT: return
  func @b(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {
    %0 = relu %x : tensor<4xf32>
    return %0 : tensor<4xf32>
  }
}

// What a call passes makes types exact.
// CHECK-LABEL: dlc.model @exact
dlc.model @exact {
  dim @n = 1 to 8
  func private @relu(%x: tensor<?x?xf32> [@n, @n]) -> tensor<?x?xf32> [@n, @n] {
    %0 = relu %x : tensor<?x?xf32>
    return %0 : tensor<?x?xf32>
  }
  // CHECK: func @forward
  // CHECK-NEXT: relu %x : tensor<4x4xf32>
  func @forward(%x: tensor<4x4xf32>) -> (y: tensor<4x4xf32>) {
    %0 = call @relu(%x) : (tensor<4x4xf32>) -> tensor<?x?xf32>
    %1 = reshape %0 shape [4, 4] : tensor<?x?xf32>
    return %1 : tensor<4x4xf32>
  }
}

// A dim of results only is what the operators give.
// CHECK-LABEL: dlc.model @output
dlc.model @output {
  dim @n = 1 to 8
  dim @twice = 2 to 16
  // CHECK: concat
  func @forward(%x: tensor<?xf32> [@n]) -> (y: tensor<?xf32> [@twice], z: tensor<?xf32> [@twice]) {
    %0 = concat %x, %x axis 0 : tensor<?xf32>, tensor<?xf32>
    return %0, %0 : tensor<?xf32>, tensor<?xf32>
  }
}

// Reads that are not used are dropped.
// CHECK-LABEL: dlc.model @dead
dlc.model @dead {
  parameter @w : tensor<4xf32> = #dlc.zeros
  // CHECK: func @forward
  // CHECK-NEXT: return
  func @forward(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {
    %w = read @w : tensor<4xf32>
    return %x : tensor<4xf32>
  }
}
