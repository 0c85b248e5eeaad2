// Each extent of each operand unknown, one at a time and all together: of weights too.
// RUN: dlc-run %s --verify=reference --special-values

dlc.model @numeric {
  dim @depth = 1 to 40
  dim @batch = 0 to 5
  dim @outputs = 1 to 9
  dim @rows = 1 to 20
  dim @groups = 1 to 3
  dim @channels = 1 to 6
  dim @h = 4 to 12
  dim @queries = 1 to 9
  dim @keys = 1 to 9
  func @f0(%x: tensor<3x?xf32> [@depth], %w: tensor<7x?xf32> [@depth], %b: tensor<7xf32>) -> (y: tensor<3x7xf32>) {
    %y = linear %x, %w, %b : tensor<3x?xf32>, tensor<7x?xf32>, tensor<7xf32>
    return %y : tensor<3x7xf32>
  }
  func @f1(%x: tensor<?x13xf32> [@batch], %w: tensor<7x13xf32>, %b: tensor<7xf32>) -> (y: tensor<?x7xf32> [@batch]) {
    %y = linear %x, %w, %b : tensor<?x13xf32>, tensor<7x13xf32>, tensor<7xf32>
    return %y : tensor<?x7xf32>
  }
  func @f2(%x: tensor<3x13xf32>, %w: tensor<?x13xf32> [@outputs], %b: tensor<?xf32> [@outputs]) -> (y: tensor<3x?xf32> [@outputs]) {
    %y = linear %x, %w, %b : tensor<3x13xf32>, tensor<?x13xf32>, tensor<?xf32>
    return %y : tensor<3x?xf32>
  }
  func @f3(%x: tensor<?x?xf32> [@batch, @depth], %w: tensor<?x?xf32> [@outputs, @depth], %b: tensor<?xf32> [@outputs]) -> (y: tensor<?x?xf32> [@batch, @outputs]) {
    %y = linear %x, %w, %b : tensor<?x?xf32>, tensor<?x?xf32>, tensor<?xf32>
    return %y : tensor<?x?xf32>
  }
  func @f4(%x: tensor<3x6x?xf32> [@depth], %w: tensor<7x?xf32> [@depth]) -> (y: tensor<3x6x7xf32>) {
    %y = linear %x, %w : tensor<3x6x?xf32>, tensor<7x?xf32>
    return %y : tensor<3x6x7xf32>
  }
  func @f5(%x: tensor<3x?x13xf32> [@rows], %w: tensor<7x13xf32>) -> (y: tensor<3x?x7xf32> [@rows]) {
    %y = linear %x, %w : tensor<3x?x13xf32>, tensor<7x13xf32>
    return %y : tensor<3x?x7xf32>
  }
  func @f6(%x: tensor<?x6x13xf32> [@batch], %w: tensor<7x13xf32>) -> (y: tensor<?x6x7xf32> [@batch]) {
    %y = linear %x, %w : tensor<?x6x13xf32>, tensor<7x13xf32>
    return %y : tensor<?x6x7xf32>
  }
  func @f7(%x: tensor<3x6x13xf32>, %w: tensor<?x13xf32> [@outputs]) -> (y: tensor<3x6x?xf32> [@outputs]) {
    %y = linear %x, %w : tensor<3x6x13xf32>, tensor<?x13xf32>
    return %y : tensor<3x6x?xf32>
  }
  func @f8(%x: tensor<?x?x?xf32> [@batch, @rows, @depth], %w: tensor<?x?xf32> [@outputs, @depth]) -> (y: tensor<?x?x?xf32> [@batch, @rows, @outputs]) {
    %y = linear %x, %w : tensor<?x?x?xf32>, tensor<?x?xf32>
    return %y : tensor<?x?x?xf32>
  }
  func @f12(%x: tensor<?x?xf32> [@rows, @depth], %w: tensor<?x?xf32> [@depth, @outputs]) -> (y: tensor<?x?xf32> [@rows, @outputs]) {
    %y = matmul %x, %w : tensor<?x?xf32>, tensor<?x?xf32>
    return %y : tensor<?x?xf32>
  }
  func @f17(%x: tensor<?x?x?xf32> [@groups, @rows, @depth], %w: tensor<?x?x?xf32> [@groups, @outputs, @depth]) -> (y: tensor<?x?x?xf32> [@groups, @rows, @outputs]) {
    %y = matmul %x, %w transpose_b : tensor<?x?x?xf32>, tensor<?x?x?xf32>
    return %y : tensor<?x?x?xf32>
  }
  func @f21(%x: tensor<?x?xf32> [@depth, @rows], %w: tensor<?x?xf32> [@depth, @outputs]) -> (y: tensor<?x?xf32> [@rows, @outputs]) {
    %y = matmul %x, %w transpose_a : tensor<?x?xf32>, tensor<?x?xf32>
    return %y : tensor<?x?xf32>
  }
  func @f22(%x: tensor<3x?x8x9xf32> [@channels], %w: tensor<7x?x3x3xf32> [@channels], %b: tensor<7xf32>) -> (y: tensor<3x7x6x7xf32>) {
    %y = conv2d %x, %w, %b : tensor<3x?x8x9xf32>, tensor<7x?x3x3xf32>, tensor<7xf32>
    return %y : tensor<3x7x6x7xf32>
  }
  func @f23(%x: tensor<?x5x8x9xf32> [@batch], %w: tensor<7x5x3x3xf32>, %b: tensor<7xf32>) -> (y: tensor<?x7x6x7xf32> [@batch]) {
    %y = conv2d %x, %w, %b : tensor<?x5x8x9xf32>, tensor<7x5x3x3xf32>, tensor<7xf32>
    return %y : tensor<?x7x6x7xf32>
  }
  func @f24(%x: tensor<3x5x8x9xf32>, %w: tensor<?x5x3x3xf32> [@outputs], %b: tensor<?xf32> [@outputs]) -> (y: tensor<3x?x6x7xf32> [@outputs]) {
    %y = conv2d %x, %w, %b : tensor<3x5x8x9xf32>, tensor<?x5x3x3xf32>, tensor<?xf32>
    return %y : tensor<3x?x6x7xf32>
  }
  func @f25(%x: tensor<?x4x8x9xf32> [@batch], %w: tensor<6x2x3x3xf32>, %b: tensor<6xf32>) -> (y: tensor<?x6x6x7xf32> [@batch]) {
    %y = conv2d %x, %w, %b groups 2 : tensor<?x4x8x9xf32>, tensor<6x2x3x3xf32>, tensor<6xf32>
    return %y : tensor<?x6x6x7xf32>
  }
  func @f28(%x: tensor<?x?xf32> [@batch, @rows], %w: tensor<?xf32> [@rows], %b: tensor<?xf32> [@rows]) -> (y: tensor<?x?xf32> [@batch, @rows]) {
    %y = layer_norm %x, %w, %b axes 1 : tensor<?x?xf32>, tensor<?xf32>, tensor<?xf32>
    return %y : tensor<?x?xf32>
  }
  func @f32(%x: tensor<?x?x?xf32> [@batch, @rows, @depth], %w: tensor<?x?xf32> [@rows, @depth], %b: tensor<?x?xf32> [@rows, @depth]) -> (y: tensor<?x?x?xf32> [@batch, @rows, @depth]) {
    %y = layer_norm %x, %w, %b axes 2 : tensor<?x?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>
    return %y : tensor<?x?x?xf32>
  }
  func @f33(%x: tensor<3x?x8xf32> [@channels], %w: tensor<?xf32> [@channels], %b: tensor<?xf32> [@channels], %u: tensor<?xf32> [@channels], %v: tensor<?xf32> [@channels]) -> (y: tensor<3x?x8xf32> [@channels]) {
    %y = batch_norm %x, %w, %b, %u, %v : tensor<3x?x8xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?xf32>
    return %y : tensor<3x?x8xf32>
  }
  func @f34(%x: tensor<3x5x?xf32> [@h], %w: tensor<5xf32>, %b: tensor<5xf32>, %u: tensor<5xf32>, %v: tensor<5xf32>) -> (y: tensor<3x5x?xf32> [@h]) {
    %y = batch_norm %x, %w, %b, %u, %v : tensor<3x5x?xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>
    return %y : tensor<3x5x?xf32>
  }
  func @f35(%x: tensor<?x5x8xf32> [@batch], %w: tensor<5xf32>, %b: tensor<5xf32>, %u: tensor<5xf32>, %v: tensor<5xf32>) -> (y: tensor<?x5x8xf32> [@batch]) {
    %y = batch_norm %x, %w, %b, %u, %v : tensor<?x5x8xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>
    return %y : tensor<?x5x8xf32>
  }
  func @f36(%x: tensor<?x?x?xf32> [@batch, @channels, @h], %w: tensor<?xf32> [@channels], %b: tensor<?xf32> [@channels], %u: tensor<?xf32> [@channels], %v: tensor<?xf32> [@channels]) -> (y: tensor<?x?x?xf32> [@batch, @channels, @h]) {
    %y = batch_norm %x, %w, %b, %u, %v : tensor<?x?x?xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?xf32>
    return %y : tensor<?x?x?xf32>
  }
  func @f41(%x: tensor<?x?x?x8xf32> [@batch, @queries, @rows], %w: tensor<?x?x?x8xf32> [@batch, @queries, @keys], %v: tensor<?x?x?x8xf32> [@batch, @queries, @keys]) -> (y: tensor<?x?x?x8xf32> [@batch, @queries, @rows]) {
    %y = attention %x, %w, %v : tensor<?x?x?x8xf32>, tensor<?x?x?x8xf32>, tensor<?x?x?x8xf32>
    return %y : tensor<?x?x?x8xf32>
  }
  func @f46(%x: tensor<?x?x?x8xf32> [@batch, @queries, @rows], %w: tensor<?x?x?x8xf32> [@batch, @queries, @keys], %v: tensor<?x?x?x8xf32> [@batch, @queries, @keys], %b: tensor<?x?xf32> [@rows, @keys]) -> (y: tensor<?x?x?x8xf32> [@batch, @queries, @rows]) {
    %y = attention %x, %w, %v, %b causal : tensor<?x?x?x8xf32>, tensor<?x?x?x8xf32>, tensor<?x?x?x8xf32>, tensor<?x?xf32>
    return %y : tensor<?x?x?x8xf32>
  }
  func @f51(%i: tensor<?x?xi64> [@batch, @rows], %x: tensor<?x?xf32> [@depth, @outputs]) -> (y: tensor<?x?x?xf32> [@batch, @rows, @outputs]) {
    %y = embedding %i, %x : tensor<?x?xi64>, tensor<?x?xf32>
    return %y : tensor<?x?x?xf32>
  }
  func @f56(%x: tensor<?x?x?xf32> [@batch, @depth, @outputs], %i: tensor<?xi64> [@rows]) -> (y: tensor<?x?x?xf32> [@batch, @rows, @outputs]) {
    %y = gather %x, %i axis 1 : tensor<?x?x?xf32>, tensor<?xi64>
    return %y : tensor<?x?x?xf32>
  }
  func @f62(%x: tensor<?x?x?xf32> [@batch, @rows, @depth]) -> (y: tensor<?x?x?xf32> [@batch, @rows, @depth]) {
    %y = softmax %x axis 1 : tensor<?x?x?xf32>
    return %y : tensor<?x?x?xf32>
  }
  func @f66(%x: tensor<?x?x?xf32> [@batch, @rows, @depth]) -> (y: tensor<?x?xf32> [@batch, @depth]) {
    %y = reduce mean, %x axes [1] : tensor<?x?x?xf32>
    return %y : tensor<?x?xf32>
  }
  func @f70(%x: tensor<?x?x?xf32> [@batch, @rows, @depth], %w: tensor<?xf32> [@depth]) -> (y: tensor<?x?x?xf32> [@batch, @rows, @depth]) {
    %y = add %x, %w : tensor<?x?x?xf32>, tensor<?xf32>
    return %y : tensor<?x?x?xf32>
  }
  func @f74(%p: tensor<?x?xi1> [@batch, @rows], %x: tensor<?x?xf32> [@batch, @rows], %w: tensor<?xf32> [@rows]) -> (y: tensor<?x?xf32> [@batch, @rows]) {
    %y = select %p, %x, %w : tensor<?x?xi1>, tensor<?x?xf32>, tensor<?xf32>
    return %y : tensor<?x?xf32>
  }
}
