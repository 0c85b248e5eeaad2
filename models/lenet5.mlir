// LeNet-5 for 28 x 28 images, with relu and maximum pooling.
dlc.model @lenet5 {
  dim @batch = 1 to 64
  parameter @conv1.weight : tensor<6x1x5x5xf32> = #dlc.kaiming_uniform
  parameter @conv1.bias : tensor<6xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @conv2.weight : tensor<16x6x5x5xf32> = #dlc.kaiming_uniform
  parameter @conv2.bias : tensor<16xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @fc1.weight : tensor<120x400xf32> = #dlc.kaiming_uniform
  parameter @fc1.bias : tensor<120xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @fc2.weight : tensor<84x120xf32> = #dlc.kaiming_uniform
  parameter @fc2.bias : tensor<84xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @fc3.weight : tensor<10x84xf32> = #dlc.kaiming_uniform
  parameter @fc3.bias : tensor<10xf32> = #dlc.uniform<-0.1, 0.1>

  func @forward(%image: tensor<?x1x28x28xf32> [@batch]) -> (logits: tensor<?x10xf32> [@batch]) {
    %c1w = read @conv1.weight : tensor<6x1x5x5xf32>
    %c1b = read @conv1.bias : tensor<6xf32>
    %1 = conv2d %image, %c1w, %c1b padding [2, 2, 2, 2] : tensor<?x1x28x28xf32>, tensor<6x1x5x5xf32>, tensor<6xf32>
    %2 = relu %1 : tensor<?x6x28x28xf32>
    %3 = max_pool %2 window [2, 2] strides [2, 2] : tensor<?x6x28x28xf32>
    %c2w = read @conv2.weight : tensor<16x6x5x5xf32>
    %c2b = read @conv2.bias : tensor<16xf32>
    %4 = conv2d %3, %c2w, %c2b : tensor<?x6x14x14xf32>, tensor<16x6x5x5xf32>, tensor<16xf32>
    %5 = relu %4 : tensor<?x16x10x10xf32>
    %6 = max_pool %5 window [2, 2] strides [2, 2] : tensor<?x16x10x10xf32>
    %7 = reshape %6 shape [0, 400] : tensor<?x16x5x5xf32>
    %f1w = read @fc1.weight : tensor<120x400xf32>
    %f1b = read @fc1.bias : tensor<120xf32>
    %8 = linear %7, %f1w, %f1b : tensor<?x400xf32>, tensor<120x400xf32>, tensor<120xf32>
    %9 = relu %8 : tensor<?x120xf32>
    %f2w = read @fc2.weight : tensor<84x120xf32>
    %f2b = read @fc2.bias : tensor<84xf32>
    %10 = linear %9, %f2w, %f2b : tensor<?x120xf32>, tensor<84x120xf32>, tensor<84xf32>
    %11 = relu %10 : tensor<?x84xf32>
    %f3w = read @fc3.weight : tensor<10x84xf32>
    %f3b = read @fc3.bias : tensor<10xf32>
    %logits = linear %11, %f3w, %f3b : tensor<?x84xf32>, tensor<10x84xf32>, tensor<10xf32>
    return %logits : tensor<?x10xf32>
  }
}
