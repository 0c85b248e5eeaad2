// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%a: tensor<?x37xf32> [@n], %b: tensor<?x37xf32> [@n]) -> (y: tensor<?x37xf32> [@n]) {
    %y = minimum %a, %b : tensor<?x37xf32>, tensor<?x37xf32>
    return %y : tensor<?x37xf32>
  }
  func @f64(%a: tensor<?x37xf64> [@n], %b: tensor<?x37xf64> [@n]) -> (y: tensor<?x37xf64> [@n]) {
    %y = minimum %a, %b : tensor<?x37xf64>, tensor<?x37xf64>
    return %y : tensor<?x37xf64>
  }
  func @bf16(%a: tensor<?x37xbf16> [@n], %b: tensor<?x37xbf16> [@n]) -> (y: tensor<?x37xbf16> [@n]) {
    %y = minimum %a, %b : tensor<?x37xbf16>, tensor<?x37xbf16>
    return %y : tensor<?x37xbf16>
  }
  func @f16(%a: tensor<?x37xf16> [@n], %b: tensor<?x37xf16> [@n]) -> (y: tensor<?x37xf16> [@n]) {
    %y = minimum %a, %b : tensor<?x37xf16>, tensor<?x37xf16>
    return %y : tensor<?x37xf16>
  }
  func @i64(%a: tensor<?x37xi64> [@n], %b: tensor<?x37xi64> [@n]) -> (y: tensor<?x37xi64> [@n]) {
    %y = minimum %a, %b : tensor<?x37xi64>, tensor<?x37xi64>
    return %y : tensor<?x37xi64>
  }
  func @i32(%a: tensor<?x37xi32> [@n], %b: tensor<?x37xi32> [@n]) -> (y: tensor<?x37xi32> [@n]) {
    %y = minimum %a, %b : tensor<?x37xi32>, tensor<?x37xi32>
    return %y : tensor<?x37xi32>
  }
  func @i8(%a: tensor<?x37xi8> [@n], %b: tensor<?x37xi8> [@n]) -> (y: tensor<?x37xi8> [@n]) {
    %y = minimum %a, %b : tensor<?x37xi8>, tensor<?x37xi8>
    return %y : tensor<?x37xi8>
  }
  func @row(%a: tensor<?x37xf32> [@n], %b: tensor<37xf32>) -> (y: tensor<?x37xf32> [@n]) {
    %y = minimum %a, %b : tensor<?x37xf32>, tensor<37xf32>
    return %y : tensor<?x37xf32>
  }
  func @column(%a: tensor<?x37xf32> [@n], %b: tensor<?x1xf32> [@n]) -> (y: tensor<?x37xf32> [@n]) {
    %y = minimum %a, %b : tensor<?x37xf32>, tensor<?x1xf32>
    return %y : tensor<?x37xf32>
  }
  func @outer(%a: tensor<?x1xf32> [@n], %b: tensor<1x37xf32>) -> (y: tensor<?x37xf32> [@n]) {
    %y = minimum %a, %b : tensor<?x1xf32>, tensor<1x37xf32>
    return %y : tensor<?x37xf32>
  }
  func @scalar(%a: tensor<?x5x3xf32> [@n], %b: tensor<f32>) -> (y: tensor<?x5x3xf32> [@n]) {
    %y = minimum %a, %b : tensor<?x5x3xf32>, tensor<f32>
    return %y : tensor<?x5x3xf32>
  }
  func @scalars(%a: tensor<f32>, %b: tensor<f32>) -> (y: tensor<f32>) {
    %y = minimum %a, %b : tensor<f32>, tensor<f32>
    return %y : tensor<f32>
  }
  func @channels(%a: tensor<2x3x5x7xf32>, %b: tensor<3x1x1xf32>) -> (y: tensor<2x3x5x7xf32>) {
    %y = minimum %a, %b : tensor<2x3x5x7xf32>, tensor<3x1x1xf32>
    return %y : tensor<2x3x5x7xf32>
  }
}
