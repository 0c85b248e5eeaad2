// Reductions and functions that have no instruction.
dlc.model @rows {
  dim @batch = 1 to 512
  func @forward(%x: tensor<?x100xf32> [@batch]) -> (p: tensor<?x100xf32> [@batch], best: tensor<?xi64> [@batch], mean: tensor<100xf32>) {
    %0 = gelu %x : tensor<?x100xf32>
    %1 = tanh %0 : tensor<?x100xf32>
    %2 = softmax %1 axis -1 : tensor<?x100xf32>
    %3 = argmax %2 axis 1 : tensor<?x100xf32>
    %4 = reduce mean, %2 axes [0] : tensor<?x100xf32>
    return %2, %3, %4 : tensor<?x100xf32>, tensor<?xi64>, tensor<100xf32>
  }
}
