// RUN: dlc-opt %s --split-input-file --dlc-expand-math | FileCheck %s

// CHECK: module attributes {rt.target = #rt.target<cpu, "x86-64-v2">}
module attributes {rt.target = #rt.target<cpu, "x86-64-v2">} {
  // CHECK-LABEL: func.func @vector_exp
  // CHECK-NOT: math.exp
  // CHECK: return
  func.func @vector_exp(%x: vector<8xf32>) -> vector<8xf32> {
    %0 = math.exp %x : vector<8xf32>
    return %0 : vector<8xf32>
  }
  // CHECK-LABEL: func.func @exp_of_f64_is_libm
  // CHECK: math.exp
  func.func @exp_of_f64_is_libm(%x: f64) -> f64 {
    %0 = math.exp %x : f64
    return %0 : f64
  }
  // CHECK-LABEL: func.func @f16_without_f16c
  // CHECK-NOT: arith.extf
  // CHECK-NOT: arith.truncf
  // CHECK: return
  func.func @f16_without_f16c(%x: vector<8xf16>) -> vector<8xf16> {
    %0 = arith.extf %x : vector<8xf16> to vector<8xf32>
    %1 = arith.addf %0, %0 : vector<8xf32>
    %2 = arith.truncf %1 : vector<8xf32> to vector<8xf16>
    return %2 : vector<8xf16>
  }
  // CHECK-LABEL: func.func @fma_without_fma
  // CHECK: arith.mulf
  // CHECK: arith.addf
  func.func @fma_without_fma(%x: f32) -> f32 {
    %0 = math.fma %x, %x, %x : f32
    return %0 : f32
  }
}

// -----

// CHECK: module attributes {rt.target = #rt.target<cpu, "x86-64-v3">}
module attributes {rt.target = #rt.target<cpu, "x86-64-v3">} {
  // CHECK-LABEL: func.func @f16_with_f16c
  // CHECK: arith.extf {{.*}} : vector<8xf16> to vector<8xf32>
  // CHECK: arith.truncf {{.*}} : vector<8xf32> to vector<8xf16>
  func.func @f16_with_f16c(%x: vector<8xf16>) -> vector<8xf16> {
    %0 = arith.extf %x : vector<8xf16> to vector<8xf32>
    %1 = arith.addf %0, %0 : vector<8xf32>
    %2 = arith.truncf %1 : vector<8xf32> to vector<8xf16>
    return %2 : vector<8xf16>
  }
  // A conversion of a scalar would wait for the register that LLVM has it merge into.
  // CHECK-LABEL: func.func @f16_in_all_lanes
  // CHECK: %[[LANES:.*]] = vector.broadcast {{.*}} : f16 to vector<8xf16>
  // CHECK: arith.extf %[[LANES]] : vector<8xf16> to vector<8xf32>
  func.func @f16_in_all_lanes(%x: f16) -> vector<8xf32> {
    %0 = arith.extf %x : f16 to f32
    %1 = vector.broadcast %0 : f32 to vector<8xf32>
    return %1 : vector<8xf32>
  }
  // Denormal numbers are scaled.
  // CHECK-LABEL: func.func @vector_log
  // CHECK-NOT: math.log
  // CHECK: arith.constant dense<0x4B000000> : vector<8xf32>
  // CHECK-NOT: math.log
  // CHECK: return
  func.func @vector_log(%x: vector<8xf32>) -> vector<8xf32> {
    %0 = math.log %x : vector<8xf32>
    return %0 : vector<8xf32>
  }
  // CHECK-LABEL: func.func @bf16_is_integers
  // CHECK-NOT: arith.truncf
  // CHECK: return
  func.func @bf16_is_integers(%x: vector<8xf32>) -> vector<8xbf16> {
    %0 = arith.truncf %x : vector<8xf32> to vector<8xbf16>
    return %0 : vector<8xbf16>
  }
  // CHECK-LABEL: func.func @double_rounds_once
  // CHECK: arith.truncf {{.*}} : f64 to f32
  // CHECK: arith.truncf {{.*}} : f32 to f16
  func.func @double_rounds_once(%x: f64) -> f16 {
    %0 = arith.truncf %x : f64 to f16
    return %0 : f16
  }
  // CHECK-LABEL: func.func @fma_with_fma
  // CHECK: math.fma
  func.func @fma_with_fma(%x: f32) -> f32 {
    %0 = math.fma %x, %x, %x : f32
    return %0 : f32
  }
  // CHECK-LABEL: func.func @integer_to_f16
  // CHECK: arith.sitofp %{{.*}} : i64 to f32
  func.func @integer_to_f16(%x: i64) -> f16 {
    %0 = arith.sitofp %x : i64 to f16
    return %0 : f16
  }
  // f32 would round before bf16 does.
  // CHECK-LABEL: func.func @integer_to_bf16
  // CHECK: arith.sitofp %{{.*}} : i32 to f64
  func.func @integer_to_bf16(%x: i32) -> bf16 {
    %0 = arith.sitofp %x : i32 to bf16
    return %0 : bf16
  }
}
