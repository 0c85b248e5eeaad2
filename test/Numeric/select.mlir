// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @of_f32(%c: tensor<?x37xi1> [@n], %a: tensor<?x37xf32> [@n], %b: tensor<37xf32>)
      -> (y: tensor<?x37xf32> [@n]) {
    %y = select %c, %a, %b : tensor<?x37xi1>, tensor<?x37xf32>, tensor<37xf32>
    return %y : tensor<?x37xf32>
  }
  func @of_f64(%c: tensor<?x37xi1> [@n], %a: tensor<?x37xf64> [@n], %b: tensor<37xf64>)
      -> (y: tensor<?x37xf64> [@n]) {
    %y = select %c, %a, %b : tensor<?x37xi1>, tensor<?x37xf64>, tensor<37xf64>
    return %y : tensor<?x37xf64>
  }
  func @of_bf16(%c: tensor<?x37xi1> [@n], %a: tensor<?x37xbf16> [@n], %b: tensor<37xbf16>)
      -> (y: tensor<?x37xbf16> [@n]) {
    %y = select %c, %a, %b : tensor<?x37xi1>, tensor<?x37xbf16>, tensor<37xbf16>
    return %y : tensor<?x37xbf16>
  }
  func @of_f16(%c: tensor<?x37xi1> [@n], %a: tensor<?x37xf16> [@n], %b: tensor<37xf16>)
      -> (y: tensor<?x37xf16> [@n]) {
    %y = select %c, %a, %b : tensor<?x37xi1>, tensor<?x37xf16>, tensor<37xf16>
    return %y : tensor<?x37xf16>
  }
  func @of_i64(%c: tensor<?x37xi1> [@n], %a: tensor<?x37xi64> [@n], %b: tensor<37xi64>)
      -> (y: tensor<?x37xi64> [@n]) {
    %y = select %c, %a, %b : tensor<?x37xi1>, tensor<?x37xi64>, tensor<37xi64>
    return %y : tensor<?x37xi64>
  }
  func @of_i32(%c: tensor<?x37xi1> [@n], %a: tensor<?x37xi32> [@n], %b: tensor<37xi32>)
      -> (y: tensor<?x37xi32> [@n]) {
    %y = select %c, %a, %b : tensor<?x37xi1>, tensor<?x37xi32>, tensor<37xi32>
    return %y : tensor<?x37xi32>
  }
  func @of_i8(%c: tensor<?x37xi1> [@n], %a: tensor<?x37xi8> [@n], %b: tensor<37xi8>) -> (y: tensor<?x37xi8> [@n]) {
    %y = select %c, %a, %b : tensor<?x37xi1>, tensor<?x37xi8>, tensor<37xi8>
    return %y : tensor<?x37xi8>
  }
  func @of_i1(%c: tensor<?x37xi1> [@n], %a: tensor<?x37xi1> [@n], %b: tensor<37xi1>) -> (y: tensor<?x37xi1> [@n]) {
    %y = select %c, %a, %b : tensor<?x37xi1>, tensor<?x37xi1>, tensor<37xi1>
    return %y : tensor<?x37xi1>
  }
  func @condition_broadcast(%c: tensor<?x1xi1> [@n], %a: tensor<5xf32>, %b: tensor<f32>)
      -> (y: tensor<?x5xf32> [@n]) {
    %y = select %c, %a, %b : tensor<?x1xi1>, tensor<5xf32>, tensor<f32>
    return %y : tensor<?x5xf32>
  }
}
