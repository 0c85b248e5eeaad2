// RUN: %values %s
// dims: n=0
// in ids: [0, 1, -1, 9]
// refused: ids has an element outside

dlc.model @b2 {
  dim @n = 0 to 16
  func @f(%ids: tensor<4xi64>, %table: tensor<?x8xf32> [@n]) -> (y: tensor<4x8xf32>) {
    %y = embedding %ids, %table : tensor<4xi64>, tensor<?x8xf32>
    return %y : tensor<4x8xf32>
  }
}
