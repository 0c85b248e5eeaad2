// RUN: dlc-run %s --verify=reference
// Few rows that are long: workers take chunks, what they leave is combined in order. Bits are those of one thread.

dlc.model @numeric {
  func @sum(%x: tensor<262144xf32>) -> (y: tensor<f32>) {
    %y = reduce sum, %x axes [0] : tensor<262144xf32>
    return %y : tensor<f32>
  }
  func @mean_of_rows(%x: tensor<3x150001xf32>) -> (y: tensor<3xf32>) {
    %y = reduce mean, %x axes [1] : tensor<3x150001xf32>
    return %y : tensor<3xf32>
  }
  func @max_of_columns(%x: tensor<20003x37xf32>) -> (y: tensor<1x37xf32>) {
    %y = reduce max, %x axes [0] keep : tensor<20003x37xf32>
    return %y : tensor<1x37xf32>
  }
  func @min_around(%x: tensor<301x3x1000xf32>) -> (y: tensor<3xf32>) {
    %y = reduce min, %x axes [0, 2] : tensor<301x3x1000xf32>
    return %y : tensor<3xf32>
  }
  func @inner_axis(%x: tensor<2x70001x5xf32>) -> (y: tensor<2x5xf32>) {
    %y = reduce sum, %x axes [1] : tensor<2x70001x5xf32>
    return %y : tensor<2x5xf32>
  }
  func @prod_f64(%x: tensor<140000xf64>) -> (y: tensor<f64>) {
    %nearly = constant dense<1.0e-3> : tensor<1xf64>
    %one = constant dense<1.0> : tensor<1xf64>
    %small = mul %x, %nearly : tensor<140000xf64>, tensor<1xf64>
    %near = add %small, %one : tensor<140000xf64>, tensor<1xf64>
    %y = reduce prod, %near axes [0] : tensor<140000xf64>
    return %y : tensor<f64>
  }
  func @bf16(%x: tensor<2x140000xbf16>) -> (y: tensor<2xbf16>) {
    %y = reduce mean, %x axes [1] : tensor<2x140000xbf16>
    return %y : tensor<2xbf16>
  }
  func @of_bool(%x: tensor<140000x3xi1>) -> (y: tensor<3xi1>) {
    %y = reduce min, %x axes [0] : tensor<140000x3xi1>
    return %y : tensor<3xi1>
  }
  func @i8(%x: tensor<140000xi8>) -> (y: tensor<i8>) {
    %y = reduce max, %x axes [0] : tensor<140000xi8>
    return %y : tensor<i8>
  }
  // Operators before and behind.
  func @norm(%x: tensor<2x140000xf32>) -> (y: tensor<2x1xf32>) {
    %square = mul %x, %x : tensor<2x140000xf32>, tensor<2x140000xf32>
    %sum = reduce sum, %square axes [1] keep : tensor<2x140000xf32>
    %y = sqrt %sum : tensor<2x1xf32>
    return %y : tensor<2x1xf32>
  }
  func @argmax(%x: tensor<2x140001xf32>) -> (y: tensor<2xi64>) {
    %y = argmax %x axis 1 : tensor<2x140001xf32>
    return %y : tensor<2xi64>
  }
  // The largest is everywhere: the first of the first chunk counts.
  func @argmax_equal(%x: tensor<70000x3xf32>) -> (y: tensor<1x3xi64>) {
    %whole = floor %x : tensor<70000x3xf32>
    %y = argmax %whole axis 0 keep : tensor<70000x3xf32>
    return %y : tensor<1x3xi64>
  }
  func @argmax_i32(%x: tensor<140000xi32>) -> (y: tensor<i64>) {
    %y = argmax %x axis 0 : tensor<140000xi32>
    return %y : tensor<i64>
  }
}
