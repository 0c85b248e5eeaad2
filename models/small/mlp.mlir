// models/mlp.mlir at a size that the evaluator checks at once; no size is a multiple of a vector.
dlc.model @mlp_small {
  dim @batch = 1 to 9
  parameter @fc1.weight : tensor<37x29xf32> = #dlc.kaiming_uniform
  parameter @fc1.bias : tensor<37xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @fc2.weight : tensor<19x37xf32> = #dlc.kaiming_uniform
  parameter @fc2.bias : tensor<19xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @fc3.weight : tensor<5x19xf32> = #dlc.kaiming_uniform
  parameter @fc3.bias : tensor<5xf32> = #dlc.uniform<-0.1, 0.1>

  func @forward(%image: tensor<?x29xf32> [@batch]) -> (logits: tensor<?x5xf32> [@batch]) {
    %w1 = read @fc1.weight : tensor<37x29xf32>
    %b1 = read @fc1.bias : tensor<37xf32>
    %h1 = linear %image, %w1, %b1 : tensor<?x29xf32>, tensor<37x29xf32>, tensor<37xf32>
    %r1 = relu %h1 : tensor<?x37xf32>
    %w2 = read @fc2.weight : tensor<19x37xf32>
    %b2 = read @fc2.bias : tensor<19xf32>
    %h2 = linear %r1, %w2, %b2 : tensor<?x37xf32>, tensor<19x37xf32>, tensor<19xf32>
    %r2 = relu %h2 : tensor<?x19xf32>
    %w3 = read @fc3.weight : tensor<5x19xf32>
    %b3 = read @fc3.bias : tensor<5xf32>
    %logits = linear %r2, %w3, %b3 : tensor<?x19xf32>, tensor<5x19xf32>, tensor<5xf32>
    return %logits : tensor<?x5xf32>
  }
}
