// A GPT of 6 layers, 256 wide, 8 heads: pre-norm, learned positions, tied head. Positions are 0, 1, 2, ...
dlc.model @gpt {
  dim @batch = 1 to 4
  dim @time = 1 to 128
  parameter @wte : tensor<512x256xf32> = #dlc.normal<0.0, 0.02> // also the head: weights are tied
  parameter @wpe : tensor<128x256xf32> = #dlc.normal<0.0, 0.02>

  block @layer {
    parameter @ln1.weight : tensor<256xf32> = #dlc.uniform<0.8, 1.2>
    parameter @ln1.bias : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @ln2.weight : tensor<256xf32> = #dlc.uniform<0.8, 1.2>
    parameter @ln2.bias : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @q.weight : tensor<256x256xf32> = #dlc.xavier_uniform
    parameter @q.bias : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @k.weight : tensor<256x256xf32> = #dlc.xavier_uniform
    parameter @k.bias : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @v.weight : tensor<256x256xf32> = #dlc.xavier_uniform
    parameter @v.bias : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @proj.weight : tensor<256x256xf32> = #dlc.xavier_uniform
    parameter @proj.bias : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @fc1.weight : tensor<1024x256xf32> = #dlc.xavier_uniform
    parameter @fc1.bias : tensor<1024xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @fc2.weight : tensor<256x1024xf32> = #dlc.xavier_uniform
    parameter @fc2.bias : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>

    // (B, T, C) -> (B, heads, T, C / heads)
    func @split(%x: tensor<?x?x256xf32> [@batch, @time]) -> tensor<?x8x?x32xf32> [@batch, @time] {
      %0 = reshape %x shape [0, 0, 8, 32] : tensor<?x?x256xf32>
      %1 = transpose %0 [0, 2, 1, 3] : tensor<?x?x8x32xf32>
      return %1 : tensor<?x8x?x32xf32>
    }

    func @apply(%x: tensor<?x?x256xf32> [@batch, @time]) -> tensor<?x?x256xf32> [@batch, @time] {
      %ln1w = read @ln1.weight : tensor<256xf32>
      %ln1b = read @ln1.bias : tensor<256xf32>
      %1 = layer_norm %x, %ln1w, %ln1b axes 1 epsilon 1.0e-5 : tensor<?x?x256xf32>, tensor<256xf32>, tensor<256xf32>
      %qw = read @q.weight : tensor<256x256xf32>
      %qb = read @q.bias : tensor<256xf32>
      %q1 = linear %1, %qw, %qb : tensor<?x?x256xf32>, tensor<256x256xf32>, tensor<256xf32>
      %q = call @split(%q1) : (tensor<?x?x256xf32>) -> tensor<?x8x?x32xf32>
      %kw = read @k.weight : tensor<256x256xf32>
      %kb = read @k.bias : tensor<256xf32>
      %k1 = linear %1, %kw, %kb : tensor<?x?x256xf32>, tensor<256x256xf32>, tensor<256xf32>
      %k = call @split(%k1) : (tensor<?x?x256xf32>) -> tensor<?x8x?x32xf32>
      %vw = read @v.weight : tensor<256x256xf32>
      %vb = read @v.bias : tensor<256xf32>
      %v1 = linear %1, %vw, %vb : tensor<?x?x256xf32>, tensor<256x256xf32>, tensor<256xf32>
      %v = call @split(%v1) : (tensor<?x?x256xf32>) -> tensor<?x8x?x32xf32>
      %2 = attention %q, %k, %v causal : tensor<?x8x?x32xf32>, tensor<?x8x?x32xf32>, tensor<?x8x?x32xf32>
      %3 = transpose %2 [0, 2, 1, 3] : tensor<?x8x?x32xf32>
      %4 = reshape %3 shape [0, 0, 256] : tensor<?x?x8x32xf32>
      %projw = read @proj.weight : tensor<256x256xf32>
      %projb = read @proj.bias : tensor<256xf32>
      %5 = linear %4, %projw, %projb : tensor<?x?x256xf32>, tensor<256x256xf32>, tensor<256xf32>
      %6 = add %x, %5 : tensor<?x?x256xf32>, tensor<?x?x256xf32>
      %ln2w = read @ln2.weight : tensor<256xf32>
      %ln2b = read @ln2.bias : tensor<256xf32>
      %7 = layer_norm %6, %ln2w, %ln2b axes 1 epsilon 1.0e-5 : tensor<?x?x256xf32>, tensor<256xf32>, tensor<256xf32>
      %fc1w = read @fc1.weight : tensor<1024x256xf32>
      %fc1b = read @fc1.bias : tensor<1024xf32>
      %8 = linear %7, %fc1w, %fc1b : tensor<?x?x256xf32>, tensor<1024x256xf32>, tensor<1024xf32>
      %9 = gelu %8 approximate tanh : tensor<?x?x1024xf32>
      %fc2w = read @fc2.weight : tensor<256x1024xf32>
      %fc2b = read @fc2.bias : tensor<256xf32>
      %10 = linear %9, %fc2w, %fc2b : tensor<?x?x1024xf32>, tensor<256x1024xf32>, tensor<256xf32>
      %11 = add %6, %10 : tensor<?x?x256xf32>, tensor<?x?x256xf32>
      return %11 : tensor<?x?x256xf32>
    }
  }

  instance @h0 of @layer
  instance @h1 of @layer
  instance @h2 of @layer
  instance @h3 of @layer
  instance @h4 of @layer
  instance @h5 of @layer
  parameter @ln_f.weight : tensor<256xf32> = #dlc.ones
  parameter @ln_f.bias : tensor<256xf32> = #dlc.zeros

  func @forward(%tokens: tensor<?x?xi64> [@batch, @time], %positions: tensor<?xi64> [@time])
      -> (logits: tensor<?x?x512xf32> [@batch, @time]) {
    %wte = read @wte : tensor<512x256xf32>
    %wpe = read @wpe : tensor<128x256xf32>
    %token = embedding %tokens, %wte : tensor<?x?xi64>, tensor<512x256xf32>
    %position = embedding %positions, %wpe : tensor<?xi64>, tensor<128x256xf32>
    %x0 = add %token, %position : tensor<?x?x256xf32>, tensor<?x256xf32>
    %x1 = call @h0::@apply(%x0) : (tensor<?x?x256xf32>) -> tensor<?x?x256xf32>
    %x2 = call @h1::@apply(%x1) : (tensor<?x?x256xf32>) -> tensor<?x?x256xf32>
    %x3 = call @h2::@apply(%x2) : (tensor<?x?x256xf32>) -> tensor<?x?x256xf32>
    %x4 = call @h3::@apply(%x3) : (tensor<?x?x256xf32>) -> tensor<?x?x256xf32>
    %x5 = call @h4::@apply(%x4) : (tensor<?x?x256xf32>) -> tensor<?x?x256xf32>
    %x6 = call @h5::@apply(%x5) : (tensor<?x?x256xf32>) -> tensor<?x?x256xf32>
    %s = read @ln_f.weight : tensor<256xf32>
    %b = read @ln_f.bias : tensor<256xf32>
    %h = layer_norm %x6, %s, %b axes 1 epsilon 1.0e-5 : tensor<?x?x256xf32>, tensor<256xf32>, tensor<256xf32>
    %logits = linear %h, %wte : tensor<?x?x256xf32>, tensor<512x256xf32>
    return %logits : tensor<?x?x512xf32>
  }
}
