// RUN: %values %s
// in x: [257, 2049, 65504, 70000, -70000]
// bits y: [257, 2048, 65504, inf, -inf]

dlc.model @m {
  func @f(%x: tensor<5xi32>) -> (y: tensor<5xf32>) {
    %h = cast %x : tensor<5xi32> to f16
    %y = cast %h : tensor<5xf16> to f32
    return %y : tensor<5xf32>
  }
}
