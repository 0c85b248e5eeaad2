// RUN: %values %s
// in x: [4]
// bits y: [4, 4]

dlc.model @m {
  func @f(%x: tensor<1xf32>) -> (y: tensor<2xf32>) {
    %y = concat %x, %x axis 0 : tensor<1xf32>, tensor<1xf32>
    return %y : tensor<2xf32>
  }
}
