// RUN: dlc-opt %s --dlc-propagate-layout | FileCheck %s

// Between two convolutions nothing is transposed; padding becomes a pad.
// CHECK-LABEL: dlc.func private @chain
// CHECK: %[[X:.*]] = transpose %{{.*}} [0, 2, 3, 1]
// CHECK: %[[P:.*]] = pad %[[X]] low [0, 1, 1, 0] high [0, 1, 1, 0]
// CHECK: transpose %[[P]] [0, 3, 1, 2]
// CHECK: conv2d
// CHECK-NOT: padding
// CHECK: %[[L:.*]] = transpose %{{.*}} [0, 2, 3, 1]
// CHECK: %[[R:.*]] = relu %[[L]] : tensor<1x8x8x6xf32>
// CHECK: %[[B:.*]] = transpose %[[R]] [0, 3, 1, 2]
// CHECK: conv2d %[[B]]
dlc.func private @chain(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>, %v: tensor<5x6x1x2xf32>) -> tensor<1x5x8x7xf32> {
  %0 = conv2d %x, %w padding [1, 1, 1, 1] : tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>
  %1 = relu %0 : tensor<1x6x8x8xf32>
  %2 = conv2d %1, %v : tensor<1x6x8x8xf32>, tensor<5x6x1x2xf32>
  return %2 : tensor<1x5x8x7xf32>
}

// Windows of one pixel are a linear layer; not where pixels are left out, grouped, added or unknown.
// CHECK-LABEL: dlc.func private @pixels
// CHECK: %[[L:.*]] = transpose %x [0, 2, 3, 1]
// CHECK: %[[W:.*]] = reshape %v shape [5, 6] : tensor<5x6x1x1xf32>
// CHECK: %[[Y:.*]] = linear %[[L]], %[[W]], %b : tensor<1x8x8x6xf32>, tensor<5x6xf32>, tensor<5xf32>
// CHECK-COUNT-4: conv2d
dlc.func private @pixels(%x: tensor<1x6x8x8xf32>, %n: tensor<?x6x8x8xf32>, %v: tensor<5x6x1x1xf32>, %g: tensor<6x3x1x1xf32>, %b: tensor<5xf32>) {
  %0 = conv2d %x, %v, %b : tensor<1x6x8x8xf32>, tensor<5x6x1x1xf32>, tensor<5xf32>
  %1 = conv2d %x, %v strides [1, 2] : tensor<1x6x8x8xf32>, tensor<5x6x1x1xf32>
  %2 = conv2d %x, %g groups 2 : tensor<1x6x8x8xf32>, tensor<6x3x1x1xf32>
  %3 = conv2d %x, %v padding [0, 1, 0, 0] : tensor<1x6x8x8xf32>, tensor<5x6x1x1xf32>
  %4 = conv2d %n, %v : tensor<?x6x8x8xf32>, tensor<5x6x1x1xf32>
  return
}

// What the model itself transposes cancels too.
// CHECK-LABEL: dlc.func private @channels_last
// CHECK: %[[B:.*]] = transpose %x [0, 3, 1, 2]
// CHECK: %[[C:.*]] = conv2d %[[B]]
// CHECK: %[[L:.*]] = transpose %[[C]] [0, 2, 3, 1]
// CHECK: return %[[L]]
dlc.func private @channels_last(%x: tensor<1x8x8x4xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %0 = transpose %x [0, 3, 1, 2] : tensor<1x8x8x4xf32>
  %1 = conv2d %0, %w : tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>
  %2 = transpose %1 [0, 2, 3, 1] : tensor<1x6x6x6xf32>
  return %2 : tensor<1x6x6x6xf32>
}

