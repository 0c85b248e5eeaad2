// Without special values: of a product that underflows on the way, the order of factors decides between 0 * inf and inf.
// RUN: dlc-run %s --verify=reference

dlc.model @numeric {
  dim @n = 1 to 64
  func @sum_last(%x: tensor<?x37xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %y = reduce sum, %x axes [1] : tensor<?x37xf32>
    return %y : tensor<?xf32>
  }
  func @sum_first(%x: tensor<5x?xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %y = reduce sum, %x axes [0] : tensor<5x?xf32>
    return %y : tensor<?xf32>
  }
  func @sum_keep(%x: tensor<?x3x5xf32> [@n]) -> (y: tensor<?x1x5xf32> [@n]) {
    %y = reduce sum, %x axes [1] keep : tensor<?x3x5xf32>
    return %y : tensor<?x1x5xf32>
  }
  func @sum_bf16(%x: tensor<?x9xbf16> [@n]) -> (y: tensor<?xbf16> [@n]) {
    %y = reduce sum, %x axes [-1] : tensor<?x9xbf16>
    return %y : tensor<?xbf16>
  }
  func @mean_last(%x: tensor<?x37xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %y = reduce mean, %x axes [1] : tensor<?x37xf32>
    return %y : tensor<?xf32>
  }
  func @mean_first(%x: tensor<5x?xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %y = reduce mean, %x axes [0] : tensor<5x?xf32>
    return %y : tensor<?xf32>
  }
  func @mean_keep(%x: tensor<?x3x5xf32> [@n]) -> (y: tensor<?x1x5xf32> [@n]) {
    %y = reduce mean, %x axes [1] keep : tensor<?x3x5xf32>
    return %y : tensor<?x1x5xf32>
  }
  func @mean_bf16(%x: tensor<?x9xbf16> [@n]) -> (y: tensor<?xbf16> [@n]) {
    %y = reduce mean, %x axes [-1] : tensor<?x9xbf16>
    return %y : tensor<?xbf16>
  }
  func @max_last(%x: tensor<?x37xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %y = reduce max, %x axes [1] : tensor<?x37xf32>
    return %y : tensor<?xf32>
  }
  func @max_first(%x: tensor<5x?xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %y = reduce max, %x axes [0] : tensor<5x?xf32>
    return %y : tensor<?xf32>
  }
  func @max_keep(%x: tensor<?x3x5xf32> [@n]) -> (y: tensor<?x1x5xf32> [@n]) {
    %y = reduce max, %x axes [1] keep : tensor<?x3x5xf32>
    return %y : tensor<?x1x5xf32>
  }
  func @max_bf16(%x: tensor<?x9xbf16> [@n]) -> (y: tensor<?xbf16> [@n]) {
    %y = reduce max, %x axes [-1] : tensor<?x9xbf16>
    return %y : tensor<?xbf16>
  }
  func @min_last(%x: tensor<?x37xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %y = reduce min, %x axes [1] : tensor<?x37xf32>
    return %y : tensor<?xf32>
  }
  func @min_first(%x: tensor<5x?xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %y = reduce min, %x axes [0] : tensor<5x?xf32>
    return %y : tensor<?xf32>
  }
  func @min_keep(%x: tensor<?x3x5xf32> [@n]) -> (y: tensor<?x1x5xf32> [@n]) {
    %y = reduce min, %x axes [1] keep : tensor<?x3x5xf32>
    return %y : tensor<?x1x5xf32>
  }
  func @min_bf16(%x: tensor<?x9xbf16> [@n]) -> (y: tensor<?xbf16> [@n]) {
    %y = reduce min, %x axes [-1] : tensor<?x9xbf16>
    return %y : tensor<?xbf16>
  }
  func @prod_last(%x: tensor<?x37xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %y = reduce prod, %x axes [1] : tensor<?x37xf32>
    return %y : tensor<?xf32>
  }
  func @prod_first(%x: tensor<5x?xf32> [@n]) -> (y: tensor<?xf32> [@n]) {
    %y = reduce prod, %x axes [0] : tensor<5x?xf32>
    return %y : tensor<?xf32>
  }
  func @prod_keep(%x: tensor<?x3x5xf32> [@n]) -> (y: tensor<?x1x5xf32> [@n]) {
    %y = reduce prod, %x axes [1] keep : tensor<?x3x5xf32>
    return %y : tensor<?x1x5xf32>
  }
  func @prod_bf16(%x: tensor<?x9xbf16> [@n]) -> (y: tensor<?xbf16> [@n]) {
    %y = reduce prod, %x axes [-1] : tensor<?x9xbf16>
    return %y : tensor<?xbf16>
  }
  func @all(%x: tensor<4x7x9xf32>) -> (y: tensor<f32>) {
    %y = reduce sum, %x axes [0, 1, 2] : tensor<4x7x9xf32>
    return %y : tensor<f32>
  }
  func @global_pool(%x: tensor<?x7x5x6xf32> [@n]) -> (y: tensor<?x7xf32> [@n]) {
    %y = reduce mean, %x axes [2, 3] : tensor<?x7x5x6xf32>
    return %y : tensor<?x7xf32>
  }
  func @outer_axes(%x: tensor<?x7x9xf32> [@n]) -> (y: tensor<7xf32>) {
    %y = reduce sum, %x axes [0, 2] : tensor<?x7x9xf32>
    return %y : tensor<7xf32>
  }
  func @f64(%x: tensor<?x11xf64> [@n]) -> (y: tensor<?xf64> [@n]) {
    %y = reduce sum, %x axes [1] : tensor<?x11xf64>
    return %y : tensor<?xf64>
  }
  func @f16(%x: tensor<?x11xf16> [@n]) -> (y: tensor<?xf16> [@n]) {
    %y = reduce mean, %x axes [1] : tensor<?x11xf16>
    return %y : tensor<?xf16>
  }
  func @i64(%x: tensor<?x11xi64> [@n]) -> (y: tensor<?xi64> [@n]) {
    %y = reduce sum, %x axes [1] : tensor<?x11xi64>
    return %y : tensor<?xi64>
  }
  func @i32(%x: tensor<?x11xi32> [@n]) -> (y: tensor<?xi32> [@n]) {
    %y = reduce max, %x axes [1] : tensor<?x11xi32>
    return %y : tensor<?xi32>
  }
  func @i8(%x: tensor<?x11xi8> [@n]) -> (y: tensor<?xi8> [@n]) {
    %y = reduce min, %x axes [1] : tensor<?x11xi8>
    return %y : tensor<?xi8>
  }
  func @of_bool(%x: tensor<?x3xi1> [@n]) -> (y: tensor<?xi1> [@n]) {
    %y = reduce max, %x axes [1] : tensor<?x3xi1>
    return %y : tensor<?xi1>
  }
  func @long_rows(%x: tensor<3x5000xf32>) -> (y: tensor<3xf32>) {
    %y = reduce sum, %x axes [1] : tensor<3x5000xf32>
    return %y : tensor<3xf32>
  }
  func @none(%x: tensor<?x3xf32> [@n]) -> (y: tensor<?x3xf32> [@n]) {
    %y = reduce sum, %x axes [] : tensor<?x3xf32>
    return %y : tensor<?x3xf32>
  }
}
