// models/lenet5.mlir for 16 x 16 images.
dlc.model @lenet5_small {
  dim @batch = 1 to 5
  parameter @conv1.weight : tensor<3x1x5x5xf32> = #dlc.kaiming_uniform
  parameter @conv1.bias : tensor<3xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @conv2.weight : tensor<5x3x5x5xf32> = #dlc.kaiming_uniform
  parameter @conv2.bias : tensor<5xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @fc1.weight : tensor<19x20xf32> = #dlc.kaiming_uniform
  parameter @fc1.bias : tensor<19xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @fc2.weight : tensor<11x19xf32> = #dlc.kaiming_uniform
  parameter @fc2.bias : tensor<11xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @fc3.weight : tensor<7x11xf32> = #dlc.kaiming_uniform
  parameter @fc3.bias : tensor<7xf32> = #dlc.uniform<-0.1, 0.1>

  func @forward(%image: tensor<?x1x16x16xf32> [@batch]) -> (logits: tensor<?x7xf32> [@batch]) {
    %c1w = read @conv1.weight : tensor<3x1x5x5xf32>
    %c1b = read @conv1.bias : tensor<3xf32>
    %1 = conv2d %image, %c1w, %c1b padding [2, 2, 2, 2] : tensor<?x1x16x16xf32>, tensor<3x1x5x5xf32>, tensor<3xf32>
    %2 = relu %1 : tensor<?x3x16x16xf32>
    %3 = max_pool %2 window [2, 2] strides [2, 2] : tensor<?x3x16x16xf32>
    %c2w = read @conv2.weight : tensor<5x3x5x5xf32>
    %c2b = read @conv2.bias : tensor<5xf32>
    %4 = conv2d %3, %c2w, %c2b : tensor<?x3x8x8xf32>, tensor<5x3x5x5xf32>, tensor<5xf32>
    %5 = relu %4 : tensor<?x5x4x4xf32>
    %6 = max_pool %5 window [2, 2] strides [2, 2] : tensor<?x5x4x4xf32>
    %7 = reshape %6 shape [0, 20] : tensor<?x5x2x2xf32>
    %f1w = read @fc1.weight : tensor<19x20xf32>
    %f1b = read @fc1.bias : tensor<19xf32>
    %8 = linear %7, %f1w, %f1b : tensor<?x20xf32>, tensor<19x20xf32>, tensor<19xf32>
    %9 = relu %8 : tensor<?x19xf32>
    %f2w = read @fc2.weight : tensor<11x19xf32>
    %f2b = read @fc2.bias : tensor<11xf32>
    %10 = linear %9, %f2w, %f2b : tensor<?x19xf32>, tensor<11x19xf32>, tensor<11xf32>
    %11 = relu %10 : tensor<?x11xf32>
    %f3w = read @fc3.weight : tensor<7x11xf32>
    %f3b = read @fc3.bias : tensor<7xf32>
    %logits = linear %11, %f3w, %f3b : tensor<?x11xf32>, tensor<7x11xf32>, tensor<7xf32>
    return %logits : tensor<?x7xf32>
  }
}
