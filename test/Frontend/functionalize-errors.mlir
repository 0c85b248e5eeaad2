// RUN: dlc-opt %s --dlc-functionalize -split-input-file -verify-diagnostics

dlc.model @recursion {
  // expected-error@+1 {{DLC-E0401: @even calls itself, directly or through others}}
  func private @even(%x: tensor<f32>) -> tensor<f32> {
    %0 = call @odd(%x) : (tensor<f32>) -> tensor<f32>
    return %0 : tensor<f32>
  }
  func private @odd(%x: tensor<f32>) -> tensor<f32> {
    %0 = call @even(%x) : (tensor<f32>) -> tensor<f32>
    return %0 : tensor<f32>
  }
  func @forward(%x: tensor<f32>) -> (y: tensor<f32>) {
    %0 = call @even(%x) : (tensor<f32>) -> tensor<f32>
    return %0 : tensor<f32>
  }
}

// -----

// A few lines that would expand to 128,000 operators.
dlc.model @bomb {
  func private @f0(%x: tensor<f32>) -> tensor<f32> {
    %0 = relu %x : tensor<f32>
    %1 = relu %0 : tensor<f32>
    %2 = relu %1 : tensor<f32>
    %3 = relu %2 : tensor<f32>
    %4 = relu %3 : tensor<f32>
    %5 = relu %4 : tensor<f32>
    %6 = relu %5 : tensor<f32>
    return %6 : tensor<f32>
  }
  func private @f1(%x: tensor<f32>) -> tensor<f32> {
    %0 = call @f0(%x) : (tensor<f32>) -> tensor<f32>
    %1 = call @f0(%0) : (tensor<f32>) -> tensor<f32>
    %2 = call @f0(%1) : (tensor<f32>) -> tensor<f32>
    %3 = call @f0(%2) : (tensor<f32>) -> tensor<f32>
    %4 = call @f0(%3) : (tensor<f32>) -> tensor<f32>
    %5 = call @f0(%4) : (tensor<f32>) -> tensor<f32>
    %6 = call @f0(%5) : (tensor<f32>) -> tensor<f32>
    %7 = call @f0(%6) : (tensor<f32>) -> tensor<f32>
    return %7 : tensor<f32>
  }
  func private @f2(%x: tensor<f32>) -> tensor<f32> {
    %0 = call @f1(%x) : (tensor<f32>) -> tensor<f32>
    %1 = call @f1(%0) : (tensor<f32>) -> tensor<f32>
    %2 = call @f1(%1) : (tensor<f32>) -> tensor<f32>
    %3 = call @f1(%2) : (tensor<f32>) -> tensor<f32>
    %4 = call @f1(%3) : (tensor<f32>) -> tensor<f32>
    %5 = call @f1(%4) : (tensor<f32>) -> tensor<f32>
    %6 = call @f1(%5) : (tensor<f32>) -> tensor<f32>
    %7 = call @f1(%6) : (tensor<f32>) -> tensor<f32>
    return %7 : tensor<f32>
  }
  func private @f3(%x: tensor<f32>) -> tensor<f32> {
    %0 = call @f2(%x) : (tensor<f32>) -> tensor<f32>
    %1 = call @f2(%0) : (tensor<f32>) -> tensor<f32>
    %2 = call @f2(%1) : (tensor<f32>) -> tensor<f32>
    %3 = call @f2(%2) : (tensor<f32>) -> tensor<f32>
    %4 = call @f2(%3) : (tensor<f32>) -> tensor<f32>
    %5 = call @f2(%4) : (tensor<f32>) -> tensor<f32>
    %6 = call @f2(%5) : (tensor<f32>) -> tensor<f32>
    %7 = call @f2(%6) : (tensor<f32>) -> tensor<f32>
    return %7 : tensor<f32>
  }
  func private @f4(%x: tensor<f32>) -> tensor<f32> {
    %0 = call @f3(%x) : (tensor<f32>) -> tensor<f32>
    %1 = call @f3(%0) : (tensor<f32>) -> tensor<f32>
    %2 = call @f3(%1) : (tensor<f32>) -> tensor<f32>
    %3 = call @f3(%2) : (tensor<f32>) -> tensor<f32>
    %4 = call @f3(%3) : (tensor<f32>) -> tensor<f32>
    %5 = call @f3(%4) : (tensor<f32>) -> tensor<f32>
    %6 = call @f3(%5) : (tensor<f32>) -> tensor<f32>
    %7 = call @f3(%6) : (tensor<f32>) -> tensor<f32>
    return %7 : tensor<f32>
  }
  func @forward(%x: tensor<f32>) -> (y: tensor<f32>) {
    %0 = call @f4(%x) : (tensor<f32>) -> tensor<f32>
    %1 = call @f4(%0) : (tensor<f32>) -> tensor<f32>
    // expected-error@+1 {{DLC-E0407: @forward expands to more than 100000 operators}}
    %2 = call @f4(%1) : (tensor<f32>) -> tensor<f32>
    return %2 : tensor<f32>
  }
}

