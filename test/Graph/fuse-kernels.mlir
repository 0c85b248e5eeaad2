// RUN: dlc-opt %s --split-input-file --dlc-fuse-kernels | FileCheck %s
// RUN: dlc-opt %s --split-input-file --dlc-fuse-kernels --remarks-filter=dlc-fuse-kernels --remark-format=emitRemark 2>&1 >/dev/null | FileCheck %s --check-prefix=REMARK

// A contraction takes what follows elementwise; names of arguments stay.
// CHECK-LABEL: dlc.model @epilogue
// CHECK: kernel @linear_add_gelu(%x: tensor<?x4xf32>, %w: tensor<2x4xf32>, %b: tensor<2xf32>, %r: tensor<?x2xf32>) -> tensor<?x2xf32>
// CHECK-NEXT: linear %x, %w, %b
// CHECK-NEXT: add %{{.*}}, %r
// CHECK-NEXT: gelu
// CHECK-NEXT: return
// CHECK: func @f
// CHECK-NEXT: read @w
// CHECK-NEXT: read @b
// CHECK-NEXT: launch @linear_add_gelu(%x, %{{.*}}, %{{.*}}, %r)
// CHECK-NEXT: return
dlc.model @epilogue {
  dim @n = 1 to 8
  parameter @w : tensor<2x4xf32> = #dlc.zeros
  parameter @b : tensor<2xf32> = #dlc.zeros
  func @f(%x: tensor<?x4xf32> [@n], %r: tensor<?x2xf32> [@n]) -> (y: tensor<?x2xf32> [@n]) {
    %w = read @w : tensor<2x4xf32>
    %b = read @b : tensor<2xf32>
    %0 = linear %x, %w, %b : tensor<?x4xf32>, tensor<2x4xf32>, tensor<2xf32>
    %1 = add %0, %r : tensor<?x2xf32>, tensor<?x2xf32>
    %2 = gelu %1 : tensor<?x2xf32>
    return %2 : tensor<?x2xf32>
  }
}

// -----

// All users of an intermediate value are inside in the end.
// CHECK-LABEL: dlc.model @diamond
// CHECK: kernel @linear_sigmoid_mul(
// CHECK: launch @linear_sigmoid_mul
// CHECK-NOT: launch
dlc.model @diamond {
  func @f(%x: tensor<3x4xf32>, %w: tensor<2x4xf32>) -> (y: tensor<3x2xf32>) {
    %0 = linear %x, %w : tensor<3x4xf32>, tensor<2x4xf32>
    %1 = sigmoid %0 : tensor<3x2xf32>
    %2 = mul %0, %1 : tensor<3x2xf32>, tensor<3x2xf32>
    return %2 : tensor<3x2xf32>
  }
}

// -----

// A contraction writes one result: what needs another value of it stays out.
// CHECK-LABEL: dlc.model @no_second_result
// CHECK: kernel @linear(
// CHECK: kernel @relu(
// REMARK: 'relu' does not join the kernel of 'linear': a value it is computed from is used elsewhere too
dlc.model @no_second_result {
  func @f(%x: tensor<3x4xf32>, %w: tensor<2x4xf32>) -> (y: tensor<3x2xf32>, z: tensor<3x2xf32>) {
    %0 = linear %x, %w : tensor<3x4xf32>, tensor<2x4xf32>
    %1 = relu %0 : tensor<3x2xf32>
    return %0, %1 : tensor<3x2xf32>, tensor<3x2xf32>
  }
}

// -----

// An operand that is stretched by the consumer would be computed many times.
// CHECK-LABEL: dlc.model @no_stretched_epilogue
// CHECK: kernel @linear(
// CHECK: kernel @add(
// REMARK: 'add' does not join the kernel of 'linear': its shape differs
dlc.model @no_stretched_epilogue {
  func @f(%x: tensor<1x4xf32>, %w: tensor<2x4xf32>, %r: tensor<3x2xf32>) -> (y: tensor<3x2xf32>) {
    %0 = linear %x, %w : tensor<1x4xf32>, tensor<2x4xf32>
    %1 = add %0, %r : tensor<1x2xf32>, tensor<3x2xf32>
    return %1 : tensor<3x2xf32>
  }
}

