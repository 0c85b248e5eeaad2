// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%ids: tensor<2x?xi64> [@n], %table: tensor<50x37xf32>) -> (y: tensor<2x?x37xf32> [@n]) {
    %y = embedding %ids, %table : tensor<2x?xi64>, tensor<50x37xf32>
    return %y : tensor<2x?x37xf32>
  }
  func @f64(%ids: tensor<?xi32> [@n], %table: tensor<7x3xf64>) -> (y: tensor<?x3xf64> [@n]) {
    %y = embedding %ids, %table : tensor<?xi32>, tensor<7x3xf64>
    return %y : tensor<?x3xf64>
  }
  func @bf16(%ids: tensor<?xi64> [@n], %table: tensor<11x64xbf16>) -> (y: tensor<?x64xbf16> [@n]) {
    %y = embedding %ids, %table : tensor<?xi64>, tensor<11x64xbf16>
    return %y : tensor<?x64xbf16>
  }
  func @f16(%ids: tensor<?x3xi64> [@n], %table: tensor<11x5xf16>) -> (y: tensor<?x3x5xf16> [@n]) {
    %y = embedding %ids, %table : tensor<?x3xi64>, tensor<11x5xf16>
    return %y : tensor<?x3x5xf16>
  }
  func @scalar(%ids: tensor<i64>, %table: tensor<5x8xf32>) -> (y: tensor<8xf32>) {
    %y = embedding %ids, %table : tensor<i64>, tensor<5x8xf32>
    return %y : tensor<8xf32>
  }
}
