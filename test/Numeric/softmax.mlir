// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%x: tensor<?x37xf32> [@n]) -> (y: tensor<?x37xf32> [@n]) {
    %y = softmax %x axis -1 : tensor<?x37xf32>
    return %y : tensor<?x37xf32>
  }
  func @f64(%x: tensor<?x37xf64> [@n]) -> (y: tensor<?x37xf64> [@n]) {
    %y = softmax %x axis -1 : tensor<?x37xf64>
    return %y : tensor<?x37xf64>
  }
  func @bf16(%x: tensor<?x37xbf16> [@n]) -> (y: tensor<?x37xbf16> [@n]) {
    %y = softmax %x axis -1 : tensor<?x37xbf16>
    return %y : tensor<?x37xbf16>
  }
  func @f16(%x: tensor<?x37xf16> [@n]) -> (y: tensor<?x37xf16> [@n]) {
    %y = softmax %x axis -1 : tensor<?x37xf16>
    return %y : tensor<?x37xf16>
  }
  func @axis_0(%x: tensor<?x5xf32> [@n]) -> (y: tensor<?x5xf32> [@n]) {
    %y = softmax %x axis 0 : tensor<?x5xf32>
    return %y : tensor<?x5xf32>
  }
  func @middle(%x: tensor<?x7x5xf32> [@n]) -> (y: tensor<?x7x5xf32> [@n]) {
    %y = softmax %x axis 1 : tensor<?x7x5xf32>
    return %y : tensor<?x7x5xf32>
  }
  func @one(%x: tensor<?x1xf32> [@n]) -> (y: tensor<?x1xf32> [@n]) {
    %y = softmax %x axis 1 : tensor<?x1xf32>
    return %y : tensor<?x1xf32>
  }
  func @long_rows(%x: tensor<3x5000xf32>) -> (y: tensor<3x5000xf32>) {
    %y = softmax %x axis 1 : tensor<3x5000xf32>
    return %y : tensor<3x5000xf32>
  }
  func @vector(%x: tensor<33xf32>) -> (y: tensor<33xf32>) {
    %y = softmax %x axis 0 : tensor<33xf32>
    return %y : tensor<33xf32>
  }
  func @dynamic_row(%x: tensor<3x?xf32> [@n]) -> (y: tensor<3x?xf32> [@n]) {
    %y = softmax %x axis 1 : tensor<3x?xf32>
    return %y : tensor<3x?xf32>
  }
  func @large_values(%x: tensor<?x9xf32> [@n]) -> (y: tensor<?x9xf32> [@n]) {
    %c = constant dense<100.0> : tensor<f32>
    %big = mul %x, %c : tensor<?x9xf32>, tensor<f32>
    %y = softmax %big axis 1 : tensor<?x9xf32>
    return %y : tensor<?x9xf32>
  }
}
