// A launch reads the same values twice, once through a view and in another order: it may not compute where they lie.
// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  func @view(%x: tensor<16x32xf32>) -> (y: tensor<16x32xf32>, z: tensor<16x32xf32>) {
    %a = softmax %x axis 1 : tensor<16x32xf32>
    %r = reshape %a shape [32, 16] : tensor<16x32xf32>
    %b = slice %r offsets [16, 0] ends [32, 16] : tensor<32x16xf32>
    %c = concat %b, %b axis 1 : tensor<16x16xf32>, tensor<16x16xf32>
    %s = sub %a, %c : tensor<16x32xf32>, tensor<16x32xf32>
    %y = softmax %s axis 1 : tensor<16x32xf32>
    %z = softmax %s axis 0 : tensor<16x32xf32>
    return %y, %z : tensor<16x32xf32>, tensor<16x32xf32>
  }
  func @reversed(%x: tensor<16x32xf32>) -> (y: tensor<16x32xf32>, z: tensor<16x32xf32>) {
    %a = softmax %x axis 1 : tensor<16x32xf32>
    %p = pad %a low [0, 0] high [1, 0] : tensor<16x32xf32>
    %b = slice %p offsets [1, 0] ends [17, 32] : tensor<17x32xf32>
    %s = sub %b, %a : tensor<16x32xf32>, tensor<16x32xf32>
    %y = softmax %s axis 1 : tensor<16x32xf32>
    %z = softmax %s axis 0 : tensor<16x32xf32>
    return %y, %z : tensor<16x32xf32>, tensor<16x32xf32>
  }
}
