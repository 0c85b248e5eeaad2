// A perceptron with two hidden layers for 28 x 28 images, 784-512-512-10.
dlc.model @mlp {
  dim @batch = 1 to 128
  parameter @fc1.weight : tensor<512x784xf32> = #dlc.kaiming_uniform
  parameter @fc1.bias : tensor<512xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @fc2.weight : tensor<512x512xf32> = #dlc.kaiming_uniform
  parameter @fc2.bias : tensor<512xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @fc3.weight : tensor<10x512xf32> = #dlc.kaiming_uniform
  parameter @fc3.bias : tensor<10xf32> = #dlc.uniform<-0.1, 0.1>

  func @forward(%image: tensor<?x784xf32> [@batch]) -> (logits: tensor<?x10xf32> [@batch]) {
    %w1 = read @fc1.weight : tensor<512x784xf32>
    %b1 = read @fc1.bias : tensor<512xf32>
    %h1 = linear %image, %w1, %b1 : tensor<?x784xf32>, tensor<512x784xf32>, tensor<512xf32>
    %r1 = relu %h1 : tensor<?x512xf32>
    %w2 = read @fc2.weight : tensor<512x512xf32>
    %b2 = read @fc2.bias : tensor<512xf32>
    %h2 = linear %r1, %w2, %b2 : tensor<?x512xf32>, tensor<512x512xf32>, tensor<512xf32>
    %r2 = relu %h2 : tensor<?x512xf32>
    %w3 = read @fc3.weight : tensor<10x512xf32>
    %b3 = read @fc3.bias : tensor<10xf32>
    %logits = linear %r2, %w3, %b3 : tensor<?x512xf32>, tensor<10x512xf32>, tensor<10xf32>
    return %logits : tensor<?x10xf32>
  }
}
