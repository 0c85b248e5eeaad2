// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%x: tensor<?x37xf32> [@n]) -> (y: tensor<?x37xf32> [@n]) {
    %y = tanh %x : tensor<?x37xf32>
    return %y : tensor<?x37xf32>
  }
  func @f64(%x: tensor<?xf64> [@n]) -> (y: tensor<?xf64> [@n]) {
    %y = tanh %x : tensor<?xf64>
    return %y : tensor<?xf64>
  }
  func @bf16(%x: tensor<3x?xbf16> [@n]) -> (y: tensor<3x?xbf16> [@n]) {
    %y = tanh %x : tensor<3x?xbf16>
    return %y : tensor<3x?xbf16>
  }
  func @f16(%x: tensor<5x33xf16>) -> (y: tensor<5x33xf16>) {
    %y = tanh %x : tensor<5x33xf16>
    return %y : tensor<5x33xf16>
  }
  func @scalar(%x: tensor<f32>) -> (y: tensor<f32>) {
    %y = tanh %x : tensor<f32>
    return %y : tensor<f32>
  }
  func @large(%x: tensor<129x257xf32>) -> (y: tensor<129x257xf32>) {
    %y = tanh %x : tensor<129x257xf32>
    return %y : tensor<129x257xf32>
  }
}