// -----

// The sum needs the second layer, which needs the first: no circle.
// CHECK-LABEL: dlc.model @no_circle
// CHECK: kernel @linear(
// CHECK: kernel @linear_add(
// CHECK: launch @linear(
// CHECK-NEXT: launch @linear_add(
// REMARK: 'add' does not join the kernel of 'linear': another operand is computed from the kernel's result
dlc.model @no_circle {
  func @f(%x: tensor<3x4xf32>, %w: tensor<4x4xf32>) -> (y: tensor<3x4xf32>) {
    %0 = linear %x, %w : tensor<3x4xf32>, tensor<4x4xf32>
    %1 = linear %0, %w : tensor<3x4xf32>, tensor<4x4xf32>
    %2 = add %0, %1 : tensor<3x4xf32>, tensor<3x4xf32>
    return %2 : tensor<3x4xf32>
  }
}

// -----

// Rows take producers and consumers of their shape.
// CHECK-LABEL: dlc.model @rows
// CHECK: kernel @mul_softmax_add({{.*}}) -> tensor<3x4xf32>
dlc.model @rows {
  func @f(%x: tensor<3x4xf32>, %y: tensor<4xf32>) -> (z: tensor<3x4xf32>) {
    %0 = mul %x, %y : tensor<3x4xf32>, tensor<4xf32>
    %1 = softmax %0 axis -1 : tensor<3x4xf32>
    %2 = add %1, %y : tensor<3x4xf32>, tensor<4xf32>
    return %2 : tensor<3x4xf32>
  }
}

// -----

// Elementwise chains have several results and read through movements.
// CHECK-LABEL: dlc.model @chain
// CHECK: kernel @slice_exp_add_mul(%x: tensor<3x8xf32>, %y: tensor<3x4xf32>) -> (tensor<3x4xf32>, tensor<3x4xf32>)
// CHECK: return %{{.*}}, %{{.*}} : tensor<3x4xf32>, tensor<3x4xf32>
dlc.model @chain {
  func @f(%x: tensor<3x8xf32>, %y: tensor<3x4xf32>) -> (a: tensor<3x4xf32>, b: tensor<3x4xf32>) {
    %0 = slice %x offsets [0, 4] ends [3, 8] : tensor<3x8xf32>
    %1 = exp %0 : tensor<3x4xf32>
    %2 = add %1, %y : tensor<3x4xf32>, tensor<3x4xf32>
    %3 = mul %1, %y : tensor<3x4xf32>, tensor<3x4xf32>
    return %2, %3 : tensor<3x4xf32>, tensor<3x4xf32>
  }
}

// -----

// A transpose of the innermost axis joins elementwise operators, which its kernel turns it for,
// CHECK-LABEL: dlc.model @inner_transpose
// CHECK: kernel @transpose_add_pad(%x: tensor<4x3xf32>, %b: tensor<4xf32>)
// CHECK: kernel @transpose_mul(%x: tensor<4x3xf32>, %y: tensor<3x4xf32>)
dlc.model @inner_transpose {
  func @f(%x: tensor<4x3xf32>, %y: tensor<3x4xf32>, %b: tensor<4xf32>) -> (a: tensor<4x4xf32>, c: tensor<3x4xf32>) {
    %0 = transpose %x [1, 0] : tensor<4x3xf32>
    %1 = add %0, %b : tensor<3x4xf32>, tensor<4xf32>
    %2 = pad %1 low [1, 0] high [0, 0] : tensor<3x4xf32>
    %3 = transpose %x [1, 0] : tensor<4x3xf32>
    %4 = mul %3, %y : tensor<3x4xf32>, tensor<3x4xf32>
    return %2, %4 : tensor<4x4xf32>, tensor<3x4xf32>
  }
}

// -----

