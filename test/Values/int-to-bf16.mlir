// RUN: %values %s
// Rounded once: a whole number just above the middle of two bf16 goes up, also where f32 or f64 would make it the middle.
// in x: [257, 2**60 + 2**52, 2**60 + 2**52 + 1, -(2**60 + 2**52 + 1), 2**60 + 3 * 2**52 - 1, 2**63 - 1, -2**63]
// in z: [257, 259, 2**30 + 2**22, 2**30 + 2**22 + 1, -(2**30 + 2**22 + 1), 2**31 - 1, -2**31]
// bits y: [256, 2**60, 2**60 + 2**53, -(2**60 + 2**53), 2**60 + 2**53, 2**63, -2**63]
// bits w: [256, 260, 2**30, 2**30 + 2**23, -(2**30 + 2**23), 2**31, -2**31]

dlc.model @m {
  func @f(%x: tensor<7xi64>, %z: tensor<7xi32>) -> (y: tensor<7xbf16>, w: tensor<7xf32>) {
    %y = cast %x : tensor<7xi64> to bf16
    %h = cast %z : tensor<7xi32> to bf16
    %w = cast %h : tensor<7xbf16> to f32
    return %y, %w : tensor<7xbf16>, tensor<7xf32>
  }
}
