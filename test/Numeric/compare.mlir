// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32_eq(%a: tensor<?x37xf32> [@n], %b: tensor<37xf32>) -> (y: tensor<?x37xi1> [@n]) {
    %y = compare eq, %a, %b : tensor<?x37xf32>, tensor<37xf32>
    return %y : tensor<?x37xi1>
  }
  func @i32_eq(%a: tensor<?x5xi32> [@n], %b: tensor<?x5xi32> [@n]) -> (y: tensor<?x5xi1> [@n]) {
    %y = compare eq, %a, %b : tensor<?x5xi32>, tensor<?x5xi32>
    return %y : tensor<?x5xi1>
  }
  func @f32_ne(%a: tensor<?x37xf32> [@n], %b: tensor<37xf32>) -> (y: tensor<?x37xi1> [@n]) {
    %y = compare ne, %a, %b : tensor<?x37xf32>, tensor<37xf32>
    return %y : tensor<?x37xi1>
  }
  func @i32_ne(%a: tensor<?x5xi32> [@n], %b: tensor<?x5xi32> [@n]) -> (y: tensor<?x5xi1> [@n]) {
    %y = compare ne, %a, %b : tensor<?x5xi32>, tensor<?x5xi32>
    return %y : tensor<?x5xi1>
  }
  func @f32_lt(%a: tensor<?x37xf32> [@n], %b: tensor<37xf32>) -> (y: tensor<?x37xi1> [@n]) {
    %y = compare lt, %a, %b : tensor<?x37xf32>, tensor<37xf32>
    return %y : tensor<?x37xi1>
  }
  func @i32_lt(%a: tensor<?x5xi32> [@n], %b: tensor<?x5xi32> [@n]) -> (y: tensor<?x5xi1> [@n]) {
    %y = compare lt, %a, %b : tensor<?x5xi32>, tensor<?x5xi32>
    return %y : tensor<?x5xi1>
  }
  func @f32_le(%a: tensor<?x37xf32> [@n], %b: tensor<37xf32>) -> (y: tensor<?x37xi1> [@n]) {
    %y = compare le, %a, %b : tensor<?x37xf32>, tensor<37xf32>
    return %y : tensor<?x37xi1>
  }
  func @i32_le(%a: tensor<?x5xi32> [@n], %b: tensor<?x5xi32> [@n]) -> (y: tensor<?x5xi1> [@n]) {
    %y = compare le, %a, %b : tensor<?x5xi32>, tensor<?x5xi32>
    return %y : tensor<?x5xi1>
  }
  func @f32_gt(%a: tensor<?x37xf32> [@n], %b: tensor<37xf32>) -> (y: tensor<?x37xi1> [@n]) {
    %y = compare gt, %a, %b : tensor<?x37xf32>, tensor<37xf32>
    return %y : tensor<?x37xi1>
  }
  func @i32_gt(%a: tensor<?x5xi32> [@n], %b: tensor<?x5xi32> [@n]) -> (y: tensor<?x5xi1> [@n]) {
    %y = compare gt, %a, %b : tensor<?x5xi32>, tensor<?x5xi32>
    return %y : tensor<?x5xi1>
  }
  func @f32_ge(%a: tensor<?x37xf32> [@n], %b: tensor<37xf32>) -> (y: tensor<?x37xi1> [@n]) {
    %y = compare ge, %a, %b : tensor<?x37xf32>, tensor<37xf32>
    return %y : tensor<?x37xi1>
  }
  func @i32_ge(%a: tensor<?x5xi32> [@n], %b: tensor<?x5xi32> [@n]) -> (y: tensor<?x5xi1> [@n]) {
    %y = compare ge, %a, %b : tensor<?x5xi32>, tensor<?x5xi32>
    return %y : tensor<?x5xi1>
  }
  func @f64(%a: tensor<?xf64> [@n], %b: tensor<?xf64> [@n]) -> (y: tensor<?xi1> [@n]) {
    %y = compare lt, %a, %b : tensor<?xf64>, tensor<?xf64>
    return %y : tensor<?xi1>
  }
  func @bf16(%a: tensor<?xbf16> [@n], %b: tensor<?xbf16> [@n]) -> (y: tensor<?xi1> [@n]) {
    %y = compare lt, %a, %b : tensor<?xbf16>, tensor<?xbf16>
    return %y : tensor<?xi1>
  }
  func @f16(%a: tensor<?xf16> [@n], %b: tensor<?xf16> [@n]) -> (y: tensor<?xi1> [@n]) {
    %y = compare lt, %a, %b : tensor<?xf16>, tensor<?xf16>
    return %y : tensor<?xi1>
  }
  func @i64(%a: tensor<?xi64> [@n], %b: tensor<?xi64> [@n]) -> (y: tensor<?xi1> [@n]) {
    %y = compare lt, %a, %b : tensor<?xi64>, tensor<?xi64>
    return %y : tensor<?xi1>
  }
  func @i8(%a: tensor<?xi8> [@n], %b: tensor<?xi8> [@n]) -> (y: tensor<?xi1> [@n]) {
    %y = compare lt, %a, %b : tensor<?xi8>, tensor<?xi8>
    return %y : tensor<?xi1>
  }
  func @of_bool(%a: tensor<?xi1> [@n], %b: tensor<?xi1> [@n]) -> (y: tensor<?xi1> [@n]) {
    %y = compare eq, %a, %b : tensor<?xi1>, tensor<?xi1>
    return %y : tensor<?xi1>
  }
  func @nan(%a: tensor<7xf32>, %b: tensor<7xf32>) -> (y: tensor<7xi1>) {
    %r = sqrt %a : tensor<7xf32>
    %y = compare ne, %r, %r : tensor<7xf32>, tensor<7xf32>
    return %y : tensor<7xi1>
  }
}
