// RUN: dlc-run %s --verify=reference --special-values
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
  // Elements are small: in f64, where that is still much more than errors may be.
  func @softmax(%x: tensor<2x140001xf64>) -> (y: tensor<2x140001xf64>) {
    %y = softmax %x axis 1 : tensor<2x140001xf64>
    return %y : tensor<2x140001xf64>
  }
  func @softmax_of_columns(%x: tensor<40000x5xf64>) -> (y: tensor<40000x5xf64>) {
    %y = softmax %x axis 0 : tensor<40000x5xf64>
    return %y : tensor<40000x5xf64>
  }
  // No memory for exponentials in f32.
  func @softmax_bf16(%x: tensor<131072xbf16>) -> (y: tensor<131072xbf16>) {
    %large = constant dense<1.0e5> : tensor<1xbf16>
    %0 = softmax %x axis 0 : tensor<131072xbf16>
    %y = mul %0, %large : tensor<131072xbf16>, tensor<1xbf16>
    return %y : tensor<131072xbf16>
  }
  func @softmax_of_sum(%x: tensor<131077xf32>, %b: tensor<131077xf32>) -> (y: tensor<131077xf32>) {
    %0 = add %x, %b : tensor<131077xf32>, tensor<131077xf32>
    %1 = softmax %0 axis 0 : tensor<131077xf32>
    %y = sqrt %1 : tensor<131077xf32>
    return %y : tensor<131077xf32>
  }
  func @norm_of_row(%x: tensor<2x140003xf32>, %s: tensor<140003xf32>, %b: tensor<140003xf32>) -> (y: tensor<2x140003xf32>) {
    %y = layer_norm %x, %s, %b axes 1 epsilon 1.0e-5 : tensor<2x140003xf32>, tensor<140003xf32>, tensor<140003xf32>
    return %y : tensor<2x140003xf32>
  }
  func @norm_of_image(%x: tensor<1x301x500xf32>, %s: tensor<301x500xf32>) -> (y: tensor<1x301x500xf32>) {
    %y = layer_norm %x, %s axes 2 epsilon 1.0e-5 : tensor<1x301x500xf32>, tensor<301x500xf32>
    return %y : tensor<1x301x500xf32>
  }
  func @norm_of_sum_bf16(%x: tensor<140000xbf16>, %r: tensor<140000xbf16>, %s: tensor<140000xbf16>) -> (y: tensor<140000xbf16>) {
    %0 = add %x, %r : tensor<140000xbf16>, tensor<140000xbf16>
    %y = layer_norm %0, %s axes 1 epsilon 1.0e-5 : tensor<140000xbf16>, tensor<140000xbf16>
    return %y : tensor<140000xbf16>
  }
}
