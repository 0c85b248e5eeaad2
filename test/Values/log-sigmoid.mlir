// RUN: %values %s
// in x: [-90, -88, -1, 0, 50, -inf, 20, 88]
// out y: [-90, -88, -1.3132617, -0.6931472, 0, -inf, 0, 0]

dlc.model @m {
  func @f(%x: tensor<8xf32>) -> (y: tensor<8xf32>) {
    %s = sigmoid %x : tensor<8xf32>
    %y = log %s : tensor<8xf32>
    return %y : tensor<8xf32>
  }
}
