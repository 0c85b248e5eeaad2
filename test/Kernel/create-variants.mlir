// RUN: split-file %s %t
// RUN: python3 %S/Inputs/make_safetensors.py %t/w.safetensors w 2,4 b 2
// RUN: dlc-opt %t/model.mlir --dlc-create-variants=targets=x86-64-v2,x86-64-v4,sm_90a | FileCheck %s
// RUN: dlc-opt %t/errors.mlir --split-input-file --verify-diagnostics --dlc-create-variants
// RUN: dlc-opt %t/model.mlir --dlc-create-variants=targets=x86-64-v4,x86-64-v4-bf16 | FileCheck %s --check-prefix=NO-DOTS
// RUN: dlc-opt %t/dots.mlir --dlc-create-variants=targets=x86-64-v4,x86-64-v4-bf16 | FileCheck %s --check-prefix=DOTS
// RUN: not dlc-opt %t/model.mlir --dlc-create-variants=targets=x86-64-v5 2>&1 | FileCheck %s --check-prefix=TARGET
// RUN: not dlc-opt %t/model.mlir --dlc-create-variants=targets=sm_70 2>&1 | FileCheck %s --check-prefix=TARGET

// TARGET: error: unknown target '{{.*}}': expected x86-64-v2, x86-64-v3, x86-64-v4, x86-64-v4-bf16, or sm_NN of at least 80

// A level that has more than the model has a use for is the one below.
// NO-DOTS: rt.variant @x86_64_v4 #rt.target<cpu, "x86-64-v4">
// NO-DOTS-NOT: v4-bf16
// DOTS: rt.variant @x86_64_v4 #rt.target<cpu, "x86-64-v4">
// DOTS: rt.variant @x86_64_v4_bf16 #rt.target<cpu, "x86-64-v4-bf16">

// Everything initialisers can be.
// CHECK-DAG: #[[NT:map[0-9]*]] = affine_map<()[s0, s1] -> (s0 * s1)>
// CHECK-DAG: #[[N:map[0-9]*]] = affine_map<()[s0, s1] -> (s0)>
// CHECK: rt.model @m attributes {rt.folder = "{{.*}}"} {
// CHECK-DAG: rt.dim @n = 1 to 8
// CHECK-DAG: rt.dim @t = 2 to 16
// CHECK-DAG: rt.parameter @w : tensor<2x4xf32> = #rt.file<"w.safetensors", {{[0-9]+}}, 32> key "fc.weight" stream 0
// CHECK-DAG: rt.parameter @b : tensor<2xf32> = #rt.file<"w.safetensors", {{[0-9]+}}, 8> key "b" stream 1
// CHECK-DAG: @zeros : tensor<2xf32> = #rt.init<constant, 0.{{0*e?\+?0*}}, 0.{{0*e?\+?0*}}> key "zeros" stream 2
// CHECK-DAG: @ones : tensor<2xf32> = #rt.init<constant, 1.{{0*e?\+?0*}}, 0.{{.*}}> key "ones" stream 3
// CHECK-DAG: @fill : tensor<2xf32> = #rt.init<constant, {{5.0*e-01|0.5}}, 0.{{.*}}> key "fill" stream 4
// CHECK-DAG: @dense : tensor<2xf32> = dense<[1.000000e+00, 2.000000e+00]>
// Bounds of PyTorch: sqrt(6 / 24), sqrt(6 / (24 + 8 * 4)) and the deviations sqrt(2 / 24).
// CHECK-DAG: @ku : tensor<6x8x3xf32> = #rt.init<uniform, {{-5.0*e-01|-0.5}}, {{5.0*e-01|0.5}}>
// CHECK-DAG: @kn : tensor<6x8x3xf32> = #rt.init<normal, 0.{{.*}}, {{0.28867513459481|2.8867513459481}}
// CHECK-DAG: @xu : tensor<6x8x3xf32> = #rt.init<uniform, {{-0.37796447300922|-3.7796447300922}}
// CHECK-DAG: @tn : tensor<2xf32> = #rt.init<truncated_normal, {{1.0*e?.*}}, {{2.0.*}}>
// CHECK-DAG: rt.state @s : tensor<4xf32> = #rt.init<constant

