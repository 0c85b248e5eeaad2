// RUN: %values %s
// in x: [1, 2, 3, 4, 5, 6, 7, 8]
// bits y: [1, 2, 3, 4, 5, 6, 7, 8] * 3

dlc.model @m {
  func @f(%x: tensor<8xbf16>) -> (y: tensor<3x8xbf16>) {
    %y = broadcast %x shape [3, 8] : tensor<8xbf16>
    return %y : tensor<3x8xbf16>
  }
}
