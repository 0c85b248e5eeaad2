// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32_to_bf16(%x: tensor<?x7xf32> [@n]) -> (y: tensor<?x7xbf16> [@n]) {
    %y = cast %x : tensor<?x7xf32> to bf16
    return %y : tensor<?x7xbf16>
  }
  func @f32_to_f16(%x: tensor<?x7xf32> [@n]) -> (y: tensor<?x7xf16> [@n]) {
    %y = cast %x : tensor<?x7xf32> to f16
    return %y : tensor<?x7xf16>
  }
  func @f32_to_f64(%x: tensor<?x7xf32> [@n]) -> (y: tensor<?x7xf64> [@n]) {
    %y = cast %x : tensor<?x7xf32> to f64
    return %y : tensor<?x7xf64>
  }
  func @f64_to_f32(%x: tensor<?x7xf64> [@n]) -> (y: tensor<?x7xf32> [@n]) {
    %y = cast %x : tensor<?x7xf64> to f32
    return %y : tensor<?x7xf32>
  }
  func @f64_to_bf16(%x: tensor<?x7xf64> [@n]) -> (y: tensor<?x7xbf16> [@n]) {
    %y = cast %x : tensor<?x7xf64> to bf16
    return %y : tensor<?x7xbf16>
  }
  func @f64_to_f16(%x: tensor<?x7xf64> [@n]) -> (y: tensor<?x7xf16> [@n]) {
    %y = cast %x : tensor<?x7xf64> to f16
    return %y : tensor<?x7xf16>
  }
  func @bf16_to_f32(%x: tensor<?x7xbf16> [@n]) -> (y: tensor<?x7xf32> [@n]) {
    %y = cast %x : tensor<?x7xbf16> to f32
    return %y : tensor<?x7xf32>
  }
  func @bf16_to_f16(%x: tensor<?x7xbf16> [@n]) -> (y: tensor<?x7xf16> [@n]) {
    %y = cast %x : tensor<?x7xbf16> to f16
    return %y : tensor<?x7xf16>
  }
  func @f16_to_f32(%x: tensor<?x7xf16> [@n]) -> (y: tensor<?x7xf32> [@n]) {
    %y = cast %x : tensor<?x7xf16> to f32
    return %y : tensor<?x7xf32>
  }
  func @f16_to_bf16(%x: tensor<?x7xf16> [@n]) -> (y: tensor<?x7xbf16> [@n]) {
    %y = cast %x : tensor<?x7xf16> to bf16
    return %y : tensor<?x7xbf16>
  }
  func @f32_to_i32(%x: tensor<?x7xf32> [@n]) -> (y: tensor<?x7xi32> [@n]) {
    %y = cast %x : tensor<?x7xf32> to i32
    return %y : tensor<?x7xi32>
  }
  func @f32_to_i64(%x: tensor<?x7xf32> [@n]) -> (y: tensor<?x7xi64> [@n]) {
    %y = cast %x : tensor<?x7xf32> to i64
    return %y : tensor<?x7xi64>
  }
  func @f32_to_i8(%x: tensor<?x7xf32> [@n]) -> (y: tensor<?x7xi8> [@n]) {
    %y = cast %x : tensor<?x7xf32> to i8
    return %y : tensor<?x7xi8>
  }
  func @bf16_to_i32(%x: tensor<?x7xbf16> [@n]) -> (y: tensor<?x7xi32> [@n]) {
    %y = cast %x : tensor<?x7xbf16> to i32
    return %y : tensor<?x7xi32>
  }
  func @f16_to_i64(%x: tensor<?x7xf16> [@n]) -> (y: tensor<?x7xi64> [@n]) {
    %y = cast %x : tensor<?x7xf16> to i64
    return %y : tensor<?x7xi64>
  }
  func @i32_to_f32(%x: tensor<?x7xi32> [@n]) -> (y: tensor<?x7xf32> [@n]) {
    %y = cast %x : tensor<?x7xi32> to f32
    return %y : tensor<?x7xf32>
  }
  func @i64_to_f32(%x: tensor<?x7xi64> [@n]) -> (y: tensor<?x7xf32> [@n]) {
    %y = cast %x : tensor<?x7xi64> to f32
    return %y : tensor<?x7xf32>
  }
  func @i64_to_bf16(%x: tensor<?x7xi64> [@n]) -> (y: tensor<?x7xbf16> [@n]) {
    %y = cast %x : tensor<?x7xi64> to bf16
    return %y : tensor<?x7xbf16>
  }
  func @i8_to_f32(%x: tensor<?x7xi8> [@n]) -> (y: tensor<?x7xf32> [@n]) {
    %y = cast %x : tensor<?x7xi8> to f32
    return %y : tensor<?x7xf32>
  }
  func @i8_to_f16(%x: tensor<?x7xi8> [@n]) -> (y: tensor<?x7xf16> [@n]) {
    %y = cast %x : tensor<?x7xi8> to f16
    return %y : tensor<?x7xf16>
  }
  func @i64_to_i32(%x: tensor<?x7xi64> [@n]) -> (y: tensor<?x7xi32> [@n]) {
    %y = cast %x : tensor<?x7xi64> to i32
    return %y : tensor<?x7xi32>
  }
  func @i32_to_i8(%x: tensor<?x7xi32> [@n]) -> (y: tensor<?x7xi8> [@n]) {
    %y = cast %x : tensor<?x7xi32> to i8
    return %y : tensor<?x7xi8>
  }
  func @i8_to_i64(%x: tensor<?x7xi8> [@n]) -> (y: tensor<?x7xi64> [@n]) {
    %y = cast %x : tensor<?x7xi8> to i64
    return %y : tensor<?x7xi64>
  }
  func @i1_to_f32(%x: tensor<?x7xi1> [@n]) -> (y: tensor<?x7xf32> [@n]) {
    %y = cast %x : tensor<?x7xi1> to f32
    return %y : tensor<?x7xf32>
  }
  func @i1_to_i64(%x: tensor<?x7xi1> [@n]) -> (y: tensor<?x7xi64> [@n]) {
    %y = cast %x : tensor<?x7xi1> to i64
    return %y : tensor<?x7xi64>
  }
  func @f32_to_i1(%x: tensor<?x7xf32> [@n]) -> (y: tensor<?x7xi1> [@n]) {
    %y = cast %x : tensor<?x7xf32> to i1
    return %y : tensor<?x7xi1>
  }
  func @i32_to_i1(%x: tensor<?x7xi32> [@n]) -> (y: tensor<?x7xi1> [@n]) {
    %y = cast %x : tensor<?x7xi32> to i1
    return %y : tensor<?x7xi1>
  }
  // Each cast rounds by itself: two of them are not one.
  func @f64_f32_f64_f16(%x: tensor<f64>) -> (y: tensor<f16>, z: tensor<f64>) {
    %0 = cast %x : tensor<f64> to f32
    %1 = cast %0 : tensor<f32> to f64
    %y = cast %1 : tensor<f64> to f16
    %z = mul %1, %x : tensor<f64>, tensor<f64>
    return %y, %z : tensor<f16>, tensor<f64>
  }
}
