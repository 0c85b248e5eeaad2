// RUN: %values %s
// bits y: []

dlc.model @m {
  func @f(%x: tensor<2x0x3xf32>) -> (y: tensor<2x0xf32>) {
    %y = reduce sum, %x axes [2] : tensor<2x0x3xf32>
    return %y : tensor<2x0xf32>
  }
}
