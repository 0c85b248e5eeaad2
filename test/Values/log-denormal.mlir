// RUN: %values %s
// in x: [1e-45, 1e-42, 1e-40, 5e-39, 1.1754944e-38, 1e-37, 0, 1]
// out y: [-103.27893, -96.70857, -92.10340, -88.19136, -87.33655, -85.19565, -inf, 0]

dlc.model @m {
  func @f(%x: tensor<8xf32>) -> (y: tensor<8xf32>) {
    %y = log %x : tensor<8xf32>
    return %y : tensor<8xf32>
  }
}
