// models/resnet18.mlir with two stages of a few channels for 24 x 24 images.
dlc.model @resnet18_small {
  parameter @conv1.weight : tensor<5x3x7x7xf32> = #dlc.kaiming_normal
  parameter @bn1.weight : tensor<5xf32> = #dlc.uniform<0.8, 1.2>
  parameter @bn1.bias : tensor<5xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @bn1.running_mean : tensor<5xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @bn1.running_var : tensor<5xf32> = #dlc.uniform<0.8, 1.2>
  block @basic5 {
    parameter @conv1.weight : tensor<5x5x3x3xf32> = #dlc.kaiming_normal
    parameter @bn1.weight : tensor<5xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn1.bias : tensor<5xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_mean : tensor<5xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_var : tensor<5xf32> = #dlc.uniform<0.8, 1.2>
    parameter @conv2.weight : tensor<5x5x3x3xf32> = #dlc.kaiming_normal
    parameter @bn2.weight : tensor<5xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn2.bias : tensor<5xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_mean : tensor<5xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_var : tensor<5xf32> = #dlc.uniform<0.8, 1.2>
    func @apply(%x: tensor<1x5x6x6xf32>) -> tensor<1x5x6x6xf32> {
      %w1 = read @conv1.weight : tensor<5x5x3x3xf32>
      %1 = conv2d %x, %w1 padding [1, 1, 1, 1] : tensor<1x5x6x6xf32>, tensor<5x5x3x3xf32>
      %bn1_s = read @bn1.weight : tensor<5xf32>
      %bn1_b = read @bn1.bias : tensor<5xf32>
      %bn1_m = read @bn1.running_mean : tensor<5xf32>
      %bn1_v = read @bn1.running_var : tensor<5xf32>
      %2 = batch_norm %1, %bn1_s, %bn1_b, %bn1_m, %bn1_v epsilon 1.0e-5 : tensor<1x5x6x6xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>
      %3 = relu %2 : tensor<1x5x6x6xf32>
      %w2 = read @conv2.weight : tensor<5x5x3x3xf32>
      %4 = conv2d %3, %w2 padding [1, 1, 1, 1] : tensor<1x5x6x6xf32>, tensor<5x5x3x3xf32>
      %bn2_s = read @bn2.weight : tensor<5xf32>
      %bn2_b = read @bn2.bias : tensor<5xf32>
      %bn2_m = read @bn2.running_mean : tensor<5xf32>
      %bn2_v = read @bn2.running_var : tensor<5xf32>
      %5 = batch_norm %4, %bn2_s, %bn2_b, %bn2_m, %bn2_v epsilon 1.0e-5 : tensor<1x5x6x6xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>
      %8 = add %5, %x : tensor<1x5x6x6xf32>, tensor<1x5x6x6xf32>
      %9 = relu %8 : tensor<1x5x6x6xf32>
      return %9 : tensor<1x5x6x6xf32>
    }
  }
  block @down9 {
    parameter @conv1.weight : tensor<9x5x3x3xf32> = #dlc.kaiming_normal
    parameter @bn1.weight : tensor<9xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn1.bias : tensor<9xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_mean : tensor<9xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_var : tensor<9xf32> = #dlc.uniform<0.8, 1.2>
    parameter @conv2.weight : tensor<9x9x3x3xf32> = #dlc.kaiming_normal
    parameter @bn2.weight : tensor<9xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn2.bias : tensor<9xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_mean : tensor<9xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_var : tensor<9xf32> = #dlc.uniform<0.8, 1.2>
    parameter @downsample.0.weight : tensor<9x5x1x1xf32> = #dlc.kaiming_normal
    parameter @downsample.1.weight : tensor<9xf32> = #dlc.uniform<0.8, 1.2>
    parameter @downsample.1.bias : tensor<9xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @downsample.1.running_mean : tensor<9xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @downsample.1.running_var : tensor<9xf32> = #dlc.uniform<0.8, 1.2>
    func @apply(%x: tensor<1x5x6x6xf32>) -> tensor<1x9x3x3xf32> {
      %w1 = read @conv1.weight : tensor<9x5x3x3xf32>
      %1 = conv2d %x, %w1 strides [2, 2] padding [1, 1, 1, 1] : tensor<1x5x6x6xf32>, tensor<9x5x3x3xf32>
      %bn1_s = read @bn1.weight : tensor<9xf32>
      %bn1_b = read @bn1.bias : tensor<9xf32>
      %bn1_m = read @bn1.running_mean : tensor<9xf32>
      %bn1_v = read @bn1.running_var : tensor<9xf32>
      %2 = batch_norm %1, %bn1_s, %bn1_b, %bn1_m, %bn1_v epsilon 1.0e-5 : tensor<1x9x3x3xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>
      %3 = relu %2 : tensor<1x9x3x3xf32>
      %w2 = read @conv2.weight : tensor<9x9x3x3xf32>
      %4 = conv2d %3, %w2 padding [1, 1, 1, 1] : tensor<1x9x3x3xf32>, tensor<9x9x3x3xf32>
      %bn2_s = read @bn2.weight : tensor<9xf32>
      %bn2_b = read @bn2.bias : tensor<9xf32>
      %bn2_m = read @bn2.running_mean : tensor<9xf32>
      %bn2_v = read @bn2.running_var : tensor<9xf32>
      %5 = batch_norm %4, %bn2_s, %bn2_b, %bn2_m, %bn2_v epsilon 1.0e-5 : tensor<1x9x3x3xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>
      %w3 = read @downsample.0.weight : tensor<9x5x1x1xf32>
      %6 = conv2d %x, %w3 strides [2, 2] : tensor<1x5x6x6xf32>, tensor<9x5x1x1xf32>
      %downsample_1_s = read @downsample.1.weight : tensor<9xf32>
      %downsample_1_b = read @downsample.1.bias : tensor<9xf32>
      %downsample_1_m = read @downsample.1.running_mean : tensor<9xf32>
      %downsample_1_v = read @downsample.1.running_var : tensor<9xf32>
      %7 = batch_norm %6, %downsample_1_s, %downsample_1_b, %downsample_1_m, %downsample_1_v epsilon 1.0e-5 : tensor<1x9x3x3xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>
      %8 = add %5, %7 : tensor<1x9x3x3xf32>, tensor<1x9x3x3xf32>
      %9 = relu %8 : tensor<1x9x3x3xf32>
      return %9 : tensor<1x9x3x3xf32>
    }
  }
  block @basic9 {
    parameter @conv1.weight : tensor<9x9x3x3xf32> = #dlc.kaiming_normal
    parameter @bn1.weight : tensor<9xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn1.bias : tensor<9xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_mean : tensor<9xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_var : tensor<9xf32> = #dlc.uniform<0.8, 1.2>
    parameter @conv2.weight : tensor<9x9x3x3xf32> = #dlc.kaiming_normal
    parameter @bn2.weight : tensor<9xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn2.bias : tensor<9xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_mean : tensor<9xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_var : tensor<9xf32> = #dlc.uniform<0.8, 1.2>
    func @apply(%x: tensor<1x9x3x3xf32>) -> tensor<1x9x3x3xf32> {
      %w1 = read @conv1.weight : tensor<9x9x3x3xf32>
      %1 = conv2d %x, %w1 padding [1, 1, 1, 1] : tensor<1x9x3x3xf32>, tensor<9x9x3x3xf32>
      %bn1_s = read @bn1.weight : tensor<9xf32>
      %bn1_b = read @bn1.bias : tensor<9xf32>
      %bn1_m = read @bn1.running_mean : tensor<9xf32>
      %bn1_v = read @bn1.running_var : tensor<9xf32>
      %2 = batch_norm %1, %bn1_s, %bn1_b, %bn1_m, %bn1_v epsilon 1.0e-5 : tensor<1x9x3x3xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>
      %3 = relu %2 : tensor<1x9x3x3xf32>
      %w2 = read @conv2.weight : tensor<9x9x3x3xf32>
      %4 = conv2d %3, %w2 padding [1, 1, 1, 1] : tensor<1x9x3x3xf32>, tensor<9x9x3x3xf32>
      %bn2_s = read @bn2.weight : tensor<9xf32>
      %bn2_b = read @bn2.bias : tensor<9xf32>
      %bn2_m = read @bn2.running_mean : tensor<9xf32>
      %bn2_v = read @bn2.running_var : tensor<9xf32>
      %5 = batch_norm %4, %bn2_s, %bn2_b, %bn2_m, %bn2_v epsilon 1.0e-5 : tensor<1x9x3x3xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>, tensor<9xf32>
      %8 = add %5, %x : tensor<1x9x3x3xf32>, tensor<1x9x3x3xf32>
      %9 = relu %8 : tensor<1x9x3x3xf32>
      return %9 : tensor<1x9x3x3xf32>
    }
  }

  instance @layer1.0 of @basic5
  instance @layer1.1 of @basic5
  instance @layer2.0 of @down9
  instance @layer2.1 of @basic9
  parameter @fc.weight : tensor<7x9xf32> = #dlc.kaiming_uniform
  parameter @fc.bias : tensor<7xf32> = #dlc.uniform<-0.1, 0.1>

  func @forward(%image: tensor<1x3x24x24xf32>) -> (logits: tensor<1x7xf32>) {
    %w1 = read @conv1.weight : tensor<5x3x7x7xf32>
    %1 = conv2d %image, %w1 strides [2, 2] padding [3, 3, 3, 3] : tensor<1x3x24x24xf32>, tensor<5x3x7x7xf32>
    %bn1_s = read @bn1.weight : tensor<5xf32>
    %bn1_b = read @bn1.bias : tensor<5xf32>
    %bn1_m = read @bn1.running_mean : tensor<5xf32>
    %bn1_v = read @bn1.running_var : tensor<5xf32>
    %2 = batch_norm %1, %bn1_s, %bn1_b, %bn1_m, %bn1_v epsilon 1.0e-5 : tensor<1x5x12x12xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>
    %3 = relu %2 : tensor<1x5x12x12xf32>
    %4 = max_pool %3 window [3, 3] strides [2, 2] padding [1, 1, 1, 1] : tensor<1x5x12x12xf32>
    %5 = call @layer1.0::@apply(%4) : (tensor<1x5x6x6xf32>) -> tensor<1x5x6x6xf32>
    %6 = call @layer1.1::@apply(%5) : (tensor<1x5x6x6xf32>) -> tensor<1x5x6x6xf32>
    %7 = call @layer2.0::@apply(%6) : (tensor<1x5x6x6xf32>) -> tensor<1x9x3x3xf32>
    %8 = call @layer2.1::@apply(%7) : (tensor<1x9x3x3xf32>) -> tensor<1x9x3x3xf32>
    %pooled = reduce mean, %8 axes [2, 3] : tensor<1x9x3x3xf32>
    %wf = read @fc.weight : tensor<7x9xf32>
    %bf = read @fc.bias : tensor<7xf32>
    %logits = linear %pooled, %wf, %bf : tensor<1x9xf32>, tensor<7x9xf32>, tensor<7xf32>
    return %logits : tensor<1x7xf32>
  }
}
