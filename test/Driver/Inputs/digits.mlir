// The classifier of 8 x 8 images, 64-128-64-10, with weights by rule.
dlc.model @digits {
  dim @batch = 1 to 512
  parameter @fc1.weight : tensor<128x64xf32> = #dlc.kaiming_uniform
  parameter @fc1.bias : tensor<128xf32> = #dlc.zeros
  parameter @fc2.weight : tensor<64x128xf32> = #dlc.kaiming_uniform
  parameter @fc2.bias : tensor<64xf32> = #dlc.zeros
  parameter @fc3.weight : tensor<10x64xf32> = #dlc.kaiming_uniform
  parameter @fc3.bias : tensor<10xf32> = #dlc.zeros

  func @forward(%image: tensor<?x64xf32> [@batch]) -> (logits: tensor<?x10xf32> [@batch]) {
    %w1 = read @fc1.weight : tensor<128x64xf32>
    %b1 = read @fc1.bias : tensor<128xf32>
    %h1 = linear %image, %w1, %b1 : tensor<?x64xf32>, tensor<128x64xf32>, tensor<128xf32>
    %r1 = relu %h1 : tensor<?x128xf32>
    %w2 = read @fc2.weight : tensor<64x128xf32>
    %b2 = read @fc2.bias : tensor<64xf32>
    %h2 = linear %r1, %w2, %b2 : tensor<?x128xf32>, tensor<64x128xf32>, tensor<64xf32>
    %r2 = relu %h2 : tensor<?x64xf32>
    %w3 = read @fc3.weight : tensor<10x64xf32>
    %b3 = read @fc3.bias : tensor<10xf32>
    %logits = linear %r2, %w3, %b3 : tensor<?x64xf32>, tensor<10x64xf32>, tensor<10xf32>
    return %logits : tensor<?x10xf32>
  }
}
