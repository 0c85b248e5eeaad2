// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  dim @m = 0 to 64
  func @f32(%x: tensor<?x7x5xf32> [@n]) -> (y: tensor<?x5x7xf32> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xf32>
    return %y : tensor<?x5x7xf32>
  }
  func @bf16(%x: tensor<?x7x5xbf16> [@n]) -> (y: tensor<?x5x7xbf16> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xbf16>
    return %y : tensor<?x5x7xbf16>
  }
  func @i64(%x: tensor<?x7x5xi64> [@n]) -> (y: tensor<?x5x7xi64> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xi64>
    return %y : tensor<?x5x7xi64>
  }
  func @i8(%x: tensor<?x7x5xi8> [@n]) -> (y: tensor<?x5x7xi8> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xi8>
    return %y : tensor<?x5x7xi8>
  }
  func @i1(%x: tensor<?x7x5xi1> [@n]) -> (y: tensor<?x5x7xi1> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xi1>
    return %y : tensor<?x5x7xi1>
  }
  func @f64(%x: tensor<?x7x5xf64> [@n]) -> (y: tensor<?x5x7xf64> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xf64>
    return %y : tensor<?x5x7xf64>
  }
  func @f16(%x: tensor<?x7x5xf16> [@n]) -> (y: tensor<?x5x7xf16> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xf16>
    return %y : tensor<?x5x7xf16>
  }
  func @i32(%x: tensor<?x7x5xi32> [@n]) -> (y: tensor<?x5x7xi32> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x7x5xi32>
    return %y : tensor<?x5x7xi32>
  }
  func @matrix(%x: tensor<?x37xf32> [@n]) -> (y: tensor<37x?xf32> [@n]) {
    %y = transpose %x [1, 0] : tensor<?x37xf32>
    return %y : tensor<37x?xf32>
  }
  func @reverse(%x: tensor<3x?x5x2xf32> [@n]) -> (y: tensor<2x5x?x3xf32> [@n]) {
    %y = transpose %x [3, 2, 1, 0] : tensor<3x?x5x2xf32>
    return %y : tensor<2x5x?x3xf32>
  }
  func @heads(%x: tensor<?x9x4x8xf32> [@n]) -> (y: tensor<?x4x9x8xf32> [@n]) {
    %y = transpose %x [0, 2, 1, 3] : tensor<?x9x4x8xf32>
    return %y : tensor<?x4x9x8xf32>
  }
  func @large(%x: tensor<65x131xf32>) -> (y: tensor<131x65xf32>) {
    %y = transpose %x [1, 0] : tensor<65x131xf32>
    return %y : tensor<131x65xf32>
  }
  func @identity(%x: tensor<?x3xf32> [@n]) -> (y: tensor<?x3xf32> [@n]) {
    %y = transpose %x [0, 1] : tensor<?x3xf32>
    return %y : tensor<?x3xf32>
  }
  func @squares_f32(%x: tensor<?x37x21xf32> [@n]) -> (y: tensor<?x21x37xf32> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x37x21xf32>
    return %y : tensor<?x21x37xf32>
  }
  func @unknown_f32(%x: tensor<?x?xf32> [@n, @m]) -> (y: tensor<?x?xf32> [@m, @n]) {
    %y = transpose %x [1, 0] : tensor<?x?xf32>
    return %y : tensor<?x?xf32>
  }
  func @pixels_f32(%x: tensor<3x?xf32> [@n]) -> (y: tensor<?x3xf32> [@n]) {
    %y = transpose %x [1, 0] : tensor<3x?xf32>
    return %y : tensor<?x3xf32>
  }
  func @planes_f32(%x: tensor<?x3xf32> [@n]) -> (y: tensor<3x?xf32> [@n]) {
    %y = transpose %x [1, 0] : tensor<?x3xf32>
    return %y : tensor<3x?xf32>
  }
  func @squares_bf16(%x: tensor<?x37x21xbf16> [@n]) -> (y: tensor<?x21x37xbf16> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x37x21xbf16>
    return %y : tensor<?x21x37xbf16>
  }
  func @unknown_bf16(%x: tensor<?x?xbf16> [@n, @m]) -> (y: tensor<?x?xbf16> [@m, @n]) {
    %y = transpose %x [1, 0] : tensor<?x?xbf16>
    return %y : tensor<?x?xbf16>
  }
  func @pixels_bf16(%x: tensor<3x?xbf16> [@n]) -> (y: tensor<?x3xbf16> [@n]) {
    %y = transpose %x [1, 0] : tensor<3x?xbf16>
    return %y : tensor<?x3xbf16>
  }
  func @planes_bf16(%x: tensor<?x3xbf16> [@n]) -> (y: tensor<3x?xbf16> [@n]) {
    %y = transpose %x [1, 0] : tensor<?x3xbf16>
    return %y : tensor<3x?xbf16>
  }
  func @squares_f16(%x: tensor<?x37x21xf16> [@n]) -> (y: tensor<?x21x37xf16> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x37x21xf16>
    return %y : tensor<?x21x37xf16>
  }
  func @unknown_f16(%x: tensor<?x?xf16> [@n, @m]) -> (y: tensor<?x?xf16> [@m, @n]) {
    %y = transpose %x [1, 0] : tensor<?x?xf16>
    return %y : tensor<?x?xf16>
  }
  func @pixels_f16(%x: tensor<3x?xf16> [@n]) -> (y: tensor<?x3xf16> [@n]) {
    %y = transpose %x [1, 0] : tensor<3x?xf16>
    return %y : tensor<?x3xf16>
  }
  func @planes_f16(%x: tensor<?x3xf16> [@n]) -> (y: tensor<3x?xf16> [@n]) {
    %y = transpose %x [1, 0] : tensor<?x3xf16>
    return %y : tensor<3x?xf16>
  }
  func @squares_f64(%x: tensor<?x37x21xf64> [@n]) -> (y: tensor<?x21x37xf64> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x37x21xf64>
    return %y : tensor<?x21x37xf64>
  }
  func @unknown_f64(%x: tensor<?x?xf64> [@n, @m]) -> (y: tensor<?x?xf64> [@m, @n]) {
    %y = transpose %x [1, 0] : tensor<?x?xf64>
    return %y : tensor<?x?xf64>
  }
  func @pixels_f64(%x: tensor<3x?xf64> [@n]) -> (y: tensor<?x3xf64> [@n]) {
    %y = transpose %x [1, 0] : tensor<3x?xf64>
    return %y : tensor<?x3xf64>
  }
  func @planes_f64(%x: tensor<?x3xf64> [@n]) -> (y: tensor<3x?xf64> [@n]) {
    %y = transpose %x [1, 0] : tensor<?x3xf64>
    return %y : tensor<3x?xf64>
  }
  func @squares_i8(%x: tensor<?x37x21xi8> [@n]) -> (y: tensor<?x21x37xi8> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x37x21xi8>
    return %y : tensor<?x21x37xi8>
  }
  func @unknown_i8(%x: tensor<?x?xi8> [@n, @m]) -> (y: tensor<?x?xi8> [@m, @n]) {
    %y = transpose %x [1, 0] : tensor<?x?xi8>
    return %y : tensor<?x?xi8>
  }
  func @pixels_i8(%x: tensor<3x?xi8> [@n]) -> (y: tensor<?x3xi8> [@n]) {
    %y = transpose %x [1, 0] : tensor<3x?xi8>
    return %y : tensor<?x3xi8>
  }
  func @planes_i8(%x: tensor<?x3xi8> [@n]) -> (y: tensor<3x?xi8> [@n]) {
    %y = transpose %x [1, 0] : tensor<?x3xi8>
    return %y : tensor<3x?xi8>
  }
  func @squares_i32(%x: tensor<?x37x21xi32> [@n]) -> (y: tensor<?x21x37xi32> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x37x21xi32>
    return %y : tensor<?x21x37xi32>
  }
  func @unknown_i32(%x: tensor<?x?xi32> [@n, @m]) -> (y: tensor<?x?xi32> [@m, @n]) {
    %y = transpose %x [1, 0] : tensor<?x?xi32>
    return %y : tensor<?x?xi32>
  }
  func @pixels_i32(%x: tensor<3x?xi32> [@n]) -> (y: tensor<?x3xi32> [@n]) {
    %y = transpose %x [1, 0] : tensor<3x?xi32>
    return %y : tensor<?x3xi32>
  }
  func @planes_i32(%x: tensor<?x3xi32> [@n]) -> (y: tensor<3x?xi32> [@n]) {
    %y = transpose %x [1, 0] : tensor<?x3xi32>
    return %y : tensor<3x?xi32>
  }
  func @squares_i64(%x: tensor<?x37x21xi64> [@n]) -> (y: tensor<?x21x37xi64> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x37x21xi64>
    return %y : tensor<?x21x37xi64>
  }
  func @unknown_i64(%x: tensor<?x?xi64> [@n, @m]) -> (y: tensor<?x?xi64> [@m, @n]) {
    %y = transpose %x [1, 0] : tensor<?x?xi64>
    return %y : tensor<?x?xi64>
  }
  func @pixels_i64(%x: tensor<3x?xi64> [@n]) -> (y: tensor<?x3xi64> [@n]) {
    %y = transpose %x [1, 0] : tensor<3x?xi64>
    return %y : tensor<?x3xi64>
  }
  func @planes_i64(%x: tensor<?x3xi64> [@n]) -> (y: tensor<3x?xi64> [@n]) {
    %y = transpose %x [1, 0] : tensor<?x3xi64>
    return %y : tensor<3x?xi64>
  }
  func @squares_i1(%x: tensor<?x37x21xi1> [@n]) -> (y: tensor<?x21x37xi1> [@n]) {
    %y = transpose %x [0, 2, 1] : tensor<?x37x21xi1>
    return %y : tensor<?x21x37xi1>
  }
  func @unknown_i1(%x: tensor<?x?xi1> [@n, @m]) -> (y: tensor<?x?xi1> [@m, @n]) {
    %y = transpose %x [1, 0] : tensor<?x?xi1>
    return %y : tensor<?x?xi1>
  }
  func @pixels_i1(%x: tensor<3x?xi1> [@n]) -> (y: tensor<?x3xi1> [@n]) {
    %y = transpose %x [1, 0] : tensor<3x?xi1>
    return %y : tensor<?x3xi1>
  }
  func @planes_i1(%x: tensor<?x3xi1> [@n]) -> (y: tensor<3x?xi1> [@n]) {
    %y = transpose %x [1, 0] : tensor<?x3xi1>
    return %y : tensor<3x?xi1>
  }
  func @to_last(%x: tensor<3x18x5x35xf32>) -> (y: tensor<3x5x35x18xf32>) {
    %y = transpose %x [0, 2, 3, 1] : tensor<3x18x5x35xf32>
    return %y : tensor<3x5x35x18xf32>
  }
  func @back(%x: tensor<3x18x5x35xf32>) -> (y: tensor<3x35x18x5xf32>) {
    %y = transpose %x [0, 3, 1, 2] : tensor<3x18x5x35xf32>
    return %y : tensor<3x35x18x5xf32>
  }
  func @outer_last(%x: tensor<3x18x5x35xf32>) -> (y: tensor<18x5x35x3xf32>) {
    %y = transpose %x [1, 2, 3, 0] : tensor<3x18x5x35xf32>
    return %y : tensor<18x5x35x3xf32>
  }
  func @last_outer(%x: tensor<3x18x5x35xf32>) -> (y: tensor<35x3x18x5xf32>) {
    %y = transpose %x [3, 0, 1, 2] : tensor<3x18x5x35xf32>
    return %y : tensor<35x3x18x5xf32>
  }
  func @swap(%x: tensor<3x18x5x35xf32>) -> (y: tensor<5x18x3x35xf32>) {
    %y = transpose %x [2, 1, 0, 3] : tensor<3x18x5x35xf32>
    return %y : tensor<5x18x3x35xf32>
  }
  func @cross(%x: tensor<3x18x5x35xf32>) -> (y: tensor<5x35x3x18xf32>) {
    %y = transpose %x [2, 3, 0, 1] : tensor<3x18x5x35xf32>
    return %y : tensor<5x35x3x18xf32>
  }
  func @pixels_of_2(%x: tensor<2x2x3x37xf32>) -> (y: tensor<2x3x37x2xf32>) {
    %y = transpose %x [0, 2, 3, 1] : tensor<2x2x3x37xf32>
    return %y : tensor<2x3x37x2xf32>
  }
  func @planes_of_2(%x: tensor<2x3x37x2xf32>) -> (y: tensor<2x2x3x37xf32>) {
    %y = transpose %x [0, 3, 1, 2] : tensor<2x3x37x2xf32>
    return %y : tensor<2x2x3x37xf32>
  }
  func @pixels_of_4(%x: tensor<2x4x3x37xf32>) -> (y: tensor<2x3x37x4xf32>) {
    %y = transpose %x [0, 2, 3, 1] : tensor<2x4x3x37xf32>
    return %y : tensor<2x3x37x4xf32>
  }
  func @planes_of_4(%x: tensor<2x3x37x4xf32>) -> (y: tensor<2x4x3x37xf32>) {
    %y = transpose %x [0, 3, 1, 2] : tensor<2x3x37x4xf32>
    return %y : tensor<2x4x3x37xf32>
  }
  func @pixels_of_5(%x: tensor<2x5x3x37xf32>) -> (y: tensor<2x3x37x5xf32>) {
    %y = transpose %x [0, 2, 3, 1] : tensor<2x5x3x37xf32>
    return %y : tensor<2x3x37x5xf32>
  }
  func @planes_of_5(%x: tensor<2x3x37x5xf32>) -> (y: tensor<2x5x3x37xf32>) {
    %y = transpose %x [0, 3, 1, 2] : tensor<2x3x37x5xf32>
    return %y : tensor<2x5x3x37xf32>
  }
  func @pixels_of_10(%x: tensor<2x10x3x37xf32>) -> (y: tensor<2x3x37x10xf32>) {
    %y = transpose %x [0, 2, 3, 1] : tensor<2x10x3x37xf32>
    return %y : tensor<2x3x37x10xf32>
  }
  func @planes_of_10(%x: tensor<2x3x37x10xf32>) -> (y: tensor<2x10x3x37xf32>) {
    %y = transpose %x [0, 3, 1, 2] : tensor<2x3x37x10xf32>
    return %y : tensor<2x10x3x37xf32>
  }
  func @extents_of_1(%x: tensor<19x1x37x1xf32>) -> (y: tensor<1x37x19x1xf32>) {
    %y = transpose %x [1, 2, 0, 3] : tensor<19x1x37x1xf32>
    return %y : tensor<1x37x19x1xf32>
  }
}