// but not what also reads along the result and moves it, or repeats it, or reads along a third axis.
// CHECK-LABEL: dlc.model @no_inner_transpose
// CHECK: kernel @transpose(
// CHECK: kernel @concat(
// CHECK: kernel @transpose_0(
// CHECK: kernel @add_pad(
// CHECK: kernel @transpose_1(
// CHECK: kernel @add(
// CHECK: kernel @transpose_2(
// CHECK: kernel @transpose_sub(
// REMARK-DAG: 'transpose' does not join the kernel of 'concat': it moves the innermost axis
// REMARK-DAG: 'transpose' does not join the kernel of 'pad': it moves the innermost axis
// REMARK-DAG: 'transpose' does not join the kernel of 'add': its elements would be moved many times
// REMARK-DAG: 'transpose' does not join the kernel of 'sub': another transpose moves another axis innermost
dlc.model @no_inner_transpose {
  func @f(%x: tensor<4x3xf32>, %y: tensor<3x4xf32>, %z: tensor<2x3x4xf32>, %u: tensor<3x4x2xf32>)
      -> (a: tensor<3x8xf32>, b: tensor<4x4xf32>, c: tensor<2x3x4xf32>, d: tensor<4x2x3xf32>) {
    %0 = transpose %x [1, 0] : tensor<4x3xf32>
    %1 = concat %0, %y axis 1 : tensor<3x4xf32>, tensor<3x4xf32>
    %2 = transpose %x [1, 0] : tensor<4x3xf32>
    %3 = add %2, %y : tensor<3x4xf32>, tensor<3x4xf32>
    %4 = pad %3 low [1, 0] high [0, 0] : tensor<3x4xf32>
    %5 = transpose %x [1, 0] : tensor<4x3xf32>
    %6 = add %5, %z : tensor<3x4xf32>, tensor<2x3x4xf32>
    %7 = transpose %z [2, 0, 1] : tensor<2x3x4xf32>
    %8 = transpose %u [1, 2, 0] : tensor<3x4x2xf32>
    %9 = sub %7, %8 : tensor<4x2x3xf32>, tensor<4x2x3xf32>
    return %1, %4, %6, %9 : tensor<3x8xf32>, tensor<4x4xf32>, tensor<2x3x4xf32>, tensor<4x2x3xf32>
  }
}

// -----

// Reshapes are views; literals go into kernels; what is returned is written by a kernel.
// CHECK-LABEL: dlc.model @views_and_literals
// CHECK: kernel @constant() -> tensor<f32>
// CHECK: kernel @mul(%x: tensor<2x6xf32>)
// CHECK-NEXT: constant
// CHECK-NEXT: mul
// CHECK: func
// CHECK-NEXT: launch @constant()
// CHECK-NEXT: launch @mul(%x)
// CHECK-NEXT: reshape
// CHECK-NEXT: return
dlc.model @views_and_literals {
  func @f(%x: tensor<2x6xf32>) -> (a: tensor<12xf32>, b: tensor<f32>) {
    %c = constant dense<2.0> : tensor<f32>
    %0 = mul %x, %c : tensor<2x6xf32>, tensor<f32>
    %1 = reshape %0 shape [-1] : tensor<2x6xf32>
    return %1, %c : tensor<12xf32>, tensor<f32>
  }
}

// -----

// What depends on parameters only is computed once; it does not join data.
// CHECK-LABEL: dlc.model @no_parameters
// CHECK: kernel @exp(%w: tensor<4xf32>)
// CHECK: kernel @add(%x: tensor<3x4xf32>, %exp: tensor<4xf32>)
// CHECK: read @w
// CHECK-NEXT: launch @exp
// CHECK-NEXT: launch @add
dlc.model @no_parameters {
  parameter @w : tensor<4xf32> = #dlc.zeros
  func @f(%x: tensor<3x4xf32>) -> (y: tensor<3x4xf32>) {
    %w = read @w : tensor<4xf32>
    %0 = exp %w : tensor<4xf32>
    %1 = add %x, %0 : tensor<3x4xf32>, tensor<4xf32>
    return %1 : tensor<3x4xf32>
  }
}

