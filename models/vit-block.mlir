// One encoder block of ViT-Tiny: 196 patches and a class token, 192 wide, 3 heads.
dlc.model @vit_block {
  dim @batch = 1 to 8
  block @layer {
    parameter @ln1.weight : tensor<192xf32> = #dlc.uniform<0.8, 1.2>
    parameter @ln1.bias : tensor<192xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @ln2.weight : tensor<192xf32> = #dlc.uniform<0.8, 1.2>
    parameter @ln2.bias : tensor<192xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @q.weight : tensor<192x192xf32> = #dlc.xavier_uniform
    parameter @q.bias : tensor<192xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @k.weight : tensor<192x192xf32> = #dlc.xavier_uniform
    parameter @k.bias : tensor<192xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @v.weight : tensor<192x192xf32> = #dlc.xavier_uniform
    parameter @v.bias : tensor<192xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @proj.weight : tensor<192x192xf32> = #dlc.xavier_uniform
    parameter @proj.bias : tensor<192xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @fc1.weight : tensor<768x192xf32> = #dlc.xavier_uniform
    parameter @fc1.bias : tensor<768xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @fc2.weight : tensor<192x768xf32> = #dlc.xavier_uniform
    parameter @fc2.bias : tensor<192xf32> = #dlc.uniform<-0.1, 0.1>

    // (B, T, C) -> (B, heads, T, C / heads)
    func @split(%x: tensor<?x197x192xf32> [@batch]) -> tensor<?x3x197x64xf32> [@batch] {
      %0 = reshape %x shape [0, 0, 3, 64] : tensor<?x197x192xf32>
      %1 = transpose %0 [0, 2, 1, 3] : tensor<?x197x3x64xf32>
      return %1 : tensor<?x3x197x64xf32>
    }

    func @apply(%x: tensor<?x197x192xf32> [@batch]) -> tensor<?x197x192xf32> [@batch] {
      %ln1w = read @ln1.weight : tensor<192xf32>
      %ln1b = read @ln1.bias : tensor<192xf32>
      %1 = layer_norm %x, %ln1w, %ln1b axes 1 epsilon 1.0e-5 : tensor<?x197x192xf32>, tensor<192xf32>, tensor<192xf32>
      %qw = read @q.weight : tensor<192x192xf32>
      %qb = read @q.bias : tensor<192xf32>
      %q1 = linear %1, %qw, %qb : tensor<?x197x192xf32>, tensor<192x192xf32>, tensor<192xf32>
      %q = call @split(%q1) : (tensor<?x197x192xf32>) -> tensor<?x3x197x64xf32>
      %kw = read @k.weight : tensor<192x192xf32>
      %kb = read @k.bias : tensor<192xf32>
      %k1 = linear %1, %kw, %kb : tensor<?x197x192xf32>, tensor<192x192xf32>, tensor<192xf32>
      %k = call @split(%k1) : (tensor<?x197x192xf32>) -> tensor<?x3x197x64xf32>
      %vw = read @v.weight : tensor<192x192xf32>
      %vb = read @v.bias : tensor<192xf32>
      %v1 = linear %1, %vw, %vb : tensor<?x197x192xf32>, tensor<192x192xf32>, tensor<192xf32>
      %v = call @split(%v1) : (tensor<?x197x192xf32>) -> tensor<?x3x197x64xf32>
      %2 = attention %q, %k, %v : tensor<?x3x197x64xf32>, tensor<?x3x197x64xf32>, tensor<?x3x197x64xf32>
      %3 = transpose %2 [0, 2, 1, 3] : tensor<?x3x197x64xf32>
      %4 = reshape %3 shape [0, 0, 192] : tensor<?x197x3x64xf32>
      %projw = read @proj.weight : tensor<192x192xf32>
      %projb = read @proj.bias : tensor<192xf32>
      %5 = linear %4, %projw, %projb : tensor<?x197x192xf32>, tensor<192x192xf32>, tensor<192xf32>
      %6 = add %x, %5 : tensor<?x197x192xf32>, tensor<?x197x192xf32>
      %ln2w = read @ln2.weight : tensor<192xf32>
      %ln2b = read @ln2.bias : tensor<192xf32>
      %7 = layer_norm %6, %ln2w, %ln2b axes 1 epsilon 1.0e-5 : tensor<?x197x192xf32>, tensor<192xf32>, tensor<192xf32>
      %fc1w = read @fc1.weight : tensor<768x192xf32>
      %fc1b = read @fc1.bias : tensor<768xf32>
      %8 = linear %7, %fc1w, %fc1b : tensor<?x197x192xf32>, tensor<768x192xf32>, tensor<768xf32>
      %9 = gelu %8 : tensor<?x197x768xf32>
      %fc2w = read @fc2.weight : tensor<192x768xf32>
      %fc2b = read @fc2.bias : tensor<192xf32>
      %10 = linear %9, %fc2w, %fc2b : tensor<?x197x768xf32>, tensor<192x768xf32>, tensor<192xf32>
      %11 = add %6, %10 : tensor<?x197x192xf32>, tensor<?x197x192xf32>
      return %11 : tensor<?x197x192xf32>
    }
  }
  instance @block of @layer

  func @forward(%x: tensor<?x197x192xf32> [@batch]) -> (y: tensor<?x197x192xf32> [@batch]) {
    %y = call @block::@apply(%x) : (tensor<?x197x192xf32>) -> tensor<?x197x192xf32>
    return %y : tensor<?x197x192xf32>
  }
}
