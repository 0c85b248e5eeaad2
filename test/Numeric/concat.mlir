// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%a: tensor<?x5xf32> [@n], %b: tensor<?x3xf32> [@n]) -> (y: tensor<?x8xf32> [@n]) {
    %y = concat %a, %b axis 1 : tensor<?x5xf32>, tensor<?x3xf32>
    return %y : tensor<?x8xf32>
  }
  func @bf16(%a: tensor<?x5xbf16> [@n], %b: tensor<?x3xbf16> [@n]) -> (y: tensor<?x8xbf16> [@n]) {
    %y = concat %a, %b axis 1 : tensor<?x5xbf16>, tensor<?x3xbf16>
    return %y : tensor<?x8xbf16>
  }
  func @i64(%a: tensor<?x5xi64> [@n], %b: tensor<?x3xi64> [@n]) -> (y: tensor<?x8xi64> [@n]) {
    %y = concat %a, %b axis 1 : tensor<?x5xi64>, tensor<?x3xi64>
    return %y : tensor<?x8xi64>
  }
  func @i8(%a: tensor<?x5xi8> [@n], %b: tensor<?x3xi8> [@n]) -> (y: tensor<?x8xi8> [@n]) {
    %y = concat %a, %b axis 1 : tensor<?x5xi8>, tensor<?x3xi8>
    return %y : tensor<?x8xi8>
  }
  func @i1(%a: tensor<?x5xi1> [@n], %b: tensor<?x3xi1> [@n]) -> (y: tensor<?x8xi1> [@n]) {
    %y = concat %a, %b axis 1 : tensor<?x5xi1>, tensor<?x3xi1>
    return %y : tensor<?x8xi1>
  }
  func @three(%a: tensor<?x1x4xf32> [@n], %b: tensor<?x7x4xf32> [@n], %c: tensor<?x2x4xf32> [@n])
      -> (y: tensor<?x10x4xf32> [@n]) {
    %y = concat %a, %b, %c axis 1 : tensor<?x1x4xf32>, tensor<?x7x4xf32>, tensor<?x2x4xf32>
    return %y : tensor<?x10x4xf32>
  }
  func @first_axis(%a: tensor<3x?xf32> [@n], %b: tensor<2x?xf32> [@n]) -> (y: tensor<5x?xf32> [@n]) {
    %y = concat %a, %b axis 0 : tensor<3x?xf32>, tensor<2x?xf32>
    return %y : tensor<5x?xf32>
  }
  func @one(%a: tensor<?x3xf32> [@n]) -> (y: tensor<?x3xf32> [@n]) {
    %y = concat %a axis 0 : tensor<?x3xf32>
    return %y : tensor<?x3xf32>
  }
  func @channels(%a: tensor<?x3x5x5xf32> [@n], %b: tensor<?x16x5x5xf32> [@n]) -> (y: tensor<?x19x5x5xf32> [@n]) {
    %y = concat %a, %b axis -3 : tensor<?x3x5x5xf32>, tensor<?x16x5x5xf32>
    return %y : tensor<?x19x5x5xf32>
  }
}
