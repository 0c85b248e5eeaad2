// models/vit-block.mlir with 11 tokens, 18 wide.
dlc.model @vit_block_small {
  dim @batch = 1 to 3
  block @layer {
    parameter @ln1.weight : tensor<18xf32> = #dlc.uniform<0.8, 1.2>
    parameter @ln1.bias : tensor<18xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @ln2.weight : tensor<18xf32> = #dlc.uniform<0.8, 1.2>
    parameter @ln2.bias : tensor<18xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @q.weight : tensor<18x18xf32> = #dlc.xavier_uniform
    parameter @q.bias : tensor<18xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @k.weight : tensor<18x18xf32> = #dlc.xavier_uniform
    parameter @k.bias : tensor<18xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @v.weight : tensor<18x18xf32> = #dlc.xavier_uniform
    parameter @v.bias : tensor<18xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @proj.weight : tensor<18x18xf32> = #dlc.xavier_uniform
    parameter @proj.bias : tensor<18xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @fc1.weight : tensor<72x18xf32> = #dlc.xavier_uniform
    parameter @fc1.bias : tensor<72xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @fc2.weight : tensor<18x72xf32> = #dlc.xavier_uniform
    parameter @fc2.bias : tensor<18xf32> = #dlc.uniform<-0.1, 0.1>

    // (B, T, C) -> (B, heads, T, C / heads)
    func @split(%x: tensor<?x11x18xf32> [@batch]) -> tensor<?x3x11x6xf32> [@batch] {
      %0 = reshape %x shape [0, 0, 3, 6] : tensor<?x11x18xf32>
      %1 = transpose %0 [0, 2, 1, 3] : tensor<?x11x3x6xf32>
      return %1 : tensor<?x3x11x6xf32>
    }

    func @apply(%x: tensor<?x11x18xf32> [@batch]) -> tensor<?x11x18xf32> [@batch] {
      %ln1w = read @ln1.weight : tensor<18xf32>
      %ln1b = read @ln1.bias : tensor<18xf32>
      %1 = layer_norm %x, %ln1w, %ln1b axes 1 epsilon 1.0e-5 : tensor<?x11x18xf32>, tensor<18xf32>, tensor<18xf32>
      %qw = read @q.weight : tensor<18x18xf32>
      %qb = read @q.bias : tensor<18xf32>
      %q1 = linear %1, %qw, %qb : tensor<?x11x18xf32>, tensor<18x18xf32>, tensor<18xf32>
      %q = call @split(%q1) : (tensor<?x11x18xf32>) -> tensor<?x3x11x6xf32>
      %kw = read @k.weight : tensor<18x18xf32>
      %kb = read @k.bias : tensor<18xf32>
      %k1 = linear %1, %kw, %kb : tensor<?x11x18xf32>, tensor<18x18xf32>, tensor<18xf32>
      %k = call @split(%k1) : (tensor<?x11x18xf32>) -> tensor<?x3x11x6xf32>
      %vw = read @v.weight : tensor<18x18xf32>
      %vb = read @v.bias : tensor<18xf32>
      %v1 = linear %1, %vw, %vb : tensor<?x11x18xf32>, tensor<18x18xf32>, tensor<18xf32>
      %v = call @split(%v1) : (tensor<?x11x18xf32>) -> tensor<?x3x11x6xf32>
      %2 = attention %q, %k, %v : tensor<?x3x11x6xf32>, tensor<?x3x11x6xf32>, tensor<?x3x11x6xf32>
      %3 = transpose %2 [0, 2, 1, 3] : tensor<?x3x11x6xf32>
      %4 = reshape %3 shape [0, 0, 18] : tensor<?x11x3x6xf32>
      %projw = read @proj.weight : tensor<18x18xf32>
      %projb = read @proj.bias : tensor<18xf32>
      %5 = linear %4, %projw, %projb : tensor<?x11x18xf32>, tensor<18x18xf32>, tensor<18xf32>
      %6 = add %x, %5 : tensor<?x11x18xf32>, tensor<?x11x18xf32>
      %ln2w = read @ln2.weight : tensor<18xf32>
      %ln2b = read @ln2.bias : tensor<18xf32>
      %7 = layer_norm %6, %ln2w, %ln2b axes 1 epsilon 1.0e-5 : tensor<?x11x18xf32>, tensor<18xf32>, tensor<18xf32>
      %fc1w = read @fc1.weight : tensor<72x18xf32>
      %fc1b = read @fc1.bias : tensor<72xf32>
      %8 = linear %7, %fc1w, %fc1b : tensor<?x11x18xf32>, tensor<72x18xf32>, tensor<72xf32>
      %9 = gelu %8 : tensor<?x11x72xf32>
      %fc2w = read @fc2.weight : tensor<18x72xf32>
      %fc2b = read @fc2.bias : tensor<18xf32>
      %10 = linear %9, %fc2w, %fc2b : tensor<?x11x72xf32>, tensor<18x72xf32>, tensor<18xf32>
      %11 = add %6, %10 : tensor<?x11x18xf32>, tensor<?x11x18xf32>
      return %11 : tensor<?x11x18xf32>
    }
  }
  instance @block of @layer

  func @forward(%x: tensor<?x11x18xf32> [@batch]) -> (y: tensor<?x11x18xf32> [@batch]) {
    %y = call @block::@apply(%x) : (tensor<?x11x18xf32>) -> tensor<?x11x18xf32>
    return %y : tensor<?x11x18xf32>
  }
}