// -----

// Indices come from outside, where they are checked.
// CHECK-LABEL: dlc.model @indices
// CHECK: kernel @add(
// CHECK: kernel @embedding_mul(
dlc.model @indices {
  func @f(%i: tensor<3xi64>, %t: tensor<9x4xf32>) -> (y: tensor<3x4xf32>) {
    %0 = add %i, %i : tensor<3xi64>, tensor<3xi64>
    %1 = embedding %0, %t : tensor<3xi64>, tensor<9x4xf32>
    %2 = mul %1, %1 : tensor<3x4xf32>, tensor<3x4xf32>
    return %2 : tensor<3x4xf32>
  }
}

// -----

// State is written at the end, from outside.
// CHECK-LABEL: dlc.model @writes
// CHECK: read @s
// CHECK-NEXT: launch @add
// CHECK-NEXT: write @s
// CHECK-NEXT: return
dlc.model @writes {
  state @s : tensor<4xf32> = #dlc.zeros
  func @f(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {
    %s = read @s : tensor<4xf32>
    %0 = add %x, %s : tensor<4xf32>, tensor<4xf32>
    write @s, %0 : tensor<4xf32>
    return %s : tensor<4xf32>
  }
}

// -----

// Consumers of each result of an anchor join its kernel, which returns what is used elsewhere.
// CHECK-LABEL: dlc.model @several_results
// CHECK: kernel @moments_mul_sqrt(%x: tensor<?x8xf32>, %k: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>)
// CHECK-NEXT: %[[MEAN:.*]], %[[VARIANCE:.*]] = moments %x axes [0]
// CHECK-NEXT: %[[SCALED:.*]] = mul %[[MEAN]], %k
// CHECK-NEXT: %[[ROOT:.*]] = sqrt %[[VARIANCE]]
// CHECK-NEXT: return %[[MEAN]], %[[SCALED]], %[[ROOT]]
dlc.model @several_results {
  dim @n = 1 to 8
  func @f(%x: tensor<?x8xf32> [@n], %k: tensor<8xf32>)
      -> (m: tensor<8xf32>, s: tensor<8xf32>, r: tensor<8xf32>, c: tensor<?x8xf32> [@n]) {
    %m, %v = moments %x axes [0] : tensor<?x8xf32>
    %s = mul %m, %k : tensor<8xf32>, tensor<8xf32>
    %r = sqrt %v : tensor<8xf32>
    %c = sub %x, %m : tensor<?x8xf32>, tensor<8xf32>
    return %m, %s, %r, %c : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<?x8xf32>
  }
}

// -----

// What is not used outside has no memory: one result leaves.
// CHECK-LABEL: dlc.model @unused_result
// CHECK: kernel @moments(%x: tensor<4x8xf32>) -> tensor<8xf32>
// CHECK-NEXT: %mean, %variance = moments
// CHECK-NEXT: return %variance
dlc.model @unused_result {
  func @f(%x: tensor<4x8xf32>) -> (v: tensor<8xf32>) {
    %m, %v = moments %x axes [0] : tensor<4x8xf32>
    return %v : tensor<8xf32>
  }
}

// -----

// A kernel has four results at most.
// CHECK-LABEL: dlc.model @no_fifth_result
// CHECK: kernel @moments_relu_tanh(%x: tensor<4x8xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>)
// CHECK: kernel @sigmoid(
dlc.model @no_fifth_result {
  func @f(%x: tensor<4x8xf32>)
      -> (m: tensor<8xf32>, v: tensor<8xf32>, a: tensor<8xf32>, b: tensor<8xf32>, c: tensor<8xf32>) {
    %m, %v = moments %x axes [0] : tensor<4x8xf32>
    %a = relu %m : tensor<8xf32>
    %b = tanh %m : tensor<8xf32>
    %c = sigmoid %v : tensor<8xf32>
    return %m, %v, %a, %b, %c : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
  }
}
