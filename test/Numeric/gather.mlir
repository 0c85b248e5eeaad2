// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 1 to 64
  func @f32(%data: tensor<9x5xf32>, %i: tensor<?x2xi64> [@n]) -> (y: tensor<?x2x5xf32> [@n]) {
    %y = gather %data, %i axis 0 : tensor<9x5xf32>, tensor<?x2xi64>
    return %y : tensor<?x2x5xf32>
  }
  func @bf16(%data: tensor<9x5xbf16>, %i: tensor<?x2xi64> [@n]) -> (y: tensor<?x2x5xbf16> [@n]) {
    %y = gather %data, %i axis 0 : tensor<9x5xbf16>, tensor<?x2xi64>
    return %y : tensor<?x2x5xbf16>
  }
  func @i64(%data: tensor<9x5xi64>, %i: tensor<?x2xi64> [@n]) -> (y: tensor<?x2x5xi64> [@n]) {
    %y = gather %data, %i axis 0 : tensor<9x5xi64>, tensor<?x2xi64>
    return %y : tensor<?x2x5xi64>
  }
  func @i8(%data: tensor<9x5xi8>, %i: tensor<?x2xi64> [@n]) -> (y: tensor<?x2x5xi8> [@n]) {
    %y = gather %data, %i axis 0 : tensor<9x5xi8>, tensor<?x2xi64>
    return %y : tensor<?x2x5xi8>
  }
  func @i1(%data: tensor<9x5xi1>, %i: tensor<?x2xi64> [@n]) -> (y: tensor<?x2x5xi1> [@n]) {
    %y = gather %data, %i axis 0 : tensor<9x5xi1>, tensor<?x2xi64>
    return %y : tensor<?x2x5xi1>
  }
  func @i32_indices(%data: tensor<9x5xf32>, %i: tensor<?xi32> [@n]) -> (y: tensor<?x5xf32> [@n]) {
    %y = gather %data, %i axis 0 : tensor<9x5xf32>, tensor<?xi32>
    return %y : tensor<?x5xf32>
  }
  func @last_axis(%data: tensor<4x7xf32>, %i: tensor<?xi64> [@n]) -> (y: tensor<4x?xf32> [@n]) {
    %y = gather %data, %i axis -1 : tensor<4x7xf32>, tensor<?xi64>
    return %y : tensor<4x?xf32>
  }
  func @middle(%data: tensor<3x7x5xf32>, %i: tensor<2x?xi32> [@n]) -> (y: tensor<3x2x?x5xf32> [@n]) {
    %y = gather %data, %i axis 1 : tensor<3x7x5xf32>, tensor<2x?xi32>
    return %y : tensor<3x2x?x5xf32>
  }
  func @scalar_index(%data: tensor<7x5xf32>, %i: tensor<i64>) -> (y: tensor<5xf32>) {
    %y = gather %data, %i axis 0 : tensor<7x5xf32>, tensor<i64>
    return %y : tensor<5xf32>
  }
  func @dynamic_data(%data: tensor<3x?xf32> [@n], %i: tensor<4xi64>) -> (y: tensor<3x4xf32>) {
    %y = gather %data, %i axis 1 : tensor<3x?xf32>, tensor<4xi64>
    return %y : tensor<3x4xf32>
  }
}
