// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @n = 0 to 64
  func @f32(%x: tensor<?x5x7x3xf32> [@n], %scale: tensor<5xf32>, %bias: tensor<5xf32>, %mean: tensor<5xf32>, %v: tensor<5xf32>)
      -> (y: tensor<?x5x7x3xf32> [@n]) {
    %variance = abs %v : tensor<5xf32>
    %y = batch_norm %x, %scale, %bias, %mean, %variance epsilon 1.0e-3
      : tensor<?x5x7x3xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>
    return %y : tensor<?x5x7x3xf32>
  }
  func @f64(%x: tensor<?x3xf64> [@n], %scale: tensor<3xf64>, %bias: tensor<3xf64>, %mean: tensor<3xf64>, %v: tensor<3xf64>)
      -> (y: tensor<?x3xf64> [@n]) {
    %variance = abs %v : tensor<3xf64>
    %y = batch_norm %x, %scale, %bias, %mean, %variance epsilon 1.0e-3
      : tensor<?x3xf64>, tensor<3xf64>, tensor<3xf64>, tensor<3xf64>, tensor<3xf64>
    return %y : tensor<?x3xf64>
  }
  func @bf16(%x: tensor<2x33x?xbf16> [@n], %scale: tensor<33xbf16>, %bias: tensor<33xbf16>, %mean: tensor<33xbf16>, %v: tensor<33xbf16>)
      -> (y: tensor<2x33x?xbf16> [@n]) {
    %variance = abs %v : tensor<33xbf16>
    %y = batch_norm %x, %scale, %bias, %mean, %variance epsilon 1.0e-3
      : tensor<2x33x?xbf16>, tensor<33xbf16>, tensor<33xbf16>, tensor<33xbf16>, tensor<33xbf16>
    return %y : tensor<2x33x?xbf16>
  }
  func @f16(%x: tensor<?x16x2x2xf16> [@n], %scale: tensor<16xf16>, %bias: tensor<16xf16>, %mean: tensor<16xf16>, %v: tensor<16xf16>)
      -> (y: tensor<?x16x2x2xf16> [@n]) {
    %variance = abs %v : tensor<16xf16>
    %y = batch_norm %x, %scale, %bias, %mean, %variance epsilon 1.0e-3
      : tensor<?x16x2x2xf16>, tensor<16xf16>, tensor<16xf16>, tensor<16xf16>, tensor<16xf16>
    return %y : tensor<?x16x2x2xf16>
  }
}
