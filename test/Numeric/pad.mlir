// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%x: tensor<?x5xf32> [@n]) -> (y: tensor<?x8xf32> [@n]) {
    %y = pad %x low [0, 1] high [0, 2] : tensor<?x5xf32>
    return %y : tensor<?x8xf32>
  }
  func @bf16(%x: tensor<?x5xbf16> [@n]) -> (y: tensor<?x8xbf16> [@n]) {
    %y = pad %x low [0, 1] high [0, 2] : tensor<?x5xbf16>
    return %y : tensor<?x8xbf16>
  }
  func @i64(%x: tensor<?x5xi64> [@n]) -> (y: tensor<?x8xi64> [@n]) {
    %y = pad %x low [0, 1] high [0, 2] : tensor<?x5xi64>
    return %y : tensor<?x8xi64>
  }
  func @i8(%x: tensor<?x5xi8> [@n]) -> (y: tensor<?x8xi8> [@n]) {
    %y = pad %x low [0, 1] high [0, 2] : tensor<?x5xi8>
    return %y : tensor<?x8xi8>
  }
  func @i1(%x: tensor<?x5xi1> [@n]) -> (y: tensor<?x8xi1> [@n]) {
    %y = pad %x low [0, 1] high [0, 2] : tensor<?x5xi1>
    return %y : tensor<?x8xi1>
  }
  func @value(%x: tensor<3x5xf32>) -> (y: tensor<6x8xf32>) {
    %y = pad %x low [1, 0] high [2, 3] value -1.5 : tensor<3x5xf32>
    return %y : tensor<6x8xf32>
  }
  func @integer_value(%x: tensor<3x5xi32>) -> (y: tensor<4x5xi32>) {
    %y = pad %x low [1, 0] high [0, 0] value 7.0 : tensor<3x5xi32>
    return %y : tensor<4x5xi32>
  }
  func @image(%x: tensor<?x3x5x6xf32> [@n]) -> (y: tensor<?x3x8x9xf32> [@n]) {
    %y = pad %x low [0, 0, 1, 2] high [0, 0, 2, 1] : tensor<?x3x5x6xf32>
    return %y : tensor<?x3x8x9xf32>
  }
  func @nothing(%x: tensor<?x3xf32> [@n]) -> (y: tensor<?x3xf32> [@n]) {
    %y = pad %x low [0, 0] high [0, 0] : tensor<?x3xf32>
    return %y : tensor<?x3xf32>
  }
}
