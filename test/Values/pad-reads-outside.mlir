// RUN: dlc-run %s --verify=reference

dlc.model @m {
  func @f(%x: tensor<8x16xf32>, %r: tensor<8x1xf32>) -> (y: tensor<10x18xf32>) {
    %a = add %x, %r : tensor<8x16xf32>, tensor<8x1xf32>
    %y = pad %a low [1, 1] high [1, 1] : tensor<8x16xf32>
    return %y : tensor<10x18xf32>
  }
}
