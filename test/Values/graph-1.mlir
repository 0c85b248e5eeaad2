// RUN: dlc-run %s --verify=reference

dlc.model @fuzz {
  dim @n = 1 to 33
  func @f(%a0: tensor<1xf32>, %a1: tensor<?x7xf32> [@n], %a2: tensor<7xf32>) -> (y0: tensor<3xf32>, y1: tensor<1xf32>, y2: tensor<9xf32>, y3: tensor<1x1xf32>) {
    %v0 = pad %a0 low [0] high [0] value 1.5 : tensor<1xf32>
    %v1 = concat %a0, %v0, %v0 axis 0 : tensor<1xf32>, tensor<1xf32>, tensor<1xf32>
    %v2 = concat %v0 axis 0 : tensor<1xf32>
    %v3 = reshape %a0 shape [1, 1] : tensor<1xf32>
    %v4 = concat %v0, %v0, %a2 axis 0 : tensor<1xf32>, tensor<1xf32>, tensor<7xf32>
    %v5 = mul %v3, %v3 : tensor<1x1xf32>, tensor<1x1xf32>
    return %v1, %v2, %v4, %v5 : tensor<3xf32>, tensor<1xf32>, tensor<9xf32>, tensor<1x1xf32>
  }
}