// The signature keeps names and dims.
// CHECK: rt.entry @f(x: tensor<?x?x4xf32> [@n, @t], ids: tensor<?xi64> [@n]) -> (y: tensor<2xf32>, z: tensor<?x2xf32> [@n])
// CHECK: rt.variant @x86_64_v2 #rt.target<cpu, "x86-64-v2">
// CHECK: dlc.kernel @linear
// CHECK: rt.program @prepare() {
// CHECK-NEXT: rt.return
// CHECK: rt.program @f(%{{.*}}: tensor<?x?x4xf32> {rt.extents = affine_map<()[s0, s1] -> (s0, s1)>}, %{{.*}}: tensor<?xi64> {rt.extents = #[[N]]})
// Extents follow through views and kernels; indices are checked before they are used.
// CHECK: rt.view %{{.*}} : tensor<?x?x4xf32> to tensor<?x4xf32> extents #[[NT]]
// CHECK: rt.launch @linear ins({{.*}}) outs() -> tensor<?x2xf32> extents [#[[NT]]]
// CHECK: rt.check %{{.*}} in 0 to 9, "ids has an element outside [0, 9)" : tensor<?xi64>
// CHECK-NEXT: rt.launch @embedding
// CHECK: rt.put @s
// CHECK: rt.return
// CHECK: rt.variant @x86_64_v4 #rt.target<cpu, "x86-64-v4">
// CHECK: dlc.kernel @linear
// CHECK: rt.variant @sm_90a #rt.target<cuda, "sm_90a">
// CHECK: rt.launch @linear

// An extent that is known at run time only.
// CHECK-LABEL: rt.model @unknown_axis
// CHECK: rt.check %{{.*}} in 0 to 8 extent #map{{[0-9]*}}, "i has an element outside [0, extent of the axis)"

//--- model.mlir
dlc.model @m {
  dim @n = 1 to 8
  dim @t = 2 to 16
  parameter @w : tensor<2x4xf32> = #dlc.external<"w.safetensors", "w"> key "fc.weight"
  parameter @b : tensor<2xf32> = #dlc.external<"w.safetensors", "b">
  parameter @zeros : tensor<2xf32> = #dlc.zeros
  parameter @ones : tensor<2xf32> = #dlc.ones
  parameter @fill : tensor<2xf32> = #dlc.fill<0.5>
  parameter @dense : tensor<2xf32> = dense<[1.0, 2.0]>
  parameter @ku : tensor<6x8x3xf32> = #dlc.kaiming_uniform
  parameter @kn : tensor<6x8x3xf32> = #dlc.kaiming_normal
  parameter @xu : tensor<6x8x3xf32> = #dlc.xavier_uniform
  parameter @tn : tensor<2xf32> = #dlc.truncated_normal<1.0, 2.0>
  state @s : tensor<4xf32> = #dlc.zeros
  kernel @linear(%x: tensor<?x4xf32>, %w: tensor<2x4xf32>, %b: tensor<2xf32>) -> tensor<?x2xf32> {
    %0 = linear %x, %w, %b : tensor<?x4xf32>, tensor<2x4xf32>, tensor<2xf32>
    return %0 : tensor<?x2xf32>
  }
  kernel @sum(%x: tensor<?x2xf32>) -> tensor<2xf32> {
    %0 = reduce sum, %x axes [0] : tensor<?x2xf32>
    return %0 : tensor<2xf32>
  }
  kernel @embedding(%i: tensor<?xi64>, %t: tensor<9x2xf32>) -> tensor<?x2xf32> {
    %0 = embedding %i, %t : tensor<?xi64>, tensor<9x2xf32>
    return %0 : tensor<?x2xf32>
  }
  kernel @literal() -> tensor<9x2xf32> {
    %0 = constant dense<1.0> : tensor<9x2xf32>
    return %0 : tensor<9x2xf32>
  }
  func @f(%x: tensor<?x?x4xf32> [@n, @t], %ids: tensor<?xi64> [@n])
      -> (y: tensor<2xf32>, z: tensor<?x2xf32> [@n]) {
    %w = read @w : tensor<2x4xf32>
    %b = read @b : tensor<2xf32>
    %s = read @s : tensor<4xf32>
    %0 = reshape %x shape [-1, 4] : tensor<?x?x4xf32>
    %1 = launch @linear(%0, %w, %b) : (tensor<?x4xf32>, tensor<2x4xf32>, tensor<2xf32>) -> tensor<?x2xf32>
    %t = launch @literal() : () -> tensor<9x2xf32>
    %2 = launch @embedding(%ids, %t) : (tensor<?xi64>, tensor<9x2xf32>) -> tensor<?x2xf32>
    write @s, %s : tensor<4xf32>
    %3 = launch @sum(%1) : (tensor<?x2xf32>) -> tensor<2xf32>
    return %3, %2 : tensor<2xf32>, tensor<?x2xf32>
  }
}