// -----

dlc.model @clash {
  block @layer {
    // expected-error@+1 {{DLC-E0210: @h0.w is declared twice: what an instance declares is named `INSTANCE.NAME`}}
    parameter @w : tensor<f32> = #dlc.zeros
  }
  // expected-note@+1 {{first declared here}}
  parameter @h0.w : tensor<f32> = #dlc.zeros
  instance @h0 of @layer
  // expected-note@+1 {{first declared here}}
  parameter @a : tensor<f32> = #dlc.zeros key "same"
  // expected-error@+1 {{DLC-E0210: the key of checkpoints same is declared twice}}
  parameter @b : tensor<f32> = #dlc.zeros key "same"
}

// -----

dlc.model @result {
  dim @n = 1 to 8
  // expected-error@+1 {{DLC-E0406: result 'y' of @forward has extent n * 2 on axis 0, expected n (@n)}}
  func @forward(%x: tensor<?xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %0 = concat %x, %x axis 0 : tensor<?xf32>, tensor<?xf32>
    return %0 : tensor<?xf32>
  }
}

// -----

dlc.model @argument {
  dim @n = 1 to 8
  dim @m = 1 to 8
  func private @square(%x: tensor<?x?xf32> [@n, @n]) -> tensor<?x?xf32> [@n, @n] {
    return %x : tensor<?x?xf32>
  }
  func @forward(%x: tensor<?x?xf32> [@n, @m]) -> (y: tensor<?x?xf32> [@n, @m]) {
    // expected-error@+1 {{DLC-E0406: argument #0 has extent m on axis 1, expected n (@n)}}
    %0 = call @square(%x) : (tensor<?x?xf32>) -> tensor<?x?xf32>
    return %0 : tensor<?x?xf32>
  }
}

// -----

dlc.model @declared {
  dim @n = 1 to 8
  func private @f(%x: tensor<4xf32>) -> tensor<4xf32> {
    return %x : tensor<4xf32>
  }
  func @forward(%x: tensor<?xf32> [@n]) -> (y: tensor<4xf32>) {
    // expected-error@+1 {{DLC-E0406: argument #0 has extent n on axis 0, expected 4}}
    %0 = call @f(%x) : (tensor<?xf32>) -> tensor<4xf32>
    return %0 : tensor<4xf32>
  }
}

// -----

// One circle, one error in each entry: what is not their fault they do not hide.
dlc.model @all {
  dim @n = 1 to 8
  dim @m = 1 to 8
  func private @square(%x: tensor<?x?xf32> [@n, @n]) -> tensor<?x?xf32> [@n, @n] {
    return %x : tensor<?x?xf32>
  }
  // expected-error@+1 {{DLC-E0401: @circle calls itself}}
  func private @circle(%x: tensor<f32>) -> tensor<f32> {
    %0 = call @circle(%x) : (tensor<f32>) -> tensor<f32>
    return %0 : tensor<f32>
  }
  func @none(%x: tensor<f32>) -> (y: tensor<f32>) {
    %0 = call @circle(%x) : (tensor<f32>) -> tensor<f32>
    return %0 : tensor<f32>
  }
  // expected-error@+1 {{DLC-E0406: result 'z' of @two has extent m on axis 0, expected n (@n)}}
  func @two(%x: tensor<?x?xf32> [@n, @m]) -> (y: tensor<?x?xf32> [@n, @m], z: tensor<?x?xf32> [@n, @m]) {
    // expected-error@+1 {{DLC-E0406: argument #0 has extent m on axis 1, expected n (@n)}}
    %0 = call @square(%x) : (tensor<?x?xf32>) -> tensor<?x?xf32>
    %1 = relu %0 : tensor<?x?xf32>
    %2 = transpose %x [1, 0] : tensor<?x?xf32>
    return %1, %2 : tensor<?x?xf32>, tensor<?x?xf32>
  }
}
