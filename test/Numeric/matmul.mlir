// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%a: tensor<?x37xf32> [@n], %b: tensor<37x19xf32>) -> (y: tensor<?x19xf32> [@n]) {
    %y = matmul %a, %b : tensor<?x37xf32>, tensor<37x19xf32>
    return %y : tensor<?x19xf32>
  }
  func @f64(%a: tensor<?x5xf64> [@n], %b: tensor<5x3xf64>) -> (y: tensor<?x3xf64> [@n]) {
    %y = matmul %a, %b : tensor<?x5xf64>, tensor<5x3xf64>
    return %y : tensor<?x3xf64>
  }
  func @bf16(%a: tensor<?x40xbf16> [@n], %b: tensor<40x33xbf16>) -> (y: tensor<?x33xbf16> [@n]) {
    %y = matmul %a, %b : tensor<?x40xbf16>, tensor<40x33xbf16>
    return %y : tensor<?x33xbf16>
  }
  func @f16(%a: tensor<7x?xf16> [@n], %b: tensor<?x5xf16> [@n]) -> (y: tensor<7x5xf16>) {
    %y = matmul %a, %b : tensor<7x?xf16>, tensor<?x5xf16>
    return %y : tensor<7x5xf16>
  }
  func @dynamic_depth(%a: tensor<9x?xf32> [@n], %b: tensor<?x21xf32> [@n]) -> (y: tensor<9x21xf32>) {
    %y = matmul %a, %b : tensor<9x?xf32>, tensor<?x21xf32>
    return %y : tensor<9x21xf32>
  }
  func @transposed_a(%a: tensor<13x?xf32> [@n], %b: tensor<13x17xf32>) -> (y: tensor<?x17xf32> [@n]) {
    %y = matmul %a, %b transpose_a : tensor<13x?xf32>, tensor<13x17xf32>
    return %y : tensor<?x17xf32>
  }
  func @transposed_b(%a: tensor<?x37xf32> [@n], %b: tensor<19x37xf32>) -> (y: tensor<?x19xf32> [@n]) {
    %y = matmul %a, %b transpose_b : tensor<?x37xf32>, tensor<19x37xf32>
    return %y : tensor<?x19xf32>
  }
  func @transposed_both(%a: tensor<20x?xf32> [@n], %b: tensor<7x20xf32>) -> (y: tensor<?x7xf32> [@n]) {
    %y = matmul %a, %b transpose_a transpose_b : tensor<20x?xf32>, tensor<7x20xf32>
    return %y : tensor<?x7xf32>
  }
  func @batched(%a: tensor<?x3x5x8xf32> [@n], %b: tensor<?x3x8x9xf32> [@n]) -> (y: tensor<?x3x5x9xf32> [@n]) {
    %y = matmul %a, %b : tensor<?x3x5x8xf32>, tensor<?x3x8x9xf32>
    return %y : tensor<?x3x5x9xf32>
  }
  func @broadcast(%a: tensor<?x1x5x8xf32> [@n], %b: tensor<3x8x9xf32>) -> (y: tensor<?x3x5x9xf32> [@n]) {
    %y = matmul %a, %b : tensor<?x1x5x8xf32>, tensor<3x8x9xf32>
    return %y : tensor<?x3x5x9xf32>
  }
  func @shared(%a: tensor<?x5x16xf32> [@n], %b: tensor<16x34xf32>) -> (y: tensor<?x5x34xf32> [@n]) {
    %y = matmul %a, %b : tensor<?x5x16xf32>, tensor<16x34xf32>
    return %y : tensor<?x5x34xf32>
  }
  func @one(%a: tensor<1x1xf32>, %b: tensor<1x1xf32>) -> (y: tensor<1x1xf32>) {
    %y = matmul %a, %b : tensor<1x1xf32>, tensor<1x1xf32>
    return %y : tensor<1x1xf32>
  }
  func @vector(%a: tensor<1x300xf32>, %b: tensor<300x70xf32>) -> (y: tensor<1x70xf32>) {
    %y = matmul %a, %b : tensor<1x300xf32>, tensor<300x70xf32>
    return %y : tensor<1x70xf32>
  }
  func @large(%a: tensor<65x530xf32>, %b: tensor<530x67xf32>) -> (y: tensor<65x67xf32>) {
    %y = matmul %a, %b : tensor<65x530xf32>, tensor<530x67xf32>
    return %y : tensor<65x67xf32>
  }
  func @packed_transposed_a(%a: tensor<23x?xf32> [@n], %b: tensor<23x140xf32>) -> (y: tensor<?x140xf32> [@n]) {
    %y = matmul %a, %b transpose_a : tensor<23x?xf32>, tensor<23x140xf32>
    return %y : tensor<?x140xf32>
  }
}
