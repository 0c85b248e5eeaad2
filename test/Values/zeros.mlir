// Zeros keep their signs: -0 + 0 is 0, -0 - 0 and erf(-0) are -0.
// RUN: %values %s
// in x: [-0.0, 0.0, 1.0]
// bits sum: [0.0, 0.0, 1.0]
// bits difference: [-0.0, 0.0, 1.0]
// bits error: [-0.0, 0.0, 0.8427007794380188]
// bits same: [-0.0, 0.0, 1.0]

dlc.model @m {
  func @f(%x: tensor<3xf32>) -> (sum: tensor<3xf32>, difference: tensor<3xf32>, error: tensor<3xf32>, same: tensor<3xf32>) {
    %zero = constant 0 : tensor<3xf32>
    %sum = add %x, %zero : tensor<3xf32>, tensor<3xf32>
    %difference = sub %x, %zero : tensor<3xf32>, tensor<3xf32>
    %error = erf %x : tensor<3xf32>
    %negative = constant -0.0 : tensor<3xf32>
    %same = add %x, %negative : tensor<3xf32>, tensor<3xf32>
    return %sum, %difference, %error, %same : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  }
}
