// Tensors without elements: nothing to compute, or nothing to compute it from.
// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  func @f1(%x: tensor<0x4xf32>, %w: tensor<0x4xf32>) -> (y: tensor<0x4xf32>) {
    %y = add %x, %w : tensor<0x4xf32>, tensor<0x4xf32>
    return %y : tensor<0x4xf32>
  }
  func @f2(%x: tensor<0x4xf32>) -> (y: tensor<0x4xf32>) {
    %y = exp %x : tensor<0x4xf32>
    return %y : tensor<0x4xf32>
  }
  func @f3(%x: tensor<0x4xf32>) -> (y: tensor<0x4xf32>) {
    %y = softmax %x axis -1 : tensor<0x4xf32>
    return %y : tensor<0x4xf32>
  }
  func @f4(%x: tensor<0x4xf32>) -> (y: tensor<4x0xf32>) {
    %y = transpose %x [1, 0] : tensor<0x4xf32>
    return %y : tensor<4x0xf32>
  }
  func @f5(%x: tensor<0x4xf32>) -> (y: tensor<0xf32>) {
    %y = reduce sum, %x axes [1] : tensor<0x4xf32>
    return %y : tensor<0xf32>
  }
  func @f6(%x: tensor<0x4xf32>) -> (y: tensor<4xf32>) {
    %y = reduce sum, %x axes [0] : tensor<0x4xf32>
    return %y : tensor<4xf32>
  }
  func @f7(%x: tensor<0x4xf32>) -> (y: tensor<f32>) {
    %y = reduce sum, %x axes [0, 1] : tensor<0x4xf32>
    return %y : tensor<f32>
  }
  func @f8(%x: tensor<0x4xf32>) -> (y: tensor<0xf32>) {
    %y = reduce mean, %x axes [1] : tensor<0x4xf32>
    return %y : tensor<0xf32>
  }
  func @f9(%x: tensor<0x4xf32>) -> (y: tensor<4xf32>) {
    %y = reduce mean, %x axes [0] : tensor<0x4xf32>
    return %y : tensor<4xf32>
  }
  func @f10(%x: tensor<0x4xf32>) -> (y: tensor<f32>) {
    %y = reduce mean, %x axes [0, 1] : tensor<0x4xf32>
    return %y : tensor<f32>
  }
  func @f11(%x: tensor<0x4xf32>) -> (y: tensor<0xf32>) {
    %y = reduce max, %x axes [1] : tensor<0x4xf32>
    return %y : tensor<0xf32>
  }
  func @f12(%x: tensor<0x4xf32>) -> (y: tensor<4xf32>) {
    %y = reduce max, %x axes [0] : tensor<0x4xf32>
    return %y : tensor<4xf32>
  }
  func @f13(%x: tensor<0x4xf32>) -> (y: tensor<f32>) {
    %y = reduce max, %x axes [0, 1] : tensor<0x4xf32>
    return %y : tensor<f32>
  }
  func @f14(%x: tensor<0x4xf32>) -> (y: tensor<0xf32>) {
    %y = reduce min, %x axes [1] : tensor<0x4xf32>
    return %y : tensor<0xf32>
  }
  func @f15(%x: tensor<0x4xf32>) -> (y: tensor<4xf32>) {
    %y = reduce min, %x axes [0] : tensor<0x4xf32>
    return %y : tensor<4xf32>
  }
  func @f16(%x: tensor<0x4xf32>) -> (y: tensor<f32>) {
    %y = reduce min, %x axes [0, 1] : tensor<0x4xf32>
    return %y : tensor<f32>
  }
  func @f17(%x: tensor<0x4xf32>) -> (y: tensor<0xf32>) {
    %y = reduce prod, %x axes [1] : tensor<0x4xf32>
    return %y : tensor<0xf32>
  }
  func @f18(%x: tensor<0x4xf32>) -> (y: tensor<4xf32>) {
    %y = reduce prod, %x axes [0] : tensor<0x4xf32>
    return %y : tensor<4xf32>
  }
  func @f19(%x: tensor<0x4xf32>) -> (y: tensor<f32>) {
    %y = reduce prod, %x axes [0, 1] : tensor<0x4xf32>
    return %y : tensor<f32>
  }
  func @f20(%x: tensor<0x4xf32>, %w: tensor<4xf32>, %b: tensor<4xf32>) -> (y: tensor<0x4xf32>) {
    %y = layer_norm %x, %w, %b axes 1 : tensor<0x4xf32>, tensor<4xf32>, tensor<4xf32>
    return %y : tensor<0x4xf32>
  }
  func @f21(%x: tensor<4x0xf32>, %w: tensor<4x0xf32>) -> (y: tensor<4x0xf32>) {
    %y = add %x, %w : tensor<4x0xf32>, tensor<4x0xf32>
    return %y : tensor<4x0xf32>
  }
  func @f22(%x: tensor<4x0xf32>) -> (y: tensor<4x0xf32>) {
    %y = exp %x : tensor<4x0xf32>
    return %y : tensor<4x0xf32>
  }
  func @f23(%x: tensor<4x0xf32>) -> (y: tensor<4x0xf32>) {
    %y = softmax %x axis -1 : tensor<4x0xf32>
    return %y : tensor<4x0xf32>
  }
  func @f24(%x: tensor<4x0xf32>) -> (y: tensor<0x4xf32>) {
    %y = transpose %x [1, 0] : tensor<4x0xf32>
    return %y : tensor<0x4xf32>
  }
  func @f25(%x: tensor<4x0xf32>) -> (y: tensor<4xf32>) {
    %y = reduce sum, %x axes [1] : tensor<4x0xf32>
    return %y : tensor<4xf32>
  }
  func @f26(%x: tensor<4x0xf32>) -> (y: tensor<0xf32>) {
    %y = reduce sum, %x axes [0] : tensor<4x0xf32>
    return %y : tensor<0xf32>
  }
  func @f27(%x: tensor<4x0xf32>) -> (y: tensor<f32>) {
    %y = reduce sum, %x axes [0, 1] : tensor<4x0xf32>
    return %y : tensor<f32>
  }
  func @f28(%x: tensor<4x0xf32>) -> (y: tensor<4xf32>) {
    %y = reduce mean, %x axes [1] : tensor<4x0xf32>
    return %y : tensor<4xf32>
  }
  func @f29(%x: tensor<4x0xf32>) -> (y: tensor<0xf32>) {
    %y = reduce mean, %x axes [0] : tensor<4x0xf32>
    return %y : tensor<0xf32>
  }
  func @f30(%x: tensor<4x0xf32>) -> (y: tensor<f32>) {
    %y = reduce mean, %x axes [0, 1] : tensor<4x0xf32>
    return %y : tensor<f32>
  }
  func @f31(%x: tensor<4x0xf32>) -> (y: tensor<4xf32>) {
    %y = reduce max, %x axes [1] : tensor<4x0xf32>
    return %y : tensor<4xf32>
  }
  func @f32(%x: tensor<4x0xf32>) -> (y: tensor<0xf32>) {
    %y = reduce max, %x axes [0] : tensor<4x0xf32>
    return %y : tensor<0xf32>
  }
  func @f33(%x: tensor<4x0xf32>) -> (y: tensor<f32>) {
    %y = reduce max, %x axes [0, 1] : tensor<4x0xf32>
    return %y : tensor<f32>
  }
  func @f34(%x: tensor<4x0xf32>) -> (y: tensor<4xf32>) {
    %y = reduce min, %x axes [1] : tensor<4x0xf32>
    return %y : tensor<4xf32>
  }
  func @f35(%x: tensor<4x0xf32>) -> (y: tensor<0xf32>) {
    %y = reduce min, %x axes [0] : tensor<4x0xf32>
    return %y : tensor<0xf32>
  }
  func @f36(%x: tensor<4x0xf32>) -> (y: tensor<f32>) {
    %y = reduce min, %x axes [0, 1] : tensor<4x0xf32>
    return %y : tensor<f32>
  }
  func @f37(%x: tensor<4x0xf32>) -> (y: tensor<4xf32>) {
    %y = reduce prod, %x axes [1] : tensor<4x0xf32>
    return %y : tensor<4xf32>
  }
  func @f38(%x: tensor<4x0xf32>) -> (y: tensor<0xf32>) {
    %y = reduce prod, %x axes [0] : tensor<4x0xf32>
    return %y : tensor<0xf32>
  }
  func @f39(%x: tensor<4x0xf32>) -> (y: tensor<f32>) {
    %y = reduce prod, %x axes [0, 1] : tensor<4x0xf32>
    return %y : tensor<f32>
  }
  func @f40(%x: tensor<4x0xf32>, %w: tensor<0xf32>, %b: tensor<0xf32>) -> (y: tensor<4x0xf32>) {
    %y = layer_norm %x, %w, %b axes 1 : tensor<4x0xf32>, tensor<0xf32>, tensor<0xf32>
    return %y : tensor<4x0xf32>
  }
  func @f41(%x: tensor<0x3xf32>) -> (y: tensor<0xi64>) {
    %y = argmax %x axis 1 : tensor<0x3xf32>
    return %y : tensor<0xi64>
  }
  func @f42(%x: tensor<0x4xf32>, %w: tensor<3x4xf32>, %b: tensor<3xf32>) -> (y: tensor<0x3xf32>) {
    %y = linear %x, %w, %b : tensor<0x4xf32>, tensor<3x4xf32>, tensor<3xf32>
    return %y : tensor<0x3xf32>
  }
  func @f43(%x: tensor<0x4xf32>, %w: tensor<3x4xf32>) -> (y: tensor<0x3xf32>) {
    %y = linear %x, %w : tensor<0x4xf32>, tensor<3x4xf32>
    return %y : tensor<0x3xf32>
  }
  func @f44(%x: tensor<0x4xf32>, %w: tensor<4x3xf32>) -> (y: tensor<0x3xf32>) {
    %y = matmul %x, %w : tensor<0x4xf32>, tensor<4x3xf32>
    return %y : tensor<0x3xf32>
  }
  func @f45(%x: tensor<2x0x4xf32>, %w: tensor<2x3x4xf32>) -> (y: tensor<2x0x3xf32>) {
    %y = matmul %x, %w transpose_b : tensor<2x0x4xf32>, tensor<2x3x4xf32>
    return %y : tensor<2x0x3xf32>
  }
  func @f46(%x: tensor<0x4x0xf32>, %w: tensor<0x4x3xf32>) -> (y: tensor<0x0x3xf32>) {
    %y = matmul %x, %w transpose_a : tensor<0x4x0xf32>, tensor<0x4x3xf32>
    return %y : tensor<0x0x3xf32>
  }
  func @f47(%x: tensor<3x4xf32>, %w: tensor<0x4xf32>, %b: tensor<0xf32>) -> (y: tensor<3x0xf32>) {
    %y = linear %x, %w, %b : tensor<3x4xf32>, tensor<0x4xf32>, tensor<0xf32>
    return %y : tensor<3x0xf32>
  }
  func @f48(%x: tensor<3x4xf32>, %w: tensor<0x4xf32>) -> (y: tensor<3x0xf32>) {
    %y = linear %x, %w : tensor<3x4xf32>, tensor<0x4xf32>
    return %y : tensor<3x0xf32>
  }
  func @f49(%x: tensor<3x4xf32>, %w: tensor<4x0xf32>) -> (y: tensor<3x0xf32>) {
    %y = matmul %x, %w : tensor<3x4xf32>, tensor<4x0xf32>
    return %y : tensor<3x0xf32>
  }
  func @f50(%x: tensor<2x3x4xf32>, %w: tensor<2x0x4xf32>) -> (y: tensor<2x3x0xf32>) {
    %y = matmul %x, %w transpose_b : tensor<2x3x4xf32>, tensor<2x0x4xf32>
    return %y : tensor<2x3x0xf32>
  }
  func @f51(%x: tensor<0x4x3xf32>, %w: tensor<0x4x0xf32>) -> (y: tensor<0x3x0xf32>) {
    %y = matmul %x, %w transpose_a : tensor<0x4x3xf32>, tensor<0x4x0xf32>
    return %y : tensor<0x3x0xf32>
  }
  func @f52(%x: tensor<3x0xf32>, %w: tensor<4x0xf32>, %b: tensor<4xf32>) -> (y: tensor<3x4xf32>) {
    %y = linear %x, %w, %b : tensor<3x0xf32>, tensor<4x0xf32>, tensor<4xf32>
    return %y : tensor<3x4xf32>
  }
  func @f53(%x: tensor<3x0xf32>, %w: tensor<4x0xf32>) -> (y: tensor<3x4xf32>) {
    %y = linear %x, %w : tensor<3x0xf32>, tensor<4x0xf32>
    return %y : tensor<3x4xf32>
  }
  func @f54(%x: tensor<3x0xf32>, %w: tensor<0x4xf32>) -> (y: tensor<3x4xf32>) {
    %y = matmul %x, %w : tensor<3x0xf32>, tensor<0x4xf32>
    return %y : tensor<3x4xf32>
  }
  func @f55(%x: tensor<2x3x0xf32>, %w: tensor<2x4x0xf32>) -> (y: tensor<2x3x4xf32>) {
    %y = matmul %x, %w transpose_b : tensor<2x3x0xf32>, tensor<2x4x0xf32>
    return %y : tensor<2x3x4xf32>
  }
  func @f56(%x: tensor<0x0x3xf32>, %w: tensor<0x0x4xf32>) -> (y: tensor<0x3x4xf32>) {
    %y = matmul %x, %w transpose_a : tensor<0x0x3xf32>, tensor<0x0x4xf32>
    return %y : tensor<0x3x4xf32>
  }
  func @f57(%x: tensor<0x3x5x5xf32>, %w: tensor<4x3x3x3xf32>) -> (y: tensor<0x4x3x3xf32>) {
    %y = conv2d %x, %w : tensor<0x3x5x5xf32>, tensor<4x3x3x3xf32>
    return %y : tensor<0x4x3x3xf32>
  }
  func @f58(%x: tensor<1x3x5x5xf32>, %w: tensor<0x3x3x3xf32>) -> (y: tensor<1x0x3x3xf32>) {
    %y = conv2d %x, %w : tensor<1x3x5x5xf32>, tensor<0x3x3x3xf32>
    return %y : tensor<1x0x3x3xf32>
  }
  func @f59(%x: tensor<1x0x5x5xf32>, %w: tensor<4x0x3x3xf32>) -> (y: tensor<1x4x3x3xf32>) {
    %y = conv2d %x, %w : tensor<1x0x5x5xf32>, tensor<4x0x3x3xf32>
    return %y : tensor<1x4x3x3xf32>
  }
  func @f60(%x: tensor<1x0x5x5xf32>, %w: tensor<4x0x3x3xf32>, %b: tensor<4xf32>) -> (y: tensor<1x4x3x3xf32>) {
    %y = conv2d %x, %w, %b : tensor<1x0x5x5xf32>, tensor<4x0x3x3xf32>, tensor<4xf32>
    return %y : tensor<1x4x3x3xf32>
  }
  func @f61(%x: tensor<1x3x0x5xf32>, %w: tensor<4x3x1x1xf32>) -> (y: tensor<1x4x2x7xf32>) {
    %y = conv2d %x, %w padding [1, 1, 1, 1] : tensor<1x3x0x5xf32>, tensor<4x3x1x1xf32>
    return %y : tensor<1x4x2x7xf32>
  }
  func @f62(%x: tensor<0x3x5x5xf32>, %w: tensor<3x1x3x3xf32>) -> (y: tensor<0x3x3x3xf32>) {
    %y = conv2d %x, %w groups 3 : tensor<0x3x5x5xf32>, tensor<3x1x3x3xf32>
    return %y : tensor<0x3x3x3xf32>
  }
  func @f63(%x: tensor<0x3x5x5xf32>) -> (y: tensor<0x3x4x4xf32>) {
    %y = max_pool %x window [2, 2] strides [1, 1] : tensor<0x3x5x5xf32>
    return %y : tensor<0x3x4x4xf32>
  }
  func @f64(%x: tensor<2x0x5x5xf32>) -> (y: tensor<2x0x4x4xf32>) {
    %y = max_pool %x window [2, 2] strides [1, 1] : tensor<2x0x5x5xf32>
    return %y : tensor<2x0x4x4xf32>
  }
  func @f65(%x: tensor<0x3x5x5xf32>) -> (y: tensor<0x3x4x4xf32>) {
    %y = avg_pool %x window [2, 2] strides [1, 1] : tensor<0x3x5x5xf32>
    return %y : tensor<0x3x4x4xf32>
  }
  func @f66(%x: tensor<2x0x5x5xf32>) -> (y: tensor<2x0x4x4xf32>) {
    %y = avg_pool %x window [2, 2] strides [1, 1] : tensor<2x0x5x5xf32>
    return %y : tensor<2x0x4x4xf32>
  }
  func @f67(%x: tensor<0x2x3x8xf32>, %w: tensor<0x2x3x8xf32>, %b: tensor<0x2x3x8xf32>) -> (y: tensor<0x2x3x8xf32>) {
    %y = attention %x, %w, %b : tensor<0x2x3x8xf32>, tensor<0x2x3x8xf32>, tensor<0x2x3x8xf32>
    return %y : tensor<0x2x3x8xf32>
  }
  func @f68(%x: tensor<0x2x3x8xf32>, %w: tensor<0x2x3x8xf32>, %b: tensor<0x2x3x8xf32>) -> (y: tensor<0x2x3x8xf32>) {
    %y = attention %x, %w, %b causal : tensor<0x2x3x8xf32>, tensor<0x2x3x8xf32>, tensor<0x2x3x8xf32>
    return %y : tensor<0x2x3x8xf32>
  }
  func @f69(%x: tensor<1x2x0x8xf32>, %w: tensor<1x2x3x8xf32>, %b: tensor<1x2x3x8xf32>) -> (y: tensor<1x2x0x8xf32>) {
    %y = attention %x, %w, %b : tensor<1x2x0x8xf32>, tensor<1x2x3x8xf32>, tensor<1x2x3x8xf32>
    return %y : tensor<1x2x0x8xf32>
  }
  func @f70(%x: tensor<1x2x0x8xf32>, %w: tensor<1x2x3x8xf32>, %b: tensor<1x2x3x8xf32>) -> (y: tensor<1x2x0x8xf32>) {
    %y = attention %x, %w, %b causal : tensor<1x2x0x8xf32>, tensor<1x2x3x8xf32>, tensor<1x2x3x8xf32>
    return %y : tensor<1x2x0x8xf32>
  }
  func @f71(%x: tensor<1x2x3x8xf32>, %w: tensor<1x2x0x8xf32>, %b: tensor<1x2x0x8xf32>) -> (y: tensor<1x2x3x8xf32>) {
    %y = attention %x, %w, %b : tensor<1x2x3x8xf32>, tensor<1x2x0x8xf32>, tensor<1x2x0x8xf32>
    return %y : tensor<1x2x3x8xf32>
  }
  func @f72(%x: tensor<1x2x3x8xf32>, %w: tensor<1x2x0x8xf32>, %b: tensor<1x2x0x8xf32>) -> (y: tensor<1x2x3x8xf32>) {
    %y = attention %x, %w, %b causal : tensor<1x2x3x8xf32>, tensor<1x2x0x8xf32>, tensor<1x2x0x8xf32>
    return %y : tensor<1x2x3x8xf32>
  }
  func @f73(%x: tensor<1x2x20x8xf32>, %w: tensor<1x2x0x8xf32>, %b: tensor<1x2x0x8xf32>) -> (y: tensor<1x2x20x8xf32>) {
    %y = attention %x, %w, %b : tensor<1x2x20x8xf32>, tensor<1x2x0x8xf32>, tensor<1x2x0x8xf32>
    return %y : tensor<1x2x20x8xf32>
  }
  func @f74(%x: tensor<1x2x20x8xf32>, %w: tensor<1x2x0x8xf32>, %b: tensor<1x2x0x8xf32>) -> (y: tensor<1x2x20x8xf32>) {
    %y = attention %x, %w, %b causal : tensor<1x2x20x8xf32>, tensor<1x2x0x8xf32>, tensor<1x2x0x8xf32>
    return %y : tensor<1x2x20x8xf32>
  }
  func @f75(%x: tensor<0x4xf32>, %w: tensor<2x4xf32>) -> (y: tensor<2x4xf32>) {
    %y = concat %x, %w axis 0 : tensor<0x4xf32>, tensor<2x4xf32>
    return %y : tensor<2x4xf32>
  }
  func @f76(%x: tensor<2x3xf32>, %w: tensor<2x0xf32>, %b: tensor<2x1xf32>) -> (y: tensor<2x4xf32>) {
    %y = concat %x, %w, %b axis 1 : tensor<2x3xf32>, tensor<2x0xf32>, tensor<2x1xf32>
    return %y : tensor<2x4xf32>
  }
  func @f77(%x: tensor<0x4xf32>) -> (y: tensor<1x6xf32>) {
    %y = pad %x low [0, 1] high [1, 1] value 2 : tensor<0x4xf32>
    return %y : tensor<1x6xf32>
  }
  func @f78(%x: tensor<4xf32>) -> (y: tensor<0x4xf32>) {
    %y = broadcast %x shape [0, 4] : tensor<4xf32>
    return %y : tensor<0x4xf32>
  }
  func @f79(%x: tensor<2x4xf32>) -> (y: tensor<0x4xf32>) {
    %y = slice %x offsets [1, 0] ends [1, 4] : tensor<2x4xf32>
    return %y : tensor<0x4xf32>
  }
  func @f80(%x: tensor<2x4xf32>) -> (y: tensor<4x2xf32>) {
    %y = reshape %x shape [4, -1] : tensor<2x4xf32>
    return %y : tensor<4x2xf32>
  }
  func @f81(%x: tensor<0xi64>, %w: tensor<7x3xf32>) -> (y: tensor<0x3xf32>) {
    %y = embedding %x, %w : tensor<0xi64>, tensor<7x3xf32>
    return %y : tensor<0x3xf32>
  }
  func @f82(%x: tensor<5x0xf32>, %w: tensor<2xi64>) -> (y: tensor<2x0xf32>) {
    %y = gather %x, %w axis 0 : tensor<5x0xf32>, tensor<2xi64>
    return %y : tensor<2x0xf32>
  }
  func @f83(%x: tensor<0x3x4xf32>, %w: tensor<3xf32>, %b: tensor<3xf32>, %u: tensor<3xf32>, %v: tensor<3xf32>) -> (y: tensor<0x3x4xf32>) {
    %y = batch_norm %x, %w, %b, %u, %v : tensor<0x3x4xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
    return %y : tensor<0x3x4xf32>
  }
  func @f84(%x: tensor<2x0x4xf32>, %w: tensor<0xf32>, %b: tensor<0xf32>, %u: tensor<0xf32>, %v: tensor<0xf32>) -> (y: tensor<2x0x4xf32>) {
    %y = batch_norm %x, %w, %b, %u, %v : tensor<2x0x4xf32>, tensor<0xf32>, tensor<0xf32>, tensor<0xf32>, tensor<0xf32>
    return %y : tensor<2x0x4xf32>
  }
  // A window that lies in the padding alone, as the image has no rows.
  func @pool_of_nothing(%x: tensor<2x3x0x4xf32>, %i: tensor<2x3x0x4xi8>) -> (y: tensor<2x3x1x4xf32>, z: tensor<2x3x1x4xf32>, w: tensor<2x3x1x4xi8>) {
    %y = max_pool %x window [2, 1] strides [1, 1] padding [1, 0, 1, 0] : tensor<2x3x0x4xf32>
    %z = avg_pool %x window [2, 1] strides [1, 1] padding [1, 0, 1, 0] : tensor<2x3x0x4xf32>
    %w = max_pool %i window [2, 1] strides [1, 1] padding [1, 0, 1, 0] : tensor<2x3x0x4xi8>
    return %y, %z, %w : tensor<2x3x1x4xf32>, tensor<2x3x1x4xf32>, tensor<2x3x1x4xi8>
  }
}
