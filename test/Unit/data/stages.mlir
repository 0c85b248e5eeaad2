// A kernel of every family, for tests of the IR between passes.
dlc.model @contraction {
  dim @n = 1 to 9
  parameter @w : tensor<6x4xf32> = #dlc.xavier_uniform
  parameter @b : tensor<6xf32> = dense<0.5>
  func @f(%x: tensor<?x4xf32> [@n], %a: tensor<2x3x4xf32>, %c: tensor<2x4x5xf32>)
      -> (y: tensor<?x6xf32> [@n], z: tensor<2x3x5xf32>) {
    %w = read @w : tensor<6x4xf32>
    %b = read @b : tensor<6xf32>
    %0 = linear %x, %w, %b : tensor<?x4xf32>, tensor<6x4xf32>, tensor<6xf32>
    %y = relu %0 : tensor<?x6xf32>
    %z = matmul %a, %c : tensor<2x3x4xf32>, tensor<2x4x5xf32>
    return %y, %z : tensor<?x6xf32>, tensor<2x3x5xf32>
  }
}

// -----

dlc.model @image {
  parameter @w : tensor<4x3x3x3xf32> = #dlc.kaiming_uniform
  func @f(%x: tensor<1x3x6x6xf32>) -> (y: tensor<1x4x3x3xf32>, z: tensor<1x4x1x1xf32>) {
    %w = read @w : tensor<4x3x3x3xf32>
    %0 = conv2d %x, %w padding [1, 1, 1, 1] : tensor<1x3x6x6xf32>, tensor<4x3x3x3xf32>
    %y = max_pool %0 window [2, 2] strides [2, 2] : tensor<1x4x6x6xf32>
    %z = avg_pool %y window [3, 3] strides [1, 1] : tensor<1x4x3x3xf32>
    return %y, %z : tensor<1x4x3x3xf32>, tensor<1x4x1x1xf32>
  }
}

// -----

dlc.model @rows {
  dim @n = 0 to 9
  parameter @scale : tensor<5xf32> = #dlc.ones
  func @f(%x: tensor<?x5xf32> [@n]) -> (y: tensor<?x5xf32> [@n], i: tensor<?xi64> [@n], s: tensor<?x1xf32> [@n]) {
    %scale = read @scale : tensor<5xf32>
    %0 = layer_norm %x, %scale axes 1 epsilon 1.0e-5 : tensor<?x5xf32>, tensor<5xf32>
    %y = softmax %0 axis 1 : tensor<?x5xf32>
    %i = argmax %x axis 1 : tensor<?x5xf32>
    %s = reduce sum, %x axes [1] keep : tensor<?x5xf32>
    return %y, %i, %s : tensor<?x5xf32>, tensor<?xi64>, tensor<?x1xf32>
  }
}

// -----

dlc.model @attention {
  dim @n = 1 to 5
  dim @s = 1 to 6
  func @f(%q: tensor<1x2x?x4xf32> [@n], %k: tensor<1x2x?x4xf32> [@s], %v: tensor<1x2x?x4xf32> [@s])
      -> (y: tensor<1x?x2x4xf32> [@n]) {
    %0 = attention %q, %k, %v causal : tensor<1x2x?x4xf32>, tensor<1x2x?x4xf32>, tensor<1x2x?x4xf32>
    %y = transpose %0 [0, 2, 1, 3] : tensor<1x2x?x4xf32>
    return %y : tensor<1x?x2x4xf32>
  }
}

// -----

dlc.model @movement {
  dim @n = 1 to 9
  parameter @table : tensor<7x3xf32> = dense<0.25>
  func @f(%i: tensor<?xi64> [@n], %x: tensor<4x3xf32>) -> (y: tensor<?x3xbf16> [@n], z: tensor<12x2xf32>) {
    %table = read @table : tensor<7x3xf32>
    %0 = embedding %i, %table : tensor<?xi64>, tensor<7x3xf32>
    %y = cast %0 : tensor<?x3xf32> to bf16
    %1 = concat %x, %x axis 0 : tensor<4x3xf32>, tensor<4x3xf32>
    %2 = pad %1 low [1, 0] high [0, 1] value 1.5 : tensor<8x3xf32>
    %3 = slice %2 offsets [0, 0] ends [8, 3] : tensor<9x4xf32>
    %4 = reshape %3 shape [12, 2] : tensor<8x3xf32>
    %z = exp %4 : tensor<12x2xf32>
    return %y, %z : tensor<?x3xbf16>, tensor<12x2xf32>
  }
}

// -----

dlc.model @memory {
  state @sum : tensor<8xf32> = #dlc.zeros
  state @mask : tensor<8xi1> = dense<true>
  func @f(%x: tensor<8xf32>, %order: tensor<8xi64>) -> (y: tensor<8xf32>) {
    %sum = read @sum : tensor<8xf32>
    %mask = read @mask : tensor<8xi1>
    %0 = gather %x, %order axis 0 : tensor<8xf32>, tensor<8xi64>
    %1 = add %sum, %0 : tensor<8xf32>, tensor<8xf32>
    %2 = reduce max, %1 axes [0] : tensor<8xf32>
    %y = div %1, %2 : tensor<8xf32>, tensor<f32>
    %3 = select %mask, %1, %x : tensor<8xi1>, tensor<8xf32>, tensor<8xf32>
    write @sum, %3 : tensor<8xf32>
    return %y : tensor<8xf32>
  }
}
