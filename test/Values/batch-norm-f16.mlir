// RUN: %values %s
// The factor is 8.8 and the shift -877: neither may be rounded to f16 on the way. Values are those of the inputs in f16.
// in x: [99.9, 99.95, 100, 100.05, 100.1, 100.2]
// in s: [1]
// in b: [0]
// in mu: [100]
// in va: [0.013]
// out y: [(x - 100) / sqrt(0.01300048828125 + 1e-12) for x in (99.875, 99.9375, 100, 100.0625, 100.125, 100.1875)]

dlc.model @m {
  func @f(%x: tensor<1x1x6xf16>, %s: tensor<1xf16>, %b: tensor<1xf16>, %mu: tensor<1xf16>, %va: tensor<1xf16>) -> (y: tensor<1x1x6xf16>) {
    %y = batch_norm %x, %s, %b, %mu, %va epsilon 1.0e-12 : tensor<1x1x6xf16>, tensor<1xf16>, tensor<1xf16>, tensor<1xf16>, tensor<1xf16>
    return %y : tensor<1x1x6xf16>
  }
}