dlc.model @unknown_axis {
  dim @n = 1 to 8
  kernel @gather(%x: tensor<?x4xf32>, %i: tensor<2xi64>) -> tensor<2x4xf32> {
    %0 = gather %x, %i axis 0 : tensor<?x4xf32>, tensor<2xi64>
    return %0 : tensor<2x4xf32>
  }
  func @f(%x: tensor<?x4xf32> [@n], %i: tensor<2xi64>) -> (y: tensor<2x4xf32>) {
    %0 = launch @gather(%x, %i) : (tensor<?x4xf32>, tensor<2xi64>) -> tensor<2x4xf32>
    return %0 : tensor<2x4xf32>
  }
}

//--- dots.mlir
dlc.model @m {
  kernel @linear(%x: tensor<4x6xbf16>, %w: tensor<2x6xbf16>) -> tensor<4x2xbf16> {
    %0 = linear %x, %w : tensor<4x6xbf16>, tensor<2x6xbf16>
    return %0 : tensor<4x2xbf16>
  }
  func @f(%x: tensor<4x6xbf16>, %w: tensor<2x6xbf16>) -> (y: tensor<4x2xbf16>) {
    %0 = launch @linear(%x, %w) : (tensor<4x6xbf16>, tensor<2x6xbf16>) -> tensor<4x2xbf16>
    return %0 : tensor<4x2xbf16>
  }
}

//--- errors.mlir
dlc.model @unfused {
  func @f(%x: tensor<4xf32>) -> (y: tensor<4xf32>) {
    // expected-error @below {{expected read, write, launch, reshape or return in an entry: run dlc-fuse-kernels before}}
    %0 = relu %x : tensor<4xf32>
    return %0 : tensor<4xf32>
  }
}

// -----

dlc.model @unnamed {
  // expected-error @below {{argument #0 has type 'tensor<?xf32>': name each `?`}}
  func @f(%x: tensor<?xf32>) -> (y: tensor<?xf32>) {
    return %x : tensor<?xf32>
  }
}

// -----

dlc.model @other_extent {
  dim @n = 1 to 8
  dim @t = 1 to 8
  // expected-error @below {{result 'y' of @f has the extents [n], named [@t]; expected extents of arguments: name those, or cut, pad or reshape the result}}
  func @f(%x: tensor<?xf32> [@n]) -> (y: tensor<?xf32> [@t]) {
    return %x : tensor<?xf32>
  }
}

// -----

dlc.model @no_file {
  // expected-error @below {{cannot take weights from 'none.safetensors': there is no such file in the folder of the model}}
  parameter @w : tensor<4xf32> = #dlc.external<"none.safetensors", "w">
}

// -----

dlc.model @outside {
  // expected-error @below {{cannot take weights from '../w.safetensors': expected a path that does not leave the folder of the model}}
  parameter @w : tensor<4xf32> = #dlc.external<"../w.safetensors", "w">
}

// -----

dlc.model @absolute {
  // expected-error @below {{cannot take weights from '/dev/zero': expected a path relative to the folder of the model}}
  parameter @w : tensor<4xf32> = #dlc.external<"/dev/zero", "w">
}

// -----

dlc.model @no_key {
  // expected-error @below {{'w.safetensors' has no tensor 'v'}}
  parameter @w : tensor<4xf32> = #dlc.external<"w.safetensors", "v">
}

// -----

dlc.model @other_type {
  // expected-error @below {{has type 'tensor<2x4xf16>', tensor 'w' of 'w.safetensors' is F32[2, 4]}}
  parameter @w : tensor<2x4xf16> = #dlc.external<"w.safetensors", "w">
}

// -----

dlc.model @other_rank {
  // expected-error @below {{has type 'tensor<8xf32>', tensor 'w' of 'w.safetensors' has 2 axes}}
  parameter @w : tensor<8xf32> = #dlc.external<"w.safetensors", "w">
}

// -----

dlc.model @no_safetensors {
  // expected-error @below {{'errors.mlir' is no valid safetensors file: this is a text file, not safetensors (offset 0)}}
  parameter @w : tensor<2x4xf16> = #dlc.external<"errors.mlir", "w">
}
