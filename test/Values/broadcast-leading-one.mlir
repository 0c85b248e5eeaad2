// RUN: %values %s
// in x: [1, 2, 3]
// in c: [10, 20, 30]
// bits y: [11, 22, 33]

dlc.model @m {
  func @f(%x: tensor<3xf32>, %c: tensor<3xf32>) -> (y: tensor<1x3xf32>) {
    %b = broadcast %x shape [1, 3] : tensor<3xf32>
    %y = add %b, %c : tensor<1x3xf32>, tensor<3xf32>
    return %y : tensor<1x3xf32>
  }
}
