dlc.model @relu {
  dim @batch = 1 to 512
  func @forward(%x: tensor<?x100xf32> [@batch]) -> (y: tensor<?x100xf32> [@batch]) {
    %0 = relu %x : tensor<?x100xf32>
    return %0 : tensor<?x100xf32>
  }
}
