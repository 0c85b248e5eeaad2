// ResNet-18 for ImageNet, one image at a time; names as in torchvision.
dlc.model @resnet18 {
  parameter @conv1.weight : tensor<64x3x7x7xf32> = #dlc.kaiming_normal
  parameter @bn1.weight : tensor<64xf32> = #dlc.uniform<0.8, 1.2>
  parameter @bn1.bias : tensor<64xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @bn1.running_mean : tensor<64xf32> = #dlc.uniform<-0.1, 0.1>
  parameter @bn1.running_var : tensor<64xf32> = #dlc.uniform<0.8, 1.2>
  block @basic64 {
    parameter @conv1.weight : tensor<64x64x3x3xf32> = #dlc.kaiming_normal
    parameter @bn1.weight : tensor<64xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn1.bias : tensor<64xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_mean : tensor<64xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_var : tensor<64xf32> = #dlc.uniform<0.8, 1.2>
    parameter @conv2.weight : tensor<64x64x3x3xf32> = #dlc.kaiming_normal
    parameter @bn2.weight : tensor<64xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn2.bias : tensor<64xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_mean : tensor<64xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_var : tensor<64xf32> = #dlc.uniform<0.8, 1.2>
    func @apply(%x: tensor<1x64x56x56xf32>) -> tensor<1x64x56x56xf32> {
      %w1 = read @conv1.weight : tensor<64x64x3x3xf32>
      %1 = conv2d %x, %w1 padding [1, 1, 1, 1] : tensor<1x64x56x56xf32>, tensor<64x64x3x3xf32>
      %bn1_s = read @bn1.weight : tensor<64xf32>
      %bn1_b = read @bn1.bias : tensor<64xf32>
      %bn1_m = read @bn1.running_mean : tensor<64xf32>
      %bn1_v = read @bn1.running_var : tensor<64xf32>
      %2 = batch_norm %1, %bn1_s, %bn1_b, %bn1_m, %bn1_v epsilon 1.0e-5 : tensor<1x64x56x56xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>
      %3 = relu %2 : tensor<1x64x56x56xf32>
      %w2 = read @conv2.weight : tensor<64x64x3x3xf32>
      %4 = conv2d %3, %w2 padding [1, 1, 1, 1] : tensor<1x64x56x56xf32>, tensor<64x64x3x3xf32>
      %bn2_s = read @bn2.weight : tensor<64xf32>
      %bn2_b = read @bn2.bias : tensor<64xf32>
      %bn2_m = read @bn2.running_mean : tensor<64xf32>
      %bn2_v = read @bn2.running_var : tensor<64xf32>
      %5 = batch_norm %4, %bn2_s, %bn2_b, %bn2_m, %bn2_v epsilon 1.0e-5 : tensor<1x64x56x56xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>
      %8 = add %5, %x : tensor<1x64x56x56xf32>, tensor<1x64x56x56xf32>
      %9 = relu %8 : tensor<1x64x56x56xf32>
      return %9 : tensor<1x64x56x56xf32>
    }
  }
  block @down128 {
    parameter @conv1.weight : tensor<128x64x3x3xf32> = #dlc.kaiming_normal
    parameter @bn1.weight : tensor<128xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn1.bias : tensor<128xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_mean : tensor<128xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_var : tensor<128xf32> = #dlc.uniform<0.8, 1.2>
    parameter @conv2.weight : tensor<128x128x3x3xf32> = #dlc.kaiming_normal
    parameter @bn2.weight : tensor<128xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn2.bias : tensor<128xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_mean : tensor<128xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_var : tensor<128xf32> = #dlc.uniform<0.8, 1.2>
    parameter @downsample.0.weight : tensor<128x64x1x1xf32> = #dlc.kaiming_normal
    parameter @downsample.1.weight : tensor<128xf32> = #dlc.uniform<0.8, 1.2>
    parameter @downsample.1.bias : tensor<128xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @downsample.1.running_mean : tensor<128xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @downsample.1.running_var : tensor<128xf32> = #dlc.uniform<0.8, 1.2>
    func @apply(%x: tensor<1x64x56x56xf32>) -> tensor<1x128x28x28xf32> {
      %w1 = read @conv1.weight : tensor<128x64x3x3xf32>
      %1 = conv2d %x, %w1 strides [2, 2] padding [1, 1, 1, 1] : tensor<1x64x56x56xf32>, tensor<128x64x3x3xf32>
      %bn1_s = read @bn1.weight : tensor<128xf32>
      %bn1_b = read @bn1.bias : tensor<128xf32>
      %bn1_m = read @bn1.running_mean : tensor<128xf32>
      %bn1_v = read @bn1.running_var : tensor<128xf32>
      %2 = batch_norm %1, %bn1_s, %bn1_b, %bn1_m, %bn1_v epsilon 1.0e-5 : tensor<1x128x28x28xf32>, tensor<128xf32>, tensor<128xf32>, tensor<128xf32>, tensor<128xf32>
      %3 = relu %2 : tensor<1x128x28x28xf32>
      %w2 = read @conv2.weight : tensor<128x128x3x3xf32>
      %4 = conv2d %3, %w2 padding [1, 1, 1, 1] : tensor<1x128x28x28xf32>, tensor<128x128x3x3xf32>
      %bn2_s = read @bn2.weight : tensor<128xf32>
      %bn2_b = read @bn2.bias : tensor<128xf32>
      %bn2_m = read @bn2.running_mean : tensor<128xf32>
      %bn2_v = read @bn2.running_var : tensor<128xf32>
      %5 = batch_norm %4, %bn2_s, %bn2_b, %bn2_m, %bn2_v epsilon 1.0e-5 : tensor<1x128x28x28xf32>, tensor<128xf32>, tensor<128xf32>, tensor<128xf32>, tensor<128xf32>
      %w3 = read @downsample.0.weight : tensor<128x64x1x1xf32>
      %6 = conv2d %x, %w3 strides [2, 2] : tensor<1x64x56x56xf32>, tensor<128x64x1x1xf32>
      %downsample_1_s = read @downsample.1.weight : tensor<128xf32>
      %downsample_1_b = read @downsample.1.bias : tensor<128xf32>
      %downsample_1_m = read @downsample.1.running_mean : tensor<128xf32>
      %downsample_1_v = read @downsample.1.running_var : tensor<128xf32>
      %7 = batch_norm %6, %downsample_1_s, %downsample_1_b, %downsample_1_m, %downsample_1_v epsilon 1.0e-5 : tensor<1x128x28x28xf32>, tensor<128xf32>, tensor<128xf32>, tensor<128xf32>, tensor<128xf32>
      %8 = add %5, %7 : tensor<1x128x28x28xf32>, tensor<1x128x28x28xf32>
      %9 = relu %8 : tensor<1x128x28x28xf32>
      return %9 : tensor<1x128x28x28xf32>
    }
  }
  block @basic128 {
    parameter @conv1.weight : tensor<128x128x3x3xf32> = #dlc.kaiming_normal
    parameter @bn1.weight : tensor<128xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn1.bias : tensor<128xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_mean : tensor<128xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_var : tensor<128xf32> = #dlc.uniform<0.8, 1.2>
    parameter @conv2.weight : tensor<128x128x3x3xf32> = #dlc.kaiming_normal
    parameter @bn2.weight : tensor<128xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn2.bias : tensor<128xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_mean : tensor<128xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_var : tensor<128xf32> = #dlc.uniform<0.8, 1.2>
    func @apply(%x: tensor<1x128x28x28xf32>) -> tensor<1x128x28x28xf32> {
      %w1 = read @conv1.weight : tensor<128x128x3x3xf32>
      %1 = conv2d %x, %w1 padding [1, 1, 1, 1] : tensor<1x128x28x28xf32>, tensor<128x128x3x3xf32>
      %bn1_s = read @bn1.weight : tensor<128xf32>
      %bn1_b = read @bn1.bias : tensor<128xf32>
      %bn1_m = read @bn1.running_mean : tensor<128xf32>
      %bn1_v = read @bn1.running_var : tensor<128xf32>
      %2 = batch_norm %1, %bn1_s, %bn1_b, %bn1_m, %bn1_v epsilon 1.0e-5 : tensor<1x128x28x28xf32>, tensor<128xf32>, tensor<128xf32>, tensor<128xf32>, tensor<128xf32>
      %3 = relu %2 : tensor<1x128x28x28xf32>
      %w2 = read @conv2.weight : tensor<128x128x3x3xf32>
      %4 = conv2d %3, %w2 padding [1, 1, 1, 1] : tensor<1x128x28x28xf32>, tensor<128x128x3x3xf32>
      %bn2_s = read @bn2.weight : tensor<128xf32>
      %bn2_b = read @bn2.bias : tensor<128xf32>
      %bn2_m = read @bn2.running_mean : tensor<128xf32>
      %bn2_v = read @bn2.running_var : tensor<128xf32>
      %5 = batch_norm %4, %bn2_s, %bn2_b, %bn2_m, %bn2_v epsilon 1.0e-5 : tensor<1x128x28x28xf32>, tensor<128xf32>, tensor<128xf32>, tensor<128xf32>, tensor<128xf32>
      %8 = add %5, %x : tensor<1x128x28x28xf32>, tensor<1x128x28x28xf32>
      %9 = relu %8 : tensor<1x128x28x28xf32>
      return %9 : tensor<1x128x28x28xf32>
    }
  }
  block @down256 {
    parameter @conv1.weight : tensor<256x128x3x3xf32> = #dlc.kaiming_normal
    parameter @bn1.weight : tensor<256xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn1.bias : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_mean : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_var : tensor<256xf32> = #dlc.uniform<0.8, 1.2>
    parameter @conv2.weight : tensor<256x256x3x3xf32> = #dlc.kaiming_normal
    parameter @bn2.weight : tensor<256xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn2.bias : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_mean : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_var : tensor<256xf32> = #dlc.uniform<0.8, 1.2>
    parameter @downsample.0.weight : tensor<256x128x1x1xf32> = #dlc.kaiming_normal
    parameter @downsample.1.weight : tensor<256xf32> = #dlc.uniform<0.8, 1.2>
    parameter @downsample.1.bias : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @downsample.1.running_mean : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @downsample.1.running_var : tensor<256xf32> = #dlc.uniform<0.8, 1.2>
    func @apply(%x: tensor<1x128x28x28xf32>) -> tensor<1x256x14x14xf32> {
      %w1 = read @conv1.weight : tensor<256x128x3x3xf32>
      %1 = conv2d %x, %w1 strides [2, 2] padding [1, 1, 1, 1] : tensor<1x128x28x28xf32>, tensor<256x128x3x3xf32>
      %bn1_s = read @bn1.weight : tensor<256xf32>
      %bn1_b = read @bn1.bias : tensor<256xf32>
      %bn1_m = read @bn1.running_mean : tensor<256xf32>
      %bn1_v = read @bn1.running_var : tensor<256xf32>
      %2 = batch_norm %1, %bn1_s, %bn1_b, %bn1_m, %bn1_v epsilon 1.0e-5 : tensor<1x256x14x14xf32>, tensor<256xf32>, tensor<256xf32>, tensor<256xf32>, tensor<256xf32>
      %3 = relu %2 : tensor<1x256x14x14xf32>
      %w2 = read @conv2.weight : tensor<256x256x3x3xf32>
      %4 = conv2d %3, %w2 padding [1, 1, 1, 1] : tensor<1x256x14x14xf32>, tensor<256x256x3x3xf32>
      %bn2_s = read @bn2.weight : tensor<256xf32>
      %bn2_b = read @bn2.bias : tensor<256xf32>
      %bn2_m = read @bn2.running_mean : tensor<256xf32>
      %bn2_v = read @bn2.running_var : tensor<256xf32>
      %5 = batch_norm %4, %bn2_s, %bn2_b, %bn2_m, %bn2_v epsilon 1.0e-5 : tensor<1x256x14x14xf32>, tensor<256xf32>, tensor<256xf32>, tensor<256xf32>, tensor<256xf32>
      %w3 = read @downsample.0.weight : tensor<256x128x1x1xf32>
      %6 = conv2d %x, %w3 strides [2, 2] : tensor<1x128x28x28xf32>, tensor<256x128x1x1xf32>
      %downsample_1_s = read @downsample.1.weight : tensor<256xf32>
      %downsample_1_b = read @downsample.1.bias : tensor<256xf32>
      %downsample_1_m = read @downsample.1.running_mean : tensor<256xf32>
      %downsample_1_v = read @downsample.1.running_var : tensor<256xf32>
      %7 = batch_norm %6, %downsample_1_s, %downsample_1_b, %downsample_1_m, %downsample_1_v epsilon 1.0e-5 : tensor<1x256x14x14xf32>, tensor<256xf32>, tensor<256xf32>, tensor<256xf32>, tensor<256xf32>
      %8 = add %5, %7 : tensor<1x256x14x14xf32>, tensor<1x256x14x14xf32>
      %9 = relu %8 : tensor<1x256x14x14xf32>
      return %9 : tensor<1x256x14x14xf32>
    }
  }
  block @basic256 {
    parameter @conv1.weight : tensor<256x256x3x3xf32> = #dlc.kaiming_normal
    parameter @bn1.weight : tensor<256xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn1.bias : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_mean : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_var : tensor<256xf32> = #dlc.uniform<0.8, 1.2>
    parameter @conv2.weight : tensor<256x256x3x3xf32> = #dlc.kaiming_normal
    parameter @bn2.weight : tensor<256xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn2.bias : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_mean : tensor<256xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_var : tensor<256xf32> = #dlc.uniform<0.8, 1.2>
    func @apply(%x: tensor<1x256x14x14xf32>) -> tensor<1x256x14x14xf32> {
      %w1 = read @conv1.weight : tensor<256x256x3x3xf32>
      %1 = conv2d %x, %w1 padding [1, 1, 1, 1] : tensor<1x256x14x14xf32>, tensor<256x256x3x3xf32>
      %bn1_s = read @bn1.weight : tensor<256xf32>
      %bn1_b = read @bn1.bias : tensor<256xf32>
      %bn1_m = read @bn1.running_mean : tensor<256xf32>
      %bn1_v = read @bn1.running_var : tensor<256xf32>
      %2 = batch_norm %1, %bn1_s, %bn1_b, %bn1_m, %bn1_v epsilon 1.0e-5 : tensor<1x256x14x14xf32>, tensor<256xf32>, tensor<256xf32>, tensor<256xf32>, tensor<256xf32>
      %3 = relu %2 : tensor<1x256x14x14xf32>
      %w2 = read @conv2.weight : tensor<256x256x3x3xf32>
      %4 = conv2d %3, %w2 padding [1, 1, 1, 1] : tensor<1x256x14x14xf32>, tensor<256x256x3x3xf32>
      %bn2_s = read @bn2.weight : tensor<256xf32>
      %bn2_b = read @bn2.bias : tensor<256xf32>
      %bn2_m = read @bn2.running_mean : tensor<256xf32>
      %bn2_v = read @bn2.running_var : tensor<256xf32>
      %5 = batch_norm %4, %bn2_s, %bn2_b, %bn2_m, %bn2_v epsilon 1.0e-5 : tensor<1x256x14x14xf32>, tensor<256xf32>, tensor<256xf32>, tensor<256xf32>, tensor<256xf32>
      %8 = add %5, %x : tensor<1x256x14x14xf32>, tensor<1x256x14x14xf32>
      %9 = relu %8 : tensor<1x256x14x14xf32>
      return %9 : tensor<1x256x14x14xf32>
    }
  }
  block @down512 {
    parameter @conv1.weight : tensor<512x256x3x3xf32> = #dlc.kaiming_normal
    parameter @bn1.weight : tensor<512xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn1.bias : tensor<512xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_mean : tensor<512xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_var : tensor<512xf32> = #dlc.uniform<0.8, 1.2>
    parameter @conv2.weight : tensor<512x512x3x3xf32> = #dlc.kaiming_normal
    parameter @bn2.weight : tensor<512xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn2.bias : tensor<512xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_mean : tensor<512xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_var : tensor<512xf32> = #dlc.uniform<0.8, 1.2>
    parameter @downsample.0.weight : tensor<512x256x1x1xf32> = #dlc.kaiming_normal
    parameter @downsample.1.weight : tensor<512xf32> = #dlc.uniform<0.8, 1.2>
    parameter @downsample.1.bias : tensor<512xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @downsample.1.running_mean : tensor<512xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @downsample.1.running_var : tensor<512xf32> = #dlc.uniform<0.8, 1.2>
    func @apply(%x: tensor<1x256x14x14xf32>) -> tensor<1x512x7x7xf32> {
      %w1 = read @conv1.weight : tensor<512x256x3x3xf32>
      %1 = conv2d %x, %w1 strides [2, 2] padding [1, 1, 1, 1] : tensor<1x256x14x14xf32>, tensor<512x256x3x3xf32>
      %bn1_s = read @bn1.weight : tensor<512xf32>
      %bn1_b = read @bn1.bias : tensor<512xf32>
      %bn1_m = read @bn1.running_mean : tensor<512xf32>
      %bn1_v = read @bn1.running_var : tensor<512xf32>
      %2 = batch_norm %1, %bn1_s, %bn1_b, %bn1_m, %bn1_v epsilon 1.0e-5 : tensor<1x512x7x7xf32>, tensor<512xf32>, tensor<512xf32>, tensor<512xf32>, tensor<512xf32>
      %3 = relu %2 : tensor<1x512x7x7xf32>
      %w2 = read @conv2.weight : tensor<512x512x3x3xf32>
      %4 = conv2d %3, %w2 padding [1, 1, 1, 1] : tensor<1x512x7x7xf32>, tensor<512x512x3x3xf32>
      %bn2_s = read @bn2.weight : tensor<512xf32>
      %bn2_b = read @bn2.bias : tensor<512xf32>
      %bn2_m = read @bn2.running_mean : tensor<512xf32>
      %bn2_v = read @bn2.running_var : tensor<512xf32>
      %5 = batch_norm %4, %bn2_s, %bn2_b, %bn2_m, %bn2_v epsilon 1.0e-5 : tensor<1x512x7x7xf32>, tensor<512xf32>, tensor<512xf32>, tensor<512xf32>, tensor<512xf32>
      %w3 = read @downsample.0.weight : tensor<512x256x1x1xf32>
      %6 = conv2d %x, %w3 strides [2, 2] : tensor<1x256x14x14xf32>, tensor<512x256x1x1xf32>
      %downsample_1_s = read @downsample.1.weight : tensor<512xf32>
      %downsample_1_b = read @downsample.1.bias : tensor<512xf32>
      %downsample_1_m = read @downsample.1.running_mean : tensor<512xf32>
      %downsample_1_v = read @downsample.1.running_var : tensor<512xf32>
      %7 = batch_norm %6, %downsample_1_s, %downsample_1_b, %downsample_1_m, %downsample_1_v epsilon 1.0e-5 : tensor<1x512x7x7xf32>, tensor<512xf32>, tensor<512xf32>, tensor<512xf32>, tensor<512xf32>
      %8 = add %5, %7 : tensor<1x512x7x7xf32>, tensor<1x512x7x7xf32>
      %9 = relu %8 : tensor<1x512x7x7xf32>
      return %9 : tensor<1x512x7x7xf32>
    }
  }
  block @basic512 {
    parameter @conv1.weight : tensor<512x512x3x3xf32> = #dlc.kaiming_normal
    parameter @bn1.weight : tensor<512xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn1.bias : tensor<512xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_mean : tensor<512xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn1.running_var : tensor<512xf32> = #dlc.uniform<0.8, 1.2>
    parameter @conv2.weight : tensor<512x512x3x3xf32> = #dlc.kaiming_normal
    parameter @bn2.weight : tensor<512xf32> = #dlc.uniform<0.8, 1.2>
    parameter @bn2.bias : tensor<512xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_mean : tensor<512xf32> = #dlc.uniform<-0.1, 0.1>
    parameter @bn2.running_var : tensor<512xf32> = #dlc.uniform<0.8, 1.2>
    func @apply(%x: tensor<1x512x7x7xf32>) -> tensor<1x512x7x7xf32> {
      %w1 = read @conv1.weight : tensor<512x512x3x3xf32>
      %1 = conv2d %x, %w1 padding [1, 1, 1, 1] : tensor<1x512x7x7xf32>, tensor<512x512x3x3xf32>
      %bn1_s = read @bn1.weight : tensor<512xf32>
      %bn1_b = read @bn1.bias : tensor<512xf32>
      %bn1_m = read @bn1.running_mean : tensor<512xf32>
      %bn1_v = read @bn1.running_var : tensor<512xf32>
      %2 = batch_norm %1, %bn1_s, %bn1_b, %bn1_m, %bn1_v epsilon 1.0e-5 : tensor<1x512x7x7xf32>, tensor<512xf32>, tensor<512xf32>, tensor<512xf32>, tensor<512xf32>
      %3 = relu %2 : tensor<1x512x7x7xf32>
      %w2 = read @conv2.weight : tensor<512x512x3x3xf32>
      %4 = conv2d %3, %w2 padding [1, 1, 1, 1] : tensor<1x512x7x7xf32>, tensor<512x512x3x3xf32>
      %bn2_s = read @bn2.weight : tensor<512xf32>
      %bn2_b = read @bn2.bias : tensor<512xf32>
      %bn2_m = read @bn2.running_mean : tensor<512xf32>
      %bn2_v = read @bn2.running_var : tensor<512xf32>
      %5 = batch_norm %4, %bn2_s, %bn2_b, %bn2_m, %bn2_v epsilon 1.0e-5 : tensor<1x512x7x7xf32>, tensor<512xf32>, tensor<512xf32>, tensor<512xf32>, tensor<512xf32>
      %8 = add %5, %x : tensor<1x512x7x7xf32>, tensor<1x512x7x7xf32>
      %9 = relu %8 : tensor<1x512x7x7xf32>
      return %9 : tensor<1x512x7x7xf32>
    }
  }

  instance @layer1.0 of @basic64
  instance @layer1.1 of @basic64
  instance @layer2.0 of @down128
  instance @layer2.1 of @basic128
  instance @layer3.0 of @down256
  instance @layer3.1 of @basic256
  instance @layer4.0 of @down512
  instance @layer4.1 of @basic512
  parameter @fc.weight : tensor<1000x512xf32> = #dlc.kaiming_uniform
  parameter @fc.bias : tensor<1000xf32> = #dlc.uniform<-0.1, 0.1>

  func @forward(%image: tensor<1x3x224x224xf32>) -> (logits: tensor<1x1000xf32>) {
    %w1 = read @conv1.weight : tensor<64x3x7x7xf32>
    %1 = conv2d %image, %w1 strides [2, 2] padding [3, 3, 3, 3] : tensor<1x3x224x224xf32>, tensor<64x3x7x7xf32>
    %bn1_s = read @bn1.weight : tensor<64xf32>
    %bn1_b = read @bn1.bias : tensor<64xf32>
    %bn1_m = read @bn1.running_mean : tensor<64xf32>
    %bn1_v = read @bn1.running_var : tensor<64xf32>
    %2 = batch_norm %1, %bn1_s, %bn1_b, %bn1_m, %bn1_v epsilon 1.0e-5 : tensor<1x64x112x112xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>
    %3 = relu %2 : tensor<1x64x112x112xf32>
    %4 = max_pool %3 window [3, 3] strides [2, 2] padding [1, 1, 1, 1] : tensor<1x64x112x112xf32>
    %5 = call @layer1.0::@apply(%4) : (tensor<1x64x56x56xf32>) -> tensor<1x64x56x56xf32>
    %6 = call @layer1.1::@apply(%5) : (tensor<1x64x56x56xf32>) -> tensor<1x64x56x56xf32>
    %7 = call @layer2.0::@apply(%6) : (tensor<1x64x56x56xf32>) -> tensor<1x128x28x28xf32>
    %8 = call @layer2.1::@apply(%7) : (tensor<1x128x28x28xf32>) -> tensor<1x128x28x28xf32>
    %9 = call @layer3.0::@apply(%8) : (tensor<1x128x28x28xf32>) -> tensor<1x256x14x14xf32>
    %10 = call @layer3.1::@apply(%9) : (tensor<1x256x14x14xf32>) -> tensor<1x256x14x14xf32>
    %11 = call @layer4.0::@apply(%10) : (tensor<1x256x14x14xf32>) -> tensor<1x512x7x7xf32>
    %12 = call @layer4.1::@apply(%11) : (tensor<1x512x7x7xf32>) -> tensor<1x512x7x7xf32>
    %pooled = reduce mean, %12 axes [2, 3] : tensor<1x512x7x7xf32>
    %wf = read @fc.weight : tensor<1000x512xf32>
    %bf = read @fc.bias : tensor<1000xf32>
    %logits = linear %pooled, %wf, %bf : tensor<1x512xf32>, tensor<1000x512xf32>, tensor<1000xf32>
    return %logits : tensor<1x1000xf32>
  }
}