// A residual is added with its channels last; one value per channel is a row.
// CHECK-LABEL: dlc.func private @operands
// CHECK: %[[S:.*]] = reshape %{{.*}} shape [-1] : tensor<4x1x1xf32>
// CHECK: mul %{{.*}}, %[[S]] : tensor<1x4x4x4xf32>, tensor<4xf32>
// CHECK: add %{{.*}} : tensor<1x4x4x4xf32>, tensor<1x4x4x4xf32>
dlc.func private @operands(%x: tensor<1x4x8x8xf32>, %w: tensor<4x4x1x1xf32>, %s: tensor<4x1x1xf32>, %r: tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32> {
  %c = conv2d %x, %w : tensor<1x4x8x8xf32>, tensor<4x4x1x1xf32>
  %0 = max_pool %c window [2, 2] strides [2, 2] : tensor<1x4x8x8xf32>
  %1 = mul %0, %s : tensor<1x4x4x4xf32>, tensor<4x1x1xf32>
  %2 = add %1, %r : tensor<1x4x4x4xf32>, tensor<1x4x4x4xf32>
  return %2 : tensor<1x4x4x4xf32>
}

// Channels behind each other are, with the channels last, the last axis; another axis stays what it is.
// CHECK-LABEL: dlc.func private @concat
// CHECK: %[[A:.*]] = transpose %{{.*}} [0, 2, 3, 1] : tensor<1x5x8x7xf32>
// CHECK: %[[X:.*]] = transpose %x [0, 2, 3, 1]
// CHECK: %[[C:.*]] = concat %[[A]], %[[X]] axis 3 : tensor<1x8x7x5xf32>, tensor<1x8x7x6xf32>
// CHECK: %[[D:.*]] = concat %[[C]], %[[C]] axis 2 : tensor<1x8x7x11xf32>, tensor<1x8x7x11xf32>
// CHECK: relu %[[D]]
dlc.func private @concat(%x: tensor<1x6x8x7xf32>, %y: tensor<1x6x8x8xf32>, %v: tensor<5x6x1x2xf32>) -> tensor<1x11x8x14xf32> {
  %0 = conv2d %y, %v : tensor<1x6x8x8xf32>, tensor<5x6x1x2xf32>
  %1 = concat %0, %x axis 1 : tensor<1x5x8x7xf32>, tensor<1x6x8x7xf32>
  %2 = concat %1, %1 axis -1 : tensor<1x11x8x7xf32>, tensor<1x11x8x7xf32>
  %3 = relu %2 : tensor<1x11x8x14xf32>
  return %3 : tensor<1x11x8x14xf32>
}

// A pool in front of a convolution leaves its channels last.
// CHECK-LABEL: dlc.func private @pool_then_conv
// CHECK: %[[P:.*]] = max_pool
// CHECK: %[[L:.*]] = transpose %[[P]] [0, 2, 3, 1]
// CHECK: %[[R:.*]] = relu %[[L]]
// CHECK: %[[B:.*]] = transpose %[[R]] [0, 3, 1, 2]
// CHECK: conv2d %[[B]]
dlc.func private @pool_then_conv(%x: tensor<1x4x8x8xf32>, %w: tensor<4x4x1x2xf32>) -> tensor<1x4x4x3xf32> {
  %0 = max_pool %x window [2, 2] strides [2, 2] : tensor<1x4x8x8xf32>
  %1 = relu %0 : tensor<1x4x4x4xf32>
  %2 = conv2d %1, %w : tensor<1x4x4x4xf32>, tensor<4x4x1x2xf32>
  return %2 : tensor<1x4x4x3xf32>
}

// A pool that stands alone reads columns as they lie.
// CHECK-LABEL: dlc.func private @lone_pool
// CHECK-NOT: transpose
dlc.func private @lone_pool(%x: tensor<1x4x8x8xf32>) -> tensor<1x4x4x4xf32> {
  %0 = avg_pool %x window [2, 2] strides [2, 2] : tensor<1x4x8x8xf32>
  %1 = relu %0 : tensor<1x4x4x4xf32>
  return %1 : tensor<1x4x4x4xf32>
}

// CHECK-LABEL: dlc.func private @no_images
// CHECK-NOT: transpose
dlc.func private @no_images(%x: tensor<1x4x8x8xf32>) -> tensor<1x4x8x8xf32> {
  %0 = relu %x : tensor<1x4x8x8xf32>
  return %0 : tensor<1x4x8x8xf32>
}
