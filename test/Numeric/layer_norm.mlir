// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%x: tensor<?x37xf32> [@n], %scale: tensor<37xf32>, %bias: tensor<37xf32>) -> (y: tensor<?x37xf32> [@n]) {
    %y = layer_norm %x, %scale, %bias axes 1 epsilon 1.0e-5 : tensor<?x37xf32>, tensor<37xf32>, tensor<37xf32>
    return %y : tensor<?x37xf32>
  }
  func @f64(%x: tensor<?x9xf64> [@n], %scale: tensor<9xf64>, %bias: tensor<9xf64>) -> (y: tensor<?x9xf64> [@n]) {
    %y = layer_norm %x, %scale, %bias axes 1 epsilon 1.0e-5 : tensor<?x9xf64>, tensor<9xf64>, tensor<9xf64>
    return %y : tensor<?x9xf64>
  }
  func @bf16(%x: tensor<?x33xbf16> [@n], %scale: tensor<33xbf16>, %bias: tensor<33xbf16>)
      -> (y: tensor<?x33xbf16> [@n]) {
    %y = layer_norm %x, %scale, %bias axes 1 epsilon 1.0e-5 : tensor<?x33xbf16>, tensor<33xbf16>, tensor<33xbf16>
    return %y : tensor<?x33xbf16>
  }
  func @f16(%x: tensor<?x16xf16> [@n], %scale: tensor<16xf16>, %bias: tensor<16xf16>) -> (y: tensor<?x16xf16> [@n]) {
    %y = layer_norm %x, %scale, %bias axes 1 epsilon 1.0e-5 : tensor<?x16xf16>, tensor<16xf16>, tensor<16xf16>
    return %y : tensor<?x16xf16>
  }
  func @two_axes(%x: tensor<?x3x7xf32> [@n], %scale: tensor<3x7xf32>, %bias: tensor<3x7xf32>)
      -> (y: tensor<?x3x7xf32> [@n]) {
    %y = layer_norm %x, %scale, %bias axes 2 epsilon 1.0e-5 : tensor<?x3x7xf32>, tensor<3x7xf32>, tensor<3x7xf32>
    return %y : tensor<?x3x7xf32>
  }
  func @inner(%x: tensor<2x?x64xf32> [@n], %scale: tensor<64xf32>, %bias: tensor<64xf32>)
      -> (y: tensor<2x?x64xf32> [@n]) {
    %y = layer_norm %x, %scale, %bias axes 1 epsilon 1.0e-5 : tensor<2x?x64xf32>, tensor<64xf32>, tensor<64xf32>
    return %y : tensor<2x?x64xf32>
  }
  func @long_rows(%x: tensor<5x1030xf32>, %scale: tensor<1030xf32>, %bias: tensor<1030xf32>)
      -> (y: tensor<5x1030xf32>) {
    %y = layer_norm %x, %scale, %bias axes 1 epsilon 1.0e-5 : tensor<5x1030xf32>, tensor<1030xf32>, tensor<1030xf32>
    return %y : tensor<5x1030xf32>
  }
  func @long_rows_bf16(%x: tensor<3x517xbf16>, %scale: tensor<517xbf16>, %bias: tensor<517xbf16>)
      -> (y: tensor<3x517xbf16>) {
    %y = layer_norm %x, %scale, %bias axes 1 epsilon 1.0e-5 : tensor<3x517xbf16>, tensor<517xbf16>, tensor<517xbf16>
    return %y : tensor<3x517xbf16>
  }
  func @one_row(%x: tensor<17xf32>, %scale: tensor<17xf32>, %bias: tensor<17xf32>) -> (y: tensor<17xf32>) {
    %y = layer_norm %x, %scale, %bias axes 1 epsilon 1.0e-5 : tensor<17xf32>, tensor<17xf32>, tensor<17xf32>
    return %y : tensor<17xf32>
  }
}
