// Dims without an upper end, and products of two of them: what is reserved bounds them.
// RUN: dlc-run %s --verify=reference

dlc.model @numeric {
  dim @n
  dim @k = 0 to ?
  parameter @w : tensor<24x16xf32> = #dlc.xavier_uniform
  func @f(%x: tensor<?x16xf32> [@n], %y: tensor<?x24xf32> [@k]) -> (z: tensor<?x24xf32> [@n]) {
    %w = read @w : tensor<24x16xf32>
    %0 = linear %x, %w : tensor<?x16xf32>, tensor<24x16xf32>
    %1 = softmax %0 axis 1 : tensor<?x24xf32>
    %2 = linear %1, %y : tensor<?x24xf32>, tensor<?x24xf32>
    %3 = softmax %2 axis 1 : tensor<?x?xf32>
    %5 = matmul %3, %y : tensor<?x?xf32>, tensor<?x24xf32>
    %6 = add %5, %1 : tensor<?x24xf32>, tensor<?x24xf32>
    return %6 : tensor<?x24xf32>
  }
  func @collapsed(%x: tensor<3x?x16xf32> [@n]) -> (y: tensor<3x?x24xf32> [@n]) {
    %w = read @w : tensor<24x16xf32>
    %y = linear %x, %w : tensor<3x?x16xf32>, tensor<24x16xf32>
    return %y : tensor<3x?x24xf32>
  }
  func @both(%x: tensor<?x?x16xf32> [@n, @k]) -> (y: tensor<?x?x24xf32> [@n, @k]) {
    %w = read @w : tensor<24x16xf32>
    %0 = linear %x, %w : tensor<?x?x16xf32>, tensor<24x16xf32>
    %y = softmax %0 axis 2 : tensor<?x?x24xf32>
    return %y : tensor<?x?x24xf32>
  }
}
