// A classifier of handwritten digits: 8 x 8 pixels, two hidden layers. Weights as scikit-learn's MLPClassifier learns them,
// written by train.py.
dlc.model @digits {
  dim @batch = 1 to 512
  parameter @w1 : tensor<128x64xf32> = #dlc.external<"digits.safetensors", "fc1.weight">
  parameter @b1 : tensor<128xf32> = #dlc.external<"digits.safetensors", "fc1.bias">
  parameter @w2 : tensor<64x128xf32> = #dlc.external<"digits.safetensors", "fc2.weight">
  parameter @b2 : tensor<64xf32> = #dlc.external<"digits.safetensors", "fc2.bias">
  parameter @w3 : tensor<10x64xf32> = #dlc.external<"digits.safetensors", "fc3.weight">
  parameter @b3 : tensor<10xf32> = #dlc.external<"digits.safetensors", "fc3.bias">

  func @forward(%image: tensor<?x64xf32> [@batch]) -> (probability: tensor<?x10xf32> [@batch]) {
    %w1 = read @w1 : tensor<128x64xf32>
    %b1 = read @b1 : tensor<128xf32>
    %1 = linear %image, %w1, %b1 : tensor<?x64xf32>, tensor<128x64xf32>, tensor<128xf32>
    %2 = relu %1 : tensor<?x128xf32>
    %w2 = read @w2 : tensor<64x128xf32>
    %b2 = read @b2 : tensor<64xf32>
    %3 = linear %2, %w2, %b2 : tensor<?x128xf32>, tensor<64x128xf32>, tensor<64xf32>
    %4 = relu %3 : tensor<?x64xf32>
    %w3 = read @w3 : tensor<10x64xf32>
    %b3 = read @b3 : tensor<10xf32>
    %logits = linear %4, %w3, %b3 : tensor<?x64xf32>, tensor<10x64xf32>, tensor<10xf32>
    %probability = softmax %logits axis 1 : tensor<?x10xf32>
    return %probability : tensor<?x10xf32>
  }
}
